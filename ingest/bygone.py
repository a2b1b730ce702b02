"""Tumours told beside the one to treat: of years ago and gone."""

import re
from collections.abc import Sequence

from ingest.bystander import is_benign
from ingest.clause import Clauses
from ingest.complaint import tells_of_another
from ingest.diagnosis import STAGED, WEAK, Candidate, is_kin, is_secondary
from ingest.held import is_held
from ingest.mention import Mention, starting_within
from ingest.turn import is_of_now
from ontologies.disease import load_diseases


def is_treated(candidate: Candidate) -> bool:
    """Whether radiotherapy has a role in it."""
    disease = load_diseases()[candidate.disease]
    return disease.malignant or disease.radiotherapy


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_EDITION = r"(?<!FIGO )(?<!AJCC )(?<!UICC )(?<!WHO )(?<!TNM )"
_LONG_AGO = re.compile(
    _EDITION
    + r"\b(?:19|20)\d\d\b|(?<!\w)['\u2019]\d\d\b|\b(?:years?|yrs?|decades?) (?:ago|back|earlier|previously)\b"
    r"|\b\d+ ?y(?:rs?)? ago\b"
    r"|\b(?:at|when|aet\.?) (?:[1-9]|[1-7]\d)(?= ?(?:[.,;:()\u2013]|-|$|and\b|\((?:in|cured|NED|clear)))"
    r"|\b(?:aged|at age|at the age of|in h(?:er|is) (?:\d0s|teens|youth|twenties|thirties)|childhood"
    r"|in infancy|as an? (?:\w+ )?(?:child|teen(?:ager)?|toddler|baby|infant|kid|boy|girl|lad|student|youth"
    r"|adolescent|young (?:man|woman|adult))|when (?:s?he|they) (?:was|were) (?:only |just |about )?"
    r"(?:an? (?:child|baby|toddler|teenager|boy|girl|student)|little|small|young|\d{1,2}|one|two|three"
    r"|four|five"
    r"|six|seven|eight|nine|ten|eleven|twelve)|in the (?:19)?[5-9]0['\u2019]?s)\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"\b(?:aged|at age|at the age of) (?:[1-9]\d)\b(?![^.;\n]{0,24}\b(?:cured|clear|NED)\b)", re.I
)
OF_AN_AILMENT = re.compile(
    r"\b(?:unchanged|stable|static|no change|same(?: size)?|compared) (?:since|from|with|to|as|on"
    r"|vs\.?) (?:the |an? )?"
    r"(?:(?:MRI?|CT|scan) (?:of |in )?)?(?:19|20)\d\d\b"
    r"|\b(?:(?:renal|kidney|liver|heart|lung|cardiac) (?:allo)?(?:transplant\w*|tx|txpl?|graft)"
    r"|transplant(?:ed)?"
    r"|CABG|MI|N?STEMI|heart attack|stroke|CVA|TIA|pacemaker|PPM|AVR|MVR|stent(?:s|ed)?|THR|TKR"
    r"|(?:hip|knee|valve) replacement|HIV(?: ?\+| ?pos\w*)?|AIDS|diabet\w+|dialysis|hernia(?: repair)?"
    r"|cholecystectomy|appendi[cs]ectomy)[ ,(]{1,2}(?:(?:in|since|from|diagnosed|dx|done) ){0,2}"
    r"(?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""A year of something else than the tumour: "SCC hand, renal transplant 2008"."""
_DONE = re.compile(
    r"\b(?:treated|managed|cured|removed|excised|resected|operated)"
    r" (?:with|by|at|elsewhere|in|on|surgically|for)\b"
    r"|\b(?:resected|excised|removed)\b[ ,]*(?:[;.)]|$)|\b(?:cured|long ago|survivor)\b"
    r"|\((?:[a-z]+ectomy|RALP|RRP|WLE|APR|LAR|laser)\b[^)]*\)",
    re.IGNORECASE,
)
_TREATED_FOR = re.compile(
    r"\b(?:treated|operated|managed|cured|irradiated|surgery|chemo\w*|radiotherapy|RT|\w+ectomy|w/u"
    r"|SABR|SBRT|chemo-?RT|CRT|SCRT|SRS|EBRT|XRT|brachy\w*|irradiation|radiation"
    r"|recon\w*|implants?"
    r"|work-?up|follow-?up|surveillance)\b"
    r"[\w ,]* for (?:an? |the )?$",
    re.IGNORECASE,
)
"""Before a tumour: the "for" says what the treatment was for."""
_TREATED = re.compile(r"\b(?:treated|irradiated|resected|excised|removed)\b", re.IGNORECASE)
_FORMER = re.compile(
    r"(?:\bex|\bformer|\bcured|(?<![\w] )\bdistant|\ba treated)[ -](?:\w+ )?$", re.IGNORECASE
)
_EARLIER = re.compile(r"\b(?:earlier|previous|prior) (?:\w+ )?$", re.IGNORECASE)
"""Before a cancer: the same; a keloid excised before has mostly come back."""
_THROUGH = re.compile(r"\b(?:after|following|post|since) (?:her |his |the )?$", re.IGNORECASE)
_HAD = re.compile(r"\b(?:had|has had) (?:an? |his |her |the )?$", re.IGNORECASE)
_OUT = re.compile(r" (?:taken |cut )?(?:out|off|removed|excised|resected)\b", re.IGNORECASE)
_EVER_SINCE = re.compile(
    r",? (?:has been )?(?:known|present|ongoing|going on|active|on treatment|under treatment) since\b", re.I
)
"""After a tumour that is still there."""
_YEARS_AFTER = re.compile(
    r"\b\d{1,2} ?(?:y|yrs?|years?) (?:after|post|following|since) (?:[\w/-]+ ){1,3}(?:for|of) "
    r"(?:an? |the |his |her |childhood )?$",
    re.IGNORECASE,
)
"""Before a tumour: years have gone by since it was treated."""
_ITS_DRUGS = re.compile(r" (?:chemo\w*|drugs|regimen)\b", re.IGNORECASE)
_BACK = (
    r"salvage|recur\w*|relaps\w*|progress\w*|rising|biochemical|BCR|metast\w*|mets?|again|residual|persist\w*"
    r"|bed (?:X?RT|radiotherapy|irradiation)|PSA \d?\.\d+ ?(?:then|to|->|\u2192|>) ?\d?\.\d+"
)
_NOW = re.compile(
    r"\b(?:(?<!allow )(?<!account )for(?! (?:\d|many|several|over|more|the last))|now|needs?|requires?"
    r"|planned|plan|referred?|refer|to (?:have|receive|start)|new|current\w*|today|this time|within|"
    + _BACK
    + r")\b",
    re.IGNORECASE,
)
"""What says that a tumour of years ago is the matter again."""
_COURSE = re.compile(r"\b(?:adjuvant|adj|post[ -]?op\w*|re-?exci\w*|re-?resect\w*)\b", re.IGNORECASE)
"""A course that is the matter now unless a year stands before it."""
_AGAIN = re.compile(r"\b(?:re-?(?:irradiat\w*|RT|treat\w*)|" + _BACK + r")\b", re.IGNORECASE)
"""The same in a later sentence, where "for" and "new" say nothing of it."""
_CLEARED = re.compile(
    r"\b(?:no|without|nil) (?:evidence of |sign of |further )?(?:recurrence|relapse|disease)(?: now)?\b"
    r"|\b(?:not|never|hasn'?t) (?:recurred|relapsed|come back|returned)\b|\bNED\b"
    r"|\b(?:disease|recurrence)[ -]free\b|\b(?:cured|discharged|in remission|undetectable)\b"
    r"|(?<!CSF )(?<!spine )(?<!LP )\bclear\b|\bnot an? met\w*\b",
    re.IGNORECASE,
)
"""What says that a tumour of years ago has not come back."""
_AT_ONCE = 40  # Characters after a tumour in which a marker or an operation is the same one's.
_DATED_COURSE = re.compile(
    r"[ ,(]{1,2}(?:19|20)\d\d[ ,):-]{1,3}(?:\w*ectomy|RALP|RARP|RRP|RP|WLE|BCS|EBRT|RT|XRT"
    r"|brachy\w*|surgery|chemo\w*)\b",
    re.IGNORECASE,
)
"""A year and its treatment, right after a tumour."""
_UNSPREAD = re.compile(r"\b(?:no|nil|without|not an?) (?:\w+ )?(?:mets?|metast\w+)\b", re.IGNORECASE)
"""That it has not spread is no word of its coming back."""
STAGING = frozenset({"t", "n", "stage", "gleason", "grade_group", "psa", "size_mm"})
"""Axes that only a tumour examined has."""
_PRESENT = STAGING | {"grade", "surgery", "setting", "technique", "modality"}
_STAGING_BEFORE = STAGING | {"grade", "risk"}
_STAGED_NAME = re.compile(
    r" (?:(?:[pcyr]{0,3}T[0-4a][a-d]?|[pcy]{0,2}N[0-3][a-c]?|M0|G[1-4]|(?:grade|gr) [1-4]|HG|LG"
    r"|Gleason \d(?: ?\+ ?\d)?|GG ?\d|ISUP ?\d|(?:low|high)[ -](?:risk|grade)|[LR]|left|right) )*",
    re.IGNORECASE,
)
"""Between a stage and the name of the tumour it is of: "pTa G1 bladder TCC 2014"."""


def is_cleared(text: str, clauses: Clauses, candidate: Candidate) -> bool:
    """Whether its sentence tells of a year and that nothing of it is left."""
    span = clauses.sentence_span(candidate.start)
    return bool(_YEAR.search(text, *span) and _CLEARED.search(text, *span))


_THEN = 400  # Characters of its sentence beside a tumour in which its year is looked for.


def is_told_then(text: str, clauses: Clauses, past: Candidate, at: int) -> bool:
    """Whether what stands there was done for a past or a relative's tumour: "mum breast ca, mastectomy"."""
    start, end = clauses.sentence_span(past.start)
    start, end = max(start, past.start - _THEN), min(end, past.end + _THEN)
    return (
        past.end <= at
        and clauses.sentence(past.start) == clauses.sentence(at)
        and (past.assertion == "family" or bool(_LONG_AGO.search(text, start, end)))
        and not _NOW.search(_CLEARED.sub("", text[past.end : at]))
    )


def _is_malignant(candidate: Candidate) -> bool:
    return load_diseases()[candidate.disease].malignant


class Account:
    """The stretch of text that tells of one tumour: to the next one or the end of the sentence."""

    def __init__(self, text: str, clauses: Clauses, named: Sequence[Candidate]) -> None:
        """Cut the text at the tumours named."""
        self._text = text
        self._clauses = clauses
        self._named = named

    def span(self, candidate: Candidate) -> tuple[int, int]:
        """Start and end of what is told of it."""
        first, last = self._clauses.sentence_span(candidate.start)
        others = [
            c
            for c in self._named
            if not (c.start < candidate.end and candidate.start < c.end)
            and not 0
            <= c.start - candidate.end
            <= (_AT_ONCE if c.disease == candidate.disease else int(not is_secondary(candidate.disease)))
        ]
        first = max([first, *(c.end for c in others if c.end <= candidate.start)])
        # What stands in the clause of the next tumour, before its name, is told of that one.
        later = [
            max(
                min(self._clauses.clause_span(c.start)[0], self._semicolon(candidate.end, c.start)),
                candidate.end,
            )
            for c in others
            if c.start >= candidate.end
        ]
        last = min([last, *later])
        return max(first, self._clauses.clause_span(candidate.start)[0]), last

    def _semicolon(self, start: int, end: int) -> int:
        """Where the last semicolon between two tumours stands; where the second stands, if there is none."""
        at = self._text.rfind(";", start, end)
        return at if at >= 0 else end

    def is_long_ago(self, candidate: Candidate, mentions: Sequence[Mention]) -> bool:
        """Whether it is told as of years ago, or as treated and done with, and not as the matter now."""
        start, end = self.span(candidate)
        if self._is_former(candidate):
            return True
        if _EVER_SINCE.match(self._text, candidate.end):
            return False
        said = _CLEARED.sub("", self._text[candidate.end : end])
        if _NOW.search(_UNSPREAD.sub("", said) if _DATED_COURSE.match(said) else said):
            return False
        course = _COURSE.search(self._text, candidate.end, end)
        if course and not _LONG_AGO.search(self._text, candidate.end, course.start()):
            return False
        before = self._text[start : candidate.start]
        if _NOW.search(before) and not _LONG_AGO.search(before) and not _TREATED_FOR.search(before):
            return False
        if _LONG_AGO.search(OF_AN_AILMENT.sub("", self._text[start:end])):
            return True
        staged = any(m.name in STAGING for m in starting_within(mentions, start, end))
        return not staged and bool(_DONE.search(self._text, candidate.end, end))

    def _is_former(self, candidate: Candidate) -> bool:
        """Whether it is called a former one, or only its drugs are told: "after Burkitt chemo"."""
        before = self._text[max(0, candidate.start - 16) : candidate.start]
        through = _THROUGH.search(before) and _ITS_DRUGS.match(self._text, candidate.end)
        had = _HAD.search(before) and _OUT.match(self._text, candidate.end)
        former = _FORMER.search(before) or (_is_malignant(candidate) and _EARLIER.search(before))
        return bool(through or had or former or self.is_years_behind(candidate))

    def is_years_behind(self, candidate: Candidate) -> bool:
        """Whether it is named for a treatment of years before: "12 years after RT for tonsil ca"."""
        starts = {candidate.start, *(p.start for p in candidate.parts if p.kind == "morphology")}
        return any(_YEARS_AFTER.search(self._text, max(0, at - 60), at) for at in starts)

    def is_over(self, candidate: Candidate, mentions: Sequence[Mention]) -> bool:
        """Whether it is of years ago and nothing told later says that it has come back."""
        return not self.comes_back(candidate) and self.is_long_ago(candidate, mentions)

    def comes_back(self, candidate: Candidate) -> bool:
        """Whether something told from its name to the next tumour says that it has come back."""
        return bool(_AGAIN.search(_CLEARED.sub("", self.rest(candidate))))

    def is_dated(self, candidate: Candidate) -> bool:
        """Whether it is told with a year or an age of long ago."""
        said = OF_AN_AILMENT.sub("", self._text[slice(*self.span(candidate))])
        return self._is_former(candidate) or bool(_LONG_AGO.search(said))

    def is_only_of_an_age(self, candidate: Candidate) -> bool:
        """Whether nothing but an age tells that it may be of years ago."""
        said = self._text[slice(*self.span(candidate))]
        former = self._is_former(candidate) or _DONE.search(said) or _LONG_AGO.search(_AGED.sub("", said))
        return not former and _AGED.search(said) is not None

    def is_done_with(self, candidate: Candidate) -> bool:
        """Whether it is told with a year or an age, and as treated or gone."""
        said = self.rest(candidate)
        return self.is_dated(candidate) and bool(_TREATED.search(said) or _CLEARED.search(said))

    def rest(self, candidate: Candidate) -> str:
        """The text from its name to the next tumour, or to the end."""
        end = min((c.start for c in self._named if c.start >= candidate.end), default=len(self._text))
        return self._text[candidate.end : end]

    def holds(self, candidate: Candidate, mention: Mention) -> bool:
        """Whether a finding is told of it: it follows the name, or declines right before it."""
        start, end = self.span(candidate)
        if self.is_years_behind(candidate):
            # "Breast cancer 8 years after RT for Hodgkin's: pT2 N1" is staged itself.
            end = min(end, self._clauses.clause_span(candidate.start)[1])
        if mention.name in _STAGING_BEFORE and _STAGED_NAME.fullmatch(
            self._text, mention.end, max(mention.end, candidate.start)
        ):
            return True
        if is_of_now(self._text, candidate.end, mention):
            return False
        return (start if mention.kind == "declined" else candidate.start) <= mention.start < end

    def leads(self, candidate: Candidate, mention: Mention) -> bool:
        """Whether a side stands right before the tumour's name: "L breast ca 2001"."""
        return mention.name == "laterality" and bool(
            _STAGED_NAME.fullmatch(self._text, mention.end, max(mention.end, candidate.start))
        )

    def said(self, mention: Mention) -> str:
        """The words of a finding."""
        return self._text[mention.start : mention.end]

    def sentence(self, mention: Mention) -> int:
        """The number of the sentence that holds a finding."""
        return self._clauses.sentence(mention.start)

    def is_open(self, candidate: Candidate, mentions: Sequence[Mention]) -> bool:
        """Whether a finding or the radiotherapy asked for stands between it and the next tumour named."""
        start = self.span(candidate)[0]
        end = candidate.end + len(self.rest(candidate))
        return any(
            start <= m.start < end
            and (m.asks_for_radiotherapy or (m.assertion == "affirmed" and m.name in _PRESENT))
            for m in mentions
        )


def bygone(
    text: str, clauses: Clauses, mentions: list[Mention], stated: list[Candidate], named: list[Candidate]
) -> list[Candidate]:
    """Tumours of years ago, where another one is spoken of as present."""
    treated = [c for c in stated if is_treated(c) and c.strength >= STAGED]
    if len({c.disease for c in treated}) < 2:
        return _alone(text, clauses, mentions, stated, named) if treated else []
    gone = {clauses.sentence(m.start) for m in mentions if m.kind == "declined" and m.name == "follow_up"}
    past = [
        c
        for c in treated
        if clauses.sentence(c.start) in gone and _YEAR.search(text, *clauses.sentence_span(c.start))
    ]
    sentences = {clauses.sentence(c.start) for c in past}
    over = past if any(clauses.sentence(c.start) not in sentences for c in treated) else []
    told = Account(text, clauses, named)
    past = [
        c for c in treated if c in over or (not is_secondary(c.disease) and told.is_long_ago(c, mentions))
    ]
    # "Knee osteoarthritis, aged 74": an age says nothing of an illness that is no cancer.
    past = [c for c in past if c in over or _is_malignant(c) or not told.is_only_of_an_age(c)]
    aged = [c for c in past if told.is_only_of_an_age(c)]
    dated = [c for c in past if c not in aged]
    if (
        aged
        and {c.disease for c in past} == {c.disease for c in treated}
        and not any(m.name in STAGING for c in dated for m in starting_within(mentions, *told.span(c)))
    ):
        # "Glioma aged 34, cranial RT for ALL in 1994": the age is the patient's now.
        past = [c for c in past if c not in aged]
    slugs = {c.disease for c in past}
    present = [c for c in treated if c.disease not in slugs]
    rivals = [c for c in present if not is_secondary(c.disease)]
    rivals = [c for c in rivals if not is_held(text, c)] or rivals
    if any(told.is_open(c, mentions) for c in rivals):
        return past
    if not any(c.strength > STAGED for c in rivals):
        return over
    return over + [
        c for c in past if told.is_years_behind(c) or (not told.comes_back(c) and told.is_dated(c))
    ]


def behind_a_hint(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    stated: list[Candidate],
    named: list[Candidate],
    hinted: list[Candidate],
) -> tuple[list[Candidate], list[Candidate]]:
    """The tumours named, all of years ago, where a stage, a marker or a lesion speaks of another organ's.

    Returns:
        The past ones; and the others where a bare lesion or place leaves open whose it is.
    """
    told = Account(text, clauses, named)
    treated = [c for c in stated if is_treated(c) and c.strength >= STAGED and not is_secondary(c.disease)]
    treated = [c for c in treated if _is_malignant(c)]
    others = [h for h in hinted if not any(h.start < c.end and c.start < h.end for c in treated)]
    if not treated or any(is_kin(h.disease, c.disease) for h in others for c in treated):
        return [], []
    if any(told.comes_back(c) for c in treated):
        return [], []
    past = [c for c in treated if told.is_long_ago(c, mentions)]
    if len(past) != len(treated):
        return [], []
    asked = any(
        m.kind == "radiotherapy" and m.assertion == "affirmed" and not any(told.holds(c, m) for c in past)
        for m in mentions
    )
    if any(h.strength >= STAGED for h in others) or (
        asked and all(_CLEARED.search(text, *told.span(c)) for c in past)
    ):
        return past, []
    if any(is_secondary(c.disease) for c in stated):
        return (past if asked and any(h.strength == WEAK for h in others) else []), []
    return (past, others) if asked and others else ([], [])


def _alone(
    text: str, clauses: Clauses, mentions: list[Mention], stated: list[Candidate], named: list[Candidate]
) -> list[Candidate]:
    """The one tumour named, of years ago, where the text is about another illness or a benign lesion."""
    told = Account(text, clauses, named)
    past = [
        c
        for c in stated
        if is_treated(c) and _is_malignant(c) and c.strength > STAGED
        if told.is_long_ago(c, mentions) and told.is_dated(c)
    ]
    else_said = is_benign(text) or any(not is_treated(c) for c in stated) or tells_of_another(text, past)
    asked = any(
        (m.kind == "radiotherapy" or m.name in {"technique", "modality"})
        and m.assertion == "affirmed"
        and not any(told.holds(c, m) for c in past)
        for m in mentions
    )
    if asked or not else_said or any(told.comes_back(c) for c in past):
        return []
    return past
