"""`kg query`: questions in SPARQL, or from the catalogue by name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table as RichTable

from kg.cli.answers import Format, asker_for, print_answer
from kg.cli.completion import complete_name, complete_param
from kg.cli.console import AnyGraphOption, LeastOption, settings, stdout, warn
from kg.query.catalogue import Question, catalogue, find_question
from kg.query.lexer import are_mere_words
from kg.query.misfits import misfits
from kg.table import Table

__all__ = ["register"]

FormOption = Annotated[
    Format | None,
    typer.Option("--format", help="How to print. [default: table in a terminal, else csv; turtle for CONSTRUCT]"),
]


# No query ends so, but the names of files that hold one do.
_ENDINGS = (".rq", ".sparql")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("query", epilog="Example: kg query --name leaderboard -p dataset=GSM8K")(query)


def query(
    text: Annotated[str | None, typer.Argument(metavar="[SPARQL]", help="The query.", show_default=False)] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", metavar="FILE", help="Read the query here.")] = None,
    name: Annotated[
        str | None, typer.Option("--name", "-n", help="A question of the catalogue.", autocompletion=complete_name)
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param", "-p", metavar="KEY=VALUE", help="A parameter of the question.", autocompletion=complete_param
        ),
    ] = None,
    form: FormOption = None,
    timeout: Annotated[float | None, typer.Option(help="Stop after so many seconds. [default: 30]", min=0.001)] = None,
    show: Annotated[
        bool, typer.Option("--show", help="Print the SPARQL of the question instead of running it.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the questions of the catalogue.")] = False,
    least: LeastOption = 0.0,
    graph: AnyGraphOption = None,
) -> None:
    """Ask the graph: SPARQL, a file, or a question by name. The usual prefixes are known."""
    if listed:
        _print_catalogue()
        return
    if sum(given is not None for given in (text, file, name)) != 1:
        raise typer.BadParameter("give SPARQL, --file or --name; kg query --list shows the names")
    if text is not None:
        _refuse_what_is_no_query(text)
    if param and name is None:
        raise typer.BadParameter("--param goes with --name")
    seconds = settings().timeout if timeout is None else timeout
    with asker_for(graph, least=least) as asker:
        if name is not None:
            asked = _filled(find_question(name), _values(param or []), partial(asker.ask, timeout=seconds))
        else:
            asked = file.read_text(encoding="utf-8") if file else str(text)
        if show:
            sys.stdout.write(asked)
            return
        print_answer(asker, asked, form, seconds)


def _refuse_what_is_no_query(text: str) -> None:
    """Say what to do with the name of a file, and with words that begin like no query."""
    if Path(text).suffix in _ENDINGS:
        raise typer.BadParameter(f"expected SPARQL, got the name of a file; to read it: kg query --file {text}")
    if not are_mere_words(text):
        return
    near = text if text in catalogue() else next(iter(get_close_matches(text, catalogue(), n=1)), "NAME")
    by_name = f"a question by its name: kg query --name {near} (kg query --list shows all)"
    raise typer.BadParameter(f"expected SPARQL, got {text!r}. To ask {by_name}. To ask in words: kg ask {quote(text)}")


def _filled(question: Question, values: Mapping[str, str], look: Callable[[str], Table]) -> str:
    """Return the query with its values; values that fit badly are warned of."""
    found = question.terms(values, look)
    for slip in misfits(question, values, found, look):
        warn(slip)
    return question.with_terms(found)


def _values(pairs: list[str]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"expected KEY=VALUE, got {pair!r}", param_hint="--param")
        values[key] = value
    return values


def _print_catalogue() -> None:
    shown = RichTable(box=None, pad_edge=False, show_header=False)
    shown.add_column("name", style="bold", no_wrap=True)
    shown.add_column("summary", overflow="fold")
    for question in catalogue().values():
        shown.add_row(escape(question.name), escape(_described(question)))
    stdout.print(shown)
    stdout.print("\nkg query --name NAME -p KEY=VALUE asks one; --show prints its SPARQL.")


def _described(question: Question) -> str:
    needed = [f"{p.name}={p.default}" if p.default is not None else p.name for p in question.parameters]
    return f"{question.summary} [{', '.join(needed)}]" if needed else question.summary
