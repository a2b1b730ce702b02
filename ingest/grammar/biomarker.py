"""Biomarkers with their status: a result value, never a negation."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ingest.lexicon import load_yaml
from ingest.mention import Mention


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"[ -]?") for w in sorted(words, key=len, reverse=True))


@cache
def _table() -> tuple[re.Pattern[str], dict[str, str], dict[str, str], list[tuple[re.Pattern[str], Any]]]:
    data = load_yaml("biomarkers.yaml")
    symbols = {form: symbol for symbol, forms in data["symbols"].items() for form in forms}
    statuses = {form.lower(): name for name, forms in data["statuses"].items() for form in forms}
    spelling = _alternatives(list(symbols))
    status = _alternatives([form for forms in data["statuses"].values() for form in forms])
    pattern = re.compile(
        rf"(?<![A-Za-z0-9])(?P<symbol>(?-i:{spelling}))(?P<more>(?:(?:/|, | and "
        rf"| & )(?-i:{spelling})){{0,3}})"
        rf"[ :=-]{{0,2}}\(?(?:promoter |gene |is |was |status |IHC |tumou?r |exon ?\d+ |expression ){{0,3}}"
        rf"(?P<status>(?:{status})(?![A-Za-z0-9])|(?<=[ :=])(?P<percent>\d{{1,3}}) ?%"
        rf"|(?<![ ])(?P<sign>[+\-\u2212])(?![A-Za-z0-9]))"
        rf"|(?<![A-Za-z0-9])(?P<before>positive|negative|methylated|unmethylated|mutated"
        rf"|mutant) (?:for )?(?P<after>(?-i:{spelling}))(?![A-Za-z0-9])"
        rf"|(?<![A-Za-z0-9])no (?P<none>(?-i:{spelling})) (?:mutation|amplification|rearrangement|fusion)",
        re.IGNORECASE,
    )
    phrases = [
        (
            re.compile(rf"(?<![A-Za-z0-9])(?:{_alternatives(entry['forms'])})(?![A-Za-z0-9])", re.IGNORECASE),
            entry["give"],
        )
        for entry in data["phrases"].values()
    ]
    return pattern, symbols, statuses, phrases


def read_biomarkers(text: str) -> list[Mention]:
    """Biomarkers with status, on axes `biomarker:<SYMBOL>`."""
    return list(_read(text))


def _read(text: str) -> Iterator[Mention]:
    pattern, symbols, statuses, phrases = _table()
    for match in pattern.finditer(text):
        if match["none"]:
            yield Mention("axis", f"biomarker:{symbols[match['none']]}", "wildtype", *match.span())
            continue
        if match["after"]:
            status = statuses[match["before"].lower()]
            yield Mention("axis", f"biomarker:{_symbol(match['after'], symbols)}", status, *match.span())
            continue
        raw = (
            re.sub(r"[ -]", "", match["status"].lower())
            if len(match["status"]) > 2
            else match["status"].lower()
        )
        first = _symbol(match["symbol"], symbols)
        if match["percent"]:
            status = (
                "negative"
                if int(match["percent"]) == 0 or (first == "PD-L1" and int(match["percent"]) < 1)
                else "positive"
            )
        else:
            status = statuses.get(match["status"].lower()) or _loose(raw, statuses)
        if status == "unknown":
            continue
        names = [first, *(_symbol(s, symbols) for s in re.split(r"/|, | and | & ", match["more"]) if s)]
        for name in dict.fromkeys(names):
            yield Mention("axis", f"biomarker:{name}", status, *match.span())
    for phrase, give in phrases:
        for match in phrase.finditer(text):
            for symbol, status in give.items():
                yield Mention("axis", f"biomarker:{symbol}", status, *match.span())


def _symbol(form: str, symbols: dict[str, str]) -> str:
    if form in symbols:
        return symbols[form]
    loose = re.sub(r"[ -]", "", form)
    return next(s for f, s in symbols.items() if re.sub(r"[ -]", "", f) == loose)


def _loose(raw: str, statuses: dict[str, str]) -> str:
    return next((name for form, name in statuses.items() if re.sub(r"[ -]", "", form) == raw), "unknown")
