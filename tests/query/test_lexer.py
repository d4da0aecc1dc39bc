from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryRefusedError, QuerySyntaxError
from kg.query.lexer import check, line_and_column, pointer, query_form, tokens
from kg.rdf import Literal, as_ntriples_term


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service ?load { ?service a ?load }",
        "PREFIX ex: <https://example.org/> SELECT * { ?s ex:service ex:LOAD ; ex:insert 1 }",
        "PREFIX service: <https://example.org/> SELECT * { ?s service:x service: }",
        "SELECT * { ?s ?p 'SERVICE <x> {}' , \"INSERT DATA\" , '''a ' SERVICE ''' , \"\"\"DROP \" ALL\"\"\" }",
        "SELECT * { ?s <https://example.org/SERVICE#LOAD> ?o } # SERVICE <x> { }",
        "SELECT * { ?s ?p 'it\\'s a SERVICE', \"\\\\\" }",
        "SELECT * { ?s ?p 'x'@service , _:service , $delete }",
    ],
)
def test_words_that_are_no_keywords_pass(query: str) -> None:
    assert check(query) == "SELECT"


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * { SERVICE <https://example.org> { ?s ?p ?o } }", 1, 12),
        ("SELECT * {\n  service silent ?x { ?s ?p ?o } }", 2, 3),
        ("SELECT * { ?s ?p 'a' . SeRvIcE?x{?s?p?o} }", 1, 24),
        ("SELECT * { FILTER(1<2)SERVICE<https://example.org>{?s?p?o}FILTER(2>1) }", 1, 23),
        ("ASK {}\n# x\r\nLOAD <file:///etc/passwd>", 3, 1),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", 1, 1),
        ("PREFIX a: <a:b> DELETE WHERE { ?s ?p ?o }", 1, 17),
        ("CLEAR ALL", 1, 1),
        ("'SERVICE' SERVICE", 1, 11),
    ],
)
def test_calls_and_updates_are_refused_at_their_place(query: str, line: int, column: int) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        check(query)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * { ?s ?p 'open }", 1, 18),
        ('SELECT * { ?s ?p "over\ntwo lines" }', 1, 18),
        ("SELECT * { ?s ?p '\\x' }", 1, 18),
        ("SELECT ? { }", 0, 0),
        ("SELECT * { \\u0053ERVICE <https://example.org> {} }", 1, 12),
        ("SELECT * { ?s ?p `x` }", 1, 18),
        ("SELECT $ {}", 1, 8),
    ],
)
def test_what_is_no_token_is_an_error_at_its_place(query: str, line: int, column: int) -> None:
    if not line:  # a lone ? is the mark of a property path
        assert [token.text for token in tokens(query)] == ["SELECT", "?", "{", "}"]
        return
    with pytest.raises(QuerySyntaxError) as caught:
        check(query)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?a<?b&&?c>?d", ["?a", "<?b&&?c>", "?d"]),
        ("?a < ?b && ?c>=1", ["?a", "<", "?b", "&&", "?c", ">=", "1"]),
        ("paper:2410.21465. ?x", ["paper:2410.21465", ".", "?x"]),
        ("ex:a/^ex:b*|!ex:c+", ["ex:a", "/", "^", "ex:b", "*", "|", "!", "ex:c", "+"]),
        ("1. -2.5e3,+.5 6.7", ["1", ".", "-2.5e3", ",", "+.5", "6.7"]),
        ("'a'@en-GB 'b'^^xsd:date", ["'a'", "@en-GB", "'b'", "^^", "xsd:date"]),
        ("ex:%41\\-b ex:a:b: _:b.1.", ["ex:%41\\-b", "ex:a:b:", "_:b.1", "."]),
    ],
)
def test_tokens_are_those_of_the_standard(query: str, expected: list[str]) -> None:
    assert [token.text for token in tokens(query)] == expected


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_literal_is_one_token_whatever_it_holds(text: str) -> None:
    written = as_ntriples_term(Literal(text))
    assert [token.text for token in tokens(f"ASK {{ ?s ?p {written} }}")][4] == written
    assert check(f"ASK {{ ?s ?p {written} }}") == "ASK"


@given(st.text(max_size=200))
def test_tokens_cover_a_text_or_name_a_place_in_it(text: str) -> None:
    try:
        found = list(tokens(text))
    except QuerySyntaxError as error:
        place = error
    else:
        assert all(text[token.start : token.end] == token.text for token in found)
        return
    assert 1 <= place.line <= text.count("\n") + 1


def test_long_hostile_texts_take_linear_time() -> None:
    for text in (
        "a-" * 100_000,
        "<" * 100_000,
        "a:" + "." * 100_000,
        "'''" + "\"' " * 100_000 + "'''",
        "_:a" + "." * 100_000,
    ):
        assert list(tokens(text))


def test_form() -> None:
    assert query_form("BASE <a:b> PREFIX ask: <a:ask> CONSTRUCT WHERE { ?s ?p ?o }") == "CONSTRUCT"
    assert query_form("nothing here") == ""


def test_pointer_shows_the_place_in_a_long_line() -> None:
    query = "ASK {\n\t" + "x" * 300 + "!" + "y" * 300 + "}"
    line, column = line_and_column(query, query.index("!"))
    shown, caret = pointer(query, line, column, width=60).split("\n")
    assert len(shown) == 60
    assert shown[caret.index("^")] == "!"
