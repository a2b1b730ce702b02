"""Reads a clinician's diagnosis into a profile: the disease to treat and its findings, each with its span.

Nothing is inferred but by these rules: a Gleason pattern gives its ISUP 2014 grade group, a Karnofsky score its
ECOG grade (axes/core.yaml), a margin's width its status (close up to 2 mm), and a prostate cancer without a stated
risk its NCCN group (`ingest/risk.py`).
"""

from functools import cache

from ingest.assertion import assert_mentions
from ingest.choice import Choice, choose
from ingest.clause import Clauses
from ingest.coding import coding_text, unread_words
from ingest.diagnosis import Candidate
from ingest.grammar import read_grammars
from ingest.lexicon import clinical_gazetteer
from ingest.mention import Mention
from ingest.refusal import declined
from ingest.risk import derived_risk
from ingest.words import Words, split_words
from kg.profile import DiseaseFinding, Finding, Profile
from ontologies.axis import load_axes
from ontologies.disease import load_diseases

_LONGEST = 20_000
"""Characters read; the interface refuses longer texts."""


def read_case(text: str) -> Profile:
    """The profile of a case: diseases, findings, what was set aside and what was not understood."""
    text = text[:_LONGEST]
    words = split_words(text)
    clauses = Clauses(text)
    mentions = read_mentions(text, words, clauses)
    findings = [m for m in mentions if m.kind == "axis"]
    choice = choose(text, clauses, mentions, findings)
    kept = [m for m in findings if m.assertion in {"affirmed", "uncertain"} or _is_said(m)]
    kept += derived_risk(choice.chosen[0].disease if choice.chosen else None, kept)
    return Profile(
        diseases=tuple(_disease(text, c) for c in choice.chosen),
        findings=tuple(_findings(text, kept, choice)),
        set_aside=tuple(_set_aside(text, findings, kept, choice)),
        declined=tuple(
            Finding(axis="declined", value=m.name, start=m.start, end=m.end, text=text[m.start : m.end])
            for m in declined(mentions)
        ),
        coding_text=coding_text(text, clauses, mentions, choice),
        not_understood=unread_words(words, mentions),
    )


def read_mentions(text: str, words: Words, clauses: Clauses) -> list[Mention]:
    """Everything the gazetteer and the grammars find, judged and freed of shadows, in text order."""
    found = clinical_gazetteer().find(words)
    numbers = read_grammars(text)
    found = [m for m in found if _stands(text, m, numbers)]
    found = _longest_per_axis([*found, *numbers])
    found.sort(key=lambda m: (m.start, -m.end))
    return assert_mentions(words, clauses, found)


def _stands(text: str, mention: Mention, numbers: list[Mention]) -> bool:
    """Whether a short form really is what it looks like: `L` a side and not a litre or a vertebra."""
    span = text[mention.start : mention.end]
    if mention.kind != "axis" or len(span) > 2:
        return True
    if mention.name == "sex" and len(span) == 1:
        return False
    if mention.name == "laterality" and len(span) == 1:
        before, after = text[: mention.start].rstrip(), text[mention.end :]
        follows = after[:1] in {" ", ",", ".", ";", ")", ""} or after[:2].strip(" )")[:1].isalpha()
        return follows and not before[-1:].isdigit() and not after[:1] == "-"
    return not any(n.start <= mention.start and mention.end <= n.end for n in numbers)


def _longest_per_axis(found: list[Mention]) -> list[Mention]:
    """The mentions without those that a longer form of the same axis holds."""
    axes: dict[str, list[Mention]] = {}
    for mention in found:
        if mention.kind == "axis":
            axes.setdefault(mention.name, []).append(mention)
    declining = [m for m in found if m.kind == "declined"]
    seen: set[tuple[str, str, str | float, int]] = set()
    kept = []
    for mention in found:
        rivals = axes[mention.name] if mention.kind == "axis" else ()
        if mention.kind == "declined":
            rivals = declining
        if any(r.covers(mention) for r in rivals):
            continue
        key = (mention.kind, mention.name, mention.value, mention.start)
        if key not in seen:
            seen.add(key)
            kept.append(mention)
    return kept


@cache
def _negative_values() -> frozenset[tuple[str, str]]:
    return frozenset(
        (name, value)
        for name, axis in load_axes().items()
        for value, entry in axis.values.items()
        if value in {"none", "negative", "absent"}
    )


_STATUS_AXES = ("t", "n", "m", "stage", "age", "sex", "kps", "ecog")


def _is_said(mention: Mention) -> bool:
    """Whether the finding stands whatever words surround it: a status, a category, a person's age."""
    return (
        mention.assertion != "family"
        and (
            mention.name.startswith("biomarker:")
            or mention.name in _STATUS_AXES
            or (mention.name, str(mention.value)) in _negative_values()
        )
        or (mention.assertion in {"historical", "hypothetical"} and mention.name in _COURSE_AXES)
    )


_COURSE_AXES = frozenset(
    {"surgery", "setting", "margin", "systemic", "response", "prior_radiotherapy", "target",
     "technique", "modality", "fractionation", "location", "laterality", "intent"}
)  # fmt: skip
"""Axes whose values hold in the past or under a condition too: an operation is always history."""


def _finding(text: str, mention: Mention) -> Finding:
    return Finding(
        axis=mention.name,
        value=mention.value,
        start=mention.start,
        end=mention.end,
        text=text[mention.start : mention.end],
    )


def _findings(text: str, kept: list[Mention], choice: Choice) -> list[Finding]:
    found = {}
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


def _set_aside(
    text: str, findings: list[Mention], kept: list[Mention], choice: Choice
) -> list[Finding]:
    left = [
        Finding(axis="disease", value=f"{reason}:{c.disease}", start=c.start, end=c.end, text=text[c.start : c.end])
        for group in (choice.aside, choice.beside)
        for c in group
        for reason in (c.assertion if group is choice.aside else "beside",)
        if choice.primary is None or c.disease != choice.primary.disease
    ]
    standing = set(kept)
    left += [
        _finding(text, m).model_copy(update={"value": f"{m.assertion}:{m.value}"})
        for m in findings
        if m not in standing
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
