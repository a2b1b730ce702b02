"""The full ICD-10-CM code beneath a category, chosen by the side, sex, site and state."""

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict

from ontologies import icd10

Side = Literal["left", "right", "bilateral"]
Sex = Literal["female", "male"]

_FILLER = frozenset(
    "a and any as at by due for from in including its malignant neoplasm nos not of on or other "
    "part parts primary secondary site sites specified the to type types unspecified with without "
    "whether i ii iii".split()
)
"""Words of descriptions that tell no code from its neighbours; a bare number is that of a stage as well."""
_SPELLING = (
    (re.compile(r"oesoph"), "esoph"),
    (re.compile(r"haem"), "hem"),
    (re.compile(r"oed"), "ed"),
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"leuk(a)em"), "leukem"),
    (re.compile(r"caec"), "cec"),
    (re.compile(r"lachrym"), "lacrim"),
    (re.compile(r"\b1/3(?:rd)?\b"), "third"),
    (re.compile(r"\b2/3(?:rds)?\b"), "two thirds"),
)
_CAPITALS = re.compile(r"^[A-Z]{2,4}s?$")
_SEPARATORS = re.compile(r"[^\w+]+")
_ENOUGH = 0.9
"""Weight at which words name one code: one that only it has, or several that few others have."""


_STEM = 5


class Documented(NamedTuple):
    """What the record says of a case, for choosing among the codes of a category."""

    text: str
    """The clause the diagnosis stands in."""
    context: str = ""
    """The rest of the record, less what is set aside; asked only where the clause is silent."""
    side: Side | None = None
    sex: Sex | None = None
    named: str = ""
    """The words that name the diagnosis."""


class Leaf(NamedTuple):
    """A full code, what was missing to be more specific, and why it was chosen."""

    code: str
    missing: tuple[str, ...]
    because: tuple[str, ...]


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    phrases: dict[str, tuple[str, ...]]
    sides: dict[Literal["left", "right"], tuple[str, ...]]
    missing: dict[str, str]


@cache
def _words() -> _Words:
    text = (files("ontologies") / "data" / "code_words.yaml").read_text("utf-8")
    return _Words.model_validate(yaml.load(text, yaml.CSafeLoader))


class Text(NamedTuple):
    """A text made ready for looking up words."""

    plain: str
    """Lower case, American spelling, words between single spaces."""
    cased: str
    tokens: frozenset[str]


def _plain(text: str) -> str:
    plain = text.lower()
    for pattern, american in _SPELLING:
        plain = pattern.sub(american, plain)
    return f" {_SEPARATORS.sub(' ', plain).strip()} "


def read(text: str) -> Text:
    """Make a text ready for looking up words."""
    plain = _plain(text)
    words = (w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in plain.split())
    return Text(
        plain,
        f" {_SEPARATORS.sub(' ', text).strip()} ",
        frozenset(w for w in words if w not in _FILLER),
    )


@cache
def _form(form: str) -> tuple[str, bool]:
    """A form as it is looked up, and whether its capitals count."""
    return (f" {form} ", True) if _CAPITALS.match(form) else (_plain(form), False)


def says(text: Text, form: str) -> int:
    """Where a text first says a form as whole words, or -1; short capitals only as written."""
    looked_up, cased = _form(form)
    return (text.cased if cased else text.plain).find(looked_up)


@cache
def _tokens(description: str) -> frozenset[str]:
    return read(description).tokens


@cache
def _forms(code: str) -> tuple[str, ...]:
    """Every form by which clinicians say what the code's own description says."""
    description = _plain(icd10.entry(code).description)
    keys = [k for k in _words().phrases if f" {k} " in description]
    if any(k.startswith("overlapping") for k in keys):
        # An overlapping code also names the parts it overlaps.
        keys = [k for k in keys if k.startswith("overlapping")]
    longest = [k for k in keys if not any(k != other and k in other for other in keys)]
    return tuple(f for k in longest for f in (k, *_words().phrases[k]))


@cache
def _sides(code: str) -> frozenset[str]:
    return _tokens(icd10.entry(code).description) & {"left", "right", "bilateral", "unilateral"}


@cache
def _sexes(code: str) -> frozenset[str]:
    return _tokens(icd10.entry(code).description) & {"female", "male"}


@cache
def _weights(codes: tuple[str, ...]) -> dict[str, float]:
    """How well each word of the descriptions tells these codes apart: 1 for a word only one has."""
    among = Counter(w for c in codes for w in _tokens(icd10.entry(c).description))
    return {w: 1 / n for w, n in among.items() if n < len(codes)}


class _Found(NamedTuple):
    weight: float
    at: int
    said: str


_NOTHING = _Found(0, 0, "")


@cache
def _common(codes: tuple[str, ...]) -> frozenset[str]:
    """Forms every one of the codes has: they tell nothing apart."""
    return frozenset.intersection(*(frozenset(_forms(c)) for c in codes))


@cache
def _known(code: str) -> frozenset[str]:
    """Words what stands above the code has already said."""
    parent = icd10.entry(code).parent
    return _tokens(icd10.describe(parent)) if parent else frozenset()


@cache
def _telling(code: str, among: tuple[str, ...]) -> tuple[str, ...]:
    """The forms of a code that tell it from its neighbours and from what stands above it."""
    return tuple(f for f in _forms(code) if f not in _common(among) and not _tokens(f) <= _known(code))


def _settled(code: str, among: tuple[str, ...], text: Text) -> _Found:
    """The longest form settled by hand that the text has for a code."""
    said = ((f, says(text, f)) for f in _telling(code, among))
    found = (_Found(2 + 0.1 * len(f.split()), -at, f) for f, at in said if at >= 0)
    return max(found, default=_NOTHING)


def _described(code: str, among: tuple[str, ...], text: Text) -> _Found:
    """Words of a code's description or inclusion terms in the text, which its neighbours lack."""
    best = _NOTHING
    weights = _weights(among)
    known = _known(code)
    stems = {w[:_STEM] for w in known if len(w) >= _STEM}
    said = {
        w
        for w in text.tokens & _tokens(icd10.entry(code).description) & weights.keys()
        # "hypopharyngeal" says no more than the category "hypopharynx" does.
        if w in known or w[:_STEM] not in stems
    }
    weight = sum(weights[w] for w in said)
    if weight >= _ENOUGH:
        best = _Found(weight, 0, " ".join(sorted(said)))
    for term in icd10.entry(code).inclusions:
        distinct = _tokens(term) - known
        if distinct and distinct <= text.tokens:
            best = max(best, _Found(1 + 0.1 * len(distinct), 0, " ".join(sorted(distinct))))
    return best


def _several_regions(codes: tuple[str, ...], said: list[tuple[str, _Found]]) -> str | None:
    """The code for several lymph node regions, when the text names more than one of them."""
    nodal = [c for c in codes if "lymph node" in icd10.entry(c).description]
    several = [c for c in nodal if "multiple" in icd10.entry(c).description]
    named = {found.said for code, found in said if code in nodal}
    return several[0] if several and len(named) > 1 and said[0][0] in nodal else None


@cache
def _says_no_more(code: str) -> bool:
    """Whether an unspecified code only repeats what stands above it."""
    entry = icd10.entry(code)
    if entry.parent is None or "unspecified" not in entry.description.lower():
        return False
    return _tokens(entry.description) <= _tokens(icd10.describe(entry.parent))


def choose(codes: tuple[str, ...], case: Documented) -> tuple[str | None, str]:
    """The one of several codes that the record speaks for, and its words; None where it is silent.

    The clause of the diagnosis comes first; the rest of the record counts by settled forms only.
    """
    clause = read(case.text)
    named = tuple(c for c in codes if not _says_no_more(c))
    for text, weigh in ((clause, _settled), (clause, _described), (read(case.context), _settled)):
        said = [(c, f) for c in named if (f := weigh(c, codes, text)).weight]
        if not said:
            continue
        said.sort(key=lambda found: (-found[1].weight, -found[1].at))
        if several := _several_regions(codes, said):
            return several, " and ".join(dict.fromkeys(f.said for _, f in said))
        if len(said) == 1 or said[0][1] != said[1][1]:
            return said[0][0], said[0][1].said
    return None, ""


def _unspecified(codes: tuple[str, ...], parent: str) -> str:
    """The code for what the record leaves open: the vaguest, else the first."""
    known = _tokens(icd10.entry(parent).description)

    def order(code: str) -> tuple[bool, int, bool, bool, bool]:
        said = icd10.entry(code).description.lower()
        vague = "unspecified" in said or "not having achieved" in said
        more = len(_tokens(said) - known)
        return (not vague, more, "other specified" in said, "without" not in said, code[-1] != "9")

    best = min(codes, key=order)
    return best if order(best)[0] is False else codes[0]


def _missing(code: str) -> str:
    for prefix in (code[:end] for end in range(len(code), 2, -1)):
        if prefix in _words().missing:
            return _words().missing[prefix]
    return "more specific site or type"


def _side_said(case: Documented) -> Side | None:
    if case.side:
        return case.side
    for text in (read(case.text), read(case.context)):
        said: list[Side] = [
            side for side, forms in _words().sides.items() if any(says(text, f) >= 0 for f in forms)
        ]
        if said:
            return said[0] if len(said) == 1 else None
    return None


def _by_side(codes: tuple[str, ...], side: Side | None) -> tuple[tuple[str, ...], bool]:
    """The codes of the documented side, and whether the side settled it."""
    sided = [c for c in codes if _sides(c)]
    if not sided:
        return codes, False
    if side is None:
        open_codes = tuple(c for c in codes if not _sides(c))
        return open_codes or codes, False
    fitting = tuple(c for c in sided if side in _sides(c))
    if not fitting:
        second = {"left", "right"} if side == "bilateral" else {"unilateral"}
        fitting = tuple(c for c in sided if _sides(c) & second)
    return (fitting, True) if fitting else (tuple(c for c in codes if not _sides(c)) or codes, False)


def find(start: str, case: Documented) -> tuple[Leaf, ...]:
    """The full code beneath `start` that the record leads to.

    For a bilateral disease whose codes know no bilateral one there are two: right and left.

    Raises:
        UnknownCode: the release held has no such code.
    """
    known = case._replace(side=_side_said(case))
    return tuple(
        Leaf(leaf.code, tuple(dict.fromkeys(leaf.missing)), tuple(dict.fromkeys(leaf.because)))
        for leaf in _descend(start, known, Leaf(start, (), ()))
    )


def _descend(code: str, case: Documented, so_far: Leaf) -> tuple[Leaf, ...]:
    codes = icd10.entry(code).children
    missing, because = so_far.missing, so_far.because
    if not codes:
        return (Leaf(code, missing, because),)
    if len({_sexes(c) for c in codes}) > 1:
        # Where no code is free of the sex the first is the commoner one: female for the breast.
        fitting = tuple(c for c in codes if case.sex in _sexes(c)) or codes[:1]
        if case.sex in _sexes(fitting[0]):
            because = (*because, f"sex: {case.sex}")
        else:
            missing = (*missing, "sex")
        codes = fitting
    sided = any(_sides(c) for c in codes)
    codes, settled = _by_side(codes, case.side)
    if sided and settled:
        because = (*because, f"side: {case.side}")
        if case.side == "bilateral" and all("bilateral" not in _sides(c) for c in codes):
            return tuple(leaf for c in codes for leaf in _descend(c, case, Leaf(c, missing, because)))
    elif sided:
        missing = (*missing, "laterality")
    if len(codes) == 1:
        return _descend(codes[0], case, Leaf(codes[0], missing, because))
    chosen, said = choose(codes, case)
    if chosen is not None:
        because = (*because, f"“{said.strip()}”: {icd10.describe(chosen)}")
    else:
        chosen = _unspecified(codes, code)
        if not sided and "remission" not in icd10.entry(chosen).description:
            missing = (*missing, _missing(code))
    return _descend(chosen, case, Leaf(chosen, missing, because))
