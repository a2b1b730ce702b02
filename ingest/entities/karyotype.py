"""Changes of chromosomes as a karyotype states them: `t(9;22)`, `del(17p)`, `gain of 1q`, `+7/-10`."""

import re
from collections.abc import Iterator

from ingest.entities.found import Found

_ARM = r"(?:[1-9]|1\d|2[0-2]|X)[pq](?:\d{1,2}(?:\.\d{1,2})?)?"
_CHROMOSOME = r"(?:[1-9]|1\d|2[0-2]|X|Y)"
_HINT = re.compile(r"\d[pq]|somy \d|[a-z]\(\d|\+7/")
"""What one of them holds at the least: most texts hold none, and are read once."""
_WRITTEN = re.compile(
    rf"(?<![A-Za-z0-9])(?:t\({_CHROMOSOME};{_CHROMOSOME}(?:;{_CHROMOSOME})?\)"
    r"(?:\([pq][\d.]{0,5};[pq][\d.]{0,5}(?:;[pq][\d.]{0,5})?\))?"
    rf"|(?:del|dup|inv|add|i|ins|der|idic)\({_CHROMOSOME}[pq]?[\d.]{{0,5}}\)(?:\([pq][\d.pq]{{0,10}}\))?"
    rf"|del ?{_ARM}(?![A-Za-z0-9])|\+7/-10(?!\d))"
)
_SPOKEN = re.compile(
    rf"\b(?:(?:monosomy|trisomy|tetrasomy) {_CHROMOSOME}[pq]?(?![A-Za-z0-9])"
    rf"|(?:gain|loss|deletion|amplification|LOH|loss of heterozygosity) (?:of |at |on )"
    rf"(?:chromosome (?:arm )?)?{_ARM}(?![A-Za-z0-9/])"
    rf"|(?<![/\w]){_ARM}(?:\+|[ -](?:gain|loss|deletions?|amplification|LOH))(?![A-Za-z0-9]))",
    re.IGNORECASE,
)


def find_karyotype(text: str) -> Iterator[Found]:
    """The changes of whole chromosomes and their arms, each with the words themselves as status."""
    if not _HINT.search(text):
        return
    for pattern in (_WRITTEN, _SPOKEN):
        for match in pattern.finditer(text):
            yield Found("variant", *match.span(), status=match.group())
