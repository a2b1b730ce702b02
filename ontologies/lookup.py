"""What the project itself knows by a CURIE, a code or a name: diseases, drugs, ICD-10-CM codes."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from ontologies import icd10
from ontologies.approval import load_approvals
from ontologies.disease import Disease, ancestors, load_diseases
from ontologies.drugs import Drug, load_drugs
from ontologies.reference import InvalidIdentifier, Reference, UnknownPrefix, parse_curie

_FEWEST_LETTERS = 3


class Entry(BaseModel):
    """One thing known, and what is said of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    curie: Reference
    name: str
    kind: str
    said: tuple[tuple[str, str], ...]
    """Pairs of what and its value, for a reader."""


def look_up(text: str, limit: int = 20) -> list[Entry]:
    """What a CURIE, an ICD-10-CM code or a name stands for; exact names first."""
    asked = text.strip()
    try:
        prefix, identifier = parse_curie(asked)
    except (UnknownPrefix, InvalidIdentifier):
        prefix, identifier = "", asked
    if prefix == "oncograph":
        return list(_named(identifier))
    if prefix == "icd10cm" or (not prefix and icd10.exists(asked.upper())):
        return [_code(identifier.upper())] if icd10.exists(identifier.upper()) else []
    if prefix:
        return [_disease(d) for d in load_diseases().values() if asked in d.xrefs]
    if len(asked) < _FEWEST_LETTERS:
        return [e for e in _matching(asked, exact=True)][:limit]
    exact = list(_matching(asked, exact=True))
    rest = (e for e in _matching(asked, exact=False) if e not in exact)
    return [*exact, *rest][:limit]


def _named(slug: str) -> Iterator[Entry]:
    if disease := load_diseases().get(slug):
        yield _disease(disease)
    if drug := load_drugs().get(slug):
        yield _drug(drug)


def _matching(asked: str, *, exact: bool) -> Iterator[Entry]:
    wanted = asked.lower()

    def fits(names: tuple[str, ...]) -> bool:
        return any(wanted == n.lower() if exact else wanted in n.lower() for n in names)

    for disease in load_diseases().values():
        if fits((disease.name, disease.disease, *disease.forms)):
            yield _disease(disease)
    for drug in load_drugs().values():
        if fits((drug.name, *drug.brands, *drug.synonyms)):
            yield _drug(drug)
    words = wanted.split()
    for entry in icd10.tabular().values():
        said = entry.description.lower()
        if said == wanted if exact else all(w in said for w in words):
            yield _code(entry.code)


def _disease(disease: Disease) -> Entry:
    said = [("names", ", ".join(disease.forms)), ("ICD-10-CM", ", ".join(disease.icd10))]
    said.append(("wider", ", ".join(ancestors(disease.disease)[1:])))
    said.append(("elsewhere", ", ".join(disease.xrefs)))
    approvals = sum(disease.disease in a.diseases for a in load_approvals().values())
    said.append(("drug approvals", str(approvals) if approvals else ""))
    return Entry(
        curie=f"oncograph:{disease.disease}",
        name=disease.name,
        kind="Disease",
        said=tuple((what, value) for what, value in said if value),
    )


def _drug(drug: Drug) -> Entry:
    said = [("kind", drug.kind), ("brands", ", ".join(drug.brands))]
    said.append(("synonyms", ", ".join(drug.synonyms)))
    said += [
        (f"approved {a.approved}" + (f", withdrawn {a.withdrawn}" if a.withdrawn else ""),
         ", ".join(p for p in (a.indication, a.biomarker, a.setting) if p))
        for a in load_approvals().values()
        if drug.drug in a.drugs
    ]  # fmt: skip
    return Entry(
        curie=drug.curie,
        name=drug.name,
        kind="Drug",
        said=tuple((what, value) for what, value in said if value),
    )


def _code(code: str) -> Entry:
    said = [("release", icd10.held().name), ("full code", "yes" if icd10.is_full(code) else "no")]
    if code in icd10.tabular():
        entry = icd10.entry(code)
        said.append(("includes", "; ".join(entry.inclusions)))
        said.append(("narrower", ", ".join(entry.children)))
    return Entry(
        curie=f"icd10cm:{code}" if len(code) <= 8 else f"icd10cm:{code[:8]}",
        name=icd10.describe(code),
        kind="Code",
        said=tuple((what, value) for what, value in said if value),
    )
