"""Coded identities: a prefix from a fixed table and an identifier that fits its pattern."""

import re
from functools import cache
from typing import Annotated

from pydantic import AfterValidator

PATTERNS: dict[str, str] = {
    "clinicaltrials": r"NCT\d{8}",
    "doi": r"10\.\d{4,9}/\S+",
    "doid": r"DOID:\d+|\d+",
    "fda": r"[A-Z]{0,4}\d+",
    "hgnc": r"\d+",
    "icd10cm": r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?",
    "icdo": r"\d{4}/\d|C\d{2}(\.\d)?",
    "isrctn": r"ISRCTN\d{8}",
    "meddra": r"\d{8}",
    "ncbigene": r"\d+",
    "ncit": r"C\d+",
    "oncograph": r"[a-z0-9][a-z0-9._-]*",
    "oncotree": r"[A-Z0-9_][A-Z0-9_/-]*",
    "pubmed": r"[1-9]\d{0,8}",
}
"""Prefix to the pattern its identifiers match in full; sorted by prefix."""


class UnknownPrefix(ValueError):
    """A CURIE whose prefix is not in the table."""


class InvalidIdentifier(ValueError):
    """An identifier that does not fit its prefix's pattern."""


@cache
def _pattern(prefix: str) -> re.Pattern[str]:
    return re.compile(PATTERNS[prefix])


def parse_curie(text: str) -> tuple[str, str]:
    """Split a CURIE into prefix and identifier, both checked.

    Raises:
        UnknownPrefix: the prefix is not in `PATTERNS`.
        InvalidIdentifier: the identifier does not fit the prefix's pattern.
    """
    prefix, colon, identifier = text.partition(":")
    if not colon or prefix not in PATTERNS:
        raise UnknownPrefix(f"{text!r}: the prefix must be one of {', '.join(PATTERNS)}")
    if not _pattern(prefix).fullmatch(identifier):
        raise InvalidIdentifier(f"{text!r}: {identifier!r} does not match {PATTERNS[prefix]}")
    return prefix, identifier


def _checked(text: str) -> str:
    parse_curie(text)
    return text


Reference = Annotated[str, AfterValidator(_checked)]
"""A checked CURIE such as `icd10cm:C83.3` or `doid:1612`."""
