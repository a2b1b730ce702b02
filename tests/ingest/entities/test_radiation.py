"""Radiotherapy in sentences as prescriptions, notes, abstracts and trial records write it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.clause import Clauses
from ingest.entities.found import Found
from ingest.entities.radiation import find_radiation
from ingest.reading import Reading, read_text
from ingest.words import split_words
from tests.growth import Work, assert_linear


def found(text: str, kind: str | None = None) -> list[tuple[str, str | None, float | None]]:
    """The spans of a kind with status and number."""
    return [
        (text[f.start : f.end], f.status, f.number)
        for f in sorted(find_radiation(read_text(text)), key=lambda f: f.start)
        if kind is None or f.type == kind
    ]


@pytest.mark.parametrize(
    ("text", "doses", "each", "counts"),
    [
        ("He received 60 Gy in 30 fractions.", [("60 Gy", 60)], [], [("30 fractions", 30)]),
        ("Plan 4005 cGy / 15# to the chest wall", [("4005 cGy", 40.05)], [], [("15#", 15)]),
        ("50.4 Gy at 1.8 Gy per fraction", [("50.4 Gy", 50.4)], [("1.8 Gy", 1.8)], []),
        ("2 Gy x 35 fractions to a total of 70 Gy", [("70 Gy", 70)], [("2 Gy", 2)], [("35 fractions", 35)]),
        ("single fraction of 8 Gy for bone pain", [("8 Gy", 8)], [], [("single fraction", 1)]),
        ("5 x 5 Gy preoperative radiotherapy", [], [("5 Gy", 5)], [("5", 5)]),
        ("HDR 7Gy X4 # was delivered", [], [("7Gy", 7)], [("4 #", 4)]),
        ("Each fraction delivered 2.67 Gy", [], [("2.67 Gy", 2.67)], []),
        ("Each fraction 3 Gy, 13 fractions (39 Gy)", [("39 Gy", 39)], [("3 Gy", 3)], [("13 fractions", 13)]),
        ("3,000 cGy in ten fractions", [("3,000 cGy", 30)], [], [("ten fractions", 10)]),
        ("54 Gy(RBE) of protons in 30 fx", [("54 Gy(RBE)", 54)], [], [("30 fx", 30)]),
        ("20 fractions were given at 2.75 Gy per fraction", [], [("2.75 Gy", 2.75)], [("20 fractions", 20)]),
    ],
)
def test_doses_and_fractions(
    text: str, doses: list[tuple[str, float]], each: list[tuple[str, float]], counts: list[tuple[str, float]]
) -> None:
    """Total dose, dose per fraction and count are told apart in every order."""
    assert [(s, n) for s, _, n in found(text, "radiation_dose")] == doses, "read the total as radiation_dose"
    assert [(s, n) for s, _, n in found(text, "dose_per_fraction")] == each, "read the dose of one fraction"
    assert [(s, n) for s, _, n in found(text, "fractions")] == counts, (
        "span the count with the noun that follows it at once"
    )


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("Prescribed 60 or 66 Gy in 30 fractions", [("60", 60), ("66 Gy", 66)]),
        ("6600 or 6000 cGy", [("6600", 66), ("6000 cGy", 60)]),
        ("45, 50 or 54 Gy in 1.8 Gy fractions", [("45", 45), ("50", 50), ("54 Gy", 54)]),
        ("Dose levels of 24, 27, and 30 Gy", [("24", 24), ("27", 27), ("30 Gy", 30)]),
        ("on days 15, 22, or 30 Gy", [("30 Gy", 30)]),
        ("in 12, 14 and 15 patients 50 Gy", [("50 Gy", 50)]),
        ("54-60 Gy to the prostate bed", [("54-60 Gy", None)]),
        ("54 to 60 Gy", [("54 to 60 Gy", None)]),
        ("between 50 and 60 Gy", [("50 and 60 Gy", None)]),
        ("grade 3 or 40 Gy", [("40 Gy", 40)]),
        ("39 Gy in 13 or 26 Gy in 5 fractions", [("39 Gy", 39), ("26 Gy", 26)]),
    ],
)
def test_alternatives_are_two_doses_and_a_range_is_one(
    text: str, doses: list[tuple[str, float | None]]
) -> None:
    assert [(s, n) for s, _, n in found(text, "radiation_dose")] == doses, (
        "a list gives a mention per item, a range gives one without a number"
    )


def test_alternatives_per_fraction_are_two() -> None:
    assert [(s, n) for s, _, n in found("1.8 or 2 Gy per fraction", "dose_per_fraction")] == [
        ("1.8", 1.8),
        ("2 Gy", 2),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mean lung dose < 20 Gy and V20 < 35%",
        "spinal cord Dmax 45 Gy",
        "the maximum cord dose was 48 Gy",
        "V20Gy was 28%",
        "BED10 of 100 Gy",
        "an alpha/beta ratio of 3 Gy",
        "dose rate of 6 Gy/min",
        "the dose to the parotid was 24 Gy",
        "mean heart dose 5.4 Gy in the left-sided cases",
        "within the 50 Gy isodose",
        "the tolerance of the brainstem is 54 Gy",
        "10 gray matter lesions",
    ],
)
def test_limits_are_no_doses(text: str) -> None:
    """What nobody prescribed is not given as a dose."""
    assert found(text, "radiation_dose") == [], f"a limit was read as a prescription: {text}"
    assert found(text, "dose_per_fraction") == [], f"a limit was read as a prescription: {text}"


def test_ranges_and_bounds_wait_for_review() -> None:
    """A range has no number; a bound has its sign."""
    text = "66 to 70 Gy in 33-35 fractions; at least 45 Gy to the nodes by radiotherapy"
    tiers = {text[f.start : f.end]: (f.status, f.number, f.tier) for f in find_radiation(read_text(text))}
    assert tiers["66 to 70 Gy"] == ("66-70", None, "review"), "a range must not become one number"
    assert tiers["33-35 fractions"] == ("33-35", None, "review"), "a range must not become one number"
    assert tiers["45 Gy"] == (">=", 45, "review"), "a bound goes to review"


@pytest.mark.parametrize(
    ("text", "span", "status"),
    [
        ("2 Gy fractions given five days per week", "five days per week", "5 days a week"),
        ("1.5 Gy twice daily radiotherapy to 45 Gy", "twice daily", "twice-daily"),
        ("6 Gy once weekly x 5 fractions", "once weekly", "weekly"),
        ("30 daily fractions of 2 Gy", "daily", "daily"),
        ("1.8 Gy per day to 45 Gy", "per day", "daily"),
    ],
)
def test_fraction_frequency(text: str, span: str, status: str) -> None:
    """How often a fraction is given, in one form."""
    assert (span, status) in [(s, t) for s, t, _ in found(text, "fraction_frequency")], "name the frequency"


def test_a_drugs_frequency_is_not_the_fractions() -> None:
    """`weekly cisplatin` beside radiotherapy belongs to the drug."""
    text = "60 Gy in 30 fractions with weekly cisplatin 40 mg/m2"
    assert found(text, "fraction_frequency") == [], "weekly belongs to cisplatin"
    living = found("activities of daily living after radiation", "fraction_frequency")
    assert living == [], "daily living is no frequency"


@pytest.mark.parametrize(
    ("text", "technique", "modality"),
    [
        ("Definitive chemo(radio)therapy of stage III", [], [None]),
        ("radio(chemo)therapy was given", [], [None]),
        ("VMAT to the prostate", ["vmat"], []),
        ("SBRT 54 Gy in 3 fractions", ["sbrt"], []),
        ("HDR brachytherapy boost", ["hdr"], ["brachytherapy"]),
        ("IMPT 60 Gy(RBE)", ["imrt"], []),
        ("proton pump inhibitors during radiotherapy", [], [None]),
        ("electron microscopy of irradiated tissue", [], []),
        ("TBI 12 Gy in 6 fractions", ["tbi"], []),
        ("traumatic brain injury (TBI)", [], []),
        ("homology-directed repair (HDR) after irradiation", [], [None]),
        ("external beam radiotherapy with protons", [], [None, "proton"]),
        ("radiation pneumonitis after chemoradiation (CRT)", [], [None, None]),
        ("RT-PCR, UV irradiation and radiation oncology", [], []),
        ("palliative radiotherapy with a wide field of radiation", [], [None]),
    ],
)
def test_technique_and_modality(text: str, technique: list[str], modality: list[str | None]) -> None:
    """The technique named, and the words of radiotherapy, with the modality only where it is named."""
    assert [s for _, s, _ in found(text, "technique")] == technique, f"technique of: {text}"
    assert [s for _, s, _ in found(text, "modality")] == modality, f"modality of: {text}"


def test_a_coronary_intervention_is_no_cranial_irradiation() -> None:
    assert found("Elective PCI for stable angina.", "modality") == [], "PCI is of the coronary arteries here"
    assert found("SCLC in remission: PCI 25 Gy in 10 fractions.", "modality"), "PCI is of the brain here"


def test_target_and_boost() -> None:
    """What is irradiated, and the boost with its dose."""
    text = "50 Gy in 25 fractions to the whole breast, then a boost of 16 Gy in 8 fractions to the tumour bed"
    assert [s for s, _, _ in found(text, "target_site")] == ["whole breast", "tumour bed"], (
        "name both targets"
    )
    assert [s for s, _, _ in found(text, "boost")] == ["boost"], "name the boost"
    assert ("16 Gy", "boost", 16) in found(text, "radiation_dose"), "the boost's dose says so"
    assert found("the vaccine boost was given", "boost") == [], "a booster is no radiotherapy"


def spans_lie_inside(text: str, mentions: list[Found]) -> bool:
    """Whether every span is one of the text."""
    return all(0 <= m.start < m.end <= len(text) for m in mentions)


_PIECES = st.sampled_from([
    "60 Gy", "1.8", "-", " to ", "fractions", " x ", "25", "#", "/", "cGy", "(", "boost", "daily", "PTV",
    ",", "\n",
    "+", "\u00b1", "V20", "Gy", "<", "twice", " ", "\U0001f600", "\u202e", "RBE", "IMRT", "to the", "brain",
])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_never_fails(text: str) -> None:
    """No text makes it fail, and every span lies in the text."""
    assert spans_lie_inside(text, list(find_radiation(read_text(text)))), "a span leaves the text"


def bare_reading(text: str) -> Reading:
    """A reading of a text with its words only: the gazetteers of the reading have tests of their own."""
    return Reading(text, split_words(text), Clauses(text), (), ())


@pytest.mark.parametrize(
    "piece", ["60 Gy ", "(", "1-", "2 x ", "daily ", "25 ", "T1 ", "boost ", "1,", "Gy/"]
)
def test_long_lines_take_linear_time(piece: str) -> None:
    def prepare(quarters: int) -> Work:
        reading = bare_reading(piece * (10_000 // len(piece) * quarters))
        return lambda: list(find_radiation(reading))

    assert_linear(prepare)


def test_images_are_no_fractions() -> None:
    text = "VMAT to 60 Gy in 30 fractions with daily CBCT and daily kV imaging"
    assert found(text, "fraction_frequency") == [], "what is imaged every day is no fraction"


def test_elective_dose_beside_a_boost() -> None:
    text = "60 Gy in 28 fractions using a SIB, elective nodes 50.4 Gy"
    assert found(text, "radiation_dose")[1] == ("50.4 Gy", None, 50.4), "the elective dose is no boost"
