"""`kg view`: the graph, or a part of it, as a page for the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.console import GraphOption, graph_path, settings, stdout

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("view", epilog="Example: kg view --entity LoRA -o lora.html")(view)


def view(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")],
    graph: GraphOption = None,
    paper: Annotated[str | None, typer.Option(metavar="ID", help="The map of one paper (arXiv id).")] = None,
    entity: Annotated[str | None, typer.Option(metavar="NAME", help="What surrounds one entity.")] = None,
    landscape: Annotated[
        str | None, typer.Option(metavar="NAME", help="What is measured on a dataset, or what papers on a task use.")
    ] = None,
    person: Annotated[str | None, typer.Option(metavar="NAME", help="Who is listed beside somebody.")] = None,
    query: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What a query in a file gives (CONSTRUCT or SELECT).")
    ] = None,
) -> None:
    """Write an interactive page of the graph: one file that needs no network. Without an option: an overview."""
    if sum(option is not None for option in (paper, entity, landscape, person, query)) > 1:
        raise typer.BadParameter("choose one of --paper, --entity, --landscape, --person and --query")
    if output.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter(f"the page is HTML; name it {output.with_suffix('.html').name}", param_hint="-o")
    text = query.read_text(encoding="utf-8") if query else None
    opened = kg.open(graph_path(graph), settings=settings())
    page = opened.view(paper=paper, entity=entity, landscape=landscape, person=person, query=text)
    page.save(output)
    stdout.print(f"wrote {output}: {page.summary}", soft_wrap=True, markup=False)
