"""Names of the graph that begin as a user types, for completion: those of most papers first."""

from __future__ import annotations

from collections.abc import Callable

from kg.query.values import ENTITY_CLASSES
from kg.rdf import Literal, as_ntriples_term
from kg.table import Table

__all__ = ["suggestions"]

Ask = Callable[[str], Table]

_CHOSEN = """SELECT ?label (COUNT(DISTINCT ?paper) AS ?papers) {
  %s
  FILTER(STRSTARTS(LCASE(?label), LCASE(%s)))
} GROUP BY ?label ORDER BY DESC(?papers) LCASE(?label) ?label LIMIT %d"""
_PAPERS = """SELECT DISTINCT ?label {
  { ?paper kg:arxivId ?label } UNION { ?paper dcterms:title ?label }
  FILTER(STRSTARTS(LCASE(?label), LCASE(%s)))
} ORDER BY ?label LIMIT %d"""


def suggestions(kind: str, begun: str, ask: Ask, *, most: int = 20) -> tuple[str, ...]:
    """Return at most so many names that begin with some letters, for a parameter of a type.

    `kind` is one of `kg.query.values.TYPES`; a class is one of five; dates and numbers have
    no names, so nothing is returned for them. Case
    does not count. `ask` answers queries.
    """
    quoted = as_ntriples_term(Literal(begun))
    if kind == "paper":
        query = _PAPERS % (quoted, most)
    elif kind == "person":
        query = _CHOSEN % ("?paper kg:listsPerson/foaf:name ?label .", quoted, most)
    elif kind in ENTITY_CLASSES:
        wanted = ENTITY_CLASSES[kind] or "ResearchEntity"
        pattern = f"?thing a kg:{wanted} ; skos:prefLabel ?label . ?paper kg:mentions ?thing ."
        query = _CHOSEN % (pattern, quoted, most)
    elif kind == "class":
        return tuple(name for name, known in ENTITY_CLASSES.items() if known and name.startswith(begun.lower()))
    else:
        return ()
    return tuple(map(str, ask(query).column("label")))
