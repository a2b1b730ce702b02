"""Age, sex and performance status."""

import re
from collections.abc import Iterator

from ingest.grammar.measure import CNS_WORDS
from ingest.mention import Mention

_YEARS = r"(?:years?|yrs?|y)"
_AGE = re.compile(
    rf"\b(?P<age>\d{{1,3}}(?:\.5)?)[ -]?(?:{_YEARS}[ -]?(?:/o|old|o|of age)|yo|y/o"
    rf"|{_YEARS}(?! (?:of|after|since|post|ago|back|later|history|hx)\b))\b"
    r"(?:[ -]?(?P<sex1>female|male|woman|man|lady|gentleman|girl|boy|[FMfm])\b)?"
    r"|\b(?P<age2>\d{1,3}) ?(?P<sex2>[FMfm])\b"
    r"(?![ -]?\d|/| (?:catheter|applicator|tube|needle|sheath|stent|bougie|French))"
    r"|\b(?P<sex3>[FM]) ?(?P<age3>\d{2})(?!\d|\.\d|[ -]?(?:mm|cm|Gy|/))\b"
    r"|\b(?:aged?|age of|age:)[ :]?(?P<age4>\d{1,3})\b"
    r"|\b(?P<sex5>female|male|woman|man|lady|gentleman|girl|boy),? (?:aged )?(?P<age5>\d{1,3})\b"
    r"|\b(?P<age6>\d{2}) (?P<sex6>female|male|woman|man|lady|gentleman)\b",
    re.IGNORECASE,
)
_OLD = re.compile(r"yo|y/o|old|/o|aged?", re.IGNORECASE)
_CAPITAL_SEX = re.compile(r"[FM]")
_MONTHS = re.compile(
    r"\b(?P<months>\d{1,2})(?:[ -]?(?:months?|mo|mths?)[ -]?old| ?m/o|[ -]?(?:months?|mo"
    r"|mths?) (?:girl|boy|infant|baby|female|male))\b"
    r"|\baged? (?P<months2>\d{1,2}) ?(?:months?|mo|mths?)\b"
    r"|^\W{0,3}(?P<months3>\d{1,2}) months?\b(?! (?:ago|post|after|of|follow|on|out|since|from"
    r"|later|into|past|in\b))",
    re.IGNORECASE,
)
_WEEKS = re.compile(r"\b(?P<weeks>\d{1,2})[ -]?(?:weeks?|wks?)[ -]?old\b", re.IGNORECASE)
_INFANT_MONTHS = re.compile(
    r"(?<![\d.])\b(?P<months>\d{1,2}) ?(?:months?|mo|mths?)\b"
    r"(?! (?:ago|post|after|of|follow|later|history|hx|since|interval|out|on|survival|disease|from))",
    re.IGNORECASE,
)
_CHILD_TUMOUR = re.compile(
    r"\b(?:wilms\w*|nephroblastoma|neuroblastoma|retinoblastoma|medulloblastoma|hepatoblastoma|AT/?RT|rhabdo\w+"
    r"|rhabdoid|CCSK|infant\w*|baby|toddler|pleuropulmonary)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?<![\d.%]), (?P<age>8\d|9\d)(?=[;.]|, (?=[A-Za-z])| - |$)")
"""A number of eighty and more that stands between commas, alone: "T4 bladder, 89, catheter"."""
_NOT_AN_AGE = re.compile(
    r"(?:for|over|x|last|past|unchanged|static|same|smok\w*|history|hx|after|within|every|>|-|to|\u2013|at|plus)\s*$"
    r"|pack[- ]?$|\d\s*[-\u2013]\s*$"
    r"|\b(?:with|abstinent|abstaining|sober|dry|clean|stable|well|clear|disease[- ]free|NED|plus|then|another"
    r"|further|adjuvant|hormones?|ADT|AI|LHRHa?|GnRHa?|letrozole|tamoxifen|anastrozole|exemestane|goserelin"
    r"|zoladex|prostap|leuprorelin|bicalutamide|decapeptyl|triptorelin|imatinib|hydroxyurea|capecitabine"
    r"|denosumab|zoledronate|\w+(?:mab|nib|clib|lutamide))[ ,:(]{1,2}$",
    re.IGNORECASE,
)
_AFTER_AGE = re.compile(
    r"\s*(?:ago|back\b|earlier|previously|prior\b|post\b|after|ADT"
    r"|of (?:ADT|hormon|endocrine|tamoxifen|letrozole)|hormon|follow|later"
    r"|history|hx|survival|since|disease|PSA|remission|out\b|free|tamoxifen|letrozole|hx|review|visit|check|clinic"
    r"|f/?u\b|scan|MRI|CT\b|(?:of )?(?:LHRH|GnRH"
    r"|AI\b|anastrozole|exemestane|goserelin|zoladex|prostap|bicalutamide|abstin|sober|dry\b|adjuvant|imatinib))",
    re.IGNORECASE,
)
_ECOG = re.compile(
    r"\b(?:ECOG(?:[ -]?(?:PS|performance status))?|WHO[ -]?(?:PS|performance status)|PS|WHO"
    r"|performance status|perf status)(?: ?\((?:ECOG|WHO)\))?(?: is| of)?[ :=]{0,3}"
    r"(?P<low>[0-4])(?: ?(?:[-\u2013/]|to) ?(?P<high>[0-4]))?(?!\d|\.\d| ?cm| ?mm)"
)
_STATUS = re.compile(r"PS|perf|status", re.IGNORECASE)
_KPS = re.compile(
    r"\b(?:KPS|Karnofsky(?: performance)?(?: status| score)?)(?: is| of)?[ :=]{0,3}"
    r"(?P<low>\d{2,3})(?: ?[-\u2013] ?(?P<high>\d{2,3}))? ?%?",
    re.IGNORECASE,
)
_OLDER = {"girl": "female", "boy": "male", "woman": "female", "lady": "female", "f": "female",
          "man": "male", "gentleman": "male", "m": "male", "female": "female", "male": "male"}  # fmt: skip


def ecog_of_kps(kps: float) -> int:
    """ECOG grade of a Karnofsky score: 90-100→0, 70-80→1, 50-60→2, 30-40→3, 10-20→4 (axes/core.yaml)."""
    return 0 if kps >= 90 else 1 if kps >= 70 else 2 if kps >= 50 else 3 if kps >= 30 else 4


def read_person(text: str) -> list[Mention]:
    """Age, sex, ECOG and KPS."""
    return [*_ages(text), *_performance(text)]


def _is_sex(letter: str, written: str, age: float) -> bool:
    """Whether a letter after a number is a sex: `74f` and `72 M` are, `12m` and `5 m` are not."""
    return bool(_CAPITAL_SEX.match(letter)) or (" " not in written and (letter == "f" or age >= 30))


def _ages(text: str) -> Iterator[Mention]:
    for match in _MONTHS.finditer(text):
        months = next(v for v in match.group("months", "months2", "months3") if v)
        yield Mention("axis", "age", round(int(months) / 12, 2), match.start(), match.end())
        return
    for match in _WEEKS.finditer(text):
        yield Mention("axis", "age", round(int(match["weeks"]) / 52, 2), match.start(), match.end())
        return
    for match in _AGE.finditer(text):
        groups = match.groupdict()
        digits = next(v for k, v in groups.items() if k.startswith("age") and v)
        sex = next((v for k, v in groups.items() if k.startswith("sex") and v), None)
        if sex and len(sex) == 1 and match.start() > 0 and not _is_sex(sex, match.group(), float(digits)):
            continue
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() :][:14]
        aged = _OLD.search(match.group()) is not None
        if sex is None and (_NOT_AN_AGE.search(before) or (not aged and _AFTER_AGE.match(after))):
            continue
        if not 0 < float(digits) <= 110:
            continue
        yield Mention("axis", "age", float(digits), match.start(), match.end())
        if sex:
            yield Mention("axis", "sex", _OLDER[sex.lower()], match.start(), match.end())
        return
    if alone := _ALONE.search(text):
        yield Mention("axis", "age", float(alone["age"]), *alone.span("age"))
        return
    if not _CHILD_TUMOUR.search(text):
        return
    for match in _INFANT_MONTHS.finditer(text):
        if not _NOT_AN_AGE.search(text[max(0, match.start() - 12) : match.start()]):
            yield Mention("axis", "age", round(int(match["months"]) / 12, 2), match.start(), match.end())
            return


def _performance(text: str) -> Iterator[Mention]:
    seen = False
    brain = [m.end() for m in CNS_WORDS.finditer(text)]
    for match in _ECOG.finditer(text):
        if brain and match.group().startswith("WHO") and not _STATUS.search(match.group()):
            # In the CNS a bare "WHO 3" is the tumour's grade (`grammar/measure.py`), never a frail patient.
            continue
        worst = match["high"] or match["low"]
        yield Mention("axis", "ecog", float(worst), match.start(), match.end())
        seen = True
    for match in _KPS.finditer(text):
        kps = float(match["low"])
        if kps > 100 or kps % 5:
            continue
        yield Mention("axis", "kps", kps, match.start(), match.end())
        if not seen:
            yield Mention("axis", "ecog", float(ecog_of_kps(kps)), match.start(), match.end())
