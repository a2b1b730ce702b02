"""A spinal cord or a cauda equina that a deposit presses on, told without the name of the emergency."""

import re

PRESSED_CORD = re.compile(
    r"\b[CTDL]\d{1,2}(?: ?[-/] ?[CTDL]?\d{1,2})? (?:level |vertebra\w* )?compress(?:ion|ed|ing)\b"
    r"(?! (?:#|fract\w*|fx|wedge))[^.;\n]{0,24}?\bcord\b"
    r"|\bcord (?:squeeze[ds]?|crush(?:ed)?|o?edema|signal change|signal abnormality|compressed"
    r"|impinge\w*|squashed|flattened"
    r"|displaced)\b"
    r"|\b(?:compress\w+|squash(?:es|ing)|squeez(?:es|ing)|flatten(?:s|ing)|indent(?:s|ing)"
    r"|press(?:es|ing)(?: on)?|displac(?:es|ing)) (?:the |of (?:the )?)?"
    r"(?:thoracic |cervical |spinal |lumbar )?cord\b"
    r"|\bcauda(?: equina)? (?:is |was )?(?:compress\w+|obliterated|effaced|squashed|squeezed|crowded)"
    r"|\b[CTD]\d{1,2}(?:/\d{1,2})? (?:level )?re-?compress(?:ion|ed)\b"
    r"|\bre-?compress(?:ion|ed) (?:at|of) [CTD]\d",
    re.IGNORECASE,
)
"""A cord that a deposit presses on, told without the name of the emergency."""
_CORD_LEVEL = r"(?:C[1-8]|T(?:[1-9]|1[0-2])|D(?:[1-9]|1[0-2])|L[1-5])\b"
_BLOCK = re.compile(
    r"(?<!nerve )(?<!heart )(?<!branch )(?<!plexus )(?<!root )\bblock(?:age)?"
    rf" ?(?:(?:at|from|of|to|around|near|below|above|level|vertebral) ){{0,3}}(?:~ ?)?{_CORD_LEVEL}"
    rf"|\b{_CORD_LEVEL} (?:level )?(?:(?:complete|total|partial|CSF|spinal) ){{1,2}}block\b",
    re.IGNORECASE,
)
"""A canal that no contrast passes, with its level."""
_NERVE_BLOCK = re.compile(
    r"\b(?:nerve|plexus|intercostal|facet|epidural|regional|ana?esthe\w+)\b", re.IGNORECASE
)
_LEGS_FAIL = re.compile(
    r"(?<!no )(?<!not )(?<!without )(?<!old )(?<!spastic )(?<!longstanding )(?<!long-standing )"
    r"\b(?:para(?:pare\w+|pleg\w+)|(?:tetra|quadri)(?:pare\w+|pleg\w+)|sensory level|cord signs"
    r"|off (?:his|her|their|the)? ?(?:feet|legs)"
    r"|(?:legs?|lower limbs?) (?:(?:have|has|are|is|both|gone|going|now|getting|very) ){0,3}weak\w*"
    r"|weak(?:ness)? (?:(?:of|in|both|the|his|her|bilateral) ){0,3}(?:legs?|lower limbs?)|leg weakness)",
    re.IGNORECASE,
)
_IN_THE_CANAL = re.compile(
    rf"\b(?:MRI?|myelogra\w+|canal|cord|epidural|extradural)\b[^;\n]{{0,60}}?\b{_CORD_LEVEL}", re.IGNORECASE
)
"""A level of the spine that a scan shows."""
_NO_CORD = re.compile(
    r"\b(?:no|not|without|nil|never|excludes?|excluded|vocal)\b[^.;\n]{0,32}?\bcord\b|\bcord (?:\w+ ){0,2}"
    r"(?:clear|intact|free|normal|spared|safe)\b",
    re.IGNORECASE,
)


def pressed_cord(text: str) -> re.Match[str] | None:
    """What tells that a cord is pressed: in words, by a block, or by legs that fail below a level scanned."""
    if _NO_CORD.search(text):
        return None
    block = None if _NERVE_BLOCK.search(text) else _BLOCK.search(text)
    legs = _LEGS_FAIL.search(text) if _IN_THE_CANAL.search(text) else None
    return PRESSED_CORD.search(text) or block or legs
