"""`kg doctor`: check the folder of a graph, and repair it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

import kg
from kg.cli.console import GraphOption, JsonOption, graph_path, print_json, settings, stdout
from kg.plain import plain

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "doctor",
        short_help="Check the graph's folder, and repair what can be repaired.",
        epilog="Example: kg doctor --graph graph",
    )(doctor)


def doctor(
    graph: GraphOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look, repair nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check the folder of the graph, and repair what its records give; exits with 1 when something stays wrong."""
    folder = graph_path(graph)
    findings = kg.examine(folder, repair=not dry_run, settings=settings())
    if as_json:
        print_json([asdict(finding) for finding in findings])
    for finding in () if as_json else findings:
        word = "repaired" if finding.repaired else "wrong"
        stdout.print(f"{word}: {escape(plain(str(finding)))}", soft_wrap=True)
    if not findings and not as_json:
        stdout.print(f"{folder} is sound", markup=False, soft_wrap=True)
    if any(not finding.repaired for finding in findings):
        raise typer.Exit(1)
