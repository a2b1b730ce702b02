"""Search over the graph's claims: words and meaning, joined by rank."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from kg.store import GraphStore
from kg.stored import StoredStatement

_RANK_CONSTANT = 60
"""Of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""
Embed = Callable[[list[str]], list[list[float]]]


def search(
    store: GraphStore,
    embed: Embed,
    text: str,
    *,
    as_of: date,
    known_at: datetime | None = None,
    diseases: Sequence[str] | None = None,
    limit: int = 10,
) -> list[tuple[StoredStatement, float]]:
    """Claims that speak of the text, by full-text and by vector index, best first.

    Both clocks act inside each index, before the nearest are taken. The number is the reciprocal rank
    fusion of the two orders.
    """
    wanted = 2 * limit
    by_meaning = store.search(
        embed([text])[0], as_of=as_of, known_at=known_at, diseases=diseases, limit=wanted
    )
    by_words = store.search_text(text, as_of=as_of, known_at=known_at, diseases=diseases, limit=wanted)
    fused: dict[str, float] = {}
    found: dict[str, StoredStatement] = {}
    for order in (by_meaning, by_words):
        for rank, (stored, _) in enumerate(order, 1):
            found[stored.id] = stored
            fused[stored.id] = fused.get(stored.id, 0.0) + 1 / (_RANK_CONSTANT + rank)
    best = sorted(fused, key=lambda id: (-fused[id], id))[:limit]
    return [(found[id], round(fused[id], 5)) for id in best]
