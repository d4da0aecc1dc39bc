"""`kg verify`: every quote of the graph, held against the sources that it comes from."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

import kg
from kg.cli.build import SourcesArgument
from kg.cli.console import AnyGraphOption, JsonOption, graph_place, print_json, settings, stdout, warn
from kg.cli.selection import CategoryOption, SinceOption, UntilOption, selection
from kg.plain import plain
from kg.verify import Verification

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "verify",
        short_help="Hold every quote and offset against the sources.",
        epilog="Example: kg verify data/digests",
    )(verify)


def verify(
    sources: SourcesArgument,
    graph: AnyGraphOption = None,
    category: CategoryOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    most: Annotated[int, typer.Option("--most", help="Print at most so many mistakes.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Read the sources again and check every text, quote and offset of the graph; exits with 1 when one is wrong."""
    opened = kg.open(graph_place(graph), settings=settings())
    found = opened.verify(
        sources, select=selection(category, since, until), on_problem=lambda problem: warn(str(problem))
    )
    if as_json:
        print_json(found.as_record())
    else:
        _print(found, most)
    if not found.holds:
        raise typer.Exit(1)


def _print(found: Verification, most: int) -> None:
    # Texts that are wrong are listed, too, but are no quotes.
    right = found.quotes - sum("/text/" not in wrong.node for wrong in found.wrong)
    share = f"{100 * right / found.quotes:.2f} %" if found.quotes else "none"
    stdout.print(f"{right:,} of {found.quotes:,} quotes ({share}) stand in their sources at their offsets")
    stdout.print(f"{found.texts:,} texts compared")
    if found.unchecked:
        stdout.print(f"{found.unchecked:,} quotes not checked: no source of their day was given")
    if found.missing:
        stdout.print(f"{len(found.missing):,} papers of the sources are not in the graph; kg build adds them")
    for wrong in found.wrong[:most]:
        stdout.print(f"  [bold]{escape(wrong.node)}[/]", soft_wrap=True)
        stdout.print(f"    {escape(plain(wrong.message))}, found {escape(plain(repr(wrong.found)))}", soft_wrap=True)
