"""Every identifier of the extraction's word lists stands beside its name in a record."""

from collections.abc import Callable
from pathlib import Path

from ingest.lexicon import load_yaml
from ontologies.ctcae import read_adverse_events
from ontologies.genes import read_genes
from ontologies.term import Term


def test_every_gene_carries_the_identity_its_record_gives(real_data: Callable[[str], Path]) -> None:
    path = next(real_data("ontologies/genes").iterdir())
    record = {t.name: t for t in read_genes(path) if isinstance(t, Term)}
    wrong = [
        symbol
        for symbol, gene in load_yaml("genes.yaml").items()
        if symbol not in record or gene["hgnc"] not in {record[symbol].curie, *record[symbol].xrefs}
    ]
    assert not wrong, f"genes.yaml: no record of gene_info gives these symbols that HGNC id: {wrong}"


def test_every_toxicity_carries_the_code_its_table_gives(real_data: Callable[[str], Path]) -> None:
    path = next(real_data("ontologies/ctcae").iterdir())
    record = {t.curie: t.name.lower() for t in read_adverse_events(path) if isinstance(t, Term)}
    rows = load_yaml("toxicities.yaml")["toxicity"]
    wrong = [
        slug
        for slug, row in rows.items()
        if "curie" in row and record.get(row["curie"], "") != row.get("term", row["name"]).lower()
    ]
    assert not wrong, f"toxicities.yaml: the table of CTCAE does not give these names that code: {wrong}"
