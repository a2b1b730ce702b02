"""Frames with a slot for any verb: "will be given with", "has never been exposed to", "fit both for"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.assertion_constructions import Spans
from ingest.assertion_forward import COURSE_OVER, LIST_OVER, PHRASE_OVER
from ingest.assertion_reach import listed_end
from ingest.assertion_scopes import Scope

_WORD = re.IGNORECASE
_REACH = 160
_BESIDE = 60
_NEVER: re.Pattern[str] = re.compile(r"(?!)")


class Frame(NamedTuple):
    """What a construction says of what follows it, unless words before it say otherwise."""

    said: tuple[str, ...]
    words: str
    """Words of which one must stand in a text: most frames are passed over unread."""
    cue: re.Pattern[str]
    over: re.Pattern[str]
    unless: re.Pattern[str] = _NEVER
    """Words right before the construction that take its sense away."""


_DENIED = re.compile(
    r"\b(?:not|n't|no longer|never|neither|nor|un|non)(?: (?:be|been|being|to|an?|good|considered|deemed"
    r"|felt|judged|found|thought|by [\w -]{2,40}|medically|surgically|technically|currently|yet))*[ -]*$",
    _WORD,
)
_FIT_OVER = re.compile(
    r"[;:()\[\]]|\.(?=\s|$)|,(?! (?:and|or|nor)\b)|(?<!and )(?<!or )\bfor\b|\b(?:is|are|was|were|be|been"
    r"|has|have|had"
    r"|will|would|shall|should|may|might|can|could|must|who|which|that|whose|if|when|while|unless|because"
    r"|but|after|before|during|until|among|in(?! situ)|on|at|by|from|with|as|than|versus|according|due"
    r"|patients|women|men|(?:and|or) (?:has|have|will|who))\b",
    _WORD,
)
_MEASURED = (
    r"(?:screen|assess|evaluat|follow|measur|determin|compar|monitor|exclud|includ|calculat|summari|analy"
    r"|estimat|examin|test|stag|defin|classif|stratif|describ|report|associat|match|present|record|invit"
    r"|inform|confirm|identif|consider|diagnos|register|enrol|recruit|document|obtain|select|affect|limit"
    r"|replac|correlat|perform|graded?\b)"
)
FRAMES = (
    Frame(
        ("planned",),
        "will |shall | to be |going to",
        re.compile(
            r"\b(?:will|shall|(?:is|are) (?:going )?to)(?: (?:[a-z]{3,12}ly|also|then|all|each|first))?"
            rf" be (?:[a-z]{{3,12}}ly |then )?(?!{_MEASURED})[a-z-]{{3,18}}ed (?:[a-z]{{3,12}}ly )?"
            r"(?:with|by|via|using|through)\b",
            _WORD,
        ),
        COURSE_OVER,
        re.compile(r"\bif\b[^.;]{0,50}$", _WORD),
    ),
    Frame(
        ("conditional",),
        "suitable|eligible|candidate|fit |fit,|feasible|amenable|appropriate",
        re.compile(
            r"\b(?:(?:suitable|eligible|candidates?|fit|appropriate) (?:both |either |equally |only "
            r"|enough )?"
            r"(?:for|to (?:receive|undergo|have|tolerate|start))|feasible for|amenable to|suited (?:to|for))"
            r"(?: (?:both|either|safe|treatment with|therapy with))*\b(?! (?:the |this |our )?(?:study|trial"
            r"|inclusion|enrol|entry|participat|analys))(?![^.;\n]{0,100}\band (?:has |have )?(?:agree"
            r"|consent|wish"
            r"|want))",
            _WORD,
        ),
        _FIT_OVER,
        re.compile(_DENIED.pattern + r"|ly $", _WORD),
    ),
    Frame(
        ("conditional",),
        "discuss|need for|need of|use of|requirement|advice|recommendation|suggestion|proposal"
        "|advis|favour|favor|willing|consider",
        re.compile(
            r"\b(?:advice|recommendations?|suggestions?|proposals?) (?:to (?:perform|add|give|offer|use"
            r"|undergo|start|have|include|proceed with|administer|do)|for|of)\b"
            r"|\b(?:guidelines?|panel|board|authors?|experts?|consensus|society|meeting) (?:strongly )?"
            r"(?:advises?|favou?rs?|endorses?|supports?)\b"
            r"|\b(?:anticipated|expected|possible|likely|potential|foreseeable|eventual) (?:need"
            r"|requirement|use)s?"
            r" (?:for|of)\b|\b(?:here|seen|referred|comes?|came|returns?|presents?|presented) to discuss\b"
            r"|\b(?:willing|prepared|wish(?:es|ing)?|open) to consider\b",
            _WORD,
        ),
        PHRASE_OVER,
        re.compile(r"\b(?:no|not|against)\s+(?:the |any )?$", _WORD),
    ),
    Frame(
        ("hypothetical",),
        "likelihood|chance|probabilit|odds",
        re.compile(
            r"\b(?:likelihood|chances?|probabilit(?:y|ies)|odds) of (?:(?:developing|having|getting"
            r"|contracting|acquiring|finding|suffering|future)\b)?(?! ?(?:improv\w+|recover\w+"
            r"|success\w*|respon\w+"
            r"|surviv\w+|cure|benefit\w*|achiev\w+)\b)",
            _WORD,
        ),
        LIST_OVER,
        re.compile(r"\b(?:equal|no|any|good|best|better|fair|high|low|intermediate|moderate) $", _WORD),
    ),
    Frame(
        ("condition",),
        "whom",
        re.compile(
            r"\b(?:patients?|participants?|subjects?|those|cases|women|men|anyone|individuals"
            r"|someone|children) in whom\b(?=[^.;\n]{3,90}? (?:is|are|becomes?|develops?|occurs?)\b"
            r"[^.;\n]{0,90}\b(?:will|should|must|may|can|shall)\b)",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    Frame(
        ("negated",),
        "not |never|n't",
        re.compile(
            r"\b(?:(?:has|have|had|having|must|should) (?:not|never)|(?:has|have|had)n't)"
            r" (?:(?:yet|ever|previously|have|been|be) ){0,3}(?:subjected|exposed|submitted|treated"
            r"|irradiated"
            r"|operated|started|placed|diagnosed|affected|found to have|known to have|suffered|infected)"
            r"(?: (?:to|with|on|by|for|from))*\b(?! (?:treatment|therapy) (?:with|of)\b)",
            _WORD,
        ),
        LIST_OVER,
    ),
    Frame(
        ("negated",),
        "never been|never had|never suffered",
        re.compile(
            r"\bnever (?:been |had )?(?:diagnosed with|found to have|known to have|suffered from"
            r"|affected by|treated for|admitted for)\b",
            _WORD,
        ),
        LIST_OVER,
    ),
    Frame(
        ("negated",),
        "o patient|o subject|o participant|o one|one of |o woman|o women|o men|o case",
        re.compile(
            r"\b(?:no (?:patients?|women|men|subjects?|participants?|cases?|child(?:ren)?)|none|no one)"
            r" (?:in|of|from|among|on) (?:(?!(?:who|that|which)\b)[\w-]+ ){1,4}?(?:had|has|have"
            r"|received|underwent|developed"
            r"|experienced|showed)(?: (?:received|undergone|had|been treated with|been exposed to))?\b",
            _WORD,
        ),
        LIST_OVER,
    ),
    Frame(
        ("prior",),
        "contain|includ",
        re.compile(
            r"\b(?:prior|previous|resistant|refractory|failed|progress(?:ed|ion)|relapsed|pretreated"
            r"|pre-treated)\b[^.;,()]{0,50}[,(]? ?[^.;,()]{0,24}\b(?:containing|contained|(?:that|which)"
            r" includ(?:ed|es)|(?:must|should) (?:have )?includ(?:e|ed)|at least one of which"
            r" (?:contained|included|was))\b",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    Frame(
        ("prior",),
        " from | since | after | following ",
        re.compile(
            r"(?:\b(?:at least|more than|less than|minimum of)|[<>\u2264\u2265]=?) ?[^.;,]{0,30}?"
            r"\b(?:days?|weeks?|months?|years?)(?: (?:must|should|have|has) [a-z ]{3,18})?"
            r" (?:out )?(?:from|since|after|following|between) (?:the |their |his |her |completing )?(?:last"
            r"|most recent|prior|previous)"
            r"(?: (?:dose|treatment|therapy|administration|cycle|course|session|fraction|use|infusion"
            r"|exposure|receipt|of|with|to|any))*\b(?! (?:study|dose\b|protocol|trial))"
            r"|\b(?:time|interval|elapsed|passed) (?:from|since|between) (?:the |their |his |her "
            r"|completing )?(?:last"
            r"|most recent|prior|previous)"
            r"(?: (?:dose|treatment|therapy|administration|cycle|course|session|fraction|use|infusion"
            r"|exposure|receipt|of|with|to|any))*\b(?! (?:study|dose\b|protocol|trial))",
            _WORD,
        ),
        PHRASE_OVER,
        re.compile(r"\b(?:contracepti|for|until|birth control)[^.;]{0,40}$", _WORD),
    ),
    Frame(
        ("prior",),
        "resolution|resolved|recover",
        re.compile(
            r"\b(?:resolution of|recovery from|resolved|recovered)(?: (?:from|all|any|the|acute|clinically"
            r"|significant|previous|prior))* (?:toxic\w*|side|adverse|late)(?: (?:effects?|events?"
            r"|reactions?))?"
            r" (?:of|from|due to|related to|caused by)(?: (?:prior|previous|any|the))*\b",
            _WORD,
        ),
        PHRASE_OVER,
    ),
    Frame(
        ("prior",),
        "out from",
        re.compile(r"\b(?:days?|weeks?|months?|years?) out from(?: (?:the|their|his|her|prior))*\b", _WORD),
        PHRASE_OVER,
    ),
    Frame(
        ("delivered",),
        "rat|mice|mouse|animal|dog|rabbit|monkey|pig",
        re.compile(
            r"\b(?:rats?|mice|mouse|animals?|dogs?|rabbits?|monkeys?|pigs?|cats?) (?:[a-z]{3,14}ly )?"
            r"(?:an(?:a)?esthetized with|injected with|treated with|pretreated with|infused with|fed"
            r"|given(?: [a-z]{3,14} doses of)?)\b",
            _WORD,
        ),
        COURSE_OVER,
        re.compile(r"\b(?:will|shall|should|can|may|if)\b[^.;]{0,50}$", _WORD),
    ),
    Frame(
        ("delivered",),
        "initiation|introduction|onset|institution|beginning",
        re.compile(
            r"\b(?:after|following|subsequent to|since) (?:the )?(?:initiation|introduction|onset|institution"
            r"|beginning) of (?:(?:the )?administration of )?(?!(?:the )?(?:study|disease|symptoms?|pain)\b)",
            _WORD,
        ),
        PHRASE_OVER,
        re.compile(r"\b(?:will|shall|should|must|can|may|if|participants|eligible)\b[^.;]{0,60}$", _WORD),
    ),
    Frame(
        ("delivered",),
        "reatment with|herapy with|responded",
        re.compile(
            r"\b(?:treatment|therapy|management) with (?=[^.;,]{2,60}? (?:led to|resulted in|achieved"
            r"|produced|induced|yielded|brought|was (?:successful|effective|uneventful|started|begun))\b)"
            r"|\bresponded (?:[a-z]{3,14}ly |well |poorly )to (?:treatment with )?",
            _WORD,
        ),
        PHRASE_OVER,
        re.compile(r"\b(?:if|whether|that|in vitro|cells?|mice|rats?)\b[^.;]{0,50}$", _WORD),
    ),
)


def frame_scopes(text: str, sentence_span: Spans) -> Iterator[Scope]:
    """What the frames say of what follows them."""
    low = text.lower()
    for frame in FRAMES:
        if not any(w in low for w in frame.words.split("|")):
            continue
        for found in frame.cue.finditer(text):
            opening, closing = sentence_span(found.start())
            near = max(opening, found.start() - _BESIDE)
            if frame.unless.search(text, near, found.start()):
                continue
            start = found.end() + text.startswith(" ", found.end())
            end = _end(text, start, min(closing, start + _REACH), frame.over)
            for said in frame.said:
                yield Scope(said, start, end)


def _end(text: str, start: int, limit: int, over: re.Pattern[str]) -> int:
    stop = over.search(text, start, limit)
    if stop is None:
        return limit
    return max(listed_end(text, stop.start(), limit), stop.start()) if stop[0] == "," else stop.start()
