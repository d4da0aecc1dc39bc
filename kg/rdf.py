"""RDF terms as plain values, and their N-Triples form.

The types are light enough to make millions of them, and keep RDF libraries out of the code that only
speaks of terms. N-Triples is written in its canonical form (RDF 1.1 N-Triples, section 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

__all__ = [
    "STRING",
    "XSD",
    "Description",
    "Iri",
    "Literal",
    "Quad",
    "RdfTerm",
    "as_nquad",
    "as_ntriples_term",
    "described",
]

XSD = "http://www.w3.org/2001/XMLSchema#"


class Iri(str):
    """An absolute IRI.

    >>> Iri("https://example.org/a")
    Iri('https://example.org/a')
    """

    # Without it each of millions would carry a dict of its own.
    __slots__ = ()

    def __repr__(self) -> str:
        return f"Iri({str(self)!r})"


STRING = Iri(XSD + "string")
"""The datatype of literals that name none."""


class Literal(NamedTuple):
    """A literal: its words, its datatype, and its language if it has one.

    >>> Literal("0.9", Iri(XSD + "decimal")).value
    '0.9'
    """

    value: str
    datatype: Iri = STRING
    language: str | None = None

    def __str__(self) -> str:
        return self.value


RdfTerm = Iri | Literal


class Quad(NamedTuple):
    """One statement and the graph that it stands in."""

    subject: Iri
    predicate: Iri
    object: RdfTerm
    graph: Iri


class Description(NamedTuple):
    """What one graph says of one subject: predicates with their objects, in any order."""

    subject: Iri
    graph: Iri
    said: Sequence[tuple[Iri, RdfTerm]]

    def quads(self) -> Iterator[Quad]:
        """Yield the statements one by one."""
        for predicate, term in self.said:
            yield Quad(self.subject, predicate, term, self.graph)


def described(quads: Iterable[Quad]) -> Iterator[Description]:
    """Put together what statements that stand side by side say of one subject in one graph.

    >>> s, p, g = Iri("urn:s"), Iri("urn:p"), Iri("urn:g")
    >>> [description.said for description in described([Quad(s, p, s, g), Quad(s, p, g, g)])]
    [[(Iri('urn:p'), Iri('urn:s')), (Iri('urn:p'), Iri('urn:g'))]]
    """
    for (subject, graph), same in groupby(quads, key=itemgetter(0, 3)):
        yield Description(subject, graph, [(quad.predicate, quad.object) for quad in same])


_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT = {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
_FORBIDDEN_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def as_ntriples_term(term: RdfTerm) -> str:
    r"""Write a term as N-Triples.

    Raises ValueError when an IRI holds a character that none may hold.

    >>> as_ntriples_term(Literal('say "hi"\n'))
    '"say \\"hi\\"\\n"'
    """
    if isinstance(term, Iri):
        if _FORBIDDEN_IN_IRI.search(term):
            raise ValueError(f"not an IRI: {term!r}")
        return f"<{term}>"
    quoted = '"' + _ESCAPED.sub(_escape, term.value) + '"'
    if term.language:
        return f"{quoted}@{term.language}"
    if term.datatype == STRING:
        return quoted
    return f"{quoted}^^<{term.datatype}>"


def as_nquad(quad: Quad) -> str:
    r"""Write a quad as one line of N-Quads, line break included.

    >>> as_nquad(Quad(Iri("urn:s"), Iri("urn:p"), Iri("urn:o"), Iri("urn:g")))
    '<urn:s> <urn:p> <urn:o> <urn:g> .\n'
    """
    return " ".join(map(as_ntriples_term, quad)) + " .\n"
