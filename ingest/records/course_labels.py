"""Parts of a course that a note labels rather than says: `Fractions: 15`, `Site: left breast`."""

import re
from collections.abc import Iterator, Sequence

from ingest.extraction import EntityType, ExtractedMention, Quantity
from ingest.records.labels import Labelled, read_labels

_COUNT = re.compile(r"(?P<n>\d{1,2})(?: ?(?:fractions?|fx|#))?(?![\d.,/]| ?(?:c?Gy|of|x))", re.IGNORECASE)
_GRAY = re.compile(r"(?P<n>\d{1,2}\.?\d{0,3}|\d{3,4}) ?(?P<unit>c?Gy)\b", re.IGNORECASE)
_SITE = re.compile(r"(?P<site>[A-Za-z][A-Za-z0-9 /,&()+'-]{1,60}?)(?=\s{2}|[.;|\n]|\b\d+(?:\.\d+)? ?c?Gy|$)")
_TO = re.compile(
    r"[ )]{0,2}(?:total )?(?:in \d{1,2} fractions )?(?:was |were |have been |has been )?(?:delivered "
    r"|given |prescribed )?(?:to|for) "
    r"(?:the |her |his |their |a )?(?P<site>(?!total\b|boost\b|complete\b|be\b|date\b|dose\b|point\b"
    r"|point [AB]\b|which\b|whom\b)"
    r"[A-Za-z][A-Za-z -]{2,40}?)(?=,| and (?=\d|then\b|was\b|boost|an?\b|received|concurrent)"
    r"| (?:in|with|using|was|were|over|from|at|by|then|followed"
    r"|completed|twice|once|daily"
    r"|delivered|given|on|via|between|as|while|starting|prescribed|plus|for|to|during|without|received"
    r"|is|are|who|including)\b"
    r"|[.;:()\n+]|$)"
)
_LEADING = re.compile(
    r"(?:^|[.;:\n])\s{0,3}[Tt]o (?:the |her |his )?(?P<site>[A-Za-z][A-Za-z -]{2,60}?) ?, ?"
    r"(?:(?:a )?total dose of )?$"
)
_BEFORE = 90
_TITLES: dict[str, EntityType] = {
    "fractions": "fractions", "number of fractions": "fractions", "no. of fractions": "fractions",
    "fx": "fractions",
    "# of fractions": "fractions", "total fractions": "fractions", "fractions delivered": "fractions",
    "number of treatments": "fractions", "total number of fractions": "fractions",
    "site": "target_site", "treatment site": "target_site", "site treated": "target_site",
    "target": "target_site",
    "treated site": "target_site", "target volume": "target_site", "volume": "target_site",
    "sites treated": "target_site", "region treated": "target_site", "area treated": "target_site",
    "dose": "radiation_dose", "total dose": "radiation_dose", "prescription dose": "radiation_dose",
    "prescribed dose": "radiation_dose", "total dose delivered": "radiation_dose",
    "dose delivered": "radiation_dose",
    "dose per fraction": "dose_per_fraction", "fraction size": "dose_per_fraction",
    "daily dose": "dose_per_fraction", "fractional dose": "dose_per_fraction",
}  # fmt: skip
_NAMES = "|".join(re.escape(t) for t in sorted(_TITLES, key=lambda t: (-len(t), t)))
_INLINE = re.compile(
    rf"(?:(?<=\s\s)|(?<=[|\t])|(?<=[|\t] )|(?<=, ))(?P<title>{_NAMES})\s?[:=]\s?(?P<value>[^\n|;\t]{{1,80}}?)"
    rf"(?=\s\s|[|;\t\n]|, (?:{_NAMES})\s?[:=]|$)",
    re.IGNORECASE,
)
_DIRECT: tuple[EntityType, ...] = ("radiation_dose", "fractions", "dose_per_fraction")


def labelled(text: str, mentions: Sequence[ExtractedMention]) -> list[ExtractedMention]:
    """The mentions with what labels and the words right after a dose add, where nothing was found there."""
    labels = list(_labels(text))
    sites = [(a.start, a.end) for a in labels if a.type == "target_site"]
    # What the label holds as a site is the whole of it, side and all.
    mentions = [
        m for m in mentions
        if m.type != "target_site" or not any(a <= m.start and m.end <= b for a, b in sites)
    ]  # fmt: skip
    held: dict[EntityType, set[int]] = {}
    for m in mentions:
        held.setdefault(m.type, set()).update(range(m.start, min(m.end, m.start + 200)))
    added = [
        a for a in (*labels, *_targets(text, mentions))
        if not held.get(a.type, set()) & set(range(a.start, a.end))
    ]  # fmt: skip
    seen: set[tuple[str, int]] = set()
    unique = [a for a in added if (a.type, a.start) not in seen and not seen.add((a.type, a.start))]  # type: ignore[func-returns-value]
    return sorted([*mentions, *unique], key=lambda m: (m.start, -m.end))


def _labels(text: str) -> Iterator[ExtractedMention]:
    for label in (*read_labels(text), *_inline(text)):
        kind = _TITLES.get(label.title)
        if kind == "fractions":
            yield from _number(label, kind, _COUNT, "1")
        elif kind in {"radiation_dose", "dose_per_fraction"}:
            yield from _number(label, kind, _GRAY, "Gy")
        elif kind == "target_site" and (match := _SITE.match(label.value)):
            site = match["site"].rstrip(" ,(")
            start = label.start + match.start("site")
            yield ExtractedMention(type=kind, text=site, start=start, end=start + len(site))


def _inline(text: str) -> Iterator[Labelled]:
    """The labels that follow another's value on its line, as treatment systems print them."""
    for match in _INLINE.finditer(text):
        value = match["value"].strip()
        if value:
            start = match.start("value") + match["value"].index(value)
            yield Labelled(" ".join(match["title"].lower().split()), value, start, start + len(value))


def _number(
    label: Labelled, kind: EntityType, pattern: re.Pattern[str], unit: str
) -> Iterator[ExtractedMention]:
    match = pattern.match(label.value)
    if match is None:
        return
    figure = float(match["n"]) / (100 if match.groupdict().get("unit", "").lower() == "cgy" else 1)
    end = match.end() if unit == "Gy" else match.end("n")
    yield ExtractedMention(
        type=kind,
        text=label.value[:end],
        start=label.start,
        end=label.start + end,
        value=Quantity(number=round(figure, 4), unit=unit),
    )


def _targets(text: str, mentions: Sequence[ExtractedMention]) -> Iterator[ExtractedMention]:
    """What a dose is given "to", after it or at its sentence's beginning: the site by construction."""
    for mention in mentions:
        begin = max(0, mention.start - _BEFORE)
        if mention.type in _DIRECT and (lead := _LEADING.search(text, begin, mention.start)):
            start = lead.start("site")
            yield ExtractedMention(
                type="target_site", text=lead["site"], start=start, end=start + len(lead["site"])
            )
        if mention.type in _DIRECT and (
            match := _TO.match(text, mention.end, min(len(text), mention.end + 110))
        ):
            yield ExtractedMention(
                type="target_site", text=match["site"], start=match.start("site"), end=match.end("site")
            )
