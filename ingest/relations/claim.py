"""A claim the grammar reads in a sentence, and how far it can be trusted."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

from ingest.lexicon import load_yaml
from ingest.relations.sentence import Node, Sentence
from kg.statement import Relation, Tier

Mood = Literal["found", "told", "given", "meant"]
"""What a pattern tells: a finding, that somebody was treated, what a treatment is for or recommended for."""
_DONE: frozenset[Mood] = frozenset({"told", "given"})

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
    # "On May 28" is a date and no doubt.
    said = rf"(?<![\w-])(?!may (?:\d|of \d|in \d))(?:{words(name)})(?![\w-])"
    return re.compile(said + (r"|\?" if name == "asking" else ""))


_BEFORE, _AFTER = 70, 45
_LIST = 6
"""Things of the longest list that is accepted item by item."""
_STATING = re.compile(
    r"\b(?:(?<!to )(?:improve|prolong|reduce|confer|predict)|is|are|was|were|has|have|had|did|does"
    r"|should|must|underwent|received|receives?|improve[sd]|prolong(?:s|ed)"
    r"|show(?:s|ed)|demonstrate[sd]|achieve[sd]|produce[sd]|confer(?:s|red)?|predict(?:s|ed)?"
    r"|correlate[sd]?"
    r"|cause[sd]|reduce[sd]|increase[sd]|extend(?:s|ed)|respond(?:s|ed)|benefit(?:s|ed)|remains?|became"
    r"|represents?"
    r"|yield(?:s|ed)|resulted|results in|leads? to|led|provide[sd]|s/p|status post|treats?|killed"
    r"|indicate[sd]?|avoid|do not|recommends?|endorses?|advises?|approve[sd]|granted"
    r"|presented|developed|completed|progressed|induce[sd]|mediate[sd]?|drives?|determine[sd]?"
    r"|promote[sd]?)\b"
)
"""Verbs that make a statement; a title or the name of an arm has none."""
_TELLING = re.compile(
    r"\b(?:we|received|underwent|had|has|started|completed|s/p|on(?= [\ue001\ue002])|enrolled|included"
    r"|reviewed|found|reported|will be|recommended|retrospectively"
    r" (?:reviewed|analy[sz]ed|evaluated|studied))\b"
)
"""Verbs by which somebody is told to have been treated, in clauses of "who" too."""
_PAST = re.compile(r"received|underwent|(?:was|were) ")
"""What was done was done, whatever is asked of its effect."""
_DONE_BEFORE = re.compile(r"\b(?:was|were|been) (?:\w+ly |initially )?$")
_LOOKED_BACK = re.compile(r"\bretrospective(?:ly)?\b|\b(?:reviewed|charts?|case series|medical records)\b")
"""Words of a look back at what was done."""
_LATER = re.compile(
    r"\b(?:will|shall|would|to be|(?:are|is) being|(?:are|is) (?:screened|enrolled|included))\b"
)
"""Where patients "treated with" something are only looked for."""
_UNSETTLED = re.compile(
    r"^\W*(?:\d{1,2}[.)]|[-*\u2022])\s|^\W*(?:\d{1,2}[.)] )?(?:histologic|cytologic|pathologic)"
    r"|^\W*(?:has|have|having) (?:had|received|undergone|been)\b"
    r"|\bthis (?:is|was) an? (?!retrospective)(?:[\w/,-]+ ){0,9}?(?:trial|study|cohort|registry"
    r"|program(?:me)?)\b"
    r"|\btherapy designation\b"
    r"|\b(?:eligible|eligibility|inclusion|exclusion|to be treated|this study is|this trial is|arms?"
    r" [a-d1-4]|title)\b"
)
"""Words of eligibility and of a trial's own description: nothing has been found yet."""
_ITEM = re.compile(r"(?:^|\n|\s)(?:\d{1,2}[.)]|[-*\u2022])\s*$")
_CRITERION = re.compile(
    r"\b(?:prior|within \d+ (?:days?|weeks?|months?|years?) (?:prior|before)|at least \d+ (?:days?"
    r"|weeks?|months?|years?) (?:before|prior|since)"
    r"|study (?:drug|treatment|entry|enrol\w+)|first dose|randomi[sz]ation|allowed|permitted|any"
    r" (?:treatment|prior|previous|systemic|other|form))\b"
)
"""Words of a criterion of eligibility, which tells what somebody may have had."""
_COMING = re.compile(r"\b(?:will|shall|must|planned|scheduled|to be (?:treated|given)|are to|is to)\b")
"""Words of what has not happened yet, as far as they stand before what is told or in it."""
_TITLE = re.compile(r"\b(?:study|trial|protocol) (?:of|with|comparing|evaluating) [^,;:.]{0,40}$")
"""Before a treatment: what a trial is about."""
_CUT = re.compile(r"[,;:]|\b(?:but|although|whereas|while|however)\b")
_TURN = re.compile(_CUT.pattern + r"|\b(?:after|following|than|despite)\b")
_NOT_DONE = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|unable|declined|refused|denie[sd]|denying"
    r"|failed to)\b"
)
_PART = re.compile(
    r"[;:]|,? \b(?:but|although|whereas|while|however|though|because|since|yet)\b|, (?:and|so|which|we)\b"
)
"""Where one part of a sentence ends, so that what is hedged in it leaves the others alone."""
_AFFIRMING = re.compile(r"\bnot only\b|\bnot inferior\b|\bno longer\b|\bno previous\w*\b|\bwith or without\b")
_REPORTING = re.compile(
    r"\b(?:suggest(?:s|ed|ing)?|appear(?:s|ed)?|seem(?:s|ed)?|hypothe\w+|believed?|speculate|postulated?"
    r"|thought|needed to|required to|necessary to|remains? to be|shown? if|trends?)\b"
)
"""What takes the certainty from all that follows it."""


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
    mood: Mood = "found",
    qualifiers: dict[str, Any] | None = None,
) -> Iterator[Claim]:
    """The claims of one match, each with its tier.

    `loose`: the pattern leaves doubt, so that a reader must look. `denies`: the pattern's own words are
    negative ("contraindicated", "resistant"), so that its treatment counts as refused without being so.
    `risk`: it is the risk of the object that is spoken of. `mood`: what was given is a fact whatever is
    supposed of its effect; what is recommended is so although it is still to come.
    """
    subjects, objects = _distinct(subjects), _distinct(objects)
    tier, asked = _standing(sentence, match, denies=denies, mood=mood)
    crossed = len(subjects) > 1 and len(objects) > 1
    if tier == "accepted" and (loose or crossed or max(len(subjects), len(objects)) > _LIST):
        tier = "review"
    for subject in subjects:
        for object_ in objects:
            one = _asserted(subject, denies=denies, mood=mood)
            other = _asserted(object_, denies=denies, risk=risk, mood=mood)
            if _is_general(object_) and other.tier == "accepted":
                other = _Standing("review", proposed=other.proposed)
            yield Claim(
                _first_named(subject, sentence), relation, _first_named(object_, sentence), pattern,
                _worst(tier, one.tier, other.tier), sentence, match.span(), dict(qualifiers or {}),
                asked or one.proposed or other.proposed,
            )  # fmt: skip


_GENERAL = re.compile(
    r"(?:adeno)?carcinomas?|cancers?|tumou?rs?|malignanc(?:y|ies)|neoplasms?|metastas[ei]s"
    r"|lesions?",
    re.IGNORECASE,
)


def _is_general(node: Node) -> bool:
    """Whether a disease is named by a kind alone that stands for no concept: "carcinomas"."""
    main = node.main
    return main.type == "disease" and main.reference is None and _GENERAL.fullmatch(main.text) is not None


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


def _standing(sentence: Sentence, match: re.Match[str], *, denies: bool, mood: Mood) -> _Standing:
    """What the words around a match make of it."""
    mask = sentence.mask
    before = mask[max(0, match.start() - _BEFORE) : match.start()]
    cuts = list((_TURN if mood in _DONE else _CUT).finditer(before))
    near = before[cuts[-1].end() :] if cuts else before
    after = mask[match.end() : match.end() + _AFTER]
    cut = _CUT.search(after)
    after = _RELATIVE.sub("", after[: cut.start()] if cut else after)
    said = match.group()
    around = _AFFIRMING.sub("", near if denies else f"{near}{said}")
    refused = (_NOT_DONE if mood in _DONE else _pattern("denying")).search(around)
    if refused or (mood not in _DONE and _TAKEN_BACK.match(after)):
        return _Standing("dropped")
    begin, end = _part(mask, match)
    asked_from = begin if mood in _DONE else 0
    asked = _pattern("asking").search(mask, asked_from, match.end())
    if mask.rstrip().endswith("?") or (asked and not (mood == "told" and _was_done(mask, match))):
        return _Standing("review", proposed=True)
    if mood == "told" and said.startswith(("treated", "managed")) and not _was_done(mask, match):
        if _LATER.search(mask):
            return _Standing("review", proposed=True)
    if (
        not (states(mask) or (mood in _DONE and (_TELLING.search(mask) or _was_done(mask, match))))
        or _COMING.search(mask, begin, match.end())
        or (mood != "told" and _TITLE.search(near))
    ):
        return _Standing("review")
    if (_UNSETTLED.search(mask) or _is_item(sentence)) and not denies:
        return _Standing("review")
    if mood in _DONE and _CRITERION.search(mask):
        return _Standing("review")
    doubted = _pattern("hedges").search(said if mood in _DONE else mask[begin:end])
    if doubted or (mood == "found" and _REPORTING.search(mask, 0, match.start())):
        return _Standing("review")
    return _Standing("review" if _pattern("preclinical").search(mask) else "accepted")


def _was_done(mask: str, match: re.Match[str]) -> bool:
    """Whether what is told was done and over: "who were treated with", also where its effect is asked."""
    said = match.group()
    if _PAST.match(said):
        return True
    if not said.startswith(("treated", "managed", "given")):
        return False
    told = _DONE_BEFORE.search(mask, max(0, match.start() - 30), match.start())
    return bool(told or _LOOKED_BACK.search(mask))


def _is_item(sentence: Sentence) -> bool:
    """Whether a number or a bullet stands before the sentence, as before a criterion."""
    return bool(_ITEM.search(sentence.text[max(0, sentence.start - 12) : sentence.start]))


def _part(mask: str, match: re.Match[str]) -> tuple[int, int]:
    """The part of the sentence that a match stands in."""
    cuts = list(_PART.finditer(mask))
    begin = max((c.end() for c in cuts if c.end() <= match.start()), default=0)
    return begin, min((c.start() for c in cuts if c.start() >= match.end()), default=len(mask))


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


def _asserted(node: Node, *, denies: bool, risk: bool = False, mood: Mood = "found") -> _Standing:
    proposed = False
    tiers: list[Tier] = ["accepted"]
    waived = denies or mood == "meant"
    for mention in node.mentions:
        said = mention.assertion
        tiers.append(mention.tier)
        if said.experiencer != "patient" or (said.polarity == "negated" and not denies):
            return _Standing("dropped")
        supposed = said.certainty == "hypothetical" and not (waived or risk)
        proposed = proposed or supposed
        planned = said.temporality == "planned" and mood != "told" and not waived
        past = said.temporality == "historical" and mood not in _DONE and not waived
        if said.certainty == "uncertain" or supposed or planned or past:
            tiers.append("review")
    return _Standing(_worst(*tiers), proposed)


def _worst(*tiers: Tier) -> Tier:
    return "dropped" if "dropped" in tiers else "review" if "review" in tiers else "accepted"
