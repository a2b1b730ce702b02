"""A course in one sentence of ours: how the graph's own documents say it, and what a quote must hold."""

from kg.statement import Course
from ontologies.modality import Modality, Technique
from ontologies.schedule import Boost

TECHNIQUE_NAMES: dict[Technique, str] = {
    "2d": "2D",
    "3d-crt": "3D conformal",
    "imrt": "IMRT",
    "vmat": "VMAT",
    "sib": "simultaneous integrated boost",
    "sbrt": "SBRT",
    "srs": "stereotactic radiosurgery",
    "tbi": "total body irradiation",
    "tseb": "total skin electron beam",
    "iort": "intraoperative",
    "superficial": "superficial x-ray",
    "electron-field": "electron field",
    "scanned-beam": "scanned beam",
    "passive-scattering": "passive scattering",
    "hdr": "high dose rate",
    "ldr": "low dose rate",
    "pdr": "pulsed dose rate",
    "plaque": "plaque",
    "contact": "contact x-ray",
    "electronic": "electronic",
}
"""Techniques as a clinician says them."""

_FREQUENCY = {
    "daily": "daily ",
    "twice-daily": "twice-daily ",
    "alternate-day": "alternate-day ",
    "twice-weekly": "twice-weekly ",
    "weekly": "weekly ",
    "continuous": "continuous ",
    "once": "",
    "not stated": "",
}


def number(value: float) -> str:
    """A dose as it is written: no trailing zeros, two decimals at most."""
    return f"{round(value, 2):g}"


def sentence(course: Course, disease: str, setting: str) -> str:
    """The course in one sentence of ours that holds every number an answer may quote."""
    setting = setting.strip()
    parts = [f"{disease[:1].upper()}{disease[1:]}, {setting}: {_dose(course)}", course.modality]
    parts.append(" or ".join(n for t in course.technique if (n := _technique(t, course.modality))))
    text = ", ".join(p for p in parts if p) + f"; target {course.target}"
    if course.boost is not None:
        text += f"; sequential boost {_boost(course.boost)}"
    if course.combined_with:
        text += f"; combined with {course.combined_with}"
    return text.rstrip(".") + "."


def _dose(course: Course) -> str:
    total = f"{number(course.total_dose_gy)} Gy in {course.fractions}"
    if course.fractions == 1:
        return (
            f"{total} {_FREQUENCY['continuous']}application"
            if (course.frequency == "continuous")
            else f"{total} fraction"
        )
    each = number(course.total_dose_gy / course.fractions)
    return f"{total} {_FREQUENCY[course.frequency]}fractions of {each} Gy"


def _boost(boost: Boost) -> str:
    plural = "" if boost.fractions == 1 else "s"
    how = _technique(boost.technique, boost.modality) if boost.technique else ""
    course = f"{number(boost.dose_gy)} Gy in {boost.fractions} fraction{plural}, {boost.modality}"
    return f"{course} {how}".rstrip()


def _technique(technique: Technique, modality: Modality) -> str:
    """The technique's name, empty where it only says the modality again."""
    return "" if technique == "electron-field" == f"{modality}-field" else TECHNIQUE_NAMES[technique]
