"""How often a drug is given: every form in which it is written, to one status."""

import re

_AMOUNT = r"(?! ?(?:mg|mcg|\u00b5g|\u03bcg|ug|g|ml|IU|units?|Gy|cGy)(?![A-Za-z]))"
"""What follows no day: a number before a unit is an amount."""
_SPAN = rf"\d{{1,2}}(?: ?(?:-|\u2013|to) ?\d{{1,2}})?(?!\d){_AMOUNT}"
_DAYS = rf"{_SPAN}(?:(?:, ?(?:and )?|,? and | ?& ?|, or |/){_SPAN}){{0,8}}"
_COUNT = r"(?:\d{1,2}|one|two|three|four|five|six|seven)"
FREQUENCY = re.compile(
    r"\b(?:q ?d(?:ays?)? ?(?P<qd2>[1-9]\d)\b|(?P<qn>q ?\.?(?P<qk>\d{1,2})?"
    r"(?: ?(?:-|\u2013|to) ?(?P<qk3>\d{1,2}))? ?-?(?P<qu>w(?:ee)?ks?|w"
    r"|d(?:ays?)?|h(?:ours?|rs?)?|months?"
    r"|m(?:o)?)(?![A-Za-z])|Q(?P<qk2>\d{1,2})(?P<qu2>W|D|H|M)\b)"
    r"|(?:once |twice |one dose |1 dose )?(?:every|each) (?P<ek>\d{1,2}|two|three|four|six|other|second"
    r"|third)(?:\s?(?:-|\u2013|to|or)\s?(?P<ek2>\d{1,2}))?[ -]?(?P<eu>weeks?|wks?|days?|hours?|hrs?|h\b"
    r"|months?)(?: (?:treatment |dosing )?cycles?)?"
    r"|(?:once )?every (?P<one>week|day|month|morning|evening|night|8 h)|(?P<often>once|twice|thrice|(?:\d"
    r"|one|two|three|four|five) (?:times|days)|one time)"
    r"[ -]?(?:(?:a|per|each|every) ?|/ ?| ?)(?P<ou>day|daily|week(?:ly)?|month(?:ly)?)"
    r"|(?P<bid>b\.?i\.?d\b\.?|BD\b)|(?P<tid>t\.?i\.?d\b\.?|TDS\b)|(?P<qid>q\.?i\.?d\b\.?|QDS\b)"
    r"|(?P<qd>q\.?d\b\.?|o\.?d\.(?![a-z])|QD\b|q\.?a\.?m\b|q ?hs\b|qhs\b|nightly|at bedtime|per day|a day)"
    r"|(?P<night>nocte\b)|(?P<once>(?<=mg )od\b)|(?P<qod>q\.?o\.?d\b\.?|alternate days)"
    r"|(?P<nly>\d{1,2}|two|three|four|five|six|eight|twelve)-(?P<nlyu>weekly|monthly)"
    r"|(?<!\w-)(?P<plain>daily|biweekly|fortnightly|weekly|monthly)|(?P<plain2>bi-weekly)"
    r"|(?P<prn>prn\b|as needed|p\.r\.n\.))(?!\w)"
    rf"|(?<![\w.-])(?P<on>{_COUNT})[ -](?P<onu>day|week)s? on(?: ?/ ?|,? (?:and |then |followed by )?)"
    rf"(?P<off>{_COUNT})[ -](?P<offu>day|week)s? off\b"
    rf"|(?<![\w.-])(?P<length>{_COUNT})[ -](?P<lengthu>day|week)s?[ -](?:treatment )?cycles?\b"
    rf"|\bcycles? of (?P<length2>{_COUNT}) (?P<lengthu2>day|week)s\b"
    r"|\b(?P<hourly>[1-9]\d?)[ -]?hour(?:ly| intervals?)\b"
    r"|\b(?P<weekdays>(?:from )?mondays? (?:to|through) fridays?|on weekdays"
    r"|mondays?, wednesdays?,? and fridays?)\b"
    rf"|(?<![\w-])(?<![Vv]itamin )(?<![Vv]it )(?<![Vv]it\. )"
    rf"(?P<days>(?:on )?(?:[Dd]ays? ?|[Dd] ?(?=\d)){_DAYS}(?:,? ?(?:of|in|per|every|q) (?:each "
    rf"|every |a )?(?P<cycle>\d{{1,2}}|three|four|six)[ -](?P<cu>days?|weeks?)(?: cycles?)?)?)(?!\w|\.\d"
    rf"|-day)",
    re.IGNORECASE,
)

_PER_UNIT = {"w": "weeks", "d": "days", "h": "hours", "m": "months"}
_SAID = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "twelve": 12}
_SINGULAR = {"weeks": "weekly", "days": "daily", "months": "monthly", "hours": "every hour"}


def _every(count: int, unit: str) -> str:
    named = _PER_UNIT[unit.lower()[0]]
    return _SINGULAR[named] if count == 1 else f"every {count} {named}"


def how_often(match: re.Match[str]) -> str:
    """The status of a match: `daily`, `every 3 weeks`, `days 1,8,15 every 28 days`."""
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    if "days" in groups:
        days = re.sub(r"(?i)^(?:on )?(?:days?|d) ?", "", groups["days"])
        listed = re.match(_DAYS, days)
        numbers = re.sub(r",? ?and |, ?or |, ?| ?& ?|/", ",", (listed.group() if listed else days))
        numbers = re.sub(r" ?(?:-|\u2013|to) ?", "-", re.sub(r",+", ",", numbers))
        cycle = f" every {groups['cycle']} {_PER_UNIT[groups['cu'].lower()[0]]}" if "cycle" in groups else ""
        return f"{'days' if len(numbers) > 2 else 'day'} {numbers}{cycle}"
    if "on" in groups:
        return f"{groups['on']} {groups['onu'].lower()}s on, {groups['off']} {groups['offu'].lower()}s off"
    if "length" in groups or "length2" in groups:
        unit = (groups.get("lengthu") or groups["lengthu2"]).lower()
        return f"{groups.get('length') or groups['length2']}-{unit} cycle"
    if "hourly" in groups:
        return _every(int(groups["hourly"]), "hours")
    if "weekdays" in groups:
        return "mondays, wednesdays, fridays" if "wed" in groups["weekdays"].lower() else "weekdays"
    if "qd2" in groups:
        return f"every {groups['qd2']} days"
    if "qn" in groups:
        raw = groups.get("qk") or groups.get("qk2") or "1"
        if "qk3" in groups:
            return f"every {raw}-{groups['qk3']} {_PER_UNIT[groups['qu'].lower()[0]]}"
        return _every(int(raw), groups.get("qu") or groups["qu2"])
    if "ek" in groups:
        count = {"other": 2, "second": 2, "third": 3, "two": 2, "three": 3, "four": 4, "six": 6}.get(
            groups["ek"].lower()
        )
        first = str(count) if count else groups["ek"]
        if "ek2" in groups:
            return f"every {first}-{groups['ek2']} {_PER_UNIT[groups['eu'].lower()[0]]}"
        return _every(int(first), groups["eu"])
    if "one" in groups:
        return (
            {"w": "weekly", "m": "monthly"}.get(groups["one"].lower()[0], "daily")
            if groups["one"] != "month"
            else "monthly"
        )
    if "often" in groups:
        said, unit = groups["often"].lower().split()[0], groups["ou"].lower()[0]
        count = {
            "once": 1,
            "one": 1,
            "twice": 2,
            "two": 2,
            "thrice": 3,
            "three": 3,
            "four": 4,
            "five": 5,
        }.get(said) or int(said)
        adverb = {"d": "daily", "w": "weekly", "m": "monthly"}[unit]
        return adverb if count == 1 else f"twice-{adverb}" if count == 2 else f"{count} times {adverb}"
    if "nly" in groups:
        said = groups["nly"].lower()
        return _every(_SAID.get(said) or int(said), groups["nlyu"])
    if "plain" in groups or "plain2" in groups:
        said = groups.get("plain", "bi-weekly").lower()
        return "every 2 weeks" if said in {"biweekly", "bi-weekly", "fortnightly"} else said
    names = {"bid": "twice-daily", "tid": "3 times daily", "qid": "4 times daily", "qd": "daily",
    "night": "daily", "once": "daily",
    "qod": "every 2 days",
             "prn": "as needed"}  # fmt: skip
    return next(names[k] for k in names if k in groups)
