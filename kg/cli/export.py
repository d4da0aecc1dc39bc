"""`kg export`: the graph in the forms that other tools read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.console import AnyGraphOption, LeastOption, graph_place, settings, stderr
from kg.graph.constructs import ONE_GRAPH, Vocabulary
from kg.graph.formats import WITH_ONTOLOGY, ExportFormat
from kg.notice import NOTICE

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "export",
        short_help="Write the graph: as RDF, as nodes and edges, or as tables.",
        epilog="Example: kg export --format turtle -o graph.ttl",
    )(export)


def export(
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write here, a file or a folder. [default: standard output]"
        ),
    ] = None,
    form: Annotated[
        ExportFormat | None,
        typer.Option("--format", "-f", metavar="FORM", help=f"One of {', '.join(ExportFormat)}; else by the ending."),
    ] = None,
    entity: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only the papers that mention it, and what they speak of.")
    ] = None,
    query: Annotated[
        str | None, typer.Option(metavar="SELECT", help="Only the papers in the answer of a query, and so on.")
    ] = None,
    vocabulary: Annotated[
        Vocabulary | None,
        typer.Option("--as", help="Put the evidence or the scores in the terms of another vocabulary."),
    ] = None,
    with_ontology: Annotated[
        bool, typer.Option("--with-ontology", help="Add the ontology, for OWL tools such as Protégé.")
    ] = False,
    least: LeastOption = 0.0,
    graph: AnyGraphOption = None,
) -> None:
    """Write the graph, the same bytes every time: as RDF, as nodes and edges, or as tables.

    neo4j, csv and parquet are folders of files: give --format and the folder with -o.
    """
    chosen = form or (ExportFormat.from_path(output) if output else ExportFormat.TURTLE)
    if vocabulary and (chosen not in ONE_GRAPH or entity or query):
        raise typer.BadParameter(f"--as gives the whole as one graph: {', '.join(ONE_GRAPH)}")
    if with_ontology and (chosen not in WITH_ONTOLOGY or vocabulary):
        raise typer.BadParameter(f"--with-ontology gives one file in its own terms: {', '.join(WITH_ONTOLOGY)}")
    if output is None and chosen.is_folder:
        raise typer.BadParameter(f"{chosen} is a folder of files; say where with -o FOLDER")
    opened = kg.open(graph_place(graph), settings=settings(), min_confidence=least)
    part = {"entity": entity, "query": query, "vocabulary": vocabulary}
    opened.export(output or sys.stdout.buffer, format=chosen, with_ontology=with_ontology, **part)
    if output is not None:
        for path in sorted(output.iterdir()) if output.is_dir() else [output]:
            stderr.print(f"wrote {path} ({path.stat().st_size:,} bytes)", markup=False, soft_wrap=True)
        stderr.print(NOTICE, style="dim", soft_wrap=True)
