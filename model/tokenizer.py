"""The tokenizer of the project's own base: byte-level BPE that keeps a whole number as one token."""

from collections.abc import Iterable, Iterator
from pathlib import Path

END = "</s>"
PAD = "<pad>"


def _numbers() -> Iterator[str]:
    # A dose must be one choice: 0-200, and 00-99 as they follow a decimal point.
    yield from (str(n) for n in range(201))
    yield from (f"{n:02d}" for n in range(100))


def train_tokenizer(texts: Iterable[str], vocabulary: int, folder: Path) -> int:
    """Learn a vocabulary from `texts` and write it to `folder` for transformers and vLLM.

    Returns:
        The number of tokens, at most `vocabulary`.
    """
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\d+"), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[END, PAD],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )

    def corpus() -> Iterator[str]:
        yield from texts
        for number in _numbers():
            # Often enough to outrank any letters.
            yield f"{number} " * 10_000

    tokenizer.train_from_iterator(corpus(), trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token=END, pad_token=PAD, clean_up_tokenization_spaces=False
    )
    fast.save_pretrained(folder)
    return len(fast)
