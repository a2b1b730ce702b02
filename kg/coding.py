"""The ICD-10-CM codes of a case, ranked; deterministic, no model in the path."""

import re
from datetime import date

from pydantic import BaseModel, ConfigDict

from kg.elsewhere import of_another_side, without_elsewhere
from kg.profile import DiseaseFinding, Finding, Profile
from ontologies import icd10
from ontologies.disease import Disease, ancestors, load_diseases
from ontologies.leaf import Documented, Leaf, Sex, Side, choose, find, read, says

_CLAUSE_END = re.compile(r"[.;\n](?:\s|$)")
_NOWHERE = frozenset({"C79.9", "C80.0"})
"""Metastases whose site is not said."""
_MOST = 6
_NEXT_DISEASE = 0.6
_ALTERNATIVE = 0.5
_EACH_MISSING = 0.03


class CodeCandidate(BaseModel):
    """One code for a case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    """The full code."""
    description: str
    category: str
    score: float
    """For ranking only: 1 for the first disease's code with nothing missing."""
    missing_documentation: tuple[str, ...]
    """What would make the code more specific: laterality, quadrant of the breast, sex, …"""
    disease: str
    """Slug of the disease coded."""
    why: str
    """What in the record led to the code."""
    validity: icd10.Validity
    """Whether the code may be reported on the service date, as far as the release held can tell."""


class _Record(BaseModel):
    """The texts a disease is coded from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    clause: str
    clause_start: int
    context: str


def _record(profile: Profile, text: str, elsewhere: list[Finding], codes: tuple[str, ...]) -> _Record:
    """The diagnosis' clause, and the record less every other clause with something set aside."""
    clause = profile.coding_text or text
    start = text.find(clause)
    kept = list(without_elsewhere(text, text, elsewhere, codes))
    clause = without_elsewhere(text, clause, elsewhere, codes)
    for aside in profile.set_aside:
        ends = [m.start() for m in _CLAUSE_END.finditer(text)]
        first = max((e + 1 for e in ends if e < aside.start), default=0)
        last = min((e for e in ends if e >= aside.end), default=len(text))
        for at in range(first, last):
            # The clause of the diagnosis stays, though something in it is set aside.
            if not max(start, 0) <= at < max(start, 0) + len(clause) or aside.start <= at < aside.end:
                kept[at] = " "
    return _Record(text=text, clause=clause, clause_start=start, context="".join(kept))


def _side(profile: Profile, record: _Record, span: tuple[int, int], elsewhere: list[Finding]) -> Side | None:
    """The side said nearest the disease, in its clause or else its sentence if one is said there."""
    said = [f for f in profile.findings if f.axis == "laterality" and f not in elsewhere]
    end = record.clause_start + len(record.clause)
    within = [f for f in said if record.clause_start <= f.start < end] if record.clause_start >= 0 else []
    ends = [m.start() for m in _CLAUSE_END.finditer(record.text)]
    first = max((e for e in ends if e < span[0]), default=0)
    last = min((e for e in ends if e >= span[1]), default=len(record.text))
    within = within or [f for f in said if first <= f.start < last]

    def distance(finding: Finding) -> int:
        return max(finding.start - span[1], span[0] - finding.end, 0)

    nearest = min(within or said, key=distance, default=None)
    match nearest.value if nearest else None:
        case "left":
            return "left"
        case "right":
            return "right"
        case "bilateral":
            return "bilateral"
        case _:
            return None


def _sex(profile: Profile) -> Sex | None:
    said = profile.values("sex")
    return "female" if "female" in said else "male" if "male" in said else None


def _coded(disease: Disease) -> tuple[tuple[str, ...], dict[str, str]]:
    """The disease's codes and subsites, from the nearest wider disease that has them."""
    line = [load_diseases()[slug] for slug in ancestors(disease.disease)]
    codes = next((d.icd10 for d in line if d.icd10), ())
    categories = {icd10.category(c) for c in codes}
    subsites: dict[str, str] = {}
    for wider in reversed(line):
        fitting = {p: c for p, c in wider.subsites.items() if icd10.category(c) in categories}
        subsites |= wider.subsites if wider is disease else fitting
    return codes, subsites


def _subsite(subsites: dict[str, str], documented: Documented) -> tuple[str, str] | None:
    """The longest subsite phrase said, in the diagnosis and its clause first, and its code."""
    for text in (read(documented.named), read(documented.text), read(documented.context)):
        said = [(-len(p), says(text, p), p) for p in subsites if says(text, p) >= 0]
        if said:
            phrase = min(said)[2]
            return phrase, subsites[phrase]
    return None


def _starts(disease: Disease, documented: Documented) -> list[tuple[str, str]]:
    """Categories or codes to descend from, likeliest first, each with why."""
    codes, subsites = _coded(disease)
    starts: list[tuple[str, str]] = []
    if found := _subsite(subsites, documented):
        phrase, code = found
        narrower = [c for c in codes if c.startswith(code) and c != code]
        starts.append((narrower[0] if narrower else code, f"“{phrase}”"))
    # A category listed after one of its own codes is what is left when nothing narrower is known.
    wider = {c for c in codes for other in codes if other != c and other.startswith(c)}
    known = tuple(c for c in codes if icd10.exists(c) and c not in wider)
    if len(known) > 1:
        chosen, said = choose(known, documented)
        if chosen is not None:
            starts.append((chosen, f"“{said.strip()}”"))
    starts += [(c, "") for c in codes]
    seen: dict[str, str] = {}
    for code, why in starts:
        if icd10.exists(code) and not any(s.startswith(code) for s in seen):
            seen[code] = why
    return list(seen.items())


def _why(disease: Disease, start: str, because: str, leaf: Leaf) -> str:
    said = [b for b in (because, *leaf.because) if b]
    missing = f"; not stated: {', '.join(leaf.missing)}" if leaf.missing else ""
    return f"{disease.name} is coded {start}" + "".join(f"; {s}" for s in said) + missing


def _candidates(disease: Disease, documented: Documented, weight: float, on: date) -> list[CodeCandidate]:
    candidates: list[CodeCandidate] = []
    for rank, (start, because) in enumerate(_starts(disease, documented)):
        for leaf in find(start, documented):
            standing = weight * (_ALTERNATIVE ** min(rank, 3)) - _EACH_MISSING * len(leaf.missing)
            candidates.append(
                CodeCandidate(
                    code=leaf.code,
                    description=icd10.describe(leaf.code),
                    category=icd10.category(leaf.code),
                    score=round(max(standing, 0.01), 3),
                    missing_documentation=leaf.missing,
                    disease=disease.disease,
                    why=_why(disease, start, because, leaf),
                    validity=icd10.validity(leaf.code, on),
                )
            )
    return candidates


def _primaries(profile: Profile) -> list[tuple[Finding, Disease]]:
    """Primary tumours said beside a metastasis."""
    diseases = load_diseases()
    return [
        (f, diseases[str(f.value)])
        for f in profile.findings
        if f.axis == "primary" and str(f.value) in diseases
    ]


def _primary_side(profile: Profile, primary: Finding) -> Side | None:
    """A side said directly before the primary tumour; any other is that of the metastasis."""
    before = [f for f in profile.findings if f.axis == "laterality" and 0 <= primary.start - f.end <= 2]
    return (
        _side(Profile(findings=tuple(before)), _record(Profile(), "", [], ()), (0, 0), []) if before else None
    )


def code_case(profile: Profile, text: str, on: date) -> list[CodeCandidate]:
    """The codes for a case, likeliest first; empty if no disease was recognised.

    Args:
        profile: The case as understood.
        text: The text the profile's spans point into.
        on: The service date the codes are to be valid on.
    """
    diseases = load_diseases()
    known = [d for f in profile.diseases if (d := diseases.get(f.disease))]
    nowhere = {d.disease for d in known if d.secondary and set(d.icd10[:1]) & _NOWHERE}
    if all(d.disease in nowhere for d in known if d.secondary):
        nowhere = set()
    found: list[CodeCandidate] = []
    weight = 1.0
    seen: set[str] = set()
    # "Oligometastases" beside "liver metastasis" is coded by the site that is said.
    for finding in sorted(profile.diseases, key=lambda f: f.disease in nowhere):
        disease = diseases.get(finding.disease)
        if disease is None or disease.disease in seen:
            continue
        seen.add(disease.disease)
        stated = _documented(profile, text, finding, _coded(disease)[0])
        found += _candidates(disease, stated, weight, on)
        if disease.secondary:
            for primary, of in _primaries(profile):
                clause = text[primary.start : primary.end]
                stated = Documented(clause, side=_primary_side(profile, primary), sex=_sex(profile))
                found += _candidates(of, stated, weight * _ALTERNATIVE, on)
        weight *= _NEXT_DISEASE
    best: dict[str, CodeCandidate] = {}
    for candidate in sorted(found, key=lambda c: -c.score):
        best.setdefault(candidate.code, candidate)
    return list(best.values())[:_MOST]


def _documented(profile: Profile, text: str, finding: DiseaseFinding, codes: tuple[str, ...]) -> Documented:
    elsewhere = of_another_side(profile, text, codes)
    record = _record(profile, text, elsewhere, codes)
    return Documented(
        text=record.clause,
        named=without_elsewhere(text, finding.text, elsewhere, codes),
        context=record.context,
        side=_side(profile, record, (finding.start, finding.end), elsewhere),
        sex=_sex(profile) or _sex_named(finding),
    )


def _sex_named(finding: DiseaseFinding) -> Sex | None:
    named = read(finding.name).tokens
    return "male" if "male" in named else "female" if "female" in named else None
