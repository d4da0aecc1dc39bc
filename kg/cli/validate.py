"""`kg validate`: check a graph against its SHACL shapes."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

import kg
from kg.cli.console import AnyGraphOption, JsonOption, graph_place, print_json, progress, settings, stdout

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "validate",
        short_help="Check the graph against its shapes (SHACL).",
        epilog="Example: kg validate --graph graph",
    )(validate)


def validate(
    graph: AnyGraphOption = None,
    most: Annotated[int, typer.Option("--most", help="Print at most so many violations.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Check the graph against its shapes (SHACL); exits with 1 when it does not conform."""
    with progress(quiet=as_json) as bars:
        task = bars.add_task("slices", total=None)
        opened = kg.open(graph_place(graph), settings=settings())
        report = opened.validate(on_progress=lambda done, total: bars.update(task, completed=done, total=total))
    if as_json:
        print_json(report.as_record())
    elif report.conforms:
        slices = "1 slice" if report.slices == 1 else f"{report.slices:,} slices"
        stdout.print(f"conforms: {report.checked:,} triples in {slices} hold to the shapes")
    else:
        stdout.print(f"does not conform: {len(report.violations):,} violations")
        for violation in report.violations[:most]:
            stdout.print(f"  [bold]{escape(violation.focus)}[/]", soft_wrap=True)
            stdout.print(f"    {escape(violation.message)}", soft_wrap=True)
    if not report.conforms:
        raise typer.Exit(1)
