"""The result of a gene by what is said of its variants: "EGFR T790M not detected" makes no mutated EGFR."""

from collections.abc import Iterator

from ingest.entities.denied import Verdict, verdicts
from ingest.entities.found import Found
from ingest.entities.variant import items_of
from ingest.linking.names import genes
from ingest.mention import Mention

_POSITIVE = frozenset({"mutated", "positive", "amplified"})


def by_verdict(
    text: str, found: list[Found], variants: list[Found], mentions: list[Mention]
) -> Iterator[Found]:
    """The markers found, with genes' results as the text gives them, and genes that have a result only so.

    Without a variant of its own a gene that is not found changed is wild-type; else its test is negative,
    as another change may be there. A marker that is stained keeps its result.
    """
    said = verdicts(text, items_of(variants, mentions))
    if not said:
        yield from found
        return
    symbols = {(m.start, m.end): m.name for m in mentions}
    for one in found:
        verdict = said.get((one.start, one.end))
        unsettled = one.status in _POSITIVE or (verdict is not None and verdict.named)
        if verdict is not None and one.type == "gene" and (unsettled or one.status is None):
            yield one._replace(status=_status(verdict))
        elif verdict is None or one.type == "gene" or not verdict.named:
            yield one
    known = {(f.start, f.end) for f in found if f.type == "gene"}
    stained = {(f.start, f.end) for f in found if f.type != "gene"}
    for span, verdict in said.items():
        if span in symbols and span not in known and (verdict.named or span not in stained):
            gene = genes().get(symbols[span])
            yield Found("gene", *span, status=_status(verdict), curie=str(gene["hgnc"]) if gene else None)


def _status(verdict: Verdict) -> str | None:
    if not verdict.denied:
        return None
    return "wild-type" if verdict.sequence and not verdict.named else "negative"
