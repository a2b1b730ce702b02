"""Drug approvals of the curated data as documents and APPROVED_FOR claims."""

from collections.abc import Iterator, Mapping

from ingest.sources.course import Sheet, topic_key
from ingest.sources.opening import reason_of
from ingest.sources.record import Record, Rejection
from kg.document import Document, Link
from kg.statement import OPEN, Entity, Evidence, Statement
from ontologies.approval import Approval
from ontologies.disease import Disease
from ontologies.drugs import Drug

VERSION = "1"


def read_approvals(
    place: str,
    approvals: Mapping[str, Approval],
    drugs: Mapping[str, Drug],
    diseases: Mapping[str, Disease],
) -> Iterator[Record | Rejection]:
    """A document per approval with a claim per disease it names; `place` is named in rejections.

    An indication for any tumour with a biomarker names no disease, so its document claims nothing.
    """
    for slug, approval in sorted(approvals.items()):
        try:
            yield _record(approval, drugs, diseases)
        except ValueError as error:
            yield Rejection(file=place, record=slug, reason=reason_of(error))


def _record(approval: Approval, drugs: Mapping[str, Drug], diseases: Mapping[str, Disease]) -> Record:
    unknown = [d for d in approval.drugs if d not in drugs]
    unknown += [d for d in approval.diseases if d not in diseases]
    if unknown:
        raise ValueError(f"unknown drug or disease: {', '.join(unknown)}")
    if approval.withdrawn is not None and approval.withdrawn <= approval.approved:
        raise ValueError(f"withdrawn {approval.withdrawn}, which is not after the approval")
    names = [drugs[d].name for d in approval.drugs]
    treatment = " with ".join(p for p in (" and ".join(names), approval.given_with) if p)
    sheet = Sheet(f"{approval.authority} approval: {treatment} ({approval.brand})")
    claim = _sentence(approval, treatment)
    start, end = sheet.add("Indication", claim)
    for line in _history(approval):
        sheet.add("History", line)
    document = Document(
        id=f"approval-{approval.approval}",
        kind="Approval",
        source="starter",
        authority=approval.authority,
        title=f"{treatment} ({approval.brand}) for {approval.indication}",
        text=sheet.text,
        sections=tuple(sheet.sections),
        published=approval.approved,
        links=tuple(
            Link(
                kind="APPROVED_ON_BASIS_OF",
                to=f"nct-{number}",
                date=approval.approved,
                method="curated",
            )
            for number in approval.registrations
        ),
    )
    evidence = Evidence(
        document=document.id,
        start=start,
        end=end,
        quote=claim,
        extractor="starter",
        extractor_version=VERSION,
    )
    statements = tuple(
        Statement(
            subject=_subject(approval, drugs, treatment),
            relation="APPROVED_FOR",
            object=Entity(curie=f"oncograph:{slug}", label="Disease", name=diseases[slug].name),
            qualifiers=approval.markers,
            text=claim,
            authority=approval.authority,
            region=("US",),
            topic=topic_key(
                "APPROVED_FOR",
                slug,
                f"{'-'.join(approval.drugs)} {approval.setting}",
                approval.markers,
                ("US",),
            ),
            valid_from=approval.approved,
            valid_to=approval.withdrawn or OPEN,
            evidence=(evidence,),
        )
        for slug in approval.diseases
    )
    return Record(document=document, statements=statements, place=approval.approval)


def _subject(approval: Approval, drugs: Mapping[str, Drug], treatment: str) -> Entity:
    if len(approval.drugs) == 1 and approval.given_with is None:
        slug = approval.drugs[0]
        return Entity(curie=drugs[slug].curie, label="Drug", name=drugs[slug].name)
    parts = [*approval.drugs, *((approval.given_with,) if approval.given_with else ())]
    slug = "-".join("".join(c if c.isalnum() else "-" for c in p.lower()) for p in parts)
    return Entity(curie=f"oncograph:regimen-{slug}", label="SystemicRegimen", name=treatment)


def _sentence(approval: Approval, treatment: str) -> str:
    marker = f", {approval.biomarker}" if approval.biomarker else ""
    pathway = "accelerated approval" if approval.pathway == "accelerated" else "approval"
    return (
        f"{treatment[:1].upper()}{treatment[1:]} ({approval.brand}) has {approval.authority} {pathway} "
        f"from {approval.approved} for {approval.indication}{marker}: {approval.setting}."
    )


def _history(approval: Approval) -> Iterator[str]:
    if approval.converted:
        yield f"Converted to regular approval on {approval.converted}."
    if approval.narrowed:
        yield f"Indication narrowed on {approval.narrowed}."
    if approval.withdrawal_announced:
        yield f"Withdrawal announced on {approval.withdrawal_announced}."
    if approval.withdrawn:
        yield f"Indication withdrawn on {approval.withdrawn}."
    if approval.note:
        yield f"Note: {approval.note.rstrip('.')}."
    if approval.trial:
        yield f"Rests on {approval.trial}."
