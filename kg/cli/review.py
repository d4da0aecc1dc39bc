"""`kg review`: walk the doubtful cases and decide, one key a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

import kg
from kg.cli.console import GraphOption, JsonOption, graph_path, print_json, settings, stdout
from kg.overrides import Override, OverrideKind
from kg.plain import plain

# Loaded for its types alone it would bring rdflib and networkx into every command.
if TYPE_CHECKING:
    from kg.reviewing import Doubt

__all__ = ["register"]

_KEYS = (
    "[bold]y[/] yes, write it   [bold]n[/] no, do not ask again   [bold]Enter[/] later   "
    "[bold]u[/] undo the last   [bold]q[/] stop"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "review",
        short_help="Decide the doubtful cases of names, one after the other.",
        epilog="Example: kg review --most 20",
    )(review)


def review(
    graph: GraphOption = None,
    most: Annotated[int, typer.Option(min=1, metavar="N", help="Ask at most N questions.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """Ask about the doubtful cases, those that touch the most papers first, and write what you decide.

    A no is written, too ('no split "MPO"'), and its question is not put again until the line is deleted.
    """
    folder, chosen = graph_path(graph), settings()
    found = kg.doubts(graph=folder, settings=chosen)
    if as_json:
        lines = [{"question": d.question, "decision": d.decision.as_line(), "papers": d.papers} for d in found[:most]]
        print_json({"cases": len(found), "first": lines})
        return
    stdout.print(f"{len(found):,} doubtful cases, those that touch the most papers first.\n{_KEYS}", soft_wrap=True)
    answered: list[Override | None] = []
    while len(answered) < min(most, len(found)):
        # How many are answered is the place, too: to undo an answer leads back to its question.
        case = found[len(answered)]
        answer = _ask(case, f"{len(answered) + 1} of {len(found):,}")
        if answer == "q":
            break
        if answer == "u":
            _step_back(answered, folder)
            continue
        decision = {"y": case.decision, "n": Override.denial(case.decision)}.get(answer)
        if decision:
            kg.decide(decision, graph=folder, settings=chosen)
        answered.append(decision)
    _finish([decision for decision in answered if decision], folder)


def _ask(case: Doubt, place: str) -> str:
    """Put a question; return the letter of the answer, none for later."""
    stdout.print(f"\n[dim]{place}, {case.papers:,} papers[/]\n{escape(plain(case.question))}", soft_wrap=True)
    stdout.print(f"  [dim]{escape(plain(case.decision.as_line()))}[/]", soft_wrap=True)
    return str(typer.prompt("y/n/u/q", default="", show_default=False)).strip().lower()[:1]


def _step_back(answered: list[Override | None], folder: Path) -> None:
    """Return to the question before, and take back what was decided there."""
    undone = answered.pop() if answered else None
    if undone:
        kg.take_back(undone, graph=folder, settings=settings())
        stdout.print(f"taken back: {escape(plain(undone.as_line()))}", soft_wrap=True)


def _finish(written: list[Override], folder: Path) -> None:
    denied = sum(decision.kind is OverrideKind.NO for decision in written)
    if denied < len(written):
        kg.apply_overrides(graph=folder, settings=settings())
        stdout.print(f"\n{len(written) - denied} written to the overrides; the graph is resolved anew.")
    if denied:
        stdout.print(f"\n{denied} denied, not to be asked again.")
    if not written:
        stdout.print("\nNothing decided.")
