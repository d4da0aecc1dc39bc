"""`kg fetch`: the graph at an address, into a folder of this machine."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

import kg
from kg.cli.console import GraphOption, JsonOption, graph_path, print_json, stdout
from kg.plain import plain

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "fetch",
        short_help="Fetch a graph from an address such as s3:// into a folder.",
        epilog="Example: kg fetch s3://bucket/graph --graph graph",
    )(fetch)


def fetch(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Where `kg publish` or `kg build` put files.")],
    graph: GraphOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch the graph at an address that fsspec knows into a folder, and make its store there."""
    folder = graph_path(graph)
    fetched = kg.fetch(address, folder)
    if as_json:
        print_json(asdict(fetched))
        return
    verb = "Fetched" if fetched.changed else "Nothing changed:"
    where = f"version {fetched.version} of {escape(plain(address))}"
    stdout.print(f"{verb} {where} into [bold]{escape(str(folder))}[/]", soft_wrap=True)
