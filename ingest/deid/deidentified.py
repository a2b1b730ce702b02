"""A text without identifiers, how its offsets moved, and the way back for who holds the key."""

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from ingest.deid.addresses import is_zip
from ingest.deid.date_order import decided_order
from ingest.deid.date_shift import shifted
from ingest.deid.dates import Day, is_birth_of_the_old, read_days
from ingest.deid.identifier import Identifier, Kind
from ingest.deid.recognisers import identifiers, own_identifiers
from ingest.lexicon import load_yaml

_LETTERS = "bcdfghjkmpqvwxz"
"""Letters of placeholders: no vowels and no figures, so that none reads as a word, a gene or a dose."""
_TAG = 6
_FURTHEST = 365
_MASK = "\u2588"
_UNDECIDED = (
    "Nothing tells whether day or month stands first in this text's dates: all were read day first, and "
    "their distances are right only if that is."
)


class Redaction(BaseModel):
    """One identifier taken out: where it stood and where its replacement stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    start: int
    """First character in the original text."""
    end: int
    new_start: int
    new_end: int
    """End of the replacement in the new text."""


class Deidentified(BaseModel):
    """A text without identifiers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    spans: tuple[Redaction, ...]
    """What was replaced, in text order; never the words themselves."""
    sealed: str | None = None
    """The words taken out, encrypted; None where no key was given."""
    notes: tuple[str, ...] = ()
    """What a reader should know of how the text was read; nothing of what stood in it."""

    def moved(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the original in the new text; one that cuts a replacement takes it in whole."""
        return self._place(start, last=False), self._place(end, last=True)

    def _place(self, offset: int, *, last: bool) -> int:
        shift = 0
        for span in self.spans:
            if offset <= span.start:
                break
            if offset < span.end:
                return span.new_end if last else span.new_start
            shift = span.new_end - span.end
        return offset + shift


def deidentify(text: str, patient: str, secret: bytes, *, key: str | None = None) -> Deidentified:
    """The text with every identifier replaced: the same way throughout all texts of one patient.

    Args:
        text: A note.
        patient: Whose note it is: any stable identity, of which nothing can be read from the result.
        secret: The installation's secret; surrogates and the shift of dates are derived with it.
        key: From `seal.new_key`, held outside; with it the words taken out come back by `reidentify`.

    Raises:
        ValueError: the secret is empty, or the key is none.
    """
    if not secret:
        raise ValueError("de-identification needs a secret: an empty one could be guessed")
    today = datetime.now(UTC).date()
    offset = offset_of(patient, secret)
    days = {(day.start, day.end): day for day in read_days(text, today)}

    def replacement(item: Identifier) -> str:
        said = text[item.start : item.end]
        if item.kind == "age":
            return "90+"
        if item.kind == "postcode":
            return _postcode(said, counted=is_zip(text, item.start))
        if item.kind == "date":
            return _date(text, item, days, offset, today) or "[DATE]"
        return f"[{item.kind.upper()}-{_tag(patient, item.kind, said, secret)}]"

    new, spans, taken = _replaced(text, identifiers(text), replacement)
    sealed = None
    if key is not None:
        from ingest.deid.seal import seal

        sealed = seal(taken, new, key)
    notes = () if decided_order(text, today)[1] else (_UNDECIDED,)
    return Deidentified(text=new, spans=tuple(spans), sealed=sealed, notes=notes)


def reidentify(deidentified: Deidentified, key: str) -> str:
    """The original text.

    Raises:
        ValueError: nothing was sealed, the key is another one, or the text was changed since.
    """
    from ingest.deid.seal import unseal

    if deidentified.sealed is None:
        raise ValueError("nothing was sealed with this text: it cannot be re-identified")
    taken = unseal(deidentified.sealed, deidentified.text, key)
    if len(taken) != len(deidentified.spans):
        raise ValueError("the sealed part belongs to another text")
    pieces, at = [], 0
    for span, said in zip(deidentified.spans, taken, strict=True):
        pieces += [deidentified.text[at : span.new_start], said]
        at = span.new_end
    return "".join([*pieces, deidentified.text[at:]])


def masked(text: str) -> str:
    """The text with identifiers blotted out in place: every offset stays what it was.

    For texts of no known patient that are read once: years stay, ages above 89 read 90, the rest is blots.
    """
    today = datetime.now(UTC).date()
    out, at = [], 0
    for item in own_identifiers(text):
        said = text[item.start : item.end]
        if item.kind == "age":
            blot = "90".zfill(len(said)) if said.isdigit() else _MASK * (len(said) - 2) + "90"
        elif item.kind == "date":
            blot = _years_only(said)
            if is_birth_of_the_old(text, _year_of(item, blot), today):
                blot = _MASK * len(said)
        else:
            blot = _MASK * len(said)
        out += [text[at : item.start], blot]
        at = item.end
    return "".join([*out, text[at:]])


def _year_of(item: Identifier, blotted: str) -> Day:
    year = blotted.strip(_MASK)
    return Day(item.start, item.end, date(int(year), 1, 1) if year else None, False, bool(year), "words")


def _years_only(said: str) -> str:
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)|^(?:19|20)\d\d(?=\d{4}$)", said)
    if year is None:
        return _MASK * len(said)
    return _MASK * year.start() + year.group() + _MASK * (len(said) - year.end())


def offset_of(patient: str, secret: bytes) -> timedelta:
    """How far the dates of a patient are moved: 1 to 365 days back, the same in all their texts.

    Always back, so that no note comes to lie in the future.
    """
    drawn = hmac.new(secret, b"dates\0" + patient.encode("utf-8", "replace"), hashlib.sha256).digest()
    return timedelta(days=-1 - int.from_bytes(drawn[:8], "big") % _FURTHEST)


def _tag(patient: str, kind: Kind, said: str, secret: bytes) -> str:
    plain = " ".join(said.casefold().split())
    if kind not in ("name", "place"):
        plain = "".join(c for c in plain if c.isalnum())
    state = "\0".join(("tag", patient, kind, plain)).encode("utf-8", "replace")
    number = int.from_bytes(hmac.new(secret, state, hashlib.sha256).digest()[:8], "big")
    tag = ""
    for _ in range(_TAG):
        number, letter = divmod(number, len(_LETTERS))
        tag += _LETTERS[letter]
    return tag


def _postcode(said: str, *, counted: bool) -> str:
    """The first three figures of a ZIP whose area holds over 20,000 people; of other postcodes nothing."""
    if not counted or not re.fullmatch(r"\d{5}(?:-\d{4})?", said):
        return "[POSTCODE]"
    area = said[:3]
    return f"{'000' if area in load_yaml('deid/places.yaml')['small_zip'] else area}**"


def _date(
    text: str,
    item: Identifier,
    days: dict[tuple[int, int], Day],
    offset: timedelta,
    today: date,
) -> str | None:
    day = days.get((item.start, item.end))
    if day is None or is_birth_of_the_old(text, day, today):
        return None
    return shifted(text, day, offset)


def _replaced(
    text: str, found: list[Identifier], replacement: Callable[[Identifier], str]
) -> tuple[str, list[Redaction], list[str]]:
    pieces: list[str] = []
    spans: list[Redaction] = []
    taken: list[str] = []
    at = length = 0
    for item in found:
        new = replacement(item)
        pieces += [text[at : item.start], new]
        start = length + item.start - at
        length = start + len(new)
        at = item.end
        spans.append(
            Redaction(kind=item.kind, start=item.start, end=item.end, new_start=start, new_end=length)
        )
        taken.append(text[item.start : item.end])
    return "".join([*pieces, text[at:]]), spans, taken
