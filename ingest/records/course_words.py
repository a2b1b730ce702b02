"""Words said of a course: energy, dates, intent, and whether it was planned, delivered or cut short."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.clause import Clauses
from ingest.entities.organ_dose import find_organ_doses
from ingest.extraction import ExtractedMention
from ingest.records.course_parts import Group, blocks_of
from ingest.records.stated import Stated

_ENERGY = re.compile(
    r"(?<![\w.])(?P<e>\d{1,3}(?:\.\d)?(?: ?(?:/|,|and|&|-) ?\d{1,2}){0,2}[ -]?(?:MV|MeV|kVp?|MVp"
    r"|X(?=\b(?! ?\d)))"
    r"(?:[ -]?FFF)?|\d{1,2} ?FFF)(?!\w)"
)
_INTENT = re.compile(
    r"\b(?:(?P<curative>curative|definitive|radical)(?= (?:intent|radiotherapy|RT|radiation|chemoradi\w+"
    r"|treatment|IMRT|SBRT))"
    r"|(?P<adjuvant>adjuvant|post-?operative)(?= (?:\w+ ){0,2}(?:radiotherapy|RT|radiation|chemoradi\w+"
    r"|treatment|IMRT|XRT|irradiation))"
    r"|(?P<neoadjuvant>neo-?adjuvant|pre-?operative)(?= (?:\w+ ){0,2}(?:radiotherapy|RT|radiation"
    r"|chemoradi\w+|XRT|irradiation))"
    r"|(?P<palliative>palliative|palliation)(?! care| chemo)"
    r"|(?P<prophylactic>prophylactic)(?= (?:cranial|whole|radi|RT)))"
    r"|\bintent(?: of treatment)?[ :=]{1,3}(?P<labelled>curative|definitive|radical|palliative|adjuvant"
    r"|neo-?adjuvant|consolidative|prophylactic)\b",
    re.IGNORECASE,
)
_INCOMPLETE = re.compile(
    r"\b(?:did not complete|not completed|incomplete|discontinued|stopped (?:after|early|at)"
    r"|terminated (?:early|after)|aborted"
    r"|elected to stop|treatment (?:was )?stopped|unable to complete|cut short|ended early"
    r"|declined further)\b"
    r"|\b(?P<given>\d{1,2}) (?:of|out of) (?:the |a )?(?:planned |prescribed "
    r"|intended )?(?P<planned>\d{1,2}) (?:planned |prescribed )?(?:fractions|treatments|fx|fr)\b"
    r"|\b(?P<given2>\d{1,2}) ?/ ?(?P<planned2>\d{1,2}) (?:fractions|fx|fr|#)",
    re.IGNORECASE,
)
_DELIVERED = re.compile(
    r"\b(?:completed|has completed|received|was (?:delivered|given|treated|administered)"
    r"|were (?:delivered|given|treated)|treated (?:with|to)|delivered"
    r"|underwent|status post|s/p|finished|total dose delivered|dose delivered|completion of)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will (?:receive|be treated|be given|deliver|undergo|start|proceed)|plans?|planned|proposed?"
    r"|recommend(?:ed|s|ing)?"
    r"|to (?:receive|be given|deliver|start|begin|commence)|scheduled|intend(?:ed|s)? to|offered"
    r"|consider(?:ed|ing)?|aim(?:ing)? (?:for|to)|should receive)\b",
    re.IGNORECASE,
)
_START = re.compile(
    r"\b(?:start(?:ed|ing)?(?: date)?|began|beginning|commenc(?:ed|ing)|first (?:treatment|fraction)"
    r"|initiated|from|between)[ :=a-z]{0,14}$",
    re.I,
)
_END = re.compile(
    r"\b(?:complet(?:ed|ing|ion)(?: date)?|finish(?:ed|ing)|end(?:ed|ing)?(?: date)?|last (?:treatment"
    r"|fraction)|through|until|to|concluded)[ :=a-z]{0,14}$",
    re.I,
)
_RANGE = re.compile(r" ?(?:-|\u2013|to|through|until|and) ?(?:the )?$", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:treatment dates?|dates? of (?:treatment|radiotherapy|radiation)|radiotherapy dates?|treated"
    r"|delivered|dates?)[ :=]{0,3}(?:from )?$",
    re.I,
)


_FORMER = re.compile(
    r"\b(?:prior|previous(?:ly)?|past|earlier|old)\b[^.;\n]{0,24}\b(?:RT|XRT|radiotherapy|radiation|irradiat\w+"
    r"|course|treatment|SBRT|SABR|treated)\b",
    re.IGNORECASE,
)
"""Before a course: it is one of former times."""
_REACH = 400
"""Characters between a word and the course it may be said of."""


class _At(Stated[str]):
    """A word with the role it has for a course."""

    role: str = ""


@dataclass
class Said:
    """What a note says of one of its courses."""

    energies: list[Stated[str]] = field(default_factory=list)
    intents: list[Stated[str]] = field(default_factory=list)
    periods: list[_At] = field(default_factory=list)
    statuses: list[_At] = field(default_factory=list)

    def energy(self) -> tuple[Stated[str], ...]:
        """Beam energies, each once."""
        return tuple({e.value: e for e in reversed(self.energies)}.values())[::-1]

    def intent(self) -> Stated[str] | None:
        """The intent; None where two are said."""
        return self.intents[0] if len({i.value for i in self.intents}) == 1 else None

    def period(self) -> tuple[Stated[str] | None, Stated[str] | None]:
        """First and last day."""
        first = next((p for p in self.periods if p.role == "start"), None)
        last = next((p for p in self.periods if p.role == "end"), None)
        return _plain(first), _plain(last)

    def status(self, at: int) -> tuple[Stated[str] | None, Stated[int] | None]:
        """Planned, delivered or incomplete for a course beginning at `at`; how many fractions were given."""
        cut = [s for s in self.statuses if s.value == "incomplete"]
        if cut:
            given = next((s for s in cut if s.role), None)
            count = (
                None
                if given is None
                else Stated[int](value=int(given.role), start=given.start, end=given.end)
            )
            return _plain(cut[0]), count
        near = sorted(self.statuses, key=lambda s: (s.value != "delivered", abs(s.start - at)))
        return (_plain(near[0]) if near else None), None


def said_of(text: str, mentions: Sequence[ExtractedMention], groups: Sequence[Group]) -> list[Said]:
    """For each course the words that lie nearer to it than to any other, and within reach."""
    said = [Said() for _ in groups]
    starts = [g.start for g in groups]
    blocks = blocks_of(text)

    clauses = Clauses(text)

    past = [is_past(text, g, clauses) for g in groups]

    def here(index: int, span: tuple[int, int]) -> bool:
        return groups[index].end > span[0] and groups[index].start < span[1]

    def apart(one: Stated[str]) -> bool:
        """Whether a word stands in a sentence or a line of its own, so that it is of every course."""
        begin, end = clauses.sentence_span(one.start)
        return not any(here(i, (begin, end)) for i in range(len(groups)))

    def nearest(one: Stated[str]) -> Said | None:
        index = bisect_right(starts, one.start)
        begin, end = clauses.sentence_span(one.start)
        near = [
            i for i in (index - 1, index)
            if 0 <= i < len(groups) and _gap(one, groups[i]) < _REACH
            and (here(i, (begin, end)) or not past[i])
        ]  # fmt: skip
        block = bisect_right(blocks, one.start)
        # What is said in a course's sentence is of it; then in its paragraph; then of the course before.
        near.sort(
            key=lambda i: (
                not (groups[i].end > begin and groups[i].start < end),
                groups[i].block != block,
                i >= index,
            )
        )
        return said[near[0]] if near else None

    told = energies(text), intents(text), periods(text, mentions)
    for energy in told[0]:
        if own := nearest(energy):
            own.energies.append(energy)
    for intent in told[1]:
        if own := nearest(intent):
            own.intents.append(intent)
    for period in told[2]:
        if own := nearest(period):
            own.periods.append(period)
    _spread([one for one, old in zip(said, past, strict=True) if not old], *told, apart)
    for status in sorted(_statuses(text), key=lambda s: s.start):
        if own := nearest(status):
            own.statuses.append(status)
    for index, group in enumerate(groups):
        if group.boost is not None and index:
            _share(said[index - 1], said[index])
    return said


def is_past(text: str, group: Group, clauses: Clauses) -> bool:
    """Whether a course is told as one of former times, by its numbers or by what leads them in."""
    if any(m.assertion.temporality == "historical" for m in group.numbers.values()):
        return True
    begin, _ = clauses.sentence_span(group.start)
    return _FORMER.search(text, max(begin, group.start - 80), group.start) is not None


def _spread(
    current: Sequence[Said],
    energies: Sequence[Stated[str]],
    intents: Sequence[Stated[str]],
    periods: Sequence[_At],
    apart: Callable[[Stated[str]], bool],
) -> None:
    """What is told once, apart from any course, to every course of now that has nothing of its own."""
    if len({e.value for e in energies}) == 1 and apart(energies[-1]):
        for one in current:
            one.energies = one.energies or [energies[-1]]
    if len({i.value for i in intents}) == 1 and apart(intents[0]):
        for one in current:
            one.intents = one.intents or [intents[0]]
    roles = [p.role for p in periods]
    if sorted(roles) == ["end", "start"] and all(apart(p) for p in periods):
        for one in current:
            one.periods = one.periods or list(periods)


def _share(main: Said, boost: Said) -> None:
    """What is said of a course or of its boost alone holds for both."""
    for own, other in ((main, boost), (boost, main)):
        if not own.statuses and all(s.value != "incomplete" for s in other.statuses):
            own.statuses = list(other.statuses)
        own.intents = own.intents or list(other.intents)


def _gap(one: Stated[str], group: Group) -> int:
    return max(0, one.start - group.end, group.start - one.end)


def _plain(said: _At | None) -> Stated[str] | None:
    return None if said is None else Stated[str](value=said.value, start=said.start, end=said.end)


def energies(text: str) -> list[Stated[str]]:
    """Beam energies: 6 MV, 9 MeV."""
    return [Stated[str](value=m["e"], start=m.start(), end=m.end()) for m in _ENERGY.finditer(text)]


def intents(text: str) -> list[Stated[str]]:
    """Intents said of radiotherapy."""
    found = []
    for match in _INTENT.finditer(text):
        value = match["labelled"] or str(match.lastgroup)
        value = {"definitive": "curative", "radical": "curative"}.get(
            value.lower(), value.lower().replace("neo-", "neo")
        )
        found.append(Stated[str](value=value, start=match.start(), end=match.end()))
    return found


def periods(text: str, mentions: Sequence[ExtractedMention]) -> list[_At]:
    """Dates said to begin or end a course."""
    found: list[_At] = []
    dates = [m for m in mentions if m.type == "date"]
    for index, date in enumerate(dates):
        before = text[max(0, date.start - 40) : date.start]
        earlier = dates[index - 1] if index else None
        role = ""
        if earlier is not None and _RANGE.fullmatch(text[earlier.end : date.start]):
            role = "end"
        elif index + 1 < len(dates) and _RANGE.fullmatch(text[date.end : dates[index + 1].start]):
            role = "start"
        elif _END.search(before):
            role = "end"
        elif _START.search(before) or _LABELLED.search(before):
            role = "start"
        if role:
            found.append(_At(value=date.text, start=date.start, end=date.end, role=role))
    return found


def _statuses(text: str) -> Iterator[_At]:
    for match in _INCOMPLETE.finditer(text):
        given, planned = match["given"] or match["given2"], match["planned"] or match["planned2"]
        if given is None:
            yield _At(value="incomplete", start=match.start(), end=match.end())
        elif int(given) < int(planned):
            yield _At(value="incomplete", start=match.start(), end=match.end(), role=given)
        elif given == planned:
            yield _At(value="delivered", start=match.start(), end=match.end())
    # "The cord received 44 Gy" tells no status of the course.
    organs = find_organ_doses(text).organs
    for value, pattern in (("delivered", _DELIVERED), ("planned", _PLANNED)):
        for match in pattern.finditer(text):
            if organs.holds(*match.span()):
                continue
            before = text[max(0, match.start() - 24) : match.start()]
            if re.search(
                r"\b(?:not|never|will|to be|be|if|once|after|when)(?: have)? ?$", before, re.IGNORECASE
            ):
                continue
            yield _At(value=value, start=match.start(), end=match.end())
