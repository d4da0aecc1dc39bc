"""Evaluation: extracted records against annotated ones, all papers counted together.

What counts as the same is decided in `kg.extract.compared`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from kg.extract.compared import ComparedEntity, ComparedPaper, ComparedResult, agree, as_compared, pair_off
from kg.extract.scores import Claim, PaperScores, Score, Scores
from kg.extract.slips import find_slips
from kg.model import EntityType
from kg.records import Record

__all__ = ["evaluate"]

Counted = tuple[str, Score]


def evaluate(
    gold: Iterable[Record], predicted: Iterable[Record], *, traits: Mapping[str, Mapping[str, str]] | None = None
) -> Scores:
    """Score extracted records against annotated ones, both in the annotation guideline's form.

    A paper without a prediction counts as empty; predictions for other papers are left out; of two records
    with one id the later counts. `traits` says by id what is known of a paper, such as its month, for `Scores.by`.

    >>> lora = {"type": "Method", "names": ["LoRA"], "role": "used"}
    >>> scores = evaluate([{"id": "1", "entities": [lora], "results": []}], [])
    >>> scores.typed.recall, scores.typed.gold
    (0.0, 1)
    """
    wanted = {record["id"]: as_compared(record) for record in gold}
    got = {record["id"]: as_compared(record) for record in predicted if record["id"] in wanted}
    known = traits or {}
    return Scores(
        tuple(
            _scored(arxiv_id, annotated, got.get(arxiv_id), known.get(arxiv_id, {}))
            for arxiv_id, annotated in wanted.items()
        )
    )


def _scored(arxiv_id: str, gold: ComparedPaper, answer: ComparedPaper | None, traits: Mapping[str, str]) -> PaperScores:
    predicted = answer or ComparedPaper()
    counts: dict[str, Score] = {}
    for name, score in [*_entity_counts(gold, predicted), *_result_counts(gold.results, predicted.results)]:
        counts[name] = counts.get(name, Score()) + score
    return PaperScores(
        arxiv_id=arxiv_id,
        answered=answer is not None,
        counts=counts,
        claims=tuple(_claims(gold, predicted)),
        slips=tuple(find_slips(arxiv_id, gold, predicted)),
        traits=traits,
    )


def _entity_counts(gold: ComparedPaper, predicted: ComparedPaper) -> Iterator[Counted]:
    for entity_type in EntityType:
        annotated, extracted = _of_type(gold, entity_type), _of_type(predicted, entity_type)
        pairs, _, _ = pair_off(annotated, extracted, ComparedEntity.is_like)
        yield entity_type, Score(len(pairs), len(annotated), len(extracted))
        if entity_type.has_role:
            # Out of the entities found with their type: whether an entity is found at all is scored above.
            right = sum(one.role == other.role for one, other in pairs)
            yield f"role of {entity_type}", Score(right, len(pairs), len(pairs))
    pairs, _, _ = pair_off(gold.entities, predicted.entities, ComparedEntity.is_like)
    yield "any type", Score(len(pairs), len(gold.entities), len(predicted.entities))


def _of_type(paper: ComparedPaper, entity_type: EntityType) -> list[ComparedEntity]:
    return [entity for entity in paper.entities if entity.type == entity_type]


def _result_counts(gold: Sequence[ComparedResult], predicted: Sequence[ComparedResult]) -> Iterator[Counted]:
    levels = {
        "value": ComparedResult.has_value_of,
        "measured": ComparedResult.measures_like,
        "attributed": ComparedResult.is_attributed_like,
    }
    for name, alike in levels.items():
        pairs, _, _ = pair_off(gold, predicted, alike)
        yield name, Score(len(pairs), len(gold), len(predicted))
    pairs, _, _ = pair_off(gold, predicted, ComparedResult.has_value_of)
    for one, other in pairs:
        for slot in ("baseline", "model"):
            mine, theirs = one.links[slot], other.links[slot]
            right = mine is not None and agree(mine, theirs)
            yield slot, Score(right, mine is not None, theirs is not None)


def _claims(gold: ComparedPaper, predicted: ComparedPaper) -> Iterator[Claim]:
    """Yield what was claimed with a confidence, and whether type and name, or value and kind, are right."""
    for entity_type in EntityType:
        annotated, extracted = _of_type(gold, entity_type), _of_type(predicted, entity_type)
        _, _, wrong = pair_off(annotated, extracted, ComparedEntity.is_like)
        yield from _claimed("entities", extracted, wrong)
    _, _, wrong_results = pair_off(gold.results, predicted.results, ComparedResult.has_value_of)
    yield from _claimed("results", predicted.results, wrong_results)


def _claimed(
    what: str, items: Sequence[ComparedEntity | ComparedResult], wrong: Sequence[ComparedEntity | ComparedResult]
) -> Iterator[Claim]:
    # By identity: two claims may be equal, and what holds records has no hash.
    missing = set(map(id, wrong))
    claim = partial(Claim, what)
    return (
        claim(item.record["confidence"], id(item) not in missing)
        for item in items
        if item.record.get("confidence") is not None
    )
