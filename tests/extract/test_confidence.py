"""What is left out below a confidence, and what becomes of links to it."""

from __future__ import annotations

from kg.extract.confidence import confident
from kg.model import EntityType, Extraction, Field, PaperEntity, Result, ResultKind, Span

SURE = PaperEntity(EntityType.METHOD, ("NovaNet",), None, (), 0.9)
DOUBTFUL = PaperEntity(EntityType.METRIC, ("accuracy",), None, (), 0.4)
FIRST = Result(Field.SUMMARY, Span(0, 1), "1", None, ResultKind.ABSOLUTE, confidence=0.5)
SECOND = Result(
    Field.SUMMARY, Span(5, 6), "2", None, ResultKind.ABSOLUTE, "NovaNet", "accuracy", before=0, confidence=0.8
)
FOUND = Extraction("1", (SURE, DOUBTFUL), (FIRST, SECOND))


def test_everything_stays_at_zero() -> None:
    assert confident(FOUND, 0.0) == FOUND


def test_links_to_what_goes_are_opened() -> None:
    left = confident(FOUND, 0.6)
    assert left.entities == (SURE,)
    (result,) = left.results
    assert (result.value, result.subject, result.metric, result.before) == ("2", "NovaNet", None, None)


def test_places_of_earlier_scores_move_up() -> None:
    other = Extraction("1", (SURE, DOUBTFUL), (FIRST, SECOND, FIRST))
    assert confident(other, 0.3).results[1].before == 0
