"""The second reader: it objects where the words of a text contradict the first reading, and never answers."""

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file

from ingest.profile import read_case
from kg.errors import RuntimeMissing
from kg.store import GraphStore
from model.answer import CodeValue, Question, Task
from model.answering import answer
from model.second_plan import plan, read_tempting
from model.second_reader import CARD, FOLDER, HASHED, SecondReader, second_reader
from model.second_sentences import HEAD, SentenceReader
from model.second_training import train_second_reader
from model.second_tuning import sentence_model, text_states

# Written for these tests; none of them stands in the sets that the reader learnt from.
NO_CALL = (
    "Right thumb melanoma in situ, Mohs margins clear, back to dermatology in twelve months, nothing from us",
    "2 year review after chemoRT for tonsil, scope clean, dry mouth only, see again in six months",
    "Incidental 7 mm falx meningioma, 81F, no symptoms, repeat scan in a year",
)
CALLS = (
    "49F left breast IDC T1c N0, lumpectomy, margins clear, adjuvant whole breast RT",
    "NSCLC T2a N2 right upper lobe, concurrent chemoradiotherapy",
    "Painful L4 metastasis from prostate cancer, single fraction",
    "Glottic SCC T1a N0, radical radiotherapy",
)


def test_it_keeps_quiet_where_the_first_reading_is_sound() -> None:
    reader = second_reader()
    for text in CALLS:
        reading = reader.read(text)
        assert reading.no_call < 0.5, f"{text!r} asks for radiotherapy; no_call is {reading.no_call:.2f}"


def test_it_reads_as_transformers_and_peft_do() -> None:
    import torch
    from peft import PeftModel

    bert, tokenizer = sentence_model()
    with warnings.catch_warnings():
        # peft still reads an attribute that transformers has renamed.
        warnings.simplefilter("ignore", FutureWarning)
        tuned = PeftModel.from_pretrained(bert, str(FOLDER)).eval()
    head = load_file(FOLDER / HEAD)
    texts = (*CALLS, "", "\u0623\u0647\u0644\u0627 \U0001f642", "lung " * 500)
    with torch.inference_mode():
        states = text_states(tuned, tokenizer, texts)
        logits = states @ head["weight"].float().T + head["bias"].float()
    reader = SentenceReader(FOLDER, second_reader().card.categories)
    for row, text in zip(logits, texts, strict=True):
        no_call, shares = reader.read(text)
        assert float(1 - row[0].sigmoid()) == pytest.approx(no_call, abs=1e-4)
        assert row[1:].softmax(-1).tolist() == pytest.approx(list(shares.values()), abs=1e-4)


@pytest.mark.parametrize("text", NO_CALL)
def test_it_sees_that_nothing_is_asked_for(text: str) -> None:
    objection = second_reader().objection("regimen", second_reader().read(text), read_case(text), None)
    assert objection is not None, f"{text!r} calls for no radiotherapy, and the second reader does not say so"
    assert objection.reason == "radiotherapy_not_called_for"


def test_a_code_needs_no_call_for_radiotherapy() -> None:
    text = NO_CALL[1]
    assert second_reader().objection("icd10", second_reader().read(text), read_case(text), None) is None


def test_another_tumour_than_the_one_read_first_is_an_objection() -> None:
    text = (
        "Painful L3 deposit, known hormone refractory prostate ca, spinal cord safe, palliative RT to spine"
    )
    reader = second_reader()
    said = next(iter(reader.read(text).categories))
    assert said == "C79", f"read as {said}; the vertebra is what hurts"
    objection = reader.objection("regimen", second_reader().read(text), read_case(text), "C44")
    assert objection is not None and objection.reason == "readings_differ", objection
    assert "C79" in objection.detail and "C44" in objection.detail, objection.detail
    assert reader.objection("regimen", second_reader().read(text), read_case(text), "C79") is None


def test_where_nothing_is_proven_there_is_neither_code_nor_course() -> None:
    text = (
        "MRI: frontal mass, glioma or abscess, neurosurgeons aspirate it on Monday, no slot needed until then"
    )
    reader = second_reader()
    for task, reason in (("icd10", "no_code"), ("regimen", "radiotherapy_not_called_for")):
        reading = reader.read(text)._replace(no_call=0.0)
        objection = reader.objection(task, reading, read_case(text), "C71")  # type: ignore[arg-type]
        assert objection is not None and objection.reason == reason, objection
        assert "nothing proven" in objection.detail, objection.detail


def test_of_the_codes_a_text_supports_the_one_both_readings_agree_on_is_given(loaded: GraphStore) -> None:
    text = "Pleural mesothelioma, epithelioid, painful chest wall mass at rib 6, palliative RT 20/5"
    alone, both = (
        answer("icd10", Question(diagnosis=text), read_case(text), loaded, second=second)
        for second in (None, second_reader())
    )
    assert isinstance(alone.answer, CodeValue) and isinstance(both.answer, CodeValue), both.abstained
    assert (alone.answer.category, both.answer.category) == ("C79", "C45"), "it is the pleura's"
    assert any(other.code == alone.answer.code for other in both.alternatives)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "categories", "primary"),
    [
        (
            "Bx-proven recurrence at vaginal vault 18 mm, hysterectomy 2020 for endometrial ca, never "
            "irradiated, pelvic EBRT then brachy",
            ["C79", "C52"],
            "C54",
        ),
        ("Single PSMA-avid iliac node after prostatectomy, SABR to the node", ["C77", "C61"], "C61"),
    ],
)
def test_the_primary_of_what_came_back_nearby_is_no_other_tumour(
    text: str, categories: list[str], primary: str
) -> None:
    reader, profile = second_reader(), read_case(text)
    reading = reader.read(text)._replace(no_call=0.0, categories={primary: 0.9, "C44": 0.1})
    assert reader.objection("regimen", reading, profile, categories[0], categories) is None
    other = reading._replace(categories={"C44": 0.9, primary: 0.1})
    assert reader.objection("regimen", other, profile, categories[0], categories) is not None


def test_the_primary_of_a_distant_deposit_is_another_place() -> None:
    text = "Oligometastatic prostate cancer, lytic deposit of L3, SBRT"
    reader = second_reader()
    reading = reader.read(text)._replace(no_call=0.0, categories={"C61": 0.9, "C79": 0.1})
    objection = reader.objection("regimen", reading, read_case(text), "C79", ["C79", "C61"])
    assert objection is not None, "which of the two is irradiated is what the readings differ on"


def test_no_category_is_preferred_that_the_text_does_not_support() -> None:
    reader = second_reader()
    reading = reader.read(CALLS[0])
    assert reader.preferred(reading, ["C50", "C79"]) == "C50"
    assert reader.preferred(reading, ["C79", "C50"]) == "C50"
    assert reader.preferred(reading, ["C79", "C34"]) == "C79", "the first stays, to be objected to"
    assert reader.preferred(reading, []) is None


def test_a_disagreement_within_the_blood_is_none_and_over_a_metastasis_is_one() -> None:
    reader = second_reader()
    lymphoma = "Stage IIA Hodgkin, PET negative after ABVD x4, consolidation ISRT to mediastinum"
    assert reader.objection("regimen", second_reader().read(lymphoma), read_case(lymphoma), "C83") is None
    prostate = "Prostate adenocarcinoma T2b N0, Gleason 4+3, PSA 12, radical RT with 6 months of ADT"
    assert reader.objection("regimen", second_reader().read(prostate), read_case(prostate), "C79") is not None
    assert reader.objection("regimen", second_reader().read(prostate), read_case(prostate), "C44") is not None


@pytest.mark.parametrize("task", ["regimen", "modality", "icd10"])
def test_with_an_objection_there_is_no_answer(loaded: GraphStore, task: Task) -> None:
    text = NO_CALL[1]
    given = answer(task, Question(diagnosis=text), read_case(text), loaded, second=second_reader())
    if task != "icd10":
        assert given.answer is None and given.abstained is not None, f"{task}: answered {given.answer}"


def test_the_shipped_sets_are_the_plans() -> None:
    card = second_reader().card
    assert card.sets == plan().sets, "run `oncograph train second-reader` after changing the plan"
    assert "blind" not in card.sets, "one set stays unseen"
    worse = [s for s, share in card.unseen.items() if share["category"] <= share["category, most frequent"]]
    assert not worse, f"unseen sets read no better than their most frequent category: {worse}"


@pytest.mark.parametrize("name", [*HASHED, CARD])
def test_a_changed_or_missing_file_is_refused(tmp_path: Path, name: str) -> None:
    for file in (*HASHED, CARD):
        content = (FOLDER / file).read_bytes()
        (tmp_path / file).write_bytes(content if file != name else content[: len(content) // 2])
    with pytest.raises(RuntimeMissing):
        SecondReader(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(RuntimeMissing, match="second-reader"):
        SecondReader(tmp_path)


def test_training_reads_sets_unseen_and_what_it_keeps_reads_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(__file__).parents[1] / "data"
    sets = plan().sets[:6]
    once = plan().tuning.model_copy(update={"epochs": 1, "rate": 0.003})
    small = plan().model_copy(update={"sets": sets, "also": (), "latest": sets[-1:], "tuning": once})
    monkeypatch.setattr("model.second_training.plan", lambda: small)
    told: dict[str, tuple[int, int]] = {}

    def tell(what: str, done: int, of: int, _: float) -> None:
        told[what] = (done, of)

    card = train_second_reader(data, tmp_path, tell)
    assert len(told) == 3 and all(done == of for done, of in told.values()), told
    assert set(card.unseen) == set(sets)
    shares: dict[str, Any] = json.loads((tmp_path / CARD).read_text("utf-8"))["unseen"]
    assert all(share["category"] > 0.5 for share in shares.values()), shares
    last = shares[sets[-1]]
    assert last["category, sentences"] > last["category, most frequent"], last
    reading = SecondReader(tmp_path).read(CALLS[0])
    assert next(iter(reading.categories)) == "C50", "kept weights must read as those that were fitted"


def test_a_tempting_text_without_a_key_is_named(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    path.write_text(
        '{"diagnosis": "a", "icd10": ["C50"], "radiotherapy": true}\n{"diagnosis": "b"}\n', "utf-8"
    )
    with pytest.raises(ValueError, match=r"texts\.jsonl, line 2.*icd10"):
        read_tempting(path)


def test_a_set_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"cases\.jsonl is not there"):
        train_second_reader(tmp_path, tmp_path / "out")
