"""How a training says how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int, float], None]
"""Told the steps done, the steps there are and the loss of late."""
