"""A voter's recipe: everything that decides what its training makes, in one file."""

from importlib.resources import files
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Corpus = Literal["BioNLP13CG", "BC5CDR"]
TermSource = Literal["own-names", "other-corpora", "genes", "ingredients", "diseases", "adverse-events"]


class VoterRecipe(BaseModel):
    """One member of a committee."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    voter: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    corpus: Corpus
    splits: tuple[str, ...] = ("train", "devel")
    """The test split is never trained on; it measures."""
    network: Literal["convolution", "context"]
    """spaCy's convolutions over hashed word features, or MiniLM's first layers trained on."""
    seed: int
    width: int = Field(default=96, gt=0)
    depth: int = Field(default=4, gt=0)
    """Convolutions, or the layers of MiniLM that are kept."""
    frozen: int = Field(default=0, ge=0)
    """For `context`: how many of the layers stay as they are."""
    prefix: int = Field(default=1, gt=0)
    suffix: int = Field(default=3, gt=0)
    """Letters of a word's beginning and end that `convolution` sees."""
    terms: tuple[TermSource, ...] = ()
    """Names whose places in the text are a feature."""
    words: int = Field(gt=0)
    """Words trained on, repeats counted."""
    batch: int = Field(default=1000, gt=0)
    """Words a step."""
    learning_rate: float = Field(gt=0)
    dropout: float = Field(default=0.1, ge=0, lt=1)

    @model_validator(mode="after")
    def _never_tests(self) -> "VoterRecipe":
        if "test" in self.splits:
            raise ValueError(f"{self.voter}: the test split measures and is never trained on")
        return self


def shipped_voters() -> dict[str, VoterRecipe]:
    """The recipes that come with the code, by voter."""
    folder = Path(str(files("ingest") / "voters" / "recipes"))
    return {path.stem: read_recipe(path) for path in sorted(folder.glob("*.yaml"))}


def read_recipe(path: Path) -> VoterRecipe:
    """A recipe from its file.

    Raises:
        ValueError: a line of it is wrong; the message names it.
    """
    try:
        return VoterRecipe.model_validate(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader))
    except ValidationError as error:
        lines = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'recipe'}: {e['msg']}" for e in error.errors())
        raise ValueError(f"{path}: {lines}") from error


def chosen_voters(name: str) -> list[VoterRecipe]:
    """`all`, a corpus, a shipped voter or a YAML file.

    Raises:
        ValueError: it is none of these.
    """
    shipped = shipped_voters()
    if name == "all":
        return list(shipped.values())
    if name in shipped:
        return [shipped[name]]
    of_corpus = [r for r in shipped.values() if r.corpus.lower() == name.lower()]
    if of_corpus:
        return of_corpus
    path = Path(name)
    if not path.is_file():
        raise ValueError(f"{name}: no such file, and not one of all, {', '.join(shipped)}")
    return [read_recipe(path)]
