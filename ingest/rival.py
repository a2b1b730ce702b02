"""Whether the findings and the treatment told belong to the tumour chosen or to one beside it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.bygone import OF_AN_AILMENT
from ingest.clause import Clauses
from ingest.delivered import RETURNED
from ingest.diagnosis import WEAK, Candidate, is_kin, is_secondary
from ingest.held import held_in_a_list, is_done_with, is_held, is_watched
from ingest.hint import without_a_name
from ingest.mention import Mention
from ingest.prescription import is_dated
from ingest.quiet import is_dealt_with
from ingest.ranking import everyday, irradiated, is_neoplasm, is_special
from ingest.target import BLOOD, category, foreseen, target_gap

_ASKED = frozenset({"modality", "technique", "fractionation", "asked_course", "asked_fractions"})
_TOLD = frozenset(
    {"t", "n", "stage", "gleason", "grade_group", "psa", "size_mm", "grade", "margin", "nodes_positive",
     "surgery", "setting", "systemic", "risk", "resectability", "operability", "symptom", "intent"}
)  # fmt: skip
_STAGED_BY = frozenset({"t", "n", "margin", "nodes_positive", "size_mm", "perineural"})
_LEAD = 2.0
"""Points by which one beside must lead the chosen."""
_AIMED = 3
"""Words at most between the radiotherapy asked for and the place of a tumour it is for."""
_CLOSED = re.compile(
    r"\b(?:excised|removed|resected|lasered|(?:frozen|burnt|shaved) off|curetted|\w*ablated|enucleated"
    r"|cured|settled|healed|resolved|gone|quiet|static|controlled|cleared|held"
    r"|signed off|let go|discharged|d/?c'?d"
    r"|came out|taken off|done with|long ago|in charge|survivor|undetectable|unrecordable|NED"
    r"|disease[- ]free|in (?:CR|remission)|CMR"
    r"|nothing (?:since|more|further|needed)|never came back|fine since|clear since|still clear"
    r"|(?<!PET )(?<!CT )(?<!MRI )(?<!MR )(?<!scan )(?<!scans )(?<!staging )(?<!imaging )otherwise clear"
    r"|watched|watching|observed|rescann\w+|surveillance|wait (?:and|&) (?:scan|see)|no growth|unchanged"
    r"|w ?& ?w|background|untreated"
    r"|no (?:further )?(?:relapse|recurrence|trouble|problem|change|f/?u\w*|follow-?up|treatment|tx"
    r"|intervention|adjuvant|chemo\w*)(?! for\b)|incidental\w*|leave (?:be|alone)"
    r"|(?:annual|yearly|\d-monthly|q\d\w*) (?:\w+ )?(?:bloods|scans?|MRI|CT|US|review|check\w*|smears?)"
    r"|(?:derm\w*|urology|haem\w*|hematology|ENT|gynae\w*|endocrine|neurosurg\w*|ophthalm\w*|hepatology"
    r"|orthop\w*|nurses?|clinic|surgeons?|physicians?|unit|MDT) "
    r"(?:yearly|annual\w*|will follow|follow\w*|watch\w*|manag\w*|keep\w*|review\w*|q\d))\b"
    r"|\b(?:19|20)\d\d\b|(?<!\w)['\u2019]\d\d\b|\b(?:years?|yrs?|decades?) (?:ago|clear)\b",
    re.IGNORECASE,
)
"""What says that a tumour is not the matter now."""


_CHRONIC = re.compile(r"C8[1-8]|C9[0-6]|D4[5-7]")
"""Diseases of the blood, which are watched for years beside another tumour."""


class Contest(NamedTuple):
    """Who is to be treated after all."""

    chosen: tuple[Candidate, ...]
    """As before; with those that more is told of; or these alone where the former is over."""
    over: tuple[Candidate, ...]
    """The former choice, where it is over."""


_STAYS = frozenset({"extracapsular", "margin", "perineural"})
"""Findings of a resection that is not the end of the matter."""


class _Told:
    """What is told of each of several tumours: its own sentence, and on to the next tumour."""

    def __init__(
        self, text: str, clauses: Clauses, mentions: list[Mention], tumours: list[Candidate]
    ) -> None:
        self._text = text
        self._clauses = clauses
        self._mentions = mentions
        self._tumours = tumours

    def sentence(self, candidate: Candidate) -> tuple[int, int]:
        """Its sentence, less what is told there of another tumour."""
        start, end = self._clauses.sentence_span(candidate.start)
        others = [c for c in self._tumours if not is_kin(c.disease, candidate.disease)]
        start = max([start, *(c.end for c in others if c.end <= candidate.start)])
        return start, min([end, *(c.start for c in others if c.start >= candidate.end)])

    def stretch(self, candidate: Candidate) -> tuple[int, int]:
        """The same, on to the sentence of the next tumour."""
        start, end = self.sentence(candidate)
        later = [
            max(end, self._clauses.sentence_span(c.start)[0])
            for c in self._tumours
            if c.start >= end and not is_kin(c.disease, candidate.disease)
        ]
        return start, min(later, default=len(self._text))

    def is_closed(self, candidate: Candidate) -> bool:
        """Whether its sentence says that it is not the matter now, and nothing is asked for after it."""
        return self._is_over(candidate, self.stretch(candidate))

    def is_left(self, candidate: Candidate) -> bool:
        """The same of its sentence alone."""
        return self._is_over(candidate, self.sentence(candidate))

    def _is_over(self, candidate: Candidate, span: tuple[int, int]) -> bool:
        if not _CLOSED.search(OF_AN_AILMENT.sub("", self._text[slice(*self.sentence(candidate))])):
            return False
        inside = [m for m in self._mentions if span[0] <= m.start < span[1]]
        return not self.asks(candidate, span) and not recurrences(inside)

    def asks(self, candidate: Candidate, span: tuple[int, int]) -> bool:
        """Whether a treatment by radiation is asked for there."""
        return _asks(self._inside(candidate, span))

    def weight(self, candidate: Candidate, span: tuple[int, int]) -> float:
        """How much of what stands there asks for, or describes, a treatment of it."""
        inside = self._inside(candidate, span)
        return 3.0 * _asks(inside) + len({m.name for m in inside if m.name in _TOLD})

    def _inside(self, candidate: Candidate, span: tuple[int, int]) -> list[Mention]:
        return [
            m
            for m in self._mentions
            if span[0] <= m.start < span[1]
            and m.assertion in {"affirmed", "uncertain"}
            and not (m.start < candidate.end and candidate.start < m.end)
            and not is_dated(self._text, m)
        ]


def _asks(mentions: list[Mention]) -> bool:
    return any(m.asks_for_radiotherapy or m.name in _ASKED for m in mentions)


def settle(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    chosen: tuple[Candidate, ...],
    beside: Sequence[Candidate],
    aside: Sequence[Candidate],
    lesions: Sequence[Candidate],
) -> Contest:
    """The chosen, held against tumours beside it in other sentences that are treated or described there.

    `lesions` are masses and nodules that may be one.
    """
    if len({x.disease for x in chosen}) > 1:
        return _without_closed(text, clauses, mentions, chosen)
    if not chosen:
        return Contest(chosen, ())
    here = {clauses.sentence(x.start) for x in chosen}
    # What is staged here goes before what is only watched there, wherever radiotherapy is asked for.
    staged = any(
        f.name in _STAGED_BY and f.assertion == "affirmed" and clauses.sentence(f.start) in here
        for f in findings
    )
    listed = held_in_a_list(text, [*chosen, *beside]) if staged else []
    rivals = [
        c
        for c in beside
        if _is_tumour(c)
        and c not in listed
        and c.disease not in everyday()
        and not (staged and (is_watched(text, c) or is_held(text, c)))
        and not is_done_with(text, c)
        and not (category(c) == "C44" and is_dealt_with(text, c))
        and not (is_held(text, c) and _CHRONIC.match(category(c)))
        and clauses.sentence(c.start) not in here
        and not any(is_kin(c.disease, x.disease) or is_special(x.disease, c.disease) for x in chosen)
    ]
    if foreseen(text, list(chosen)) or any(target_gap(text, clauses, mentions, x) <= _AIMED for x in chosen):
        return Contest(chosen, ())
    if _is_its_cavity(chosen, findings):
        return Contest(chosen, ())
    told = _Told(text, clauses, mentions, [*chosen, *rivals, *(c for c in aside if _is_tumour(c))])
    adverse = any(
        f.name in _STAYS and f.assertion == "affirmed" and f.value in {"present", "positive", "close"}
        for f in findings
        if clauses.sentence(f.start) in here
    )
    over = not adverse and all(told.is_closed(x) for x in chosen)
    # Myeloma and lymphoma have no metastases: those beside one that is over are another tumour's.
    spread = over and all(BLOOD.match(category(x)) for x in chosen)
    rivals = [c for c in rivals if spread or not is_secondary(c.disease)]
    if over:
        rivals += [
            c
            for c in aside
            if c.assertion == "historical" and _is_tumour(c) and told.asks(c, told.stretch(c))
            if clauses.sentence(c.start) not in here
        ]
    named = bool(rivals)
    if named:
        own = max(told.weight(x, told.stretch(x)) for x in chosen)
    else:
        # With no other tumour named, what is asked for elsewhere counts as its own only where it is open.
        own = max(told.weight(x, told.sentence(x)) for x in chosen)
        over = over or all(told.is_left(x) for x in chosen)
        secondary = is_secondary(chosen[0].disease) and not (over and own <= 0)
        if (own > 0 and not over) or secondary or recurrences(findings):
            return Contest(chosen, ())
        stands = any(_is_tumour(x) for x in chosen)
        gone = {c.disease for c in aside if stands and c.assertion == "historical"}
        hinted = _hinted(text, clauses, mentions, findings, chosen, aside, lesions)
        rivals = [c for c in hinted if c.disease not in gone]
    own = min(own, 0.0) - _LEAD if over else own
    weighed = [(told.weight(c, told.stretch(c)) - _LEAD * told.is_closed(c), c) for c in rivals]
    # Where nothing is told of the chosen, a tumour named elsewhere is as likely; one hinted at must lead.
    present = named and rivals[0].assertion != "historical"
    lead = 0.0 if own <= 0 and present else _LEAD
    ahead = [(w, c) for w, c in weighed if w >= own + lead]
    if not ahead:
        return Contest(chosen, ())
    most = max(w for w, _ in ahead)
    first = [c for w, c in ahead if w == most]
    stands = all(c.assertion != "historical" for c in first)
    if over and stands and most >= _LEAD and len({c.disease for c in first}) == 1:
        return Contest(tuple(first[:1]), chosen)
    return Contest((*chosen, *(c for _, c in ahead)), ())


def _is_its_cavity(chosen: tuple[Candidate, ...], findings: list[Mention]) -> bool:
    """Whether what is to be irradiated is where a brain metastasis was: resected, it is the matter still."""
    cavity = any((f.name, f.value) == ("target", "brain_cavity") for f in findings)
    return cavity and all(x.disease == "brain-metastasis" for x in chosen)


def _without_closed(
    text: str, clauses: Clauses, mentions: list[Mention], chosen: tuple[Candidate, ...]
) -> Contest:
    """The one of several that is not over and of which something is told, where the others are over."""
    told = _Told(text, clauses, mentions, list(chosen))
    open_ = [c for c in chosen if not told.is_closed(c)]
    if len({c.disease for c in open_}) != 1 or told.weight(open_[0], told.stretch(open_[0])) < _LEAD:
        return Contest(chosen, ())
    return Contest(tuple(open_), tuple(c for c in chosen if c not in open_))


def recurrences(findings: list[Mention]) -> list[Mention]:
    """The findings that affirm a recurrence."""
    return [f for f in findings if f.name == "setting" and f.value in RETURNED and f.assertion == "affirmed"]


def _is_tumour(candidate: Candidate) -> bool:
    return is_neoplasm(candidate) or candidate.disease in irradiated()


_OPERATED = frozenset({"chest_wall", "after_mastectomy"})
"""What a mastectomy, however long ago, is read as."""


def _hinted(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    chosen: tuple[Candidate, ...],
    aside: Sequence[Candidate],
    lesions: Sequence[Candidate],
) -> list[Candidate]:
    """Tumours that other sentences only hint at, by a stage, a marker or a place to irradiate."""
    here = {clauses.sentence(x.start) for x in chosen}
    elsewhere = [f for f in findings if clauses.sentence(f.start) not in here]
    elsewhere = [f for f in elsewhere if not (f.value in _OPERATED and is_dated(text, f))]
    apart = [*chosen, *(c for c in aside if c.assertion in {"family", "historical", "negated"})]
    found = without_a_name(text, clauses, mentions, elsewhere, list(lesions), apart)
    # An antrum is the maxilla's or the stomach's: beside a tumour of either it is that one's.
    own = {(c.start, c.end) for c in found if any(is_kin(c.disease, x.disease) for x in chosen)}
    return [
        c
        for c in found
        if c.strength >= WEAK
        and (c.start, c.end) not in own
        and not any(a.assertion == "negated" and a.disease == c.disease for a in aside)
        and clauses.sentence(c.start) not in here
        and not any(is_kin(c.disease, x.disease) for x in chosen)
    ]
