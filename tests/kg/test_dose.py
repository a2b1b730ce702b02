"""Dose arithmetic against published identities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dose import bed_gy, eqd2_gy

doses = st.floats(0.5, 120)
counts = st.integers(1, 80)
ratios = st.floats(1, 20)


def test_known_values() -> None:
    assert bed_gy(60, 30, 10) == pytest.approx(72)
    assert bed_gy(54, 3, 10) == pytest.approx(151.2)
    assert eqd2_gy(40.05, 15, 4) == pytest.approx(40.05 * (2.67 + 4) / 6)


@given(doses, counts, ratios)
def test_bed_exceeds_dose_and_falls_with_fractionation(total: float, count: int, ratio: float) -> None:
    assert bed_gy(total, count, ratio) > total
    assert bed_gy(total, count + 1, ratio) < bed_gy(total, count, ratio)


@given(counts, ratios)
def test_two_gray_fractions_are_their_own_eqd2(count: int, ratio: float) -> None:
    assert eqd2_gy(2.0 * count, count, ratio) == pytest.approx(2.0 * count)


@pytest.mark.parametrize("bad", [(0, 1, 10), (10, 0, 10), (10, 5, 0), (-2, 1, 3)])
def test_nonsense_is_refused(bad: tuple[float, int, float]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        bed_gy(*bad)
