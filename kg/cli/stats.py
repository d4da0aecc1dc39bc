"""`kg stats`: what is in a graph, in numbers."""

from __future__ import annotations

import typer
from rich.markup import escape
from rich.table import Table

import kg
from kg.cli.console import AnyGraphOption, JsonOption, graph_place, print_json, settings, stdout
from kg.notice import NOTICE
from kg.plain import plain

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("stats", epilog="Example: kg stats --json")(stats)


def stats(graph: AnyGraphOption = None, as_json: JsonOption = False) -> None:
    """Count what is in the graph, and name what is spoken of most."""
    counts = kg.open(graph_place(graph), settings=settings()).stats()
    if as_json:
        print_json(counts)
        return
    version = f", version {counts['version']}" if counts["version"] is not None else ""
    stdout.print(f"{counts['first_day']} to {counts['last_day']}{version}")
    for key, count in counts["counts"].items():
        stdout.print(f"  {count:>9,}  {key}")
    share = counts["evidence"] / max(counts["counts"]["triples"], 1)
    stdout.print(f"  {counts['evidence']:>9,}  of them evidence ({share:.0%})")
    for kind, rows in counts["top"].items():
        stdout.print(f"\n{kind}s in most papers", style="bold")
        table = Table(box=None, pad_edge=True)
        table.add_column("papers", justify="right")
        table.add_column("name", overflow="fold")
        for row in rows:
            table.add_row(f"{row['papers']:,}", escape(plain(row["name"])))
        stdout.print(table)
    stdout.print(f"\n{NOTICE}", style="dim", soft_wrap=True)
