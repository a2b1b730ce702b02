"""What is said of a thing after it: "X is an option", "X was ruled out", "X can be avoided"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.assertion_constructions import SEVERAL, Spans
from ingest.assertion_forward import PHRASE_OVER
from ingest.assertion_scopes import Scope

_WORD = re.IGNORECASE
_REACH = 160
"""Characters before a predicate in which its subject begins."""
_FAR_REACH = 260


class _Backward(NamedTuple):
    status: str
    cue: re.Pattern[str]
    edge: re.Pattern[str]


_SUBJECT = re.compile(
    r"[;:()\[\]]|\.\s|\b(?:who|whom|which|that|if|when|while|whereas|although|but|is|are|was|were|be|has"
    r"|have|had"
    r"|will|may|can|could|should|shows?|showed|suggests?|found|think|believe|confirm\w*|then)\b",
    _WORD,
)
_HAD_EDGE = re.compile(
    r"[;:()\[\]]|\.\s|\b(?:had|has|have|having|received|underwent|undergone|taken|used|given|been|with|for"
    r"|in|at)\b",
    _WORD,
)
_BACKWARD = (
    _Backward(
        "conditional",
        re.compile(
            r"\b(?:is|are|remains?|represents?|may be|might be|could be|can be|offers?|provides?"
            r"|constitutes?|seems?"
            r"|appears?)(?: to be)? (?:also )?(?:an?|the|another|one) (?:[a-z-]{3,16},? (?:and )?){0,3}?"
            r"(?:options?|alternatives?|choices?|possibility|substitute)\b"
            r"|\b(?:are|remain|represent) (?:[a-z-]{3,16} ){0,3}(?:options|alternatives)\b"
            r"|\b(?:deserves?|merits?) (?:[a-z-]{3,16} ){0,2}consideration\b"
            r"|\bshould be (?:an?|the) (?:[a-z-]{3,16} ){0,2}(?:options?|alternative|choice|approach"
            r"|procedure|treatment|standard)\b"
            r"|\b(?:may|might|can|could|would) (?:also |still |then |even "
            r"|not )?(?:[a-z]{3,14}ly )?be (?:[a-z]{3,14}ly )?"
            r"(?:avoided|spared|omitted|deferred|delayed|postponed|reserved|required|needed|indicated"
            r"|necessary|unnecessary|warranted|justified|appropriate|attempted|beneficial|helpful|useful"
            r"|preferable|reasonable|proposed"
            r"|recommended|advised|advisable|suggested|unavoidable|foregone|forgone|withheld)\b"
            r"|\bshould (?:[a-z]{3,14} )?be (?:mandatory|avoided|attempted|reserved|encouraged|part of)\b"
            r"|(?<!not )\b(?:is|are|be) (?:[a-z]{3,14}ly )?(?:warranted|advisable)\b"
            r"|\b(?:is|are) (?:un)?necessary\b"
            r"|\b(?:may|might|could|can) (?:also |still )?(?:have|play) an? (?:[a-z-]{3,16} ){0,2}role\b"
            r"(?= (?:in|for) (?:the )?(?:[a-z-]{3,16} ){0,2}(?:treatment|therapy|management|care)\b)"
            r"|\b(?:may|might|could|can) be an? optional\b",
            _WORD,
        ),
        _SUBJECT,
    ),
    _Backward(
        "indicated",
        re.compile(r"(?<!not )\b(?:is|are|be) (?:[a-z]{3,14}ly )?indicated\b(?! by)", _WORD),
        _SUBJECT,
    ),
    _Backward(
        "cured",
        re.compile(
            r"\b(?:that|which|who)? ?(?:has|have|had|was|were) (?:been )?(?:adequately|curatively"
            r"|definitively"
            r"|successfully|effectively|appropriately|completely|radically)(?: and [a-z]{3,12}ly)? (?:treated"
            r"|resected|excised|removed|cured)\b(?! (?:with|by|for|in|at|using|to))"
            r"|\b(?:that|which) (?:has|have|had|was|were) (?:been )?(?:cured|treated with curative intent)\b"
            r"|\b(?:that|which) (?:has|have|had) (?:undergone|received|had) (?:[a-z]{3,12}ly )?(?:curative"
            r"|definitive)\b",
            _WORD,
        ),
        _SUBJECT,
    ),
    _Backward(
        "refuted",
        re.compile(
            r"\b(?:was|were|is|has been|have been) (?:[a-z]{3,14}ly )?(?:refuted|disproved|disproven"
            r"|ruled out"
            r"|excluded(?! from)|discarded|not confirmed)\b",
            _WORD,
        ),
        _SUBJECT,
    ),
    _Backward(
        "refused",
        re.compile(
            r"\b(?:has|have|had) not (?:yet |previously )?been (?:[a-z]{3,12}ly )?(?:given|performed"
            r"|done|carried out"
            r"|undertaken|administered|delivered|used|attempted|started|initiated|offered|received)\b"
            r"|\b(?:could|can) ?not be (?:[a-z]{3,12}ly )?(?:offered|considered|undertaken|done|used(?! to)"
            r"|attempted"
            r"|started|initiated|administered|continued|carried out)\b"
            r"|\b(?:had to be|was|were|has been|have been|be) (?:left out|dropped|cancel(?:l)?ed|abandoned"
            r"|aborted"
            r"|not attempted|not tried|not carried out|not undertaken|not initiated|not started|not offered"
            r"|not feasible|not pursued|not (?:considered|deemed|felt|thought"
            r"|judged)(?: to be)? (?:appropriate"
            r"|suitable|feasible|possible|safe|necessary|indicated|an option)|(?:considered|deemed|felt"
            r"|thought|judged"
            r"|found)(?: to be)? (?:impossible|unfeasible|infeasible|unsafe|unsuitable|inappropriate"
            r"|contra-?indicated"
            r"|unnecessary|futile))\b",
            _WORD,
        ),
        _SUBJECT,
    ),
    _Backward(
        "refused",
        re.compile(r"(?<=\w)(?=\scontra-?indications?\b)", _WORD),
        PHRASE_OVER,
    ),
    _Backward(
        "historical",
        re.compile(
            r"\b(?:19|20)\d\d\b(?=[^.;\n]{0,60}?(?:,|;| -|\.) ?(?:now|new|presents?|presented|presenting"
            r"|currently|today)\b)",
            _WORD,
        ),
        re.compile(
            r"[;:,()]|\.\s|\b(?:is|are|was|were|has|since|from|and|to|between|dated|on|until|ct|mri|pet)\b",
            _WORD,
        ),
    ),
    _Backward(
        "earlier",
        re.compile(
            r"\bbefore\b(?=\s*(?:[.;,)?]|$|\n|(?:will|are|is|were|cannot|can|should"
            r"|must)\b))",
            _WORD,
        ),
        _HAD_EDGE,
    ),
    _Backward(
        "allowed",
        re.compile(
            r"\b(?:is|are|(?:will|may|can) be) (?:also |[a-z]{3,12}ly )?(?:allowed|permitted|acceptable"
            r"|permissible|accepted)\b"
            r"(?! to)"
            r"|(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bnot )(?<!\bnor )(?<!\bwas )(?<!\bwere )(?<!\bbeen )"
            r"(?<!ly )(?<!mum )(?<=[\w)] )"
            r"(?:allowed|permitted|acceptable|permissible)"
            r"(?=\s*(?:$|[.;,)\n]|(?:if|provided|as long|when|unless|up to|only|to \\?[<\u2264>\u2265\d])\b"
            r"|to \\?[<\u2264>\u2265]))",
            _WORD,
        ),
        re.compile(
            r"[;:]|\.\s|\b(?:if|that|which|whereas|but|although|because|only(?!\))"
            r"|and (?=(?:such|these|those|they)\b))\b",
            _WORD,
        ),
    ),
    _Backward(
        "unplanned",
        re.compile(
            r"\b(?:will|shall|(?:is|are) to) not be (?:given|performed|done|administered|used|offered"
            r"|delivered|applied"
            r"|carried out|undertaken|prescribed)\b"
            r"|\b(?:is|are) not (?:being |currently )?(?:planned|scheduled|foreseen|intended)\b(?! to\b)",
            _WORD,
        ),
        _SUBJECT,
    ),
    _Backward(
        "allowed before",
        re.compile(
            r"\b(?:is|are|does|do|will be) not (?:be )?(?:considered )?(?:(?:an?|grounds|reason"
            r"|cause) )*(?:for )?"
            r"(?:exclu(?:sions?|sionary|de|ded)|disqualif\w+)\b(?! from)",
            _WORD,
        ),
        re.compile(r"[;:]|\.\s|\b(?:if|that|which|whereas|but|although|because)\b", _WORD),
    ),
    _Backward(
        "family",
        re.compile(
            r"\bin (?:an?|one|two|three|her|his|my|both) (?:(?:of|her|his|maternal|paternal|older|younger"
            r"|elder|half"
            r"|great|late|first|second|degree)[ -])*(?:mother|father|sister|brother|sibling|aunt|uncle"
            r"|cousin|niece"
            r"|nephew|grand(?:mother|father|parent|son|daughter)|daughter|son|relative(?!s))s?\b",
            _WORD,
        ),
        re.compile(_SUBJECT.pattern + r"|,", _WORD),
    ),
    _Backward(
        "hypothetical",
        re.compile(
            r",? (?:if|when|should) (?:it|they|this|these|one|any)(?: do(?:es)?)? (?:ever )?(?:develops?"
            r"|occurs?|recurs?|arises?|appears?|progress(?:es)?|relapses?|happens?|emerges?)\b",
            _WORD,
        ),
        re.compile(r"[;:]|\.\s"),
    ),
    _Backward(
        "uncertain",
        re.compile(
            r"\b(?:may|might|could) (?:already |also |still |well )?(?:be|have been) (?:present|undiagnosed"
            r"|undetected"
            r"|unrecogni[sz]ed)\b"
            r"|\b(?:is|are|was|were|remains?) (?:the|a|an) (?:most |very )?(?:likely|probable|possible"
            r"|working|presumed"
            r"|presumptive|differential) (?:diagnos[ei]s|possibility|cause|explanation)\b",
            _WORD,
        ),
        _SUBJECT,
    ),
    _Backward(
        "planned",
        re.compile(
            r"\b(?:tomorrow|next (?:week|month|year|visit|admission)|later this (?:week|month|year))\b", _WORD
        ),
        re.compile(
            r"[;:,()]|\.\s|\b(?:received|underwent|had|was|were|is|are|and|discuss\w*|see|review\w*"
            r"|clinic|visit)\b",
            _WORD,
        ),
    ),
)


_BACKWARD_WORDS = (
    "option|alternativ|choice|possibility|substitute|avoid|spare|omit|defer|delayed|postpone|reserve"
    "|required|needed|indicated|necessary|warranted|justified|appropriate|attempted|beneficial|helpful"
    "|useful|preferable|reasonable"
    "|proposed|recommend|advis|suggest|consideration|should be|foreg|forgone|withheld|mandatory|encouraged"
    "|part of|role|optional",
    "indicated",
    "treated|resected|excised|removed|cured|curative|definitive",
    "refuted|disprov|ruled out|excluded|discarded|not confirmed",
    "left out|dropped|cancel|abandoned|aborted|not |considered|deemed|felt|thought|judged|found",
    "contra",
    "now|new|present|current|today",
    "had |has |have |ever |received|undergone",
    "allowed|permitted|accept|permissible",
    " not be | not planned| not sched| not fores| not intend| not being | not curr",
    " not ",
    "in ",
    "if |when |should ",
    "diagnos|possibility|cause|explanation|present|undiagnosed|undetected|unrecogni",
    "tomorrow|next |later this",
)
"""For each of them, words of which one must stand in a text: most are passed over unread."""
_PEOPLE = re.compile(
    r"\b(?:patients?|women|men|subjects?|participants?|individuals|cases?|children|people)\b", _WORD
)


_RESEARCH = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|research|investigations?|evaluations?|experiments?|work|data|follow-up"
    r"|validation)"
    r" (?:[a-z]+ )?(?:of|on|with|into|to|for|comparing|evaluating|exploring|investigating|using)\b",
    _WORD,
)
_HAD = re.compile(
    r"\b(?:had|has|have|having|received|underwent|undergone|taken|used|given|been|ever"
    r"|treated with)\s*$",
    _WORD,
)
"""Before the subject of "before" at an end: "had X before"."""


_SINCE_THEN = re.compile(
    r"(?:\b(?:than|as|days?|weeks?|months?|years?|hours?|night|immediately|shortly|just|and|or)|,)\s*$", _WORD
)
"""Right before a "before" that speaks of a moment."""


def backward_scopes(text: str, sentence_span: Spans) -> Iterator[Scope]:
    """What the constructions say of what precedes them."""
    low = text.lower()
    for (status, cue, edge), words in zip(_BACKWARD, _BACKWARD_WORDS, strict=True):
        if not any(w in low for w in words.split("|")):
            continue
        for found in cue.finditer(text):
            end = found.start()
            start = max(
                sentence_span(max(0, end - 1))[0], end - (_FAR_REACH if status == "allowed" else _REACH)
            )
            edges = [m.end() for m in edge.finditer(text, start, end) if text[m.end() : end].strip()]
            start = edges[-1] if edges else start
            if status == "allowed" and (bracket := text.rfind("(", start, end)) >= 0:
                start = bracket + 1 if text.find(")", bracket, end) < 0 else start
            if status == "refuted" and _PEOPLE.search(text, sentence_span(max(0, end - 1))[0], end):
                # "Patients with X were excluded" tells who took part.
                continue
            if status == "conditional" and _RESEARCH.search(text, start, end):
                # "Studies of X are warranted" says nothing of giving X.
                continue
            if status == "earlier" and (
                not _HAD.search(text, max(0, start - 20), start)
                or _SINCE_THEN.search(text, max(0, end - 16), end)
            ):
                continue
            for said in SEVERAL.get(status, (status,)):
                yield Scope(said, start, end)
