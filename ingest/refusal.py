"""Words that say no radiotherapy is called for, weighed against words that ask for it."""

from ingest.mention import Mention


def declined(mentions: list[Mention]) -> list[Mention]:
    """The words that decline radiotherapy and are not outweighed by a later request for it."""
    said = [m for m in mentions if m.kind == "declined" and m.assertion in {"affirmed", "uncertain"}]
    said = [m for m in said if not any(o.covers(m) for o in said if o.name != m.name)]
    if not said:
        return []
    past = [m for m in mentions if m.kind == "radiotherapy" and m.name == "past"]
    requests = [
        m
        for m in mentions
        if m.kind == "radiotherapy"
        and m.name == "request"
        and m.assertion in {"affirmed", "uncertain"}
        and not any(p.covers(m) for p in past)
        and not any(s.covers(m) for s in said)
    ]
    if not requests:
        return said
    last = max(m.start for m in requests)
    return [m for m in said if m.start > last or m.name == "refused"]
