"""What is said to lie before: treatments given earlier, given up, lived through, or never given."""

import re

from ingest.assertion_forward import COURSE_OVER, LIST_OVER, PHRASE_OVER, Forward

_WORD = re.IGNORECASE
EARLIER = (
    Forward(
        "before",
        "previously|already|formerly|undergone|been ",
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
        LIST_OVER,
    ),
    Forward(
        "before",
        "during|under|despite| on",
        re.compile(
            r"\b(?:progress(?:ed|ing|ion)|relaps(?:ed|ing|es?)|recur(?:red|ring|rence)|grown|grew|escaped"
            r"|(?:came|come|coming)"
            r" back|returned)"
            r"(?: of (?:the |their )?disease)? (?:(?:while|whilst|when) (?:still )?on|during|under|despite)"
            r"(?: (?:the|any|their|his|her|ongoing|(?:[a-z-]+ )?(?:treatment|therapy|use) (?:with|of|on)))*\b"
            r"(?! (?:study|follow|observation|surveillance))(?![^.;]{0,120}\b(?:will|shall)\b)",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    Forward(
        "before",
        "earlier ",
        re.compile(
            r"(?<!days )(?<!weeks )(?<!months )(?<!years )(?<!hours )(?<!much )(?<!even )(?<!an )(?<!\bno )"
            r"\bearlier (?!than|stage|diagnos|detect|stud|trial|report|time|onset|age|phase|data|work|result"
            r"|analys|publicat|in\b|on\b|and\b|or\b|start|initiat|access|referral|use\b|introduc|follow"
            r"|by\b|to\b"
            r"|intervention|the\b|this\b|we\b|was\b|were\b|for\b|at\b|with\b|experience|finding|recurr"
            r"|relapse|death)",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    Forward(
        "not before",
        "no earlier",
        re.compile(r"\bno earlier (?!than\b)", _WORD),
        PHRASE_OVER,
    ),
    Forward(
        "historical",
        " ago for ",
        re.compile(r"\btreated (?:[\w-]+ ){1,3}ago for\b", _WORD),
        PHRASE_OVER,
    ),
    Forward(
        "before",
        "discontinu|stopp|ceas|withdr",
        re.compile(
            r"\b(?:who|that|having|(?:has|have|had)(?: previously| already)?) (?:discontinued|stopped|ceased"
            r"|withdrawn from|withdrew from|had to (?:discontinue|stop))(?: (?:the|their|prior|previous"
            r"|all|any"
            r"|treatment|therapy|use|with|of|on|taking))*\b(?! (?:study|trial|participation|due|because)\b)",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    Forward(
        "not before",
        "not having|not previously|never previously|not been previously|never been previously",
        re.compile(
            r"\bnot having (?:ever |previously )?(?:undergone|received|had|been (?:treated with|given))\b"
            r"|\b(?:not|never) (?:previously (?:been )?|been previously )(?:irradiated"
            r"|exposed"
            r"|operated|treated) (?:by|with|to|using|on by)\b",
            _WORD,
        ),
        LIST_OVER,
    ),
    Forward(
        "may lie before",
        "may have|might have|could have",
        re.compile(
            r"\b(?:may|might|could) have (?:also |previously |already )?(?:been (?:treated (?:with|by)|given"
            r"|exposed to)|received|undergone)\b(?! (?:any |a |one |up to \w+ )?(?:prior|previous))",
            _WORD,
        ),
        COURSE_OVER,
    ),
)
