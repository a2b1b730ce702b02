"""Names from elsewhere whose places in a text are a feature of a voter: never those of its own corpus."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import yaml

from ingest.voters.corpus import read_corpus, tokens
from ingest.voters.recipe import Corpus, TermSource
from ontologies.ctcae import read_adverse_events
from ontologies.disease import load_diseases
from ontologies.drugs import load_drugs
from ontologies.genes import read_genes
from ontologies.obo import read_obo
from ontologies.term import Term, Unread

Named = tuple[str, str]
"""A class (drug, gene, disease) and a name of it."""

_OTHERS: dict[Corpus, tuple[tuple[str, dict[str, str]], ...]] = {
    "BioNLP13CG": (
        ("BC5CDR", {"Chemical": "drug", "Disease": "disease"}),
        ("BC2GM", {"GENE": "gene"}),
        ("NCBI-disease", {"Disease": "disease"}),
    ),
    "BC5CDR": (
        ("NCBI-disease", {"Disease": "disease"}),
        ("BioNLP13CG", {"Simple_chemical": "drug", "Cancer": "disease"}),
    ),
}
"""AnatEM is left out: it may share documents with BioNLP13CG."""
_LONGEST = 8
"""Words of the longest name looked for."""


def make_terms(sources: Iterable[TermSource], corpus: Corpus, data: Path) -> list[Named]:
    """The names of the sources, each once, sorted; `data` is the folder that holds `corpora`.

    Raises:
        ValueError: a source is not there.
    """
    found: set[Named] = set()
    for source in sources:
        if source == "other-corpora":
            found.update(_of_corpora(corpus, data / "corpora"))
        else:
            found.update(_SOURCES[source](data))
    return sorted((label, name) for label, name in found if 2 < len(name) < 100)


def _of_corpora(corpus: Corpus, folder: Path) -> Iterator[Named]:
    for other, labels in _OTHERS[corpus]:
        for sentence in read_corpus(folder, other, ("train", "devel")):
            for span in sentence.spans:
                if span.label in labels:
                    yield labels[span.label], sentence.text[span.start : span.end]


def _own_names(_data: Path) -> Iterator[Named]:
    for drug in load_drugs().values():
        for name in (drug.name, *drug.brands, *drug.synonyms):
            yield "drug", name
    for disease in load_diseases().values():
        for name in (disease.name, *disease.forms):
            yield "disease", name
    raw = (files("ingest") / "data" / "biomarkers.yaml").read_text("utf-8")
    for symbol, forms in yaml.load(raw, yaml.CSafeLoader)["symbols"].items():
        for name in (symbol, *forms):
            yield "gene", name


def _ontology(label: str, terms: Iterable[Term | Unread]) -> Iterator[Named]:
    for term in terms:
        if isinstance(term, Term):
            for name in (term.name, *term.synonyms):
                yield label, name


def _genes(data: Path) -> Iterator[Named]:
    yield from _ontology(
        "gene", read_genes(_there(data / "ontologies" / "genes" / "Homo_sapiens.gene_info.gz"))
    )


def _diseases(data: Path) -> Iterator[Named]:
    yield from _ontology("disease", read_obo(_there(data / "ontologies" / "doid" / "DO_cancer_slim.obo")))


def _adverse_events(data: Path) -> Iterator[Named]:
    yield from _ontology("disease", read_adverse_events(_there(data / "ontologies" / "ctcae" / "ctcae.csv")))


def _ingredients(data: Path) -> Iterator[Named]:
    """Drugs@FDA's active ingredients, with and without their salt."""
    with zipfile.ZipFile(_there(data / "openfda" / "drugsatfda.zip")) as archive:
        raw = archive.read("Products.txt").decode("latin-1")
    for row in csv.DictReader(io.StringIO(raw), delimiter="\t", quoting=csv.QUOTE_NONE):
        for ingredient in (row.get("ActiveIngredient") or "").split(";"):
            name = ingredient.strip().lower()
            if len(name) > 3:
                yield "drug", name
                bare, _, salt = name.rpartition(" ")
                if salt in _SALTS:
                    yield "drug", bare


_SALTS = {
    "acetate", "besylate", "bromide", "calcium", "chloride", "citrate", "fumarate", "hydrobromide",
    "hydrochloride", "lactate", "maleate", "mesylate", "nitrate", "phosphate", "potassium", "sodium",
    "succinate", "sulfate", "tartrate", "tosylate",
}  # fmt: skip
_SOURCES: dict[TermSource, Callable[[Path], Iterator[Named]]] = {
    "own-names": _own_names,
    "genes": _genes,
    "diseases": _diseases,
    "adverse-events": _adverse_events,
    "ingredients": _ingredients,
}


def _there(path: Path) -> Path:
    if not path.exists():
        raise ValueError(f"{path} is not there: name the data folder with --data")
    return path


class Terms:
    """Names looked up word by word; the longest wins."""

    def __init__(self, named: Iterable[Named]) -> None:
        """Index the names; short ones are told apart by case."""
        self._labels: dict[tuple[str, ...], str] = {}
        firsts: dict[str, int] = {}
        for label, name in named:
            key = tuple(_form(name[s:e]) for s, e in tokens(name))
            if key and len(key) <= _LONGEST:
                self._labels.setdefault(key, label)
                firsts[key[0]] = max(firsts.get(key[0], 0), len(key))
        self._firsts = firsts

    def marks(self, words: Sequence[str]) -> list[str]:
        """A mark per word: empty, or `B-` or `I-` with the class of the name it stands in."""
        forms = [_form(w) for w in words]
        marks = [""] * len(words)
        at = 0
        while at < len(words):
            length = min(self._firsts.get(forms[at], 0), len(words) - at)
            while length and (label := self._labels.get(tuple(forms[at : at + length]))) is None:
                length -= 1
            if length:
                marks[at] = f"B-{label}"
                marks[at + 1 : at + length] = [f"I-{label}"] * (length - 1)
            at += max(1, length)
        return marks


def _form(word: str) -> str:
    """A word as it is looked up: what is short or holds a digit keeps its case."""
    return word if len(word) <= 4 or any(c.isdigit() for c in word) else word.lower()
