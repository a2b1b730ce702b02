"""The parts joined: a text is read, the graph asked, the adapters consulted, the answer kept."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.deid.deidentified import masked
from kg.errors import GenerationFailed, ModelUnavailable, StoreUnavailable
from kg.profile import Profile
from kg.store import GraphStore
from model.answer import Answer, Question, Task
from model.answering import Nearest, answer
from model.outcome import Scorer
from model.second_reader import SecondReader


@dataclass(frozen=True)
class Service:
    """Everything a question needs, built once by `api.wiring`."""

    store: GraphStore
    read_case: Callable[[str], Profile]
    conceal: Callable[[str], str] = masked
    """Blots out what names a person before anything is read or kept; same length."""
    scorer: Scorer | None = None
    served_models: Callable[[], tuple[str, ...]] | None = None
    """Asks the model server which models it serves; None when no model is configured."""
    base_model: str | None = None
    adapters: dict[Task, str] = field(default_factory=dict)
    prompt: str | None = None
    nearest: Nearest | None = None
    second: SecondReader | None = None
    """Reads every text once more; None answers from the first reading alone."""
    # spaCy's string store is shared and not safe under concurrent writes.
    _reading: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, task: Task, question: Question) -> Answer:
        """Answer one question and keep the answer under its id; given again, it is the one kept.

        Raises:
            StoreUnavailable: Neo4j does not answer.
        """
        started = time.perf_counter()
        # What is kept must name nobody; blots keep every offset, so spans point into the text given.
        question = question.model_copy(update={"diagnosis": self.conceal(question.diagnosis)})
        with self._reading:
            profile = self.read_case(question.diagnosis)
        given = answer(
            task,
            question,
            profile,
            self.store,
            scorer=self.scorer,
            adapter=self.adapters.get(task),
            base_model=self.base_model,
            prompt=self.prompt,
            nearest=self.nearest,
            second=self.second,
            profile_ms=(time.perf_counter() - started) * 1000,
        )
        body = given.model_dump_json()
        kept = self.store.save_answer(given.id, body)
        return given if kept == body else Answer.model_validate_json(kept)

    def readiness(self) -> dict[str, str]:
        """`ok` or what is wrong, for the graph and the model, each by name."""
        state = {"graph": "ok", "model": "ok"}
        try:
            self.store.ping()
        except StoreUnavailable as error:
            state["graph"] = str(error)
        if self.served_models is None:
            state["model"] = "not configured: answers are deterministic"
        else:
            try:
                self.served_models()
            except (ModelUnavailable, GenerationFailed) as error:
                state["model"] = str(error)
        return state
