"""Doses of organs at risk are told from prescriptions, whatever the list they stand in."""

import pytest

from ingest.entities.radiation import find_radiation
from ingest.reading import read_text


def _doses(text: str) -> list[float | None]:
    found = sorted(find_radiation(read_text(text)), key=lambda f: f.start)
    return [f.number for f in found if f.type in {"radiation_dose", "dose_per_fraction"}]


def _sites(text: str) -> list[str]:
    found = find_radiation(read_text(text))
    return [text[f.start : f.end] for f in found if f.type == "target_site"]


@pytest.mark.parametrize(
    "text",
    [
        "OARs: cord max 41 Gy, brainstem 49 Gy, left parotid mean 23 Gy.",
        "Cord max 43 Gy. Chiasm 48 Gy. Cochlea 33 Gy. Mandible 66 Gy.",
        "The spinal cord received 40 Gy and the heart received 3 Gy.",
        "Rectum 68 Gy, bladder 70 Gy, femoral heads 38 Gy",
        "Left parotid 25 Gy, right parotid 40 Gy, larynx 38 Gy",
        "Lens 4 Gy; optic nerves 47 Gy; LAD 11 Gy",
        "Spinal cord | 39 Gy | 45 Gy",
        "Cord 43.2 Gy (limit 45 Gy)",
        "cochlea L 28 Gy R 37 Gy",
        "41 Gy to the cord (max); 3 Gy mean to the heart",
        "Organs at risk:\nEyes: 18 Gy\nLacrimal gland: 12 Gy",
        "Lungs 8 Gy mean, duodenum max 31 Gy, stomach max 29 Gy",
        "Contralateral breast 1.2 Gy; pacemaker 1 Gy",
        "TBI with lungs at 8 Gy",
    ],
)
def test_what_an_organ_gets_is_no_prescription(text: str) -> None:
    """Named beside its maximum, in a list of organs, or as an organ that is seldom a target."""
    assert _doses(text) == [], f"{text}: nobody prescribed it"
    assert _sites(text) == [], f"{text}: the beam is not meant for it"


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("Brainstem 54 Gy in 30 fractions for diffuse midline glioma", [54]),
        ("Vocal cord 63 Gy in 28 fractions", [63]),
        ("Spinal cord compression 20 Gy in 5 fractions", [20]),
        ("Liver 50 Gy in 5 fractions", [50]),
        ("Bladder: 55 Gy/20#", [55]),
        ("The whole brain received 20 Gy in 5 fractions", [20]),
        ("Larynx 66 Gy in 33 fractions. Cord max 40 Gy.", [66]),
        ("OAR: eyes 19 Gy, lens 4 Gy. PTV 54 Gy in 30 fractions.", [54]),
        ("Patients with lung cancer received 55 Gy in 20 fractions", [55]),
        ("Patients receiving 60 Gy in 30 fractions", [60]),
        ("tumour bed boost of 12 Gy in 6 fractions; BED of 90 Gy", [12]),
        ("Prostate bed 64 Gy in 32 fractions", [64]),
    ],
)
def test_a_target_keeps_its_dose(text: str, doses: list[float]) -> None:
    """An organ that is treated, and a limit told beside it."""
    assert _doses(text) == doses, f"{text}: it was prescribed"
