"""The half of the second reader that counts: a regression over runs of words says whether a call is made."""

from pathlib import Path
from typing import Any, NamedTuple

WEIGHTS, SIGNS = "weights.safetensors", "signs.txt"
TOKEN = r"[a-z0-9+/-]+"  # noqa: S105
_SHOWN = 3


class WordReading(NamedTuple):
    """What the counts make of a text."""

    no_call: float
    """Probability that the text calls for no radiotherapy now."""
    signs: tuple[str, ...]
    """The words that speak most against a call."""


class WordReader:
    """Word statistics, ready to read."""

    def __init__(self, folder: Path, words: int) -> None:
        """Load.

        Args:
            folder: what holds the weights and the signs.
            words: the longest run of words that is one sign.

        Raises:
            OSError: a file is not there.
        """
        from safetensors.numpy import load
        from sklearn.feature_extraction.text import TfidfVectorizer

        tensors = load((folder / WEIGHTS).read_bytes())
        self._signs = (folder / SIGNS).read_text("utf-8").split("\n")
        self._vectors: Any = TfidfVectorizer(
            vocabulary={sign: place for place, sign in enumerate(self._signs)},
            ngram_range=(1, words),
            sublinear_tf=True,
            token_pattern=TOKEN,
        )
        self._vectors.idf_ = tensors["idf"].astype("float64")
        self._call, self._call_bias = tensors["call"].astype("float32"), float(tensors["call_bias"][0])

    def read(self, text: str) -> WordReading:
        """The reading of a text."""
        import numpy as np

        row = self._vectors.transform([text])
        against = -row.multiply(self._call).toarray()[0]
        margin = float(against.sum() - self._call_bias)
        heaviest = [i for i in np.argsort(-against)[:_SHOWN] if against[i] > 0]
        return WordReading(
            no_call=float(1 / (1 + np.exp(-margin))),
            signs=tuple(self._signs[i] for i in heaviest),
        )
