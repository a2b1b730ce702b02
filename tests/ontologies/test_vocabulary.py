"""Each reader on a small file of its own shape, on a damaged one, and on the real files where they are."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ontologies.term import Term, Unread, difference, known_references, merged
from ontologies.vocabulary import VOCABULARIES, files_of


def _read(name: str, path: Path) -> tuple[list[Term], list[Unread]]:
    read = list(VOCABULARIES[name].read(path))
    return [t for t in read if isinstance(t, Term)], [u for u in read if isinstance(u, Unread)]


OBO = """format-version: 1.2
data-version: doid/releases/2026-07-31/doid.obo

[Term]
id: DOID:1612
name: breast cancer
synonym: "breast tumor\\, malignant" EXACT []
synonym: "mammary disease" BROAD []
xref: ICD10CM:C50
xref: NCI:C4872
xref: UMLS_CUI:C0006142
is_a: DOID:162 ! cancer

[Term]
id: DOID:2
name: gone
is_obsolete: true

[Term]
id: not an id
name: broken

[Term]
id: DOID:3
name: twice
name: named

[Term]
id: DOID:4
name: fine
a line without a tag

[Typedef]
id: part_of
name: part of

[Term]
id: DOID:5
name: last
"""


def test_obo(tmp_path: Path) -> None:
    path = tmp_path / "x.obo"
    path.write_text(OBO, encoding="utf-8")
    terms, unread = _read("obo", path)
    assert terms[0] == Term(
        curie="doid:1612",
        name="breast cancer",
        synonyms=("breast tumor, malignant",),
        parents=("doid:162",),
        xrefs=("icd10cm:C50", "ncit:C4872"),
        label="Disease",
    )
    assert [t.name for t in terms] == ["breast cancer", "last"]
    assert [u.record for u in unread] == ["line 19, not an id", "line 23", "line 28"]


def test_a_file_that_is_no_obo_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "x.obo"
    path.write_text("<html>not found</html>", encoding="utf-8")
    assert _read("obo", path) == ([], [Unread("x.obo", "file", "holds no OBO stanza")])


def _node(code: str, name: str | None, **children: object) -> dict[str, object]:
    return {"code": code, "name": name, "externalReferences": {"NCI": ["C1"]}, "children": children}


def test_oncotree_keeps_what_stands_below_a_malformed_node(tmp_path: Path) -> None:
    path = tmp_path / "oncotree_2025.json"
    below = _node("DEEP", "Deep")
    tree = {
        "BREAST": _node("BREAST", "Breast", IDC=_node("IDC", None, DEEP=below), BAD=["no node"]),
        "LUNG": _node("LUNK", "Lung"),
        "MDS/MPN": _node("MDS/MPN", "Overlap"),
    }
    path.write_text(json.dumps({"TISSUE": {"children": tree}}), encoding="utf-8")
    terms, unread = _read("oncotree", path)
    assert [(t.curie, t.parents) for t in terms] == [
        ("oncotree:BREAST", ()),
        ("oncotree:DEEP", ("oncotree:BREAST",)),
        ("oncotree:MDS/MPN", ()),
    ]
    assert [u.record for u in unread] == ["TISSUE/BREAST/IDC", "TISSUE/BREAST/BAD", "TISSUE/LUNG"]


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", "<html>", '{"TISSUE": 3}', '{"TISSUE": {"children": []}}']
)
def test_what_is_no_oncotree_is_one_rejection(tmp_path: Path, content: str) -> None:
    path = tmp_path / "oncotree_x.json"
    path.write_text(content, encoding="utf-8")
    terms, unread = _read("oncotree", path)
    assert not terms and len(unread) == 1


GENES = (
    "#tax_id\tGeneID\tSymbol\tSynonyms\tdbXrefs\tFull_name_from_nomenclature_authority\n"
    "9606\t1956\tEGFR\tERBB|HER1\tMIM:131550|HGNC:HGNC:3236\tepidermal growth factor receptor\n"
    "9606\t999\tLOC999\t-\t-\t-\n"
    "9606\tshort\n"
    "9606\tx1\tBAD\t-\t-\t-\n"
)


@pytest.mark.parametrize("name", ["Homo_sapiens.gene_info", "Homo_sapiens.gene_info.gz"])
def test_genes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(GENES.encode()) if name.endswith("gz") else GENES.encode())
    terms, unread = _read("genes", path)
    assert terms[0] == Term(
        curie="hgnc:3236",
        name="EGFR",
        synonyms=("epidermal growth factor receptor", "ERBB", "HER1"),
        xrefs=("ncbigene:1956",),
        label="Gene",
    )
    assert terms[1].curie == "ncbigene:999"
    assert [u.record for u in unread] == ["line 4", "line 5, gene x1"]


def test_a_truncated_archive_keeps_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "gene_info.gz"
    path.write_bytes(gzip.compress(GENES.encode() * 500)[:-20])
    terms, unread = _read("genes", path)
    assert unread[-1].record == "file"
    plain = tmp_path / "other_gene_info.gz"
    plain.write_bytes(b"not gzip")
    assert _read("genes", plain)[1][0].reason.startswith("cannot be read")
    assert isinstance(terms, list)


def test_antineoplastics(tmp_path: Path) -> None:
    path = tmp_path / "ncit_x.json"
    path.write_text(json.dumps({"C308": ["C1", 5], "C471": ["C1"], "bad": []}), encoding="utf-8")
    terms, unread = _read("ncit", path)
    assert {t.curie: t.parents for t in terms}["ncit:C1"] == ("ncit:C308", "ncit:C471")
    assert [u.record for u in unread] == ["C308[1]", "bad"]


def test_icdo3(tmp_path: Path) -> None:
    path = tmp_path / "icd_o_31_histologies.csv"
    path.write_text(
        'icdo3_histology_code,icdo3_histology_code_name\n8070/3,"Squamous cell carcinoma, NOS"\n'
        "80703,broken\n8140/3,\n",
        encoding="utf-8",
    )
    (tmp_path / "icd_o_31_histology_synonyms.csv").write_text(
        "icdo3_histology_code,icdo3_histology_synonym_name\n8070/3,Epidermoid carcinoma\n",
        encoding="utf-8",
    )
    terms, unread = _read("icdo3-morphology", path)
    assert terms == [
        Term(
            curie="icdo:8070/3",
            name="Squamous cell carcinoma, NOS",
            synonyms=("Epidermoid carcinoma",),
            label="Morphology",
        )
    ]
    assert [u.record for u in unread] == ["line 3", "line 4"]


def test_topography(tmp_path: Path) -> None:
    path = tmp_path / "Topoenglish.txt"
    path.write_text(
        'Kode\tLvl\tTitle\r\nC00\t3\tLIP\r\nC00.0\tincl\t"Upper lip, NOS"\r\nC00.0\t4\tExternal upper lip\r\n'
        "C00.1\r\nX99\t3\tNOWHERE\r\n",
        encoding="utf-8",
    )
    terms, unread = _read("icdo3-topography", path)
    assert [(t.curie, t.name, t.synonyms, t.parents) for t in terms] == [
        ("icdo:C00", "Lip", (), ()),
        ("icdo:C00.0", "External upper lip", ("Upper lip, NOS",), ("icdo:C00",)),
    ]
    assert [u.record for u in unread] == ["line 5", "X99"]


def test_ctcae(tmp_path: Path) -> None:
    path = tmp_path / "ctcae.csv"
    path.write_text("MedDRA Code,CTCAE Term\n10002272,Anemia\n12,Broken\n,\n", encoding="utf-8")
    terms, unread = _read("ctcae", path)
    assert [t.curie for t in terms] == ["meddra:10002272"]
    assert [u.record for u in unread] == ["line 3"]


def test_difference() -> None:
    def term(code: str, name: str, parent: str, xref: str = "ncit:C1") -> Term:
        return Term(
            curie=f"oncotree:{code}",
            name=name,
            parents=(f"oncotree:{parent}",),
            xrefs=(xref,),
            label="Disease",
        )

    old = [term("A", "a", "P"), term("B", "b", "P"), term("C", "c", "P"), term("D", "d", "P")]
    new = [term("B", "b2", "P"), term("C", "c", "Q"), term("D", "d", "P", "ncit:C2"), term("E", "e", "P")]
    changes = difference(old, new)
    assert (changes.added, changes.removed) == (("oncotree:E",), ("oncotree:A",))
    assert changes.renamed == (("oncotree:B", "b", "b2"),)
    assert (changes.moved, changes.relinked) == (("oncotree:C",), ("oncotree:D",))


def test_merged_joins_what_two_files_say_of_one_term() -> None:
    one = Term(curie="doid:1", name="x", synonyms=("y",), parents=("doid:2",), label="Disease")
    two = Term(curie="doid:1", name="z", synonyms=("x",), parents=("doid:3",), label="Disease")
    (both,) = merged([one, two])
    assert (both.name, both.synonyms) == ("x", ("y", "z"))
    assert both.parents == ("doid:2", "doid:3")


def test_unknown_references_are_left_out() -> None:
    assert known_references(["ncit:C1", "umls:C2", "ncit:x", "ncit:C1"]) == ("ncit:C1",)


def test_files_are_known_by_their_names(tmp_path: Path) -> None:
    for name in ("oncotree_2021.json", "oncotree_2025.json", "a.obo", "readme.md"):
        (tmp_path / name).write_text("", encoding="utf-8")
    found = files_of([tmp_path])
    assert {n: [f.name for f in fs] for n, fs in found.items()} == {
        "obo": ["a.obo"],
        "oncotree": ["oncotree_2025.json"],
    }
    with pytest.raises(ValueError, match="known are files of"):
        files_of([tmp_path / "readme.md"])
    with pytest.raises(ValueError, match="does not exist"):
        files_of([tmp_path / "nowhere"])


@pytest.mark.parametrize(
    ("name", "fewest"),
    [("ctcae", 800), ("genes", 61_000), ("icdo3-morphology", 1000), ("icdo3-topography", 390),
     ("ncit", 6800), ("obo", 700), ("oncotree", 890)],
)  # fmt: skip
def test_the_real_files_are_read_whole(name: str, fewest: int, real_data: Callable[[str], Path]) -> None:
    for file in files_of([real_data("ontologies")])[name]:
        terms, unread = _read(name, file)
        assert not unread, f"{file.name}: {unread[:3]}"
        assert len(terms) >= fewest
