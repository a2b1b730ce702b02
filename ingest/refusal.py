"""Words that say no radiotherapy is called for, weighed against words that ask for it."""

import re

from ingest.mention import Mention

_OPTION_BEFORE = re.compile(r"(?:\bvs\.?|\bversus|\bor|\?)\s*$", re.IGNORECASE)
_OPTION_AFTER = re.compile(r"\s*(?:vs\.?|versus|or)\b", re.IGNORECASE)


def _is_an_option(text: str, mention: Mention) -> bool:
    """Whether it is only weighed against another course: "WBRT vs BSC"."""
    return bool(
        _OPTION_BEFORE.search(text[max(0, mention.start - 12) : mention.start])
        or _OPTION_AFTER.match(text[mention.end : mention.end + 12])
    )


def declined(text: str, mentions: list[Mention]) -> list[Mention]:
    """The words that decline radiotherapy and are not outweighed by a later request for it."""
    said = [m for m in mentions if m.kind == "declined" and m.assertion in {"affirmed", "uncertain"}]
    said = [m for m in said if not any(o.covers(m) for o in said if o.name != m.name)]
    said = [m for m in said if not _is_an_option(text, m)]
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
