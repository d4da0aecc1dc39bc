"""`kg build`: digests in, a graph out."""

from __future__ import annotations

import shlex
import shutil
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

import kg
from kg.cli.console import (
    JsonOption,
    graph_path,
    print_json,
    progress,
    settings,
    stderr,
    stdout,
    warn,
)
from kg.cli.selection import CategoryOption, SinceOption, UntilOption, selection
from kg.errors import KgError, SettingsError
from kg.remote.address import is_files

if TYPE_CHECKING:
    from kg.executor import Executor

__all__ = ["SourcesArgument", "Stages", "StrictOption", "print_report", "register"]

SourcesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCES...",
        help="Digests: files, folders, addresses (s3://...), or - for standard input; arXiv's metadata (.jsonl).",
    ),
]
MinConfidenceOption = Annotated[
    float | None,
    typer.Option(min=0.0, max=1.0, metavar="SHARE", help="Leave out what is less sure than this (0 to 1)."),
]
PlaceOption = Annotated[
    str | None,
    typer.Option(
        "--graph",
        "-g",
        metavar="DIR|ADDRESS",
        help="Folder of the graph, or an address of files (s3://...). [default: graph]",
        show_default=False,
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Processes that extract. [default: one a core]", show_default=False),
]
FastOption = Annotated[bool, typer.Option("--fast", help="Extract without the neural network.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Stop at the first row that can't be read.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "build",
        short_help="Build a graph from digests, or add them to the one there is.",
        epilog="Example: kg build data/digests --graph graph",
    )(build)


def build(
    sources: SourcesArgument,
    graph: PlaceOption = None,
    fast: Annotated[
        bool | None, typer.Option("--fast/--accurate", help="Extract without the neural network, or with it again.")
    ] = None,
    min_confidence: MinConfidenceOption = None,
    category: CategoryOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    strict: StrictOption = False,
    workers: WorkersOption = None,
    executor: Annotated[
        str | None, typer.Option(metavar="dask://HOST:PORT", help="Let the workers of a Dask cluster do the work.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Build a graph from digests and arXiv's metadata, or add them to the graph that is there.

    Mode and least confidence hold for the whole graph, and for later builds until others are given.
    """
    place = graph or settings().graph
    folder = place if is_files(place) else graph_path(Path(place))
    with progress(quiet=as_json) as bars, _cluster(executor) as cluster:
        report = kg.update(
            sources,
            graph=folder,
            strict=strict,
            fast=fast,
            min_confidence=min_confidence,
            executor=cluster,
            workers=workers,
            select=selection(category, since, until),
            settings=settings(),
            on_problem=lambda problem: warn(str(problem)),
            on_progress=Stages(bars),
        )
    if as_json:
        print_json(report.as_record())
        return
    print_report(report.as_record(), folder, verb="Built" if report.changed else "Nothing changed in")
    _print_next(folder)


def _cluster(address: str | None) -> AbstractContextManager[Executor | None]:
    if address is None:
        return nullcontext()
    if not address.startswith(_SCHEMES):
        raise SettingsError("executor", address, f"--executor: expected dask://HOST:PORT, found {address!r}")
    try:
        # Names of kg load what they need when they are asked for: here it turns out whether the extra is installed.
        return kg.DaskExecutor(address)
    except ModuleNotFoundError as error:
        install = "pip install 'paper-kg[cluster]'"
        raise KgError(f"a build on a cluster needs {error.name}. Install it with: {install}") from None


class Stages:
    """One progress bar a stage of the build."""

    def __init__(self, bars: Any) -> None:
        self._bars = bars
        self._tasks: dict[str, Any] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage is."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)


def print_report(report: dict[str, Any], folder: Path | str, *, verb: str) -> None:
    """Print what a build or a removal did, and what the graph holds now."""
    stdout.print(f"{verb} [bold]{escape(str(folder))}[/] in {report['seconds']:.1f} s", soft_wrap=True)
    for reason in report["redone"]:
        stdout.print(f"  {escape(reason)}", soft_wrap=True)
    for key, label in _LINES:
        stdout.print(f"  {report['counts'][key]:>9,}  {label}")
    if report["problems"]:
        stderr.print(f"  {report['problems']:>9,}  problems in the sources, named above")


def _print_next(folder: Path | str) -> None:
    invoked = _invoked()
    if isinstance(folder, str):
        command = f"{invoked} fetch {shlex.quote(folder)} --graph DIR"
        stdout.print(f"\nNext, to ask it:\n  {escape(command)}", soft_wrap=True)
        return
    option = "" if str(folder) == "graph" else f" --graph {shlex.quote(str(folder))}"
    stdout.print("\nNext:", style="bold")
    for command, purpose in _NEXT:
        stdout.print(f"  {escape(invoked + command + option)}\n      {purpose}", soft_wrap=True)


def _invoked() -> str:
    """Return how to run kg here: `kg` if the shell finds it, else the way in which it was run now."""
    program = Path(sys.argv[0])
    # Run as a module, Python puts the file's own path there, which no reader would type.
    if program.name == "__main__.py":
        return "python -m kg.cli"
    found = shutil.which("kg")
    return "kg" if found and Path(found).resolve() == program.resolve() else shlex.quote(str(program))


_SCHEMES = ("dask://", "tcp://", "tls://")
_LINES = (
    ("sources", "files read"),
    ("digests", "days with papers"),
    ("papers", "papers"),
    ("entities", "methods, models, datasets, metrics and tasks"),
    ("results", "measured results"),
    ("mentions", "mentions, each with its place in the text"),
    ("persons", "people"),
    ("triples", "triples"),
)
_NEXT = (
    (" serve", "then open http://127.0.0.1:8000: search, pages, leaderboards, SPARQL"),
    (" view -o graph.html", "then open graph.html in a browser"),
    (" query --name leaderboard -p dataset=GSM8K", "who reports what on GSM8K"),
    (" query --list", "all questions that have a name"),
    (" export -o graph.ttl", "everything as Turtle"),
)
