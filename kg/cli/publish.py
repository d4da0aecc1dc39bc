"""`kg publish`: the graph, put into a SPARQL store that serves many."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

import kg
from kg.cli.build import Stages
from kg.cli.console import GraphOption, JsonOption, graph_path, print_json, progress, settings, stdout
from kg.errors import SettingsError
from kg.plain import plain
from kg.remote.address import is_files

if TYPE_CHECKING:
    from kg.remote.send import PublishReport

__all__ = ["register"]


class Bulk(StrEnum):
    """A server whose own bulk loader can be used."""

    VIRTUOSO = "virtuoso"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "publish",
        short_help="Put the graph into a SPARQL store, or at an address of files.",
        epilog="Example: kg publish --to http://localhost:7878/query",
    )(publish)


def publish(
    to: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="A server's SPARQL endpoint (http://...), or where files go (s3://..., file://...)."
        ),
    ],
    store: Annotated[
        str | None,
        typer.Option("--graph-store", metavar="URL", help="Address of its graph store. [default: guessed]"),
    ] = None,
    bulk: Annotated[Bulk | None, typer.Option(help="Load by the server's own bulk loader.")] = None,
    folder: Annotated[
        Path | None, typer.Option("--bulk-folder", metavar="DIR", help="Where the server may read files.")
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds that a request may take.", min=0.001)] = 600.0,
    everything: Annotated[bool, typer.Option("--all", help="Send all graphs, not just what changed.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be sent.")] = False,
    graph: GraphOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put the graph into a SPARQL store, named graph by named graph, only what changed, and count it there.

    User and password come from KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or from ~/.netrc. To an address of files that
    fsspec knows its records, N-Quads and Turtle are written instead; `kg fetch` makes a graph of them.
    """
    if is_files(to):
        _share(graph_path(graph), to, as_json, given=(store, bulk, folder, everything or None, dry_run or None))
        return
    with progress(quiet=as_json) as bars:
        report = kg.publish(
            graph_path(graph),
            to=to,
            graph_store=store,
            bulk=bulk and bulk.value,
            bulk_folder=folder,
            timeout=timeout,
            everything=everything,
            dry_run=dry_run,
            on_progress=Stages(bars),
        )
    if as_json:
        print_json(report.as_record())
    else:
        _print_report(report, dry_run=dry_run)


def _print_report(report: PublishReport, *, dry_run: bool) -> None:
    verb = "Would publish" if dry_run else "Published"
    stdout.print(f"{verb} to [bold]{escape(plain(report.endpoint))}[/] in {report.seconds:.1f} s", soft_wrap=True)
    for count, label in (
        (len(report.sent), "graphs sent"),
        (len(report.removed), "graphs removed"),
        (report.unchanged, "graphs unchanged"),
        (report.triples, f"triples in all, their union in {report.union}"),
    ):
        stdout.print(f"  {count:>9,}  {escape(plain(label))}", soft_wrap=True)


def _share(graph: Path, to: str, as_json: bool, given: tuple[Any, ...]) -> None:
    if any(option is not None for option in given):
        raise SettingsError("to", to, "--to: files are written whole; the other options are for SPARQL endpoints")
    shared = kg.share(graph, to=to, settings=settings())
    if as_json:
        print_json(asdict(shared))
        return
    verb = "Published" if shared.changed else "Nothing changed:"
    stdout.print(f"{verb} version {shared.version} at [bold]{escape(plain(to))}[/]", soft_wrap=True)
