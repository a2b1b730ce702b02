"""The exam: a file of diagnoses with every accepted answer, asked of the service and marked."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from model.answer import Task

Mark = Literal["acceptable", "abstained", "wrong"]
Way = Literal["graph", "adapter", "both"]
Ask = Callable[[Task, str, bool], dict[str, Any]]
"""Task, diagnosis and whether the adapters take part, to the service's response."""


class ExamCase(BaseModel):
    """One diagnosis with everything published practice accepts; empty lists call for abstention."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    diagnosis: str
    icd10: tuple[str, ...]
    """Accepted three-character categories."""
    modality: tuple[str, ...]
    regimens: tuple[tuple[float, int], ...]
    """Accepted [total Gy, fractions], with or without the sequential boost."""
    note: str = ""


class Marked(BaseModel):
    """One answer to one case, marked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    diagnosis: str
    task: Task
    path: Way
    mark: Mark
    cited: bool
    given: str
    accepted: str
    understood: str
    calls_for_none: bool
    """True where the case calls for no radiotherapy, so that abstention is the acceptable answer."""
    milliseconds: float


def read_cases(path: Path) -> Iterator[ExamCase]:
    """Every case of a JSON-lines file.

    Raises:
        ValueError: a line is not a case; the message names the line and the field.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield ExamCase.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                place = ".".join(str(p) for p in first["loc"])
                raise ValueError(f"{path}:{number}: {place}: {first['msg']}") from error


def _accepts_regimen(case: ExamCase, value: dict[str, Any]) -> bool:
    total, fractions = value["total_dose_gy"], value["fractions"]
    courses = [(total, fractions)]
    if value.get("boost"):
        courses.append((total + value["boost"]["dose_gy"], fractions + value["boost"]["fractions"]))
    return any(abs(t - a) < 0.011 and f == b for t, f in courses for a, b in case.regimens)


def accepts(case: ExamCase, task: Task, value: dict[str, Any]) -> bool:
    """Whether an answer's value is among those the case accepts."""
    if task == "regimen":
        return _accepts_regimen(case, value)
    if task == "modality":
        return value["modality"] in case.modality
    return value["category"] in case.icd10


def _accepted(case: ExamCase, task: Task) -> Sequence[object]:
    return {"regimen": case.regimens, "modality": case.modality, "icd10": case.icd10}[task]


def understood(profile: dict[str, Any]) -> str:
    """The profile in one line, for the list of misses."""
    diseases = ", ".join(d["disease"] for d in profile["diseases"]) or "no disease"
    findings = ", ".join(f"{f['axis']}={f['value']}" for f in profile["findings"])
    aside = ", ".join(f"{f['value']}:{f['text']}" for f in profile["set_aside"] + profile["declined"])
    return f"{diseases} | {findings}" + (f" | aside: {aside}" if aside else "")


def mark(case: ExamCase, task: Task, path: Way, response: dict[str, Any]) -> Marked:
    """Mark one response."""
    value = response["answer"]
    wanted = _accepted(case, task)
    verdict: Mark
    if value is None:
        verdict = "acceptable" if not wanted else "abstained"
    else:
        verdict = "acceptable" if wanted and accepts(case, task, value) else "wrong"
    given = f"abstained: {response['abstained']['reason']}" if value is None else _given(task, value)
    return Marked(
        case=case.id,
        diagnosis=case.diagnosis,
        task=task,
        path=path,
        mark=verdict,
        cited=bool(response["citations"]),
        given=given,
        accepted=json.dumps(wanted),
        understood=understood(response["profile"]),
        calls_for_none=not wanted,
        milliseconds=response["timing_ms"]["total"],
    )


def _given(task: Task, value: dict[str, Any]) -> str:
    return str(
        {
            "regimen": value.get("text"),
            "modality": value.get("modality"),
            "icd10": value.get("code"),
        }[task]
    )


def bootstrap(hits: Sequence[bool], rounds: int = 2000, seed: int = 7) -> tuple[float, float]:
    """95 % percentile interval of the mean over resampled cases; the seed is fixed."""
    if not hits:
        return (0.0, 0.0)
    draw = random.Random(seed)  # noqa: S311
    means = sorted(sum(draw.choices(hits, k=len(hits))) / len(hits) for _ in range(rounds))
    return (means[int(rounds * 0.025)], means[int(rounds * 0.975) - 1])


class Row(BaseModel):
    """One line of the table: a task answered one way."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: str
    path: str
    cases: int
    acceptable: float
    low: float
    high: float
    abstained: float
    wrong: float
    cited: float
    """Share of the answers given that carry a citation."""


def row(task: str, path: str, marked: Sequence[Marked]) -> Row:
    """The shares over the cases, with a bootstrap interval on the acceptable."""
    count = len(marked) or 1
    hits = [m.mark == "acceptable" for m in marked]
    answered = [m for m in marked if not m.given.startswith("abstained")]
    low, high = bootstrap(hits)
    return Row(
        task=task,
        path=path,
        cases=len(marked),
        acceptable=sum(hits) / count,
        low=low,
        high=high,
        abstained=sum(m.mark == "abstained" for m in marked) / count,
        wrong=sum(m.mark == "wrong" for m in marked) / count,
        cited=sum(m.cited for m in answered) / (len(answered) or 1),
    )


def table(marked: Sequence[Marked]) -> list[Row]:
    """Rows per task and path: all with an answer, the part that matters most, those that call for none."""
    rows: list[Row] = []
    irradiated = {m.case for m in marked if m.task == "regimen" and not m.calls_for_none}
    for task in ("regimen", "modality", "icd10"):
        for path in ("graph", "adapter", "both"):
            own = [m for m in marked if m.task == task and m.path == path]
            called = [m for m in own if not m.calls_for_none]
            if called:
                rows.append(row(task, path, called))
            if task == "modality":
                other = [m for m in called if "photon" not in json.loads(m.accepted)]
                if other:
                    rows.append(row("modality where photon is wrong", path, other))
            if task == "icd10" and (treated := [m for m in called if m.case in irradiated]) != called:
                rows.append(row("icd10 where radiotherapy is called for", path, treated))
            none = [m for m in own if m.calls_for_none]
            if none:
                rows.append(row(f"{task}, no radiotherapy called for", path, none))
    return rows
