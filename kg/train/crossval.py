"""Cross-validation: each paper extracted by models that have not seen it, and scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extract.evaluate import evaluate
from kg.extract.judge import split_entities
from kg.extract.result_model import FoundResult, ResultModel
from kg.extract.results import settled, shown_confidence
from kg.extract.scores import Scores
from kg.extract.things import DocEntity
from kg.records import Record
from kg.train.decisions import Decisions
from kg.train.result_lessons import Example, fit_results

__all__ = ["cross_validate"]


def cross_validate(decisions: Decisions) -> Scores:
    """Score the recipe: tagger and gazetteer leave out a paper's fold, judge, roles and results its part."""
    parts, looks = [decisions.predicted(part) for part in range(decisions.parts)], decisions.looks
    if looks:
        looks.train([example for part in parts for example in part])
    found = []
    for number, part in enumerate(parts):
        others = [example for other in parts if other is not part for example in other]
        # As for the shipped weights: from annotated entities and from predicted ones (Decisions.save).
        model = fit_results([*(replace(one, entities=one.lesson.annotated()) for one in others), *others])
        found += [_record(looks.at(example) if looks else example, model) for example in part]
        decisions.report("cross-validation", number + 1, len(parts))
    lessons = [one.lesson for one in decisions.tagged]
    traits = {lesson.arxiv_id: lesson.traits for lesson in lessons}
    return evaluate([lesson.record for lesson in lessons], found, traits=traits)


def _record(example: Example, model: ResultModel) -> Record:
    results = model.results(example.lesson.reading, example.entities, example.net, example.looks)
    _, doubtful = split_entities(example.entities)
    return {
        "id": example.lesson.arxiv_id,
        "entities": [
            {
                "type": entity.type,
                "names": list(entity.names),
                "role": entity.role,
                "confidence": entity.confidence,
            }
            for entity in settled(example.entities, doubtful, results)
        ],
        "results": [_result(result, example.entities) for result in results],
    }


def _result(found: FoundResult, entities: Sequence[DocEntity]) -> Record:
    links = {slot: None if place is None else entities[place].names[0] for slot, place in found.links.items()}
    return {
        "value": found.number.value,
        "unit": found.number.unit,
        "kind": found.kind,
        "confidence": shown_confidence(found.confidence),
        **links,
    }
