"""Drugs by generic name, brand and abbreviation; unknown ones by their ending or a company's code."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ingest.entities.found import Found
from ingest.lexicon import Gazetteer, load_yaml
from ingest.linking.names import known_drugs
from ingest.linking.short_form import defined_forms
from ingest.mention import Cover, Kind, Mention, outermost
from ingest.reading import Reading

_CODE = re.compile(
    r"(?<![\w-])(?:ABBV|ABT|AMG|AZD|BAY|BGB|BI|BMS|CC|DS|GDC|GSK|HLX|IBI|INCB|JNJ|LOXO|LY|MEDI|MK|MLN"
    r"|MRTX|ONO|PF|PLX"
    r"|RAD|REGN|RO|SAR|SCH|SGN|SHR|SHR-A|STI|TAK|TAS|TY|XL|ZD)[- ]?\d{3,9}[A-Za-z]?(?![\w-])"
)
"""A company's name for a compound; two letters and fewer than three digits would be too many other things."""
_NUMBERED = re.compile(
    r"(?<![\w/-])(?!(?:NCT|KEYNOTE|RTOG|NSABP|EORTC|CALGB|SWOG|ECOG|JCOG|NRG|GOG|UMIN|CTRI|CTR|ISRCTN|QLQ"
    r"|SF|ICD|DSM|HLA|HPV|ISO"
    r"|COVID|SARS|CTCAE|AJCC|NCI|GCP|ICH|FDA|PMID|RECIST|HSV|HIV|IL|TNF|CD|CYP|UGT|PD|CK|CA|BRCA|ERBB|EGFR"
    r"|HER|FGFR|KRAS|TP|MIR|SNP"
    r"|PSA|AUC|BMI|GCS|APACHE|SOFA|ASA|EQ|FACT|HADS|PHQ|BDI|PROMIS|TNM|UICC|FIGO|MRI|CT|PET|SUV|OS|PFS|DFS"
    r"|AE|SAE|QTC|FEV|FVC|ANC)-?\d)"
    r"[A-Z]{2,5}-?\d{3,8}[A-Za-z]?(?![\w/-])"
)
"""What may be a company's code of any company; a drug only where the words beside it say so."""
_CODE_AFTER = re.compile(
    r" ?(?:\+|plus\b|(?:in )?combin\w+ with|monotherapy|tablets?\b|capsules?\b|injection|for injection"
    r"|at (?:a )?doses?|\(? ?\d+(?:\.\d+)? ?(?:mg|\u00b5g|mcg)\b|[Qq]\d?[WD]\b|dos(?:e|ing)\b"
    r"|(?:treatment|administration|therapy|infusion)\b|(?:group|arm|cohort)s?\b|orally|intravenous"
    r"|once daily|will be (?:given|administered))",
    re.IGNORECASE,
)
_CODE_BEFORE = re.compile(
    r"(?:\+ ?|\b(?:plus|combin\w+ with|treat\w+ with|receiv\w+|administ\w+ of|dos(?:es?|ing) of"
    r"|efficacy (?:and safety )?of|safety (?:and efficacy )?of|study of|toler\w+ of|pharmacokinetics of|PK of"
    r"|activity of|(?:parameters?|concentrations?|exposures?|half-li(?:fe|ves)|levels?|clearance)"
    r"(?: \([^()]{1,12}\))? of) |[a-z]{4,}(?:mab|nib|tide|parib|ciclib|sertib|cept) ?\()$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:on|with|of|receiv\w+|start\w*|commenc\w+|given|continu\w+|plus|and|then|by|concurrent|adjuvant"
    r"|weekly|cycles?)[ :]+$|[+/&-] ?$",
    re.IGNORECASE,
)
_DOSED = re.compile(
    r" ?(?:[+/&]|plus\b|chemo|x ?\d|\(?AUC|\(?\d+(?:\.\d+)? ?(?:mg|mcg|g/m|AUC|units|IU)|maintenance"
    r"|monotherapy|-based)",
    re.IGNORECASE,
)
_BESIDE = 30
"""Characters within which a drug named in full makes a doubtful short form one too."""


class _Forms(NamedTuple):
    names: Gazetteer
    weak: Gazetteer
    after: re.Pattern[str]
    salts: re.Pattern[str]
    before: re.Pattern[str]
    measured: re.Pattern[str]
    endogenous: frozenset[str]
    stems: tuple[str, ...]
    not_stems: frozenset[str]
    capital: frozenset[str]


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in words)


@cache
def _forms() -> _Forms:
    data: dict[str, Any] = load_yaml("drug_forms.yaml")
    rows: list[tuple[Kind, str, str, str]] = [
        ("trigger", drug.drug, "", name)
        for drug in known_drugs().values()
        for name in (drug.name, *drug.brands, *drug.synonyms)
    ]
    rows += [("trigger", slug, "", form) for slug, forms in data["forms"].items() for form in forms]
    weak: list[tuple[Kind, str, str, str]] = [
        ("trigger", slug, form, form) for slug, forms in data["weak"].items() for form in forms
    ]
    return _Forms(
        Gazetteer(rows),
        Gazetteer(weak),
        re.compile(rf"[ -](?:{_any(data['after'])})\b", re.IGNORECASE),
        re.compile(rf" (?:{_any(data['salts'])})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{_any(data['before'])})[ -]$", re.IGNORECASE),
        re.compile(rf"\b(?:{_any(data['measured'])}) $", re.IGNORECASE),
        frozenset(data["endogenous"]),
        tuple(data["stems"]),
        frozenset(data["not_stems"]),
        frozenset(form.lower() for form in data["capital"]),
    )


def find_drugs(reading: Reading) -> Iterator[Found]:
    """The drugs a text names; classes such as "anthracycline" are none.

    A name that no list has is given in the review tier without a reference.
    """
    forms, text = _forms(), reading.text
    known = outermost(m for m in forms.names.find(reading.words) if _stands(text, m, forms))
    known += _beside(reading, forms, known)
    known = outermost([*known, *defined_forms(text, known)])
    taken = Cover((m.start, m.end) for m in known)
    found = [
        Found("drug", m.start, _salt_end(text, m.end, forms), curie=known_drugs()[m.name].curie)
        for m in known
    ]
    found += [
        Found("drug", start, end, tier="review")
        for start, end in _unknown(reading, forms)
        if not taken.holds(start, end)
    ]
    yield from sorted(dict.fromkeys(found), key=lambda f: (f.start, -f.end))


def _stands(text: str, mention: Mention, forms: _Forms) -> bool:
    span = text[mention.start : mention.end]
    if span[0].islower() and span in forms.capital:
        return False
    if forms.after.match(text, mention.end):
        return False
    before = text[max(0, mention.start - 20) : mention.start]
    if before.endswith(("-", " ")) and forms.before.search(before):
        return False
    return mention.name not in forms.endogenous or not forms.measured.search(before)


def _salt_end(text: str, end: int, forms: _Forms) -> int:
    salt = forms.salts.match(text, end)
    return salt.end() if salt else end


def _beside(reading: Reading, forms: _Forms, known: list[Mention]) -> list[Mention]:
    """The doubtful short forms that a drug, a dose or a word of giving beside them makes sure."""
    text = reading.text
    doubtful = [m for m in forms.weak.find(reading.words) if _written(text, m)]
    if not doubtful:
        return []
    near = sorted(m.start for m in known)
    sure = []
    for mention in doubtful:
        around = any(abs(at - mention.start) <= _BESIDE for at in near)
        before = text[max(0, mention.start - 20) : mention.start]
        given, dosed = _GIVEN.search(before), _DOSED.match(text, mention.end)
        if (around and (given or dosed)) or (given and dosed):
            sure.append(mention)
    taken = Cover((m.start, m.end) for m in known)
    return [m for m in sure if not taken.holds(m.start, m.end)]


def _written(text: str, mention: Mention) -> bool:
    """Whether a short form stands in its own case or, all in small letters, with a capital."""
    form, span = str(mention.value), text[mention.start : mention.end]
    return span == form or (form.islower() and span in {form.capitalize(), form.upper()})


def _unknown(reading: Reading, forms: _Forms) -> Iterator[tuple[int, int]]:
    words = reading.words
    for index, norm in enumerate(words.norms):
        if len(norm) > 6 and norm.endswith(forms.stems) and norm not in forms.not_stems and norm.isalpha():
            if not norm.startswith("anti"):
                yield words.starts[index], words.ends[index]
    for match in _CODE.finditer(reading.text):
        yield match.span()
    yield from _numbered(reading.text)


def _numbered(text: str) -> Iterator[tuple[int, int]]:
    """Codes of compounds; one that the words beside it make sure is one wherever the text names it."""
    found = list(_NUMBERED.finditer(text))
    sure = {
        m.group()
        for m in found
        if _CODE_AFTER.match(text, m.end()) or _CODE_BEFORE.search(text, max(0, m.start() - 40), m.start())
    }
    yield from (m.span() for m in found if m.group() in sure)
