"""Tumours a text names only to say that it was another: taken back by the writer, or by the tissue."""

import re
from functools import cache

from ingest.bystander import harmless
from ingest.clause import Clauses
from ingest.diagnosis import WEAK, Candidate, is_secondary
from ingest.element import has_stain_of_another, is_part_of, is_without_its_stain
from ingest.queried import is_explained_by_imaging
from ontologies.disease import ancestors, load_diseases

_CORRECTED = re.compile(r"[,;.-] ?(?:no,? wait|scratch that|I mean|sorry,?|rather,)\b", re.IGNORECASE)
_NOT_SO = re.compile(
    r"\)?\s*[-\u2013,;:(]+ ?(?:no|nope|not so|incorrect|wrong|it is not|was not)\b ?[-\u2013,;:.=]", re.I
)
"""After a queried tumour: it was not that one."""
_QUERIED = re.compile(
    r"[^.;\n?]{0,24}\?| (?:was|is|as|had been)(?: only| just)?(?: an?)? quer(?:y|ied)\b", re.I
)
"""After a tumour: it was only thought to be one."""
_QUERY = re.compile(
    r"(?:\?|\bquery|\bthought(?: to be| it was)?|\breferred as|\bref'?d as|\bworried(?: about)?|\bfeared"
    r"|\bwondered(?: about)?|\bsuspected|\bconcerned? (?:about|re)) ?(?:an? )?$",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:guess(?:ed)?|shouted|assumed (?:[\w ]{0,24} was )?|labelled|labeled|read as|called it|gave it an?"
    r"|mistaken for|suggested|raised|floated|mooted|came as|passed off as) ?(?:an? )?(?:\w+ )?['\u2018]?$",
    re.IGNORECASE,
)
"""Before a tumour: somebody only took it for one."""
_PROVED = re.compile(
    r"[,;:]? ?\b(?:(?:which |it |this |that |then |has |had )*(?:proved|turn(?:ed|s) out)(?: to be)?"
    r"|got the blame|was (?:wrong|to blame))\b",
    re.IGNORECASE,
)
"""After what was taken for a tumour: it was something else."""
_OTHER_THAN = re.compile(
    r"[.;:] ?(?:[\w-]+ ){0,3}?(?:needle|biopsy|histolog?y?|histo|core|path|MRI?|CT|review|reclass\w+"
    r"|reviewed)\b"
    r"|\b(?:but|yet) (?:the )?(?:needle|biopsy|histolog?y?|histo|core|path)\b"
    r"|\bso \w+ (?:assumed|thought)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"['\u2019\u201d\"](?: [\w\u2019'-]+){0,8}? (?:is|was|are|were|grew|proved|turn(?:ed|s) out|came back"
    r"|has become)\b(?! (?:growing|bigger|larger|painful|treated|biopsied|confirmed|biopsy[ -]proven|seen|new"
    r"|now|for|to|on|in|at|still|progress\w+|metast\w+|malignant))",
    re.IGNORECASE,
)
_STRUCK = re.compile(
    r"\b(?:strike|delete|remove|cross out|erase|drop) (?:the )?(?:word )?['\u2018\u201c\"]$", re.I
)
"""Before a quoted tumour: it is to go from the notes."""
_NO_IT = re.compile(
    r"[^.;\n?]{0,24}\? ?No,? (?:it|this|that)(?: has)? (?:turned out|proved|was|is)\b", re.IGNORECASE
)
_ANSWERED_NO = re.compile(
    r"(?: (?:patient|pt|case|again|then|relapse|recurrence))?\? ?[-\u2013]? ?No ?[:,;\u2013-] ?",
    re.IGNORECASE,
)
"""After a tumour asked about: it is not that one, and what it is follows."""
_LIKE = re.compile(r"-like\b", re.IGNORECASE)
_NO_CARCINOMA = re.compile(
    r"[,;:.] ?(?:no|not)(?: an?)? (?:carcinoma|cancer|malignan(?:t|cy)|tumou?r|neoplasm)"
    r"(?=\s*(?:[.,;)]|$))",
    re.IGNORECASE,
)
_OPENED = re.compile(r"(?:^|[\s(])['\u2018\u201c\"][^'\u2018\u201c\"]{0,24}$")
_CLOSED = re.compile(r"(?<=\w)['\u2019\u201d\"](?!\w)")
_ON_A_SCAN = re.compile(
    r"['\u2019\u201d\"] (?:on|by|per) (?:the )?(?:CT|MRI?|scan|USS?|x-?ray|report|film)[,;:.]? ?"
    r"(?:however|but|yet)\b",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(
    r"['\u2019\u201d\"] ?[-\u2013:,;(]{1,2} ?(?:it )?(?:not|no|never|wrong\w*|incorrect\w*|isn'?t|wasn'?t"
    r"|is not|was not)\b"
    r"(?! (?:resect|operable|suitable|for|fit|a candidate|surgical|yet))",
    re.IGNORECASE,
)
"""After a quoted tumour: it was not so."""
_MARK = re.compile(r" ['\u2018\u201c\"]")
_RESULT = re.compile(
    r"(?:[?,;:.(\u2013-] ?|\b(?:final|formal|core|CT|USS?|needle|punch|incisional|open|EBUS|EUS|stereotactic"
    r"|the|but|and|then|repeat|on|until|after|till)[ -])"
    r"(?:histol\w*|histo|biops\w+|bx|core|path|pathology|cytology|FNA|aspirat\w+|excision)"
    r"(?: (?:of|this|that|it|lesion|mass|has|have|now|then|result|report|final|formal|review))?"
    r"(?P<told> ?(?:=|:| -|\u2013)| (?:is|was|shows|showed|came back(?: as)?|says|said|proved|turned out"
    r"|confirm(?:s|ed))\b)?"
    r"(?: an?\b)?",
    re.IGNORECASE,
)
"""What the tissue showed, where no other organ is said to be its own: "nose bx" is another lesion's."""
_DENIED_AFTER = re.compile(
    r"(?:/\w+){0,2} ?[:=-]? ?(?:no|nil|none|never)(?! ?\.? ?\d(?![^.;\n]{0,8}\bGy))"
    r"(?= ?(?:[.;,)\n]|$)| (?:on|at|by|seen|found|detected)\b)"
    r"|(?: of (?:an? |the |her |his )?(?:[\w-]+ ){1,3}?(?:ca|cancer|carcinoma|tumou?r|\w+oma))?"
    r"[ ,(]{1,2}(?:which |that )?(?:s?he|they|(?:the )?(?:patient|pt)) (?:(?:has |had )?never (?:really "
    r"|actually )?(?:had|has had)"
    r"|(?:does|did)(?: not|n['\u2019]t) have|has(?: not|n['\u2019]t) got)(?= ?(?:[.,;)]|$))"
    r"| has(?: not|n['\u2019]t) been (?:found|shown|proven)(?= ?(?:[.,;)]|$)| anywhere| elsewhere)"
    r"|(?: (?:was|were|is|has|been|now|since)){0,3} (?:rejected|refuted|disproved|disproven|debunked"
    r"|discounted)"
    r"(?! (?:for|from|by (?:the )?(?:surg|patient|pt)))\b",
    re.IGNORECASE,
)
"""Right after a disease, and all that is said of it: "Achalasia no.", "brain mets: nil", "met rejected"."""
_RULES = re.compile(
    r"(?<!to )(?<!please )(?<!cannot )(?<!not )\b(?:rules?|ruled|ruling)(?: an?)? $", re.IGNORECASE
)
_OUT = re.compile(r" out\b(?! if\b)", re.IGNORECASE)
"""Around a disease: "hepatology rule HCC out"."""
_QUESTION_CLOSED = re.compile(
    r",? (?:query|question|concern|suspicion|possibility|worry|scare|alert|theory|idea)"
    r"(?: (?:has|have|been|was|is|were|now|since|then|firmly|therefore)){0,3} "
    r"(?:excluded|ruled out|dismissed|refuted|discounted|unfounded|lifted|withdrawn|removed|closed"
    r"|dropped|gone|put to rest|laid to rest|not (?:confirmed|upheld|borne out))\b",
    re.IGNORECASE,
)
"""After a tumour: the question after it is closed."""
_TEST = re.compile(r"\b(?:PET|PSMA|PSA|scan|MRI|CT|bx|biopsy)$", re.IGNORECASE)
"""At the end of what stands for a tumour: a test, that found nothing."""
_STOOD_DOWN = re.compile(
    r" (?:pathway|protocol|alert|call|bleep|referral|query) (?:\w+ )?"
    r"(?:stood down|stepped down|closed|cancelled|deactivated|not activated|de-?escalated)\b",
    re.IGNORECASE,
)
"""After a compressed cord: the emergency is called off."""
_NOT_IN_BLOOD = re.compile(
    r" (?:flow|cells?|count|screen|blood|prep)(?: \w+)?[ :=]{1,2}(?:neg\w*|clear|absent|nil|none|normal|0\b)",
    re.IGNORECASE,
)
"""After a disease of the blood: it was looked for there, and not found."""
_STAINED = re.compile(
    r"(?:(?: (?:and|&|or) |/)\w+){0,3}"
    r" (?:panel|stains?|screen|work-?up|markers|immunos?|IHC|flow)[ :=]{1,2}(?:is |all |was |were )?"
    r"(?:neg\w*|clear|normal|unremarkable)\b",
    re.IGNORECASE,
)
"""After a disease: it was looked for by its stains, and is not there."""
_A_MASS = re.compile(r"\b(?:mass|nodule|lesion|lump)$", re.IGNORECASE)
_LATER = 120
"""Characters after it in which it is said to have proved another thing."""
_TAKEN_BACK = 300
"""Characters after a tumour in which another takes its place."""
_SOON = 60
"""Characters after a queried tumour in which its tissue is told of."""
_AT_ONCE = 2
"""Characters after the word for the tissue in which what it was begins, where no verb stands between."""
_NEXT = 40
"""Characters after it in which what it showed is named."""


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{harmless()})\b", re.IGNORECASE)


def _is_quoted(text: str, candidate: Candidate) -> bool:
    """Whether its name is set in quotation marks and explained away, or is to be struck from the notes.

    "L3 'met' is Paget's disease on core"; "strike 'sarcoma' from the notes".
    """
    for part in candidate.parts:
        if _STRUCK.search(text, max(0, part.start - 30), part.start):
            return True
        opened = _OPENED.search(text, max(0, part.start - 26), part.start)
        closed = _CLOSED.search(text, part.start, part.end) if opened else None
        if closed and _QUOTED.match(text, closed.start()):
            return True
        if not (opened or _MARK.search(text, part.start, part.end)):
            continue
        if _ON_A_SCAN.match(text, part.end) or _NOT_THAT.match(text, part.end):
            return True
        if _QUOTED.match(text, part.end) or _NO_CARCINOMA.search(text, part.end, part.end + 2 * _LATER):
            return True
            return True
    return False


def _is_explained(text: str, clauses: Clauses, candidate: Candidate, named: list[Candidate]) -> bool:
    """Whether what it was taken for gave way to another finding: "guess Kaposi, proved to be stasis"."""
    if _LIKE.match(text, candidate.end) or _NO_IT.match(text, candidate.end):
        return True
    supposed = any(_SUPPOSED.search(text, max(0, p.start - 48), p.start) for p in candidate.parts)
    queried = any(_QUERY.search(text, max(0, p.start - 16), p.start) for p in candidate.parts)
    end = min(clauses.sentence_span(candidate.end)[1], candidate.end + _LATER)
    proved = _PROVED.search(text, candidate.end, end)
    if proved and not load_diseases()[candidate.disease].malignant:
        return bool(re.search(r"blame|wrong", proved.group()))
    shown = [c for c in named if c.start >= candidate.end and not _is_form(candidate, c)]
    if (supposed or queried) and proved:
        kept = [c for c in named if c.start >= proved.end() - 1 and _is_form(candidate, c)]
        return not kept and not any(is_secondary(c.disease) for c in shown)
    if supposed and has_stain_of_another(text, candidate):
        return True
    result = _OTHER_THAN.search(text, candidate.end, candidate.end + _SOON)
    if supposed and result:
        shown = [
            c for c in named if c.start >= candidate.end and candidate.disease not in ancestors(c.disease)
        ]
        return bool(shown) or bool(_harmless().search(text, result.end(), result.end() + _NEXT))
    if queried and (told := re.match(r"\)?[:=,]| -", text[candidate.end : candidate.end + 2])):
        at = candidate.end + told.end()
        return any(at <= c.start <= at + 3 and not load_diseases()[c.disease].malignant for c in shown)
    return False


def is_refuted(text: str, clauses: Clauses, candidate: Candidate, named: list[Candidate]) -> bool:
    """Whether a later part of the text makes the tumour another one.

    "SCC floor of mouth, no wait, lower lip" was taken back; "BCC hand? histol = SCC" was queried before the
    tissue showed something else.
    """
    if _is_quoted(text, candidate) or _is_explained(text, clauses, candidate, named):
        return True
    if _is_put_right(text, candidate, named):
        return True
    if (
        is_part_of(text, candidate, named)
        or _is_mass_of_nothing(text, clauses, candidate)
        or _is_denied_after(text, candidate)
    ):
        return True
    if is_explained_by_imaging(text, candidate):
        return True
    last = min(clauses.sentence_span(candidate.end)[1], candidate.end + _TAKEN_BACK)
    corrected = _CORRECTED.search(text, candidate.end, last)
    if corrected and any(other.start >= corrected.end() for other in named):
        return True
    result = _RESULT.search(text, candidate.end - 1, candidate.end + _SOON)
    asked = _QUERY.search(text, max(0, candidate.start - 16), candidate.start)
    denied = _NOT_SO.match(text, candidate.end)
    if any(_follows_a_query(text, candidate, other) for other in named):
        return True
    answer = _ANSWERED_NO.match(text, candidate.end)
    if answer and any(0 <= o.start - answer.end() <= _SOON and not _is_form(candidate, o) for o in named):
        return True
    if asked and denied and any(other.start >= denied.end() - 1 for other in named):
        return True
    queried = asked or (result and _QUERIED.match(text, candidate.end, result.start() + 1))
    if not result or not queried:
        return False
    if not result["told"]:
        # "?anaplastic. Core DLBCL": what the tissue was stands right after the word.
        shown = [c for c in named if 0 <= c.start - result.end() <= _AT_ONCE and not _is_form(candidate, c)]
        return any(c.assertion == "affirmed" and not is_secondary(c.disease) for c in shown)
    shown = [c for c in named if result.start() <= c.start <= result.end() + _NEXT or _ends_in(c, result)]
    if shown:
        # A metastasis that was sampled says nothing against the primary thought of.
        return not any(is_secondary(c.disease) or candidate.disease in ancestors(c.disease) for c in shown)
    return bool(_harmless().search(text, result.end(), result.end() + _NEXT))


_RAISED = re.compile(
    r"['\u2019\u201d\"]?(?: (?:had|has|was|were|is|being|been|only|once|just|also|at|first|initially"
    r"|originally|briefly"
    r"|the|an?|radiolog\w+'?s?|main|real|our)){0,4}"
    r" (?:raised|queried|considered|suspected|mooted|suggested|proposed|floated|entertained"
    r"|wondered(?: about)?|feared"
    r"|thought of|mentioned|guess|impression|thought|suspicion|worry|fear|concern|read)\b"
    r"(?! (?:for|as|too|fit|suitable|unsuitable|unlikely|likely|locally|\w*resectable|\w*operable"
    r"|to be \w*(?:resect|opera)))",
    re.IGNORECASE,
)
"""Right after a tumour: somebody thought of it."""
_DROPPED = re.compile(
    r"[^.;\n]{0,80}?(?:[,;:-] ?|\b(?:and|but|then|now|since|is|was|been|later|subsequently|has|formally) )"
    r"(?:excluded|ruled out|refuted|dismissed|discounted|disproved|disproven|rejected|discarded"
    r"|abandoned|withdrawn|retracted|not confirmed|not supported|not borne out|unfounded|wrong"
    r"|incorrect)\b(?! (?:from|for|by GP)\b)",
    re.IGNORECASE,
)
"""After that: and found that it is not so."""
_SECOND_LOOK = re.compile(
    r"[^.;\n]{0,60}?\b(?:but|yet|though|then) (?:(?:was|has been|since|now) )?(?:biopsied|resected"
    r"|excised|sampled|proven"
    r"|confirmed|reported) as (?:an? )?"
    r"|[^.;\n]{0,40}?[,;:-] ?(?:then|later|eventually|finally) (?:an? |proved |proven |shown |found |to be )*"
    r"|[^.;\n]{0,60}?(?:[,;:.-] ?(?:but |yet |now )?|\b(?:but|yet|though) )(?:(?:second|expert|central"
    r"|specialist|repeat|neuro|MDT|our|the|later)[ -]){0,2}"
    r"(?:opinion|read(?:ing)?|look|review|radiolog\w+|biopsy|bx|histolog\w*|patholog\w*|path|LP|CSF|MRI|PET|EBUS"
    r"|core|FNA|culture)s?(?: (?:shows?|showed|says|said|was|is|review|report\w*|now|came back|favou?rs"
    r"|confirms|confirmed)){0,2} ?"
    r"[:=-]? ?(?:an? |only |just |clearly |definite )*",
    re.IGNORECASE,
)
"""After that: who looked again, before what it was."""
_REVERSED = re.compile(
    r"[^.;\n]{0,24}?(?:[,;:.(-]| -) ?(?:(?:but|then|since|later|now|which|that|this|it|was|were|is|has been)"
    r" ){0,3}"
    r"(?:(?:path|histology|central|expert|second|slide|MDT) ){0,2}(?:review )?(?:corrected|reversed"
    r"|overturned|retracted|amended|revised|rescinded|discounted|dismissed|disproved|refuted|misleading"
    r"|in error|erroneous\w*|wrong|incorrect)(?= ?(?:[.,;)]|$|it\b|by\b|to\b|that\b|on\b))",
    re.IGNORECASE,
)
"""After a tumour: the report that named it was put right."""
_SAYS = re.compile(
    r"\b(?:report\w*|letter|path\w*|form|slip|clinic|GP|radiolog\w+|referral|line|request|label|heading|file"
    r"|first|initially|originally|earlier)\b[^.;\n]{0,40}$",
    re.IGNORECASE,
)
"""Before a tumour: who named it."""
_FOUND = re.compile(
    r"\b(?<!not )(?:found|revealed|showed|identified|detected|shows|uncovered)\b"
    r"(?! (?:no|nil)\b)[^.;\n]{0,24}?\bprimary\b",
    re.IGNORECASE,
)
_UNKNOWN = frozenset({"carcinoma-unknown-primary", "neck-node-unknown-primary"})


def _is_put_right(text: str, candidate: Candidate, named: list[Candidate]) -> bool:
    """Whether a report or a letter named it that was corrected, or its unknown primary was found."""
    if (raised := _RAISED.match(text, candidate.end)) and _is_dropped(text, candidate, raised.end(), named):
        return True
    others = [
        c
        for c in named
        if c.assertion == "affirmed"
        and (c.strength > WEAK or candidate.disease in _UNKNOWN)
        and not _is_form(candidate, c)
        and not (c.start < candidate.end and candidate.start < c.end)
    ]  # fmt: skip
    if not others:
        return False
    if candidate.disease in _UNKNOWN:
        return bool(_FOUND.search(text, candidate.end, candidate.end + 2 * _LATER))
    said = _SAYS.search(text, max(0, candidate.start - 60), candidate.start)
    return bool(said and _REVERSED.match(text, candidate.end))


def _is_dropped(text: str, candidate: Candidate, at: int, named: list[Candidate]) -> bool:
    """Whether what was only thought of was given up, or a second look found something harmless."""
    if _DROPPED.match(text, at):
        return True
    if is_without_its_stain(text, at) and any(
        c.assertion == "affirmed" and c.strength > WEAK and not _is_form(candidate, c) for c in named
    ):
        return True
    again = _SECOND_LOOK.match(text, at)
    if again is None:
        return False
    shown = [c for c in named if 0 <= c.start - again.end() <= _AT_ONCE and not _is_form(candidate, c)]
    ill = any(not load_diseases()[c.disease].malignant and c.assertion != "negated" for c in shown)
    return ill or _harmless().match(text, again.end()) is not None


_MARKED = re.compile(r"(?: [\w/-]+){0,2} ?\? ?(?:[,;-] ?)?")


def _follows_a_query(text: str, candidate: Candidate, other: Candidate) -> bool:
    """Whether a question mark parts it from a tumour that is no question: "Melanoma? lentigo maligna"."""
    return (
        bool(_MARKED.fullmatch(text, candidate.end, max(candidate.end, other.start)))
        and other.assertion in {"affirmed", "uncertain"}
        and other.strength > WEAK
        and not is_secondary(other.disease)
        and not _is_form(candidate, other)
        and not any(text.startswith("?", part.end) for part in other.parts)
    )


def _is_denied_after(text: str, candidate: Candidate) -> bool:
    """Whether the words right after it deny it."""
    if candidate.disease == "spinal-cord-compression" and _STOOD_DOWN.match(text, candidate.end):
        return True
    if _STAINED.match(text, candidate.end) or _QUESTION_CLOSED.match(text, candidate.end):
        return True
    rules = _RULES.search(text, max(0, candidate.start - 20), candidate.start)
    if rules and _OUT.match(text, candidate.end):
        return True
    if candidate.disease == "sezary-syndrome" and _NOT_IN_BLOOD.match(text, candidate.end):
        return True
    tested = _TEST.search(text, candidate.start, candidate.end)
    return not tested and bool(_DENIED_AFTER.match(text, candidate.end))


def _is_mass_of_nothing(text: str, clauses: Clauses, candidate: Candidate) -> bool:
    """Whether a mass or nodule is told, later in its sentence, to be no cancer: "IgG4, not carcinoma"."""
    if not _A_MASS.search(text, candidate.start, candidate.end):
        return False
    end = min(clauses.sentence_span(candidate.end)[1], candidate.end + _LATER)
    return bool(_NO_CARCINOMA.search(text, candidate.end, end))


def _is_form(one: Candidate, other: Candidate) -> bool:
    """Whether one is a form of the other."""
    return one.disease in ancestors(other.disease) or other.disease in ancestors(one.disease)


def _ends_in(candidate: Candidate, result: re.Match[str]) -> bool:
    """Whether its last part is what the tissue showed, though its site stands before."""
    return any(result.end() <= part.start <= result.end() + _NEXT for part in candidate.parts)
