"""Genes and their proteins by HGNC symbol, alias or name; short symbols only beside a word of genetics."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from ingest.entities.found import Found
from ingest.lexicon import Gazetteer, load_yaml
from ingest.linking.names import genes
from ingest.linking.short_form import defined_forms, defined_otherwise
from ingest.mention import Cover, Kind, Mention, outermost
from ingest.reading import Reading

_NEAR = 24
"""Characters beside a doubtful symbol in which a word of genetics makes it a gene."""
_STRIP = str.maketrans("", "", " -\u2010\u2011")
_AIMED = re.compile(
    r"(?:/[A-Z0-9][A-Za-z0-9-]{0,7})?(?: ?\([A-Za-z0-9/-]{1,12}\))?\)?[ -]{1,2}"
    r"(?:(?:strong|moderate|weak|potent|sensitive|selective|reversible|irreversible)"
    r"(?:,? (?:or|and)?/?(?:or )?(?:strong|moderate|weak|potent))? )?"
    r"(?:(?:receptors? )?(?:tyrosine )?(?:kinase )?"
    r"(?:enriched\b|inhibit|inducers?\b|substrates?\b|TKIs?\b|(?:monoclonal |blocking |bispecific )?antibod"
    r"|blockade|blocker|checkpoint|bispecific|assay"
    r"|targeted|targeting|axis|antagonist|agonist|degrader|ADC\b|CAR\b|vaccin|directed))|/PD-",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:inhibitors?|inducers?|substrates?|blockers?|antagonists?) of (?:the )?"
    r"(?:cytochrome P450 [0-9A-Z]{1,4} \()?"
    r"(?:[A-Z][A-Za-z0-9-]{1,8}(?:, | and | or |/|, and |, or )){0,4}$"
    r"|\banti[- ](?:[\w-]{1,12}/)?$|\banti-[A-Z][\w -]{0,50}\($",
    re.IGNORECASE,
)
_TREATMENT = re.compile(r"(?:/PD-L?1)?[ -](?:treatment|therap(?:y|ies)|agents?|drugs?)\b")
_UNKNOWN = re.compile(
    r"(?<![A-Za-z0-9-])(?P<symbol>[A-Z]{2}[A-Z0-9]{0,5}[0-9][A-Z0-9]{0,3})[ -]"
    r"(?:(?:missense|germline|somatic|promoter|tumou?r suppressor|nonsense|truncating|pathogenic) )?"
    r"(?:genes?|mutations?|mutants?|polymorphisms?|mRNA|methylation|hypermethylation|promoter|alleles?"
    r"|amplification|rearrangements?|knockdown|knockout|protein expression)\b"
)
"""A symbol that the list of genes lacks, beside a word of genetics that only genes have."""
_NO_GENE = re.compile(
    r"(?:CD\d|HPV|EBV|HBV|HCV|HIV|HTLV|SARS|COVID|CA\d|PD\d|IC\d|AZD|MK\d|TKI|DNA|RNA|CK\d|EX\d|NCT"
    r"|[A-Z]{2}\d{4})"
)
_MUTATED = re.compile(
    r"(?<![A-Za-z0-9])(?P<symbol>EGFR|KRAS|NRAS|RAS|BRAF|g?BRCA[12]?|IDH[12]?|TP53|FLT3|NPM1|ESR1|PIK3CA"
    r"|FGFR[1-4]?)"
    r"m(?:ut)?(?=[ /,;)+-]|$)"
)
"""A symbol with the letter that says mutated: "EGFRm"."""
_ON_CELLS = re.compile(r"CD\d{1,3}(?:\+|\(\+\)|[- ]positive (?:[TB]|NK|immune) ?cells?)")
"""What marks cells and is spoken of as no gene: "CD8+ T cells"."""
_MONTH = re.compile(r" ?\d|, ?\d{4}")
_CASE_FREE = 12
"""Letters from which a name written in small letters is read in any case."""


class _Symbols(NamedTuple):
    names: Gazetteer
    doubtful: frozenset[str]
    near: re.Pattern[str]
    markers: frozenset[str]
    families: frozenset[str]


@cache
def _symbols() -> _Symbols:
    data: dict[str, Any] = load_yaml("ambiguous.yaml")
    rows: list[tuple[Kind, str, str, str]] = []
    for symbol, gene in genes().items():
        rows += [("trigger", symbol, form, form) for form in (symbol, gene["name"], *gene.get("aliases", ()))]
    rows += [("trigger", symbol, form, form) for symbol, forms in data["names"].items() for form in forms]
    rows += [("trigger", "", family, family) for family in data["families"]]
    words = "|".join(re.escape(w) for w in sorted(data["gene_words"], key=len, reverse=True))
    return _Symbols(
        Gazetteer(rows),
        frozenset(data["gene"]),
        re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])", re.IGNORECASE),
        frozenset(data["markers"]),
        frozenset(data["families"]),
    )


def find_genes(reading: Reading) -> Iterator[Found]:
    """The genes a text names, case kept: MET the gene, never "met".

    What a class of drugs is aimed at ("EGFR inhibitor", "anti-CTLA-4") is none.
    """
    for mention in gene_mentions(reading):
        if aimed_at(reading.text, mention.start, mention.end) or _ON_CELLS.match(reading.text, mention.start):
            continue
        curie = str(genes()[mention.name]["hgnc"]) if mention.name else None
        yield Found("gene", mention.start, mention.end, curie=curie)
    for match in _MUTATED.finditer(reading.text):
        gene = genes().get(match["symbol"])
        yield Found(
            "gene", *match.span("symbol"), status="mutated", curie=str(gene["hgnc"]) if gene else None
        )


def aimed_at(text: str, start: int, end: int) -> bool:
    """Whether a name is that of a drug's target, in the name of a class of drugs."""
    if _AIMED.match(text, end) or _AGAINST.search(text, max(0, start - 64), start):
        return True
    # Nobody is treated with a ligand: "PD-1/PD-L1 treatment" is that with its inhibitor.
    return text[start:end].startswith("PD-") and _TREATMENT.match(text, end) is not None


def gene_mentions(reading: Reading) -> list[Mention]:
    """Every gene in text order, with its symbol as name; the name of a family's mention is empty."""
    symbols, text = _symbols(), reading.text
    named = symbols.names.find(reading.words)
    found = outermost(m for m in named if _stands(text, m, symbols))
    if found:
        found += _listed(text, found, named, symbols)
    found += [m for m in defined_forms(text, found) if m.end - m.start > 2]
    taken = Cover((m.start, m.end) for m in found)
    for match in _UNKNOWN.finditer(text):
        if not _NO_GENE.match(match["symbol"]) and not taken.holds(*match.span("symbol")):
            found.append(Mention("trigger", "", match["symbol"], *match.span("symbol")))
    kept: dict[tuple[int, int], Mention] = {}
    for mention in outermost(sorted(found, key=lambda m: (m.start, -m.end))):
        kept.setdefault((mention.start, mention.end), mention)
    kept = {(m.start, m.end): m for m in (_with_number(text, m) for m in kept.values())}
    for mention in list(kept.values()):
        kept |= {(m.start, m.end): m for m in _slashed(text, mention)}
    other = defined_otherwise(text) if kept else frozenset()
    return [m for m in kept.values() if not other or text[m.start : m.end] not in other]


_APART = re.compile(
    r"[ -](?P<which>[12])(?![\d.,/%]\d|\w| (?:of|out|in|to|patients?|cases?|carriers?|copies)\b)"
)


def _with_number(text: str, mention: Mention) -> Mention:
    """A gene whose number stands apart from its letters: "BRCA 1"."""
    apart = (
        _APART.match(text, mention.end) if text[mention.start : mention.end] in {"BRCA", "gBRCA"} else None
    )
    if apart is None:
        return mention
    return mention._replace(name=f"BRCA{apart['which']}", end=apart.end())


_SLASHED = re.compile(r"(?:/\d{1,2}(?![\w.%]))+")


def _slashed(text: str, mention: Mention) -> Iterator[Mention]:
    """The other members of a family whose numbers stand behind the first: "NTRK1/2/3"."""
    span = text[mention.start : mention.end]
    numbers = _SLASHED.match(text, mention.end) if span[-1:].isdigit() and span == mention.name else None
    for number in re.finditer(r"\d+", numbers.group()) if numbers else ():
        symbol = span.rstrip("0123456789") + number.group()
        if symbol in genes():
            start = mention.end + number.start()
            yield Mention("trigger", symbol, symbol, start, mention.end + number.end())


_LISTED_LINK = re.compile(r"(?:,| or| nor| and|, or|, and) $")


def _listed(text: str, found: list[Mention], named: list[Mention], symbols: _Symbols) -> list[Mention]:
    """The doubtful symbols of a list right behind a sure one: "EGFR, MET, and PIK3CA", "PALB2 or ATM"."""
    starts, ends = {m.start for m in found}, {m.end for m in found}
    return [
        m
        for m in named
        if m.value == text[m.start : m.end] in symbols.doubtful
        and len(str(m.value)) > 2
        and m.start not in starts
        and (link := _LISTED_LINK.search(text, max(0, m.start - 6), m.start)) is not None
        and link.start() in ends
    ]


def _stands(text: str, mention: Mention, symbols: _Symbols) -> bool:
    form, span = str(mention.value), text[mention.start : mention.end]
    plain = form.replace(" ", "")
    if not (plain.isalpha() and form[1:].islower() and len(plain) >= _CASE_FREE) and " " not in form:
        if span.translate(_STRIP) != form.translate(_STRIP):
            return False
    if mention.name in symbols.markers and form != mention.name:
        return False
    if form not in symbols.doubtful and mention.name not in symbols.markers:
        return True
    if form == "JUN" and _MONTH.match(text, mention.end):
        return False
    before = text[max(0, mention.start - _NEAR) : mention.start]
    after = text[mention.end : mention.end + _NEAR]
    return bool(symbols.near.search(before) or symbols.near.search(after) or _VARIANT.match(after))


_VARIANT = re.compile(
    r" (?:p\.)?\(?[A-Z][a-z]{0,2}\d{2,4}[A-Z*]|-[A-Z]{2}|::|\+(?!\w)|\(\+\)| ?\*\d{1,2}[A-Z]?\b"
)
"""What follows a symbol that is a gene's: a change of its protein or a partner of fusion."""
