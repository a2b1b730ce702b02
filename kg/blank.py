"""Whether a text shows anything to its reader."""

import re

VISIBLE = r"[^\s\u0000-\u0020\u007f-\u00a0\u00ad\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff]"
"""One character that is no space, no control character and has a width; also written in the interface."""


def is_blank(text: str) -> bool:
    """Whether the text holds nothing that can be seen."""
    return re.search(VISIBLE, text) is None
