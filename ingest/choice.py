"""Which of the diseases a text names is the one to treat."""

import re
from typing import NamedTuple

from ingest.aimed import aimed_metastases
from ingest.bygone import Account, behind_a_hint, bygone, is_treated
from ingest.bystander import is_benign
from ingest.clause import Clauses
from ingest.diagnosis import (
    STAGED,
    WEAK,
    Candidate,
    candidates,
    is_kin,
    is_secondary,
    staged_beside,
    staged_sites,
)
from ingest.dissected import of_parotid_nodes
from ingest.doubt import trailing_blood, without_doubtful
from ingest.held import held_by_order, held_in_a_list, is_held, is_treated_elsewhere, is_treated_otherwise
from ingest.hint import without_a_name, without_denied
from ingest.implied import implied_metastases, is_course_asked
from ingest.invasion import as_invasive
from ingest.likened import without_likened
from ingest.mention import Mention
from ingest.mislabelled import is_mislabelled
from ingest.other_side import is_of_one_side
from ingest.ours import left_to_others
from ingest.outsider import explains_a_relatives, is_outside, without_teams
from ingest.own_fracture import without_own_fracture
from ingest.painful_bone import painful_bone
from ingest.prescription import PRESCRIPTION, is_dated
from ingest.queried import is_found_harmless
from ingest.quiet import dealt_with, is_reason_of_an_old_operation
from ingest.ranking import (
    everyday,
    irradiated,
    is_neoplasm,
    most_specific,
    of_the_known_kind,
    rank,
    split,
    without_everyday,
    without_mimicked,
)
from ingest.refuted import is_refuted
from ingest.rival import recurrences, settle
from ingest.spread import (
    UNPLACED,
    held_origin,
    is_metastatic,
    tumours_asked_for,
    with_metastases,
)
from ingest.target import (
    few_metastases,
    foreseen,
    placed_by_site,
    primary_code,
    target_gap,
    told_outright,
)
from ingest.telltale import placed, telltales
from ontologies.disease import ancestors, load_diseases


class Choice(NamedTuple):
    """The diseases of a case, sorted by their part in it."""

    chosen: tuple[Candidate, ...]
    """Likeliest first; more than one only where nothing in the text decides."""
    primary: Candidate | None
    """The primary tumour of a chosen metastasis."""
    beside: tuple[Candidate, ...]
    """Named and asserted, but not what is to be treated."""
    aside: tuple[Candidate, ...]
    """Negated, historical, hypothetical or a relative's."""


def choose(text: str, clauses: Clauses, mentions: list[Mention], findings: list[Mention]) -> Choice:
    """The diseases to treat, their primary and what was left out."""
    case = _Case(text, clauses, mentions, findings)
    named = as_invasive(text, clauses, candidates(text, clauses, mentions))
    named = telltales(text, named)
    wrong = {c.disease for c in named if is_mislabelled(text, c, named)}
    named = of_the_known_kind(text, [_as_listed(case, c, named) for c in named])
    findings = without_denied(findings, named)
    case = case._replace(findings=findings)
    aside = [c for c in named if c.assertion not in {"affirmed", "uncertain"}]
    stated = [c for c in named if c.assertion in {"affirmed", "uncertain"}]
    # A "prostate mass" is no prostate cancer where that was the wrong label.
    stated = [c for c in stated if c.strength != WEAK or c.disease not in wrong]
    staged = staged_beside(text, clauses, mentions, findings, named)
    past = bygone(text, clauses, mentions, stated + staged, named + staged)
    if not past:
        hinted = without_a_name(text, clauses, mentions, findings, stated, _told_apart(aside))
        past, doubtful = behind_a_hint(text, clauses, mentions, stated + staged, named + hinted, hinted)
        if doubtful and not implied_metastases(text, mentions, past):
            # A past tumour, and a place to irradiate: nothing says that it has come back there.
            return Choice((*_distinct(past, set()), *_distinct(doubtful, set())), None, (), tuple(aside))
    aside += [c._replace(assertion="historical") for c in past]
    stated = [c for c in stated if not any(_names_again(c, p) for p in past)]
    stated = without_own_fracture(text, without_likened(text, without_teams(text, stated)))
    firm = without_mimicked(text, [c for c in stated if c.strength > STAGED], mentions, findings)
    firm += [c for c in staged if c not in past]
    firm, watched = _without_watched(case, named, stated, firm, aside)
    if not any(is_treated(c) for c in firm) and implied_metastases(text, mentions, watched):
        # "RCC on axitinib, stable bar one vertebra: SBRT": held by drugs, and yet what spread.
        firm, watched = [*firm, *watched], []
    firm, elsewhere = _with_what_came_back(case, firm, aside)
    watched += elsewhere
    if not any(is_treated(c) for c in firm):
        firm += of_parotid_nodes(findings, aside)
    tumours = [c for c in firm if load_diseases()[c.disease].malignant]
    if tumours and all(is_secondary(c.disease) for c in tumours):
        firm += tumours_asked_for(text, clauses, mentions, stated)
    theirs = [c for c in aside if c.assertion == "family"]
    aside = _distinct(aside, {c.disease for c in firm})
    aside += [c for c in _distinct(theirs, {a.disease for a in aside})]
    current = [c for c in firm if is_treated(c) and (is_neoplasm(c) or not is_held(text, c))]
    before = _of_the_past(aside) if not firm or is_course_asked(mentions) else []
    firm += implied_metastases(text, mentions, current or before)
    firm = most_specific(_distinct(firm, set()))
    choice = _choose_among(text, clauses, mentions, findings, named, firm, aside)
    choice = choice._replace(beside=(*choice.beside, *watched))
    if origin := held_origin(text, choice.chosen, choice.primary, watched):
        rest = tuple(c for c in choice.beside if not is_kin(c.disease, origin.disease))
        choice = choice._replace(primary=origin, beside=rest)
    lesions = [c for c in stated if c.strength == WEAK and not _MANY.search(text, c.start, c.end)]
    contest = settle(text, clauses, mentions, findings, choice.chosen, choice.beside, choice.aside, lesions)
    chosen = without_everyday(clauses, mentions, contest.chosen)
    chosen = told_outright(text, clauses, mentions, chosen)
    chosen = without_doubtful(text, clauses, mentions, named, chosen)
    left = [c for c in (*choice.beside, *contest.over, *contest.chosen) if c not in chosen]
    return choice._replace(chosen=chosen, beside=tuple(left))


def _names_again(candidate: Candidate, past: Candidate) -> bool:
    """Whether it is the past tumour, or its name with a marker beside it: "prostate ca 2012, PSA 0.1"."""
    over = candidate.start < past.end and past.start < candidate.end
    return candidate == past or (candidate.disease == past.disease and over)


_MANY = re.compile(r"\b(?:lung|pulmonary|liver|hepatic) (?:nodules|lesions|deposits|masses)$", re.IGNORECASE)
"""Lesions of the organs that tumours of elsewhere spread to, which are no primary beside one named."""


class _Case(NamedTuple):
    """A text and what was found in it."""

    text: str
    clauses: Clauses
    mentions: list[Mention]
    findings: list[Mention]


def _without_watched(
    case: _Case,
    named: list[Candidate],
    stated: list[Candidate],
    firm: list[Candidate],
    aside: list[Candidate],
) -> tuple[list[Candidate], list[Candidate]]:
    """The diseases named outright, or hinted at where those are comorbid or watched; and the watched."""
    told = Account(case.text, case.clauses, named)
    held = [c for c in firm if is_held(case.text, c) and not _is_asked_of(told, case.mentions, c)]
    held += [c for c in firm if is_treated_elsewhere(case.text, c)]
    held += dealt_with(case.text, case.clauses, case.mentions, firm)
    held += trailing_blood(case.text, case.clauses, case.findings, firm)
    held += held_by_order(case.text, [c for c in firm if is_treated(c)])
    held += held_in_a_list(case.text, firm)
    held += left_to_others(case.text, case.clauses, case.mentions, firm, stated)
    watched = [c for c in firm if any(_is_held_with(case.text, c, h) for h in held)]
    present = [c for c in firm if c not in watched]
    if any(is_treated(c) for c in present):
        return _told_by_its_course(case, present) or present, watched
    others = [c for c in stated if all(c.disease != w.disease for w in watched)]
    hinted = without_a_name(
        case.text, case.clauses, case.mentions, case.findings, others, [*watched, *_told_apart(aside)]
    )
    returned = _came_back(case.mentions, case.findings)
    if not hinted and not returned and not _is_asked_apart(case.clauses, case.mentions, watched):
        watched, present = [], firm
    staged = any(f.name in {"t", "gleason"} and f.assertion == "affirmed" for f in case.findings)
    if not staged and any(
        c.assertion == "hypothetical" and is_treated(c) and c.strength > STAGED for c in aside
    ):
        # A tumour named outright, though under a condition, is not passed over for an organ.
        hinted = []
    hinted = [
        c
        for c in without_mimicked(case.text, [*hinted, *present], case.mentions, case.findings)
        if c in hinted
    ]
    asked = _is_asked(case.mentions) or any(f.name in PRESCRIPTION for f in case.findings)
    marker_only = present and hinted and hinted[0].parts[0].kind == "axis" and not asked
    # A Gleason score is a cancer's, with or without a course asked for.
    marker_only = marker_only and hinted[0].parts[0].name not in {"gleason", "grade_group"}
    return (present if marker_only else hinted or present), watched


def _is_held_with(text: str, candidate: Candidate, held: Candidate) -> bool:
    """Whether it is held itself, is only the wider name of what is held, or is treated otherwise."""
    if candidate.disease in ancestors(held.disease)[1:]:
        return True
    same = candidate.disease == held.disease
    over = held.start < candidate.end and candidate.start < held.end
    return same and (over or is_treated_otherwise(text, held))


_JUST_GIVEN = re.compile(
    r"\bend of (?:treatment|RT|radiotherapy)\b|\bEOT\b|\b\d{1,2} ?(?:weeks?|wks?|days?|/52|/7)\b"
    r"|\b(?:last|this) week\b|\byesterday\b|\btoday\b",
    re.IGNORECASE,
)


def _told_by_its_course(case: _Case, present: list[Candidate]) -> list[Candidate]:
    """The tumour of the organ just irradiated, where only an everyday ailment is named.

    "Breast RT completed 6 weeks ago; knees stiff (OA)" is not about the knees.
    """
    if any(c.disease not in everyday() for c in present if is_treated(c)) or _is_asked(case.mentions):
        return []
    over = any(m.kind == "declined" and m.name == "completed" for m in case.mentions)
    given = [m.start for m in case.mentions if m.kind == "radiotherapy" and m.assertion == "delivered"]
    if not over or not given or not _JUST_GIVEN.search(case.text):
        return []
    sites = staged_sites(case.text, case.clauses, case.mentions, STAGED)
    return [c for c in sites if c.assertion == "affirmed" and any(0 <= at - c.end <= 1 for at in given)]


def _told_apart(aside: list[Candidate]) -> list[Candidate]:
    """Tumours of the past or of others, whose places hint at nothing."""
    return [c for c in aside if c.assertion in {"family", "historical"}]


def _of_the_past(aside: list[Candidate]) -> list[Candidate]:
    """Tumours of the past, which may be where a metastasis comes from that no word names."""
    return [c for c in aside if c.assertion == "historical" and c.strength > STAGED]


def _with_what_came_back(
    case: _Case, firm: list[Candidate], aside: list[Candidate]
) -> tuple[list[Candidate], list[Candidate]]:
    """The diseases with a past one that has recurred, and those then beside it; `aside` loses the recurred.

    "Relapse nine years after EBRT for prostate cancer": that tumour of the past is the matter again.
    """
    if not _came_back(case.mentions, case.findings):
        return firm, []
    again = [c for c in aside if c.assertion == "historical" and c.strength > STAGED and is_treated(c)]
    told_so = {case.clauses.sentence(f.start) for f in recurrences(case.findings)}
    elsewhere = [c for c in firm if is_treated(c)]
    here = [c for c in again if case.clauses.sentence(c.start) in told_so]
    again = here or ([] if elsewhere else again)
    if len({c.disease for c in again}) != 1 or any(
        case.clauses.sentence(c.start) in told_so for c in elsewhere
    ):
        return firm, []
    aside[:] = [c for c in aside if c not in again]
    return [*(c for c in firm if c not in elsewhere), again[0]._replace(assertion="affirmed")], elsewhere


_RULED_OUT = re.compile(
    r" ?(?:&|/|and|or) (?!(?:\w+ ){0,3}(?:mets?|metast\w+|nod(?:es?|al)|recurrence|spread)\b)"
    r"(?:[\w-]+ ){1,4}?(?:both |all )?"
    r"(?:excluded|ruled out|refuted)\b",
    re.IGNORECASE,
)
"""After a tumour: it and another thing were ruled out."""


def _as_listed(case: "_Case", candidate: Candidate, named: list[Candidate]) -> Candidate:
    """The disease as its neighbours make it: "breast ca aunt", "lymphoma and ca lung excluded"."""
    text = case.text
    candidate = placed(candidate, case.findings)
    if candidate.assertion not in {"affirmed", "uncertain"}:
        meant = is_of_one_side(text, candidate, named)
        return candidate._replace(assertion="affirmed") if meant else candidate
    outside = is_outside(text, case.clauses, case.mentions, candidate)
    if outside or explains_a_relatives(text, candidate, named):
        return candidate._replace(assertion="family")
    if is_refuted(text, case.clauses, candidate, named) or is_found_harmless(text, case.mentions, candidate):
        return candidate._replace(assertion="negated")
    if is_mislabelled(text, candidate, named):
        return candidate._replace(assertion="negated")
    if is_reason_of_an_old_operation(text, candidate):
        return candidate._replace(assertion="historical")
    denied = _RULED_OUT.match(text, candidate.end) is not None or any(
        other.assertion == "negated"
        and text[candidate.end : other.start].strip() in {"and", "or", "/", "&"}
        and re.match(r"[^.;\n]{0,12}\b(?:excluded|ruled out|refuted)\b", text[other.end :])
        for other in named
        if other.start >= candidate.end
    )
    return candidate._replace(assertion="negated") if denied else candidate


def _is_asked_of(told: Account, mentions: list[Mention], candidate: Candidate) -> bool:
    """Whether it is a metastasis, or radiotherapy is asked for in what is told of it."""
    start, end = told.span(candidate)
    return is_secondary(candidate.disease) or any(
        m.asks_for_radiotherapy and start <= m.start < end for m in mentions
    )


def _choose_among(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    named: list[Candidate],
    firm: list[Candidate],
    aside: list[Candidate],
) -> Choice:
    """The one of the diseases that stand in the text."""
    ahead = foreseen(text, named)
    if ahead is not None:
        return Choice((ahead,), None, tuple(c for c in firm if c.disease != ahead.disease), tuple(aside))
    certain = [c for c in firm if c.assertion == "affirmed"]
    queried = [c for c in firm if c.assertion == "uncertain"]
    aimed = [c for c in queried if is_treated(c) and target_gap(text, clauses, mentions, c) <= 1]
    if aimed and not any(target_gap(text, clauses, mentions, c) <= 3 for c in certain):
        certain, queried = aimed, [c for c in (*certain, *queried) if c not in aimed]
    if any(is_treated(c) for c in queried) and not any(is_treated(c) for c in certain):
        # "COPD, presumed lung cancer": what is certain is only the comorbidity.
        certain, queried = queried, certain
    asked = any(m.kind == "radiotherapy" and m.assertion != "negated" for m in mentions)
    if not certain and is_benign(text) and not asked:
        queried = []
    metastases = [c for c in certain or queried if is_secondary(c.disease)]
    primaries = [c for c in certain or queried if not is_secondary(c.disease)]
    if all(primary_code(c).startswith("C78") for c in metastases):
        # "RCC, lung mets, painful humerus 8/1": the bone is asked for, and not the lung.
        painful = painful_bone(text, clauses, mentions, findings, primaries, beside=bool(metastases))
        metastases = painful or metastases
    if not metastases and few_metastases(text) and any(c.assertion == "affirmed" for c in primaries):
        metastases = placed_by_site(text, mentions, primaries)
    if not metastases and is_metastatic(text):
        metastases = aimed_metastases(text, clauses, mentions, [], [c for c in primaries if is_neoplasm(c)])
    if metastases and all(primary_code(c) in UNPLACED for c in metastases):
        # "Oligomets: RUL 11 mm, LLL 9 mm": the organ stands beside the word.
        metastases = placed_by_site(text, mentions, primaries) or metastases
    if metastases:
        malignant = [c for c in primaries if load_diseases()[c.disease].malignant]
        spread = with_metastases(text, clauses, mentions, findings, metastases, malignant, aside)
        rest = [c for c in primaries if c not in malignant]
        return Choice(spread.chosen, spread.primary, (*spread.beside, *rest), tuple(aside))
    treated = [c for c in primaries if is_treated(c)]
    if not _is_asked(mentions) and all(c.disease in everyday() for c in treated):
        treated = [c for c in primaries if is_neoplasm(c) and not is_held(text, c)] or treated
    if _is_asked(mentions, text):
        treated = [c for c in treated if c.disease in irradiated()] or treated
    comorbid = [c for c in primaries if c not in treated] if treated else []
    ranked = rank(text, clauses, mentions, findings, treated or primaries)
    chosen, beside = split(text, ranked)
    beside += comorbid
    rest = [c for c in queried if certain]
    return Choice(tuple(chosen), None, tuple(beside + rest), tuple(aside))


def _is_asked_apart(clauses: Clauses, mentions: list[Mention], watched: list[Candidate]) -> bool:
    """Whether radiotherapy is asked for in a sentence that tells of none of these."""
    theirs = {clauses.sentence(c.start) for c in watched}
    return any(
        m.asks_for_radiotherapy
        and clauses.sentence(m.start) not in theirs
        and not is_dated(clauses.text, m)
        and not any(d.kind == "declined" and d.overlaps(m) for d in mentions)
        for m in mentions
    )


def _came_back(mentions: list[Mention], findings: list[Mention]) -> bool:
    """Whether a recurrence is affirmed and radiotherapy asked for."""
    return bool(recurrences(findings)) and _is_asked(mentions)


def _is_asked(mentions: list[Mention], text: str = "") -> bool:
    """Whether radiotherapy is asked for outright, and not only told with a year."""
    return any(m.asks_for_radiotherapy and not (text and is_dated(text, m)) for m in mentions)


def _distinct(found: list[Candidate], without: set[str]) -> list[Candidate]:
    """One candidate per disease: the strongest, nearest, first."""
    best: dict[str, Candidate] = {}
    for candidate in found:
        have = best.get(candidate.disease)
        better = have is None or (
            candidate.assertion == "affirmed",
            candidate.strength,
            -candidate.distance,
        ) > (have.assertion == "affirmed", have.strength, -have.distance)
        if better and candidate.disease not in without:
            best[candidate.disease] = candidate
    return sorted(best.values(), key=lambda c: (c.start, c.distance))
