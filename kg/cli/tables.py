"""Tables on a terminal: columns where they fit, else one block a row."""

from __future__ import annotations

from collections.abc import Mapping

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table as RichTable

from kg.plain import plain
from kg.rdf import Iri, RdfTerm
from kg.table import Table, as_python

__all__ = ["print_table", "shortened"]

_GAP = 2
_NARROW, _MOST_LINES = 24, 4
# Cells that may stand below their row, and how many of them.
_LONG, _MOST_BELOW = 60, 2


def shortened(term: RdfTerm | None, prefixes: Mapping[str, str]) -> str:
    """Write a term for a reader: an IRI with its prefix, a literal as its words, nothing for None.

    >>> shortened(Iri("https://example.org/paper/1"), {"paper": "https://example.org/paper/"})
    'paper:1'
    """
    if term is None:
        return ""
    text = plain(str(term))
    if isinstance(term, Iri):
        fits = [(len(space), name, space) for name, space in prefixes.items() if term.startswith(space)]
        if fits:
            # The longest fits best: one namespace may begin as another one does.
            _, name, space = max(fits)
            return f"{name}:{text[len(space) :]}"
    return text


def print_table(table: Table, console: Console, prefixes: Mapping[str, str]) -> None:
    """Print a table in columns if they fit the terminal, else a block of lines for each row.

    They fit where no cell of a row takes more than some lines; the longest cells, such as sentences, may stand below
    their row. Columns without any value are left out.
    """
    cells = [[shortened(term, prefixes) for term in row] for row in table.rows]
    widths = [max([len(name), *(len(row[place]) for row in cells)]) for place, name in enumerate(table.columns)]
    filled = [place for place in range(len(widths)) if not cells or any(row[place] for row in cells)]
    least = {place: _least(widths[place]) for place in filled}
    below: list[int] = []
    # One column is folded where it is too wide: a block a row would gain nothing.
    while _taken(least) > console.width and len(filled) > 1:
        longest = max(least, key=lambda place: widths[place])
        if len(below) == _MOST_BELOW or widths[longest] < _LONG:
            _print_blocks(table, cells, console)
            return
        below.append(longest)
        del least[longest]
    if below:
        _print_with_lines_below(table, cells, least, sorted(below), console)
    else:
        _print_columns(table, cells, least, console)


def _taken(least: Mapping[int, int]) -> int:
    return sum(least.values()) + _GAP * len(least)


def _least(width: int) -> int:
    """Return the width at which a column of so wide cells can still be read."""
    return width if width <= _NARROW else max(_NARROW, -(-width // _MOST_LINES))


def _print_with_lines_below(
    table: Table, cells: list[list[str]], least: Mapping[int, int], below: list[int], console: Console
) -> None:
    """Print rows whose long cells stand below them, over the whole width."""
    spare = console.width - _taken(least)

    def line(texts: list[str], style: str = "") -> RichTable:
        grid = RichTable.grid(padding=(0, _GAP, 0, 0))
        for place, width in least.items():
            # What is left goes to the column that folds.
            wider = spare if place == max(least, key=lambda one: least[one]) else 0
            grid.add_column(overflow="fold", width=width + wider, style=style)
        grid.add_row(*(escape(texts[place]) for place in least))
        return grid

    console.print(line(list(table.columns), "bold"))
    console.rule(characters="─", style="dim")
    for row in cells:
        console.print(line(row))
        for place in below:
            if row[place]:
                console.print(Padding(escape(row[place]), (0, 0, 0, _GAP)), style="dim")


def _print_columns(table: Table, cells: list[list[str]], least: Mapping[int, int], console: Console) -> None:
    shown = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, width in least.items():
        numeric = any(isinstance(as_python(row[place]), int | float) for row in table.rows)
        shown.add_column(
            escape(table.columns[place]),
            overflow="fold",
            justify="right" if numeric else "left",
            min_width=width if width < console.width else None,
        )
    for row in cells:
        shown.add_row(*(escape(row[place]) for place in least))
    console.print(shown)


def _print_blocks(table: Table, cells: list[list[str]], console: Console) -> None:
    """Print each row as lines of a column's name and its value; open cells are left out."""
    for number, row in enumerate(cells, start=1):
        console.rule(f"{number} of {len(cells):,}", align="left", characters="─", style="dim")
        block = RichTable(box=None, show_header=False, pad_edge=False)
        block.add_column(style="bold", no_wrap=True)
        block.add_column(overflow="fold")
        for name, value in zip(table.columns, row, strict=True):
            if value:
                block.add_row(escape(name), escape(value))
        console.print(block)
