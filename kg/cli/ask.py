"""`kg ask`: a question of the catalogue, picked by words, with its parameters filled from the graph."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape

from kg.cli.answers import Format, asker_for, format_for, print_answer, print_rows
from kg.cli.completion import complete_words
from kg.cli.console import AnyGraphOption, JsonOption, LeastOption, print_json, settings, stderr, stdout, warn
from kg.cli.prompts import choose, enter
from kg.errors import QueryError
from kg.query.catalogue import Parameter, Question, catalogue
from kg.query.choose import is_filler
from kg.query.fill import Filling, fillings
from kg.query.misfits import misfits
from kg.query.sparql_examples import with_prefixes
from kg.query.suggest import suggestions
from kg.query.values import ENTITY_CLASSES, terms, things_named
from kg.table import Table

if TYPE_CHECKING:
    from kg.query.run import Asker
    from kg.remote.asker import RemoteAsker

__all__ = ["register"]

_NAMED_VALUE = re.compile(r"(\w+)=(.+)", re.DOTALL)
_ALL_QUESTIONS = "All questions: kg query --list."
_MOST_TRIED = 3
_NEAR = 0.5
_MOST_ALSO = 3
_MOST_ROWS = 40


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "ask",
        short_help="Ask a question in words, and see the answer and its SPARQL.",
        epilog="Example: kg ask leaderboard gsm8k",
    )(ask)


def ask(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS...",
            help="What to ask, in words; KEY=VALUE names a value.",
            autocompletion=complete_words,
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="How to print. [default: table in a terminal, else csv]")
    ] = None,
    timeout: Annotated[float | None, typer.Option(help="Stop after so many seconds. [default: 30]", min=0.001)] = None,
    least: LeastOption = 0.0,
    graph: AnyGraphOption = None,
    as_json: JsonOption = False,
) -> None:
    """Pick a question by words, fill its parameters from the graph, and show the answer and its SPARQL.

    In a terminal it asks for what is missing; Tab completes names of the graph.
    """
    seconds = settings().timeout if timeout is None else timeout
    with asker_for(graph, least=least) as asker:
        look = partial(asker.ask, timeout=seconds)
        talks = sys.stdin.isatty() and stdout.is_terminal and not as_json
        picked = _pick(words or [], look, talks=talks)
        for slip in picked.slips:
            warn(slip)
        if picked.unused:
            warn(f"not used: {' '.join(picked.unused)}")
        if as_json:
            print_json(_as_record(picked, asker.base))
            return
        _print_answered(picked, asker, form, seconds)


@dataclass(frozen=True, slots=True)
class _Picked:
    """A question with its values, its query and its answer.

    `slips` tell of values of another type than is asked for; there are `unused` words, and other questions that fit.
    """

    question: Question
    values: Mapping[str, str]
    asked: str
    table: Table
    slips: Sequence[str] = ()
    unused: Sequence[str] = ()
    also: Sequence[str] = ()


Look = Callable[[str], Table]


def _as_record(picked: _Picked, base: str) -> dict[str, Any]:
    return {
        "question": picked.question.name,
        "values": dict(picked.values),
        "sparql": with_prefixes(picked.asked, base=base),
        "columns": list(picked.table.columns),
        "rows": list(picked.table),
    }


def _print_answered(picked: _Picked, asker: Asker | RemoteAsker, form: Format | None, seconds: float) -> None:
    """Print question, values, SPARQL and answer; where programs read the answer, all else on standard error.

    The answer comes last, where a reader looks.
    """
    console = stdout if format_for(picked.asked, form) is Format.TABLE else stderr
    console.print(f"[bold]{escape(picked.question.name)}[/]: {escape(picked.question.summary)}", soft_wrap=True)
    for name, value in picked.values.items():
        console.print(f"  {name} = {value}", markup=False, soft_wrap=True)
    console.print("\nSPARQL, ready to be run anywhere:", style="bold")
    sparql = with_prefixes(picked.asked, base=asker.base)
    console.print(sparql, markup=False, highlight=False, soft_wrap=True, style="dim")
    if console is stdout:
        given = " ".join(f"-p {quote(f'{name}={value}')}" for name, value in picked.values.items())
        rest = f"All of them: kg query --name {picked.question.name} {given}".rstrip()
        print_rows(picked.table, asker.base, most=_MOST_ROWS, rest=rest)
    else:
        print_answer(asker, picked.asked, form, seconds)
    named = [one.name for one in picked.question.parameters if one.type in ENTITY_CLASSES and one.name in picked.values]
    if not picked.table and named:
        about = quote(picked.values[named[0]])
        stderr.print(f"What the graph knows of it: kg explain {about}", markup=False, soft_wrap=True)
    if picked.also:
        stderr.print(f"other questions that fit: {', '.join(picked.also)}", markup=False, soft_wrap=True)


def _pick(given: Sequence[str], look: Look, *, talks: bool) -> _Picked:
    """Choose a question that the words fit: of several, the first that has rows to answer with."""
    named, words = _parted(given)
    if not words and talks:
        words = choose("Which question? ", catalogue()).split()
    if not words and not named:
        raise QueryError("", "expected a question in words, such as: kg ask leaderboard gsm8k")
    found = fillings(words, look, given=named)
    if not found:
        text = " ".join(given)
        near = {name for word in words for name in get_close_matches(word.lower(), catalogue(), cutoff=0.7)}
        nearest = f"The nearest are: {', '.join(sorted(near))}. " if near else ""
        name = " ".join(word.strip("?!.,") for word in words if not is_filler(word))
        stands = f"What a name stands for: kg explain {quote(name) if name else 'NAME'}."
        raise QueryError(text, f"no question knows the words {text!r}. {nearest}{_ALL_QUESTIONS} {stands}")
    if found[0].is_far and not found[0].missing:
        _tell_far(found[0])
    # A question beside the best is worth a look only where it fits about as well.
    others = [one for one in found if one.is_whole and one.score >= _NEAR * found[0].score]
    whole = others if found[0].is_whole else found[:1]
    tried = [_answered(filling, look, talks=talks, found=found) for filling in whole[:1]]
    for filling in whole[1:_MOST_TRIED]:
        if tried[0].table:
            break
        other = _answered(filling, look, talks=talks, found=found)
        tried = [other] if other.table else tried
    return tried[0]


def _parted(given: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Part values that are named, such as `person=Sergey Levine`, from the words."""
    names = {parameter.name for question in catalogue().values() for parameter in question.parameters}
    named: dict[str, str] = {}
    words: list[str] = []
    for argument in given:
        match = _NAMED_VALUE.fullmatch(argument)
        if match and match[1] in names:
            named[match[1]] = match[2]
        else:
            words += argument.split()
    return named, words


def _answered(filling: Filling, look: Look, *, talks: bool, found: Sequence[Filling]) -> _Picked:
    """Get what is missing, and ask; without a terminal, say what is missing and what there is."""
    question = filling.choice.question
    values = dict(filling.values)
    for parameter in filling.missing:
        if not talks:
            _tell_missing(question, parameter, filling.unused, look)
        values[parameter.name] = _entered(question, parameter, look)
    terms_of = question.terms(values, look)
    asked = question.with_terms(terms_of)
    slips = tuple(misfits(question, values, terms_of, look))
    also = [other.choice.question.name for other in found if other.is_whole and other is not filling]
    unused = () if filling.missing else filling.unused
    return _Picked(question, values, asked, look(asked), slips, unused, also[:_MOST_ALSO])


def _tell_far(filling: Filling) -> None:
    """Raise what says which words are strange, and which question comes nearest."""
    question, words = filling.choice.question, " ".join(filling.strange)
    nearest = f"The nearest question is {question.name}: {question.summary}"
    raise QueryError(words, f"neither a question nor the graph knows {words!r}. {nearest} {_ALL_QUESTIONS}")


def _tell_missing(question: Question, parameter: Parameter, unused: Sequence[str], look: Look) -> None:
    """Raise what says which value is missing: with the nearest names, if words were given for it, else with some."""
    if unused:
        things_named(parameter.type, " ".join(unused), look)  # raises UnknownNameError, with the nearest
    some = ", ".join(suggestions(parameter.type, "", look, most=6))
    message = f"{question.name} needs a {parameter.name}: {parameter.note}"
    raise QueryError(question.query, f"{message}, such as {some}" if some else message)


def _entered(question: Question, parameter: Parameter, look: Look) -> str:
    stdout.print(f"[bold]{escape(question.name)}[/]: {escape(question.summary)}", soft_wrap=True)
    return enter(
        f"{parameter.name} ({parameter.note}): ",
        options=lambda begun: suggestions(parameter.type, begun, look),
        check=lambda value: terms(parameter.type, value, look),
    )
