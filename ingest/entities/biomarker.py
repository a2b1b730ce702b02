"""Biomarkers and genes with their result: a status or a number with its unit, never a negation."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.clause import Clauses
from ingest.entities.denied import is_denied
from ingest.entities.found import Found
from ingest.entities.gene import aimed_at, gene_mentions
from ingest.entities.gene_result import by_verdict
from ingest.entities.marker_forms import FAMILIES, MarkerForms, dotted, marker_forms, same_letters
from ingest.entities.unlisted_marker import unlisted_markers
from ingest.entities.variant import variants_beside
from ingest.linking.names import genes
from ingest.linking.short_form import defined_otherwise
from ingest.mention import Cover, Mention, outermost
from ingest.reading import Reading
from ingest.words import split_words

_UNITS = {
    "%": "%", "ng/ml": "ng/mL", "\u00b5g/l": "ug/L", "ug/l": "ug/L", "mcg/l": "ug/L", "\u03bcg/l": "ug/L",
    "u/ml": "U/mL",
    "iu/ml": "[IU]/mL", "iu/l": "[IU]/L", "u/l": "U/L", "ku/l": "kU/L", "miu/ml": "m[IU]/mL", "mut/mb": "/Mb",
    "mutations/mb": "/Mb", "mutations/megabase": "/Mb", "mutations per megabase": "/Mb", "muts/mb": "/Mb",
    "copies/ml": "/mL",
    "ng/dl": "ng/dL", "nmol/l": "nmol/L", "pg/ml": "pg/mL", "\u00b5g/ml": "ug/mL",
}  # fmt: skip
_COUNTED = frozenset("recurrence score|HRD|CPS|TMB|PD-L1|PSA|CEA|CA-125|CA19-9|AFP|hCG|CA15-3".split("|"))
"""Markers whose result may stand without a unit."""
_SCORES = frozenset({"AR", "ER", "PR"})
"""Markers reported as a score out of a most: Allred's 8."""
_SHARES = frozenset({"PD-L1", "TPS", "CPS"})
_STAINED = frozenset({"HER2", "ERBB2"})
_NUMBER = re.compile(
    r"(?P<cmp>[<>\u2264\u2265]=?|less than |greater than |more than |at least "
    r"|~)? ?(?P<number>\d{1,6}(?:\.\d{1,3})?)"
    r"(?P<range> ?(?:-|\u2013|to) ?\d{1,3}(?:\.\d+)?)? ?(?P<unit>%|percent"
    r"|(?i:[nkpmu\u00b5\u03bc]{0,2}c?g/d?m?l\b|k?i?u/m?l\b|miu/ml\b"
    r"|muts?/mb\b|mutations/mb\b|mutations/megabase|mutations per megabase|nmol/l\b|copies/ml\b))?"
)
_ENDS = re.compile(r"(?![\d/.]\d)(?! ?(?:month|year|day|week|patient|case|of|mg))")
"""Behind a number without a unit: nothing that makes it a count of something else."""
_STAIN = re.compile(r"(?:IHC[ :]?)?(?:score )?(?P<level>[0-3])\+(?!\d)|IHC[ :]?(?P<zero>0)\b")
_SIGN = re.compile(r"(?P<sign>\+{1,3}|\(\+\)|\u2212|-(?=[\s,.;/)\]]|$)|\(-\)|\((?:\u2212)\))")
_LIST = re.compile(r"-? ?(?P<link>/|,|and|or|&) ?(?P<more>and |or )?$")
_NAMED_AGAIN = re.compile(r" ?\([A-Za-z0-9-]{1,6}\)")
_SUSPENDED = re.compile(r"- (?:and|or) [^.;]{1,40}[A-Za-z0-9]-[a-z]{3}")
"""A hyphen that waits for the next word's: "ER- and PR-positive"."""
_CELLS = re.compile(r" ?(?:[TB] |NK )?(?:cells?|lymphocytes?)\b|[A-Z0-9]")
_LOOSE = re.compile(r"^luminal$|[A-Za-z] ?[01]$", re.IGNORECASE)
"""What the case grammar reads and a document's text says too loosely."""
_SCORE_REACH = 60
"""Characters behind PD-L1 in which a proportion score is its own."""
_SECOND = 24
"""Characters between two scores of PD-L1 told of one tumour."""
_MEASURES = frozenset({"CPS", "FISH", "TPS"})
"""What a marker's result is read by: between the marker and the number they are no markers of their own."""
_EXPRESSED = re.compile(
    r"(?:[ -](?:protein|tumou?r|cell|antigen))?"
    r"(?:(?:, and |, | and | or |/)[A-Za-z0-9\u03b1\u03b2][\w\u03b1\u03b2.-]{1,14}"
    r"(?: receptors?)?(?: [1-9])?){0,4}\)?"
    r"[ -](?:(?:over-?)?expression"
    r"|immuno(?:reactiv|stain|histo|positiv|label)\w*|IHC\b|stain(?:s|ed|ing)?\b"
    r"|(?:protein )?levels?\b|analysis|concentrations?\b|doubling time\b|velocity\b|density\b|kinetics\b)"
    r"| (?:was|were|is|are|has been|have been) (?:(?:\w+ly|not|also|often|more|less) ){0,3}"
    r"(?:over-?|under-?|co-?)?(?:expressed|stained|immunostained)\b(?! by (?:RT-)?q?PCR)"
)
_LISTED_BEFORE = (
    r"(?:[A-Za-z0-9\u03b1\u03b2][\w\u03b1\u03b2/.-]{1,18}(?: \([^() ]{1,12}\))?"
    r"(?:, and |, | and | or |/|, or )){0,6}"
)
_EXPRESSION_OF = re.compile(
    r"(?<!mRNA )(?<!gene )(?<!transcript )\b(?:(?:(?:over|co|under)-?)?expressions?"
    r"|immunoreactivity|immunopositivity|immunolabel(?:l)?ing|immunohistochemistry|IHC|stain(?:s|ed|ing)"
    r"|immunostain(?:s|ed|ing)"
    r"|scores?|levels?|concentrations?|antibod(?:y|ies)|immunoassays?|assays?) "
    r"(?:of|for|to|against|with|with (?:\w+ )?antibod(?:y|ies) (?:to|against|for)|using) "
    r"(?:the |both |anti-)?" + _LISTED_BEFORE + "$",
    re.IGNORECASE,
)
_STAINING = re.compile(
    r"(?:expressions?|immuno\w+|IHC|stain\w*|scores?|levels?|concentrations?|antibod\w+|assays?) ",
    re.IGNORECASE,
)
_LABORATORY = re.compile(
    r"\b(?:immuno|stain|incubat|section|blot|assay|serum|antibod\w+ \(clone)", re.IGNORECASE
)
_EXPRESSION_REACH = 110
"""Characters before a marker in which the word that makes it a stained one may stand."""
_STATUS = re.compile(r"[ -](?:status|test(?:ing|s)?|positivity|negativity|viral load|co-?infection)\b")
"""What makes a marker's name one without a result: "HPV status"."""
_SCORED = re.compile(r"(?P<score>\d{1,3}) ?/ ?(?P<most>7|8|12|300)(?![\d/.])")
_STAINED_NAME = re.compile(
    r"CD\d{1,3}|AR|SSTR\d?|TTF-?1|CK\d{1,2}|p\d\d|c-?MET|FOLR1|CLDN18\.2|[Cc]laudin.*|TROP-?2"
    r"|[Nn]ectin-?4|DLL3|VEGF\w*"
)
_TURNED = {
    "mutant": "wildtype", "positive": "negative", "amplified": "negative", "high": "negative",
    "methylated": "unmethylated", "codeleted": "intact", "lost": "intact", "deficient": "proficient",
    "proficient": "deficient",
}  # fmt: skip
"""What a result becomes that is denied."""
_NOUN = re.compile(r"(?:ions?|ity|loss|ency|variants?)$", re.IGNORECASE)
_NONE_BEFORE = re.compile(
    r"(?<!or )\b(?:(?P<not>not|neither|nor|isn't|never)|no|without|non|lack of)[ -]$", re.IGNORECASE
)
_SEQUENCED = {"mutant": "mutated", "wildtype": "wild-type"}


class _Result(NamedTuple):
    end: int
    status: str | None
    number: float | None = None
    unit: str | None = None


def find_biomarkers(reading: Reading) -> Iterator[Found]:
    """The biomarkers a text names, with status ("HER2-positive": positive) or number ("Ki-67 20%").

    The span is the marker's alone, and a gene's where its sequence was read ("EGFR-mutated"). Markers
    listed before one result ("ER/PR positive") share it, each with its own span. What is a
    variant ("EGFR L858R") is none.
    """
    forms, text = marker_forms(), reading.text
    own = [
        Found("biomarker", m.start, m.end, status=_no(text, m, m.name))
        for m in outermost(m for m in forms.phrases.find(reading.words) if same_letters(text, m))
    ]
    looked_for = gene_mentions(reading)
    own += _results(reading, forms, looked_for)
    taken = Cover((f.start, f.end) for f in own)
    inside = [
        f for f in _from_grammar(reading) if not any(taken.holds(at, at + 1) for at in (f.start, f.end - 1))
    ]
    own += inside
    if not own and not looked_for:
        return
    variants = variants_beside(reading, looked_for)
    covered = Cover((v.start, v.end) for v in variants)
    last = -1
    for item in sorted(
        by_verdict(reading.text, own, variants, looked_for), key=lambda f: (f.start, -f.end, f.status is None)
    ):
        if item.start >= last and not covered.holds(item.start, item.end):
            last = item.end
            yield item


def _results(reading: Reading, forms: MarkerForms, looked_for: list[Mention]) -> list[Found]:
    text = reading.text
    named = [m for m in forms.markers.find(reading.words) if same_letters(text, m)]
    unlisted = list(unlisted_markers(text))
    named = _without_measures([*named, *dotted(text), *unlisted])
    spans = {(m.start, m.end): m.name for m in looked_for}
    spans |= {(m.start, m.end): m.name for m in named}
    if spans and (other := defined_otherwise(text)):
        spans = {span: name for span, name in spans.items() if text[slice(*span)] not in other}
    markers = outermost(Mention("trigger", n, n, s, e) for (s, e), n in spans.items())
    markers.sort(key=lambda m: (m.start, -m.end))
    found: list[Found] = []
    waiting: list[Mention] = []
    link = ""
    read_to = -1
    for index, marker in enumerate(markers):
        if marker.start < read_to:
            continue
        following = _next_start(markers, index, len(text))
        result = _result(text, marker, forms, following)
        if result is None:
            linked = following - marker.end <= 6 and _LIST.match(text, marker.end, following)
            if linked:
                waiting.append(marker)
                link = linked["more"] or linked["link"]
                continue
            found += _listed(text, [*waiting, marker], forms)
            waiting = []
            continue
        shared = waiting if link != "," and result.status and result.number is None else []
        shared = [m for m in shared if m.name not in forms.bare or marker.name in forms.bare]
        found += [_measured(text, m, _Result(m.end, result.status)) for m in shared]
        if not shared:
            found += _listed(text, waiting, forms)
        waiting = []
        read_to = result.end
        found.append(_measured(text, marker, result))
        again = _named_again(text, marker.end, forms)
        if again and again.end() <= result.end:
            found.append(found[-1]._replace(start=text.index("(", marker.end) + 1, end=again.end() - 1))
    found += _listed(text, waiting, forms)
    known = Cover((f.start, f.end) for f in found)
    return found + [Found("biomarker", m.start, m.end) for m in unlisted if not known.holds(m.start, m.end)]


def _without_measures(named: list[Mention]) -> list[Mention]:
    """The markers without what one of them is read by: a method, or the score of PD-L1 beside it."""
    ligand = [m.end for m in named if m.name == "PD-L1"]
    scores = [m.end for m in named if m.name in _SHARES and m.name != "PD-L1"]
    return [
        m
        for m in named
        if m.name not in _MEASURES
        # A second score is read for itself: "PD-L1 TPS 40%, CPS 50".
        or (m.name in _SHARES and any(0 < m.start - end <= _SECOND for end in scores))
        or (m.name != "FISH" and not any(0 <= m.start - end <= _SCORE_REACH for end in ligand))
    ]


def _next_start(markers: list[Mention], index: int, length: int) -> int:
    at = index + 1
    while (
        at < len(markers) and markers[at].name in _MEASURES and markers[at].start - markers[at - 1].end <= 4
    ):
        at += 1
    return markers[at].start if at < len(markers) else length


def _listed(text: str, markers: list[Mention], forms: MarkerForms) -> Iterator[Found]:
    """Markers without a result behind them: what stands before the first holds for the list."""
    status: str | None = None
    for place, marker in enumerate(markers):
        own = _from_before(text, marker, forms)
        joined = place > 0 and text[markers[place - 1].end : marker.start].strip() in {"and", "or", "/", "&"}
        status = own or (status if joined else None)
        sure = marker.name in forms.bare or status not in {"high", "low"}
        if status is not None and (sure or _expressed(text, marker.start, marker.end)):
            yield _measured(text, marker, _Result(marker.end, status))
        elif (
            marker.name in forms.bare
            or _expressed(text, marker.start, marker.end)
            or (marker.name in forms.proteins and _STATUS.match(text, marker.end))
        ) and not aimed_at(text, marker.start, marker.end):
            yield Found("biomarker", marker.start, marker.end)


def _measured(text: str, marker: Mention, result: _Result) -> Found:
    """The marker alone: a gene with its result where it is sequenced, a biomarker where it is stained."""
    span = marker.start, marker.end
    changed = _SEQUENCED.get(result.status or "")
    amplified = result.status == "amplified"
    symbol = marker_forms().genes.get(marker.name, marker.name) if changed or amplified else marker.name
    known = genes().get(symbol)
    if changed is not None and (known or marker.name in FAMILIES):
        return Found("gene", *span, status=changed, curie=str(known["hgnc"]) if known else None)
    protein = (
        marker.name in marker_forms().proteins
        or _STAINED_NAME.fullmatch(text, *span) is not None
        or _expressed(text, *span)
    )
    if (known or marker.name in FAMILIES) and (
        amplified
        or (not protein and result.status in {"positive", "negative"} and marker.name in _sequenced())
    ):
        status = None if amplified else result.status
        return Found("gene", *span, status=status, curie=str(known["hgnc"]) if known else None)
    return Found("biomarker", *span, status=result.status, number=result.number, unit=result.unit)


def _sequenced() -> frozenset[str]:
    return marker_forms().sequenced | FAMILIES


def _expressed(text: str, start: int, end: int) -> bool:
    """Whether it is spoken of as a protein that is stained or measured."""
    if _EXPRESSED.match(text, end):
        return True
    begin = max(0, start - _EXPRESSION_REACH)
    said = _EXPRESSION_OF.search(text, begin, start) if _STAINING.search(text, begin, start) else None
    if said is None:
        return False
    # An antibody stains or treats: "antibodies to CD20" alone does not say.
    aimed = (
        said.group().lower().startswith(("antibod", "level", "concentr"))
        and "level" not in said.group().lower()
    )
    return not aimed or bool(_LABORATORY.search(text, max(0, begin - 90), min(len(text), end + 60)))


def _from_before(text: str, marker: Mention, forms: MarkerForms) -> str | None:
    before = forms.before.search(text, max(0, marker.start - 34), marker.start)
    return None if before is None else forms.befores[before["status"].lower()]


def _result(text: str, marker: Mention, forms: MarkerForms, limit: int) -> _Result | None:
    again = _named_again(text, marker.end, forms)
    end = again.end() if again else marker.end
    limit = max(limit, min(len(text), end + 40)) if again else limit
    sign = _SIGN.match(text, end)
    if sign and not (
        _SUSPENDED.match(text, end)
        or _CELLS.match(text, sign.end())
        or ("+" not in sign.group() and aimed_at(text, marker.start, marker.end))
    ):
        return _Result(sign.end(), "positive" if "+" in sign.group() else "negative")
    direct = forms.after.match(text, end, limit)
    if direct:
        return _Result(direct.end(), _stated(text, marker, direct, forms))
    filler = forms.fillers.match(text, end, min(limit, end + 60))
    if not filler:
        return None
    at = filler.end()
    window = min(len(text), at + 40)
    stain = _STAIN.match(text, at, window)
    if stain and (marker.name in _STAINED or "IHC" in filler.group() or "IHC" in stain.group()):
        level = int(stain["level"] or 0)
        return _Result(stain.end(), "positive" if level == 3 else "equivocal" if level == 2 else "negative")
    status_word = forms.after.match(text, at, window)
    if status_word and status_word.start("status") - at <= 1:
        return _Result(status_word.end(), _stated(text, marker, status_word, forms))
    scored = _SCORED.match(text, at, window)
    if scored and marker.name in _SCORES:
        low = int(scored["score"]) <= (2 if scored["most"] != "300" else 0)
        return _Result(scored.end(), "negative" if low else "positive")
    return _number(text, at, marker, scored="score" in filler.group().lower())


def _stated(text: str, marker: Mention, said: re.Match[str], forms: MarkerForms) -> str | None:
    """The status of a word behind a marker; "methylation not detected" is none."""
    status = forms.statuses[said["status"].lower()]
    if _NOUN.search(said["status"]) and is_denied(text, said.end()):
        return _TURNED.get(status, status)
    return _no(text, marker, status)


def _named_again(text: str, end: int, forms: MarkerForms) -> re.Match[str] | None:
    """A marker's short name in brackets behind it; the clone it is stained with is none."""
    again = _NAMED_AGAIN.match(text, end)
    return again if again and not forms.clone.fullmatch(again.group()) else None


def _number(text: str, at: int, marker: Mention, *, scored: bool) -> _Result | None:
    match = _NUMBER.match(text, at, min(len(text), at + 40))
    if match is None or match["range"]:
        return None
    raw = (match["unit"] or "").lower()
    unit = "%" if raw == "percent" else _UNITS.get(raw)
    counted = (marker.name in _COUNTED or scored) and _ENDS.match(text, match.end()) is not None
    if unit is None and not counted:
        return None
    number = float(match["number"])
    status = None
    if unit == "%" and number > 100:
        return None
    if unit == "%" and marker.name in {"ER", "PR", *_SHARES}:
        below = (match["cmp"] or "").startswith(("<", "less"))
        status = "negative" if number == 0 or (below and number <= 1) else "positive" if not below else None
    return _Result(match.end(), status, number, unit or "1")


def _no(text: str, marker: Mention, status: str) -> str | None:
    """The status, turned where the text says there is none: "no EGFR mutation" is wild type."""
    before = _NONE_BEFORE.search(text, max(0, marker.start - 12), marker.start)
    if before is None:
        return status
    # "Not HER2-negative" states no result.
    return _TURNED.get(status, None if before["not"] else status)


def _from_grammar(reading: Reading) -> Iterator[Found]:
    """What the case grammar reads and this finder does not, one span a text's expression."""
    seen: set[tuple[int, int]] = set()
    for mention in reading.mentions:
        if mention.kind == "axis" and mention.name.startswith("biomarker:"):
            span = (mention.start, mention.end)
            if span in seen or _LOOSE.search(reading.text, *span):
                continue
            seen.add(span)
            named = next(_marked(reading.text[slice(*span)]), None)
            if named is not None:
                at = mention.start
                moved = named._replace(start=at + named.start, end=at + named.end)
                yield _measured(
                    reading.text, moved, _Result(moved.end, _no(reading.text, moved, str(mention.value)))
                )


def markers_in(text: str) -> Iterator[str]:
    """The forms of markers and genes a biomarker's own text holds, longest first at each place."""
    for mention in _marked(text):
        yield text[mention.start : mention.end]


def _marked(text: str) -> Iterator[Mention]:
    words = split_words(text)
    named = [m for m in marker_forms().markers.find(words) if same_letters(text, m)]
    named += gene_mentions(Reading(text, words, Clauses(text), (), ()))
    yield from sorted(outermost(named), key=lambda m: (m.start, -m.end))
