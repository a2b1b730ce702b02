"""Dose arithmetic of the linear-quadratic model; computed here, never generated."""


def bed_gy(total_gy: float, fractions: int, alpha_beta_gy: float) -> float:
    """Biologically effective dose in Gy: n·d·(1 + d/(α/β)).

    Linear-quadratic model without a time factor (Fowler, Br J Radiol 1989); not meant for continuous
    low-dose-rate brachytherapy.

    Raises:
        ValueError: a dose, fraction number or α/β that is not positive.
    """
    if total_gy <= 0 or fractions <= 0 or alpha_beta_gy <= 0:
        raise ValueError(f"dose {total_gy}, fractions {fractions} and α/β {alpha_beta_gy} must be positive")
    return total_gy * (1 + total_gy / fractions / alpha_beta_gy)


def eqd2_gy(total_gy: float, fractions: int, alpha_beta_gy: float) -> float:
    """Dose in 2 Gy fractions with the same BED, in Gy.

    Raises:
        ValueError: as `bed_gy`.
    """
    return bed_gy(total_gy, fractions, alpha_beta_gy) / (1 + 2 / alpha_beta_gy)
