"""IMPROVES: a treatment betters an outcome, with the hazard ratio, its interval, p and the arms as stated."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from ingest.relations.claim import Claim, claims
from ingest.relations.figures import arms_of, clause_of, figures_of, is_settled
from ingest.relations.phrase import BE, COMPARED, before_treatment, diseases, treatments
from ingest.relations.sentence import DISEASE, OUTCOME, TREATMENTS, Node, Sentence

_MORE = (
    r"(?:improv|prolong|extend|increas|enhanc|lengthen|rais|doubl|better)(?:es|ed|ing|e|s|led)?"
    r"|improvements? (?:in|of)"
    r"|increases? (?:in|of)|prolongation of|extension of|gains? in|(?:a )?benefits? (?:in|of|for|on)"
    r"|advantages? (?:in|of|for)"
)
_LESS = (
    r"(?:reduc|decreas|lower|diminish|prevent|halv|shorten|worsen|impair|compromis)(?:es|ed|ing|e|s)?"
    r"|(?:reductions?|decreases?|declines?) (?:in|of)"
)
_GOOD = (
    r"improved|longer|prolonged|better|superior|higher|increased|extended|greater|favou?rable|more"
    r" favou?rable"
)
_POOR = r"shorter|worse|inferior|lower|reduced|decreased|poorer|fewer|less|diminished"
_BAD = re.compile(
    r"recurren|relaps|failure|mortality|death|progression$|metastas|toxicit|dissemination|hazard|dying"
)
"""Outcomes of which less is better."""
_ADVERB = (
    r"(?:(?:significantly|markedly|substantially|also|clearly|further|statistically|significant"
    r"|consistently|dramatically"
    r"|greatly|both|only|slightly|meaningfully|clinically|much|a|an|the|and),? ){0,4}"
)
_WHO = (
    r"(?:the |those |patients |women |men |children |subjects |participants |adults |who |were |in "
    r"|with |of |for"
    r" |treated |receiving |received |given |assigned |randomi[sz]ed |allocated |to |undergoing "
    r"|underwent |use |addition"
    r" |combined |either |having |had |arm |group ){0,8}"
)
_CLASS = (
    r"(?:(?:platinum|taxane|fluoropyrimidine|anthracycline|standard|best|conventional|systemic|endocrine"
    r"|hormonal?|androgen|supportive|first-line|induction|adjuvant|concurrent|standard-of-care"
    r"|based|targeted|-)[ -]?){0,4}"
    r"(?:chemotherapy|therapy|care|deprivation|treatment|immunotherapy|chemoimmunotherapy"
    r"|radiochemotherapy|regimens?)"
)
"""A class of treatments, which no mention names: "standard chemotherapy"."""
_PLUS = (
    rf"(?: (?:plus|with|and|to|added to|combined with|in combination with|followed by) {_CLASS}(?![\w-]))?"
)
_GROUP = (
    r"(?: (?:group|groups|arm|arms|patients|cohort|recipients|schedule|technique|strategy|approach"
    r"|use))?"
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    t, pre = treatments(), before_treatment()
    lead = (
        r"(?:(?:the|their|median|mean|both|rates? of|risk of|risks of|incidence of|hazard of"
        r"|likelihood of|probability of"
        r"|frequency of|number of|odds of|chance of|time to|duration of|a|an|significant(?:ly)?"
        r"|patients?'?|\d+-year"
        r"|\d+-month|[a-z]+-year|actuarial|statistically|clinically|meaningful|overall|long-term"
        r"|radiographic|cumulative"
        r"|disease|tumou?r|locoregional|local|distant|complete|objective|pathologic(?:al)?|[a-z]+-free"
        r"|[a-z]+-specific"
        r"|progression or|death or|relevant|estimated|patient|in|and|better|higher|\d+-)(?:,? )){0,8}"
    )
    more_outcomes = rf"(?:(?:,? and |, |/|,? as well as |,? or ){lead}{OUTCOME}){{0,3}}"
    o = rf"{lead}(?P<o>{OUTCOME}{more_outcomes})"
    place = rf"(?:[^.,;\ue006]{{0,40}}? (?:in|among|for) (?:patients )?(?:with )?{diseases()})?"
    added = rf"(?: to (?:(?:[\w-]+ ){{0,3}}?{before_treatment()}{treatments('u')}|{_CLASS}(?![\w-])))?"
    whom = r"(?: (?:for|in|of) [^,;.:\ue001-\ue004\ue006]{1,80}?)?"
    first = rf"{t}{_PLUS}{_GROUP}{whom}{COMPARED},?"
    adding = rf"(?:adding|addition of|added) {pre}{t}{added}{_GROUP},?"
    gave = (
        r"(?:(?:was|were|is|are|has been|have been) )?(?:associated with|resulted in|results? in"
        r"|resulting in|led to|leads?"
        r" to|provide[sd]?|show(?:s|ed|n)?|demonstrate[sd]?|achieve[sd]?|yield(?:s|ed)?|produce[sd]?"
        r"|confer(?:s|red)?|had"
        r"|has|have|experienced|offer(?:s|ed)?|gave|gives?|translated into|contribute[sd]? to"
        r"|correlated with)"
    )
    be = r"(?:was|were|is|are|has been|had been)"
    shown = (
        r"(?:(?:was |were |is |are |has been |have been )?(?:shown|found|reported|demonstrated|proven"
        r"|known) to )?"
    )
    besides = rf"(?: {_ADVERB}(?:{_MORE}|{_LESS}) [^,;:.\ue001-\ue004]{{1,60}}? and)?"
    effect = rf"(?:(?P<more>{_MORE})|(?P<less>{_LESS}))"
    quality = rf"(?:(?P<more>{_GOOD}|{_MORE})|(?P<less>{_POOR}|{_LESS}))"
    table = {
        "improved": rf"{first}{besides} (?:can |does |has |have |had )?{shown}{_ADVERB}{effect} {o}{place}",
        "adding": rf"{adding} (?:can |has |have |had )?{shown}{_ADVERB}{effect} {o}{place}",
        "with": rf"{first} {gave} {_ADVERB}{quality} {o}{place}",
        "adding with": rf"{adding} {gave} {_ADVERB}{quality} {o}{place}",
        "had": (
            rf"(?:patients|those|women|men|children|subjects|participants|group|who|arm)(?: with"
            rf" [^,;.]{{1,40}}?)?"
            rf" (?:who )?(?:were )?(?:treated with|receiving|received|assigned to|randomi[sz]ed to"
            rf"|given|undergoing|underwent"
            rf"|on|in the) {pre}{t}{_GROUP}{COMPARED},? (?:had|experienced|showed|achieved|have|has"
            rf"|demonstrated) {_ADVERB}"
            rf"{quality} {o}{place}"
        ),
        "was longer": (
            rf"{o} (?:rates? |times? |probability )?(?:at [\w ]{{1,20}} )?{be} {_ADVERB}{quality}(?:"
            rf" by [\d%. ]+(?:and|to|or)?[\d%. ]*)?"
            rf" (?:with|in|for|after|by|among|following|on|when) {_WHO}{pre}{t}{_GROUP}{place}"
        ),
        "had with": (
            rf"(?:had|have|has|showed|revealed|experienced|achieved) {_ADVERB}{quality} {o} (?:with"
            rf"|after|following|on) {_WHO}{pre}{t}"
        ),
        "of the arm": (
            rf"{o} (?:rates? |times? )?(?:in|for|with|of|after|among) {_WHO}{pre}{t}{_GROUP} {be}"
            rf" {_ADVERB}{quality}"
            rf"(?= (?:than|to|compared|over|versus|vs)\b)"
        ),
        "improvement": (
            rf"(?:(?P<more>improvements?|prolongation|increase|benefits?|gains?|advantages?)"
            rf"|(?P<less>reductions?|decrease))"
            rf" (?:in|of|for) {o} (?:(?:was|were) (?:seen|observed|found|noted|demonstrated|achieved) )?"
            rf"(?:with|by|from|for|after|in favou?r of) {_WHO}{pre}{t}{place}"
        ),
        "superior": (
            rf"{first} {be} {_ADVERB}(?:(?P<more>superior|better)|(?P<less>inferior|worse)) (?:to"
            rf"|than) [^;.]{{3,90}}?"
            rf" (?:in terms of|with respect to|with regard to|regarding|for|in|concerning)"
            rf" (?:improving |prolonging )?{o}{place}"
        ),
        "purpose": (
            rf"{t} (?:{BE} )?(?:[\w-]+ ){{0,4}}?(?:to|can|could|may|might|will|would|should)"
            rf" {_ADVERB}{effect} {o}{place}"
        ),
        "trend": rf"{first} {gave} (?:a )?(?:[\w-]+ )?trends? (?:toward|towards|to|for|in)"
        rf" {_ADVERB}{quality} {o}{place}",
    }
    return tuple((name, re.compile(pattern)) for name, pattern in table.items())


_PROPOSED = frozenset({"purpose", "trend"})


def read(sentence: Sentence) -> Iterator[Claim]:
    """The IMPROVES claims of a sentence."""
    if OUTCOME not in sentence.letters or not sentence.letters & set(TREATMENTS):
        return
    if not _CHANGE.search(sentence.mask):
        return
    for name, pattern in _patterns():
        for match in pattern.finditer(sentence.mask):
            yield from _claims(sentence, name, match)


_CHANGE = re.compile(
    r"improv|prolong|exten|increas|enhanc|length|rais|doubl|better|longer|superior|higher|great"
    r"|favou?r|benefit|gain"
    r"|advantage|reduc|decreas|lower|diminish|prevent|halv|fewer|less|worse"
)


def _claims(sentence: Sentence, name: str, match: re.Match[str]) -> Iterator[Claim]:
    before = sentence.mask[max(0, match.start("t") - 40) : match.start("t")]
    subjects = sentence.within(*match.span("t"), TREATMENTS)
    added_to = _ADDED.search(sentence.mask[max(0, match.start("t") - 110) : match.start("t")])
    if added_to and not name.startswith("adding"):
        return
    if _COMPARATOR.search(before):
        # "Compared with X, Y improved": what stands first is the other arm.
        subjects = subjects[1:]
    other = _other_arm(sentence, match)
    subjects = [s for s in subjects if _name(s) not in other]
    if not subjects:
        return
    sick = sentence.within(*match.span("d"), DISEASE) if _said(match, "d") else []
    shared: dict[str, Any] = {"disease": sick[0].main.text} if len(sick) == 1 else {}
    for outcome in _each(sentence.within(*match.span("o"), OUTCOME)):
        between = sentence.mask[match.start() : match.start("o")]
        if (_said(match, "less") is not None) != _is_bad(outcome, between):
            continue
        clause = clause_of(sentence, subjects[0], outcome)
        own = figures_of(sentence, clause, outcome)
        arms = arms_of(sentence, clause, subjects[0])
        yield from claims(
            sentence, "IMPROVES", name, match, subjects, [outcome],
            loose=name in _PROPOSED or not is_settled(own), risk=True,
            qualifiers=shared | own | ({"arms": arms} if arms else {}),
        )  # fmt: skip


_OTHER_ARM = re.compile(
    r"\b(?:compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|than|relative to"
    r"|over) (?P<arm>[^,;:.]{1,120})"
)


def _other_arm(sentence: Sentence, match: re.Match[str]) -> set[str]:
    """The treatments of the arm compared with: what both arms were given makes no difference between them."""
    named = (m.span("arm") for m in _OTHER_ARM.finditer(sentence.mask, match.start("t")))
    return {_name(n) for start, end in named for n in sentence.within(start, end, TREATMENTS)}


def _name(node: Node) -> str:
    return node.main.reference.curie if node.main.reference else node.main.text.lower()


def _said(match: re.Match[str], group: str) -> str | None:
    return match.groupdict().get(group)


_ADDED = re.compile(r"\b(?:adding|addition of|added) [^,;:.]{1,80}? to (?:[\w-]+ ){0,3}$")
"""Before a treatment: it is what another one was added to."""
_COMPARATOR = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|than|relative to|unlike|instead of|in contrast to)"
    r" (?:[\w-]+ ){0,3}$"
)


def _is_bad(outcome: Node, between: str) -> bool:
    """Whether less of an outcome is better; the time until it, or survival without it, is not bad."""
    name = outcome.main.text.lower()
    if "time to " in between or re.search(r"free|survival|time|control|response", name):
        return bool(re.search(r"\b(?:risks?|hazard|odds) of ", between))
    return bool(_BAD.search(name))


def _each(outcomes: list[Node]) -> Iterator[Node]:
    """Every outcome once: each has figures of its own."""
    seen: set[str] = set()
    for node in outcomes:
        key = node.main.reference.curie if node.main.reference else node.main.text.lower()
        if key not in seen:
            seen.add(key)
            yield node
