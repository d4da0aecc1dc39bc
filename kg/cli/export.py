"""`kg export`: the graph in the forms that other tools read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.console import GraphOption, graph_path, settings, stderr
from kg.graph.constructs import Vocabulary
from kg.graph.formats import ExportFormat

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", epilog="Example: kg export --format turtle -o graph.ttl")(export)


def export(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write here. [default: standard output]"),
    ] = None,
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", "-f", help="The form; without it, the ending of FILE decides."),
    ] = None,
    vocabulary: Annotated[
        Vocabulary | None,
        typer.Option("--as", help="Put the evidence or the scores in the terms of another vocabulary."),
    ] = None,
    graph: GraphOption = None,
) -> None:
    """Write the whole graph: Turtle sorted and grouped by subject, the same bytes every time."""
    if vocabulary and form in (ExportFormat.NQUADS, ExportFormat.TRIG):
        raise typer.BadParameter("--as gives one graph: turtle, ntriples or jsonld")
    chosen = form or (ExportFormat.from_path(output) if output else ExportFormat.TURTLE)
    opened = kg.open(graph_path(graph), settings=settings())
    if output is None:
        opened.export(sys.stdout.buffer, format=chosen, vocabulary=vocabulary)
        return
    opened.export(output, format=chosen, vocabulary=vocabulary)
    stderr.print(f"wrote {output} ({output.stat().st_size:,} bytes)", markup=False, soft_wrap=True)
