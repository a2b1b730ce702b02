"""What is said of a drug: dosage, strength, form, route, frequency and duration."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ingest.entities.anchor import Anchors
from ingest.entities.drug import find_drugs
from ingest.entities.found import Found
from ingest.entities.frequency import FREQUENCY, how_often
from ingest.entities.regimen import find_regimens
from ingest.entities.slashed_duration import slashed_durations
from ingest.lexicon import Gazetteer, load_yaml
from ingest.mention import Cover, Kind, Mention, outermost
from ingest.reading import Reading

_UNITS = {
    "mg": "mg", "milligram": "mg", "milligrams": "mg", "g": "g", "gram": "g", "grams": "g", "gm": "g",
    "mcg": "ug",
    "ug": "ug", "\u00b5g": "ug", "\u03bcg": "ug", "microgram": "ug", "micrograms": "ug", "ng": "ng",
    "kg": "kg",
    "iu": "[IU]", "u": "[IU]", "unit": "[IU]", "units": "[IU]", "miu": "M[IU]", "million iu": "M[IU]",
    "million units": "M[IU]", "million u": "M[IU]", "mbq": "MBq", "gbq": "GBq", "kbq": "kBq", "mci": "mCi",
    "mu": "M[IU]",
    "meq": "meq", "mmol": "mmol", "ml": "mL", "drops": "[drp]",
}  # fmt: skip
"""Units as written, in lower case, to UCUM-like text."""
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,3})?|\d{1,6}(?:[.\u00b7]\d{1,3})?"
_MASS = (
    r"(?:milligrams?|micrograms?|grams?|mg|mcg|\u00b5g|\u03bcg|ug|gm|g|million (?:IU|units|U)|MIU|IU"
    r"|units?|MBq|GBq|kBq|mCi|mEq|MU|U)"
)
_PER = (
    r"(?P<per> ?(?:/|per) ?(?:square met(?:er|re)|met(?:er|re) squared?|m\\?\^?2|m\u00b2|m ?\(2\)"
    r"|m<sup>2</sup>|sq ?m|kg(?: of)?"
    r"(?: body ?weight)?|kilogram))"
)
_DAILY = r"(?P<daily> ?(?:/|per) ?(?:day|d|24 ?h|dose|week|wk|month)(?![A-Za-z]))"
_DOSAGE = re.compile(
    rf"(?<![\w.,/])(?<!\d-)(?:(?P<low>{_NUMBER})(?: ?{_MASS})?(?P<join> ?(?:-|\u2013|\\?~|to|or"
    rf"|and) ?))?(?P<high>{_NUMBER})"
    rf"(?P<gap>[ -]?)(?P<unit>{_MASS}){_PER}?{_DAILY}?(?![A-Za-z0-9])(?! ?(?:/"
    rf"|per) ?(?:[dmc\u00b5u]?[lL]\b|100|24|h\b|hr|mmol|cm|min|mg|g\b))"
)
_AUC = re.compile(
    r"(?:\bAUC|[Aa]rea under (?:the )?(?:concentration[- ]time )?curve(?: ?\(AUC\))?)(?: (?:of"
    r"|dose of))?[ =:-]{0,3}"
    r"(?P<low>[1-7](?:\.\d)?)(?:(?:[-\u2013/]| ?to "
    r"| or )(?P<high>[2-7](?:\.\d)?))?(?: ?mg/ml(?:[ .\u00b7*\\x]{0,3}min)?)?(?![\d%]|\.\d)"
)
_STRENGTH = re.compile(
    rf"(?<![\w.,/])(?P<n>{_NUMBER})[ -]?(?P<unit>mg|mcg|\u00b5g|g|IU|units?|MIU) ?(?:/|per"
    rf"|in) ?(?P<m>\d{{1,4}}(?:\.\d{{1,2}})?)? ?(?P<of>mL|ml|ML"
    r"|cc)(?![A-Za-z/\\*\u00b7])"
)
_PATCH = re.compile(
    rf"(?<![\w.,/])(?P<n>{_NUMBER}) ?(?:mcg|ug|\u00b5g|\u03bcg|micrograms?) ?(?:/|per) ?(?:h(?:r|our)?)\b"
)
_IS_PATCH = re.compile(r"\bpatch(?:es)?\b", re.IGNORECASE)
_LABORATORY = re.compile(
    r"\b(?:creatinine|bilirubin|h(?:a)?emoglobin|albumin|glucose|PSA|CEA|protein|levels?|serum|plasma"
    r"|urinary|urine"
    r"|cholesterol|concentration|IC50|FDG|fibrinogen|calcium|dietary|intake"
    r"|(?<!with )(?<!without )(?<!after )(?<!before )food|weigh\w*|specimen|tissue"
    r"|birth|tumou?r weight"
    r"|CA ?19|CA ?125|LDH|body weight|proteinuria)\b[^.;]{0,25}$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:>=|<=|\\?[<>]=?|[\u2265\u2264]|more than|less than|at least|up to|maximum(?: of)?|exceed\w*"
    r"|or less|equivalent) ?$",
    re.IGNORECASE,
)
_CYCLE = (
    r"(?:cycles?|courses?|doses|months?|mos?\b|weeks?|wks?|days?|years?|yrs?|hours?|hrs?|h\b|min(?:utes?"
    r"|s)?\b"
    r"|injections|infusions)"
)
_COUNT = r"(?:\d{1,3}(?:\.\d)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_DURATION = re.compile(
    rf"(?:\b(?:for|over|during|x|\u00d7|up to|total of|for up to|for a total of|a maximum of|for at least"
    rf"|lasting)|[x\u00d7]) ?(?:up to |a total of |a maximum of |at least |approximately |about "
    rf"|the first |an additional )?"
    rf"(?P<n>{_COUNT})(?:(?: ?(?:-|\u2013|\\?~|to|or) ?)(?P<m>{_COUNT}))?(?: consecutive| full"
    rf"| more)?[ -](?P<unit>{_CYCLE})(?![A-Za-z])"
    rf"|(?<![\w.-])(?P<n2>{_COUNT})(?:(?: ?(?:-|\u2013|\\?~|to"
    rf"|or) ?)(?P<m2>{_COUNT}))?[ -](?P<unit2>cycles?|courses?)(?= of\b)"
    r"|\b(?P<until>(?:until|till|up to)(?: the)?(?: (?:disease|tumou?r|second|radiographic|confirmed"
    r"|objective|clinical))? ?(?:progression|progressive disease|relapse|PD)\b"
    r"(?:(?:,| or)(?: or)? (?:unacceptable|intolerable|limiting|excessive)(?: drug)? toxicit(?:y|ies))?"
    r"|(?:until|till) (?:unacceptable|intolerable) toxicit(?:y|ies)(?: or (?:disease )?progression)?"
    r"|indefinitely|lifelong)",
    re.IGNORECASE,
)
_NOT_DURATION_AFTER = re.compile(
    r" ?(?:prior|before|ago|after|following|follow-?up|survival|apart|post|from|old|of age|of follow"
    r"|between|washout)",
    re.I,
)
_UCUM_TIME = {"cy": "{cycle}", "co": "{cycle}", "do": "{dose}", "mo": "mo", "we": "wk", "wk": "wk",
    "da": "d", "ye": "a",
              "yr": "a", "ho": "h", "hr": "h", "h": "h", "mi": "min", "in": "{dose}"}  # fmt: skip
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
          "twelve": 12}  # fmt: skip
_CYCLE_AFTER = re.compile(
    r",? (?:of|in|on|per) (?:(?:a |each |every |the )(?:\d{1,2} )?|"
    r"(?:a |each |every |the )?(?:\d{1,2}|three|four|six)[ -](?:days?|weeks?) )(?:treatment )?cycles?\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(r",? (?:on )?")
"""Between the parts of one phrase: "day 1 every 3 weeks"."""
_NOT_DAILY_AFTER = re.compile(r" (?:living|life|activit|practice|living|diar)", re.IGNORECASE)
_EXAMINED = re.compile(
    r"\b(?:prior|before|after|follow-?up|screening|baseline|assessment|(?<!followed )by|at|from|(?:start"
    r"|beginn)\w*(?: on)?"
    r"|cycle \d{1,2},?|C\d{1,2}) ?$",
    re.IGNORECASE,
)
_GIVEN_AFTER = re.compile(
    r"[ ,(]{0,3}(?:orally|p\.?o\.?\b|i\.?v\.?\b|intraven|s\.?c\.?\b|subcut|(?:once|twice) (?:daily|weekly"
    r"|a day)|daily|b\.?i\.?d"
    r"|q\.?d\b|q ?\d|every \d|tablets?\b|capsules?\b|(?:on )?days? \d)",
    re.IGNORECASE,
)
"""After an amount, what makes it a drug's though no drug that is known is named."""
_DOTTED = re.compile(
    r"(?<![\w.])(?:(?P<oral>p\.o\.)|(?P<intravenous>i\.v\.)|(?P<subcutaneous>s\.c\.|s/c\b)"
    r"|(?P<intramuscular>i\.m\.)"
    r"|(?P<intrathecal>i\.t\.)|(?P<intraperitoneal>i\.p\.))",
    re.IGNORECASE,
)
_NEAR = 60
"""Characters within which a route or a form belongs to a drug or to its dosage."""


class _Forms(NamedTuple):
    names: Gazetteer
    oral_before: frozenset[str]
    not_after: tuple[str, ...]


@cache
def _forms() -> _Forms:
    data = load_yaml("medication.yaml")
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", "route", status, form) for status, forms in data["routes"].items() for form in forms
    ]
    rows += [("trigger", "form", status, form) for status, forms in data["forms"].items() for form in forms]
    rows.append(("trigger", "oral", "oral", "oral"))
    return _Forms(Gazetteer(rows), frozenset(data["oral_before"]), tuple(data["not_route_after"]))


def find_medication(reading: Reading) -> Iterator[Found]:
    """Dosage, strength, form, route, frequency and duration of the drugs a text gives.

    Units are UCUM-like: `mg/m2`, `{AUC}`, `mo`. None is read without a drug or a dosage beside it.
    """
    text = reading.text
    drugs = [(d.start, d.end) for d in find_drugs(reading)]
    regimens = [(r.start, r.end) for r in find_regimens(reading)]
    strengths = list(_strengths(text, drugs))
    cover = Cover(_spans(strengths))
    dosages = [d for d in _dosages(text, drugs) if not cover.holds(d.start, d.start + 1)]
    names = outermost(_forms().names.find(reading.words))
    forms = [
        m for m in names if m.name == "form" and _near(m, [*drugs, *_spans(dosages), *_spans(strengths)], 40)
    ]
    after = {m.start for m in forms}
    for dosage in dosages:
        yield _as_strength(text, dosage, after)
    yield from strengths
    for form in forms:
        yield Found("form", form.start, form.end, str(form.value))
    context = sorted([*drugs, *_spans(dosages), *_spans(strengths)])
    if context:
        yield from _routes(text, names, context)
    context = sorted([*context, *regimens])
    if not context:
        return
    anchors = Anchors(text, reading.clauses, [*drugs, *regimens, *_spans(dosages)])
    yield from _frequencies(text, anchors, context)
    yield from _durations(text, anchors, context)


def _spans(found: list[Found]) -> list[tuple[int, int]]:
    return [(f.start, f.end) for f in found]


def _near(mention: Mention, spans: list[tuple[int, int]], reach: int) -> bool:
    return _beside(mention.start, mention.end, sorted(spans), reach)


def _beside(start: int, end: int, spans: list[tuple[int, int]], reach: int) -> bool:
    """Whether one of the ordered spans stands within `reach` characters."""
    index = bisect_left(spans, (start - reach - 60, 0))
    for span in spans[index : index + 80]:
        if span[0] > end + reach:
            return False
        if span[1] >= start - reach and span != (start, end):
            return True
    return False


def _strengths(text: str, drugs: list[tuple[int, int]]) -> Iterator[Found]:
    for match in _STRENGTH.finditer(text):
        if _LABORATORY.search(text, max(0, match.start() - 50), match.start()):
            continue
        if not _beside(*match.span(), drugs, _NEAR):
            continue
        volume = match["m"] or "1"
        number = _number(match["n"])
        unit = f"{_UNITS[match['unit'].lower()]}/{'' if volume == '1' else volume}mL"
        yield Found("strength", *match.span(), None, number, unit)
    for match in _PATCH.finditer(text):
        if _beside(*match.span(), drugs, _NEAR) and _IS_PATCH.search(
            text, max(0, match.start() - 30), match.end() + 30
        ):
            yield Found("strength", *match.span(), None, _number(match["n"]), "ug/h")


def _number(raw: str) -> float:
    return float(raw.replace(",", "").replace("\u00b7", "."))


def _dosages(text: str, drugs: list[tuple[int, int]]) -> Iterator[Found]:
    for match in _DOSAGE.finditer(text):
        start, low = match.start(), match["low"]
        high, unit = _number(match["high"]), match["unit"]
        both = low is not None and match["join"].strip() == "or" and match["daily"] is None
        if both and match["per"] is None and _is_dosage(text, start, match, drugs):
            said = _UNITS.get(re.sub(r"\s+", " ", unit.lower()), "M[IU]")
            yield Found("dosage", *match.span("low"), None, _number(str(low)), said)
        if low is not None and not (
            not both and _number(low) < high <= 10 * _number(low) and match["join"].strip() != "and"
        ):
            start, low = match.start("high"), None
        if not _is_dosage(text, start, match, drugs):
            continue
        said = _UNITS[re.sub(r"\s+", " ", unit.lower())] if unit != "MU" else "M[IU]"
        per = match["per"]
        if per is not None:
            said += "/kg" if "k" in per.lower().replace("/", "") and "m2" not in per else "/m2"
        if match["daily"] is not None:
            over = re.sub(r"[^a-z]", "", match["daily"].lower().replace("per", ""))
            said += {"d": "/d", "h": "/d", "w": "/wk", "m": "/mo"}[over[0]] if over != "dose" else ""
        bound = _BOUND.search(text, max(0, start - 16), start) is not None
        if low is not None:
            yield Found(
                "dosage", start, match.end(), f"{_number(low):g}-{high:g}", None, said, None, "review"
            )
        else:
            yield Found(
                "dosage", start, match.end(), None, high, said, None, "review" if bound else "accepted"
            )
    for match in _AUC.finditer(text):
        if _beside(*match.span(), drugs, _NEAR):
            if match["high"]:
                status = f"{match['low']}-{match['high']}"
                yield Found("dosage", *match.span(), status, None, "{AUC}", None, "review")
            else:
                yield Found("dosage", *match.span(), None, float(match["low"]), "{AUC}")


def _is_dosage(text: str, start: int, match: re.Match[str], drugs: list[tuple[int, int]]) -> bool:
    unit = match["unit"]
    if unit in {"g", "U", "MU", "gm"} and match["gap"] == "-":
        return False
    if _LABORATORY.search(text, max(0, start - 60), start):
        return False
    beside = _beside(start, match.end(), drugs, 80)
    if unit in {"U", "MU", "g", "gm", "units", "unit"} and not match["per"]:
        return _beside(start, match.end(), drugs, 25)
    if match["per"] is not None:
        return beside or "m" in match["per"]
    return beside or _GIVEN_AFTER.match(text, match.end()) is not None


def _as_strength(text: str, dosage: Found, forms: set[int]) -> Found:
    """A dosage whose form follows it at once is the product's strength: "25 mg tablets"."""
    following = _OF_THE_FORM.match(text, dosage.end)
    at = {dosage.end + 1, following.end() if following else dosage.end + 1}
    return dosage._replace(type="strength") if at & forms and "/" not in (dosage.unit or "") else dosage


_OF_THE_FORM = re.compile(
    r"[ -](?:(?:film|enteric)-coated |oral |hard |(?:delayed|extended|modified|immediate|prolonged"
    r"|slow)[ -]release |(?:MR|SR|XL|EC|ER|CR) |gastro-resistant |chewable |dispersible |soluble )?"
)
"""Between a strength and its form: "40 mg delayed-release tablet"."""
_GIVEN_BY = re.compile(r"[ -](?:infusions?|injections?|drip|bolus|push)\b.*$", re.IGNORECASE)
_GIVING = re.compile(
    r"(?: \((?:IV|SC|PO|IM)\))?[ -](?:infusion|injection|administ|dos(?:e|ing)\b)", re.IGNORECASE
)
_GIVEN_NEAR = 130
"""Characters from a drug to a route that a word of giving follows."""
_SHORT_ROUTES = frozenset({"IV", "SC", "SQ", "IM", "IT", "IP", "IA", "PO"})
_NUMERAL_BEFORE = re.compile(
    r"\b(?:stages?|phase|grade|class|type|level|group|arm|part|FIGO|AJCC|NSCLC|or|III|II|to"
    r"|and)[ /,-]{0,3}$|[-/]$|III",
    re.IGNORECASE,
)


def _routes(text: str, names: list[Mention], context: list[tuple[int, int]]) -> Iterator[Found]:
    forms = _forms()
    for match in _DOTTED.finditer(text):
        if _beside(*match.span(), context, _NEAR):
            yield Found("route", *match.span(), match.lastgroup)
    for mention in names:
        if mention.name not in {"route", "oral"}:
            continue
        span = text[mention.start : mention.end]
        tail = re.match(r"[ -]([A-Za-z]+)", text[mention.end : mention.end + 24])
        word = tail[1].lower() if tail else ""
        if word in forms.not_after:
            continue
        if (
            mention.name == "oral"
            and word not in forms.oral_before
            and not _beside(*mention[3:5], context, 2)
        ):
            continue
        short = span in _SHORT_ROUTES
        reach = 30 if short else _GIVEN_NEAR if _GIVING.match(text, mention.end) else _NEAR
        if not _beside(mention.start, mention.end, context, reach):
            continue
        if short and _NUMERAL_BEFORE.search(text, max(0, mention.start - 14), mention.start):
            continue
        noun = _GIVEN_BY.search(span)
        yield Found(
            "route", mention.start, mention.start + (noun.start() if noun else len(span)), str(mention.value)
        )


def _frequencies(text: str, anchors: Anchors, context: list[tuple[int, int]]) -> Iterator[Found]:
    last: Found | None = None
    for match in FREQUENCY.finditer(text):
        start, end = match.start(), match.end()
        if not _beside(start, end, context, 90) or _NOT_DAILY_AFTER.match(text, end):
            continue
        if anchors.owner(start, end) != "drug" or _EXAMINED.search(text, max(0, start - 14), start):
            continue
        while text[end - 1] in " ," or (text[end - 1] == "." and "." not in text[start : end - 1]):
            end -= 1
        start += 3 if text[start : start + 3].lower() == "on " else 0
        cycle = _CYCLE_AFTER.match(text, end)
        end = cycle.end() if cycle else end
        found = Found("frequency", start, end, how_often(match))
        if last is not None and _PHRASE.fullmatch(text, last.end, start):
            found = last._replace(end=end, status=f"{last.status} {found.status}")
        elif last is not None:
            yield last
        last = found
    if last is not None:
        yield last


_TIMES = re.compile(
    r"(?P<given>q ?\d{1,2} ?w(?:eeks?|ks?)?|every \d (?:weeks|days)|(?:3-)?weekly|AUC ?=? ?\d|mg/m(?:2"
    r"|\u00b2)|(?<=[a-z])(?:platin|taxel|mab|bine|mide|cin|xed))"
    r" ?[x\u00d7] ?(?P<n>\d{1,2})(?= ?(?:[.,;)]|$| (?:as|in|then|followed|and|with|for|cycles)\b))"
)
"""How often a drug was given, right behind it or its schedule: "q3w x 6"."""


def _durations(text: str, anchors: Anchors, context: list[tuple[int, int]]) -> Iterator[Found]:
    yield from (d for d in slashed_durations(text) if _beside(d.start, d.end, context, _NEAR))
    for match in _TIMES.finditer(text):
        if _beside(*match.span(), context, _NEAR) and not text.startswith(" cycles", match.end()):
            yield Found("duration", *match.span("n"), None, float(match["n"]), "{cycle}")
    for match in _DURATION.finditer(text):
        if not _beside(*match.span(), context, 110):
            continue
        if match["until"]:
            continue
        following = match["n2"] is not None and _beside(match.end() + 61, match.end() + 61, context, 30)
        if (anchors.owner(*match.span()) != "drug" and not following) or _NOT_DURATION_AFTER.match(
            text, match.end()
        ):
            continue
        low, high = match["n"] or match["n2"], match["m"] or match["m2"]
        unit = (match["unit"] or match["unit2"]).lower()
        span = match.start("n" if match["n"] else "n2"), match.end("unit" if match["n"] else "unit2")
        said = _UCUM_TIME[unit if unit in _UCUM_TIME else unit[:2]]
        first = float(_WORDS.get(low.lower(), 0) or low)
        if high is not None:
            last = float(_WORDS.get(high.lower(), 0) or high)
            yield Found("duration", *span, f"{first:g}-{last:g}", None, said)
        else:
            upper = re.search(r"up to|maximum", match.group(), re.IGNORECASE)
            yield Found("duration", *span, "<=" if upper else None, first, said)
