"""Ways to reach a person: telephone, fax, e-mail, web and network addresses."""

import re
from collections.abc import Iterator

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
    r"(?<![\w.\-+])(?:"
    r"\+\d{1,3}[ .\-]?(?:\(0?\d{0,4}\)[ .\-]?)?\d(?:[ .\-]?\d){5,12}"
    r"|(?:001|1)[ .\-](?:\(\d{3}\)[ ]?|\d{3}[ .\-])\d{3}[ .\-]\d{4}"
    r"|\(\d{2,5}\)[ ]?\d{2,4}[ .\-]?\d{3,4}(?:[ .\-]?\d{2,4})?"
    r"|\d{3}[.\-]\d{3}[.\-]\d{4}"
    r"|\d{3} \d{3} \d{4}"
    r"|0\d{2,4}[ \-]\d{3,4}[ \-]?\d{3,4}(?:[ \-]?\d{2,4})?"
    r"|0[1-9]\d{8,9}"
    r"|\d{3}-\d{4}"
    r"|0\d(?:[ .]\d\d){4}"
    r"|0\d{2,5}[ \t]?/[ \t]?\d{4,9}"
    r"|1[3-9]\d[ -]\d{4}[ -]\d{4}"
    r"|[6-9]\d{4}[ -]\d{5}"
    r")(?:[ \t]{0,2}(?:x|ext\.?)[ \t]?\d{1,6})?(?![\w\-]|\.\d)"
)
_UNIT = re.compile(
    r"[ \t]?(?:Gy|cGy|mg|ml|%|mm|cm|fractions|fr\b|fx|MBq|ng|patients|IU|kg|cells|days"
    r"|weeks|months|years|/)"
)
_HANDLE = re.compile(r"(?<![\w.@/])@(?P<value>[A-Za-z_][\w.]{2,40}(?<!\.))")
_NETWORK = (
    r"twitter|instagram|insta|facebook|snapchat|tik[ ]?tok|wechat|weixin|telegram|linkedin|skype|whats[ ]?app"
    r"|youtube|reddit|mastodon|bluesky|discord|viber|kakao(?:talk)?|tumblr|pinterest|messenger|zoom[ ]id"
    r"|facetime|line[ ]id|qq"
)
_PROFILE = re.compile(
    rf"\b(?:{_NETWORK})\b[ \t]{{0,2}}(?:handle|name|id|user(?:[ ]?name)?|account|profile|is|as"
    rf"|page)?[ \t]{{0,2}}"
    r"(?P<mark>[:=@]|\bis\b|\bas\b)?[ \t]{0,3}[@/]?(?P<value>(?:live:)?[A-Za-z0-9][\w.\-]{2,40}(?<![.\-]))",
    re.I,
)
_USER = re.compile(
    r"\b(?:user[ ]?name|screen[ ]name|user[ ]id|handle|login(?:[ ]name)?|gamertag)[ \t]{0,2}(?:[:=]|\bis\b)"
    r"[ \t]{0,3}@?(?P<value>[A-Za-z0-9][\w.\-]{2,40}(?<![.\-]))",
    re.I,
)
_NEAR_NETWORK = re.compile(rf"\b(?:{_NETWORK}|social media|handle|online)\b", re.I)
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
    found += _profiles(text)
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


def _profiles(text: str) -> Iterator[Identifier]:
    """Names that people go by on networks: `@joan60`, `Instagram: joan.w`."""
    for match in _HANDLE.finditer(text):
        value = match["value"]
        letters = sum(c.isalpha() for c in value)
        # "@T10" and "@bedtime" are places and times of a treatment.
        own = letters >= 4 and (letters < len(value) or value.lower() != value)
        near = text[max(0, match.start() - 40) : match.end() + 40]
        if own or _NEAR_NETWORK.search(near):
            yield Identifier(match.start(), match.end(), "url", 0.9)
    for pattern in (_PROFILE, _USER):
        for match in pattern.finditer(text):
            value = match["value"]
            odd = any(not c.isalpha() for c in value)
            if odd or (match.groupdict().get("mark", ":") in (":", "=", "@")):
                if not re.fullmatch(r"[\d.\-]+", value):
                    yield Identifier(*match.span("value"), "url", 0.85)


_FAX = re.compile(r"\b(?:fax|tel|phone|call|pager|mobile|cell|contact|number)\b", re.I)


def _is_date(value: str) -> bool:
    return bool(re.fullmatch(r"\(?\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}(?: \d{1,2})?\)?", value))
