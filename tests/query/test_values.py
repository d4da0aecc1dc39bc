from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, UnknownNameError
from kg.query.catalogue import Parameter, Question
from kg.query.lexer import tokens
from kg.query.run import Asker
from kg.query.values import terms, things_named
from kg.rdf import Iri, Literal
from kg.table import Table
from kg.vocab import BASE
from tests.conftest import ROOT, missing

ECHO = Question(
    "echo", "", "", (Parameter("x", "string", None, ""),), (), (), "", "SELECT ?x { VALUES ?x { 'example' } }"
)
BREAKING = [
    '" } INSERT DATA { <a:a> <a:a> <a:a> } #',
    "' } } SERVICE <http://127.0.0.1/> { ?s ?p ?o",
    '"""',
    "\\",
    "\\u0022 }",
    "<>",
    "}}}}",
    "#",
    "\x00",
    "line\nbreak\r\ttab",
    "?x",
    "\u2028\u202e",
]


def nothing(query: str) -> Table:
    return Table((), ())


@pytest.fixture(scope="module")
def hostile() -> list[str]:
    path = ROOT.parent / "shared" / "hostile" / "blns.json"
    if not path.is_file():
        missing(f"no list of naughty strings at {path}")
    return [*BREAKING, *json.loads(path.read_text(encoding="utf-8"))]


def test_hostile_strings_come_back_as_they_went_in(asker: Asker, hostile: list[str]) -> None:
    for text in hostile:
        table = asker.ask(ECHO.sparql({"x": text}, nothing))
        assert table.column("x") == [text]


def test_hostile_names_are_only_names(asker: Asker, hostile: list[str]) -> None:
    def ask(query: str) -> Table:
        try:
            return asker.ask(query)
        except QueryError as error:
            pytest.fail(f"a name broke out of its literal: {query!r}: {error}")

    for kind in ("dataset", "person", "paper"):
        for text in hostile[:: 1 if kind == "dataset" else 7]:
            with contextlib.suppress(UnknownNameError, QueryError):
                things_named(kind, text, ask)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_value_never_adds_a_token(text: str) -> None:
    plain = [token.kind for token in tokens(ECHO.query)]
    assert [token.kind for token in tokens(ECHO.sparql({"x": text}, nothing))] == plain


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "30.10.2024"),
        ("date", "2024-02-30"),
        ("date", '2024-10-30"'),
        ("integer", "1.5"),
        ("integer", "١"),
        ("integer", ""),
        ("decimal", "1e5"),
        ("decimal", "1 } ?s ?p ?o"),
        ("entity", "https://example.org/a b"),
        ("entity", "https://example.org/> } ?s ?p <"),
    ],
)
def test_wrong_values_are_refused(kind: str, value: str) -> None:
    with pytest.raises(QueryError, match="expected"):
        terms(kind, value, nothing)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("date", "2024-10-30", "2024-10-30"),
        ("integer", "-3", "-3"),
        ("decimal", ".5", ".5"),
        ("string", "a 'b'", "a 'b'"),
    ],
)
def test_values(kind: str, value: str, expected: str) -> None:
    [term] = terms(kind, value, nothing)
    assert isinstance(term, Literal)
    assert term.value == expected


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("dataset", "gsm8k", "entity/gsm8k"),
        ("dataset", " GSM-8K ", "entity/gsm8k"),
        ("entity", "Low Rank Adaptation", "entity/lora"),
        ("model", "tinylm-1B", "entity/tinylm-1b"),
        ("model", "TinyLM", "entity/tinylm"),
        ("entity", "https://example.org/x", "https://example.org/x"),
        ("person", "ADA FINCH", "person/ada-finch"),
        ("paper", "arXiv:2410.00002v2", "paper/2410.00002"),
        ("paper", "https://arxiv.org/abs/2410.00002", "paper/2410.00002"),
        ("paper", "rings, measured again", "paper/2410.00004"),
    ],
)
def test_names_are_found(asker: Asker, kind: str, name: str, expected: str) -> None:
    assert things_named(kind, name, asker.ask) == (Iri(expected if ":" in expected else BASE + expected),)


def test_digits_are_kept_apart(asker: Asker) -> None:
    with pytest.raises(UnknownNameError):
        things_named("model", "TinyLM-1-B1", asker.ask)


def test_of_two_things_of_a_name_the_wanted_type_and_the_main_label_win() -> None:
    rows = {"a": ("Method", "Ring"), "b": ("Dataset", "Ring"), "c": ("Dataset", "Other")}

    def ask(query: str) -> Table:
        if "?label" in query:
            return Table(("thing", "label"), [(Iri(key), Literal("Ring")) for key in rows])
        return Table(
            ("thing", "class", "main"),
            [
                (Iri(key), Iri(f"https://w3id.org/paper-kg/ontology#{kind}"), Literal(main))
                for key, (kind, main) in rows.items()
            ],
        )

    assert things_named("dataset", "ring", ask) == (Iri("b"),)
    assert things_named("method", "ring", ask) == (Iri("a"),)
    assert things_named("entity", "ring", ask) == (Iri("a"), Iri("b"))
    assert things_named("task", "ring", ask) == (Iri("a"), Iri("b"))


def test_an_unknown_paper_lists_near_titles(asker: Asker) -> None:
    with pytest.raises(UnknownNameError, match="Rings, measured again"):
        things_named("paper", "Rings, measured agan", asker.ask)
