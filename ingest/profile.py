"""Reads a clinician's diagnosis into a profile: the disease to treat and its findings, each with its span.

Nothing is inferred but by these rules: a Gleason pattern gives its ISUP 2014 grade group, a Karnofsky score
its ECOG grade (axes/core.yaml), a margin's width its status (close up to 2 mm), and a prostate cancer without
a stated risk its NCCN group, the word metastatic M1, counted nodes N+, relief in the frail palliative intent
(`ingest/risk.py`).
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from ingest.afterwards import WISH_AXES, comes_later
from ingest.aimed import as_sole_target
from ingest.assertion import assert_mentions
from ingest.bed_alone import read_beds
from ingest.boost import read_boosts, without_strange_boosts
from ingest.bygone import Account, is_treated
from ingest.called_off import without_called_off
from ingest.choice import Choice, choose
from ingest.clause import Clauses
from ingest.coding import coding_text, unread_words
from ingest.dated import as_first_course, is_of_a_past_course, is_of_another_year, is_of_the_primary
from ingest.delivered import earlier_course, remaining_part, without_first_course
from ingest.diagnosis import STAGED, Candidate, is_kin, is_secondary
from ingest.external_phase import as_external_phase
from ingest.implant import read_implants
from ingest.late_effect import LATE_EFFECT, without_late_effects
from ingest.legible import evenly_spaced
from ingest.mention import Mention
from ingest.misplaced import misplaced_course
from ingest.other_cause import OTHER_CAUSE, without_other_cause
from ingest.other_side import as_earlier, lies_in, told_of_the_other_side
from ingest.outsider import sentences_of_others
from ingest.prescription import read_prescription, without_drug_frequencies, without_its_stereotaxy
from ingest.reading import read_text
from ingest.refusal import declined
from ingest.relevance import is_of_another_organ, relevant
from ingest.reserve import without_reserved
from ingest.risk import derived_intent, derived_metastasis, derived_risk, derived_setting, derived_spread
from ingest.ruled_out import (
    is_of_a_chance_finding,
    is_of_a_drug,
    is_of_a_past_lesion,
    is_of_an_operation,
    is_of_field,
    is_of_the_bronchi,
    is_ruled_out,
    without_outdone,
)
from ingest.settled import settled
from ingest.shorthand import read_shorthand
from ingest.target import category
from kg.profile import DiseaseFinding, Finding, Profile
from ontologies.axis import load_axes
from ontologies.disease import load_diseases

_Quoted = TypeVar("_Quoted", Finding, DiseaseFinding)
_LONGEST = 20_000
"""Characters read; the interface refuses longer texts."""


def read_case(text: str) -> Profile:
    """The profile of a case: diseases, findings, what was set aside and what was not understood."""
    text = text[:_LONGEST]
    even = evenly_spaced(text)
    return _read_even(text) if even == text else _as_written(_read_even(even), text)


def _as_written(profile: Profile, text: str) -> Profile:
    """The profile with what it quotes as the text has it, odd spaces and all."""
    return profile.model_copy(
        update={
            "diseases": tuple(_quoting(text, profile.diseases)),
            "findings": tuple(_quoting(text, profile.findings)),
            "set_aside": tuple(_quoting(text, profile.set_aside)),
            "declined": tuple(_quoting(text, profile.declined)),
        }
    )


def _quoting(text: str, found: tuple[_Quoted, ...]) -> Iterator[_Quoted]:
    return (f.model_copy(update={"text": text[f.start : f.end]}) for f in found)


def _read_even(text: str) -> Profile:
    """The profile of a case in plain spaces."""
    reading = read_text(text)
    clauses, mentions = reading.clauses, list(reading.mentions)
    boosts = read_boosts(text) + read_implants(text)
    if (
        further := read_prescription(text)
        + boosts
        + read_beds(text)
        + _unnamed(mentions, read_shorthand(text))
    ):
        mentions = [m for m in mentions if not any(b.name == m.name and b.covers(m) for b in boosts)]
        mentions = assert_mentions(reading.words, clauses, sorted([*mentions, *further], key=_place))
    mentions = without_drug_frequencies(text, without_strange_boosts(text, mentions))
    mentions = without_late_effects(text, without_reserved(text, without_called_off(text, mentions)))
    mentions = without_other_cause(text, mentions)
    mentions = as_earlier(mentions, earlier := told_of_the_other_side(text, clauses, mentions))
    findings = [m for m in mentions if m.kind == "axis"]
    choice = choose(text, clauses, mentions, findings)
    told = Account(text, clauses, [*choice.chosen, *choice.beside, *choice.aside])
    others = _others(clauses, choice)
    theirs = sentences_of_others(clauses, mentions, choice.aside, (*choice.chosen, choice.primary))
    if choice.chosen:
        mentions = [m for m in mentions if not _is_told_of(told, others, theirs, m)]
    kept = [
        m
        for m in findings
        if _is_said(m)
        and not lies_in(m, earlier)
        and not _is_told_of(told, others, theirs, m)
        and not _of_another(clauses, m, choice)
        and not is_of_another_year(text, clauses, m, choice)
        and not is_of_the_primary(text, clauses, m, choice)
        and not is_of_a_past_course(text, mentions, m)
        and not is_of_a_chance_finding(text, m, [c.start for c in choice.chosen])
    ]
    if choice.chosen:
        kept = relevant(text, choice.chosen[0].disease, kept)
    kept = [m for m in _without_alternatives(text, kept) if not comes_later(text, mentions, m)]
    if choice.chosen:
        kept = [m for m in kept if not is_of_another_organ(choice.chosen[0].disease, m)]
    kept = [m for m in kept if not is_of_a_past_lesion(text, m, kept)]
    kept = remaining_part(text, as_external_phase(text, as_sole_target(text, kept)))
    kept = without_outdone(text, without_first_course(without_its_stereotaxy(kept)))
    kept = as_first_course(findings, kept, choice)
    if not any(m.name == "given" for m in kept):
        kept = [m for m in kept if not _is_the_boosts(text, m)]
    if not any(c.assertion == "historical" for c in choice.aside):
        kept += earlier_course(text, findings, kept)
    disease = choice.chosen[0].disease if choice.chosen else None
    kept += derived_spread(disease, kept, text)
    kept += derived_metastasis([(c.disease, c.start, c.end) for c in choice.beside], kept)
    kept += derived_setting(disease, kept, text)
    kept += derived_risk(disease, kept, text)
    kept += derived_intent(disease, kept, text)
    return Profile(
        diseases=tuple(_disease(text, c) for c in choice.chosen),
        findings=tuple(_findings(text, kept, choice)),
        set_aside=tuple(_set_aside(text, findings, kept, choice)),
        declined=tuple(
            Finding(axis="declined", value=m.name, start=m.start, end=m.end, text=text[m.start : m.end])
            for m in (
                *declined(text, clauses, mentions, choice.chosen, choice.beside + choice.aside),
                *settled(text, clauses, mentions, choice.chosen),
                *misplaced_course(text, mentions, choice.chosen),
            )
        ),
        coding_text=coding_text(text, clauses, mentions, choice),
        not_understood=unread_words(reading.words, mentions),
    )


def _unnamed(mentions: list[Mention], short: list[Mention]) -> list[Mention]:
    """The short forms that no longer name of a disease holds."""
    return [s for s in short if not any(m.kind == "disease" and m.covers(s) for m in mentions)]


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


@cache
def _negative_values() -> frozenset[tuple[str, str]]:
    return frozenset(
        (name, value)
        for name, axis in load_axes().items()
        for value, entry in axis.values.items()
        if value in {"none", "negative", "absent"}
    )


_STATUS_AXES = ("t", "n", "m", "stage", "age", "sex", "kps", "ecog")
_COURSE_AXES = frozenset(
    {"surgery", "setting", "margin", "systemic", "response", "prior_radiotherapy", "location", "intent"}
)
"""Axes whose values hold in the past or under a condition too: an operation is always history."""
_ASKED_AXES = WISH_AXES | {"setting", "intent", "called_for"}
"""Axes of radiotherapy asked for, which no illness has that is not irradiated."""
_DISEASE_AXES = (_COURSE_AXES - {"prior_radiotherapy"}) | WISH_AXES | {
    "t", "n", "m", "stage", "grade", "grade_group", "gleason", "psa", "size_mm", "called_for",
}  # fmt: skip
"""Axes that describe one tumour and its treatment, not the patient."""


def _is_said(mention: Mention) -> bool:
    """Whether the text stands behind the finding, for the case as it is now."""
    status, axis = mention.assertion, mention.name
    if status in {"affirmed", "uncertain"}:
        return True
    if status == "family":
        return False
    if axis.startswith("biomarker:") or axis in _STATUS_AXES:
        return True
    if (axis, str(mention.value)) in _negative_values():
        return True
    if status == "hypothetical":
        return axis in _COURSE_AXES | WISH_AXES
    return status == "historical" and axis in _COURSE_AXES


def _others(clauses: Clauses, choice: Choice) -> list[Candidate]:
    """Tumours treated apart from the case's: past ones, and those beside in a sentence of their own."""
    past = [
        c
        for c in choice.aside
        if c.assertion == "historical"
        and c != choice.primary
        and not any(_is_the_same(c, chosen) for chosen in choice.chosen)
    ]
    here = {clauses.sentence(c.start) for c in choice.chosen}
    return past + [
        c
        for c in choice.beside
        if c.strength > STAGED and not is_secondary(c.disease) and clauses.sentence(c.start) not in here
    ]


def _is_the_same(past: Candidate, chosen: Candidate) -> bool:
    """Whether a past tumour may be the one treated now; of the skin's there are many."""
    of_skin = {category(past), category(chosen)} == {"C44"}
    return is_kin(past.disease, chosen.disease) and not (of_skin and past.disease != chosen.disease)


def _is_told_of(told: Account, others: list[Candidate], theirs: dict[int, int], mention: Mention) -> bool:
    """Whether it describes the treatment of such a tumour, or stands in another person's sentence."""
    if mention.name in {OTHER_CAUSE, LATE_EFFECT}:
        return False
    described = mention.name in _DISEASE_AXES
    calm = mention.kind == "declined" and mention.name != "refused"
    begins = theirs.get(told.sentence(mention))
    if (described or calm) and begins is not None and mention.start >= begins:
        return True
    if any(told.leads(c, mention) for c in others):
        return True
    asked = mention.kind == "radiotherapy" or mention.name in _ASKED_AXES
    if asked:
        # Sleep apnoea and a sore hip own no radiotherapy that is told after them.
        others = [c for c in others if is_treated(c)]
    if mention.name == "refused" and _IMPOSSIBLE.search(told.said(mention)):
        # What cannot be irradiated cannot be now, whatever was irradiated years ago.
        return False
    return (described or asked or mention.kind == "declined") and any(told.holds(c, mention) for c in others)


_IMPOSSIBLE = re.compile(
    r"contraindicated|not possible|no (?:more|further) |unsuitable|not suitable|candidate", re.IGNORECASE
)


def _of_another(clauses: Clauses, mention: Mention, choice: Choice) -> bool:
    """Whether the finding stands in the clause of a past or a relative's disease and describes that.

    An operation of years ago on the tumour that is now back is the case's.
    """
    if mention.assertion not in {"historical", "family"}:
        return False
    clause = clauses.clause(mention.start)
    return any(
        clauses.clause(c.start) == clause
        for c in choice.aside
        if c.assertion != "historical" or not any(is_kin(c.disease, now.disease) for now in choice.chosen)
    )


_APART = 12
"""Characters between two courses left open, at most: " versus " and its like."""


def _without_alternatives(text: str, kept: list[Mention]) -> list[Mention]:
    """The findings without courses left open: "electrons or superficial" asks for neither alone."""
    asked = sorted((m for m in kept if m.name in {"modality", "technique"}), key=lambda m: m.start)
    either: set[Mention] = set()
    for i, first in enumerate(asked):
        for second in asked[i + 1 :]:
            if second.start - first.end > _APART:
                break
            if text[first.end : second.start].strip().lower() not in {"or", "vs", "versus", "v", "/"}:
                continue
            if _modality_of(first) != _modality_of(second):
                spans = {(first.start, first.end), (second.start, second.end)}
                either |= {m for m in asked if (m.start, m.end) in spans}
            elif (
                first.name == second.name == "technique"
                and first.value != second.value
                and text[first.end : second.start].strip() != "/"
            ):
                either |= {first, second}
    return [
        m
        for m in kept
        if m not in either
        and not is_ruled_out(text, m)
        and not is_of_field(text, m)
        and not is_of_a_drug(text, m)
        and not is_of_the_bronchi(text, m)
        and not is_of_an_operation(text, m)
    ]


_BOOST = re.compile(r"\s+(?:cone )?boost\b(?! only| alone)", re.IGNORECASE)


def _is_the_boosts(text: str, finding: Mention) -> bool:
    """Whether electrons or photons are those of a boost that follows: "WBRT f/b electron boost"."""
    return (
        finding.name == "modality"
        and finding.value in {"electron", "photon"}
        and bool(_BOOST.match(text, finding.end))
        and bool(_WHOLE.search(text[: finding.start]))
    )


_WHOLE = re.compile(
    r"\b(?:WBRT|whole[ -]breast|WBI|EBRT|RT|radiotherapy|radiation|chest wall)\b", re.IGNORECASE
)


_IMPLANTS = frozenset({"hdr", "ldr", "pdr", "plaque", "contact"})


def _modality_of(asked: Mention) -> str:
    """The modality a modality or technique asked for stands for."""
    if asked.name == "modality":
        return str(asked.value)
    return "brachytherapy" if asked.value in _IMPLANTS else "photon"


def _finding(text: str, mention: Mention) -> Finding:
    return Finding(
        axis=mention.name,
        value=mention.value,
        start=mention.start,
        end=mention.end,
        text=text[mention.start : mention.end],
    )


def _findings(text: str, kept: list[Mention], choice: Choice) -> list[Finding]:
    found: dict[tuple[str, str | float], Finding] = {}
    for mention in sorted(kept, key=lambda m: (m.start, -m.end)):
        found.setdefault((mention.name, mention.value), _finding(text, mention))
    if choice.primary is not None:
        primary = choice.primary
        found["primary", primary.disease] = Finding(
            axis="primary",
            value=primary.disease,
            start=primary.start,
            end=primary.end,
            text=text[primary.start : primary.end],
        )
    return list(found.values())


def _set_aside(text: str, findings: list[Mention], kept: list[Mention], choice: Choice) -> list[Finding]:
    left = [
        Finding(
            axis="disease",
            value=f"{reason}:{c.disease}",
            start=c.start,
            end=c.end,
            text=text[c.start : c.end],
        )
        for group in (choice.aside, choice.beside)
        for c in group
        for reason in (c.assertion if group is choice.aside else "beside",)
        if choice.primary is None or c.disease != choice.primary.disease
    ]
    standing = set(kept)
    left += [
        _finding(text, m).model_copy(update={"value": f"{m.assertion}:{m.value}"})
        for m in findings
        if m not in standing and m.assertion not in {"affirmed", "uncertain"}
    ]
    return left


def _disease(text: str, candidate: Candidate) -> DiseaseFinding:
    return DiseaseFinding(
        disease=candidate.disease,
        name=load_diseases()[candidate.disease].name,
        start=candidate.start,
        end=candidate.end,
        text=text[candidate.start : candidate.end],
    )
