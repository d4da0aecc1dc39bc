"""The errors of an extraction on a terminal: each with its sentence, what it is about made to stand out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from kg.cli.marked import Mark, has_colour, marked
from kg.plain import plain

# Loaded for its types alone it would bring spaCy into every command.
if TYPE_CHECKING:
    from kg.evaluation import Evaluation
    from kg.extract.slips import Slip

__all__ = ["print_slips"]

_INDENT = 4


def print_slips(evaluation: Evaluation, console: Console, *, most: int | None = None) -> None:
    """Print errors by their sort, at most `most` of each, each with its sentence if it stands in one."""
    sorts: dict[str, list[Slip]] = {}
    for slip in evaluation.scores.slips:
        sorts.setdefault(slip.title, []).append(slip)
    for title, slips in sorted(sorts.items()):
        shown = slips[:most]
        count = f"{len(shown):,}" if len(shown) == len(slips) else f"{len(shown):,} of {len(slips):,}"
        console.print(Text.assemble((title, "bold"), f" ({count})"))
        _print_slips(shown, evaluation, console)
        console.print()


def _print_slips(slips: Sequence[Slip], evaluation: Evaluation, console: Console) -> None:
    for slip in slips:
        _print_wrapped(Text.assemble((slip.arxiv_id, "cyan"), "  ", plain(slip.text)), console, (0, _INDENT))
        words, places = evaluation.sentence(slip)
        marks = [Mark(place, "bold reverse") for place in places]
        said = marked(words, marks, coloured=has_colour(console)) if words else _unplaced(slip, evaluation)
        _print_wrapped(said, console, (_INDENT, _INDENT))


def _print_wrapped(text: Text, console: Console, indents: tuple[int, int]) -> None:
    """Print a text within the width, its first line and the others each with an indent."""
    for number, line in enumerate(text.wrap(console, console.width - max(indents))):
        # rich leaves the space at which it broke a line.
        line.rstrip()
        console.print(Text(" " * indents[min(number, 1)]) + line)


def _unplaced(slip: Slip, evaluation: Evaluation) -> Text:
    known = slip.arxiv_id in evaluation.papers
    return Text("(in no sentence of the paper)" if known else "(the digests do not hold this paper)", style="dim")
