"""Symptoms that tell their organ: a bleed per vaginam is the cervix's and not the lung deposit's."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice

from ingest.diagnosis import Candidate
from ingest.lexicon import load_yaml
from ontologies.disease import load_diseases

_DENIED = re.compile(r"\b(?:no|nil|without|denies|never|not|prev\w*|past|last year'?s?)(?: \w+)? $", re.I)
_SETTLED = re.compile(
    r"[ ,(]*(?:has |have |is |was |now |all |since |completely |fully )*"
    r"(?:settled|resolved|stopped|ceased|gone|controlled|better|cleared|dried up|(?:in )?(?:19|20)\d\d"
    r"|last (?:year|yr)|\d+ (?:years?|yrs?|months?) ago)\b",
    re.IGNORECASE,
)

_MOST = 20
"""Symptoms of one organ considered; a case has a handful."""


@cache
def _complaints() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Categories of tumours, and the symptoms of their organ."""
    rows: list[dict[str, str | list[str]]] = load_yaml("complaints.yaml")
    return tuple(
        (re.compile(str(row["codes"])), re.compile(rf"\b(?:{'|'.join(row['symptoms'])})\b", re.IGNORECASE))
        for row in rows
    )


@lru_cache(maxsize=8)
def _told(text: str) -> tuple[re.Pattern[str], ...]:
    """The categories of tumours whose organ's symptoms the text complains of."""
    return tuple(
        codes
        for codes, symptoms in _complaints()
        if any(
            not _DENIED.search(text, max(0, said.start() - 24), said.start())
            and not _SETTLED.match(text, said.end())
            for said in islice(symptoms.finditer(text), _MOST)
        )
    )


def tells_of_another(text: str, candidates: Sequence[Candidate]) -> bool:
    """Whether the text complains of something, and of nothing that comes from the organ of one of these."""
    return bool(_told(text)) and not any(tells_of(text, c) for c in candidates)


def tells_of(text: str, candidate: Candidate) -> bool:
    """Whether the text complains of something that comes from the organ of this tumour."""
    code = next(iter(load_diseases()[candidate.disease].icd10), "")[:3]
    return any(codes.match(code) for codes in _told(text))
