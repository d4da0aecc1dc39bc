"""Any answer as a graph: the triples of a CONSTRUCT, or the rows of a SELECT."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.rdf import Iri, Literal, RdfTerm
from kg.table import Table
from kg.view.evidence import link_or_none
from kg.view.questions import filled, local_name
from kg.view.style import NODE_STYLES
from kg.view.subgraph import Ask, Edge, Node, Subgraph
from kg.vocab import PREFIXES

__all__ = ["answer_map", "question_of"]

_TYPE = PREFIXES["rdf"] + "type"
_LABELS = {
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["rdfs"] + "label",
    PREFIXES["dcterms"] + "title",
    PREFIXES["foaf"] + "name",
}
_PAGE = PREFIXES["foaf"] + "page"
_SUBTYPES = {"Score": "Result", "Comparison": "Result"}
_COMMENT = re.compile(r"^\s*#(\+ summary:)?[ \t]*(?!\+)(\S.*?)\s*$", re.MULTILINE)
_FOLDERS = {"paper": "Paper", "person": "Person", "result": "Result"}


class _Triple(NamedTuple):
    subject: Iri
    predicate: str
    object: RdfTerm


def answer_map(
    answer: Table, *, ask: Ask | None = None, title: str = "An answer as a graph", question: str = ""
) -> Subgraph:
    """Return an answer as a graph.

    Of a table with the columns subject, predicate and object (a CONSTRUCT), each row is an edge; literals
    become facts of their subject; labels, types and pages are used as such. In any other table, the first IRI
    of each row is tied to the other IRIs of that row, each edge named after its column. With `ask`, what the
    answer gives no name or no type is looked up.
    """
    triples = list(_triples(answer) if _is_construct(answer) else _triples_of_rows(answer))
    builder = _Builder(triples)
    if ask is not None and builder.ids:
        builder.look_up(ask)
    nodes = builder.nodes()
    return Subgraph(
        title=title,
        question=question,
        nodes=nodes,
        edges=builder.edges(),
        total=len(nodes),
        note="" if nodes else "The query found nothing that can be drawn: it has to return IRIs.",
    )


def question_of(query: str) -> str:
    r"""Return what a query says it answers: its `#+ summary:`, else its first comment, else a plain question.

    >>> question_of("# Who tests on GSM8K?\nCONSTRUCT ...")
    'Who tests on GSM8K?'
    """
    comments: list[tuple[str, str]] = _COMMENT.findall(query)
    summaries = [words for sign, words in comments if sign]
    return (summaries or [words for _, words in comments] or ["What does this query give?"])[0]


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
        # So that a row with no other IRI is drawn, too.
        yield _Triple(subject, _TYPE, Iri("Thing"))
        for name, term in cells:
            if term is not subject:
                yield _Triple(subject, name if isinstance(term, Literal) else f"?{name}", term)


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
                # Of several labels the least, whatever the order of the rows.
                self.labels[subject] = min(self.labels.get(subject, value.value), value.value)
            self.facts.setdefault(subject, {}).setdefault((local_name(predicate), value.value))
        else:
            self.ids.setdefault(value)
            self.links.setdefault((subject, value, local_name(predicate)))

    def look_up(self, ask: Ask) -> None:
        """Name and type what has no name or no type yet."""
        open_ids = [iri for iri in sorted(self.ids) if iri not in self.labels or not self._named_types(iri)]
        found: dict[Iri, str] = {}
        for row in ask(filled("named", things=open_ids)) if open_ids else ():
            iri = Iri(row["thing"])
            if row["label"] is not None:
                found[iri] = min(found.get(iri, row["label"]), row["label"])
            if row["type"] is not None:
                self.types.setdefault(iri, set()).add(local_name(row["type"]))
        self.labels = found | self.labels

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
        return (self._named_types(iri) or [_FOLDERS.get(_folder(iri), "Thing")])[0]

    def _named_types(self, iri: Iri) -> list[str]:
        known = sorted(_SUBTYPES.get(name, name) for name in self.types.get(iri, ()))
        return [name for name in known if name in NODE_STYLES and name != "Thing"]


def _folder(iri: str) -> str:
    """Return the part of a resource's IRI that says what it is: `.../id/paper/2410.21465` -> paper."""
    _, found, rest = iri.partition("/id/")
    return rest.split("/")[0] if found else ""


def _arxiv_link(iri: str) -> str | None:
    return f"https://arxiv.org/abs/{local_name(iri)}" if _folder(iri) == "paper" else None
