from __future__ import annotations

import gc

import pytest

from kg.query.results import table_from_json, term_from_json
from kg.rdf import XSD, Iri, Literal


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"type": "uri", "value": "https://example.org/"}, Iri("https://example.org/")),
        ({"type": "literal", "value": "a"}, Literal("a")),
        ({"type": "literal", "value": "1", "datatype": XSD + "integer"}, Literal("1", Iri(XSD + "integer"))),
        ({"type": "typed-literal", "value": "1", "datatype": XSD + "integer"}, Literal("1", Iri(XSD + "integer"))),
        ({"type": "bnode", "value": "b0"}, Iri("_:b0")),
    ],
)
def test_terms(given: dict[str, str], expected: object) -> None:
    assert term_from_json(given) == expected


def test_a_language_is_kept() -> None:
    term = term_from_json({"type": "literal", "value": "a", "xml:lang": "en"})
    assert isinstance(term, Literal)
    assert (term.language, term.datatype.rsplit("#")[1]) == ("en", "langString")


def test_an_unknown_term_is_an_error() -> None:
    with pytest.raises(ValueError, match="Unexpected RDF term"):
        term_from_json({"type": "triple", "value": ""})


def test_open_cells_are_none_and_columns_keep_their_order() -> None:
    table = table_from_json(
        b'{"head":{"vars":["b","a"]},"results":{"bindings":[{"a":{"type":"literal","value":"1"}},{}]}}'
    )
    assert table.columns == ("b", "a")
    assert list(table.rows) == [(None, Literal("1")), (None, None)]


def test_the_collector_is_left_as_it_was() -> None:
    with pytest.raises(ValueError):
        table_from_json(b"{")
    assert gc.isenabled()
    gc.disable()
    try:
        table_from_json(b'{"head":{},"boolean":false}')
        assert not gc.isenabled()
    finally:
        gc.enable()
