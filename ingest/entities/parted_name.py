"""Names of tumours that a short form in brackets parts: "central nervous system (CNS) metastases"."""

import re
from collections.abc import Iterator

from ingest.linking.names import normal_name, normal_names
from ingest.linking.short_form import shortens

_PARTED = re.compile(
    r"(?<![A-Za-z])(?P<long>(?:[A-Za-z][A-Za-z-]{1,24}[ -]){1,5})\((?P<short>[A-Z][A-Za-z&/-]{1,6})\)"
    r" (?P<head>(?:squamous cell |adeno)?(?:cancers?|carcinomas?|metastas[ie]s|lymphomas?|sarcomas?"
    r"|tumou?rs?|neoplasms?))\b"
)


def parted_names(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The span and disease of each name that would be one without its bracket."""
    for match in _PARTED.finditer(text):
        words = list(re.finditer(r"[A-Za-z-]+", match["long"]))
        for word in words:
            long = match["long"][word.start() :].strip()
            said = next(
                (
                    names[0].curie
                    for name in (f"{long} {match['head']}", f"{match['short']} {match['head']}")
                    if (names := normal_names("disease").get(normal_name(name)))
                ),
                None,
            )
            if said and shortens(match["short"], long):
                yield (match.start("long") + word.start(), match.end()), said.partition(":")[2]
                break
