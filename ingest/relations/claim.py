"""A claim the grammar reads in a sentence, and how far it can be trusted."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ingest.lexicon import load_yaml
from ingest.relations.sentence import Node, Sentence
from kg.statement import Relation, Tier

ACCEPTED, REVIEW, DROPPED = 0.92, 0.6, 0.2
"""Confidence of a claim by its tier; what was measured on abstracts is near these."""


class Claim(NamedTuple):
    """Subject, relation and object as nodes of one sentence."""

    subject: Node
    relation: Relation
    object: Node
    pattern: str
    """Name of the pattern that read it, which says what kind of thing the sentence is: a finding, a use."""
    tier: Tier
    sentence: Sentence
    at: tuple[int, int]
    """Span of the match within the sentence's mask."""
    qualifiers: dict[str, Any]

    @property
    def confidence(self) -> float:
        """What the tier is worth."""
        return {"accepted": ACCEPTED, "review": REVIEW, "dropped": DROPPED}[self.tier]


@cache
def words(name: str) -> str:
    """A word list of relations.yaml as an alternation, longest first."""
    listed = sorted({str(w) for w in load_yaml("relations.yaml")[name]}, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", "[ -]") for w in listed)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words(name)})(?![\w-])" + (r"|\?" if name == "asking" else ""))


_BEFORE, _AFTER = 70, 45
_CUT = re.compile(r"[,;:]|\b(?:but|although|whereas|while|however)\b")
_AFFIRMING = re.compile(r"\bnot only\b|\bnot inferior\b|\bno longer\b|\bno previous\w*\b|\bwith or without\b")


def claims(
    sentence: Sentence,
    relation: Relation,
    pattern: str,
    match: re.Match[str],
    subjects: list[Node],
    objects: list[Node],
    *,
    loose: bool = False,
    denies: bool = False,
    qualifiers: dict[str, Any] | None = None,
) -> Iterator[Claim]:
    """The claims of one match, each with its tier.

    `loose`: the pattern leaves doubt, so that a reader must look. `denies`: the pattern's own words are
    negative ("contraindicated", "resistant"), so that its treatment counts as refused without being so.
    """
    subjects, objects = _distinct(subjects), _distinct(objects)
    tier = _standing(sentence, match, denies=denies)
    if tier == "accepted" and (loose or len(subjects) * len(objects) != 1):
        tier = "review"
    for subject in subjects:
        for object_ in objects:
            yield Claim(
                subject, relation, object_, pattern,
                _worst(tier, _asserted(subject, denies=denies), _asserted(object_, denies=denies)),
                sentence, match.span(), dict(qualifiers or {}),
            )  # fmt: skip


def _distinct(nodes: list[Node]) -> list[Node]:
    """One node for each thing: a name and its repetition are one."""
    seen: dict[str, Node] = {}
    for node in nodes:
        key = node.main.reference.curie if node.main.reference else node.main.text.lower()
        seen.setdefault(key if len(node.mentions) == 1 else f"{node.start}", node)
    return list(seen.values())


def _standing(sentence: Sentence, match: re.Match[str], *, denies: bool) -> Tier:
    """What the words around a match make of it."""
    mask = sentence.mask
    before = mask[max(0, match.start() - _BEFORE) : match.start()]
    cuts = list(_CUT.finditer(before))
    near = before[cuts[-1].end() :] if cuts else before
    after = mask[match.end() : match.end() + _AFTER]
    cut = _CUT.search(after)
    after = after[: cut.start()] if cut else after
    said = match.group()
    around = _AFFIRMING.sub("", near if denies else f"{near}{said}")
    if _pattern("denying").search(around) or _TAKEN_BACK.match(after):
        return "dropped"
    if mask.rstrip().endswith("?") or _pattern("asking").search(mask, 0, match.end()):
        return "dropped"
    if _pattern("hedges").search(mask) or _pattern("preclinical").search(mask):
        return "review"
    return "accepted"


_TAKEN_BACK = re.compile(
    r"[^.]{0,25}\b(?:(?:was|were|is|are|did|does|do|has|have|can|could) (?:not|never|no)|cannot|failed|is"
    r" unclear"
    r"|ineffective|inferior|unsatisfactory|disappointing|no (?:benefit|effect|response|difference"
    r"|improvement))\b"
)


def _asserted(node: Node, *, denies: bool) -> Tier:
    tiers: list[Tier] = ["accepted"]
    for mention in node.mentions:
        said = mention.assertion
        tiers.append(mention.tier)
        if said.experiencer != "patient" or (said.polarity == "negated" and not denies):
            return "dropped"
        if said.certainty == "hypothetical" and not denies:
            return "dropped"
        if said.certainty == "uncertain":
            tiers.append("review")
    return _worst(*tiers)


def _worst(*tiers: Tier) -> Tier:
    return "dropped" if "dropped" in tiers else "review" if "review" in tiers else "accepted"
