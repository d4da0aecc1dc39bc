"""`kg remove`: digests out of the graph again."""

from __future__ import annotations

from typing import Annotated

import typer

import kg
from kg.cli.build import Stages, print_report
from kg.cli.console import GraphOption, JsonOption, graph_path, print_json, progress, settings

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("remove", short_help="Remove the digests of some days.", epilog="Example: kg remove 2024-10-30")(remove)


def remove(
    digests: Annotated[
        list[str], typer.Argument(metavar="DIGESTS...", help="Days (YYYY-MM-DD) whose digests are to go.")
    ],
    graph: GraphOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove the digests of some days; the graph is then as if they had never been read."""
    folder = graph_path(graph)
    with progress(quiet=as_json) as bars:
        left = kg.remove(digests, graph=folder, settings=settings(), on_progress=Stages(bars))
    assert left.report is not None
    if as_json:
        print_json(left.report.as_record())
        return
    print_report(left.report.as_record(), folder, verb=f"Removed {', '.join(sorted(set(digests)))} from")
