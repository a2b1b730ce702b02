"""How the cost of a reading grows with its text, measured as a ratio so that the machine does not matter."""

import time
from collections.abc import Callable

Work = Callable[[], object]


def assert_linear(prepare: Callable[[int], Work], attempts: int = 3) -> None:
    """Fails where the whole of a work costs far more than four times a quarter of it.

    `prepare` is given how many quarters to make ready; only what it returns is measured. Four times the
    processor time is linear, sixteen times is quadratic, ten times is the bound. A machine that was busy
    in one attempt is given another.
    """
    for _ in range(attempts):
        quarter, whole = (_seconds(prepare(quarters)) for quarters in (1, 4))
        if whole < 10 * quarter + 0.1:
            return
    said = f"a quarter took {quarter:.2f} s, the whole {whole:.2f} s: bound what a pattern repeats"
    raise AssertionError(said)


def _seconds(work: Work) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
