"""How far a trigger reaches: ends of lists of treatments and diseases, of "after" and "had"."""

import re
from bisect import bisect_left
from functools import lru_cache

_WORD = re.IGNORECASE
_PHRASE = 160
"""Characters in which the end of a noun phrase is looked for."""

_OVER = re.compile(
    r"[;:]|\b(?:is|are|was|were|must|will|shall|should|may|can|has|have|had|allowed|permitted|required"
    r"|who|which|would|preclud\w{1,3}|interfer\w{1,3}|affect\w{0,3})\b",
    _WORD,
)
_MAIN_CLAUSE = re.compile(
    r"(?P<before>[^,.;:()\n]{2,80}), (?:(?!and\b|or\b|nor\b)[\w-]+ ){1,4}(?:was|were|is|had|showed|did"
    r"|improved)\b",
    _WORD,
)
_PLAIN_OVER = re.compile(
    r"[,;:]|\b(?:is|are|was|were|must|will|shall|should|may|can|has|have|had|in|for|than|who|patients"
    r"|versus|vs"
    r"|compared|did|showed|received|until|at|on|to|there|we|and (?:the|to)|start|initiation|beginning)\b",
    _WORD,
)
_ACTIVE = re.compile(
    r"\b(?:active|current|evidence|presents?|presented|with|who|is|are|was|were|he|she|patient|now|currently"
    r"|and(?= (?:is|was|has|had|he|she|now|presents?|currently|any|current|active))"
    r"|comes?|came|admitted|takes|taking|imaging|examinations?|suggest\w{1,4}|rule out|that|where)\b",
    _WORD,
)
_ITEM = (
    r"(?!(?:patients?|the|we|all|both|he|she|they|it|a|an|women|men|subjects|participants|there|no|who"
    r"|which|with|in"
    r"|median|mean|survival|one|two|three|four|five)\b)[\w/-]{2,24}"
)
_LIST = re.compile(
    rf"(?:, {_ITEM}(?: (?:\d|{_ITEM})){{0,3}}){{1,5}},? (?:and|or|and/or) {_ITEM}(?: (?:\d|{_ITEM})){{0,3}}",
    _WORD,
)
_SHOULD_IT = re.compile(
    r"(?:^|[.;]\s|\n)should (?P<what>[^,.;\n]{2,80}?\b(?:develop|occur|become|arise|progress|relapse|recur"
    r"|fail|worsen"
    r"|happen|emerge|experience|show|appear|be (?:found|detected|seen|confirmed|present|positive|needed"
    r"|required))\b"
    r"[^,.;\n]{0,60})",
    _WORD,
)
_HEADED = re.compile(
    r"(?<!family )(?<!social )(?<!Family )(?<!Social )\b(?:(?:medical|surgical|oncolog\w{1,4}|clinical"
    r"|previous|remote) (?:history|hx)|history"
    r"|PMHX?|PSHX?)(?: (?:is|was))?(?: \w{3,14})? (?:(?:significant|remarkable|notable|positive|relevant"
    r"|pertinent) (?:only )?for"
    r"|includ(?:es|ed|ing)|consists? of|consisted of)\b"
    r"|(?:(?:^|[.;\n])\s*|\b(?:past|previous|prior|medical|surgical|oncolog\w{1,4}) )history:"
    r"(?!\s*(?:\d{1,3}|an?|the|this|pt|patient|new\w*|known|recent\w*|mr|mrs|ms|present\w*|[^.\n]{0,60}?\b"
    r"(?:y/?o|year)"
    r"|[^.\n]{0,160}?\b(?:present\w*|diagnos\w+|with|who|now|for|complain\w*|is|on|referred))\b)",
    _WORD,
)
_OR_ANY = re.compile(r",? or (?:any|has|have|is|other|a|an|the)\b", _WORD)
_EPITHETS = re.compile(r"(?: [\w-]+(?:based|ive|ant|ent|al|ed|ing)\b,){1,3}", _WORD)
IN_WINDOW = re.compile(
    r"[^,;.]{2,60}?\bwithin (?:the )?(?:past |last |previous |prior )?(?:\d{1,2}|one|two|three|six|twelve)"
    r" ?-?(?:days|weeks|months|years)\b[^,;.]{0,60},",
    _WORD,
)
"""After "history of": one thing with its own window, before others that have none."""
_NO_HISTORY = re.compile(
    r"\b(?:no|without|den(?:y|ies|ied|ying)|not (?:have|had|has)|negative|nor|any)(?: (?:a|an|any"
    r"|the))?(?: [\w-]{3,14}){0,2}"
    r" (?:history|hx) (?:of|for)\b",
    _WORD,
)
_NOUN_EDGE = re.compile(
    r"[,;:(]|\b(?:at|with|of|in|and|or|for|the|have|has|are|is|was|were|by|a|an)\b|-", _WORD
)
_HEAD = re.compile(
    r"[\w-]*(?:ectom(?:y|ies)|otom(?:y|ies)|plasty|therap(?:y|ies)|radiation(?: therapy| treatment)?"
    r"|irradiation|surgery"
    r"|surgical treatment|treatment|transplant\w*|[CE]?B?RT|resection|biopsy|chemo|excision|SBRT|SRS"
    r"|implant\w*|ablation"
    r"|dissection|radiosurgery|procedure)\b",
    _WORD,
)
_NEXT_HEAD = re.compile(r"\s*(?:/|,|and/or|and|or)\s+(?!then)(?:[\w-]+ ){0,3}?" + _HEAD.pattern, _WORD)
_HAD_OVER = re.compile(
    r"[,;(]|\b(?:to|in|after|before|for|who|than|if|when|while|during|among|with|from|on|known|allerg\w+"
    r"|severe"
    r"|reactions?|a history|no|been)\b",
    _WORD,
)
_NEED_OVER = re.compile(
    r"[,;(]|\b(?:to|in|after|before|for|who|than|if|when|while|during|among|from|based|which|that|was"
    r"|were)\b",
    _WORD,
)

TO_EXCLUDE = re.compile(r"(?:\bto (?:exclude|rule out)|\br/o)\s*$", _WORD)
IN_BRACKETS = re.compile(r"\s?\([^()\n]{1,40}\)\s?(?=\w)")


def past_headings(text: str) -> list[int]:
    """Where a phrase ends that opens a list of past diseases: "past medical history is significant for"."""
    return [m.end() for m in _HEADED.finditer(text)]


def denied_histories(text: str) -> list[int]:
    """Where "no known history of" ends."""
    return [m.end() for m in _NO_HISTORY.finditer(text) if m[0].split()[0].lower() != "any"]


def supposed(text: str) -> list[tuple[int, int]]:
    """What an inverted condition supposes: "Should pneumonitis develop, ..."."""
    return [m.span("what") for m in _SHOULD_IT.finditer(text)]


def noun_start(text: str, start: int, end: int) -> int:
    """Where the compound begins that "risk" closes: "breast cancer risk", not "cancer at high risk"."""
    edges = list(_NOUN_EDGE.finditer(text, max(start, end - 60), end))
    return edges[-1].end() if edges else max(start, end - 60)


def past_end(text: str, start: int, end: int) -> int:
    """Where a list of past treatments ends that "prior" opens."""
    over = _OVER.search(text, start, end)
    stop = over.start() if over else end
    main = _MAIN_CLAUSE.match(text, start, end)
    # "In patients with prior X, Y was given": Y is of the main clause.
    return min(stop, main.end("before")) if main else stop


def after_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that "after" or "failed" is said of."""
    epithets = _EPITHETS.match(text, start, end)
    over = _PLAIN_OVER.search(text, epithets.end() if epithets else start, end)
    if over is None:
        return end
    listed = _LIST.match(text, over.start(), end) if over[0] == "," else None
    return listed.end() if listed else over.start()


def listed_end(text: str, start: int, end: int) -> int:
    """Where the list ends that goes on at a comma: "not fit for surgery, radiotherapy or cisplatin"."""
    listed = _LIST.match(text, start, end)
    return listed.end() if listed else start


def prior_end(text: str, start: int, clause_end: int, end: int) -> int:
    """Where a list of past diseases ends that "prior" opens: over its commas only where "or" joins it."""
    stop = past_end(text, start, end)
    for edge in (_ACTIVE, _OR_ANY):
        over = edge.search(text, start, stop)
        stop = over.start() if over else stop
    within = text[start:stop]
    listed = re.search(r"\bor\b", within) is not None or within.count(",") > 1
    return max(clause_end, stop) if listed else clause_end


_RELATIVE_CLAUSE = re.compile(
    r"\b(?:that|which) (?:would|may|might|could|can|will|is|are|preclud\w*|interfer\w*|affect\w*)\b"
    r"|\bnot considered\b",
    _WORD,
)


_RELATIVE_WORD = re.compile(r"\b(?:that|which|not considered)", _WORD)


@lru_cache(maxsize=4)
def _relative_words(text: str) -> list[int]:
    """Where a relative clause can begin; found once for the many scopes of one long sentence."""
    return [m.start() for m in _RELATIVE_WORD.finditer(text)]


def clause_end(text: str, start: int, end: int) -> int:
    """Where a relative clause begins that tells what the past thing would do now."""
    words = _relative_words(text)
    at = bisect_left(words, start)
    over = _RELATIVE_CLAUSE.search(text, words[at], end) if at < len(words) and words[at] < end else None
    return over.start() if over else end


def history_end(text: str, start: int, clause_end: int, end: int) -> int:
    """Where a list of past diseases ends: over its commas where "or" joins it or a heading opens it."""
    over = _ACTIVE.search(text, start, end)
    stop = over.start() if over else end
    within = text[start:stop]
    listed = clause_end <= start or (
        clause_end < stop and (re.search(r"\b(?:or|and)\b", within) is not None or within.count(",") > 1)
    )
    return max(clause_end, stop) if listed else clause_end


def joined_end(text: str, start: int) -> int:
    """Where the treatments end that "post" is joined to: "post mastectomy radiotherapy"."""
    head = _HEAD.search(text, start, start + 60)
    if head is None:
        word = re.compile(r"[\s-]*[^\s,;.)]+").match(text, start)
        return word.end() if word else start
    end = head.end()
    while following := _NEXT_HEAD.match(text, end, end + 60):
        end = following.end()
    return end


def need_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that are needed."""
    over = _NEED_OVER.search(text, start, end)
    return over.start() if over else end


def had_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that a plain "had" is said of."""
    over = _HAD_OVER.search(text, start, end)
    return over.start() if over else end


_NO_OBJECT = (
    r"(?!(?:in|among|of(?= (?:patients|those|the))|from|receiving|treated|patients|with|for|after|by|between"
    r"|than|is|are|was|were|has|have|had|who|which|that|will|may|can|if|but|including|includes?|such|like"
    r"|namely|example|except|on|to|impact|effects?|influence|role|differ\w*|improv\w*|chang\w+)\b)"
)
_OBJECT = re.compile(
    rf"(?:\s(?:treatment|therapy|exposure|use|administration|receipt)\s(?:with|to|of|by))?"
    rf"(?:\s{_NO_OBJECT}[\w/+-]+){{1,7}}+,?\s?(?P<opening>\(|(?:including|such as|namely|like|for example,?"
    r"|e ?\.? ?g ?\.,?|i ?\.? ?e ?\.,?)(?=\s))",
    _WORD,
)
_NO_INSTANCE = re.compile(
    r"[.;:()\n\[\]](?!g\.|e\.)|\b(?:in(?! situ)|on|by|at|with(?:in)?|from|for|after|before|during|as|if|per"
    r"|due|unless|except\w*|excluding|is|are|was|were|has|have|had|who|which|that|will|may|can|but"
    r"|he|she|they|we"
    r"|patients|(?:confirm|defin|assess|document|determin|measur|detect|received|exclud|diagnos)\w*"
    r"|underwent|see|according|only|CT|MRI|PET|imaging|scans?|biops\w+|x-ray|ultrasound)\b",
    _WORD,
)
_EXAMPLE = re.compile(r"\s?(?:e ?\.? ?g ?\.?|i ?\.? ?e ?\.?|such as|including|for example),? ?", _WORD)
_NOT_LIMITED = re.compile(r",?\s?\(?but (?:is |are )?not limited to\)?[,:]? ?", _WORD)
_ASIDE = re.compile(r"\([^()\n]{1,100}\)")
"""A bracket within a list of instances."""
_INSTANCES = re.compile(
    r"\( ?(?:e ?\.? ?g ?\.?|i ?\.? ?e ?\.?|such as|including|for example)[^()\n]{1,200}\)", _WORD
)
_MORE = re.compile(r"\)?,?(?: (?:and|or|and/or|nor))?(?=\s\w)", _WORD)
_OF_VARIANTS = re.compile(
    r"\b(?:mutations?|variants?|alterations?|aberrations?|rearrangements?|translocations?|fusions?)\W*"
    r"(?:including|such as|namely|like|for example,?|e\.g\.,?|i\.e\.,?)?[\s(]*$",
    _WORD,
)
_UNFIT = re.compile(
    r"\b(?:(?:no longer|not|never|neither)(?: (?:be|being|been|considered|deemed|felt|judged|thought|to|an?"
    r"|good|currently|medically|surgically|technically|yet|otherwise)){0,4}+ (?:suitable|eligible"
    r"|fit|amenable"
    r"|appropriate|candidates?|operable)|unsuitable|ineligible|unfit) (?:for|to(?: (?:receive|undergo|have"
    r"|tolerate))?)\b",
    _WORD,
)
_UNFIT_OVER = re.compile(
    r"[;:()]|\b(?:if|unless|because|due|who|which|that|is|are|was|were|has|have|had|will|may|can|but"
    r"|received?|participat\w+|inclusion|study|trial|by|after|based|as|and (?:who|are|is|will|has|have))\b",
    _WORD,
)
_PHRASES = re.compile(
    r"(?P<risk>\b(?:risks? (?:of|for)|odds of|odds ratios? (?:of|for)|possibility of|potential for"
    r"|chance of|to prevent))\s*$|(?P<beside>\bwith ?(?:or|and|/|and/or) ?without)\s*$",
    _WORD,
)
_RISK_OVER = re.compile(
    r"[;:]|\b(?:was|were|is|are|has|have|had|received|underwent|will|would|may|might|can|could|should|did"
    r"|does|do|after|before|even|namely|among|undergoing|receiving|compared|than|who|which|whose|versus|vs)\b",
    _WORD,
)
_BESIDE_OVER = re.compile(
    r"[;:(]|\b(?:the|is|are|was|were|has|have|had|will|would|may|can|must|to|in(?! situ)|who|which|that|at"
    r"|from|by|after|before|during|versus|vs|received|underwent|showed|compared|followed)\b",
    _WORD,
)
_ARTICLE = re.compile(r"\s*(?:(?:the|an?)\s)?(?:(?:addition|use) of )?(?:the\s)?", _WORD)


def instances(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The lists of instances of what a trigger is said of: "no cytotoxics (A and B)"."""
    found: list[tuple[int, int]] = []
    at = start - text.startswith(" ", start - 1) if start else start
    while len(found) < 8 and (named := _OBJECT.match(text, at, end)):
        opening = named.end()
        if example := _EXAMPLE.match(text, opening, end):
            opening = example.end()
        if limited := _NOT_LIMITED.match(text, opening, end):
            opening = limited.end()
        stop = _instances_end(text, opening, end, bracketed=named["opening"] == "(")
        if found:
            # "to X (A and B) or Y (C and D)": Y is as little wanted as X.
            found.append((at, named.start("opening")))
        found.append((opening, stop))
        more = _MORE.match(text, stop, end) if text.startswith(")", stop) else None
        if more is None or not more[0].endswith(("and", "or")):
            break
        at = more.end()
    return found


def _instances_end(text: str, start: int, end: int, *, bracketed: bool) -> int:
    """Where a list of instances ends; one in the open goes on over its asides: "A (B or C), D and E"."""
    at = start
    while over := _NO_INSTANCE.search(text, at, end):
        aside = None if bracketed else _ASIDE.match(text, over.start(), end)
        if aside is None:
            return over.start()
        at = aside.end()
    return end


def instances_close(text: str, at: int) -> int:
    """Where a bracket of instances that opens at an offset is closed; 0 where none opens."""
    bracket = _INSTANCES.match(text, at)
    return bracket.end() if bracket else 0


def is_of_variants(text: str, start: int, end: int) -> bool:
    """Whether a list that begins at `end` gives instances of variants: "common mutations including"."""
    return bool(_OF_VARIANTS.search(text, max(start, end - 60), end))


def unfit_ends(text: str) -> list[int]:
    """Where "no longer suitable for" and its like end."""
    return [m.end() for m in _UNFIT.finditer(text)]


def unfit_end(text: str, start: int, end: int) -> int:
    """Where the treatments end that somebody is not fit for."""
    stop = min(end, start + _PHRASE)
    over = _UNFIT_OVER.search(text, start, stop)
    return over.start() if over else stop


_FACTORS = re.compile(
    r"\b(?:factors?|conditions?|diseases?|illness(?:es)?|disorders?|circumstances|situations?|comorbidit\w+"
    r"|abnormalit\w+|medications?|drugs?) (?:that|which|(?:known |likely )?to"
    r"|associated with)\b[^.;:]{0,90}$",
    _WORD,
)
"""Before a risk: what raises it, whose instances may be there today."""
_SUCH = re.compile(r",? ?\b(?:such as|including|e\.g\.|for example)", _WORD)


def causes_start(text: str, at: int, start: int, end: int) -> int:
    """Where what raises a risk begins to be listed: "factors that raise the risk of A such as B" may have B.

    Args:
        text: the text.
        at: where the words of the risk begin.
        start: where what is risked begins.
        end: where its scope would end.
    """
    such = _SUCH.search(text, start, end) if _FACTORS.search(text, max(0, at - 130), at) else None
    return such.start() if such else end


def phrase_end(text: str, before: str, start: int, end: int) -> int | None:
    """Where the noun phrase ends that "risk of" or "with or without" is said of; None for any other trigger.

    Args:
        text: the text.
        before: the words before `start`, the trigger among them.
        start: where the trigger ends.
        end: where its scope would end.
    """
    trigger = _PHRASES.search(before)
    if trigger is None:
        return None
    if trigger["risk"]:
        end = causes_start(text, start - len(trigger[0]), start, end)
        over = _RISK_OVER.search(text, start, min(end, start + _PHRASE))
    else:
        article = _ARTICLE.match(text, start, end)
        over = _BESIDE_OVER.search(text, article.end() if article else start, min(end, start + _PHRASE))
    return over.start() if over else end


_JOINED = re.compile(r" ?(?:[+&/]|\band|\bthen|\bfollowed by) ?$", re.IGNORECASE)


def joined_start(text: str, begins: dict[int, int], end: int, status: str) -> int:
    """Where what a status is said of begins, -1 for nothing: all courses of "CRT + HDR finished"."""
    start = begins.get(end, -1)
    for _ in range(4 if status == "delivered" else 0):
        joined = _JOINED.search(text, max(0, start - 16), max(0, start))
        first = begins.get(joined.start(), -1) if joined else -1
        if first < 0:
            break
        start = first
    return start
