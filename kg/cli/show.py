"""A paper on a terminal as the extractor read it: mentions by colour, then its results as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from kg.cli.marked import Mark, has_colour, marked
from kg.model import Bound, Change, EntityType, Extraction, Field, Paper, PaperEntity, Result, ResultKind
from kg.plain import plain

__all__ = ["show_extraction"]

_STYLES = {
    EntityType.METHOD: "bold magenta",
    EntityType.MODEL: "bold blue",
    EntityType.DATASET: "bold green",
    EntityType.METRIC: "bold yellow",
    EntityType.TASK: "bold cyan",
}
_NUMBER = "bold reverse"
_BOUNDS = {Bound.AT_LEAST: "≥ ", Bound.AT_MOST: "≤ ", Bound.APPROXIMATELY: "≈ ", None: ""}
_SIGNS = {Change.UP: "+", Change.DOWN: "−", None: ""}
_ARROWS = {Change.UP: " ↑", Change.DOWN: " ↓", None: ""}


def show_extraction(paper: Paper, extraction: Extraction, console: Console) -> None:
    """Print a paper's title and summary with what was found in them, and the results as a table.

    Mentions have the colour of their type and results are reversed; without colours both stand in brackets, with the
    type, or the number of the result in the table.
    """
    coloured = has_colour(console)
    marks = {field: list(_marks(extraction, field)) for field in Field}
    console.rule(f"{escape(paper.arxiv_id)}  {escape(paper.date)}", align="left", characters="─", style="dim")
    if paper.title:
        console.print(marked(paper.title, marks[Field.TITLE], coloured=coloured), style="bold")
        console.print()
    console.print(marked(paper.summary, marks[paper.body], coloured=coloured))
    console.print()
    for entity_type in EntityType:
        _print_entities([one for one in extraction.entities if one.type is entity_type], entity_type, console)
    if extraction.results:
        console.print(_results_table(extraction.results))
    else:
        console.print("no results in digits\n", style="dim")


def _marks(extraction: Extraction, field: Field) -> Iterator[Mark]:
    for entity in extraction.entities:
        for mention in entity.mentions:
            if mention.field is field:
                yield Mark(mention.span, _STYLES[entity.type], entity.type.value)
    for number, result in enumerate(extraction.results, 1):
        if result.field is field:
            yield Mark(result.span, _NUMBER, f"result {number}")


def _print_entities(entities: Sequence[PaperEntity], entity_type: EntityType, console: Console) -> None:
    """Print the entities of a type in a line or more, each with its role and its confidence."""
    if not entities:
        return
    said = Text(f"{entity_type.value:9}", style=_STYLES[entity_type])
    for place, entity in enumerate(entities):
        others = f" = {' = '.join(entity.names[1:])}" if entity.names[1:] else ""
        role = f"{entity.role} " if entity.role else ""
        said.append("; " if place else "", style="default")
        said.append(plain(entity.names[0]))
        said.append(plain(f"{others} ({role}{entity.confidence:.2f})"), style="default not bold")
    # By hand, so that further lines stand below the first name; rich leaves the space at which it broke a line.
    for number, line in enumerate(said.wrap(console, console.width - 9)):
        line.rstrip()
        console.print(line if not number else Text(" " * 9) + line)


def _results_table(results: Sequence[Result]) -> Table:
    """Make the table of results; a column that is open in all of them is left out."""
    columns: dict[str, list[str | None]] = {
        "#": [str(number) for number in range(1, len(results) + 1)],
        "value": [_value(result) for result in results],
        "of": [result.subject for result in results],
        "metric": [result.metric for result in results],
        "dataset": [result.dataset for result in results],
        "over": [result.baseline for result in results],
        "with": [result.model for result in results],
        "before": [None if result.before is None else str(result.before + 1) for result in results],
        "sure": [f"{result.confidence:.2f}" for result in results],
    }
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    for name in shown:
        is_short = name in ("#", "value", "before", "sure")
        table.add_column(name, justify="right" if is_short else "left", no_wrap=is_short, overflow="fold")
    for row in zip(*shown.values(), strict=True):
        table.add_row(*(Text(plain(cell or "")) for cell in row))
    return table


def _value(result: Result) -> str:
    """Write a value as a reader would: "≥ 60 %", "+3.1 %" for a difference, "3.04 x ↑" for a ratio.

    >>> from kg.model import Span
    >>> _value(Result(Field.SUMMARY, Span(0, 3), "3.1", "%", ResultKind.DIFFERENCE, change=Change.DOWN))
    '−3.1 %'
    """
    unit = f" {result.unit}" if result.unit else ""
    sign = _SIGNS[result.change] if result.kind is ResultKind.DIFFERENCE else ""
    arrow = _ARROWS[result.change] if result.kind is ResultKind.RATIO else ""
    return f"{_BOUNDS[result.bound]}{sign}{result.value}{unit}{arrow}"
