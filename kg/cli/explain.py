"""`kg explain`: what a name stands for in the graph, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

import kg
from kg.cli.console import GraphOption, JsonOption, graph_path, print_json, settings, stdout
from kg.plain import plain
from kg.resolution import Entity, Reason

# Loaded for its types alone it would bring rdflib and networkx into every command.
if TYPE_CHECKING:
    from kg.explanations import Explanation

__all__ = ["register"]

_MOST = 12
_BECAUSE = {
    Reason.NAME: "its own name",
    Reason.LEXICON: "the lexicon says so",
    Reason.KEY: "spelled alike but for case, hyphens, plural",
    Reason.ACRONYM: "papers spell it out, or shorten it",
    Reason.WORDS: "the same in other words",
    Reason.TAIL: "a word around it that makes no other thing",
    Reason.MISPRINT: "o printed as 0",
    Reason.NEAR: "a slip in a long word",
    Reason.OVERRIDE: "you decided so (overrides)",
    Reason.SPLIT: "you split it off (overrides)",
    Reason.PAPER: "a paper calls it so",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "explain",
        short_help="Say what a name stands for, and how it came to its names.",
        epilog="Example: kg explain GPT-4o",
    )(explain)


def explain(
    name: Annotated[str, typer.Argument(metavar="NAME|IRI", help="A name in any spelling, a key or an IRI.")],
    graph: GraphOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a name stands for, where its names come from, what was merged and why, and what nearly was."""
    explanation = kg.explain(name, graph=graph_path(graph), settings=settings())
    if as_json:
        print_json(explanation.as_record())
        return
    _print_head(explanation)
    _print_names(explanation.entity)
    _print_family(explanation)
    _print_near(explanation)


def _print_head(explanation: Explanation) -> None:
    entity = explanation.entity
    stdout.print(f"[bold]{_shown(entity.name)}[/]  {entity.type.lower()} in {_papers(entity.papers)}", soft_wrap=True)
    stdout.print(f"[dim]{_shown(explanation.iri)}[/]", soft_wrap=True)
    if len(entity.type_counts) > 1:
        counts = ", ".join(f"{entity_type.lower()} in {papers:,}" for entity_type, papers in entity.type_counts)
        stdout.print(f"Papers differ on what it is: {counts}.")
    if explanation.papers:
        _heading("First in")
        _print_rows(((day, arxiv_id, title) for arxiv_id, day, title in explanation.papers), "left", "left", "left")


def _print_names(entity: Entity) -> None:
    _heading("Names")
    seen = [merge for merge in entity.merges if merge.papers]
    unseen = [merge.surface for merge in entity.merges if not merge.papers and merge.surface != entity.name]
    rows = [(f"{merge.papers:,}", merge.surface, _BECAUSE[merge.reason]) for merge in seen[:_MOST]]
    _print_rows(rows, "right", "left", "left")
    _print_more(len(seen) - _MOST)
    if unseen:
        stdout.print(f"  Also known to the lexicon: {_shown(', '.join(unseen))}")


def _print_family(explanation: Explanation) -> None:
    if explanation.above:
        _heading("Belongs to")
        steps = []
        entity = explanation.entity
        for above in explanation.above:
            steps.append(("a variant of" if entity.variant_of else "a kind of", above.name, _papers(above.papers)))
            entity = above
        _print_rows(steps, "left", "left", "right")
    if explanation.below:
        _heading("Has below it")
        rows = [(f"{one.papers:,}", one.name, one.type.lower()) for one in explanation.below[:_MOST]]
        _print_rows(rows, "right", "left", "left")
        _print_more(len(explanation.below) - _MOST)


def _print_near(explanation: Explanation) -> None:
    others = [(one.name, one.key, _papers(one.papers)) for one in explanation.others]
    if others:
        _heading("Other things of that name")
        _print_rows(others, "left", "left", "right")
    if explanation.near:
        _heading("Nearly merged, and why not")
        rows = [(f"{near.score:.2f}", near.name, near.why) for near in explanation.near]
        _print_rows(rows, "right", "left", "left")


def _heading(text: str) -> None:
    stdout.print(f"\n{text}", style="bold")


def _print_rows(rows: Iterable[Sequence[str]], *justify: str) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2), pad_edge=True)
    for side in justify:
        table.add_column(justify="right" if side == "right" else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(_shown, row))
    stdout.print(table)


def _print_more(count: int) -> None:
    if count > 0:
        stdout.print(f"  and {count:,} more (--json has all)")


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count:,} papers" if count else "no paper"


def _shown(text: str) -> str:
    return escape(plain(text))
