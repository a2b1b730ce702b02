"""Contexts of treatment and which is a kind of which: adjuvant is post-definitive, and that is upfront."""

from functools import cache

from ingest.lexicon import load_yaml


@cache
def load_contexts() -> dict[str, tuple[str, ...]]:
    """Every context with the next wider ones.

    Raises:
        ValueError: a wider context is not in the file, or one is wider than itself.
    """
    contexts = {slug: tuple(wider) for slug, wider in load_yaml("contexts.yaml").items()}
    for slug, wider in contexts.items():
        unknown = [w for w in wider if w not in contexts]
        if unknown:
            raise ValueError(f"contexts.yaml: {slug}: no such wider context: {', '.join(unknown)}")
        if slug in _wider(contexts, slug):
            raise ValueError(f"contexts.yaml: {slug} is wider than itself")
    return contexts


def wider_contexts(slug: str) -> tuple[str, ...]:
    """All contexts that this one is a kind of, nearest first; none for a slug the file does not have."""
    return _wider(load_contexts(), slug)


def _wider(contexts: dict[str, tuple[str, ...]], slug: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    waiting = list(contexts.get(slug, ()))
    while waiting:
        nearest = waiting.pop(0)
        if nearest not in found:
            found[nearest] = None
            waiting.extend(contexts.get(nearest, ()))
    return tuple(found)
