"""What a run of ingest did, in the shape that programs read."""

from pydantic import BaseModel, ConfigDict

from ingest.sources.record import Rejection


class DocumentCounts(BaseModel):
    """Records met, and what became of each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    read: int = 0
    """All records met: the sum of the others."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0


class StatementCounts(BaseModel):
    """Claims of the documents read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opened: int = 0
    closed: int = 0
    unchanged: int = 0
    rejected: int = 0


class RunReport(BaseModel):
    """One run over one source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    documents: DocumentCounts
    statements: StatementCounts
    rejected: tuple[Rejection, ...] = ()
    """Every record or claim not taken, with its place and the reason."""
    seconds: float

    @property
    def exit_status(self) -> int:
        """0 all taken, 3 some rejected."""
        return 3 if self.rejected else 0


def nothing(source: str) -> RunReport:
    """The report of a run that had no records: a search that found none."""
    return RunReport(source=source, documents=DocumentCounts(), statements=StatementCounts(), seconds=0.0)
