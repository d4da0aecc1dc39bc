"""`kg merge`, `kg split`, `kg rename`, `kg retype`: decisions about names that win over every rule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

import kg
from kg.cli.console import GraphOption, graph_path, settings, stdout
from kg.model import EntityType
from kg.overrides import Override, OverrideKind
from kg.plain import plain

__all__ = ["register"]

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="A name in any spelling.")]
PapersOption = Annotated[
    list[str] | None, typer.Option("--paper", metavar="ARXIV-ID", help="Only in this paper; repeatable.")
]
UndoOption = Annotated[bool, typer.Option("--undo", help="Take this decision back.")]
LaterOption = Annotated[bool, typer.Option("--later", help="Only write the line; the next build puts it into force.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        "merge", short_help="Take a name for another name of something else.", epilog="Example: kg merge GPT-40 GPT-4o"
    )(merge)
    app.command("split", epilog="Example: kg split MPO --paper 2410.12345")(split)
    app.command("rename", short_help="Call something by another name.", epilog="Example: kg rename llama Llama")(rename)
    app.command("retype", epilog="Example: kg retype RAG Method")(retype)


def merge(
    name: NameArgument,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="What it is another name of.")],
    graph: GraphOption = None,
    undo: UndoOption = False,
    later: LaterOption = False,
) -> None:
    """Take NAME for another name of OTHER, whose key stays; that of NAME redirects to it."""
    _put(Override(OverrideKind.MERGE, name, other), graph, undo=undo, later=later)


def split(
    name: NameArgument,
    paper: PapersOption = None,
    graph: GraphOption = None,
    undo: UndoOption = False,
    later: LaterOption = False,
) -> None:
    """Take NAME for a thing of its own, everywhere or in some papers."""
    _put(Override(OverrideKind.SPLIT, name, papers=tuple(paper or ())), graph, undo=undo, later=later)


def rename(
    name: NameArgument,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The name that it shall have.")],
    graph: GraphOption = None,
    undo: UndoOption = False,
    later: LaterOption = False,
) -> None:
    """Call what has a NAME by a NEW one; its key stays."""
    _put(Override(OverrideKind.RENAME, name, new), graph, undo=undo, later=later)


def retype(
    name: NameArgument,
    entity_type: Annotated[EntityType, typer.Argument(metavar="TYPE", case_sensitive=False, help="What it is.")],
    graph: GraphOption = None,
    undo: UndoOption = False,
    later: LaterOption = False,
) -> None:
    """Say what a NAME is: Method, Model, Dataset, Metric or Task."""
    _put(Override(OverrideKind.RETYPE, name, entity_type.value), graph, undo=undo, later=later)


def _put(override: Override, graph: Path | None, *, undo: bool, later: bool) -> None:
    folder, chosen = graph_path(graph), settings()
    path, line = (kg.take_back if undo else kg.decide)(override, graph=folder, settings=chosen)
    verb = "Deleted from" if undo else "Written to"
    stdout.print(f"{verb} {escape(str(path))}, line {line}:\n  {escape(plain(override.as_line()))}", soft_wrap=True)
    if later:
        stdout.print("The next build puts it into force.")
        return
    changed = kg.apply_overrides(graph=folder, settings=chosen)
    stdout.print("The graph is resolved anew." if changed else "The graph did not change.")
    if not undo:
        stdout.print("To take it back: the same command with --undo, or delete the line and build.")
