"""Radiotherapy modality and technique, and which technique goes with which modality (mCODE STU4)."""

from typing import Literal, get_args

Modality = Literal["photon", "proton", "electron", "brachytherapy"]
MODALITIES: tuple[Modality, ...] = get_args(Modality)

Technique = Literal[
    "2d",
    "3d-crt",
    "imrt",
    "vmat",
    "sib",
    "sbrt",
    "srs",
    "tbi",
    "tseb",
    "iort",
    "superficial",
    "electron-field",
    "scanned-beam",
    "passive-scattering",
    "hdr",
    "ldr",
    "pdr",
    "plaque",
    "contact",
    "electronic",
]
"""2d and 3d-crt … electronic; `sib` is a simultaneous integrated boost, `superficial` kV photons,
`contact` contact x-ray brachytherapy, `electronic` electronic brachytherapy."""

_EXTERNAL: tuple[Modality, ...] = ("photon", "proton")

MODALITY_OF_TECHNIQUE: dict[Technique, tuple[Modality, ...]] = {
    "2d": ("photon",),
    "3d-crt": ("photon",),
    "imrt": ("photon", "proton"),
    "vmat": ("photon",),
    "sib": _EXTERNAL,
    "sbrt": _EXTERNAL,
    "srs": _EXTERNAL,
    "tbi": ("photon",),
    "tseb": ("electron",),
    "iort": ("electron", "photon"),
    "superficial": ("photon",),
    "electron-field": ("electron",),
    "scanned-beam": ("proton",),
    "passive-scattering": ("proton",),
    "hdr": ("brachytherapy",),
    "ldr": ("brachytherapy",),
    "pdr": ("brachytherapy",),
    "plaque": ("brachytherapy",),
    "contact": ("brachytherapy",),
    "electronic": ("brachytherapy",),
}
