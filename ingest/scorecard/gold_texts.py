"""Sentences of the hand-marked gold set, found again in the real data they were chosen from."""

import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

_ARM_FIELDS = ("label", "description")
_INTERVENTION_FIELDS = ("name", "description")
_OUTCOME_FIELDS = ("measure", "description")


def sentence_of(row: dict[str, Any], data_folder: Path) -> str:
    """The sentence a gold row marks.

    Args:
        row: a line of `tests/data/gold/marks-*.jsonl`.
        data_folder: the folder that the row's `file` is relative to.

    Raises:
        ValueError: the row's place holds another text, or no such record is in the file.
    """
    path = data_folder / row["file"]
    if not path.is_file():
        raise ValueError(f"{row['id']}: there is no file {path}")
    try:
        text = record_text(row["source"], path, row["record"])
    except KeyError as error:
        raise ValueError(f"{row['id']}: {path.name} holds no record {row['record']!r}") from error
    sentence = text[row["start"] : row["end"]]
    if digest(sentence) != row["sha256"]:
        raise ValueError(f"{row['id']}: {path.name} {row['record']} holds another text at {row['start']}")
    return sentence


def digest(sentence: str) -> str:
    """First 16 hex digits of the sentence's SHA-256."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


def record_text(source: str, path: Path, record: str) -> str:
    """The text of one record of a file, put together as tests/data/gold/README.md says.

    Raises:
        KeyError: the file has no such record.
    """
    return _records(source, path)[record]


@lru_cache(maxsize=64)
def _records(source: str, path: Path) -> dict[str, str]:
    match source:
        case "pubmedqa":
            answers = json.loads(path.read_text(encoding="utf-8"))
            return {pmid: _joined([*a["CONTEXTS"], a["LONG_ANSWER"]]) for pmid, a in answers.items()}
        case "pubmed-efetch":
            return _articles(path)
        case "trials-v2" | "trials-nsclc":
            loaded = json.loads(path.read_text(encoding="utf-8"))
            studies = loaded if isinstance(loaded, list) else [loaded]
            protocols = [study["protocolSection"] for study in studies]
            return {p["identificationModule"]["nctId"]: _study(p) for p in protocols}
        case "trials-legacy":
            return _legacy_study(path)
        case "hemonc-rt":
            lines = path.read_text(encoding="utf-8").splitlines()
            return {str(n): line.partition("\t")[2] for n, line in enumerate(lines, start=1)}
        case "trec-topics":
            topics = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
            return {topic["_id"]: topic["text"] for topic in topics}
        case "eligibility":
            criteria = json.loads(path.read_text(encoding="utf-8"))
            return {c["orig_id"]: " ".join(" ".join(c["tokens"]).split()) for c in criteria}
    raise ValueError(f"{source!r} is no source of the gold set")


def _joined(parts: Iterable[str | None]) -> str:
    return "\n".join(part for part in parts if part)


def _articles(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for citation in _xml(path).iter("MedlineCitation"):
        parts = [
            *citation.iterfind("Article/ArticleTitle"),
            *citation.iterfind("Article/Abstract/AbstractText"),
        ]
        found[citation.findtext("PMID") or ""] = _joined("".join(map(str, part.itertext())) for part in parts)
    return found


def _xml(path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.parse(str(path), parser).getroot()


def _study(protocol: dict[str, Any]) -> str:
    identification = protocol["identificationModule"]
    description = protocol.get("descriptionModule", {})
    arms = protocol.get("armsInterventionsModule", {})
    outcomes = protocol.get("outcomesModule", {})
    return _joined(
        [
            identification.get("briefTitle"),
            identification.get("officialTitle"),
            description.get("briefSummary"),
            description.get("detailedDescription"),
            *_fields(arms.get("armGroups", []), _ARM_FIELDS),
            *_fields(arms.get("interventions", []), _INTERVENTION_FIELDS),
            *_fields(outcomes.get("primaryOutcomes", []), _OUTCOME_FIELDS),
            *_fields(outcomes.get("secondaryOutcomes", []), _OUTCOME_FIELDS),
            protocol.get("eligibilityModule", {}).get("eligibilityCriteria"),
        ]
    )


def _fields(entries: list[dict[str, Any]], names: tuple[str, ...]) -> list[str | None]:
    return [entry.get(name) for entry in entries for name in names]


def _legacy_study(path: Path) -> dict[str, str]:
    root = _xml(path)
    parts = [root.findtext("brief_title"), root.findtext("official_title")]
    parts += [root.findtext("brief_summary/textblock"), root.findtext("detailed_description/textblock")]
    for tag, names in (
        ("arm_group", ("arm_group_label", "description")),
        ("intervention", ("intervention_name", "description")),
        ("primary_outcome", _OUTCOME_FIELDS),
        ("secondary_outcome", _OUTCOME_FIELDS),
    ):
        parts += [entry.findtext(name) for entry in root.iterfind(tag) for name in names]
    parts.append(root.findtext("eligibility/criteria/textblock"))
    return {str(root.findtext("id_info/nct_id")): _joined(_unwrapped(part) for part in parts if part)}


def _unwrapped(block: str) -> str:
    """The block's paragraphs one a line: the old XML breaks lines at a column, paragraphs at empty lines."""
    paragraphs: list[list[str]] = [[]]
    for line in block.splitlines():
        if line.strip():
            paragraphs[-1] += line.split()
        else:
            paragraphs.append([])
    return _joined(" ".join(words) for words in paragraphs)
