"""A training recipe: everything that decides what comes out, in one file."""

from importlib.resources import files
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from model.answer import Task
from model.prompts import Reads


class Shape(BaseModel):
    """Size of a base made from nothing (Llama architecture)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hidden: int = Field(gt=0)
    layers: int = Field(gt=0)
    heads: int = Field(gt=0)
    intermediate: int = Field(gt=0)
    vocabulary: int = Field(ge=600)
    context: int = Field(ge=64)


class Lora(BaseModel):
    """Size of an adapter. `lm_head` is never a target: the CPU server cannot score such an adapter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rank: int = Field(gt=0, le=256)
    alpha: int = Field(gt=0)
    dropout: float = Field(default=0.0, ge=0, lt=1)
    targets: tuple[
        Literal["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"], ...
    ] = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


class Recipe(BaseModel):
    """One training run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    recipe: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    task: Task | None = None
    """The adapter's task; a recipe without one makes a base."""
    reads: Reads = "case"
    """What the adapter is shown; one that reads evidence is named `<task>-evidence`."""
    base: str | None = None
    """For an adapter: `base` for the one in the weights folder, else a folder or a name such as
    `mistralai/Mistral-7B-v0.3`."""
    shape: Shape | None = None
    lora: Lora | None = None
    examples: int = Field(gt=0)
    """Distinct training examples made."""
    steps: int = Field(gt=0)
    batch: int = Field(gt=0)
    learning_rate: float = Field(gt=0)
    warmup: float = Field(default=0.05, ge=0, lt=1)
    """Share of the steps in which the rate rises; it falls to nothing along a cosine after them."""
    weight_decay: float = Field(default=0.01, ge=0)
    context_weight: float = Field(default=0.0, ge=0, le=1)
    """How much a prompt's own tokens count in the loss; answers count 1."""
    longest: int = Field(default=256, ge=32)
    """Tokens a training text is cut to, from the left, so that the answer stays."""
    precision: Literal["float32", "bfloat16"] = "bfloat16"
    """Of the forward and backward pass; weights and their updates stay in float32."""
    seed: int = 0
    threads: int | None = Field(default=None, gt=0)
    """Torch threads; unset: what torch chooses."""
    save_every: int = Field(default=200, gt=0)
    """Steps between checkpoints from which an interrupted run goes on."""

    @model_validator(mode="after")
    def _is_base_or_adapter(self) -> "Recipe":
        if self.task is None and (self.shape is None or self.lora or self.base):
            raise ValueError(f"{self.recipe}: a base needs `shape` and neither `lora` nor `base`")
        if self.task is not None and (self.lora is None or self.base is None or self.shape):
            raise ValueError(f"{self.recipe}: an adapter needs `base` and `lora` and no `shape`")
        return self


def shipped_recipes() -> dict[str, Path]:
    """The recipes that come with the code, by name."""
    folder = Path(str(files("model") / "recipes"))
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def load_recipe(name: str) -> Recipe:
    """A recipe by the name of a shipped one or by its file.

    Raises:
        ValueError: there is no such recipe, or a line of it is wrong; the message names it.
    """
    path = shipped_recipes().get(name, Path(name))
    try:
        raw = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    except FileNotFoundError as error:
        known = ", ".join(shipped_recipes())
        raise ValueError(f"{name}: no such file, and not one of the shipped recipes ({known})") from error
    try:
        return Recipe.model_validate(raw)
    except ValidationError as error:
        lines = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'recipe'}: {e['msg']}" for e in error.errors())
        raise ValueError(f"{path}: {lines}") from error
