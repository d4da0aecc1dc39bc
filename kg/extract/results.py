"""The results of a paper: every number of its text that states a measured outcome, with what it belongs to.

The way of a number: found (`numbers`), read (`result_kinds`), linked (`result_measures`, `result_parties`).
Titles are left out: what they say in numbers, the summary says again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.annotations import SENTENCES, DocEntity
from kg.extract.numbers import Number, Place
from kg.extract.passages import Passage, passages
from kg.extract.result_kinds import Decision, decide, goes_on
from kg.extract.result_measures import link_dataset, link_metric
from kg.extract.result_parties import link_baseline, link_model, link_subject, proposed_system
from kg.model import EntityType, Field, Result, ResultKind, Role, Span

__all__ = ["FACTORY", "FoundResult", "ResultFinder", "component", "find_results"]

FACTORY = "kg_results_v1"
"""The name of the component's spaCy factory (spaCy allows no full stop in it)."""


@dataclass(frozen=True, slots=True)
class FoundResult:
    """A number that states a result, with the places of the entities it belongs to.

    `before` is the place, among the results of the text, of the score that this one changed from.
    """

    number: Number
    decision: Decision
    subject: int | None = None
    metric: int | None = None
    dataset: int | None = None
    baseline: int | None = None
    model: int | None = None
    before: int | None = None


class ResultFinder:
    """The spaCy component: reads `doc._.kg_entities` and the sentences, and writes `doc._.kg_results`.

    It writes `kg.model.Result` values whose offsets are those of the summary.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the results of a doc."""
        title_end: int = doc._.kg_title_end
        entities: Sequence[DocEntity] = doc._.kg_entities
        sentences = [Span(s.start_char, s.end_char) for s in doc.spans.get(SENTENCES, ()) if len(s)]
        body = [sentence for sentence in sentences if sentence.start > title_end]
        found = find_results(doc.text, body, entities)
        doc._.kg_results = [_as_result(result, entities, title_end + 1) for result in found]
        return doc


@Language.factory(
    FACTORY, requires=["doc._.kg_entities", "doc._.kg_title_end", "doc.spans"], assigns=["doc._.kg_results"]
)
def component(nlp: Language, name: str) -> ResultFinder:  # noqa: ARG001 (spaCy passes both)
    """Make the component; the function that an entry point of the group `spacy_factories` names."""
    return ResultFinder()


def find_results(text: str, sentences: Sequence[Span], entities: Sequence[DocEntity]) -> list[FoundResult]:
    """Find the results in some sentences of a text, in the order of the text.

    >>> text = "A 7B model scores 71.3% here."
    >>> [r.number.value for r in find_results(text, [Span(0, len(text))], [])]
    ['71.3']
    """
    own, bench = proposed_system(entities), _own_benchmark(entities)
    found: list[FoundResult] = []
    for passage in passages(text, sentences, entities):
        home = None if passage.named(EntityType.DATASET) else bench
        for number, decision, in_list in _read(passage):
            previous = found[-1] if found else None
            changed = number.place is Place.TO and previous and previous.number.place is Place.FROM
            links = _links(passage, number, decision, entities, own, previous if in_list else None)
            if links["dataset"] is None:
                links["dataset"] = home
            found.append(FoundResult(number, decision, before=len(found) - 1 if changed else None, **links))
    return found


def _read(passage: Passage) -> Iterator[tuple[Number, Decision, bool]]:
    """Yield the numbers that state results, each with whether it goes on with a list of results."""
    last: tuple[Number, Decision] | None = None
    for number in passage.numbers:
        decision = decide(passage, number, last)
        if decision is None:
            continue
        in_list = last is not None and last[1].kind is decision.kind and goes_on(passage, number, last[0])
        yield number, decision, in_list
        last = number, decision


def _links(
    passage: Passage,
    number: Number,
    decision: Decision,
    entities: Sequence[DocEntity],
    own: int | None,
    before: FoundResult | None,
) -> dict[str, int | None]:
    """Link a number to places of entities; `before` is the result whose list it goes on with."""
    subject = link_subject(passage, number, decision.kind, own)
    compares = decision.kind is not ResultKind.ABSOLUTE
    baseline = link_baseline(passage, number, subject) if compares else None
    return {
        "subject": subject,
        "metric": link_metric(passage, number, before.metric if before else None),
        "dataset": link_dataset(passage, number, before.dataset if before else None),
        "baseline": baseline,
        "model": link_model(passage, number, subject, baseline, entities),
    }


def _own_benchmark(entities: Sequence[DocEntity]) -> int | None:
    """Return the place of the benchmark that a paper is about: proposed, and no system beside it."""
    if proposed_system(entities) is not None:
        return None
    own = (
        place
        for place, entity in enumerate(entities)
        if entity.role is Role.PROPOSED and entity.type is EntityType.DATASET
    )
    return next(own, None)


def _as_result(found: FoundResult, entities: Sequence[DocEntity], offset: int) -> Result:
    number, decision = found.number, found.decision
    links = {
        slot: None if place is None else entities[place].names[0]
        for slot, place in (
            ("subject", found.subject),
            ("metric", found.metric),
            ("dataset", found.dataset),
            ("baseline", found.baseline),
            ("model", found.model),
        )
    }
    return Result(
        field=Field.SUMMARY,
        span=Span(number.span.start - offset, number.span.end - offset),
        value=number.value,
        unit=number.unit,
        kind=decision.kind,
        bound=number.bound,
        change=decision.change,
        before=found.before,
        confidence=round(decision.confidence, 2),
        **links,
    )
