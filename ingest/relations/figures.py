"""Figures of a comparison as a clause states them: hazard ratio, confidence interval, p and the arms."""

import re
from typing import Any

from ingest.relations.sentence import OUTCOME, Node, Sentence

_RATIO = re.compile(
    r"(?:\b[Hh]azard ratio|\bHR)\b[^\d;]{0,90}?(?<![\d.])(?P<hr>\d{1,2}[.\u00b7]\d{1,3})(?![\d.%])"
)
_INTERVAL = re.compile(
    r"\b9[059](?:\.\d)?\s?%[ -]?(?:CI|C\.I\.|confidence interval)[^\d;]{0,14}?"
    r"(?P<low>\d{1,2}[.\u00b7]\d{1,3})\s?(?:-|\u2013|\u2014|to|,|;)\s?(?P<high>\d{1,3}[.\u00b7]\d{1,3})"
)
_P = re.compile(r"\b[Pp](?:[- ]value)?\s?(?P<sign>[<=>\u2264])\s?(?P<p>0?[.\u00b7]\d{1,6})")


def figures(text: str) -> dict[str, Any]:
    """The hazard ratio, its interval and p of a stretch of text that states one ratio; else nothing."""
    ratios = list(_RATIO.finditer(text))
    if len({r["hr"] for r in ratios}) > 1:
        return {}
    found: dict[str, Any] = {}
    at = 0
    if ratios:
        at = ratios[0].end()
        found["hr"] = _number(ratios[0]["hr"])
        interval = _INTERVAL.search(text, at)
        if interval:
            low, high = _number(interval["low"]), _number(interval["high"])
            if not low <= found["hr"] <= high:
                return {}
            found |= {"ci_low": low, "ci_high": high}
    ps = list(_P.finditer(text, at))
    if ps and (ratios or len(ps) == 1):
        found["p"] = ("" if ps[0]["sign"] == "=" else ps[0]["sign"]) + str(_number(ps[0]["p"]))
    return found


def _number(written: str) -> float:
    return float(written.replace("\u00b7", "."))


def is_settled(stated: dict[str, Any]) -> bool:
    """Whether the figures, where there are any, bear out that the outcome got better."""
    p = str(stated.get("p", "<"))
    if p.startswith(">") or (p[0].isdigit() and float(p) > _LEVEL):
        return False
    return float(stated.get("hr", 0)) < 1 and float(stated.get("ci_high", 0)) < 1


_LEVEL = 0.05
_BOUND = re.compile(r"[();\[\]]|,? \b(?:but|whereas|while|although|however|though)\b|, and\b")


def clause_of(sentence: Sentence, *nodes: Node) -> tuple[int, int]:
    """The clause that holds some nodes, as offsets of the text; what stands in brackets parts nothing."""
    first, last = min(n.start for n in nodes), max(n.end for n in nodes)
    begin, end = sentence.start, sentence.end
    depth = 0
    for bound in _BOUND.finditer(sentence.text, sentence.start, sentence.end):
        said = bound.group()
        if said in "([":
            depth += 1
        elif said in ")]":
            depth = max(0, depth - 1)
        elif depth == 0 and bound.end() <= first:
            begin = bound.end()
        elif depth == 0 and bound.start() >= last:
            end = bound.start()
            break
    return begin, end


def figures_of(sentence: Sentence, clause: tuple[int, int], outcome: Node) -> dict[str, Any]:
    """The figures of one outcome: those between it and the next, else those of a clause that has no other."""
    begin, end = clause
    others = [n for n in sentence.nodes if n.letter == OUTCOME and begin <= n.start < end and n != outcome]
    following = min((n.start for n in others if n.start > outcome.start), default=end)
    own = figures(sentence.text[outcome.end : following])
    return own if own or others else figures(sentence.text[begin:end])


_AGAINST = re.compile(
    r"\b(?:compared (?:with|to)|versus|vs\.?|relative to|in comparison (?:with|to)|than(?: with| in|"
    r" after| for)?|over)\s"
    r"(?:the |those (?:receiving |treated with |in the )?|that (?:in|with) (?:the )?|patients"
    r" (?:treated with|receiving) )?"
    r"(?P<arm>[^,;:.()\d]{3,60}?)(?=\s(?:in|among|for|and|was|were|improved|groups?|arms?|with respect"
    r"|with regard)\b"
    r"|[,;:.()]|\s\d|$)"
)


def arms_of(sentence: Sentence, clause: tuple[int, int], treated: Node) -> list[str]:
    """The treatment and what it was compared with, as written in the clause."""
    against = _AGAINST.search(sentence.text, *clause)
    return [sentence.text[treated.start : treated.end], against["arm"].strip()] if against else []
