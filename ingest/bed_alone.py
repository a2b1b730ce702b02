"""The bed of a skin tumour asked for alone, with no word of the nodes: "sentinel clear, RT to bed"."""

import re
from itertools import islice

from ingest.mention import Mention

_MOST = 8
"""Such phrases read; a case has one."""
_PLACE = r"(?:(?:primary|tumou?r|surgical|excision|operative|WLE) ){0,2}(?:bed|site|scar)"
_BED = re.compile(
    r"\b(?:RT|XRT|radiotherapy|radiation|irradiat(?:e|ion)|electrons?|photons?|adj|adjuvant|post-?op)"
    rf"(?: to| for| of| on)?(?: (?:the|her|his)){{0,1}} {_PLACE}(?: only| alone)?\b"
    rf"|\b{_PLACE} (?:only|alone|RT|XRT|radiotherapy|irradiation|electrons)\b",
    re.IGNORECASE,
)
_NODES = (
    r"(?:nod(?:e|es|al)|basins?|transit|in-transit|draining|drainage|regional|neck|parotid|axilla|groin|LNs?"
    r"|lymphatics)\b"
)
_AND_NODES = re.compile(
    rf" ?(?:and|\+|&|plus|with|/|,)(?: (?!no\b|not\b|without\b|clear\b)[\w/-]+){{0,3}}?[ /]?{_NODES}",
    re.IGNORECASE,
)
_NODES_AND = re.compile(rf"\b{_NODES}(?: [\w-]+){{0,2}} ?(?:and|\+|&|plus|/)(?: the)? ?$", re.IGNORECASE)


def read_beds(text: str) -> list[Mention]:
    """The beds that are to be irradiated without the nodes they drain to."""
    return [
        Mention("axis", "target", "primary_bed", *match.span())
        for match in islice(_BED.finditer(text), _MOST)
        if not _AND_NODES.match(text, match.end())
        and not _NODES_AND.search(text, max(0, match.start() - 40), match.start())
    ]
