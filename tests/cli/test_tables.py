"""Tables on a terminal: in columns where that can be read, with long cells below, or a block a row."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from kg.cli.tables import print_table
from kg.rdf import XSD, Iri, Literal
from kg.table import Table

TITLE = "A Survey of Surveys of Small and Large Rings and of What They Keep of Old Keys in the End"
SENTENCE = "It raises accuracy on GSM8K from 61.5% to 70.2% with TinyLM-1B, and [bold]nothing[/] else changes. " * 3


def shown(width: int, **columns: str) -> list[str]:
    table = Table(tuple(columns), [tuple(Literal(value) if value else None for value in columns.values())])
    out = io.StringIO()
    print_table(table, Console(file=out, width=width), {})
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert max(map(len, lines)) <= width
    return [line for line in lines if line]


def test_long_titles_fold_in_their_column() -> None:
    head, _, *rows = shown(80, date="2024-10-30", paper="paper:2410.21465", title=TITLE, role="uses")
    assert head.split() == ["date", "paper", "title", "role"]
    assert 1 < len(rows) <= 4
    assert rows[0].split()[:2] == ["2024-10-30", "paper:2410.21465"]
    assert rows[0].endswith("uses")


def test_a_sentence_stands_below_its_row() -> None:
    head, _, row, *below = shown(80, system="RingCache", value="70.2", sentence=SENTENCE, date="2024-10-30")
    assert head.split() == ["system", "value", "date"]
    assert row.split() == ["RingCache", "70.2", "2024-10-30"]
    assert " ".join(line.strip() for line in below) == SENTENCE.strip()
    assert all(line.startswith("  ") for line in below)


def test_columns_without_a_value_are_left_out() -> None:
    head, *_ = shown(80, system="RingCache", bound="", value="70.2")
    assert head.split() == ["system", "value"]


def test_many_columns_become_a_block_a_row() -> None:
    lines = shown(60, **{f"column{place}": "x" * 20 for place in range(6)}, open="")
    assert lines[0].startswith("1 of 1 ")
    assert lines[1].split() == ["column0", "x" * 20]
    assert not any("open" in line for line in lines)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_an_empty_table_shows_its_columns(width: int) -> None:
    out = io.StringIO()
    print_table(Table(("system", "value"), []), Console(file=out, width=width), {})
    assert out.getvalue().split()[:2] == ["system", "value"]


def test_numbers_stand_to_the_right_and_iris_are_short() -> None:
    number = Literal("7", Iri(XSD + "integer"))
    out = io.StringIO()
    table = Table(("thing", "papers"), [(Iri("https://example.org/a"), number)])
    print_table(table, Console(file=out, width=80), {"ex": "https://example.org/"})
    assert "ex:a" in out.getvalue()
    assert out.getvalue().splitlines()[3].rstrip().endswith("7")
