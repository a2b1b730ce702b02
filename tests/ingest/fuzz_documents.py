"""Hostile documents from a seed: random bytes, mixed scripts, huge lines, controls, emoji, broken reports."""

import random
from collections.abc import Iterator

_SCRIPTS = (
    "\u0430\u0431\u0432", "\u0627\u0644\u0639", "\u05d0\u05d1\u05d2", "\u4e2d\u6587\u764c", "\u0e01\u0e02",
    "\u0939\u093f", "\u03b1\u03b2\u03b3", "\uff11\uff12\uff27\uff59",
)  # fmt: skip
_MARKS = "\u202e\u202d\u200f\u200b\ufeff\u0301\u20dd\x00\x01\x08\x0b\x0c\x1b\x7f\x85\u2028\u2029"
_EMOJI = "\U0001fa7b\U0001f468\u200d\u2695\ufe0f\U0001f1ec\U0001f1e7\u2764\ufe0f"
_PIECES = (
    "60 Gy in 30 fractions", "2 Gy x 30", "40.05 Gy/15#", "1.8-2 Gy", "T2N1M0", "pT3a pN1a(sn)", "stage IIIB",
    "EGFR L858R", "ER+ PR- HER2 2+", "PI-RADS 4", "BI-RADS category 4A", "LR-TR nonviable", "Deauville 3",
    "Gleason 3+4=7", "5 mm", "2.1 x 1.8 x 1.5 cm", "osimertinib 80 mg daily", "no evidence of", "mother with",
    "Plan:", "Margins: negative", "3/15 nodes", "astrocytoma WHO 3", "boost", "to the pelvis", "03/02/2021",
    "BRAF V600E", "AUC 5", "q3w", "ECOG 1", "Ki-67: 15-20%", "loss of MLH1 and PMS2", "6 MV", "completed",
    "HR 0.68 (95% CI 0.5-0.9; p=0.01)", "(((", "[[", "))", "++", "//", "::", "\n\n", "\r\n", "\t", ";", ". ",
    ", ", "-", "?", "%", "1.", "\u2265", "\u00b1", "\u00bd", "\u00b2",
)  # fmt: skip


def fuzz_documents(count: int, seed: int = 0, *, longest: int = 1_500) -> Iterator[str]:
    """As many documents as asked, the same for the same seed; one in 1,000 is a line of 1 MB."""
    chance = random.Random(seed)
    makers = (_bytes, _characters, _report, _scripts, _repeated, _nested, _surrogates, _digits)
    for number in range(count):
        if number % 1_000 == 999:
            yield _huge(chance)
        else:
            yield chance.choice(makers)(chance, chance.randint(0, longest))


def _bytes(chance: random.Random, length: int) -> str:
    return chance.randbytes(length).decode(chance.choice(("utf-8", "latin-1", "utf-16-le")), "replace")


def _characters(chance: random.Random, length: int) -> str:
    planes = (0xFFFF, 0x10FFFF)
    return "".join(chr(chance.randint(0, chance.choice(planes))) for _ in range(length // 4))


def _report(chance: random.Random, length: int) -> str:
    pieces: list[str] = []
    while sum(map(len, pieces)) < length:
        pieces.append(chance.choice(_PIECES))
        pieces.append(chance.choice((" ", "", "\n", " ", ", ")))
    return "".join(pieces)


def _scripts(chance: random.Random, length: int) -> str:
    pool = [*_SCRIPTS, *_MARKS, *_EMOJI, *_PIECES[:20], " ", "\n"]
    return "".join(chance.choice(pool) for _ in range(length // 4))


def _repeated(chance: random.Random, length: int) -> str:
    piece = chance.choice(_PIECES) + chance.choice(("", " ", "\n"))
    return piece * (length // len(piece))


def _nested(chance: random.Random, length: int) -> str:
    opened, closed = chance.choice(("()", "[]", '""', "{}"))
    inside = _report(chance, length // 4)
    return opened * chance.randint(0, length) + inside + closed * chance.randint(0, length)


def _surrogates(chance: random.Random, length: int) -> str:
    return "".join(
        chr(chance.randint(0xD800, 0xDFFF)) if chance.random() < 0.2 else chance.choice(_PIECES)
        for _ in range(length // 8)
    )


def _digits(chance: random.Random, length: int) -> str:
    return "".join(chance.choice("0123456789.,-/+x<>% GycmT") for _ in range(length))


def _huge(chance: random.Random) -> str:
    unit = chance.choice(
        (
            "a",
            "1",
            "(",
            " ",
            "60 Gy in 30 fractions ",
            "T2 N1 M0 ",
            "\u202e\u05d0 ",
            "tumour 2 cm, ",
            "\U0001fa7b",
        )
    )
    return unit * (1_000_000 // len(unit))
