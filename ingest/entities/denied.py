"""Which variants and genes a text says were not found: "EGFR L858R not detected", "no ALK or ROS1 fusion"."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_FOUND = (
    r"(?:detect(?:ed|able)|identif(?:ied|iable)|found|seen|present|observed|demonstrated|noted|reported"
    r"|confirmed|revealed"
    r"|evident|shown|harbou?red|positive|mutated|rearranged|amplified|altered|translocated|fused)"
)
_KINDS = (
    r"(?:(?:pathogenic|activating|actionable|sensiti[sz]ing|known|somatic|germline|gene|hotspot|common"
    r"|structural|copy number|driver|deleterious|resistance) ){0,2}"
    r"(?:mutations?|variants?|alterations?|aberrations?|rearrangements?|fusions?|amplifications?"
    r"|translocations?|deletions?|insertions?|transcripts?|abnormalit(?:y|ies))"
)
_TESTS = (
    r"(?:NGS|(?:RT-?|dd|q|RT-q)?PCR|FISH|C?ISH|IHC|immunohistochemistry|immunostain(?:ing)?|cytogenetics"
    r"|karyotype"
    r"|sequencing|Sanger|panel|assay|test(?:ing|s)?|analys[ie]s|biops(?:y|ies)|tissue|plasma|ctDNA|cfDNA"
    r"|DNA|RNA|tumou?r|sample|specimen|block|blood|marrow|CSF|laboratory|lab|PBMC|germline|liquid)"
)
_AFTERWORDS = re.compile(
    rf"(?:[ -]{{1,2}}(?:{_KINDS}|gene|promoter|point|mutant(?:-specific)?|hotspot|allele|status|results?"
    rf"|reports?|stud(?:y|ies)|screen(?:ing)?|stain(?:ing)?"
    rf"|protein|expression|copy number|(?:genetic |molecular |mutational )?{_TESTS}"
    rf"|(?:by|on|in|using|via|with|from|at) (?:the |this |both )?(?:[\w-]+ ){{0,2}}?{_TESTS}(?![\w-])"
    r"|\([^()\n]{1,40}\)|\[[^\[\]\n]{1,40}\]))(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_MOST_AFTERWORDS = 5
_BE = (
    r"(?:(?:was|were|is|are|has been|have been|came back|returned|tested|remain(?:s|ed)?|appears?"
    r"|read) (?:also |again |both |all )?)?"
)
_SPACE = r"(?: ?[:=\u2013\u2014] ?(?:results?:? ?)?| - |, (?=not |none)|[ -]| ?\()"
_NO = re.compile(
    rf"{_SPACE}{_BE}"
    rf"(?:(?:not|never)(?: been)? {_FOUND}\b|un(?:detected|detectable|mutated|rearranged)\b"
    rf"|non-?(?:detect(?:ed|able)|mutated|rearranged|amplified)\b"
    r"|negative(?!ly| (?:prognos|predict|impact|effect|correlat|associat|regulat|feedback|influence|control"
    r"|margin|node|lymph|selection|factor|marker|outcome|or positive))(?![A-Za-z])"
    r"|neg(?:\b\.?|(?=\W))|-ve(?![A-Za-z])|\u2212ve|absent\b|nil\b|nonreactive\b|undetectable\b|ruled out\b"
    rf"|wild[- ]?type\b|wt\b|none (?:{_FOUND})\b"
    rf"|no (?:{_KINDS}(?: (?:was |were )?(?:{_FOUND}))?))(?! in (?:\d|some|several|half|most|many|one"
    rf"|two|three"
    r"|four|five|six|seven|eight|nine|ten|an? (?:minority|majority|subset|proportion|third|quarter)))",
    re.IGNORECASE,
)
_NONE = re.compile(r" ?(?::|=|-|\u2013) ?(?:none|nil|no|neg|N|absent)\.?(?=\s*(?:[.,;)\n]|$))", re.IGNORECASE)
"""An answer of one word: "NTRK fusions: none"."""
_SIGN = re.compile(r"(?: ?\((?:-|\u2212|\u2013)\)|(?:-|\u2212)(?=[\s,.;/)]|$))")
_OPEN = re.compile(
    rf"{_SPACE}{_BE}(?:still )?(?:not (?:tested|performed|done|assessed|evaluated|available|requested"
    rf"|known|evaluable"
    r"|examined|sent|analy[sz]ed)|pending|awaited|unknown|to follow|requested|insufficient|failed"
    r"|inconclusive"
    r"|indeterminate|non-?evaluable|untested)\b",
    re.IGNORECASE,
)
_YES = re.compile(
    rf"(?:{_SPACE}{_BE}(?:positive|pos\b|\+ve|detected|present|identified|found|confirmed|seen|mutated"
    rf"|mutant"
    r"|amplified|rearranged|yes)\b| ?\(?\+)",
    re.IGNORECASE,
)
_LINK = re.compile(
    rf"(?P<nouns>(?:[ -]{{1,2}}(?:{_KINDS}|gene|mutation))*)"
    r"(?P<link> ?(?:/|\+|&) ?|,? (?:and|or|nor|and/or)(?: an?| the| for| any)? |, )(?:no )?",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"[ -]?(?:\(|:)? ?(?:(?:gene|{_KINDS}|exon \d{{1,2}}|kinase domain|promoter|p\.)[ ,:(]{{0,2}}){{0,3}}",
    re.IGNORECASE,
)
"""What stands between a gene and its own change."""
_IN = re.compile(r" (?:mutation |variant )?(?:in|of) (?:the )?(?:gene )?$", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:no|without|absence of|lack(?:s|ed|ing)?(?: of)?|negative for|free of|neither"
    r"|(?:did|do|does|has|have|was|were|could|must|should|is|are) not (?:be )?"
    r"(?:detect(?:ed)?|show|reveal|identify|harbou?r(?:ing)?|carry|carrying|have|find|found|demonstrate"
    r"|contain|possess|express)"
    r"|not harbou?ring|not carrying|failed to (?:detect|show|reveal|identify|demonstrate))"
    r" (?:(?:an?|any|the|evidence of|detectable|known|actionable|activating|sensiti[sz]ing|pathogenic"
    r"|somatic|germline"
    r"|presence of|concurrent|concomitant|co-occurring|targetable|additional|other|further|new|common"
    r"|oncogenic"
    r"|driver|mutations?|variants?|alterations?|changes?|fusions?|rearrangements?|amplifications?|in|of"
    r"|for|either|both|deleterious|acquired|secondary|hotspot) ){0,5}\(?$",
    re.IGNORECASE,
)
_BEFORE_REACH = 90
_CHANGE_IN = re.compile(
    rf"\b{_KINDS} (?:in|of|involving|affecting) (?:the |either |any of |genes? )*$", re.IGNORECASE
)
"""Before the genes of "no pathogenic variant in BRCA1, PALB2 or ATM"."""
_AFFIRMED_BEFORE = re.compile(r"\b(?:not only|no doubt|without doubt)\b", re.IGNORECASE)


_LONGEST_GAP = 60
_JOINING = re.compile(r"[, ](?=\w)| .*")
_AFFIRMED = re.compile(
    rf"(?:[ -]{_KINDS})?(?:{_SPACE}{_BE}(?:positive|pos\b|\+ve|mutated|amplified|rearranged)| ?\(?\+)",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r" ?[:=]|(?: were| are)? (?:all|none)\b")
"""Behind a list with commas alone, what speaks of all of it."""
_CHANGE_AFTER = re.compile(rf"[ -](?:gene )?{_KINDS}", re.IGNORECASE)
_SEQUENCE = re.compile(
    r"(?:[ -](?:gene|promoter|exon \d{1,2}))?(?:[ -]|: ?)(?:was |were |is |are )?(?:no |not "
    r"|un)?(?:(?:pathogenic|gene|somatic|germline|actionable) )?"
    r"(?:mutat|variant|alterat|wild|wt\b)",
    re.IGNORECASE,
)
_NOT_ITSELF = re.compile(
    rf"(?:[ -]{_KINDS})?[ -](?:test|analys|status|data|information|results?\b|inhibit|target|TKI"
    rf"|directed|screen|assess)",
    re.IGNORECASE,
)
"""Behind a marker, what "no" denies in its stead."""


class Item(NamedTuple):
    """A gene or a variant as it stands in the text."""

    start: int
    end: int
    variant: bool


class Verdict(NamedTuple):
    """What the text says of an item."""

    denied: bool
    """Not found; else its result is not there yet, or not to be had."""
    named: bool
    """A variant of its own was looked for, not any change of the gene."""
    sequence: bool
    """Changes of the sequence were looked for."""


def is_denied(text: str, end: int, *, sign: bool = False) -> bool:
    """Whether the result behind a marker, or behind what was looked for of it, is that there is none.

    With `sign` a minus right behind it is one.
    """
    if sign and not text.startswith(")", end - 1) and _SIGN.match(text, end):
        return True
    return any(_NO.match(text, at) or _NONE.match(text, at) for at in _result_places(text, end))


def is_open(text: str, end: int) -> bool:
    """Whether the result behind a marker is not there: "pending", "not tested"."""
    return any(_OPEN.match(text, at) for at in _result_places(text, end))


def is_denied_before(text: str, start: int) -> bool:
    """Whether what stands right before says that it was not found: "no evidence of"."""
    window = max(0, start - _BEFORE_REACH), start
    return bool(_BEFORE.search(text, *window)) and not _AFFIRMED_BEFORE.search(text, *window)


def verdicts(text: str, items: Sequence[Item]) -> dict[tuple[int, int], Verdict]:
    """What the text says of genes and variants in text order, each of a list sharing what it says of all."""
    said: dict[tuple[int, int], Verdict] = {}
    for chain in _chains(text, items):
        for item, verdict in _judged(text, chain):
            said[item.start, item.end] = verdict
    return said


_Chain = list[tuple[Item, str]]
"""Items of one list, each with what joins it to the one before: "" a gene to its change."""


def _result_places(text: str, end: int) -> Iterator[int]:
    """Where a result may begin: right behind a marker, and behind each word of what was looked for."""
    for _ in range(_MOST_AFTERWORDS):
        yield end
        word = _AFTERWORDS.match(text, end)
        if word is None:
            return
        end = word.end()
    yield end


def _chains(text: str, items: Sequence[Item]) -> Iterator[_Chain]:
    chain: _Chain = []
    for item in items:
        link = _joins(text, chain[-1][0], item) if chain else None
        if link is None and chain:
            yield chain
            chain = []
        chain.append((item, link or ""))
    if chain:
        yield chain


def _joins(text: str, before: Item, item: Item) -> str | None:
    gap = text[before.end : item.start]
    if len(gap) > _LONGEST_GAP or item.start < before.end:
        return None
    own = not before.variant and item.variant and _BESIDE.fullmatch(gap)
    if own or (before.variant and (gap == " (" if item.variant else _IN.fullmatch(gap) is not None)):
        return ""
    linked = _LINK.fullmatch(gap)
    if linked is None or _YES.match(text, before.end) or _has_result(text, before):
        return None
    return _JOINING.sub("", linked["link"].strip()) or ","


def _has_result(text: str, item: Item) -> bool:
    end = _behind(text, item)
    return is_denied(text, end, sign=item.variant) or is_open(text, end)


def _behind(text: str, item: Item) -> int:
    """Where an item ends, with the bracket that closes behind it."""
    closed = text.startswith(")", item.end) and text.startswith("(", item.start - 1)
    return item.end + closed


def _judged(text: str, chain: _Chain) -> Iterator[tuple[Item, Verdict]]:
    last = chain[-1][0]
    close = _behind(text, last)
    behind = is_denied(text, close, sign=last.variant)
    ahead = not behind and _is_none_of(text, chain)
    if not (ahead or behind or is_open(text, close)):
        return
    if ahead and _AFFIRMED.match(text, close) and chain[-1][1] != "":
        # "no EGFR mutation and ALK positive"
        chain = chain[:-1]
    *_, end = _result_places(text, close)
    whole = any(link not in {"", ","} for _, link in chain) or _OF_ALL.match(text, end) is not None
    cuts = [at for at, (_, link) in enumerate(chain) if link == ","]
    if cuts and not whole:
        # Commas alone hold no list together: "L858R, T790M negative" speaks of the last.
        chain = chain[: cuts[0]] if ahead else chain[cuts[-1] :]
    verdict = Verdict(
        denied=ahead or behind,
        named=any(item.variant for item, _ in chain),
        sequence=_SEQUENCE.match(text, last.end) is not None,
    )
    for item, _ in chain:
        yield item, verdict


def _is_none_of(text: str, chain: _Chain) -> bool:
    """Whether a list stands behind "no": "no EGFR or ALK alterations", not "no EGFR inhibitor"."""
    if not is_denied_before(text, chain[0][0].start):
        return False
    last = chain[-1][0]
    plain = not any(item.variant for item, _ in chain) and not _CHANGE_AFTER.match(text, last.end)
    start = chain[0][0].start
    told = _CHANGE_IN.search(text, max(0, start - 60), start)
    if plain and told is None and not text[:start].lower().endswith("negative for "):
        return False
    return _NOT_ITSELF.match(text, last.end) is None
