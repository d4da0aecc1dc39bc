"""A paper shown on a terminal: with colours, without, at 80 columns, and with hostile words."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from kg.cli.marked import Mark, has_colour, marked
from kg.cli.show import show_extraction
from kg.model import (
    Bound,
    Change,
    EntityType,
    Extraction,
    Field,
    Mention,
    Paper,
    PaperEntity,
    Result,
    ResultKind,
    Role,
    Span,
)

SUMMARY = "NovaNet gains up to 3.1% accuracy on GSM8K over OldNet, and reaches 71.3%. " + "It is a long way. " * 20


def mention(text: str, words: str, field: Field = Field.SUMMARY) -> Mention:
    start = text.index(words)
    return Mention(field, Span(start, start + len(words)), words, 0.9)


def found(summary: str = SUMMARY) -> Extraction:
    nova = PaperEntity(EntityType.METHOD, ("NovaNet", "Nova"), Role.PROPOSED, (mention(summary, "NovaNet"),), 0.97)
    gsm = PaperEntity(EntityType.DATASET, ("GSM8K",), Role.EVALUATED, (mention(summary, "GSM8K"),), 0.99)
    at = summary.index
    results = (
        Result(
            Field.SUMMARY,
            Span(at("3.1"), at("3.1") + 3),
            "3.1",
            "%",
            ResultKind.DIFFERENCE,
            "NovaNet",
            "accuracy",
            "GSM8K",
            "OldNet",
            bound=Bound.AT_MOST,
            change=Change.UP,
            confidence=0.98,
        ),
        Result(Field.SUMMARY, Span(at("71.3"), at("71.3") + 4), "71.3", "%", ResultKind.ABSOLUTE, "NovaNet", before=0),
    )
    return Extraction("2501.00001", (nova, gsm), results)


def shown(extraction: Extraction, *, colour: bool = False, summary: str = SUMMARY) -> str:
    out = io.StringIO()
    system = "truecolor" if colour else None
    console = Console(file=out, width=80, force_terminal=colour, color_system=system, highlight=False)  # type: ignore[arg-type]
    show_extraction(Paper("2501.00001", "2025-01-01", "NovaNet wins", summary, ()), extraction, console)
    return out.getvalue()


def test_without_colours_mentions_and_results_stand_in_brackets() -> None:
    text = shown(found())
    assert "[NovaNet: Method] gains up to [3.1: result 1]% accuracy on [GSM8K: Dataset]" in " ".join(text.split())
    assert "\x1b" not in text


def test_with_colours_the_words_stay_as_they_are() -> None:
    text = shown(found(), colour=True)
    assert "\x1b[1;35mNovaNet\x1b[0m gains" in text
    assert "\x1b[1;7m3.1\x1b[0m%" in text
    assert ": Method]" not in text


def test_the_table_holds_each_result_and_only_columns_that_say_something() -> None:
    text = shown(found())
    assert "≤ +3.1 %" in text
    assert "over" in text.split("#")[1]
    assert "with" not in text.split("#")[1]
    assert max(map(len, text.splitlines())) <= 80


def test_names_and_roles_are_listed_by_type() -> None:
    assert "Method   NovaNet = Nova (proposed 0.97)" in shown(found())


def test_long_names_fit_80_columns() -> None:
    name = "A" * 300
    entity = PaperEntity(EntityType.TASK, (name,), None, (), 0.5)
    result = Result(Field.SUMMARY, Span(0, 1), "1", None, ResultKind.RATIO, name, name, name, name, name)
    assert max(map(len, shown(Extraction("1", (entity,), (result,))).splitlines())) <= 80


def test_a_paper_without_results_says_so() -> None:
    assert "no results" in shown(Extraction("2501.00001"))


def test_hostile_words_neither_colour_nor_move_anything() -> None:
    summary = "[red]\x1b[31mNovaNet\u202e gains 3.1% on GSM8K, 71.3% [/] [link=x]y"
    text = shown(found(summary), summary=summary)
    assert "[red][31m[NovaNet: Method] gains [3.1: result 1]%" in " ".join(text.split())
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_of_overlapping_marks_the_longest_counts() -> None:
    marks = [Mark(Span(0, 4), "bold", "a"), Mark(Span(0, 9), "bold", "b"), Mark(Span(5, 9), "bold", "c")]
    assert marked("Nova Net x", marks, coloured=False).plain == "[Nova Net : b]x"


@pytest.mark.parametrize(("no_color", "expected"), [(True, False), (False, True)])
def test_no_color_turns_colours_off(no_color: bool, expected: bool) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", no_color=no_color)
    assert has_colour(console) is expected
