"""Numbers given to a person, a record, a card or a device: by their label, their form and their checksum."""

import re
from collections.abc import Callable

from ingest.deid.identifier import Identifier, Kind

_VALUE = r"(?P<value>(?=[A-Z/._\-]{0,30}\d)[A-Z0-9]{1,30}(?:[-/._][A-Z0-9]{1,20}){0,5}%s)"
_THREES = r"(?:[ ]\d{3}\b){0,3}"
"""Figures in threes, as licences are written."""
_SPACED = r"(?:[ ]\d{2,5}\b){0,7}"
"""Figures in groups, as cards and national numbers are written; elsewhere the next figure may be a dose."""
_SEP = (
    r"\.?(?:[ \t]?\(?(?:number|num|nos?|nr|n[°º]|id|identifier|code|ref|reference|nummer)\b[.°º]?\)?"
    r"|[ \t]?#)?"
    r"[ \t]{0,3}(?:(?:is|was)\b|[:\uff1a=#\-])?[ \t]{0,6}"
)

_LABELS: tuple[tuple[Kind, str], ...] = (
    ("mrn",
        r"m\.?r\.?n\.?|med(?:ical)?[ \t]rec(?:ord)?|hospital|hosp|patient|pt|unit|chart|crn"
        r"|urn?|pas|epic|emrn"
            r"|mr|uhid|ipd?|opd?|cr|reg(?:d|n)?|patienten(?:nummer|nr)?|fall(?:nummer|nr)"
            r"|aufnahme(?:nummer|nr)"
            r"|expediente|historia(?:[ \t]cl[ií]nica)?|nhc|dossier|h&c|folder|病历号|住院号|门诊号"
            r"|chi|health[ \t]record|case[ \t]?note|casenote|clinic|mpi|empi|hn"),
    ("accession",
        r"accession|acc|specimen|lab(?:oratory)?|path(?:ology)?|case|sample|exam(?:ination)?"
        r"|study[ \t]instance"

        r"|biopsy|histology|slide|block|report|order|requisition|encounter|visit|episode|csn"
        r"|fin|booking"
                  r"|job|dictation|transcription|datix|incident|ticket|barcode|voucher|tracking|slip"
                  r"|referral|ubrn|document|admission|prescription|rx"),
    ("account",
        r"account|acct|a/c|invoice|billing|bank[ \t]account|iban|credit[ \t]card|card"
        r"|sort[ \t]code|guarantor"),
    ("plan",
        r"(?:health[ \t])?(?:insurance|plan|policy|member(?:ship)?|subscriber|beneficiary"
        r"|group|payer|medicare"

        r"|medicaid|mbi|hicn?|payor|cover(?:age)?)|(?:medicare|medicaid"
        r"|insurance)[ \t](?:policy|member|claim)"
             r"|claim|authori[sz]ation|pre-?auth|kvnr|versicherten(?:nummer|nr)"
             r"|krankenversicherten(?:nummer|nr)"
             r"|nhia|nhis|hmo|cghs|esic?|ayushman(?:[ \t]bharat)?|pm-?jay|ehic|carte[ \t]vitale|mutuelle"),
    ("licence",
        r"(?:driv(?:er(?:['\u2019]?s['\u2019]?)?|ing)[ \t]|medical[ \t]|professional[ \t]"
        r"|nursing[ \t])?(?:licen[cs]e"
        r"|lic|cert(?:ificate|ification)?|permis(?:[ \t]de[ \t]conduire)?|f[üu]hrerschein)"
                r"|dea|npi|gmc|nmc|hcpc|registration|birth[ \t]certificate|death[ \t]certificate|permit|dl"),
    ("vehicle",
        r"(?:licen[cs]e|number|registration|vehicle)[ \t]plates?|plate|vin"
        r"|vehicle(?:[ \t](?:registration|id(?:entification)?))?"
                r"|vehicle[ \t]identification"),
    ("device",
        r"(?:device[ \t]|pacemaker[ \t]|icd[ \t]|implant[ \t]|pump[ \t]|generator[ \t])?serial"
        r"|s/n|sn|udi|device"
               r"|imei|pacemaker[ \t](?:model[ \t])?(?:serial|s/n)|lot"),
    ("national",
        r"passport|national[ \t](?:insurance|id|identity)|nino|ni|nif|nie|curp|rut|cpf|tax|tin"
        r"|itin|abha|pan"
                 r"|insee|nir|codice[ \t]fiscale|steuer-?(?:id|nummer)|sozialversicherungs(?:nummer|nr)"
                 r"|dni|rfc"
                 r"|num[ée]ro[ \t]de[ \t]s[ée]curit[ée][ \t]sociale|ppsn?|bvn|nin|nric|cnic|hkid|iqama"
                 r"|emirates[ \t]id|civil[ \t]id|ration[ \t]card|personalausweis|ausweis|身份证(?:号码?)?"
                 r"|voter|identity[ \t]card|id[ \t]card|personnummer|cpr|bsn|pesel"),
    ("ssn", r"ssn|social[ \t]security|social[ \t]insurance|soc[ \t]sec"),
    ("nhs", r"nhs"),
    ("aadhaar", r"aadha?ar|uidai"),
    ("biometric",
        r"(?:finger|voice|palm|iris|retina[l]?|face|facial)[ \t-]?(?:print|scan|template"
        r"|recognition)?[ \t]?(?:template|id)?"
                  r"|biometric|dna[ \t]profile"),
    ("number",
        r"(?:study|trial|research|subject|participant|volunteer)(?:[ \t](?:subject|participant"
        r"|patient))?|subject"
        r"|participant|employee|student|badge|payroll|id|identifier|reference|ref|our[ \t]ref"
        r"|your[ \t]ref|file"
               r"|record|registry|prisoner|inmate|service|military|veteran|user|login|serial|locker|tattoo"),
)  # fmt: skip
_NEEDS_WORD = re.compile(
    r"(?:number|num|nos?|nr|n[°º]|id|identifier|code|ref|reference|nummer|号码?|#|[:\uff1a=#])\W*(?:is\W*)?$",
    re.I,
)
_NAMED = re.compile(
    r"(?:\b(?:number|num|nos?|nr|n[°º]|id|identifier|code|ref|reference)\b|#)\W*(?:is\W*)?$", re.I
)
_DATE = re.compile(r"\d{1,4}[/.\-](?:\d{1,2}|[A-Za-z]{3,9})[/.\-]\d{2,4}")
_DATED = re.compile(r"\b(?:dates?|dated|day)\b[^:=#]{0,24}[:=#]?\s*$", re.I)
_FREE = re.compile(
        r"m\.?r\.?n|accession|ssn|nhs|aadha|social|passport|serial|s/n|account|acct|npi|gmc"
        r"|dea|vin|udi"

        r"|plate|medical rec|member|subscriber|policy|iban|ubrn|imei|mbi|hospital n|nino"
        r"|specimen|licen[cs]e|dni|iqama|hkid|ppsn|cpf|insee|codice|uhid|bvn|nric|cnic|kvnr|fiscal|steuer"
        r"|versicher|driv|ausweis|身份证"
        r"|病历号|住院号|门诊号", re.I)  # fmt: skip
_GROUPS = dict.fromkeys(("nhs", "aadhaar", "account", "ssn", "national"), _SPACED) | {"licence": _THREES}
_LABELLED = tuple(
    (
        kind,
        re.compile(
            rf"(?<![A-Za-z0-9])(?:{labels})(?:[ \t](?:{labels}))?(?![A-Za-z]){_SEP}"
            + _VALUE % _GROUPS.get(kind, "")
            + r"(?![A-Za-z0-9])",
            re.I,
        ),
    )
    for kind, labels in _LABELS
)

_JOB = re.compile(r"\b(?:job|dictation|transcription)[ \t]{1,2}(?P<value>\d{3,8}/\d{3,10})(?![\w/])", re.I)
"""A typist's number, which needs no word but its own."""
_SSN = re.compile(r"(?<![\d\-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d\d\1(?!0000)\d{4}(?![\d\-])")
_NHS = re.compile(r"(?<![\d.\-])\d{3}[ \-]\d{3}[ \-]\d{4}(?![\d\-])|(?<![\d.\-])\d{10}(?![\d.])")
_AADHAAR = re.compile(r"(?<![\d.\-])[2-9]\d{3}([ \-]?)\d{4}\1\d{4}(?![\d\-])")
_NINO = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
_CPF = re.compile(
    r"(?<![\d.\-])\d{3}\.\d{3}\.\d{3}-\d\d(?![\d\-])|(?<![\d.\-])\d{1,2}\.\d{3}\.\d{3}-[\dXx](?![\w\-])"
)
"""Brazil's numbers of a person and of an identity card, and Chile's."""
_NIR = re.compile(
    r"(?<![\d.\-])[12][ .]?\d\d[ .]?(?:0\d|1[0-2]|[2-9]\d)[ .](?:\d\d|2[AB])[ .]?\d{3}"
    r"[ .]?\d{3}(?:[ .]?\d\d)?(?![\d\-])"
)
"""France's number of social security."""
_CARD = re.compile(
    r"(?<![\d.\-])(?:\d{4}[ \-]?){3}\d{1,7}(?![\d\-])"
    r"|(?<![\d.\-])3[47]\d{2}[ \-]?\d{6}[ \-]?\d{5}(?!\d)"
)
_MBI = re.compile(
    r"\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-"
    r"?[AC-HJKMNP-RT-Y]{2}\d{2}\b"
)
_VIN = re.compile(
    r"\b(?=[A-HJ-NPR-Z0-9]{0,16}\d)(?=[A-HJ-NPR-Z0-9]{0,16}[A-HJ-NPR-Z])[A-HJ-NPR-Z0-9]{11"
    r"}\d{6}\b"
)
_SPECIMEN = re.compile(
    r"\b(?:[A-Z]{1,3}\d{0,2}|\d\d[A-Z]{1,3})[-/]?\d{2}[-/]\d{4,8}\b"
    r"|\b[A-Z]{1,4}-\d{2,4}-\d{3,8}\b"
)
_UID = re.compile(r"(?<![\d.])[0-2](?:\.\d{1,40}){6,}(?![\d.])")
_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.I)
_MAC = re.compile(r"\b(?:[0-9A-F]{2}[:\-]){5}[0-9A-F]{2}\b", re.I)
_UDI = re.compile(r"\(01\)\d{14}(?:\(\d\d\)[A-Z0-9]{1,20}){0,5}")
_PLATE = re.compile(
    r"\b(?i:car|vehicle|van|truck|plate|driving|drives|registration|reg)\b[^\n.;]{0,40}?\b"
    r"(?P<value>[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z]{1,3}[- ]?\d{3,4}|\d[A-Z]{3}\d{3}|[A-Z]{3}[- ]\d{3,4}"
    r"|\d{2,3}-[A-Z]{1,2}-\d{1,6})\b"
)
_PHOTO = re.compile(
    r"\b[\w\-]{1,60}\.(?:jpe?g|png|tiff?|heic|bmp|gif|dcm)\b"

        r"|\b(?:full[ -]face |facial |clinical |patient )?(?:photograph|photo"
        r"|selfie)s?(?=[ \t](?:on file|attached|of (?:the |his |her )?(?:patient|face)|taken"
        r"|id|no))",
    re.I,
)  # fmt: skip
_LONG = re.compile(
    r"(?<![\d.,/\-A-Za-z])\d{7,18}(?![\d/]|[.,]\d|[ \t]?(?:copies|cells|IU|U\b|/|x10|mg|ng"
    r"|Bq|MBq|units))"
)
_LETTERED = re.compile(r"(?<![\w.\-/])(?=[A-Z0-9\-]{0,14}\d{5})[A-Z]{1,4}-?\d{5,12}(?![\w])")
_REGISTRY = re.compile(
    r"(?:NCT|ISRCTN|ACTRN|ChiCTR|EudraCT|PMID|PMC|DOI|UMIN|CTRI|JPRN|IRCT|GSE|rs|COSV?"
    r"|ENST|ENSG|NM_|NP_|CHEMBL|NSC|MK|BMS"
    r"|AZD|GSK|LY|PF|ABT|BAY|AMG|RO|TAK|JNJ|SAR|MEDI|MPDL|INCB|KEYNOTE|RTOG|NRG|EORTC|SWOG"
    r"|ECOG|NSABP|CALGB|TROG|RTOG|pmid)"
    r"[ :\-_]{0,2}[A-Za-z]?$"
)


def find_numbers(text: str) -> list[Identifier]:
    """Every number that stands for one person, record, card or thing."""
    found: list[Identifier] = []
    for kind, pattern in _LABELLED:
        for match in pattern.finditer(text):
            if _is_number(match):
                found.append(Identifier(*match.span("value"), kind, 0.85 if kind == "number" else 0.92))
    for pattern, checked, sound in _CHECKED:
        for match in pattern.finditer(text):
            if sound(match.group()):
                found.append(Identifier(match.start(), match.end(), checked, 0.9))
    found += [Identifier(*m.span("value"), "accession", 0.8) for m in _JOB.finditer(text)]
    found += [Identifier(*m.span("value"), "vehicle", 0.8) for m in _PLATE.finditer(text)]
    for pattern in (_LONG, _LETTERED):
        for match in pattern.finditer(text):
            if not _REGISTRY.search(
                text[max(0, match.start() - 12) : match.start()] + _letters(match.group())
            ):
                found.append(Identifier(match.start(), match.end(), "number", 0.4))
    return found


def _letters(word: str) -> str:
    return word.rstrip("0123456789")


def _is_number(match: re.Match[str]) -> bool:
    """Whether what follows a label is a number of its own and no dose, count or word."""
    value = match["value"]
    label = match.group()[: match.start("value") - match.start()]
    digits = sum(c.isdigit() for c in value)
    mixed = len(value) >= 6 and digits < len(value) and bool(_NAMED.search(label))
    if digits < 3 or (digits < 4 and not mixed and not _FREE.search(label)):
        return False
    firm = bool(_FREE.search(label)) and "/" not in value
    if not firm and _is_day(match.string, match.start(), label, value):
        return False
    if not _NEEDS_WORD.search(label) and not _FREE.search(label):
        return False
    after = match.string[match.end() : match.end() + 12]
    if re.match(r"[ \t]?(?:Gy|cGy|mg|ml|%|fractions|MBq|patients|pts|mm|cm|ng|cells|/|\.\d)", after):
        return False
    return not re.match(r"(?:NCT|ISRCTN|pmid)\d", value, re.I)


def _is_day(text: str, start: int, label: str, value: str) -> bool:
    """Whether what follows a label is the date of it: `Date of Visit: 05/14/2024`, `Report: 2024-05-14`."""
    if _DATE.fullmatch(value):
        return True
    before = text[max(0, start - 24) : start] + label
    return bool(re.fullmatch(r"(?:19|20)\d{6}", value) and _DATED.search(before))


def nhs_checks(value: str) -> bool:
    """Whether ten digits are an NHS number by their checksum, modulo 11."""
    digits = [int(c) for c in value if c.isdigit()]
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == digits[9]


_TURN = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
         (3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
         (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
         (9, 8, 7, 6, 5, 4, 3, 2, 1, 0))  # fmt: skip
_STEP = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def aadhaar_checks(value: str) -> bool:
    """Whether twelve digits are an Aadhaar number by Verhoeff's checksum."""
    digits = [int(c) for c in value if c.isdigit()]
    if len(digits) != 12 or len(set(digits)) == 1:
        return False
    check = 0
    for place, digit in enumerate(reversed(digits)):
        for _ in range(place % 8):
            digit = _STEP[digit]
        check = _TURN[check][digit]
    return check == 0


def luhn_checks(value: str) -> bool:
    """Whether the digits are a card number by Luhn's checksum."""
    digits = [int(c) for c in value if c.isdigit()]
    if not 13 <= len(digits) <= 19 or digits[0] not in (2, 3, 4, 5, 6):
        return False
    doubled = [d if i % 2 == 0 else d * 2 - 9 * (d > 4) for i, d in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _always(value: str) -> bool:
    return bool(value)


_CHECKED: tuple[tuple[re.Pattern[str], Kind, Callable[[str], bool]], ...] = (
    (_SSN, "ssn", _always), (_NHS, "nhs", nhs_checks), (_AADHAAR, "aadhaar", aadhaar_checks),
    (_NINO, "national", _always), (_CPF, "national", _always),
    (_NIR, "national", _always), (_CARD, "account", luhn_checks), (_MBI, "plan", _always),
    (_VIN, "vehicle", _always), (_SPECIMEN, "accession", _always), (_UID, "device", _always),
    (_UUID, "number", _always), (_MAC, "device", _always), (_UDI, "device", _always),
    (_PHOTO, "photo", _always),
)  # fmt: skip
