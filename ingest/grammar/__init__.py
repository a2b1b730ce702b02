"""Typed grammars: numbers and categories a clinician writes in closed forms, read from the text."""

from collections.abc import Callable

from ingest.grammar.biomarker import read_biomarkers
from ingest.grammar.measure import read_measures
from ingest.grammar.person import read_person
from ingest.grammar.prostate import read_prostate
from ingest.grammar.stage import read_stage
from ingest.mention import Mention

GRAMMARS: dict[str, Callable[[str], list[Mention]]] = {
    "biomarker": read_biomarkers,
    "measure": read_measures,
    "person": read_person,
    "prostate": read_prostate,
    "stage": read_stage,
}
"""Every grammar by name; adding one is a new file here and a line above."""


def read_grammars(text: str) -> list[Mention]:
    """What every grammar reads from a text, in text order."""
    found = [mention for read in GRAMMARS.values() for mention in read(text)]
    return sorted(found, key=lambda m: (m.start, -m.end))
