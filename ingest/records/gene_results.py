"""The results of sequencing in a report: each gene with what was found of it."""

from collections.abc import Iterator, Sequence

from ingest.extraction import ExtractedMention
from ingest.records.stated import Frozen

_BESIDE = 24
"""Characters behind a gene within which a variant is its own."""


class GeneResult(Frozen):
    """One gene's result as the text states it."""

    gene: str
    status: str
    """mutated, wild-type, positive or negative."""
    variant: str | None = None
    start: int
    end: int


def gene_results(mentions: Sequence[ExtractedMention]) -> Iterator[GeneResult]:
    """The patient's genes with a result, each once; a variant that was found makes its gene mutated."""
    seen: set[tuple[str, str, str | None]] = set()
    ordered = sorted((m for m in mentions if m.type in {"gene", "variant"}), key=lambda m: m.start)
    for index, gene in enumerate(ordered):
        if gene.type != "gene" or gene.assertion.experiencer != "patient":
            continue
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        own = (
            following
            if following and following.type == "variant" and following.start - gene.end <= _BESIDE
            else None
        )
        sure = own is not None and own.assertion.certainty == "certain"
        found = sure and own is not None and own.assertion.polarity == "affirmed"
        status = gene.status or ("mutated" if found else None)
        if status is None:
            continue
        variant = own.text if own is not None else None
        if (gene.text, status, variant) in seen:
            continue
        seen.add((gene.text, status, variant))
        yield GeneResult(
            gene=gene.text, status=status, variant=variant, start=gene.start, end=own.end if own else gene.end
        )
