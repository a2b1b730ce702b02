"""ClinicalTrials.gov: API v2 JSON (one study, an array, pages) and the legacy XML."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from ingest.sources import partial_date
from ingest.sources.json_records import objects
from ingest.sources.opening import clean, flat, reason_of
from ingest.sources.partial_date import PartialDate
from ingest.sources.record import Record, Rejection, Source
from ingest.sources.registry_entry import RegistryEntry, phrase
from ingest.sources.xml_records import elements


def read(path: Path) -> Iterator[Record | Rejection]:
    """Each study of a JSON or XML file."""
    is_xml = path.name.lower().removesuffix(".gz").endswith(".xml")
    yield from _read_xml(path) if is_xml else _read_json(path)


def _read_json(path: Path) -> Iterator[Record | Rejection]:
    for found in objects(path, under=("studies",)):
        if isinstance(found, Rejection):
            yield found
            continue
        place, raw = found
        name = place
        try:
            entry = entry_of(raw)
            name = f"{entry.nct} ({place})" if entry.nct else place
            yield Record(document=entry.document(), place=name, extract=True)
        except ValueError as error:
            yield Rejection(file=str(path), record=name, reason=reason_of(error))


def _at(raw: Any, *path: str) -> Any:
    for name in path:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw


def _text(raw: Any, *path: str) -> str:
    value = _at(raw, *path)
    return clean(value).strip() if isinstance(value, str) else ""


def _list(raw: Any, *path: str) -> list[Any]:
    value = _at(raw, *path)
    return value if isinstance(value, list) else []


def _names(raw: Any, *path: str) -> str:
    return "; ".join(flat(v) for v in _list(raw, *path) if isinstance(v, str))


def entry_of(raw: dict[str, Any]) -> RegistryEntry:
    """The entry of an API v2 study.

    Raises:
        ValueError: it is no study, or a date in it is malformed.
    """
    protocol = raw.get("protocolSection")
    if not isinstance(protocol, dict):
        raise ValueError("no protocolSection: the record is not a study of the v2 API")
    head = _at(protocol, "identificationModule")
    arms = _at(protocol, "armsInterventionsModule")
    return RegistryEntry(
        nct=_text(head, "nctId"),
        title=flat(_text(head, "briefTitle")) or flat(_text(head, "officialTitle")),
        posted=_posted(protocol),
        official_title=flat(_text(head, "officialTitle")),
        status=_status(protocol),
        conditions=_names(protocol, "conditionsModule", "conditions"),
        keywords=_names(protocol, "conditionsModule", "keywords"),
        summary=_text(protocol, "descriptionModule", "briefSummary"),
        description=_text(protocol, "descriptionModule", "detailedDescription"),
        arms="\n".join(
            _line(_text(arm, "label"), phrase(_text(arm, "type")), _text(arm, "description"))
            for arm in _list(arms, "armGroups")
        ),
        interventions="\n".join(
            _line(_text(part, "name"), phrase(_text(part, "type")), _text(part, "description"))
            for part in _list(arms, "interventions")
        ),
        outcomes="\n".join(
            _line(_text(outcome, "measure"), which, _text(outcome, "timeFrame"))
            for which in ("primary", "secondary")
            for outcome in _list(protocol, "outcomesModule", f"{which}Outcomes")
        ),
        eligibility=_eligibility(_at(protocol, "eligibilityModule")),
        references=[
            (_text(item, "pmid"), _text(item, "type").lower())
            for item in _list(protocol, "referencesModule", "references")
        ],
    )


def _line(name: str, kind: str, body: str) -> str:
    head = f"{flat(name)} ({kind})" if kind else flat(name)
    return f"{head}: {flat(body)}" if body else head


def _posted(protocol: dict[str, Any]) -> PartialDate | None:
    status = _at(protocol, "statusModule")
    for path in (("studyFirstPostDateStruct", "date"), ("studyFirstSubmitDate",)):
        if value := _text(status, *path):
            return partial_date.parse(value)
    return None


def _status(protocol: dict[str, Any]) -> str:
    status, design = _at(protocol, "statusModule"), _at(protocol, "designModule")
    count = _at(design, "enrollmentInfo", "count")
    parts = [
        phrase(_text(status, "overallStatus")),
        ", ".join(phrase(p) for p in _list(design, "phases") if isinstance(p, str)),
        phrase(_text(design, "studyType")),
        phrase(_text(design, "designInfo", "allocation")),
        f"{count} participants" if isinstance(count, int | float) else "",
        _said("started", _text(status, "startDateStruct", "date")),
        _said("completion", _text(status, "completionDateStruct", "date")),
        _said("updated", _text(status, "lastUpdatePostDateStruct", "date")),
        _said("results posted", _text(status, "resultsFirstPostDateStruct", "date")),
        _said("stopped because", flat(_text(status, "whyStopped"))),
    ]
    return "; ".join(p for p in parts if p)


def _said(what: str, value: str) -> str:
    return f"{what} {value}" if value else ""


def _eligibility(module: Any) -> str:
    ages = [_text(module, "minimumAge"), _text(module, "maximumAge")]
    parts = [
        _text(module, "eligibilityCriteria"),
        _said("Sex:", phrase(_text(module, "sex"))),
        f"Age: {ages[0] or 'any'} to {ages[1] or 'any'}" if any(ages) else "",
    ]
    return "\n".join(p for p in parts if p)


def _read_xml(path: Path) -> Iterator[Record | Rejection]:
    for found in elements(path, "clinical_study", "clinical_study"):
        if isinstance(found, Rejection):
            yield found
            continue
        place, study = found
        nct = flat(study.findtext("./id_info/nct_id"))
        name = f"{nct} ({place})" if nct else place
        try:
            yield Record(document=legacy_entry(study).document(), place=name, extract=True)
        except ValueError as error:
            yield Rejection(file=str(path), record=name, reason=reason_of(error))


def legacy_entry(study: etree._Element) -> RegistryEntry:
    """The entry of a legacy `clinical_study`.

    Raises:
        ValueError: a date in it is malformed.
    """

    def text(path: str) -> str:
        return flat(study.findtext(path))

    def each(path: str, *fields: str) -> str:
        return "\n".join(
            _line(*(flat(e.findtext(f)) if f else "" for f in fields)) for e in study.iterfind(path)
        )

    def names(path: str) -> str:
        return "; ".join(flat(e.text) for e in study.iterfind(path))

    posted = next(
        (
            value
            for path in ("./study_first_posted", "./firstreceived_date", "./study_first_submitted")
            if (value := text(path))
        ),
        "",
    )
    outcomes = ("./primary_outcome", "./secondary_outcome")
    return RegistryEntry(
        nct=text("./id_info/nct_id"),
        title=text("./brief_title") or text("./official_title"),
        posted=partial_date.parse(posted) if posted else None,
        official_title=text("./official_title"),
        status="; ".join(
            part
            for part in (
                text("./overall_status").lower(),
                text("./phase").lower(),
                text("./study_type").lower(),
                _said("started", text("./start_date")),
                _said("completion", text("./completion_date")),
                _said("updated", text("./last_update_posted") or text("./lastchanged_date")),
                _said("stopped because", text("./why_stopped")),
            )
            if part
        ),
        conditions=names("./condition"),
        keywords=names("./keyword"),
        summary=_block(study, "./brief_summary/textblock"),
        description=_block(study, "./detailed_description/textblock"),
        arms=each("./arm_group", "arm_group_label", "arm_group_type", "description"),
        interventions=each("./intervention", "intervention_name", "intervention_type", "description"),
        outcomes="\n".join(filter(None, (each(p, "measure", "", "time_frame") for p in outcomes))),
        eligibility=_block(study, "./eligibility/criteria/textblock"),
        references=[
            (flat(e.findtext("PMID")), meaning)
            for path, meaning in (("./results_reference", "result"), ("./reference", "background"))
            for e in study.iterfind(path)
        ],
    )


def _block(study: etree._Element, path: str) -> str:
    """A text block: wrapped lines joined, paragraphs and list items kept apart."""
    paragraphs = clean(study.findtext(path) or "").split("\n\n")
    return "\n".join(line for p in paragraphs if (line := flat(p)))


CLINICALTRIALS = Source(
    name="clinicaltrials",
    read=read,
    suffixes=(".json", ".json.gz", ".xml", ".xml.gz"),
    doc="ClinicalTrials.gov studies: API v2 JSON, legacy XML",
)
