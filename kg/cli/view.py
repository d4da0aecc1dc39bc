"""`kg view`: the graph, or a part of it, as a page for the browser."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

import kg
from kg.cli.console import AnyGraphOption, LeastOption, graph_place, settings, stdout
from kg.view.choices import ROLES, TOGETHER, TYPES, Reach, Renderer, ViewFormat

__all__ = ["register"]

OutputOption = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page or picture to write.")]
PaperOption = Annotated[str | None, typer.Option(metavar="ID", help="The map of one paper (arXiv id).")]
EntityOption = Annotated[str | None, typer.Option(metavar="NAME", help="What surrounds one entity.")]
LandscapeOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="What is measured on a dataset, or what papers on a task use.")
]
PersonOption = Annotated[str | None, typer.Option(metavar="NAME", help="Who is listed beside somebody.")]
TogetherOption = Annotated[
    str | None, typer.Option(metavar="TYPE", help=f"What occurs together: {', '.join(TOGETHER)}.")
]
FamilyOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="When the variants of something came up, and from what.")
]
WholeOption = Annotated[bool, typer.Option("--whole", help="All papers and the names that they share.")]
QueryOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="What a query in a file gives (CONSTRUCT or SELECT).")
]
DepthOption = Annotated[int | None, typer.Option(min=1, help="With --paper or --entity: all within so many steps.")]
TypesOption = Annotated[
    list[str] | None, typer.Option("--type", metavar="TYPE", help=f"Only these: {', '.join(TYPES)}.")
]
RolesOption = Annotated[
    list[str] | None, typer.Option("--role", metavar="ROLE", help=f"Only by these: {', '.join(ROLES)}.")
]
SinceOption = Annotated[str, typer.Option(metavar="DAY", help="Papers since a day, month or year.")]
UntilOption = Annotated[str, typer.Option(metavar="DAY", help="Papers until then.")]
FormOption = Annotated[
    ViewFormat | None, typer.Option("--format", "-f", help="A page or a still picture; else by the ending.")
]
RendererOption = Annotated[
    Renderer | None, typer.Option(help="What draws it. [default: pyvis up to 300 nodes, webgl above]")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "view",
        short_help="Draw the graph: an interactive page, or a still picture.",
        epilog="Example: kg view --entity LoRA -o lora.html",
    )(view)


def view(
    output: OutputOption,
    least: LeastOption = 0.0,
    graph: AnyGraphOption = None,
    paper: PaperOption = None,
    entity: EntityOption = None,
    landscape: LandscapeOption = None,
    person: PersonOption = None,
    together: TogetherOption = None,
    family: FamilyOption = None,
    whole: WholeOption = False,
    query: QueryOption = None,
    depth: DepthOption = None,
    types: TypesOption = None,
    roles: RolesOption = None,
    since: SinceOption = "",
    until: UntilOption = "",
    form: FormOption = None,
    renderer: RendererOption = None,
) -> None:
    """Write an interactive page of the graph, one file that needs no network, or a still picture (PNG, SVG).

    Without an option: an overview.
    """
    named = {"paper": paper, "entity": entity, "landscape": landscape, "person": person, "together": together}
    named["family"] = family
    _check_one([*named.values(), query, whole or None])
    reach = _reach(depth, types or (), roles or (), since, until)
    if reach and (paper is None) == (entity is None):
        raise typer.BadParameter("--depth, --type, --role, --since and --until go with --paper or --entity")
    chosen_form = form or _form_of(output)
    text = query.read_text(encoding="utf-8") if query else None
    opened = kg.open(graph_place(graph), settings=settings(), min_confidence=least)
    page = opened.view(**named, query=text, whole=whole, reach=reach, renderer=renderer)
    output.write_bytes(page.html.encode() if chosen_form is ViewFormat.HTML else page.picture(chosen_form))
    stdout.print(f"wrote {output}: {page.summary}", soft_wrap=True, markup=False)


def _check_one(given: Sequence[object]) -> None:
    if sum(option is not None for option in given) > 1:
        raise typer.BadParameter(
            "choose one of --paper, --entity, --landscape, --person, --together, --family, --whole and --query"
        )


def _reach(depth: int | None, types: Sequence[str], roles: Sequence[str], since: str, until: str) -> Reach | None:
    if depth is None and not (types or roles or since or until):
        return None
    try:
        return Reach(depth=depth or 1, types=tuple(types), roles=tuple(roles), since=since, until=until)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _form_of(output: Path) -> ViewFormat:
    ending = output.suffix.lower().removeprefix(".")
    if ending == "htm":
        return ViewFormat.HTML
    if ending not in list(ViewFormat):
        named = output.with_suffix(".html").name
        raise typer.BadParameter(f"a view is HTML, PNG or SVG; name it {named}, or say --format", param_hint="-o")
    return ViewFormat(ending)
