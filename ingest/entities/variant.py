"""Variants: changes of protein or DNA in HGVS or as the clinic writes them, exons, fusions, copy number."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Any

from ingest.entities.denied import Item, verdicts
from ingest.entities.found import Found
from ingest.entities.gene import gene_mentions
from ingest.entities.karyotype import find_karyotype
from ingest.lexicon import load_yaml
from ingest.linking.names import genes
from ingest.mention import Cover, Mention
from ingest.reading import Reading

_THREE = {
    "A": "Ala", "C": "Cys", "D": "Asp", "E": "Glu", "F": "Phe", "G": "Gly", "H": "His", "I": "Ile",
    "K": "Lys", "L": "Leu", "M": "Met", "N": "Asn", "P": "Pro", "Q": "Gln", "R": "Arg", "S": "Ser",
    "T": "Thr", "V": "Val", "W": "Trp", "Y": "Tyr",
}  # fmt: skip
_ONE = {three: one for one, three in _THREE.items()} | {"Ter": "*"}
_LETTER = "[ACDEFGHIKLMNPQRSTVWY]"
_ACID = "(?:" + "|".join(_ONE) + ")"
_CHANGE = rf"(?:delins|del|dup|ins)(?:{_ACID}+|{_LETTER}{{1,12}})?|fs(?:\*|Ter|X)?\d{{0,4}}"
_PROTEIN = re.compile(
    rf"(?<![\w.])(?P<p>p\.)?(?P<open>\()?"
    rf"(?:(?P<from1>{_LETTER})(?P<at1>\d{{2,4}})(?:_{_LETTER}\d{{2,4}})?(?P<to1>{_LETTER}|[*X]|{_CHANGE})"
    rf"|(?P<from3>{_ACID})(?P<at3>\d{{1,4}})(?:_{_ACID}\d{{1,4}})?(?P<to3>{_ACID}|\*|=|{_CHANGE}))"
    rf"(?(open)\)?)(?P<more>(?:/{_LETTER}(?![\w])){{1,3}})?(?![\w*])"
)
_CODING = re.compile(
    r"(?<![\w.])(?P<prefix>N[MRPGC]_\d{4,12}(?:\.\d{1,3})?(?:\([A-Z0-9-]{2,12}\))?:)?[cgmn]\.[-*]?\d{1,9}(?:[+-]\d{1,5})?"
    r"(?:_[-*]?\d{1,9}(?:[+-]\d{1,5})?)?(?:[ACGT]{1,20}>[ACGT]{1,20}|delins[ACGT]{1,40}|del[ACGT]{0,40}"
    r"|dup[ACGT]{0,40}|ins[ACGT]{1,40}|inv)"
    r"(?: ?[(;,]? ?p\.\(?[A-Z][A-Za-z0-9_*]{2,24}\)?)?"
)
_EXON = re.compile(
    r"\b(?:exon|ex)[ -]?(?P<exon>\d{1,2})[ -]?(?P<what>deletions?|del|insertions?|ins|skipping|skip"
    r"|mutations?|mutant|mutated|duplications?)"
    r"(?: (?:mutations?|variants?|alterations?))?\b|(?<!\w)(?:del|Del)[ -]?(?P<del>19)\b"
    r"|(?<!\w)19[ -]?(?P<back>del)\b"
    r"|\b(?P<skip>METex14)(?:[ -]?(?:skipping|del))?\b|\b(?P<inex>(?:deletions?|insertions?"
    r"|mutations?) (?:in|of) exon (?P<number>\d{1,2}))\b",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?<![\w-])(?P<a>[A-Z][A-Z0-9]{1,8}(?:/2/3)?)(?P<sep>::|-|/|:"
    r"|\u2013)(?P<b>[A-Z][A-Z0-9\u03b1]{1,8}[0-9]?)(?![\w-])"
)
_AFTER = re.compile(
    r"(?: gene| oncogene)?[ -](?:(?:gene )?(?P<fusion>fusions?|rearrangements?|rearranged|translocations?"
    r"|translocated)"
    r"|(?P<gain>amplifications?|amplified|copy[ -]number gain)|(?P<loss>copy[ -]number loss|copy loss"
    r"|homozygous deletions?|hemizygous deletions?"
    r"|deletions?|loss of heterozygosity|LOH|biallelic loss|internal tandem duplications?|ITD))\b"
)  # fmt: skip
_BEFORE = re.compile(
    r"\b(?:(?P<gain>amplifications?)|(?P<fusion>fusions?|rearrangements?|translocations?)"
    r"|(?P<loss>homozygous deletions?|deletions?|loss)) (?:of|in|involving) (?:the )?$",
    re.IGNORECASE,
)
_OF_PROTEIN = re.compile(
    r"(?:(?:, ?| and |/)[A-Z][A-Z0-9]{2,6}){0,3}[ -](?:nuclear )?"
    r"(?:expression|protein|staining|immuno\w+|(?:by|on) (?:IHC|immuno))"
)
_REPAIR = frozenset({"MLH1", "MSH2", "MSH6", "PMS2"})
"""Genes of mismatch repair, whose loss is one of staining."""
_FUSION_WORD = re.compile(
    r"[ -](?:gene )?(?:fusions?|rearrangements?|translocations?|oncogene|transcripts?|positive"
    r"|rearranged)\b|\+"
)
_RESIDUE = re.compile(r"[ -](?P<at>[A-Z]\d{2,4})(?![A-Za-z0-9.*_])")
_JOINED = re.compile(
    r"(?<![A-Za-z0-9])(?:(?P<gene>[A-Z][A-Z0-9]{2,5}?)(?P<change>[A-Z]\d{2,4}[A-Z]|vIII))(?![A-Za-z0-9])"
)
_CLASS = re.compile(
    r"\b(?P<class>[Cc]lass (?:I{1,3}|[1-3])|PACC|uncommon|atypical|compound|non-V600E?)[ -]mutations?\b"
)
_LINK = re.compile(
    r"[ ,(:]{1,3}(?:(?:gene|promoter|mutations?|variants?|exon \d{1,2}|kinase domain)[ ,(:]{1,3}){0,2}$"
)
_REACH = 60
"""Characters from a change to the gene it belongs to, where nothing else stands between."""


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    data: dict[str, Any] = load_yaml("variants.yaml")
    changes = {change: gene for gene, found in data["known"].items() for change in found}
    return changes, dict(data["partners"])


def find_variants(reading: Reading) -> Iterator[Found]:
    """The variants a text names, with a status such as "EGFR p.L858R"; the gene is no part of the span.

    A bare change such as "G12C" is read only where a gene stands beside it or it is a well-known one.
    """
    genes = gene_mentions(reading)
    if variants := variants_beside(reading, genes):
        yield from _with_results(reading.text, variants, genes)


def variants_beside(reading: Reading, mentions: list[Mention]) -> list[Found]:
    """The variants of a text whose genes are known, without what their results say of them."""
    text = reading.text
    found: list[Found] = []
    if any(c.isdigit() for c in text):
        found += _proteins(reading, mentions)
        found += _codings(text, mentions)
        found += _exons(reading, mentions)
        found += _residues(text, mentions)
        found += find_karyotype(text)
    found += _joined(text)
    fusions = list(_fusions(text))
    found += fusions
    if fusions:
        inside = Cover((f.start, f.end) for f in fusions)
        mentions = [m for m in mentions if not inside.holds(m.start, m.end)]
    found += _copies(text, mentions)
    found += _classes(text, mentions)
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _with_results(text: str, variants: list[Found], genes: list[Mention]) -> Iterator[Found]:
    """The variants, each with what its result says of it: not detected, or not known yet."""
    said = verdicts(text, items_of(variants, genes))
    for one in variants:
        verdict = said.get((one.start, one.end))
        yield one if verdict is None else one._replace(told="negated" if verdict.denied else "uncertain")


def items_of(variants: list[Found], genes: list[Mention]) -> list[Item]:
    """Variants and the genes outside them, in text order."""
    inside = Cover((v.start, v.end) for v in variants)
    items = [Item(v.start, v.end, variant=True) for v in variants]
    items += [Item(g.start, g.end, variant=False) for g in genes if not inside.holds(g.start, g.end)]
    return sorted(items)


def _gene_before(text: str, mentions: list[Mention], at: int) -> Mention | None:
    """The gene that a change at an offset directly follows."""
    index = bisect_left(mentions, at, key=lambda m: m.start)
    gene = mentions[index - 1] if index else None
    if gene is None or at - gene.end > _REACH:
        return None
    return gene if _LINK.fullmatch(text[gene.end : at]) else None


def _gene_near(reading: Reading, mentions: list[Mention], start: int, end: int) -> Mention | None:
    """The nearest gene of the sentence, before the change or right behind it."""
    index = bisect_left(mentions, start, key=lambda m: m.start)
    sentence = reading.clauses.sentence(start)
    behind = mentions[index] if index < len(mentions) else None
    if behind is not None and reading.text[end : behind.start] in {" in ", " of ", " in the ", " of the "}:
        return behind
    if index and _PROTEIN.match(reading.text, min(mentions[index - 1].end + 1, start)) is not None:
        # That gene has a change of its own, and this one may be another's.
        if mentions[index - 1].end + 1 < start:
            return None
    if index and start - mentions[index - 1].end <= _REACH:
        before = mentions[index - 1]
        if reading.clauses.sentence(before.start) == sentence:
            return before
    if index < len(mentions) and mentions[index].start - end <= 12:
        return mentions[index]
    return None


def _symbol(mention: Mention | None) -> str:
    if mention is None:
        return ""
    return mention.name or str(mention.value)


def _proteins(reading: Reading, mentions: list[Mention]) -> Iterator[Found]:
    text, (known, _) = reading.text, _known()
    for match in _PROTEIN.finditer(text):
        start, end = match.span()
        if match["open"] and not match["p"]:
            start += 1
            end -= text[end - 1] == ")"
        if text[end - 1] == ")" and not match["open"]:
            end -= 1
        short = _short_change(match)
        plain = short + (match["more"] or "")
        beside = _gene_before(text, mentions, start)
        gene = _symbol(beside) or known.get(short, "")
        if not gene:
            gene = _symbol(_gene_near(reading, mentions, start, end))
        certain = bool(match["p"]) or bool(match["from3"])
        if not gene and not certain:
            continue
        if not certain and beside is None and short not in known and not _is_change(text, start, end):
            continue
        of_promoter = gene == "TERT" and plain in _PROMOTER_CHANGES
        status = f"TERT promoter {plain}" if of_promoter else f"{gene} p.{plain}".strip()
        yield Found("variant", start, end, status=status)


_PROMOTER_CHANGES = frozenset({"C228T", "C250T"})
"""Changes of TERT's promoter, which read like a protein's."""


def _residues(text: str, mentions: list[Mention]) -> Iterator[Found]:
    """A well-known place of change right behind its gene, with what it became left out: "BRAF V600"."""
    for gene in mentions:
        match = _RESIDUE.match(text, gene.end)
        if match and match["at"] in _places().get(_symbol(gene), frozenset()):
            yield Found("variant", *match.span("at"), status=f"{_symbol(gene)} p.{match['at']}")


def _joined(text: str) -> Iterator[Found]:
    """Genes and changes in one word: "BRAFV600E", "EGFRvIII"."""
    known, _ = _known()
    for match in _JOINED.finditer(text):
        change = match["change"]
        if change == "vIII" or known.get(change) == match["gene"]:
            yield Found("variant", *match.span("change"), status=f"{match['gene']} {change}")


@cache
def _places() -> dict[str, frozenset[str]]:
    places: dict[str, set[str]] = {}
    for change, gene in _known()[0].items():
        places.setdefault(gene, set()).add(change[:-1])
    return {gene: frozenset(found) for gene, found in places.items()}


_CHANGE_WORD = re.compile(
    r"\b(?:mutat\w+|mutant|variants?|substitution|resistance|alteration|codon|change)\b", re.IGNORECASE
)


def _is_change(text: str, start: int, end: int) -> bool:
    return bool(_CHANGE_WORD.search(text, max(0, start - 40), end + 20))


def _short_change(match: re.Match[str]) -> str:
    if match["from1"]:
        body = match.group()[(2 if match["p"] else 0) :].strip("()").partition("/")[0]
        return body
    body = match.group().removeprefix("p.").strip("()").partition("/")[0]
    return re.sub(_ACID, lambda m: _ONE[m.group()], body).replace("Ter", "*")


def _codings(text: str, mentions: list[Mention]) -> Iterator[Found]:
    for match in _CODING.finditer(text):
        beside = _gene_before(text, mentions, match.start())
        start = match.start()
        end = match.end() - (match.group().count("(") < match.group().count(")"))
        yield Found("variant", start, end, status=f"{_symbol(beside)} {text[match.start() : end]}".strip())


def _classes(text: str, mentions: list[Mention]) -> Iterator[Found]:
    """Named classes of a gene's mutations: "BRAF class II mutations"."""
    for match in _CLASS.finditer(text):
        beside = _gene_before(text, mentions, match.start())
        if beside is not None:
            yield Found("variant", *match.span(), status=f"{_symbol(beside)} {match['class']}")


_WHAT = {"del": "deletion", "ins": "insertion", "ski": "skipping", "mut": "mutation", "dup": "duplication"}


def _exons(reading: Reading, mentions: list[Mention]) -> Iterator[Found]:
    text = reading.text
    for match in _EXON.finditer(text):
        start, end = match.span()
        if match["skip"]:
            yield Found("variant", start, end, status="MET exon 14 skipping")
            continue
        number = match["exon"] or match["number"] or "19"
        what = match["what"] or match["inex"] or "deletion"
        beside = _gene_before(text, mentions, start)
        gene = _symbol(beside) or _symbol(_gene_near(reading, mentions, start, end))
        if not gene and match["exon"] is None:
            continue
        status = f"{gene} exon {number} {_WHAT.get(what[:3].lower(), what)}".strip()
        yield Found("variant", start, end, status=status)


def _fusions(text: str) -> Iterator[Found]:
    _, partners = _known()
    for match in _PAIR.finditer(text):
        a, b = (s if s in genes() else partners.get(s) for s in (match["a"], match["b"]))
        if not a or not b or a == b:
            continue
        word = _FUSION_WORD.match(text, match.end())
        if (
            match["sep"] == "/"
            and not word
            and (match["a"], match["b"]) not in {("BCR", "ABL"), ("BCR", "ABL1")}
        ):
            continue
        yield Found("variant", *match.span(), status=f"{a}::{b} fusion")


def _copies(text: str, mentions: list[Mention]) -> Iterator[Found]:
    for gene in mentions:
        symbol = _symbol(gene)
        after = _AFTER.match(text, gene.end)
        if after:
            kind = "fusion" if after["fusion"] else "amplification" if after["gain"] else "loss"
            said = (after["fusion"] or after["gain"] or after["loss"]).lower()
            if said.startswith(("rearrang", "translocat")):
                kind = "rearrangement"
            elif said.startswith(("internal", "itd")):
                kind = "internal tandem duplication"
            yield Found("variant", after.end() - len(said), after.end(), status=f"{symbol} {kind}")
            continue
        before = _BEFORE.search(text, max(0, gene.start - 40), gene.start)
        if before and not _of_protein(text, gene, before):
            kind = "amplification" if before["gain"] else "fusion" if before["fusion"] else "loss"
            yield Found("variant", *before.span(before.lastgroup or 0), status=f"{symbol} {kind}")


def _of_protein(text: str, gene: Mention, before: re.Match[str]) -> bool:
    """Whether what is lost is the protein in a stain, not the gene."""
    if before["loss"] is None or before["loss"].lower() != "loss":
        return False
    return gene.name in _REPAIR or _OF_PROTEIN.match(text, gene.end) is not None
