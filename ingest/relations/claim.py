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


class _Standing(NamedTuple):
    tier: Tier
    proposed: bool = False


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
    proposed: bool = False
    """Whether it is only asked, aimed at or supposed: worth a reader's look, never a finding."""

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
_LIST = 5
"""Treatments of the longest list that is accepted item by item."""
_STATING = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|does|underwent|received|receives?|improve[sd]|prolong(?:s|ed)"
    r"|show(?:s|ed)|demonstrate[sd]|achieve[sd]|produce[sd]|confer(?:s|red)?|predict(?:s|ed)?"
    r"|correlate[sd]?"
    r"|cause[sd]|reduce[sd]|increase[sd]|extend(?:s|ed)|respond(?:s|ed)|benefit(?:s|ed)|remains?|became"
    r"|represents?"
    r"|yield(?:s|ed)|resulted|results in|leads? to|led|provide[sd]|s/p|status post|treats?|killed"
    r"|indicate[sd]?|avoid|do not"
    r"|presented|developed|completed|progressed|induce[sd]|mediate[sd]?|drives?|determine[sd]?"
    r"|promote[sd]?)\b"
)
"""Verbs that make a statement; a title or the name of an arm has none."""
_UNSETTLED = re.compile(
    r"^\W*(?:\d{1,2}[.)]|[-*\u2022])\s|^\W*(?:\d{1,2}[.)] )?(?:histologic|cytologic|pathologic)"
    r"|\b(?:will|shall|must|eligible|eligibility|inclusion|exclusion|participants|planned|to be treated"
    r"|protocol"
    r"|this study is|this trial is|arms? [a-d1-4]\b|study of|trial of)\b"
)
"""Words of plans, of eligibility and of a trial's own description: nothing has been found yet."""
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
    risk: bool = False,
    listed: bool = False,
    qualifiers: dict[str, Any] | None = None,
) -> Iterator[Claim]:
    """The claims of one match, each with its tier.

    `loose`: the pattern leaves doubt, so that a reader must look. `denies`: the pattern's own words are
    negative ("contraindicated", "resistant"), so that its treatment counts as refused without being so.
    `risk`: it is the risk of the object that is spoken of. `listed`: what is said holds of each of a list.
    """
    subjects, objects = _distinct(subjects), _distinct(objects)
    tier, asked = _standing(sentence, match, denies=denies)
    alone = len(objects) == 1 and (len(subjects) == 1 or (listed and len(subjects) <= _LIST))
    if tier == "accepted" and (loose or not alone):
        tier = "review"
    for subject in subjects:
        for object_ in objects:
            one = _asserted(subject, denies=denies)
            other = _asserted(object_, denies=denies, risk=risk)
            yield Claim(
                _first_named(subject, sentence), relation, _first_named(object_, sentence), pattern,
                _worst(tier, one.tier, other.tier), sentence, match.span(), dict(qualifiers or {}),
                asked or one.proposed or other.proposed,
            )  # fmt: skip


def _first_named(node: Node, sentence: Sentence) -> Node:
    """The first place in the sentence where a thing is named; what is named twice is one."""
    if len(node.mentions) > 1:
        return node
    key = _key(node)
    return next((n for n in sentence.nodes if len(n.mentions) == 1 and _key(n) == key), node)


def _key(node: Node) -> str:
    return node.main.reference.curie if node.main.reference else node.main.text.lower()


def _distinct(nodes: list[Node]) -> list[Node]:
    """One node for each thing: a name and its repetition are one."""
    seen: dict[str, Node] = {}
    for node in nodes:
        seen.setdefault(_key(node) if len(node.mentions) == 1 else f"{node.start}", node)
    return list(seen.values())


def _standing(sentence: Sentence, match: re.Match[str], *, denies: bool) -> _Standing:
    """What the words around a match make of it."""
    mask = sentence.mask
    before = mask[max(0, match.start() - _BEFORE) : match.start()]
    cuts = list(_CUT.finditer(before))
    near = before[cuts[-1].end() :] if cuts else before
    after = mask[match.end() : match.end() + _AFTER]
    cut = _CUT.search(after)
    after = _RELATIVE.sub("", after[: cut.start()] if cut else after)
    said = match.group()
    around = _AFFIRMING.sub("", near if denies else f"{near}{said}")
    if _pattern("denying").search(around) or _TAKEN_BACK.match(after):
        return _Standing("dropped")
    if mask.rstrip().endswith("?") or _pattern("asking").search(mask, 0, match.end()):
        return _Standing("review", proposed=True)
    if not states(mask) or (_UNSETTLED.search(mask) and not denies):
        return _Standing("review")
    if _pattern("hedges").search(mask) or _pattern("preclinical").search(mask):
        return _Standing("review")
    return _Standing("accepted")


def states(mask: str) -> bool:
    """Whether a sentence has a verb of its own: a title or an arm's name has none."""
    return bool(_STATING.search(_RELATIVE.sub("", mask)))


_RELATIVE = re.compile(
    r"\bwho (?:have|has|had|are|were|is|was|received|underwent|failed|progressed)\b[^,;.]{0,200}"
)


_TAKEN_BACK = re.compile(
    r"[^.]{0,25}\b(?:(?:was|were|is|are|did|does|do|has|have|can|could) (?:not|never|no)|cannot|failed|is"
    r" unclear"
    r"|ineffective|inferior|unsatisfactory|disappointing|no (?:benefit|effect|response|difference"
    r"|improvement))\b"
)


def _asserted(node: Node, *, denies: bool, risk: bool = False) -> _Standing:
    proposed = False
    tiers: list[Tier] = ["accepted"]
    for mention in node.mentions:
        said = mention.assertion
        tiers.append(mention.tier)
        if said.experiencer != "patient" or (said.polarity == "negated" and not denies):
            return _Standing("dropped")
        supposed = said.certainty == "hypothetical" and not (denies or risk)
        proposed = proposed or supposed
        open_ = said.certainty == "uncertain" or supposed
        if open_ or (said.temporality in {"planned", "historical"} and not denies):
            tiers.append("review")
    return _Standing(_worst(*tiers), proposed)


def _worst(*tiers: Tier) -> Tier:
    return "dropped" if "dropped" in tiers else "review" if "review" in tiers else "accepted"
