"""openFDA: drugsfda and label JSON, and the Drugs@FDA tables (zip, or their folder's files)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.sources import partial_date
from ingest.sources.application import Application, Submission
from ingest.sources.drug_tables import read_tables
from ingest.sources.json_records import objects
from ingest.sources.opening import clean, flat, reason_of
from ingest.sources.prose import composed
from ingest.sources.record import Record, Rejection, Source
from kg.document import Document

_SET_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_APPLICATION = re.compile(r"[A-Z]{0,4}\d{4,8}")
_LABEL_SECTIONS = (
    ("Indications", "indications_and_usage"),
    ("Boxed warning", "boxed_warning"),
    ("Contraindications", "contraindications"),
)


def read(path: Path) -> Iterator[Record | Rejection]:
    """Each application or label of a JSON file; each antineoplastic application of the tables."""
    name = path.name.lower()
    if name.endswith(".zip") or name == "applications.txt":
        yield from read_tables(path)
        return
    for found in objects(path, under=("results",)):
        if isinstance(found, Rejection):
            yield found
            continue
        place, raw = found
        if "safetyreportid" in raw or "patient" in raw:
            reason = "adverse event reports; applications (drugsfda) and labels are read"
            yield Rejection(file=str(path), record="file", reason=reason)
            return
        try:
            document = _label(raw) if _is_label(raw) else _application(raw).document()
        except ValueError as error:
            yield Rejection(file=str(path), record=place, reason=reason_of(error))
        else:
            yield Record(
                document=document,
                place=f"{document.id} ({place})",
                extract=document.kind == "Label",
            )


def _is_label(raw: dict[str, Any]) -> bool:
    return "set_id" in raw or "indications_and_usage" in raw


def _strings(raw: Any, *path: str) -> list[str]:
    for name in path:
        raw = raw.get(name) if isinstance(raw, dict) else None
    if isinstance(raw, str):
        return [raw]
    return [v for v in raw if isinstance(v, str)] if isinstance(raw, list) else []


def _first(raw: Any, *path: str) -> str:
    return flat(next(iter(_strings(raw, *path)), ""))


def _application(raw: dict[str, Any]) -> Application:
    number = _first(raw, "application_number")
    if not number:
        raise ValueError("no application_number: neither an application nor a label")
    application = Application(number=number, sponsor=_first(raw, "sponsor_name"))
    for product in _objects(raw, "products"):
        if brand := _first(product, "brand_name"):
            application.brands.add(brand)
        application.ingredients.update(
            flat(str(i.get("name"))) for i in _objects(product, "active_ingredients") if i.get("name")
        )
        form = "; ".join(v for k in ("dosage_form", "route") if (v := _first(product, k)))
        if form:
            application.forms.add(form)
    for item in _objects(raw, "submissions"):
        day = _first(item, "submission_status_date")
        application.submissions.append(
            Submission(
                kind=_first(item, "submission_type"),
                number=_first(item, "submission_number"),
                status=_first(item, "submission_status"),
                date=partial_date.parse(day) if day else None,
                about=_first(item, "submission_class_code_description"),
                priority=_first(item, "review_priority") == "PRIORITY",
            )
        )
    return application


def _objects(raw: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = raw.get(name)
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _label(raw: dict[str, Any]) -> Document:
    set_id = _first(raw, "set_id") or _first(raw, "id")
    if not _SET_ID.fullmatch(set_id):
        raise ValueError("the label has no set_id")
    effective = _first(raw, "effective_time")
    if not effective:
        raise ValueError("the label has no effective_time")
    published = partial_date.parse(effective)
    brand = _first(raw, "openfda", "brand_name")
    generic = _first(raw, "openfda", "generic_name")
    name = f"{brand} ({generic})" if brand and generic else brand or generic
    if not name:
        name = _first(raw, "spl_product_data_elements")[:80] or set_id
    parts = [(t, clean("\n".join(_strings(raw, key))).strip()) for t, key in _LABEL_SECTIONS]
    if not any(body for _, body in parts):
        raise ValueError("the label states neither indications nor warnings")
    text, sections = composed(f"{name}: prescribing information", parts)
    number = _first(raw, "openfda", "application_number")
    return Document(
        id=f"label-{set_id}",
        kind="Label",
        source="openfda",
        authority="FDA",
        title=f"{name}: prescribing information",
        text=text,
        sections=sections,
        reference=f"fda:{number}" if _APPLICATION.fullmatch(number) else None,
        url=f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={set_id}",
        published=published.day,
        published_precision=published.precision,
    )


OPENFDA = Source(
    name="openfda",
    read=read,
    suffixes=(".json", ".json.gz", ".zip", "applications.txt"),
    doc="openFDA applications and labels (JSON), the Drugs@FDA tables (zip)",
)
