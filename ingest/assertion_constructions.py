"""Constructions that say more than one trigger word: modal verbs of sparing, windows of entry, contrasts."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ingest.assertion_cues import is_aim, is_not_yet
from ingest.assertion_reach import listed_end
from ingest.assertion_scopes import Scope

_WORD = re.IGNORECASE
_REACH = 160
"""Characters a construction reaches to either side within its sentence."""
_WINDOW_REACH = 260
"""Characters a window of entry reaches over the treatments of a criterion."""


Spans = Callable[[int], tuple[int, int]]
"""The span of the sentence that holds an offset."""


class _Forward(NamedTuple):
    status: str
    cue: re.Pattern[str]
    over: re.Pattern[str]


PHRASE_OVER = re.compile(
    r"[;:()\[\]]|\.(?=\s|$)|,(?! (?:and|or|nor)\b)|\s[-\u2013\u2014>]|\b(?:is|are|was|were|be|been|has|have"
    r"|had"
    r"|will|would|shall|should|may|might|can|could|must|did|does|do|who|whom|which|that|whose|if|when|while"
    r"|whereas|unless|because|since|although|though|but|however|after|before|during|until|following|among"
    r"|in(?! situ)|on|at|by|from|with(?:out)?|for|to|as|than|versus|compared|showed|showing|received"
    r"|underwent|prior|previous|given|patients|women|men|diagnosing)\b",
    _WORD,
)
"""Ends a noun phrase; a comma ends it unless it goes on as a list."""
_LIST_OVER = re.compile(
    r"[;:()\[\]]|\.(?=\s|$)|,(?! (?:and|or|nor)\b)|\b(?:is|are|was|were|has|have|had|will|would|shall"
    r"|should|may"
    r"|might|can|could|must|did|does|who|which|that|if|when|while|whereas|because|although|but|however"
    r"|until|than|versus|compared|showed|received|underwent)\b",
    _WORD,
)
_COURSE_OVER = re.compile(
    r"[;]|\.(?=\s|$)|\b(?:is|are|was|were|has|will|who|which|that|if|whereas|while|whilst|but|OR|for|due)\b"
)
_SPARE = (
    r"(?:avoid|obviate|preclude|spare|replace|defer|delay|postpone|forgo|omit|eliminate|reduce|limit"
    r"|minimi[sz]e)"
)
_MODAL = r"(?:may|might|can|could|would|helps?(?: to)?|should not|need not|does not|did not|not)"
_FORWARD = (
    _Forward(
        "spared",
        re.compile(
            rf"\b{_MODAL} (?:[a-z]{{3,14}}ly )?{_SPARE}(?: (?:the )?(?:need|necessity|use) (?:for|of)"
            r"| (?:patients|women|men|some|many|them|children)(?: from)?)?(?: (?:an?|the|any|unnecessary"
            r"|unneeded|further|major|more|futile|repeat(?:ed)?|invasive))*\b(?! (?:the )?(?:risk|rate"
            r"|incidence|number|dose|toxicit))(?! (?:[a-z]+ )?(?:absorption|uptake|intake|metabolism|swallow"
            r"|participation|compliance|evaluation|assessment|interpretation|ability|administration))",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    _Forward(
        "spared",
        re.compile(
            r"\b(?:avoid(?:s|ed|ing|ance of)?|reduc(?:e|es|ed|ing|tion in|tion of)|eliminat(?:e|es|ed|ing)"
            r"|obviat(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|spar(?:e|es|ing)) (?:the|any|their) (?:need"
            r"|necessity|use and need) (?:for|of)\b|\b(?:avoid(?:ing)?|spar(?:e|ing)"
            r"|reduc(?:e|ing)) (?:[a-z]+ )?unnecessary\b",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    _Forward(
        "conditional",
        re.compile(
            r"\b(?:an|any|absolute|clear|relative|strong|no clear) indication for\b"
            r"|\b(?:advised|encouraged|counsel(?:l)?ed|urged|invited) to (?:have|undergo|start|take|receive"
            r"|consider)\b|\b(?:advantage|possibility|option|role|consideration|prospect) of (?:a possible"
            r"|possible)\b|\bconsideration (?:of|for)\b"
            r"|(?<!not )(?<!longer )(?<!never )(?<!be )(?<!ly )(?<!considered )(?<!deemed )(?<!found"
            r" )\b(?:suitable for"
            r"|amenable to|fit for|fit to undergo)\b",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    _Forward(
        "hypothetical",
        re.compile(
            r"\b(?:prevention|prophylaxis) (?:of|against|for)\b|\bprophylax[ei]s(?: (?:of|against|for))\b"
            r"|\b(?:potential|possible|eventual|future) (?:development"
            r"|occurrence) of\b|\b(?:high|low|higher|lower|elevated|increased|absolute|lifetime|average"
            r"|small|substantial|considerable|significant|future|cumulative) risks? (?:of|for)"
            r"(?: (?:developing|having|getting|contracting|acquiring))?\b",
            _WORD,
        ),
        _LIST_OVER,
    ),
    _Forward(
        "uncertain",
        re.compile(
            r"\b(?:suspected|possible|probable|presumed|suspicious)(?:(?:,| or| and| and/or| ?/) ?"
            r"(?:[a-z]{3,16}ly[- ])?(?:diagnosed|confirmed|proven|proved|documented|known|established"
            r"|verified|recurrent|definite|likely)){1,3}(?:,? (?:or|and|and/or) (?:[a-z]{3,16}ly[- ])?"
            r"(?:diagnosed|confirmed|proven|proved|documented|known|established|verified|definite))?\b"
            r"|\b(?:confirmed|proven|known|documented|definite|established) (?:or|and|and/or|/) "
            r"(?:[a-z]{3,16}ly )?(?:suspected|probable|possible|presumed)\b",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    _Forward(
        "uncertain",
        re.compile(
            r"\b(?:presence|existence) (?:or|and|versus|vs\.?|from|/|and/or) (?:the )?absence of\b"
            r"|\babsence (?:or|and|versus|vs\.?|from|/) (?:the )?presence of\b",
            _WORD,
        ),
        _LIST_OVER,
    ),
    _Forward(
        "uncertain",
        re.compile(
            r"\b(?:possible|potential|probable|likely|suspected|presumed|plausible) (?:[a-z]+ )?(?:causes?"
            r"|etiology"
            r"|aetiology|triggers?|origins?)(?: or [a-z]+)? (?:of|for)\b"
            r"|\b(?:possible|potential|probable|suspected) [a-z]+(?: [a-z]+)? (?:for|of|in) causing\b"
            r"|\b(?:rais\w{1,3}|consider\w{0,3}|suggest\w{0,3}|exclude|entertain\w{0,3}) (?:the|a) "
            r"(?:possibility|suspicion|question|concern) (?:of|for)\b"
            r"|\bpossibility of (?=[^.;,]{2,60} (?:was|is|were|has been) (?:raised|considered|suggested"
            r"|entertained|questioned)\b)"
            r"|\b(?:likely|probable|working|presumptive|provisional|presumed|tentative|differential)"
            r" diagnos[ei]s (?:is|was|of|were|includes?|included|remains?)\b"
            r"|\b(?:may|might|could) (?:well )?(?:be|represent|indicate|reflect|signify|have been) (?:an? )?"
            r"(?=(?:early|recurrent|new|primary|metastatic|underlying|concurrent|acute|chronic) )"
            r"|\b(?:not sure|unsure|unclear|uncertain|not clear|unknown) (?:if|whether) (?:this|it|there"
            r"|the [a-z]+)"
            r" (?:is|was|represents|represented|has|had)\b|\bin keeping with\b",
            _WORD,
        ),
        _LIST_OVER,
    ),
    _Forward(
        "unplanned",
        re.compile(
            r"\bnot (?:being |currently |yet |been |to be )?(?:planned|scheduled|listed|booked|intended|due)"
            r" (?:for|to (?:receive|undergo|have|start|begin))\b"
            r"|\bno (?:planned|scheduled|intended|plans? (?:for|to (?:receive|undergo|have|give)))\b"
            r"|\bwithout (?:planned|scheduled)\b",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    _Forward(
        "negated",
        re.compile(
            r"\b(?:(?:none|neither|no one)(?: of (?:the |these |those |our |them"
            r"|all )?(?:[\w-]+ ){0,3}?)? ?(?:had|has|have"
            r"|developed|experienced|received|underwent|showed|suffered|was found to have|were found to have)"
            r"|no (?:patients?|women|men|subjects?|participants?|cases?|animals?|children) (?:had|has|have"
            r"|developed"
            r"|experienced|received|underwent|showed|suffered)|never (?:been )?(?:treated with|given"
            r"|prescribed|taken|on)|(?:not|n't) (?:currently |now |yet )?"
            r"(?:taking|using|prescribed|receiving|on)|no (?:cases?|instances?|episodes?|occurrences?|sites?"
            r"|foci|focus|features?|suspicion|proof|indication|suggestion|hint) of"
            r"|without (?:any )?(?:features?|suspicion|foci|recurrence) of)\b",
            _WORD,
        ),
        _LIST_OVER,
    ),
    _Forward(
        "negated",
        re.compile(
            r"\b(?:with the exception of|except(?:ing)?(?: for)?|besides)\b"
            r"(?! (?:if|when|those|in|that|from)\b)(?![^.;,]{0,40}\btreated\b)",
            _WORD,
        ),
        _LIST_OVER,
    ),
    _Forward(
        "historical",
        re.compile(
            r"\b(?:recover(?:ed|y|ing)|healed|convalesc\w+) from (?P<open>)(?:(?:the|any|all|acute|toxic"
            r"|side|adverse"
            r"|effects?|toxicit\w+|of|prior|previous|recent|major|their|his|her) )*"
            r"|\bsince (?:the |his |her |their )?(?:last|most recent|end of|prior|previous|completion of"
            r"|completing)\b",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    _Forward(
        "historical",
        re.compile(r"\b(?:was|were|is|are) (?:a )?(?:long-term )?survivors? of\b", _WORD),
        PHRASE_OVER,
    ),
    _Forward(
        "delivered",
        re.compile(
            r"\b(?:was|were) (?:[a-z]{3,12}ly )?(?:induced|maintained|premedicated|supplemented|sedated"
            r"|an(?:a)?esthetised|an(?:a)?esthetized|salvaged|palliated|covered) (?:with|by|on)\b"
            r"|\bwe (?:[a-z]+ly )?(?:treated|managed|operated) [^.;,\n]{3,60}? with\b"
            r"|\b(?:improved|stabili[sz]ed|resolved|stable|responding) (?:on|with) (?=[a-z])",
            _WORD,
        ),
        _COURSE_OVER,
    ),
    _Forward(
        "planned",
        re.compile(r"(?<!not )(?<!without )\brequiring\b(?! (?:treatment|steroids?|hospitali)\b)", _WORD),
        _COURSE_OVER,
    ),
    _Forward(
        "was needed",
        re.compile(
            r"\b(?:which|that|who|patients?|he|she|women|men|cases|\d+|two|three|four|five|six|seven|eight"
            r"|nine|ten)"
            r" (?:also |then |subsequently |eventually |later )?(?:required|needed) (?!to\b|that\b|for\b"
            r"|at\b|by\b)",
            _WORD,
        ),
        _COURSE_OVER,
    ),
    _Forward(
        "refused",
        re.compile(
            r"\b(?:(?:not|without|never|n't) (?:requir(?:e|ed|ing)|need(?:ed|ing)?)(?: (?:an?|any))?"
            r"|inability to"
            r" (?:undergo|receive|tolerate|have))\b(?! to)",
            _WORD,
        ),
        _COURSE_OVER,
    ),
    _Forward(
        "uncertain",
        re.compile(r"\b(?:differential|ddx|diff dx)(?: diagnos[ei]s)?(?: includes?)?:", _WORD),
        re.compile(r"[;:]"),
    ),
    _Forward(
        "before",
        re.compile(
            r"\b(?:(?:have|has|had) (?:ever |also )?(?:previously|already|formerly) (?:undergone|received"
            r"|had|been"
            r" (?:treated (?:with|by)|given|exposed to|on))"
            r"|(?:who|patients?|he|she|they|subjects|women|men|cases|children) (?:had"
            r"|have) (?:also )?(?:previously )?"
            r"(?:undergone|been (?:treated (?:with|by)|irradiated))|previously (?:undergone|underwent|given"
            r"|exposed to|treated (?:with|by)|irradiated (?:with|to)))\b",
            _WORD,
        ),
        _LIST_OVER,
    ),
    _Forward(
        "not before",
        re.compile(
            r"\bnot having (?:ever |previously )?(?:undergone|received|had|been (?:treated with|given))\b",
            _WORD,
        ),
        _LIST_OVER,
    ),
    _Forward(
        "may lie before",
        re.compile(
            r"\b(?:may|might|could) have (?:also |previously |already )?(?:been (?:treated (?:with|by)|given"
            r"|exposed to)|received|undergone)\b(?! (?:any |a |one |up to \w+ )?(?:prior|previous))",
            _WORD,
        ),
        _COURSE_OVER,
    ),
    _Forward(
        "hypothetical",
        re.compile(
            r"\b(?:patients?|participants?|subjects?|those|cases|women|men|anyone|individuals) (?:who|that"
            r"|in whom)"
            r" (?:develops?|experiences?|suffers?)\b(?=[^.;\n]{1,160}\b(?:will|should|must|may|can|shall)\b)",
            _WORD,
        ),
        PHRASE_OVER,
    ),
)
_FORWARD_WORDS = (
    "avoid|obviat|preclu|spar|replac|defer|delay|postpon|forgo|omit|eliminat|reduc|limit|minimi",
    "need for|need of|necessity|unnecessary",
    "indication|advised to|encouraged to|counsel|urged|invited|possible|consideration|suitable for"
    "|amenable|fit for|fit to",
    "prevention|prophyla|development of|occurrence of|risk",
    "suspected|possible|probable|presumed|suspicious",
    "absence",
    "caus|etiology|trigger|origin|possibility|suspicion|concern|question|diagnos|may |might |could "
    "|whether| if |keeping",
    "planned|scheduled|listed|booked|intended|due|plan",
    "none|neither|no one|no |never|not |n't|without",
    "except|besides",
    "recover|heal|convalesc|since",
    "survivor",
    "induced|maintained|premedic|supplement|sedated|esthet|salvaged|palliat|covered|we |improved"
    "|stabili|resolved|stable|responding",
    "requiring",
    "required|needed",
    "requir|need|inability",
    "differential|ddx|diff dx",
    "previously|already|formerly|undergone|been ",
    "not having",
    "may have|might have|could have",
    "develop|experience|suffer",
)
"""For each of them, words of which one must stand in a text: most are passed over unread."""
_NOT = re.compile(r"\b(?:not|never|n't) (?:yet |fully )?$", _WORD)
_HAPPENED = re.compile(
    r"\b(?:occurred|developed|experienced|were (?:observed|seen|noted|reported|found)|was (?:observed|seen"
    r"|noted"
    r"|reported|found)|had|suffered|there (?:was|were)|died)\b|\d ?%",
    _WORD,
)
_OF_HISTORY = re.compile(
    r"\b(?:history|must|will|should|may|might|can|if|eligible|exclu\w+|prior|previous|within|active)\b", _WORD
)
_LONGEST = 1200
"""Characters of a sentence that are read for what it tells."""
_WINDOW = re.compile(
    r"\b(?:within|during|in|less than|at least|more than|[<\u2264>\u2265])(?: the)?(?: last| past| previous"
    r"| prior"
    r"| preceding)? ?(?:\d{1,3}|one|two|three|four|six|twelve) ?(?:hours|days?|weeks?|months?|years?|times)"
    r" (?:before|prior to|preceding|of) [^,;:.\n]{0,80}[,:]"
    r"|\b\d{1,3} (?:days|weeks|months|times) (?:before|prior to|preceding) (?:the )?(?:first|study|enrol\w+"
    r"|randomi\w+|start|screening|initiation|inclusion)[^,;:.\n]{0,60},",
    _WORD,
)
"""A window of entry told before what must lie in it."""
_WINDOW_OVER = re.compile(r"[;]|\.\s|\b(?:will|shall|is|are|must|may|should|we|was|were)\b", _WORD)
SEVERAL = {
    "spared": ("conditional", "spared"),
    "was needed": ("delivered",),
    "earlier": ("prior", "historical"),
    "refuted": ("negated", "refuted"),
    "allowed": ("conditional", "allowed"),
    "unplanned": ("planned", "unplanned"),
    "historical": ("prior", "historical"),
    "before": ("prior",),
    "may lie before": ("prior", "given perhaps"),
    "not before": ("negated", "prior"),
}
"""What a construction says at once."""


def forward_scopes(text: str, sentence_span: Spans) -> Iterator[Scope]:
    """What the constructions say of what follows them."""
    low = text.lower()
    for (status, cue, over), words in zip(_FORWARD, _FORWARD_WORDS, strict=True):
        if not any(w in low for w in words.split("|")):
            continue
        for found in cue.finditer(text):
            # A blank nearer than the trigger word that closes the construction.
            start = found.end() + text.startswith(" ", found.end())
            limit = min(sentence_span(found.end())[1], start + _REACH)
            end = _end(text, start, limit, over)
            if (
                "open" in cue.groupindex
                and found["open"] is not None
                and not _NOT.search(text, 0, found.start())
            ):
                # "recovered from toxic effects of X": the effects lie in the past as X does.
                start = found.end("open")
            if status == "was needed" and _OF_HISTORY.search(
                text,
                max(sentence_span(found.start())[0], found.start() - 80),
                sentence_span(found.start())[1],
            ):
                continue
            if status == "planned" and _is_told(text, sentence_span(found.start())):
                # "Leaks requiring surgery occurred in four": it was done.
                yield Scope("delivered", start, end)
                continue
            for said in SEVERAL.get(status, (status,)):
                yield Scope(said, start, end)
    for found in _WINDOW.finditer(text):
        start = found.end()
        limit = min(sentence_span(start)[1], start + _WINDOW_REACH)
        closing = _WINDOW_OVER.search(text, start, limit)
        yield Scope("prior", start, closing.start() if closing else limit)


def _is_told(text: str, sentence: tuple[int, int]) -> bool:
    told = text[slice(*sentence)][:_LONGEST]
    return bool(_HAPPENED.search(told)) and not is_not_yet(told) and not is_aim(told)


def _end(text: str, start: int, limit: int, over: re.Pattern[str]) -> int:
    """Where the noun phrase or list ends that a construction is said of."""
    stop = over.search(text, start, limit)
    if stop is None:
        return limit
    return max(listed_end(text, stop.start(), limit), stop.start()) if stop[0] == "," else stop.start()
