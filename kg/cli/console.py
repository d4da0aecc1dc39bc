"""What all commands share: where to print, how to show progress, which settings hold."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from kg.errors import SettingsError
from kg.plain import plain
from kg.remote.address import is_address
from kg.settings import Settings, read_settings

__all__ = [
    "AnyGraphOption",
    "GraphOption",
    "JsonOption",
    "LeastOption",
    "Rate",
    "graph_path",
    "graph_place",
    "print_json",
    "progress",
    "settings",
    "stderr",
    "stdout",
    "warn",
]

# Without this rich would colour numbers, paths and quotes in what we print.
stdout = Console(highlight=False)
stderr = Console(stderr=True, highlight=False)

GraphOption = Annotated[
    Path | None,
    typer.Option("--graph", "-g", metavar="DIR", help="Folder of the graph. [default: graph]", show_default=False),
]
AnyGraphOption = Annotated[
    str | None,
    typer.Option(
        "--graph",
        "-g",
        metavar="DIR|URL",
        help="Folder of the graph, or address of a SPARQL endpoint. [default: graph]",
        show_default=False,
    ),
]
LeastOption = Annotated[
    float,
    typer.Option("--min-confidence", min=0.0, max=1.0, metavar="SHARE", help="Leave out what is less sure (0 to 1)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def settings() -> Settings:
    """Read the settings that hold in this folder."""
    return read_settings()


def graph_path(given: Path | None) -> Path:
    """Return the folder of the graph: the option, else the setting; raises SettingsError for an address."""
    # A path has lost one of the two slashes of an address.
    chosen = str(given or settings().graph)
    if is_address(re.sub(":/+", "://", chosen, count=1)):
        raise SettingsError("graph", chosen, "graph: this command works on a folder, and can't reach into a server")
    return Path(chosen)


def graph_place(given: str | None) -> str:
    """Return where the graph is, a folder or the address of an endpoint: the option, else the setting."""
    return given or settings().graph


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def warn(message: str) -> None:
    """Print a warning on standard error; the message is taken as it is, never as markup."""
    stderr.print(f"[yellow]warning:[/] {escape(plain(message))}", soft_wrap=True)


class Rate(ProgressColumn):
    """How much of a task is done in a second, where that is known."""

    def render(self, task: Task) -> Text:
        """Return the rate of a task."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f}/s" if speed >= 10 else f"{speed:.1f}/s")


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Show progress bars on standard error while the block runs; nothing where it is no terminal."""
    columns = (
        TextColumn("{task.description:<22}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
    )
    hidden = quiet or not stderr.is_terminal
    with Progress(*columns, console=stderr, transient=True, disable=hidden) as bars:
        yield bars
