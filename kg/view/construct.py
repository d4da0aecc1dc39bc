"""Any answer as a graph: the triples of a CONSTRUCT, or the rows of a SELECT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.rdf import Iri, Literal, RdfTerm
from kg.table import Table
from kg.view.evidence import link_or_none
from kg.view.questions import local_name
from kg.view.style import NODE_STYLES
from kg.view.subgraph import Edge, Node, Subgraph

__all__ = ["answer_map"]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABELS = {
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://purl.org/dc/terms/title",
    "http://xmlns.com/foaf/0.1/name",
}
_PAGE = "http://xmlns.com/foaf/0.1/page"
_SUBTYPES = {"Score": "Result", "Comparison": "Result"}
_FOLDERS = {"paper": "Paper", "person": "Person", "result": "Result"}


class _Triple(NamedTuple):
    subject: Iri
    predicate: str
    object: RdfTerm


def answer_map(answer: Table, *, title: str = "An answer as a graph", question: str = "") -> Subgraph:
    """Return an answer as a graph.

    Of a table with the columns subject, predicate and object (a CONSTRUCT), each row is an edge; literals
    become facts of their subject; labels, types and pages are used as such. In any other table, the first IRI
    of each row is tied to the other IRIs of that row, each edge named after its column.
    """
    triples = list(_triples(answer) if _is_construct(answer) else _triples_of_rows(answer))
    builder = _Builder(triples)
    nodes = builder.nodes()
    return Subgraph(
        title=title,
        question=question,
        nodes=nodes,
        edges=builder.edges(),
        total=len(nodes),
        note="" if nodes else "The query found nothing that can be drawn: it has to return IRIs.",
    )


def _is_construct(answer: Table) -> bool:
    return answer.columns == ("subject", "predicate", "object")


def _triples(answer: Table) -> Iterator[_Triple]:
    for subject, predicate, value in answer.rows:
        if isinstance(subject, Iri) and isinstance(predicate, Iri) and value is not None:
            yield _Triple(subject, predicate, value)


def _triples_of_rows(answer: Table) -> Iterator[_Triple]:
    for row in answer.rows:
        cells = [(name, term) for name, term in zip(answer.columns, row, strict=True) if term is not None]
        subject = next((term for _, term in cells if isinstance(term, Iri)), None)
        if subject is None:
            continue
        yield _Triple(subject, _TYPE, Iri("Thing"))
        for name, term in cells:
            if term is not subject:
                yield _Triple(subject, name, term)


class _Builder:
    """Sorts triples into labels, types, pages, facts and edges."""

    def __init__(self, triples: Iterable[_Triple]) -> None:
        self.ids: dict[Iri, None] = {}
        self.labels: dict[Iri, str] = {}
        self.types: dict[Iri, set[str]] = {}
        self.pages: dict[Iri, str] = {}
        self.facts: dict[Iri, dict[tuple[str, str], None]] = {}
        self.links: dict[tuple[Iri, Iri, str], None] = {}
        for triple in triples:
            self._add(triple)

    def _add(self, triple: _Triple) -> None:
        subject, predicate, value = triple
        self.ids.setdefault(subject)
        if predicate == _TYPE:
            self.types.setdefault(subject, set()).add(local_name(str(value)))
        elif predicate == _PAGE and isinstance(value, Iri):
            self.pages[subject] = value
        elif isinstance(value, Literal):
            if predicate in _LABELS:
                self.labels[subject] = min(self.labels.get(subject, value.value), value.value)
            self.facts.setdefault(subject, {}).setdefault((local_name(predicate), value.value))
        else:
            self.ids.setdefault(value)
            self.links.setdefault((subject, value, local_name(predicate)))

    def nodes(self) -> tuple[Node, ...]:
        degree = Counter(end for source, target, _ in self.links for end in {source, target})
        return tuple(
            Node(
                id=iri,
                label=self.labels.get(iri) or local_name(iri) or iri,
                type=self._type(iri),
                weight=degree[iri],
                link=link_or_none(self.pages.get(iri)) or _arxiv_link(iri),
                facts=(*self.facts.get(iri, ()), ("IRI", iri)),
            )
            for iri in sorted(self.ids)
        )

    def edges(self) -> tuple[Edge, ...]:
        return tuple(Edge(source, target, role) for source, target, role in sorted(self.links))

    def _type(self, iri: Iri) -> str:
        known = sorted(_SUBTYPES.get(name, name) for name in self.types.get(iri, ()))
        named = [name for name in known if name in NODE_STYLES and name != "Thing"]
        return (named or [_FOLDERS.get(_folder(iri), "Thing")])[0]


def _folder(iri: str) -> str:
    """Return the part of a resource's IRI that says what it is: `.../id/paper/2410.21465` -> paper."""
    _, found, rest = iri.partition("/id/")
    return rest.split("/")[0] if found else ""


def _arxiv_link(iri: str) -> str | None:
    return f"https://arxiv.org/abs/{local_name(iri)}" if _folder(iri) == "paper" else None
