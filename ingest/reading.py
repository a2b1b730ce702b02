"""A text as read: words, clauses, mentions with their assertion, dose expressions."""

import re
from dataclasses import dataclass

from ingest.assertion import assert_mentions
from ingest.clause import Clauses
from ingest.grammar import read_grammars
from ingest.grammar.dose import Dose, read_doses
from ingest.lexicon import clinical_gazetteer
from ingest.mention import Cover, Mention, outermost
from ingest.spelling import corrected
from ingest.words import Words, split_words


@dataclass(frozen=True, slots=True)
class Reading:
    """What the gazetteer and the grammars find in a text."""

    text: str
    words: Words
    clauses: Clauses
    mentions: tuple[Mention, ...]
    doses: tuple[Dose, ...]

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie within a span."""
        return [m for m in self.mentions if start <= m.start and m.end <= end]


def read_text(text: str, expansions: tuple[Mention, ...] = (), clauses: Clauses | None = None) -> Reading:
    """Read a text; `expansions` are mentions known beforehand, such as abbreviations the text defines.

    `clauses` are the text's own, where they are known already.
    """
    words = corrected(split_words(text))
    clauses = clauses or Clauses(text)
    numbers = [n for n in read_grammars(text) if not _is_nucleolar_grade(text, n)]
    taken = Cover((n.start, n.end) for n in numbers)
    found = [m for m in clinical_gazetteer().find(words) if _stands(text, m, taken)]
    found = _longest([*found, *numbers, *expansions])
    mentions = tuple(assert_mentions(words, clauses, found))
    return Reading(text, words, clauses, mentions, tuple(read_doses(text)))


_OPERATION = re.compile(
    r"\s+(?:\w+\s+)?(?:\w*ectomy|surgery|resection|excision|operation|neck dissection|surgical)\b",
    re.IGNORECASE,
)
"""After "radical", what makes it the operation's word: a radical prostatectomy is no radical radiotherapy."""


_OPERATION_BEFORE = re.compile(r"(?:\w*ectom(?:y|ies)|side|surgery|oophorectom\w+)\s+$", re.IGNORECASE)
_BENIGN = re.compile(r"\s*(?:were |was |all )?(?:benign|negative|neg\b|NAD|normal)", re.IGNORECASE)
"""After an operation, what makes it a diagnostic one."""
_DEVICE = re.compile(
    r"\s+(?:drain(?:s|age|ed)?|tubes?|stent(?:s|ed|ing)?|catheters?|access|clinic|trial|protocol)\b",
    re.IGNORECASE,
)
"""After a short form, what makes it no disease: a PTC drain is no papillary thyroid carcinoma."""
_BILIARY = re.compile(
    r"\b(?:bil(?:e|iary|irubin)|klatskin|\w*cholangio\w*|jaundiced?|hilar|hilum|CBD|CHD|ERCP|PTBD|PTCD"
    r"|gall ?bladder|drain\w*|hepatic duct|pancrea\w+|ampull\w+)\b",
    re.IGNORECASE,
)
_THYROID = re.compile(
    r"\b(?:thyroid\w*|hemithyroid\w*|RAI|radioiodine|I-?131|BRAF|thyroglobulin|Tg)\b", re.IGNORECASE
)


def _is_cholangiogram(text: str, span: str) -> bool:
    """Whether PTC is the cholangiogram through the liver and no papillary thyroid carcinoma."""
    return span == "PTC" and _BILIARY.search(text) is not None and not _THYROID.search(text)


_EWING = re.compile(r"\b(?:ewing\w*|askin|EWSR1\w*|CD99|primitive|small round (?:blue )?cell)", re.IGNORECASE)


def _is_primitive(text: str, mention: Mention) -> bool:
    """Whether PNET is the primitive tumour of Ewing's family and none of the pancreas."""
    span = text[mention.start : mention.end]
    if mention.name != "pancreatic-neuroendocrine" or span not in {"PNET", "PNETs"}:
        return False
    return _EWING.search(text, max(0, mention.start - 120), mention.end + 120) is not None


_BOARD_BEFORE = re.compile(
    r"\b(?:(?:onc(?:ology)?|multidisciplinary|joint|virtual|weekly|network|regional|presented)"
    r"|(?:discussed at|presented at|reviewed at|seen at|per|via)(?: the)?)\s+$",
    re.IGNORECASE,
)
_DATED = r"(?:\(?\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\)?|today|yesterday|on \w+day|last week|this week)?"
_RECOMMENDS = (
    r"(?:recs?|rec'?d|recommend\w*|consensus|agree[ds]?|advis\w+|decision|decided|outcome|plan(?:ned)?"
    r"|suggest\w*"
    r"|favou?r\w*|discuss\w*|conclusion|opinion|voted)\b"
)
_BOARD_AFTER = {
    "TB": re.compile(rf"\s*{_DATED}\s*(?::|->|\u2192|{_RECOMMENDS})", re.IGNORECASE),
    "MCC": re.compile(rf"\s*{_DATED}\s*{_RECOMMENDS}", re.IGNORECASE),
}
"""After letters of a meeting that also name a disease: the tumour board, the multidisciplinary conference."""
_OF_OLD = re.compile(
    r"\b(?:old|prev\w*|past|prior|latent|active|pulm\w*|miliary|treated|spinal|spine|hx|h/o|history|of"
    r"|exposure)"
    r"\s+$",
    re.IGNORECASE,
)


def _is_board(text: str, mention: Mention) -> bool:
    """Whether the letters are those of a meeting of doctors: "skull base TB: refer proton beam"."""
    after = _BOARD_AFTER.get(text[mention.start : mention.end])
    if after is None or _OF_OLD.search(text, max(0, mention.start - 16), mention.start):
        return False
    if after.match(text, mention.end):
        return True
    before = _BOARD_BEFORE.search(text, max(0, mention.start - 24), mention.start)
    return text[mention.start] == "T" and before is not None


_REVIEW = re.compile(
    r" (?:(?:team|clinic|phone|telephone|late|nurse|radiographer)[ -]){0,2}(?:reviews?|follow[- ]?up|f/?u"
    r"|nurse|toxicit\w+|late effects|reactions?|side[- ]effects?)\b",
    re.IGNORECASE,
)
"""After radiotherapy: what is told is how it was borne."""
_SETTLED = re.compile(
    r"\s*(?:has |have |now |is |are |was |well |fully |all )*"
    r"(?:settled|resolved|controlled|gone|subsided|better|stopped)\b",
    re.IGNORECASE,
)
"""After a symptom: it asks for nothing any more."""
_GIVEN_BEFORE = re.compile(r"\b(?:previous|prior|earlier|after) $", re.IGNORECASE)
"""Before a word of intent: it is the course of before that was radical."""
_IN_PLACE = re.compile(
    r"(?:catheters?|stents?|PEG|tubes?|drains?|ports?|lines?|implants?|expanders?|needles|markers|clips"
    r"|fiducials"
    r"|seeds|cage|mesh) $",
    re.IGNORECASE,
)
"""Before "in situ": what lies there is no carcinoma."""
_WILMS = re.compile(r"wilms|nephroblastoma", re.IGNORECASE)
"""Beside "FH", what makes it a favourable histology and not the family history."""
_RECEPTOR = re.compile(r"\bER\b|\bPR ?(?:\d|[+:=\-]|pos|neg|\()|\bPgR\b", re.IGNORECASE)
"""Beside "PR", what makes it the progesterone receptor and not a partial response."""


_NUCLEOLAR = re.compile(r"\b(?:WHO/)?ISUP", re.IGNORECASE)
_OF_KIDNEY = re.compile(
    r"\b(?:nephrectom\w+|nephron\W|RCC|ccRCC|renal (?:cell|mass|ca\b|cancer)|kidney (?:ca|cancer|tumou?r)"
    r"|clear[ -]cell|chromophobe)\b",
    re.IGNORECASE,
)
_OF_PROSTATE = re.compile(r"\b(?:prostat\w*|PSA|Gleason|RALP|RARP|TRUS|PI-?RADS|TURP|ADT)\b", re.IGNORECASE)


def _is_nucleolar_grade(text: str, mention: Mention) -> bool:
    """Whether an ISUP grade is the nucleolar one of a kidney and no grade group of a prostate."""
    return (
        mention.name == "grade_group"
        and _NUCLEOLAR.match(text, mention.start) is not None
        and _OF_KIDNEY.search(text) is not None
        and _OF_PROSTATE.search(text) is None
    )


_OF_AN_EYE = re.compile(
    r"\b(?:brachy\w*|uve\w*|choroid\w*|iris|ciliary|ocular|eyes?|retin\w*|conjunctiv\w*|episcler\w*"
    r"|vitre\w*|macul\w*|optic|apex|Rb|melanoma|ruthenium|Ru-?106|I-?125|iodine|COMS|ophthal\w*|fundus|Gy)\b",
    re.IGNORECASE,
)
"""Beside a plaque, what makes it an applicator and no patch of skin or pleura."""
_MEASURED = re.compile(
    r"(?: profile| levels?| screen| bloods)?:? (?:(?:all|were|are|is) ){0,2}"
    r"(?:normal|OK|okay|fine|NAD|negative|neg|unremarkable)\b(?! (?:to|for|but)\b)",
    re.IGNORECASE,
)
"""After hormones: they were measured and not given."""
_MAMMOGRAM = re.compile(
    r"\b(?:mammogra\w*|mammo|MMG|MMX|tomosynthesis) (?:(?:is|was|score|grade|[LR]) ){0,2}$", re.I
)
"""Before `M1`: a mammogram's grade, of which the first is normal."""


def _names_a_course(mention: Mention) -> bool:
    return mention.kind == "radiotherapy" or mention.name in {"technique", "modality"}


def _stands(text: str, mention: Mention, numbers: Cover) -> bool:
    """Whether a short form really is what it looks like: `L` a side and not a litre or a vertebra."""
    span = text[mention.start : mention.end]
    if mention.name == "intent" and (
        _OPERATION.match(text, mention.end) or _OPERATION_BEFORE.search(text[: mention.start][-24:])
    ):
        return False
    if mention.name == "surgery" and _BENIGN.match(text, mention.end):
        return False
    if mention.kind == "disease" and span.isupper() and len(span) <= 4 and _DEVICE.match(text, mention.end):
        return False
    if _is_cholangiogram(text, span) or _is_primitive(text, mention):
        return False
    if mention.kind in {"disease", "morphology"} and _is_board(text, mention):
        return False
    asked = (mention.name, mention.value) in {("request", "request"), ("called_for", "radiotherapy")}
    if asked and _REVIEW.match(text, mention.end):
        return False
    if mention.name in {"symptom", "called_for"} and _SETTLED.match(text, mention.end):
        return False
    if mention.name == "intent" and _GIVEN_BEFORE.search(text[max(0, mention.start - 12) : mention.start]):
        return False
    if span.lower() == "in situ" and _IN_PLACE.search(text[max(0, mention.start - 16) : mention.start]):
        return False
    if mention.name == "stage" and span.upper() == "IS":
        return False
    if span.lower() in {"plaque", "plaques"} and not _OF_AN_EYE.search(text) and _names_a_course(mention):
        return False
    if mention.value == "adt" and _MEASURED.match(text, mention.end):
        return False
    if mention.name == "m" and _MAMMOGRAM.search(text, max(0, mention.start - 24), mention.start):
        return False
    if mention.value == "left" and _LEFT_THERE.match(text, mention.end):
        return False
    if mention.kind != "axis" or len(span) > 2:
        return True
    if span == "FH" and not _WILMS.search(text):
        return False
    if mention.name == "sex" and len(span) == 1:
        return False
    if mention.name == "response" and _RECEPTOR.search(text[max(0, mention.start - 14) : mention.end + 6]):
        return False
    if mention.name == "laterality" and len(span) == 1:
        follows = text[mention.end : mention.end + 1] in {" ", ",", ".", ";", ":", ")", "/", ""}
        return follows and not _COUNT.search(text, max(0, mention.start - 12), mention.start)
    return not numbers.holds(mention.start, mention.end)


_LEFT_THERE = re.compile(
    r" (?:in (?:the |her |his )?(?:bed|situ|place|cavity|wound)|behind|untouched|unresected|to go)\b"
)
"""After "left": what remains, and no side."""
_COUNT = re.compile(r"(?:\d|(?<![\w.])[\d.,/-]*\d )$")
"""A number that "L" and "R" may be a unit or a station of, as they are not after "N0" or "G2"."""


def _longest(found: list[Mention]) -> list[Mention]:
    """The mentions in text order, without those that a longer form of the same axis holds."""
    layers: dict[str, list[Mention]] = {}
    for mention in found:
        layers.setdefault(_layer(mention), []).append(mention)
    kept: dict[tuple[str, str, str | float, int], Mention] = {}
    for layer, mentions in layers.items():
        longest = mentions if layer in {"disease", "site", "morphology"} else outermost(mentions)
        for mention in sorted(longest, key=lambda m: (m.start, -m.end)):
            kept.setdefault((mention.kind, mention.name, mention.value, mention.start), mention)
    return sorted(kept.values(), key=lambda m: (m.start, -m.end))


def _layer(mention: Mention) -> str:
    apart = mention.kind in {"axis", "radiotherapy"}
    return f"{mention.kind}:{mention.name}" if apart else mention.kind
