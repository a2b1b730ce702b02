"""Diseases a text only hints at: by a stage beside a site, a marker, a lesion, a place to irradiate."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from ingest.bygone import is_cleared, is_told_then
from ingest.bystander import is_benign, is_quiet_nodule
from ingest.clause import Clauses
from ingest.diagnosis import SITE_ONLY, STAGED, WEAK, Candidate, is_kin, staged_sites
from ingest.held import is_held
from ingest.lexicon import load_yaml
from ingest.mention import Mention
from ingest.prescription import PRESCRIPTION, is_dated
from ingest.target import category
from ontologies.disease import load_diseases

_STANDING = frozenset({"affirmed", "uncertain", "hypothetical", "negated"})


@cache
def _implied() -> dict[str, str]:
    data: dict[str, Any] = load_yaml("standing.yaml")["implied"]
    table: dict[str, str] = {}
    for axis, code in data.items():
        if code in load_diseases():
            table[axis] = code
            continue
        for disease in load_diseases().values():
            if disease.malignant and disease.parent is None and disease.icd10[:1] == (code,):
                table.setdefault(axis, disease.disease)
    return table


@cache
def _together() -> tuple[tuple[frozenset[str], str], ...]:
    """Findings that only beside each other name a disease, and its slug."""
    data: list[dict[str, Any]] = load_yaml("standing.yaml")["implied_together"]
    return tuple((frozenset(entry["findings"]), entry["disease"]) for entry in data)


def _told_together(findings: list[Mention]) -> Candidate | None:
    """The disease that several findings name between them: breast conservation and the oestrogen receptor."""
    stated = {f"{f.name}:{f.value}": f for f in findings if f.assertion == "affirmed"}
    stated |= {f.name: f for f in findings if f.assertion == "affirmed"}
    for wanted, slug in _together():
        if wanted <= stated.keys():
            parts = sorted((stated[w] for w in wanted), key=lambda m: m.start)
            return Candidate(slug, STAGED, 0.0, parts[0].start, parts[0].end, "affirmed", (parts[0],))
    return None


_CHEST_WALL_MASS = re.compile(
    r"chest[ -]?wall (?:mass|lesions?|deposits?|mets?|metast\w+|pain|invasion|swelling|lump"
    r"|involvement|tumou?r)\b",
    re.IGNORECASE,
)
"""A lesion or pain there is as well a mesothelioma's or a lung cancer's."""
_OF_THE_CHEST = frozenset({"C34", "C45"})


def without_a_name(
    text: str,
    clauses: Clauses,
    mentions: list[Mention],
    findings: list[Mention],
    stated: list[Candidate],
    apart: Sequence[Candidate] = (),
) -> list[Candidate]:
    """The diseases of a text that names none outright, by the strongest kind of hint there is.

    `apart` are tumours whose places hint at nothing.
    """
    findings = [f for f in findings if not _is_by_chance(text, f)]
    axes = {f.name for f in findings if f.assertion == "affirmed"}
    together = _told_together(findings)
    if together and not axes & {"gleason", "grade_group"}:
        # "TURBT: muscle invasive TCC, PSA 5": what two findings tell goes before a marker.
        return [together]
    asked = any(
        m.name == "request" and m.assertion in _STANDING for m in mentions if m.kind == "radiotherapy"
    )
    asked = asked or "modality" in axes
    staged = staged_sites(text, clauses, mentions, STAGED)
    staged = [c for c in staged if c.assertion in {"affirmed", "uncertain"}]
    whole = [f for f in findings if f.name == "target" and f.value in _WHOLE]
    staged = [c for c in staged if not any(f.start <= c.start < f.end for f in whole)]
    held = [*apart, *(c for c in stated if c.strength == WEAK and is_held(text, c))]
    held += [c for c in stated if c.strength > STAGED]
    staged = [c for c in staged if not any(h.start <= c.start < h.end for h in held)]
    # The breast of "past: breast ca 1998, mastectomy" is that one's.
    staged = [
        c
        for c in staged
        if not any(is_kin(a.disease, c.disease) and is_told_then(text, clauses, a, c.start) for a in apart)
    ]
    if bulky := [c for c in staged if _BULKY.match(text, c.end)]:
        return bulky
    if any(category(c) != "C61" for c in staged):
        findings = [f for f in findings if (f.name, f.value) not in _IMPLANTS]
    if axes & {"psa", "gleason", "grade_group"} and _tells_of_a_tumour(findings):
        # What is graded by Gleason or told by its PSA is the prostate, whatever organ is named beside it.
        staged = [c for c in staged if category(c) == "C61"]
    if axes & {"t", "n", "stage", "gleason", "grade_group", "nodes_positive"} and staged:
        return staged
    if "psa" in axes and any(category(c) == "C61" for c in staged):
        # "Rectal bleeding after IMRT, PSA 0.2": the marker of one organ stages no other.
        return staged
    cleared = any(
        m.kind == "declined" and m.name == "nothing_found" and m.assertion == "affirmed" for m in mentions
    )
    for axis, slug in _implied().items():
        if axis == "psa" and cleared:
            continue
        if ":" in axis and not asked and not axes & {"t", "n", *PRESCRIPTION}:
            continue
        if axis == "psa" and not _tells_of_a_tumour(findings):
            continue
        for finding in findings:
            if any(c.disease == slug and is_told_then(text, clauses, c, finding.start) for c in apart):
                continue
            if axis in {finding.name, f"{finding.name}:{finding.value}"} and finding.assertion == "affirmed":
                if _CHEST_WALL_MASS.match(text, finding.start) or (
                    finding.value == "chest_wall" and any(category(c) in _OF_THE_CHEST for c in stated)
                ):
                    continue
                return [Candidate(slug, STAGED, 0.0, finding.start, finding.end, "affirmed", (finding,))]
    if together:
        return [together]
    weak = [c for c in stated if c.strength == WEAK and not is_held(text, c)]
    weak = [c for c in weak if not is_cleared(text, clauses, c)]
    if len(weak) > 1:
        # "Rectal mass, T4 with lung nodules": what is several is what has spread.
        weak = [c for c in weak if not _SEVERAL.search(text, c.start, c.end)] or weak
    if not asked:
        weak = [
            c
            for c in weak
            if not is_quiet_nodule(text, text[c.start : c.end], clauses.sentence_span(c.start))
        ]
    if weak and (asked or not is_benign(text)):
        return weak
    here = {
        clauses.sentence(m.start)
        for m in mentions
        if m.kind == "radiotherapy" and m.name == "request" and m.assertion in _STANDING
        if not is_dated(text, m)
    }
    # "Electrons to the skin": every tumour of the surface is reached so.
    staged = [c for c in staged if c.parts[0].name != "skin"]
    told = [c for c in staged if clauses.sentence(c.start) in here]
    if asked and not told:
        told = [c for c in staged if _has_recurred(text, c)]
    if _NO_CARCINOMA.search(text):
        return []
    return [c._replace(strength=SITE_ONLY) for c in told]


_WHOLE = frozenset({"whole_lung", "whole_brain", "whole_liver"})
"""Organs irradiated as a whole for what has spread there, and for no tumour of their own."""
_BULKY = re.compile(
    r" \d+(?:\.\d+)? ?[cm]m (?:bulky |friable |bleeding |necrotic ){0,2}"
    r"(?:fungat\w+|exophytic|ulcerat\w+|friable|cauliflower|barrel\w*)\b",
    re.IGNORECASE,
)
"""After an organ: the size of what breaks through there, though no word names a tumour."""
_SEVERAL = re.compile(r"\b(?:nodules|lesions|deposits)\b", re.IGNORECASE)
_BY_CHANCE = re.compile(r"\bincidental(?:ly)?(?: finding of)?(?: a)?[ :]+$", re.IGNORECASE)


def _is_by_chance(text: str, finding: Mention) -> bool:
    """Whether a Gleason score was found by chance in what was resected for another tumour."""
    return finding.name in {"gleason", "grade_group"} and bool(
        _BY_CHANCE.search(text, max(0, finding.start - 28), finding.start)
    )


_NO_CARCINOMA = re.compile(r"\bno carcinoma\b(?! in\b)", re.IGNORECASE)
"""What was looked for in a place sent for irradiation, and not found."""


_RECURRENCE = r"(?:recurrences?|relapse|regrowth)"
_RECURRENCE_BEFORE = re.compile(
    rf"\b{_RECURRENCE}(?: (?:in|at|of|to|within|the|his|her|L|R|left|right|lateral|anterior|posterior))* $",
    re.IGNORECASE,
)
_RECURRENCE_AFTER = re.compile(
    rf" (?:bed )?(?:local |in-?field |locoregional )?{_RECURRENCE}\b", re.IGNORECASE
)


def _has_recurred(text: str, site: Candidate) -> bool:
    """Whether the site stands right beside a recurrence: "in-field recurrence base of tongue"."""
    return bool(
        _RECURRENCE_BEFORE.search(text, max(0, site.start - 48), site.start)
        or _RECURRENCE_AFTER.match(text, site.end)
    )


def _tells_of_a_tumour(findings: list[Mention]) -> bool:
    """Whether a PSA is no screening value: 4 ng/ml and above, or beside words of a treated cancer."""
    findings = [f for f in findings if f.assertion != "negated"]
    return any(f.name == "psa" and float(f.value) >= 4 for f in findings) or any(
        (f.name, f.value)
        in {
            ("surgery", "prostatectomy"),
            ("setting", "salvage"),
            ("setting", "recurrent"),
            ("systemic", "adt"),
        }
        or f.name in {"gleason", "grade_group"}
        or ((f.name, f.value) in _IMPLANTS and f.assertion in {"delivered", "historical"})
        for f in findings
    )


_IMPLANTS = frozenset({("technique", "ldr"), ("technique", "hdr")})
"""Beside a PSA: the prostate's."""


def without_denied(findings: list[Mention], named: list[Candidate]) -> list[Mention]:
    """The findings without what only the name of a tumour denied tells: "a recurrence she never had"."""
    denied = [
        (p.start, p.end) for c in named if c.assertion == "negated" for p in c.parts if p.kind == "disease"
    ]
    return [f for f in findings if not any(a <= f.start and f.end <= b for a, b in denied)]
