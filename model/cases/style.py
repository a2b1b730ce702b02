"""How a physician puts a case together: which order, which case, how terse, what is beside the point."""

from random import Random
from typing import NamedTuple

from model.cases.wording import load_phrasing

_ORDERS = ("patient-disease-findings", "disease-patient-findings", "disease-findings-patient",
           "findings-disease-patient", "patient-findings-disease")  # fmt: skip
_VOICES = ("telegraphic", "commas", "slashes", "sentences", "letter", "problem-list")


class Template(NamedTuple):
    """One way of putting a case together; a split never shares one between its sides for a setting."""

    order: str
    voice: str

    def __str__(self) -> str:
        return f"{self.order}/{self.voice}"


TEMPLATES: tuple[Template, ...] = tuple(Template(o, v) for o in _ORDERS for v in _VOICES)


def _arrange(order: str, patient: str, disease: str, findings: list[str]) -> list[str]:
    pieces = {"patient": [patient] if patient else [], "disease": [disease], "findings": findings}
    return [piece for name in order.split("-") for piece in pieces[name]]


def compose(template: Template, patient: str, disease: str, findings: list[str], draw: Random) -> str:
    """The text of a case; `findings` are shuffled, an aside and a closing request may be added."""
    phrasing = load_phrasing()
    findings = list(findings)
    draw.shuffle(findings)
    pieces = _arrange(template.order, patient, disease, findings)
    asides = draw.sample(phrasing.asides, draw.choice((0, 0, 0, 1, 1, 2)))
    closer = draw.choice(phrasing.closers) if draw.random() < 0.4 else ""
    opener = draw.choice(phrasing.openers) if draw.random() < 0.4 else ""
    match template.voice:
        case "telegraphic":
            text = " ".join([*pieces, *asides, closer])
        case "slashes":
            text = " / ".join(p for p in [*pieces, *asides, closer] if p)
        case "sentences":
            text = ". ".join(p[:1].upper() + p[1:] for p in [*pieces, *asides, closer] if p) + "."
        case "letter":
            middle = ", ".join(pieces[1:])
            text = f"{pieces[0]} with {middle}. {'. '.join(asides)} {closer}" if middle else pieces[0]
        case "problem-list":
            text = "; ".join(f"{n}) {p}" for n, p in enumerate([*pieces, *asides, closer], 1) if p)
        case _:
            text = ", ".join(p for p in [*pieces, *asides, closer] if p)
    text = " ".join(f"{opener} {text}".split())
    spoken = draw.random()
    if spoken < 0.12:
        return text.lower()
    return text.upper() if spoken < 0.16 else text


def word_patient(age: float | None, sex: str | None, draw: Random) -> str:
    """The patient: "52F", "52-year-old woman", or nothing."""
    if age is None:
        return {"female": "woman", "male": "man"}.get(sex or "", "")
    years = f"{age:g}"
    if sex is None:
        return draw.choice((f"{years}yo", f"{years} y/o", f"age {years}", f"aged {years}", f"{years} yr old"))
    letter = sex[0].upper()
    adult = {"F": ("woman", "lady", "female"), "M": ("man", "gentleman", "male")}
    child = {"F": ("girl", "female"), "M": ("boy", "male")}
    noun: tuple[str, ...] = child[letter] if age < 18 else adult[letter]
    return draw.choice(
        (f"{years}{letter}", f"{letter}{years}", f"{years} {letter}", f"{years}yo {letter}",
         f"{years} year old {draw.choice(noun)}", f"{years}-year-old {draw.choice(noun)}",
         f"{years} y/o {draw.choice(noun)}")
    )  # fmt: skip
