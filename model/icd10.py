"""The ICD-10-CM task: which code the documentation supports, and what would make it more specific."""

import time

from kg.coding import CodeCandidate, code_case
from model.answer import Abstention, Agreement, Caution, Citation, CodeAlternative, CodeValue
from model.outcome import Case, Offer, Outcome, abstain
from model.prompts import retrieved_code
from model.triage import understood

_SHOWN = 5


def _cite(case: Case, candidate: CodeCandidate) -> tuple[Citation, ...]:
    # Only one release is held; for an earlier day its line is cited and the difference is said.
    day = max(case.as_of, candidate.validity.held.effective)
    stored = case.store.about(f"icd10cm:{candidate.code}", "CODED_AS", day, case.known_at)
    return tuple(
        Citation(
            statement=item.id,
            source=head.source,
            document=head.id,
            title=head.title,
            published=head.published,
            valid_from=item.statement.valid_from,
            valid_to=item.statement.valid_to,
            url=head.url,
            quote=item.statement.evidence[0].quote,
        )
        for item in stored
        for head in item.documents
        if candidate.code in item.statement.evidence[0].quote
    )[: case.question.max_citations]


def _value(candidate: CodeCandidate, case: Case) -> CodeValue:
    return CodeValue(
        code=candidate.code,
        description=candidate.description,
        category=candidate.category,
        valid_on=case.as_of,
        missing_documentation=tuple(candidate.missing_documentation),
    )


def answer_icd10(case: Case) -> Outcome:
    """The code of the best supported candidate, or of the one that both readings of the text agree on.

    Every one offered is cited from the release held.
    """
    candidates = code_case(case.profile, case.question.diagnosis, case.as_of)
    if case.category and candidates and candidates[0].category != case.category:
        candidates = sorted(candidates, key=lambda candidate: candidate.category != case.category)
    candidates = candidates[:_SHOWN]
    reportable = [c for c in candidates if c.validity.in_force is not None]
    cited = [(c, citations) for c in reportable if (citations := _cite(case, c))]
    if not cited:
        return abstain(
            Abstention(
                reason="no_code",
                detail=f"No ICD-10-CM code for {case.disease.name} can be cited for {case.as_of}. "
                f"{understood(case.profile)}",
            )
        )
    agreement: Agreement = "supported"
    warnings: list[Caution] = []
    validity = cited[0][0].validity
    if not validity.certain:
        warnings.append(Caution(code="release_not_held", message=f"{validity.explanation}."))
    consulted, model_ms = False, 0.0
    categories = list(dict.fromkeys(c.category for c, _ in cited))
    if case.scorer is not None and len(categories) > 1:
        started = time.perf_counter()
        offers = [Offer(c, retrieved_code(c)) for c in categories]
        scores = case.scorer("icd10", case.profile, case.question.diagnosis, offers)
        consulted, model_ms = True, (time.perf_counter() - started) * 1000
        favourite = categories[max(range(len(categories)), key=lambda i: scores[i])]
        if favourite != cited[0][0].category:
            agreement = "contested"
            warnings.append(Caution(code="adapter_differs", message=f"The adapter prefers {favourite}."))
    first, rest = cited[0], cited[1:]
    return Outcome(
        value=_value(first[0], case),
        alternatives=tuple(CodeAlternative(**_value(c, case).model_dump(), citations=cs) for c, cs in rest),
        citations=first[1],
        agreement=agreement,
        warnings=tuple(warnings),
        consulted=consulted,
        model_ms=model_ms,
    )
