"""The one way a course is written where texts are compared: adapters, candidates, training targets."""

from ontologies.modality import Modality


def canonical_course(total_dose_gy: float, fractions: int, modality: Modality) -> str:
    """`40.05 Gy in 15 fractions, photon`: shortest number form, plural always, modality last."""
    return f"{total_dose_gy:g} Gy in {fractions} fractions, {modality}"
