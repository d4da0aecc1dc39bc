"""Tables on a terminal: columns where they fit, else one block a row."""

from __future__ import annotations

from collections.abc import Mapping

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from kg.plain import plain
from kg.rdf import Iri, RdfTerm
from kg.table import Table, as_python

__all__ = ["print_table", "shortened"]

_GAP = 2


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
    """Print a table in columns if they fit the terminal, else a block of lines for each row."""
    cells = [[shortened(term, prefixes) for term in row] for row in table.rows]
    widths = [max([len(name), *(len(row[place]) for row in cells)]) for place, name in enumerate(table.columns)]
    # One column is folded where it is too wide: a block a row would gain nothing.
    if sum(widths) + _GAP * len(widths) <= console.width or len(widths) == 1:
        _print_columns(table, cells, console)
    else:
        _print_blocks(table, cells, console)


def _print_columns(table: Table, cells: list[list[str]], console: Console) -> None:
    shown = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(table.columns):
        numeric = any(isinstance(as_python(row[place]), int | float) for row in table.rows)
        shown.add_column(escape(name), overflow="fold", justify="right" if numeric else "left")
    for row in cells:
        shown.add_row(*map(escape, row))
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
