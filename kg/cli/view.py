"""`kg view`: the graph, or a part of it, as a page for the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.console import GraphOption, LeastOption, graph_path, settings, stdout
from kg.view.choices import TOGETHER, Renderer

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("view", epilog="Example: kg view --entity LoRA -o lora.html")(view)


def view(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")],
    least: LeastOption = 0.0,
    graph: GraphOption = None,
    paper: Annotated[str | None, typer.Option(metavar="ID", help="The map of one paper (arXiv id).")] = None,
    entity: Annotated[str | None, typer.Option(metavar="NAME", help="What surrounds one entity.")] = None,
    landscape: Annotated[
        str | None, typer.Option(metavar="NAME", help="What is measured on a dataset, or what papers on a task use.")
    ] = None,
    person: Annotated[str | None, typer.Option(metavar="NAME", help="Who is listed beside somebody.")] = None,
    together: Annotated[
        str | None, typer.Option(metavar="TYPE", help=f"What occurs together: {', '.join(TOGETHER)}.")
    ] = None,
    family: Annotated[
        str | None, typer.Option(metavar="NAME", help="When the variants of something came up, and from what.")
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="All papers and the names that they share.")] = False,
    query: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What a query in a file gives (CONSTRUCT or SELECT).")
    ] = None,
    renderer: Annotated[
        Renderer | None, typer.Option(help="What draws it. [default: pyvis up to 300 nodes, webgl above]")
    ] = None,
) -> None:
    """Write an interactive page of the graph: one file that needs no network. Without an option: an overview."""
    chosen = [option for option in (paper, entity, landscape, person, together, family, query) if option is not None]
    if len(chosen) + whole > 1:
        raise typer.BadParameter(
            "choose one of --paper, --entity, --landscape, --person, --together, --family, --whole and --query"
        )
    if output.suffix.lower() not in (".html", ".htm"):
        raise typer.BadParameter(f"the page is HTML; name it {output.with_suffix('.html').name}", param_hint="-o")
    text = query.read_text(encoding="utf-8") if query else None
    opened = kg.open(graph_path(graph), settings=settings(), min_confidence=least)
    page = opened.view(
        paper=paper,
        entity=entity,
        landscape=landscape,
        person=person,
        together=together,
        family=family,
        query=text,
        whole=whole,
        renderer=renderer,
    )
    page.save(output)
    stdout.print(f"wrote {output}: {page.summary}", soft_wrap=True, markup=False)
