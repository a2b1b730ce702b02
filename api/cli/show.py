"""An answer as a person reads it in a terminal."""

from typing import Any


def _headline(task: str, value: dict[str, Any]) -> str:
    if task == "regimen":
        arithmetic = f"  BED {value['bed_gy']:g} Gy, EQD2 {value['eqd2_gy']:g} Gy" if value["bed_gy"] else ""
        return f"{value['text']}{arithmetic}"
    if task == "modality":
        technique = f" ({value['technique']})" if value["technique"] else ""
        shares = ", ".join(f"{m} {s:.0%}" for m, s in value["scores"].items())
        return f"{value['modality']}{technique}  [{shares}]"
    missing = value["missing_documentation"]
    return f"{value['code']} {value['description']}" + (
        f"  [not documented: {', '.join(missing)}]" if missing else ""
    )


def show(response: dict[str, Any]) -> str:
    """The answer, its citations, alternatives and warnings; or why there is none."""
    lines: list[str] = []
    if response["answer"] is None:
        abstained = response["abstained"]
        lines += [f"No answer: {abstained['reason']}", f"  {abstained['detail']}"]
    else:
        lines.append(_headline(response["task"], response["answer"]))
        lines.append(f"  {response['agreement']}")
        for number, citation in enumerate(response["citations"], 1):
            since = citation["valid_from"][:4]
            lines.append(f"  [{number}] {citation['title']} (valid from {since}) {citation['statement']}")
            lines.append(f"      «{citation['quote']}»")
            if citation["url"]:
                lines.append(f"      {citation['url']}")
        for alternative in response["alternatives"][:3]:
            lines.append(f"  or: {_headline(response['task'], alternative)}")
    lines += [f"  ! {w['message']}" for w in response["warnings"]]
    return "\n".join(lines)
