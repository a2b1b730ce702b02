import json
from pathlib import Path
from typing import get_args

import pytest

from model.answer import Task
from model.prompts import Reads, adapter_name
from model.recipe import Recipe, load_recipe, shipped_recipes
from model.train import RunCard, train
from model.weights import inspect, verify

BASE = {
    "recipe": "tiny",
    "shape": {"hidden": 32, "layers": 1, "heads": 2, "intermediate": 64, "vocabulary": 700, "context": 256},
    "examples": 120,
    "steps": 20,
    "batch": 4,
    "learning_rate": 0.01,
    "longest": 96,
    "context_weight": 1.0,
    "precision": "float32",
    "threads": 1,
    "save_every": 5,
}
ADAPTER = {k: v for k, v in BASE.items() if k != "shape"} | {
    "recipe": "tiny-modality",
    "task": "modality",
    "base": "base",
    "lora": {"rank": 4, "alpha": 8},
    "context_weight": 0.0,
}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RunCard]:
    out = tmp_path_factory.mktemp("weights")
    card = train(Recipe.model_validate(BASE), out, device="cpu")
    assert card is not None
    return out, card


def test_twenty_steps_lower_the_loss_and_leave_verified_weights(trained: tuple[Path, RunCard]) -> None:
    out, card = trained
    stopped = train(Recipe.model_validate(BASE | {"steps": 40}), out.parent / "longer", device="cpu")
    assert stopped is not None and stopped.losses[-1] < stopped.losses[0], "training must lower the loss"
    assert verify(out)
    assert card.trained_parameters == card.parameters and card.tokens > 0
    assert not (out / "checkpoints").exists()


def test_an_adapter_trains_on_the_base_and_leaves_it_as_it_is(trained: tuple[Path, RunCard]) -> None:
    out, _ = trained
    base = (out / "base" / "model.safetensors").read_bytes()
    card = train(Recipe.model_validate(ADAPTER), out, device="cpu")
    assert card is not None and card.trained_parameters < card.parameters
    assert (out / "base" / "model.safetensors").read_bytes() == base
    served = inspect(out)
    assert served.adapters.keys() == {"modality"} and served.rank == 4
    config = json.loads((served.adapters["modality"] / "adapter_config.json").read_text())
    assert config["base_model_name_or_path"] == "base"
    assert "lm_head" not in config["target_modules"]


def test_an_adapter_that_reads_evidence_stands_beside_the_other(trained: tuple[Path, RunCard]) -> None:
    out, _ = trained
    recipe = Recipe.model_validate(ADAPTER | {"reads": "evidence", "steps": 2, "longest": 160})
    card = train(recipe, out, device="cpu")
    case = train(Recipe.model_validate(ADAPTER | {"steps": 2, "longest": 160}), out, device="cpu")
    assert card is not None and case is not None
    assert card.tokens > case.tokens, "the retrieved text must be part of what it is taught on"
    assert {"modality", "modality-evidence"} <= inspect(out).adapters.keys()


def test_a_base_may_be_any_folder_or_name(trained: tuple[Path, RunCard], tmp_path: Path) -> None:
    named = Recipe.model_validate(ADAPTER | {"base": str(trained[0] / "base"), "steps": 2})
    assert train(named, tmp_path, device="cpu") is not None
    assert (tmp_path / "adapters" / "modality" / "adapter_model.safetensors").exists()


def test_an_interrupted_run_ends_where_an_uninterrupted_one_does(
    trained: tuple[Path, RunCard], tmp_path: Path
) -> None:
    out, whole = trained
    recipe = Recipe.model_validate(BASE)
    assert train(recipe, tmp_path, device="cpu", stop_after=7) is None
    assert (tmp_path / "checkpoints" / "tiny.pt").exists()
    card = train(recipe, tmp_path, device="cpu")
    assert card is not None and card.losses == whole.losses
    again = (tmp_path / "base" / "model.safetensors").read_bytes()
    assert again == (out / "base" / "model.safetensors").read_bytes(), "resuming must change nothing"


def test_an_adapter_without_its_base_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="oncograph train base"):
        train(Recipe.model_validate(ADAPTER), tmp_path, device="cpu")


def test_every_shipped_recipe_loads() -> None:
    adapters = {adapter_name(task, reads) for task in get_args(Task) for reads in get_args(Reads)}
    assert set(shipped_recipes()) == {"base", *adapters}
    for name in shipped_recipes():
        assert load_recipe(name).recipe == name


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("steps: 0", "steps"),
        ("learnig_rate: 1", "learnig_rate"),
        ("task: regimen", "needs `base` and `lora`"),
        ("lora: {rank: 4, alpha: 8, targets: [lm_head]}", "targets"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, change: str, said: str) -> None:
    key = change.split(":")[0]
    lines = [f"{k}: {json.dumps(v)}" for k, v in BASE.items() if k != key]
    file = tmp_path / "r.yaml"
    file.write_text("\n".join([*lines, change]))
    with pytest.raises(ValueError, match=said):
        load_recipe(str(file))


def test_an_unknown_recipe_lists_the_known() -> None:
    with pytest.raises(ValueError, match="base, icd10-evidence, icd10"):
        load_recipe("nothing")
