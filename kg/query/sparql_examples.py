"""The questions of the catalogue as SPARQL examples in RDF, one Turtle file a question.

The form is that of the SIB Swiss Institute of Bioinformatics (sib-swiss/sparql-examples), which endpoints and editors
read to list examples: a `sh:SPARQLExecutable` with its query, its words, its keywords and the endpoint it is for.
"""

from __future__ import annotations

from kg.query.catalogue import Question
from kg.rdf import Iri, Literal, as_ntriples_term
from kg.vocab import BASE, prefixes

__all__ = ["example_prefixes", "sparql_example", "with_prefixes"]

_PREFIXES = "_:sparql_examples_prefixes"
_HEAD = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def sparql_example(question: Question, *, endpoint: str | None = None, base: str = BASE) -> str:
    """Return a question as Turtle: the query with all its prefixes and its example values, ready to run.

    `endpoint` is the IRI of the endpoint that answers it, if there is one. Raises ValueError when that is no IRI.

    >>> from kg.query.catalogue import find_question
    >>> "a sh:SPARQLExecutable, sh:SPARQLSelectExecutable" in sparql_example(find_question("overview"))
    True
    """
    node = as_ntriples_term(Iri(f"https://w3id.org/paper-kg/questions/{question.name}"))
    lines = [
        f"{node} a sh:SPARQLExecutable, sh:SPARQLSelectExecutable",
        f"    rdfs:label {_text(question.name)}@en",
        f"    rdfs:comment {_text(f'{question.summary} {question.note}'.strip())}@en",
        f"    sh:prefixes {_PREFIXES}",
        *(f"    schema:keywords {_text(tag)}" for tag in question.tags),
        f"    sh:select {_text(with_prefixes(question.query, base=base))}",
    ]
    if endpoint:
        lines.append(f"    schema:target {as_ntriples_term(Iri(endpoint))}")
    return _HEAD + "\n" + " ;\n".join(lines) + " .\n"


def example_prefixes(base: str = BASE) -> str:
    """Return, as Turtle, the prefixes that the examples share; all files together are one graph with one such node.

    >>> base = "https://example.org/"
    >>> example_prefixes(base).count("sh:declare") == len(prefixes(base))
    True
    """
    declared = (
        f"    sh:declare [ sh:prefix {_text(name)} ; sh:namespace {_text(space)}^^xsd:anyURI ]"
        for name, space in prefixes(base).items()
    )
    head = _HEAD + "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n\n"
    return head + " ;\n".join([f"{_PREFIXES} a owl:Ontology", *declared]) + " .\n"


def with_prefixes(query: str, *, base: str = BASE) -> str:
    """Return a query with the prefixes that it uses declared, so that any engine can run it.

    >>> with_prefixes("ASK { ?paper a kg:Paper }").splitlines()[0]
    'PREFIX kg: <https://w3id.org/paper-kg/ontology#>'
    """
    # One too many does no harm: these letters may also end another prefix, or stand in a string.
    declared = (f"PREFIX {name}: <{space}>\n" for name, space in prefixes(base).items() if f"{name}:" in query)
    return "".join(declared) + query


def _text(words: str) -> str:
    return as_ntriples_term(Literal(words))
