from __future__ import annotations

import pytest

from kg.errors import QueryError, QuerySyntaxError
from kg.query.catalogue import catalogue
from kg.query.diagnose import check_grammar, explain, explain_fault
from kg.query.grammar import Grammar, sparql_grammar
from kg.query.lexer import tokens
from kg.query.run import Asker


@pytest.mark.parametrize(
    ("query", "line", "column", "words"),
    [
        ("SELECT ?x { ?x a foo:bar }", 1, 18, "prefix foo:"),
        ("SELECT ?x { ?x dcterm:title ?t }", 1, 16, "Known are: dcterms"),
        ("SELECT ?x {\n  ?x ?? }", 2, 6, "expected a variable"),
        ("SELEC ?x { ?x a kg:Paper }", 1, 1, "SELECT"),
        ("SELECT ?x WHER { ?x a kg:Paper }", 1, 11, "WHERE"),
        ("SELECT ?x { ?x a kg:Paper", 1, 26, "ends too early"),
        ("SELECT ?x { 'é€😀' ?p ?? }", 1, 22, "unexpected '?'"),
        ("SELECT ?x { ?x <a b> ?y }", 1, 16, "no IRI"),
        ("SELECT ?x { ?x kg:Paper/ ?y }", 1, 26, "unexpected '?y'"),
        ("SELECT COUNT(?x) { ?x a kg:Paper }", 1, 8, "AS ?name"),
        ("SELECT (COUNT(?x) AS n) { ?x a kg:Paper }", 1, 22, "a variable"),
        ("SELECT ?x { ?x ?p ?o } LIMIT x", 1, 30, "a whole number"),
        ("SELECT ?x { ?x ?p ?o FILTER CONTANS(?o, 'a') }", 1, 29, "CONTAINS"),
        ("SELECT ?x { ?x ?p ?o . OPTIONAL ?x ?q ?z }", 1, 33, "expected {"),
        ("SELECT ?y (COUNT(*) AS ?n) { ?x ?p ?y } GROUP BY ?x", 1, 1, "GROUP BY"),
        ("SELECT ?x { ?x ?p ?o . BIND(1 AS ?o) }", 1, 34, "new variable"),
        ("SELECT ?x { <http://[x> ?p ?x }", 1, 13, "no valid IRI"),
        ("SELECT ?x { 'a\u2028b' ?p ?x .\n?x ?q <http://[x> }", 2, 7, "no valid IRI"),
        ("", 1, 1, "SELECT"),
        ("SELECT ?x { ?x ?p ?o }\n\n;", 3, 1, "the end of the query"),
    ],
)
def test_wrong_queries_name_the_place_and_what_to_do(
    asker: Asker, query: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        asker.ask(query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert words in str(caught.value)
    assert len(str(caught.value)) < 400


def test_an_unknown_function_is_named_at_its_place(asker: Asker) -> None:
    with pytest.raises(QueryError, match="line 1, column 19: there is no function <a:nothing>"):
        asker.ask("SELECT * { FILTER(<a:nothing>(1)) }")


def test_other_faults_keep_their_words() -> None:
    assert "broken disk" in str(explain_fault("ASK {}", "OSError: broken disk"))


def test_a_complaint_without_a_place_still_gives_an_error() -> None:
    assert explain("ASK {}", "no idea", {}).line == 1


AGGREGATED = (
    "ASK FROM <a:b> FROM NAMED <a:c> { { SELECT (GROUP_CONCAT(DISTINCT ?x ; separator=', ') AS ?y) (COUNT(*) AS ?n) "
    "WHERE { ?x ?p ?o . BIND(IF(?o IN (1, 2), COALESCE(?a, 1), -?b * 2 + 3) AS ?q) } "
    "GROUP BY ?o (STR(?x) AS ?k) HAVING (COUNT(*) > 1) } }"
)
GOOD = [
    AGGREGATED,
    "SELECT ?x { ?x a kg:Paper ; dcterms:title ?t . FILTER(CONTAINS(LCASE(?t), 'x') && ?x != 3 -1) } ORDER BY DESC(?x)",
    "PREFIX a: <b:c> CONSTRUCT { ?s ?p [ a a:b ] } WHERE { { ?s ?p ?o } UNION { ?s ?p (1 2 [] ()) . } } LIMIT 1",
    "SELECT * { OPTIONAL { ?s a ?b MINUS { ?s ?p 1.5 } } VALUES (?a ?b) { (1 UNDEF) (<a:b> 'x'@en) } }",
    "SELECT * { GRAPH ?g { ?s (!(rdf:type|^kg:x)|kg:y+)*/^kg:z? ?o } } VALUES ?x { 1 }",
    "DESCRIBE kg:x ?y { ?y ?p ?o FILTER NOT EXISTS { ?y a kg:x } }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "SELECT * { ?s a true . FILTER(?a NOT IN (1)) FILTER xsd:integer('1') [] ?p ?o . (1 2) ?p 3 . [ a kg:x ] }",
]


@pytest.mark.parametrize("query", [*GOOD, *(question.query for question in catalogue().values())])
def test_the_grammar_accepts_what_oxigraph_accepts(asker: Asker, query: str) -> None:
    asker.answer(query)
    error = explain(query, "nothing is wrong", asker.prefixes)
    assert "though its form is right" in str(error) or "new variable" in str(error)
    assert list(tokens(query))


def test_the_grammar_is_whole() -> None:
    grammar = sparql_grammar()
    used = {part for alternatives in grammar.rules.values() for parts in alternatives for part in parts}
    names = {name for name in used if name[0].isupper() and not name.isupper() and name != "END"}
    assert names <= set(grammar.rules)


def test_a_grammar_tells_the_first_misfit() -> None:
    grammar = Grammar("Sum = NUMBER ( '+' NUMBER )* Note?\nNote = '#' WORD+")
    assert grammar.first_misfit(["NUMBER", "+", "NUMBER", "#", "WORD"]) is None
    assert grammar.first_misfit(["NUMBER", "+", "+"]) == (2, frozenset({"NUMBER"}))
    assert grammar.first_misfit(["NUMBER", "WORD"]) == (1, frozenset({"+", "#", "END"}))
    assert grammar.first_misfit(["NUMBER", "#"]) == (2, frozenset({"WORD"}))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o FILTER(?o = <urn:x>) }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (<urn:x>, <urn:y>) && <urn:f>(?o)) }",
        'SELECT (IRI("urn:x") AS ?x) { BIND(COALESCE(<urn:x>, IRI("urn:y")) AS ?y) }',
    ],
)
def test_an_iri_in_an_expression_is_not_the_function_of_that_name(query: str) -> None:
    check_grammar(query)
