"""What is said of a thing before it: modal verbs of sparing, doubts, denials, progress under a treatment."""

import re
from typing import NamedTuple

_WORD = re.IGNORECASE


class Forward(NamedTuple):
    """What follows a construction, up to where it ends."""

    status: str
    words: str
    """Words of which one must stand in a text: most constructions are passed over unread."""
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
LIST_OVER = re.compile(
    r"[;:()\[\]]|\.(?=\s|$)|,(?! (?:and|or|nor)\b)|\b(?:is|are|was|were|has|have|had|will|would|shall"
    r"|should|may|even|namely"
    r"|might|can|could|must|did|does|who|which|that|if|when|while|whereas|because|although|but|however"
    r"|until|than|versus|compared|showed|received|underwent)\b",
    _WORD,
)
RISK_OVER = re.compile(PHRASE_OVER.pattern + r"|\b(?:undergoing|receiving|taking|treated)\b", _WORD)
"""Ends what is risked: "at risk for morbidity undergoing surgery"."""
COURSE_OVER = re.compile(
    r"[;]|\.(?=\s|$)|\b(?:is|are|was|were|has|will|who|which|that|if|whereas|while|whilst|but|OR|for|due)\b"
)
_COURSE_FAR = re.compile(r"[;]|\.(?=\s|$)|\b(?:is|are|was|were|has|will|who|which|that|whereas|while|but)\b")
_SPARE = (
    r"(?:avoid|obviate|preclude|spare|replace|defer|delay|postpone|forgo|omit|eliminate|reduce|limit"
    r"|minimi[sz]e)"
)
_MODAL = r"(?:may|might|can|could|would|helps?(?: to)?|should not|need not|does not|did not|not)"
FORWARD = (
    Forward(
        "spared",
        "avoid|obviat|preclu|spar|replac|defer|delay|postpon|forgo|omit|eliminat|reduc|limit|minimi",
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
    Forward(
        "spared",
        "need for|need of|necessity|unnecessary",
        re.compile(
            r"\b(?:avoid(?:s|ed|ing|ance of)?|reduc(?:e|es|ed|ing|tion in|tion of)|eliminat(?:e|es|ed|ing)"
            r"|obviat(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|spar(?:e|es|ing)) (?:the|any|their) (?:need"
            r"|necessity|use and need) (?:for|of)\b|\b(?:avoid(?:ing)?|spar(?:e|ing)"
            r"|reduc(?:e|ing)) (?:[a-z]+ )?unnecessary\b",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    Forward(
        "conditional",
        "would be|might be|may be",
        re.compile(
            r"\b(?:would|might|may|could) be (?:[a-z]{4,12} )?(?:interesting|worthwhile|useful|valuable"
            r"|desirable"
            r"|reasonable|appropriate|informative|helpful|tempting|prudent|of (?:[a-z]+ )?(?:interest"
            r"|value|use))"
            r" to (?:study|initiate|start|test|investigate|explore|try|evaluate|examine|combine|add|use|give"
            r"|compare|conduct|perform|assess|consider|undertake|launch)\b",
            _WORD,
        ),
        _COURSE_FAR,
    ),
    Forward(
        "conditional",
        " that |suggest",
        re.compile(
            r"(?:^|[.;:\n]\s*)suggest (?=(?:[\w-]+ ){0,6}[\w-]+\s*(?:[.;,\n]|$))(?!that\b|to\b)|"
            r"\b(?:suggest|recommend|propos|advis|advocat)\w{0,4} that (?=[^.;,]{3,80}? be (?:considered"
            r"|given|used"
            r"|offered|added|performed|started|continued|omitted|avoided|reserved|preferred|undertaken)\b)",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    Forward(
        "conditional",
        "indication|advised to|encouraged to|counsel|urged|invited|possible|consideration"
        "|suitable for|amenable|fit for|fit to",
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
    Forward(
        "hypothetical",
        "development of|occurrence of|risk",
        re.compile(
            r"\b(?:potential|possible|eventual|future) (?:development"
            r"|occurrence) of\b|\b(?:high|low|higher|lower|elevated|increased|absolute|lifetime|average"
            r"|small|substantial|considerable|significant|future|cumulative) risks? (?:of|for)"
            r"(?: (?:developing|having|getting|contracting|acquiring))?\b",
            _WORD,
        ),
        LIST_OVER,
    ),
    Forward(
        "hypothetical",
        "risk of|risks of|risk for|risks for",
        re.compile(r"(?<!\bno )(?<!relative )(?<!hazard )\brisks? (?:of|for)\b(?! bias)", _WORD),
        RISK_OVER,
    ),
    Forward(
        "uncertain",
        "suspected|possible|probable|presumed|suspicious",
        re.compile(
            r"\b(?:suspected|possible|probable|presumed|suspicious)(?:(?:,| or| and| and/or| ?/) ?"
            r"(?:[a-z]{3,16}ly[- ])?(?:diagnosed|confirmed|proven|proved|documented|known|established"
            r"|verified|recurrent|definite|likely)){1,3}(?:,? (?:or|and|and/or) (?:[a-z]{3,16}ly[- ])?"
            r"(?:diagnosed|confirmed|proven|proved|documented|known|established|verified|definite))?\b"
            r"|\b(?:suspected|possible|probable|presumed),? (?:but|though|yet|and) (?:(?:[a-z]{3,16}ly "
            r"|as yet )?un|not"
            r" (?:yet |[a-z]{3,16}ly )?)(?:proven|proved|confirmed|verified|documented)\b"
            r"|\b(?:confirmed|proven|known|documented|definite|established) (?:or|and|and/or|/) "
            r"(?:[a-z]{3,16}ly )?(?:suspected|probable|possible|presumed)\b",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    Forward(
        "uncertain",
        "absence",
        re.compile(
            r"\b(?:presence|existence) (?:or|and|versus|vs\.?|from|/|and/or) (?:the )?absence of\b"
            r"|\babsence (?:or|and|versus|vs\.?|from|/) (?:the )?presence of\b",
            _WORD,
        ),
        LIST_OVER,
    ),
    Forward(
        "uncertain",
        "caus|etiology|trigger|origin|possibility|suspicion|concern|question|diagnos|may |might "
        "|could |whether| if |likely to|keeping|red over|quer"
        "|disti|differentiate|discrim|effects|adverse|toxicit",
        re.compile(
            r"\b(?:possible|potential|suspected|presumed|plausible) (?:[a-z]+ )?(?:causes?"
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
            r"|\b(?:not sure|unsure|unclear|uncertain|not clear|unknown|questionable|doubtful) (?:if"
            r"|whether) (?:this|it|there"
            r"|the [a-z]+)"
            r" (?:is|was|represents|represented|has|had)\b|\bin keeping with\b|\bfavou?red over\b"
            r"|\bquer(?:ied|ying|ies)(?= an? )"
            r"|\b(?:most|very|more|quite|highly|felt|thought|considered|judged) likely to (?:be|represent"
            r"|reflect)"
            r"(?= (?:an?|the) )"
            r"|\b(?:cannot|can not|could not|unable to) (?:distinguish|differentiate"
            r"|discriminate)(?: between)?\b"
            r"|\b(?:possible|potential) (?:[a-z]+ )?(?:side effects|adverse (?:effects|events|reactions)"
            r"|toxicities)"
            r"(?: of [^.;,]{2,40}?)? (?:include|are|were|included)\b",
            _WORD,
        ),
        LIST_OVER,
    ),
    Forward(
        "unplanned",
        "planned|scheduled|listed|booked|intended|due|plan|will |shall ",
        re.compile(
            r"\b(?:will|shall) (?:be|have|receive|get|undergo|include|involve) no(?: further| more"
            r"| additional)?\b|"
            r"\bnot (?:being |currently |yet |been |to be )?(?:planned|scheduled|listed|booked|intended|due)"
            r" (?:for|to (?:receive|undergo|have|start|begin))\b"
            r"|\bno (?:planned|scheduled|intended|plans? (?:for|to (?:receive|undergo|have|give)))\b"
            r"|\bwithout (?:planned|scheduled)\b",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    Forward(
        "negated",
        "none|neither|no one|no |never|not |n't|without",
        re.compile(
            r"\b(?:(?:none|neither|no one)(?: of (?:the |these |those |our |them"
            r"|all )?(?:(?!(?:who|that|which|with)\b)[\w-]+ ){0,3}?)? ?(?:had|has|have"
            r"|developed|experienced|received|underwent|showed|suffered|was found to have|were found to have)"
            r"|no (?:patients?|women|men|subjects?|participants?|cases?|animals?|children) (?:had|has|have"
            r"|developed"
            r"|experienced|received|underwent|showed|suffered)|(?:never (?:been )?|(?:has|have|had) not "
            r"(?:yet )?been )(?:treated with|exposed to"
            r"|given"
            r"|prescribed|taken|on)|(?:not|n't) (?:currently |now |yet )?"
            r"(?:taking|using|prescribed|receiving|on)|no (?:cases?|instances?|episodes?|occurrences?|sites?"
            r"|foci|focus|features?|suspicion|proof|indication|suggestion|hint) of"
            r"|no(?= (?:[a-z-]+ ){0,2}(?:biops|histolog|cytolog))"
            r"|without (?:any )?(?:features?|suspicion|foci|recurrence) of)\b",
            _WORD,
        ),
        LIST_OVER,
    ),
    Forward(
        "left out",
        "except|besides",
        re.compile(
            r"\b(?:with the exception of|except(?:ing)?(?: for)?|besides)\b"
            r"(?! (?:if|when|those|in|that|from)\b)",
            _WORD,
        ),
        LIST_OVER,
    ),
    Forward(
        "historical",
        "recover|heal|convalesc|since",
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
    Forward(
        "historical",
        "survivor",
        re.compile(r"\b(?:was|were|is|are) (?:a )?(?:long-term )?survivors? of\b", _WORD),
        PHRASE_OVER,
    ),
    Forward(
        "delivered",
        "was |were |induced|maintained|premedic|supplement|sedated|esthet|salvaged|palliat|covered"
        "|we |improved|stabili|resolved|stable|responding",
        re.compile(
            r"\b(?:was|were) (?:[a-z]{3,12}ly )?(?:induced|maintained|premedicated|supplemented|sedated"
            r"|an(?:a)?esthetised|an(?:a)?esthetized|salvaged|palliated|covered) (?:with|by|on)\b"
            r"|\b(?:was|were) (?:[a-z]{3,12}ly )?(?:removed|excised|resected|ablated|drained|repaired"
            r"|debulked|obtained"
            r"|harvested|extracted|evacuated|cleared|retrieved) (?:by|with|via|through|using|during|at)\b"
            r"|\bwe (?:[a-z]+ly )?(?:treated|managed|operated) [^.;,\n]{3,60}? with\b"
            r"|\b(?:improved|stabili[sz]ed|resolved|stable|responding) (?:on|with) (?=[a-z])",
            _WORD,
        ),
        COURSE_OVER,
    ),
    Forward(
        "planned",
        "requiring",
        re.compile(r"(?<!not )(?<!without )\brequiring\b(?! (?:treatment|steroids?|hospitali)\b)", _WORD),
        COURSE_OVER,
    ),
    Forward(
        "was needed",
        "required|needed",
        re.compile(
            r"\b(?:which|that|who|patients?|he|she|women|men|cases|\d+|two|three|four|five|six|seven|eight"
            r"|nine|ten)"
            r" (?:also |then |subsequently |eventually |later )?(?:required|needed) (?!to\b|that\b|for\b"
            r"|at\b|by\b)",
            _WORD,
        ),
        COURSE_OVER,
    ),
    Forward(
        "refused",
        "requir|need|inability",
        re.compile(
            r"\b(?:(?:not|without|never|n't) (?:requir(?:e|ed|ing)|need(?:ed|ing)?)(?: (?:an?|any))?"
            r"|inability to"
            r" (?:undergo|receive|tolerate|have))\b(?! to)",
            _WORD,
        ),
        COURSE_OVER,
    ),
    Forward(
        "uncertain",
        "differential|ddx|diff dx",
        re.compile(r"\b(?:differential|ddx|diff dx)(?: diagnos[ei]s)?(?: includes?)?:", _WORD),
        re.compile(r"[;:]"),
    ),
    Forward(
        "hypothetical",
        "develop|experience|suffer",
        re.compile(
            r"\b(?:patients?|participants?|subjects?|those|cases|women|men|anyone|individuals) (?:who|that"
            r"|in whom)"
            r" (?:develops?|experiences?|suffers?)\b(?=[^.;\n]{1,160}\b(?:will|should|must|may|can|shall)\b)",
            _WORD,
        ),
        PHRASE_OVER,
    ),
)
