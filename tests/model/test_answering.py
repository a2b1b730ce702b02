"""Answers with the adapters in the path: they reorder equals, never overrule, and may be absent."""

from collections.abc import Sequence

import pytest

from ingest.profile import read_case
from kg.errors import ModelUnavailable
from kg.profile import Profile
from kg.store import GraphStore
from model.answer import Answer, Question, RegimenValue, Task
from model.answering import answer
from model.client import ModelClient
from model.outcome import Offer, Scorer
from model.scoring import make_scorer

pytestmark = pytest.mark.server

CASES = (
    "52F pT2 N0 invasive ductal ca left breast, WLE, adjuvant whole breast RT",
    "Ca prostate cT2b N0, PSA 9, Gleason 3+4, radical RT",
    "GBM right temporal, 58M KPS 90, post resection, RT + TMZ",
    "Painful bone metastasis L3 from breast cancer",
)


def ask(task: Task, text: str, store: GraphStore, scorer: Scorer | None) -> Answer:
    return answer(
        task, Question(diagnosis=text), read_case(text), store, scorer=scorer, adapter="a", base_model="b"
    )


def courses(given: Answer) -> set[tuple[float, int]]:
    return {
        (v.total_dose_gy, v.fractions)
        for v in (given.answer, *given.alternatives)
        if isinstance(v, RegimenValue)
    }


@pytest.mark.parametrize("text", CASES)
def test_adapter_keeps_to_the_graphs_courses(
    loaded: GraphStore, model_client: ModelClient, text: str
) -> None:
    graph = ask("regimen", text, loaded, None)
    both = ask("regimen", text, loaded, make_scorer(model_client))
    assert courses(both) == courses(graph), "the adapter may reorder what the graph offers, not add to it"
    assert both.citations
    if both.agreement == "contested":
        assert both.answer == graph.answer, "a contested answer is the graph's own"
        assert any(w.code == "adapter_differs" for w in both.warnings)
    assert both.provenance.adapter == "a"
    assert graph.provenance.adapter is None


@pytest.mark.parametrize("task", ["modality", "icd10"])
def test_every_task_has_its_adapter(loaded: GraphStore, model_client: ModelClient, task: Task) -> None:
    given = ask(task, CASES[0], loaded, make_scorer(model_client))
    assert given.answer is not None
    assert given.citations


@pytest.mark.parametrize("task", ["regimen", "modality", "icd10"])
def test_an_adapter_that_reads_evidence_is_asked_by_the_same_code(
    loaded: GraphStore, model_client: ModelClient, task: Task
) -> None:
    given = ask(task, CASES[3], loaded, make_scorer(model_client, "evidence"))
    assert given.answer is not None and given.citations
    assert not any(w.code == "model_unavailable" for w in given.warnings), "the served adapter must answer"


def test_same_question_same_answer(loaded: GraphStore, model_client: ModelClient) -> None:
    scorer = make_scorer(model_client)
    first, second = (ask("regimen", CASES[0], loaded, scorer) for _ in range(2))
    assert first.id == second.id
    assert first.answer == second.answer
    assert first.alternatives == second.alternatives


def test_a_model_that_is_down_leaves_the_graphs_answer(loaded: GraphStore) -> None:
    with ModelClient("http://127.0.0.1:9", timeout=2) as nobody:
        given = ask("regimen", CASES[0], loaded, make_scorer(nobody))
    assert given.answer == ask("regimen", CASES[0], loaded, None).answer
    assert any(w.code == "model_unavailable" for w in given.warnings)


def prefers(at: int) -> Scorer:
    return lambda task, profile, text, offers: [-float(i != at % len(offers)) for i in range(len(offers))]


def fails(task: Task, profile: Profile, text: str, offers: Sequence[Offer]) -> list[float]:
    raise ModelUnavailable("nobody answers")


def test_an_answer_without_the_model_says_so_and_has_an_id_of_its_own(loaded: GraphStore) -> None:
    with_model, without = (ask("regimen", CASES[0], loaded, s) for s in (prefers(-1), fails))
    assert with_model.provenance.adapter == "a"
    assert without.provenance.adapter is None, "the adapter failed, so it had no part in the answer"
    assert without.provenance.base_model is None and without.provenance.decoding is None
    assert with_model.id != without.id, "two answers may not share an id"
    assert without.id != ask("regimen", CASES[0], loaded, None).id, "one of them carries a warning"
    assert len({ask("regimen", CASES[0], loaded, prefers(i)).id for i in (0, 0, -1)}) == 2


def test_a_model_that_was_never_asked_is_not_named(loaded: GraphStore) -> None:
    given = ask("modality", "68M low risk prostate ca on active surveillance", loaded, prefers(0))
    assert given.timing_ms["model"] == 0
    assert given.provenance.adapter is None and given.provenance.prompt is None


def test_a_modality_asked_for_that_no_schedule_has_is_declined(loaded: GraphStore) -> None:
    text = "anal canal SCC T2 N0, chemoradiation with protons"
    assert ask("regimen", text, loaded, None).answer is not None, "the dose holds for protons too"
    declined = ask("modality", text, loaded, None)
    assert declined.answer is None and declined.abstained is not None, "photon is not what was asked for"
    assert "proton" in declined.abstained.detail, "the reason must name what no schedule has"
