"""The finders behind presidio's interface, beside the recognisers it brings for national numbers."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.deid.contacts import find_contacts
from ingest.deid.dates import find_dates
from ingest.deid.identifier import KINDS, Identifier, Kind, settle
from ingest.deid.names import find_names
from ingest.deid.numbers import find_numbers
from ingest.deid.places import find_places

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, LocalRecognizer

Finder = Callable[[str], list[Identifier]]


def _dates(text: str, today: date | None = None) -> list[Identifier]:
    return find_dates(text, today or datetime.now(UTC).date())


FINDERS: dict[str, Finder] = {
    "names": find_names,
    "places": find_places,
    "dates": _dates,
    "contacts": find_contacts,
    "numbers": find_numbers,
}
"""Our own finders, by what they find."""

_NATIONAL: dict[str, Kind] = {
    "CREDIT_CARD": "account",
    "IBAN_CODE": "account",
    "UK_NHS": "nhs",
    "IN_AADHAAR": "aadhaar",
    "AU_MEDICARE": "plan",
    "AU_TFN": "national",
    "ES_NIF": "national",
    "IT_FISCAL_CODE": "national",
    "PL_PESEL": "national",
    "SG_NRIC_FIN": "national",
    "FI_PERSONAL_IDENTITY_CODE": "national",
    "MEDICAL_LICENSE": "licence",
}
"""Presidio's entities that a checksum or a strict form vouches for, and the class they are here."""
_BY_CHECKSUM = 0.6
_SURE = 0.9
"""Presidio's score of a match that its checksum confirmed is 1."""
_OURS: dict[str, Kind] = {kind.upper(): kind for kind in KINDS}
"""Our classes as presidio's entities."""
_LONGEST = 20_000
"""Characters handed to presidio at once: it compares every match with every other."""
_OVERLAP = 200


def own_identifiers(text: str) -> list[Identifier]:
    """Identifiers by our own finders alone, in order: milliseconds for a line, nothing heavy imported."""
    return settle([item for find in FINDERS.values() for item in find(text)], text)


def identifiers(text: str) -> list[Identifier]:
    """Identifiers by every recogniser, in order and without overlaps."""
    found: list[Identifier] = []
    for start in range(0, len(text), _LONGEST):
        moved = max(0, start - _OVERLAP)
        for result in engine().analyze(text[moved : start + _LONGEST], language="en"):
            begin, end = result.start + moved, result.end + moved
            if result.entity_type in _OURS:
                found.append(Identifier(begin, end, _OURS[result.entity_type], result.score))
            else:
                # A checksum alone names the class only where no label does: one number in eleven passes.
                found.append(Identifier(begin, end, _NATIONAL[result.entity_type], _BY_CHECKSUM))
    if len(text) > _LONGEST:
        # A name is sure by one line and repeated far from it.
        found += own_identifiers(text)
    return settle(found, text)


@cache
def engine() -> "AnalyzerEngine":
    """Presidio's engine with the recognisers of `_NATIONAL`, built once; it takes seconds."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry, predefined_recognizers
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    wanted = (
        "CreditCardRecognizer", "IbanRecognizer", "NhsRecognizer", "InAadhaarRecognizer",
        "AuMedicareRecognizer", "AuTfnRecognizer", "EsNifRecognizer", "ItFiscalCodeRecognizer",
        "PlPeselRecognizer", "SgFinRecognizer", "FiPersonalIdentityCodeRecognizer",
        "MedicalLicenseRecognizer",
    )  # fmt: skip
    registry = RecognizerRegistry(supported_languages=["en"])
    for name in wanted:
        recogniser = getattr(predefined_recognizers, name)(supported_language="en")
        recogniser.score_thresholds = {"default": _SURE}
        registry.add_recognizer(recogniser)
    for name, find in FINDERS.items():
        registry.add_recognizer(_wrapped(name, find))
    # Words are not tagged: no model is at hand, and every recogniser here reads the text itself.
    nlp = NoOpNlpEngine([{"lang_code": "en", "model_name": "none"}])
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"])


def _wrapped(name: str, find: Finder) -> "LocalRecognizer":
    """A finder as one of presidio's recognisers."""
    from presidio_analyzer import LocalRecognizer, RecognizerResult

    class Recogniser(LocalRecognizer):
        def load(self) -> None:
            """Nothing to load."""

        def analyze(
            self, text: str, entities: list[str], nlp_artifacts: Any = None
        ) -> list[RecognizerResult]:
            return [RecognizerResult(i.kind.upper(), i.start, i.end, i.weight) for i in find(text)]

    return Recogniser(supported_entities=list(_OURS), name=name)
