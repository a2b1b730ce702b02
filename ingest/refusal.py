"""Words that say no radiotherapy is called for, weighed against words that ask for it."""

import re
from functools import cache

from ingest.clause import Clauses
from ingest.diagnosis import Candidate
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ontologies.disease import load_diseases

_OPTION_BEFORE = re.compile(r"(?:\bover|\bthan|\bvs\.?|\bversus|\bor|\?)\s*$", re.IGNORECASE)
_OPTION_AFTER = re.compile(r"\s*(?:vs\.?|versus|or)\b", re.IGNORECASE)


def _is_an_option(text: str, mention: Mention) -> bool:
    """Whether it is only weighed against another course: "WBRT vs BSC"."""
    return bool(
        _OPTION_BEFORE.search(text[max(0, mention.start - 12) : mention.start])
        or _OPTION_AFTER.match(text[mention.end : mention.end + 12])
    )


def declined(
    text: str, clauses: Clauses, mentions: list[Mention], chosen: tuple[Candidate, ...]
) -> list[Mention]:
    """The words that decline radiotherapy and are not outweighed by a later request for it."""
    said = _said(text, mentions)
    said = [m for m in said if not _of_another_organ(text, clauses, m, chosen)]
    return said or _systemic_alone(text, mentions, chosen)


def _of_another_organ(text: str, clauses: Clauses, mention: Mention, chosen: tuple[Candidate, ...]) -> bool:
    """Whether a bare "benign" stands apart from a proven cancer: "MIBC T2. DRE benign prostate"."""
    if "benign" not in text[mention.start : mention.end].lower() or not chosen:
        return False
    proven = load_diseases()[chosen[0].disease].malignant and chosen[0].assertion == "affirmed"
    return proven and clauses.clause(mention.start) != clauses.clause(chosen[0].start)


@cache
def _regimens() -> re.Pattern[str]:
    data = load_yaml("systemic.yaml")
    drugs, before, after = (
        "|".join(re.escape(w) for w in sorted(data[key], key=len, reverse=True))
        for key in ("regimens", "before", "after")
    )
    joined = rf"(?<![\w-])(?:m)?(?:{drugs})(?:[ ]?[/+-][ ]?(?:{drugs}))?(?![\w])"
    return re.compile(rf"\b(?:{before})[ :]+{joined}|{joined}[ ,(]{{1,2}}(?:{after})\b", re.IGNORECASE)


_NO_LONGER = re.compile(
    r"(?:progress\w*|fail\w*|after|refractory|resistant|residual|relaps\w*|previous\w*)[ ]*$", re.I
)
_LOCAL = frozenset({"technique", "modality", "fractionation", "symptom"})


def _systemic_alone(text: str, mentions: list[Mention], chosen: tuple[Candidate, ...]) -> list[Mention]:
    """A running course of drugs in a text that says nothing of radiotherapy or of a symptom to relieve."""
    if any(m.kind == "radiotherapy" for m in mentions):
        return []
    affirmed = [m for m in mentions if m.kind == "axis" and m.assertion == "affirmed"]
    calm = any(m.name == "symptom" and m.value == "none" for m in affirmed)
    if any(
        (m.name in _LOCAL and m.value != "none") or str(m.value) in {"relief", "limited", "oligometastatic"}
        for m in affirmed
    ):
        return []
    if not calm and any(
        c.disease in {"brain-metastasis", "bone-metastasis", "spinal-cord-compression"} for c in chosen
    ):
        return []
    match = _regimens().search(text)
    if match is None or _NO_LONGER.search(text[max(0, match.start() - 16) : match.start()]):
        return []
    return [Mention("declined", "systemic_only", "systemic_only", match.start(), match.end())]


def _said(text: str, mentions: list[Mention]) -> list[Mention]:
    said = [m for m in mentions if m.kind == "declined" and m.assertion in {"affirmed", "uncertain"}]
    said = [m for m in said if not any(o.covers(m) for o in said if o.name != m.name)]
    said = [m for m in said if not _is_an_option(text, m)]
    if not said:
        return []
    past = [m for m in mentions if m.kind == "radiotherapy" and m.name == "past"]
    requests = [
        m
        for m in mentions
        if ((m.kind == "radiotherapy" and m.name == "request") or m.name == "technique")
        and m.assertion in {"affirmed", "uncertain"}
        and not any(p.covers(m) for p in past)
        and not any(s.covers(m) for s in said)
    ]
    if not requests:
        return said
    last = max(m.start for m in requests)
    return [m for m in said if m.start > last or m.name == "refused"]
