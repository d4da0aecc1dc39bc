"""`kg evidence`: the words behind a paper's statements, in their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text

import kg
from kg.cli.console import AnyGraphOption, JsonOption, graph_place, print_json, settings, stdout
from kg.evidence import Quote
from kg.notice import NOTICE
from kg.plain import plain
from kg.tex import legible

__all__ = ["register"]

_MARK = "bold reverse"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "evidence",
        short_help="Print the words that statements rest on, in their sentences.",
        epilog='Example: kg evidence 2410.21465, or kg evidence "GSM8K"',
    )(evidence)


def evidence(
    target: Annotated[
        str, typer.Argument(metavar="PAPER|ENTITY|RESULT", help="An arXiv id, a title, a name, or an IRI.")
    ],
    least: Annotated[
        float, typer.Option("--min-confidence", min=0, max=1, help="Leave out what is less sure (0 to 1).")
    ] = 0.0,
    most: Annotated[int, typer.Option("--most", min=1, help="Print at most so many sentences.")] = 50,
    graph: AnyGraphOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the words that a paper, an entity or a result rests on, in their sentences, highlighted."""
    opened = kg.open(graph_place(graph), settings=settings())
    found = opened.evidence(target, min_confidence=least)
    if as_json:
        print_json([quote.as_record() for quote in found])
        return
    # Quotes come sorted, so that those of one sentence follow each other.
    sentences = [
        list(group)
        for _, group in groupby(found, key=lambda quote: (quote.paper, quote.field, quote.date, quote.offset))
    ]
    for _, group in groupby(sentences[:most], key=_source):
        _print_paper(list(group))
    if len(sentences) > most:
        stdout.print(f"\n{len(sentences) - most:,} more sentences; --most shows them")
    stdout.print(f"\n{NOTICE}" if found else "no evidence", style="dim")


def _source(quotes: Sequence[Quote]) -> tuple[str, str, bool]:
    """Tell the sources of sentences apart: paper, day, and whether the words are the authors' abstract."""
    return quotes[0].paper, quotes[0].date, quotes[0].field == "abstract"


def _print_paper(sentences: Sequence[Sequence[Quote]]) -> None:
    first = sentences[0][0]
    stdout.print()
    source = f"{first.date}, abstract" if first.field == "abstract" else first.date
    stdout.print(Text(f"{first.arxiv_id} ({source})  {plain(legible(first.title))}", style="bold"))
    for quotes in sentences:
        stdout.print(Padding(highlighted(quotes[0].sentence, ((q.start, q.end) for q in quotes)), (1, 2, 0, 2)))
        for line in _lines(quotes):
            stdout.print(Padding(Text(line, style="dim"), (0, 2, 0, 4)))


def _lines(quotes: Iterable[Quote]) -> Iterator[str]:
    """Say what each stretch is taken for, and how sure that is; once where several say the same."""
    seen: dict[str, float] = {}
    for quote in quotes:
        seen[quote.says] = max(quote.confidence, seen.get(quote.says, 0.0))
    return (f"{plain(says)} ({sure:.2f})" for says, sure in seen.items())


def highlighted(sentence: str, places: Iterable[tuple[int, int]]) -> Text:
    """Mark stretches of a sentence: by colour in a terminal, else by « and »."""
    shown = Text()
    done = 0
    for start, end in sorted(set(places)):
        if start < done:
            continue
        words = plain(sentence[start:end])
        shown.append(plain(sentence[done:start]))
        shown.append(words if stdout.is_terminal and not stdout.no_color else f"«{words}»", style=_MARK)
        done = end
    shown.append(plain(sentence[done:]))
    return shown
