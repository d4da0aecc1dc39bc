"""`kg export`: the graph in the forms that other tools read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.console import GraphOption, graph_path, settings, stderr
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
    graph: GraphOption = None,
) -> None:
    """Write the whole graph: Turtle sorted and grouped by subject, the same bytes every time."""
    chosen = form or (ExportFormat.from_path(output) if output else ExportFormat.TURTLE)
    opened = kg.open(graph_path(graph), settings=settings())
    if output is None:
        opened.export(sys.stdout.buffer, format=chosen)
        return
    opened.export(output, format=chosen)
    stderr.print(f"wrote {output} ({output.stat().st_size:,} bytes)", markup=False, soft_wrap=True)
