"""The full ICD-10-CM code beneath a category that the documented side, sex, site and state lead to."""

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
    "a and any as at by due for from in including its malignant neoplasm nos not of on or other part "
    "parts primary secondary site sites specified the to type types unspecified with whether".split()
)
"""Words of descriptions that tell no code from its neighbours."""
_SPELLING = (
    (re.compile(r"oesoph"), "esoph"),
    (re.compile(r"haem"), "hem"),
    (re.compile(r"oed"), "ed"),
    (re.compile(r"tumour"), "tumor"),
    (re.compile(r"leuk(a)em"), "leukem"),
    (re.compile(r"caec"), "cec"),
    (re.compile(r"lachrym"), "lacrim"),
)
_CAPITALS = re.compile(r"^[A-Z]{2,4}s?$")
_SEPARATORS = re.compile(r"[^\w+]+")
_ENOUGH = 0.9
"""Weight at which words shared with some neighbours still name one code: one unique word, or two rarer ones."""


class Documented(NamedTuple):
    """What the record says of a case, for choosing among the codes of a category."""

    text: str
    """The clause the diagnosis stands in."""
    context: str = ""
    """The rest of the record, less what is set aside; asked only where the clause is silent."""
    side: Side | None = None
    sex: Sex | None = None


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
    return _Words.model_validate(yaml.load(text, yaml.CSafeLoader))  # noqa: S506


@cache
def _plain(text: str) -> str:
    """Lower case, American spelling, single spaces, padded so that a word is found between spaces."""
    plain = text.lower()
    for pattern, american in _SPELLING:
        plain = pattern.sub(american, plain)
    return f" {_SEPARATORS.sub(' ', plain).strip()} "


@cache
def _cased(text: str) -> str:
    return f" {_SEPARATORS.sub(' ', text).strip()} "


def says(text: str, form: str) -> int:
    """Where a text first says a form as whole words, or -1; capitals of up to four letters as written."""
    if _CAPITALS.match(form):
        return _cased(text).find(f" {form} ")
    return _plain(text).find(_plain(form))


@cache
def _tokens(text: str) -> frozenset[str]:
    words = (
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w
        for w in _plain(text).split()
    )
    return frozenset(w for w in words if w not in _FILLER)


@cache
def _forms(code: str) -> tuple[str, ...]:
    """Every form by which clinicians say what the code's own description says."""
    description = _plain(icd10.entry(code).description)
    keys = [k for k in _words().phrases if f" {k} " in description]
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


def _evidence(code: str, among: tuple[str, ...], text: str) -> _Found:
    """What the text says for a code rather than for its neighbours."""
    best = _NOTHING
    for form in _forms(code):
        if form not in _common(among) and (at := says(text, form)) >= 0:
            # A form settled by hand outweighs words that merely occur in a description.
            best = max(best, _Found(2 + 0.1 * len(form.split()), -at, form))
    if best.weight:
        return best
    weights = _weights(among)
    said = _tokens(text) & _tokens(icd10.entry(code).description) & weights.keys()
    weight = sum(weights[w] for w in said)
    if weight >= _ENOUGH:
        best = _Found(weight, 0, " ".join(sorted(said)))
    parent = icd10.entry(code).parent
    known = _tokens(icd10.describe(parent)) if parent else frozenset()
    for term in icd10.entry(code).inclusions:
        distinct = _tokens(term) - known
        if distinct and distinct <= _tokens(text) and not distinct <= _FILLER:
            best = max(best, _Found(1 + 0.1 * len(distinct), 0, " ".join(sorted(distinct))))
    return best


def choose(codes: tuple[str, ...], case: Documented) -> tuple[str | None, str]:
    """The one of several codes that the text speaks for, and the words; None where it speaks for none."""
    for text in (case.text, case.context):
        if not text:
            continue
        found = [(c, _evidence(c, codes, text)) for c in codes]
        said = sorted((f for f in found if f[1].weight), key=lambda f: (-f[1].weight, -f[1].at))
        if not said:
            continue
        regions = [
            c
            for c in codes
            if "lymph node" in icd10.entry(c).description
            and "multiple" in icd10.entry(c).description
        ]
        nodal = [f for f in said if "lymph node" in icd10.entry(f[0]).description]
        if regions and len({f[1].said for f in nodal}) > 1 and said[0] in nodal:
            return regions[0], " and ".join(f[1].said for f in nodal)
        if len(said) > 1 and said[0][1] == said[1][1]:
            continue
        return said[0][0], said[0][1].said
    return None, ""


def _unspecified(codes: tuple[str, ...], parent: str) -> str:
    """The code for what the record leaves open: unspecified, else not in remission, else the first."""
    known = _tokens(icd10.entry(parent).description)

    def order(code: str) -> tuple[bool, int, bool, bool]:
        said = icd10.entry(code).description.lower()
        vague = "unspecified" in said or "not having achieved" in said
        return (not vague, len(_tokens(said) - known), not code.endswith("9"), "other" in said)

    best = min(codes, key=order)
    return best if order(best)[0] is False else codes[0]


def _missing(code: str) -> str:
    for prefix in (code[:end] for end in range(len(code), 2, -1)):
        if prefix in _words().missing:
            return _words().missing[prefix]
    return f"which {icd10.describe(code)[0].lower()}{icd10.describe(code)[1:]}"


def _side_said(case: Documented) -> Side | None:
    if case.side:
        return case.side
    said: list[Side] = [
        side
        for side, forms in _words().sides.items()
        if any(says(case.text, f) >= 0 for f in forms)
    ]
    return said[0] if len(said) == 1 else None


def _by_side(codes: tuple[str, ...], side: Side | None) -> tuple[tuple[str, ...], bool]:
    """The codes of the documented side, and whether the side settled it."""
    sided = [c for c in codes if _sides(c)]
    if not sided:
        return codes, False
    if side is None:
        open_codes = tuple(c for c in codes if not _sides(c))
        return open_codes or codes, False
    wanted = {side} if side == "bilateral" else {side, "unilateral"}
    fitting = tuple(c for c in sided if _sides(c) & wanted)
    if not fitting and side == "bilateral":
        fitting = tuple(c for c in sided if _sides(c) & {"left", "right"})
    return (
        (fitting, True) if fitting else (tuple(c for c in codes if not _sides(c)) or codes, False)
    )


def find(start: str, case: Documented) -> tuple[Leaf, ...]:
    """The full code beneath `start` the record leads to; two, right and left, for a bilateral disease
    whose codes know no bilateral one.

    Raises:
        UnknownCode: the release held has no such code.
    """
    side = _side_said(case)
    return _descend(start, case._replace(side=side), Leaf(start, (), ()))


def _descend(code: str, case: Documented, so_far: Leaf) -> tuple[Leaf, ...]:
    codes = icd10.entry(code).children
    missing, because = so_far.missing, so_far.because
    if not codes:
        return (Leaf(code, missing, because),)
    if any(_sexes(c) for c in codes):
        fitting = tuple(c for c in codes if case.sex in _sexes(c))
        if fitting:
            codes, because = fitting, (*because, f"sex: {case.sex}")
        else:
            missing = (*missing, "sex")
    sided = any(_sides(c) for c in codes)
    codes, settled = _by_side(codes, case.side)
    if sided and settled:
        because = (*because, f"side: {case.side}")
    elif sided and "laterality" not in missing:
        missing = (*missing, "laterality")
    if (
        sided
        and settled
        and case.side == "bilateral"
        and all("bilateral" not in _sides(c) for c in codes)
    ):
        return tuple(leaf for c in codes for leaf in _descend(c, case, Leaf(c, missing, because)))
    if len(codes) == 1:
        return _descend(codes[0], case, Leaf(codes[0], missing, because))
    chosen, said = choose(codes, case)
    if chosen is None:
        chosen = _unspecified(codes, code)
        if not sided and "remission" not in icd10.entry(chosen).description:
            missing = (*missing, _missing(code))
    else:
        because = (*because, f"“{said.strip()}” → {icd10.describe(chosen)}")
    return _descend(chosen, case, Leaf(chosen, missing, because))
