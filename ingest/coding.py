"""What ICD-10 coding reads of a case, and what nobody understood."""

from functools import cache

from ingest.bystander import pairable_sites
from ingest.choice import Choice
from ingest.clause import Clauses
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ingest.words import Words, normal_form

_MOST = 20
"""Words listed as not understood."""


def coding_text(text: str, clauses: Clauses, mentions: list[Mention], choice: Choice) -> str:
    """The clauses with the diagnosis, its site, side and sex, without what was set aside."""
    if not choice.chosen:
        return ""
    away = [(c.start, c.end) for c in (*choice.aside, *choice.beside)]
    if choice.primary is not None:
        away.append((choice.primary.start, choice.primary.end))
    wanted: dict[tuple[int, int], None] = {}
    places = [(part.start, part.end) for c in choice.chosen for part in c.parts]
    here = {clauses.sentence(c.start) for c in choice.chosen}
    own = {(s.start, s.end) for s in pairable_sites(text, [m for m in mentions if m.kind == "site"])}
    told = {clauses.clause_span(c.start) for c in choice.chosen}
    past = {clauses.clause_span(c.start) for c in choice.aside} - told
    theirs = {clauses.sentence(c.start) for c in choice.beside} - here
    places += [
        (m.start, m.end)
        for m in mentions
        if clauses.sentence(m.start) not in theirs and clauses.clause_span(m.start) not in past
        if m.kind != "site" or (m.start, m.end) in own
        if m.kind in {"site", "morphology"} or m.name in {"laterality", "location", "sex"}
        if m.assertion in {"affirmed", "uncertain"} and not any(a <= m.start < b for a, b in away)
    ]
    for start, _ in sorted(places):
        wanted[clauses.clause_span(start)] = None
    parts = [text[a:b].strip(" ,;:.()\n-") for a, b in wanted]
    return ", ".join(p for p in parts if p)


@cache
def _plain_words() -> frozenset[str]:
    return frozenset(normal_form(w) for w in load_yaml("plain_words.yaml"))


def unread_words(words: Words, mentions: list[Mention]) -> tuple[str, ...]:
    """Words of four letters and more that look clinical and lie in no mention."""
    covered = bytearray(len(words.text) + 1)
    for m in mentions:
        covered[m.start : m.end] = b"\1" * (m.end - m.start)
    unread: dict[str, None] = {}
    for start, end, norm in zip(words.starts, words.ends, words.norms, strict=True):
        word = words.text[start:end]
        if len(word) < 4 or not word.isalpha() or covered[start] or norm in _plain_words():
            continue
        if len(word) <= 30:
            unread[word] = None
            if len(unread) == _MOST:
                break
    return tuple(unread)
