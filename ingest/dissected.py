"""Skin tumours of the past whose nodes were operated on and are to be irradiated after that."""

from ingest.diagnosis import Candidate
from ingest.mention import Mention
from ingest.target import category

_OF_SKIN = frozenset({"C43", "C44", "C4A"})


def dissected(findings: list[Mention], aside: list[Candidate]) -> Candidate | None:
    """The skin tumour excised before, whose nodes were dissected and are to be irradiated after that.

    Its own schedules tell of the nodal basin; those of metastases anywhere do not.
    """
    if not any((f.name, f.value) == ("setting", "adjuvant") and f.assertion == "affirmed" for f in findings):
        return None
    past = [c for c in aside if c.assertion == "historical" and category(c) in _OF_SKIN]
    return past[0]._replace(assertion="affirmed") if len({c.disease for c in past}) == 1 else None


def of_parotid_nodes(findings: list[Mention], aside: list[Candidate]) -> list[Candidate]:
    """The skin tumour of the past whose nodes in the parotid were operated on and are to be irradiated.

    "Cheek SCC 2023; now parotidectomy, 2/20, ENE, adjuvant RT" names no tumour but that one.
    """
    operated = any(f.value == "parotidectomy" and f.assertion == "affirmed" for f in findings)
    nodal = any(
        f.name in {"extracapsular", "nodes_positive"}
        and f.assertion == "affirmed"
        and f.value not in {"absent", 0}
        for f in findings
    )
    origin = dissected(findings, aside) if operated and nodal else None
    return [origin] if origin else []
