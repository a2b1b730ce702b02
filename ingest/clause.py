"""Sentences and clauses of a terse text, as spans."""

import re
from bisect import bisect_right

_SENTENCE_END = re.compile(
    r"(?<!\b[Dd]r)(?<!\b[Ss]t)(?<!\b[Pp]t)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)"
    r"(?<!\beg)(?<!\bie)(?<!\be )(?<!\bi )(?<!\be \. g )(?<!\bi \. e )(?<!\bapprox)(?<! [df])"
    r"(?<!\bno)(?<!\bNo)(?<!\bca)\.(?!\s(?:ago|back)\b)(?=\s|$)"
    r"|(?<=\bca)\.(?=\s+[A-Z][a-z])|(?<=[a-z] ca)\.(?=\s)"
    r"|(?<!t\(\d)(?<!t\(\d\d)(?<!t\([Xx])[;!\n]+|\?(?=\s+[A-Z])"
)
_CLAUSE_END = re.compile(r"[,:()\[\]]|\s(?:--|[-\u2013\u2014])\s|\s(?:but|now|then)\s|->|\u2192")
_ITEM = re.compile(
    r"(?:^|(?<=[\s:;,.]))(?:\(?([1-9])\)|(?:^|(?<=[:;.\n])|(?<=[:;.] ))([1-9])\.)(?=\s?[A-Za-z])"
)
"""A number that opens an item of a list: "1) GBM 2) BCC"."""


class Clauses:
    """Where the sentences and clauses of a text begin and end."""

    def __init__(self, text: str) -> None:
        """Split the text; a clause never crosses a sentence."""
        self.text = text
        ends = [m.end() for m in _SENTENCE_END.finditer(text)]
        self._sentence_starts = sorted({0, *ends, *_items(text)})
        cuts = {m.start() for m in _CLAUSE_END.finditer(text)}
        self._clause_starts = sorted({*self._sentence_starts, *cuts})

    def sentence(self, offset: int) -> int:
        """Index of the sentence that holds an offset."""
        return bisect_right(self._sentence_starts, offset) - 1

    def clause(self, offset: int) -> int:
        """Index of the clause that holds an offset."""
        return bisect_right(self._clause_starts, offset) - 1

    def sentence_span(self, offset: int) -> tuple[int, int]:
        """Span of the sentence that holds an offset."""
        return _span(self._sentence_starts, self.sentence(offset), len(self.text))

    def clause_span(self, offset: int) -> tuple[int, int]:
        """Span of the clause that holds an offset."""
        return _span(self._clause_starts, self.clause(offset), len(self.text))


def _items(text: str) -> list[int]:
    """Where the items of a numbered list begin; none where the numbers do not count up from one."""
    found = [(int(m[1] or m[2]), m.start()) for m in _ITEM.finditer(text)]
    counted = [number for number, _ in found] == list(range(1, len(found) + 1))
    return [start for _, start in found] if counted and len(found) > 1 else []


def _span(starts: list[int], index: int, length: int) -> tuple[int, int]:
    return starts[index], starts[index + 1] if index + 1 < len(starts) else length
