"""Ways to reach a person: telephone, fax, e-mail, web and network addresses."""

import re

from ingest.deid.identifier import Identifier, Kind

_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}(?![\w])")
_URL = re.compile(
    r"\b(?:https?|ftp)://[^\s<>\"')\]]{3,2000}|(?<![\w@.])www\.[^\s<>\"')\]]{3,2000}"

        r"|(?<![\w@./\-])[a-z0-9][a-z0-9\-]{1,62}\.(?:com|org|net|edu|gov|info|co\.uk|org\.uk"
        r"|nhs\.uk|ac\.uk|io)(?:/[^\s<>\"')\]]{0,500})?(?![\w.])",
    re.I,
)  # fmt: skip
_IP4 = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d]|\.\d)")
_IP6 = re.compile(
        r"(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])"
        r"|(?<![\w:])(?:[0-9a-f]{1,4}:){2,6}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,4})?(?![\w:]"
        r")", re.I)  # fmt: skip
_LABELLED = re.compile(

        r"(?<![A-Za-z])(?P<label>fax|facsimile|tel(?:ephone)?|phone|ph|mob(?:ile)?"
        r"|cell(?:ular)?|pager|bleep|beeper|ext(?:ension)?"

        r"|desk|call(?:[ \t]me)?|contact|landline|whats ?app|helpline|hotline|voicemail|home"
        r"|work|direct|switchboard|reached|ring|on|text)"

        r"(?:[ \t](?:no|number|phone|tel|fax|line|me|us))?\.?[ \t]{0,2}(?:[:#=]|\b(?:is|at|on"
        r"|to)\b|\()?[ \t]{0,4}"
    r"(?P<value>[+(]{0,2}\d(?:[\d() .\-/]{0,24}\d)?(?:[ \t]{0,2}(?:x|ext\.?)[ \t]?\d{1,6})?)(?![\d])",
    re.I,
)  # fmt: skip
_FORMS = re.compile(
    r"(?<![\w.\-+(])(?:"
    r"\+\d{1,3}[ .\-]?(?:\(0?\d{0,4}\)[ .\-]?)?\d(?:[ .\-]?\d){5,12}"
    r"|(?:001|1)[ .\-](?:\(\d{3}\)[ ]?|\d{3}[ .\-])\d{3}[ .\-]\d{4}"
    r"|\(\d{2,5}\)[ ]?\d{2,4}[ .\-]?\d{3,4}(?:[ .\-]?\d{2,4})?"
    r"|\d{3}[.\-]\d{3}[.\-]\d{4}"
    r"|\d{3} \d{3} \d{4}"
    r"|0\d{2,4}[ \-]\d{3,4}[ \-]?\d{3,4}(?:[ \-]?\d{2,4})?"
    r"|0[1-9]\d{8,9}"
    r"|\d{3}-\d{4}"
    r"|0\d(?:[ .]\d\d){4}"
    r")(?:[ \t]{0,2}(?:x|ext\.?)[ \t]?\d{1,6})?(?![\w\-]|\.\d)"
)
_UNIT = re.compile(
    r"[ \t]?(?:Gy|cGy|mg|ml|%|mm|cm|fractions|fr\b|fx|MBq|ng|patients|IU|kg|cells|days"
    r"|weeks|months|years|/)"
)
_ALONE = {
    "on",
    "at",
    "home",
    "work",
    "call",
    "contact",
    "direct",
    "ext",
    "extension",
    "desk",
    "text",
    "ring",
    "cell",
    "ph",
}
"""Labels that are also plain words: the number must then look like one."""


def find_contacts(text: str) -> list[Identifier]:
    """Every telephone and fax number, e-mail, web and IP address."""
    found = [Identifier(m.start(), m.end(), "email", 0.98) for m in _EMAIL.finditer(text)]
    for match in _URL.finditer(text):
        end = match.start() + len(match.group().rstrip(".,;:"))
        found.append(Identifier(match.start(), end, "url", 0.97))
    found += [Identifier(m.start(), m.end(), "ip", 0.9) for m in _IP6.finditer(text)]
    for match in _IP4.finditer(text):
        # "EC 3.1.1.11" is an enzyme, "section 4.1.2.1" a heading.
        told = re.search(
            r"\b(?:ip|host|server|address)\b", text[max(0, match.start() - 30) : match.start()], re.I
        )
        if told or sum(int(part) > 9 for part in match.group().split(".")) > 1:
            found.append(Identifier(match.start(), match.end(), "ip", 0.9))
    for match in _LABELLED.finditer(text):
        digits = sum(c.isdigit() for c in match["value"])
        label = match["label"].lower()
        least = 7 if label in _ALONE or label.startswith("call") else 5
        if label in ("ext", "extension", "bleep", "pager", "beeper"):
            least = 3
        if digits < least or digits > 20 or _UNIT.match(text, match.end()) or _is_date(match["value"]):
            continue
        kind: Kind = "fax" if label.startswith(("fax", "facs")) else "phone"
        found.append(Identifier(*match.span("value"), kind, 0.93))
    for match in _FORMS.finditer(text):
        value = match.group()
        if _UNIT.match(text, match.end()) or _is_date(value):
            continue
        if len(value) == 8 and not _FAX.search(text[max(0, match.start() - 30) : match.start()]):
            continue
        before = text[max(0, match.start() - 12) : match.start()].lower()
        kind = "fax" if "fax" in before else "phone"
        found.append(Identifier(match.start(), match.end(), kind, 0.7))
    return found


_FAX = re.compile(r"\b(?:fax|tel|phone|call|pager|mobile|cell|contact|number)\b", re.I)


def _is_date(value: str) -> bool:
    return bool(re.fullmatch(r"\(?\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}\)?", value))
