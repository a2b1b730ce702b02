"""Markers no list holds: a symbol that a text speaks of as stained or expressed ("DKK3 expression")."""

import re
from collections.abc import Iterator

from ingest.mention import Mention

_SYMBOL = r"(?=[A-Z0-9-]*\d)[A-Z]{2,6}[A-Z0-9]{0,4}(?:-\d{1,2}[A-Z]?)?"
_EXPRESSED = re.compile(
    rf"(?<![\w./-])(?P<symbol>{_SYMBOL})"
    r"(?=(?: protein)? (?:over-?)?expression\b(?! (?:vector|plasmid|data|profil|array))"
    r"|[ -](?:positivity|negativity|immunoreactivity|immunostaining|staining|immunohistochemistry)\b"
    r"|(?: protein)? (?:was|were|is) (?:\w+ly )?(?:over)?expressed\b)"
)
_NO_MARKER = re.compile(
    r"(?:COVID|SARS|HIV|HSV|HTLV|CT|IC|ED|LD|PC|MC|HT|HCT|SW|AGS|MKN|MDA|SK|NCI|OE|DU|LS|HL|THP|MIR|LINC|RNA"
    r"|DNA|PCR|PMID|ICD|GSE|MHC)-?\d.*"
)
"""Viruses, cell lines, doses of effect, transcripts and data sets."""


def unlisted_markers(text: str) -> Iterator[Mention]:
    """Every place of each symbol that the text speaks of as expressed anywhere."""
    said = {m["symbol"] for m in _EXPRESSED.finditer(text) if not _NO_MARKER.fullmatch(m["symbol"])}
    if not said:
        return
    for match in re.finditer(rf"(?<![\w./-])(?:{'|'.join(map(re.escape, said))})(?![\w/]|-\d)", text):
        yield Mention("trigger", match[0], match[0], *match.span())
