"""Schedule-for-setting: what the mentions of one course of radiotherapy say together."""

from typing import Any

from ingest.entities.modality import implied_modality
from ingest.relations.sentence import Node

_NUMBERS = {
    "radiation_dose": "total_dose_gy",
    "fractions": "fractions",
    "dose_per_fraction": "dose_per_fraction_gy",
}


def course_qualifiers(node: Node) -> dict[str, Any]:
    """The course a node states: dose and dose per fraction in Gy, fractions, modality, technique, target."""
    stated: dict[str, Any] = {}
    for mention in node.mentions:
        if mention.type in _NUMBERS and mention.value is not None:
            value = mention.value.number
            if mention.value.unit.lower() == "cgy":
                value /= 100
            stated[_NUMBERS[mention.type]] = int(value) if mention.type == "fractions" else value
        elif mention.type == "modality" and mention.status is not None:
            stated["modality"] = mention.status
        elif mention.type == "technique":
            stated["technique"] = mention.status or mention.text.lower()
            implied = implied_modality(stated["technique"])
            if implied is not None:
                stated.setdefault("modality", implied)
        elif mention.type == "fraction_frequency":
            stated["frequency"] = mention.status or mention.text.lower()
        elif mention.type == "target_site":
            stated["target"] = mention.text.lower()
        elif mention.type == "boost":
            stated["boost"] = mention.text
    return stated
