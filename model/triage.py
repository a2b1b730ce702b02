"""Which disease the question is about, or why there is no answering it."""

from kg.profile import Profile
from model.answer import Abstention, Task
from ontologies.disease import Disease, ancestors, load_diseases


def understood(profile: Profile) -> str:
    """One sentence of what was and was not understood, in the case's own words."""
    parts: list[str] = []
    if profile.diseases:
        parts.append("understood: " + "; ".join(f"{d.name} («{d.text}»)" for d in profile.diseases))
    else:
        parts.append("no diagnosis this graph knows was recognised")
    if profile.findings:
        parts.append("findings: " + ", ".join(dict.fromkeys(f"{f.axis} {f.value}" for f in profile.findings)))
    if profile.set_aside:
        parts.append("set aside: " + ", ".join(f"«{f.text}» ({f.value})" for f in profile.set_aside))
    if profile.not_understood:
        parts.append("not understood: " + ", ".join(f"«{w}»" for w in profile.not_understood[:8]))
    return "; ".join(parts) + "."


def _codes_outside_oncology(disease: Disease) -> bool:
    return bool(disease.icd10) and not any(
        code[0] == "C" or (code[0] == "D" and code[1] in "01234") for code in disease.icd10
    )


_UNPLACED = ("disseminated-cancer", "oligometastases")
"""Metastatic disease whose organ these words leave open."""


def _standing(profile: Profile) -> list[str]:
    """The diseases that can be asked about: comorbidities and unplaced metastases yield to the rest."""
    diseases = load_diseases()
    named = list(dict.fromkeys(d.disease for d in profile.diseases))
    treated = [d for d in named if diseases[d].radiotherapy or diseases[d].malignant]
    placed = [d for d in treated if d not in _UNPLACED]
    return placed or treated or named


def _unproven(profile: Profile) -> str:
    """The words that say nothing malignant was found, or only suspected.

    A tumour under watch was found, unless it was never sampled.
    """
    said = {f.value for f in profile.declined}
    if "never_proven" in said:
        return ", ".join(f"«{f.text}»" for f in profile.declined)
    if not said & {"nothing_found", "unproven"} or said & {"surveillance", "active_surveillance"}:
        return ""
    return ", ".join(f"«{f.text}»" for f in profile.declined)


def triage(profile: Profile, task: Task) -> Disease | Abstention:
    """The disease to answer for, or the reason to abstain.

    A disease coded outside ICD-10-CM C00-D49 is answered for only if radiotherapy has a part in it
    (keloid, Dupuytren's disease, Graves' orbitopathy).
    """
    if not profile.diseases:
        return Abstention(reason="not_understood", detail=understood(profile))
    diseases = load_diseases()
    first, *others = _standing(profile)
    idle = [d for d in (first, *others) if not (diseases[d].radiotherapy or diseases[d].malignant)]
    if len(idle) == 1 + len(others):
        # Only comorbidities are named, so which of them comes first changes nothing.
        others = []
    unrelated = [o for o in others if o not in ancestors(first) and first not in ancestors(o)]
    if unrelated:
        return Abstention(
            reason="ambiguous_diagnosis",
            detail="several unrelated diagnoses stand side by side; ask about one. " + understood(profile),
        )
    disease = diseases[max((first, *others), key=lambda slug: len(ancestors(slug)))]
    if task == "icd10":
        if not disease.radiotherapy and _codes_outside_oncology(disease):
            return Abstention(
                reason="not_oncology",
                detail=f"{disease.name} is no oncology diagnosis. {understood(profile)}",
            )
        if disease.disease == "metastasis-elsewhere":
            return Abstention(
                reason="no_code",
                detail="No code is kept for a metastasis of this organ: say what it is coded as. "
                f"{understood(profile)}",
            )
        if disease.malignant and (words := _unproven(profile)):
            return Abstention(
                reason="no_code",
                detail=f"No malignant tumour is proven: {words}. {understood(profile)}",
            )
        other = [f.text for f in profile.declined if f.value == "other_cause"]
        if other and all(code.startswith("C") for code in disease.icd10):
            return Abstention(
                reason="no_code",
                detail=f"The text is about something else: «{'», «'.join(other)}». {understood(profile)}",
            )
        return disease
    if not disease.radiotherapy:
        return Abstention(
            reason="no_radiotherapy_role",
            detail=f"Radiotherapy has no established part in {disease.name}. {understood(profile)}",
        )
    elsewhere = [f.text for f in profile.declined if f.value == "elsewhere"]
    if elsewhere and len(elsewhere) == len(profile.declined):
        return Abstention(
            reason="ambiguous_diagnosis",
            detail=f"The course is asked for «{elsewhere[0].strip()}», where {disease.name} does not lie: "
            f"say what is to be irradiated there. {understood(profile)}",
        )
    if profile.declined:
        words = ", ".join(f"«{f.text}»" for f in profile.declined)
        return Abstention(
            reason="radiotherapy_not_called_for",
            detail=f"The text calls for no radiotherapy now: {words}. {understood(profile)}",
        )
    if disease.disease == "melanoma" and not any(profile.values(axis) for axis in _AIMED):
        return Abstention(
            reason="ambiguous_diagnosis",
            detail="A melanoma's primary, its nodes and its deposits have courses of their own: "
            f"say what is to be irradiated. {understood(profile)}",
        )
    if _is_felt_elsewhere(disease, profile):
        return Abstention(
            reason="ambiguous_diagnosis",
            detail=f"Nothing says that {disease.name} troubles where it began, while it has spread or pain "
            f"or failing nerves are to be relieved: say what is to be irradiated. {understood(profile)}",
        )
    return disease


_AIMED = (
    "n",
    "nodes_positive",
    "extracapsular",
    "target",
    "intent",
    "setting",
    "surgery",
    "histology",
    "asked_course",
)
"""Axes that tell which part of a melanoma is meant, and why."""
_SILENT_AT_HOME = ("C50", "C61", "C64")
"""Tumours of breast, prostate and kidney: what aches or fails is where they spread to."""
_LOCAL = frozenset({"fungating", "bleeding", "obstruction"})
"""What they do where they began."""
_BREAST = frozenset({"whole_breast", "partial_breast", "breast_boost", "chest_wall", "regional_nodes"})
"""Fields of the breast, by which it is asked for although it has spread."""
_ITS_OWN = frozenset({"adjuvant", "definitive", "salvage", "neoadjuvant"})
"""Settings of a course to where it began, whatever else aches."""
_LONG = 15
"""Fractions of a course that is none of relief."""


def _is_felt_elsewhere(disease: Disease, profile: Profile) -> bool:
    """Whether what is to be treated is no complaint of the place where the tumour began.

    A breast cancer that has spread is irradiated where it began only if it is told to trouble there.
    """
    felt = set(profile.values("symptom"))
    code = disease.icd10[0] if disease.icd10 else ""
    if felt & _LOCAL or not code.startswith(_SILENT_AT_HOME):
        return False
    if code.startswith("C64") and (profile.values("t") or profile.values("size_mm")):
        return False
    spread = "metastatic" in profile.values("spread") or "M1" in {str(m)[:2] for m in profile.values("m")}
    if code.startswith("C50") and spread and not _BREAST & set(profile.values("target")):
        return True
    courses = [str(course).partition("/")[2] for course in profile.values("asked_course")]
    long = any(fractions.isdigit() and int(fractions) >= _LONG for fractions in courses)
    if long or _ITS_OWN & set(profile.values("setting")):
        return False
    return "relief" in profile.values("called_for") and bool(felt & {"pain", "neurological"})
