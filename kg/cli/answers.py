"""Print the answer to a query: a table on a terminal, else in a form for programs."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING

import kg
from kg.cli.console import graph_place, settings, stderr, stdout, warn
from kg.cli.tables import print_table
from kg.graph.confident import confident_version
from kg.graph.folder import GraphFolder
from kg.notice import NOTICE
from kg.query.lexer import GRAPH_FORMS, check
from kg.query.run import Asker
from kg.query.unknown_terms import unknown_terms
from kg.remote.address import is_address
from kg.table import Table
from kg.vocab import prefixes

if TYPE_CHECKING:
    from kg.remote.asker import RemoteAsker

__all__ = ["Format", "asker_for", "format_for", "print_answer", "print_rows"]


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


def format_for(asked: str, form: Format | None) -> Format:
    """Return the form that was wished for, else the one that fits the query and where the answer goes."""
    if form is not None:
        return form
    if check(asked) in GRAPH_FORMS:
        return Format.TURTLE
    return Format.TABLE if stdout.is_terminal else Format.CSV


def asker_for(graph: str | None, *, least: float = 0.0) -> Asker | RemoteAsker:
    """Open what answers, for a folder or an address; to be closed.

    What speaks with servers is loaded only for one, so that a folder answers at once.
    """
    place = graph_place(graph)
    if is_address(place):
        return kg.open(place, settings=settings(), min_confidence=least).asker
    version = confident_version(GraphFolder(place).current(), least)
    return Asker(version.store, base=version.manifest()["inputs"]["base"])


def print_answer(asker: Asker | RemoteAsker, asked: str, form: Format | None, seconds: float) -> None:
    """Ask, and print the answer on standard output; where it comes from stands on standard error."""
    for slip in unknown_terms(asked):
        warn(str(slip))
    rows = settings().max_rows
    chosen = format_for(asked, form)
    if chosen is Format.TABLE and check(asked) not in GRAPH_FORMS:
        print_rows(asker.ask(asked, timeout=seconds, max_rows=rows), asker.base)
        return
    body = asker.answer(asked, format=chosen.value, timeout=seconds, max_rows=rows).body
    # So that a shell's prompt begins a line of its own.
    sys.stdout.buffer.write(body if body.endswith(b"\n") else body + b"\n")
    # What is printed next goes through the layer of text above, which knows nothing of these bytes.
    sys.stdout.buffer.flush()
    # CSV and TSV have no comments (SPARQL 1.1 CSV and TSV, 3 and 4), and programs read the others: it stands beside.
    stderr.print(NOTICE, style="dim", soft_wrap=True)


def print_rows(table: Table, base: str, *, most: int | None = None, rest: str = "") -> None:
    """Print a table for a reader, and on standard error how many rows it has and where they come from.

    With `most` no more rows are printed, and `rest` says how to see the others.
    """
    shown = table if most is None or len(table) <= most else Table(table.columns, table.rows[:most])
    print_table(shown, stdout, prefixes(base))
    counted = "1 row" if len(table) == 1 else f"{len(table):,} rows"
    stderr.print(counted if shown is table else f"{len(shown)} of {counted}. {rest}", markup=False, soft_wrap=True)
    stderr.print(NOTICE, style="dim", soft_wrap=True)
