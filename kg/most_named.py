"""The entities that most papers speak of, by type, and how much of the graph is evidence."""

from __future__ import annotations

from typing import Any

from kg.view.subgraph import Ask

__all__ = ["evidence_triples", "most_named"]

_MOST_NAMED = """
SELECT ?type ?name (COUNT(DISTINCT ?paper) AS ?papers) {
  VALUES (?class ?type) {
    (kg:Method "Method") (kg:Model "Model") (kg:Dataset "Dataset") (kg:Metric "Metric") (kg:Task "Task")
  }
  ?entity a ?class ; skos:prefLabel ?name . ?paper kg:mentions ?entity
} GROUP BY ?type ?entity ?name ORDER BY ?type DESC(?papers) ?name
"""


_EVIDENCE = """
SELECT (COUNT(*) AS ?triples) {
  { ?text a kg:SourceText ; ?says ?thing } UNION { ?mention a kg:Mention ; ?says ?thing } UNION {
    # A filter and no VALUES, which Oxigraph would begin with: at the texts and places of all mentions, too.
    ?result a kg:Result ; ?says ?thing
    FILTER(?says IN (kg:inText, kg:start, kg:end, kg:exact, kg:confidence))
  }
}
"""


def evidence_triples(ask: Ask) -> int:
    """Return how many triples say which words the others rest on.

    These are all of texts and of mentions, and the place, words and confidence of results.
    """
    return int(ask(_EVIDENCE).column("triples")[0])


def most_named(ask: Ask, most: int) -> dict[str, list[dict[str, Any]]]:
    """Return at most so many entities of each type, with their names and how many papers mention them."""
    top: dict[str, list[dict[str, Any]]] = {}
    for row in ask(_MOST_NAMED):
        ranked = top.setdefault(row["type"], [])
        if len(ranked) < most:
            ranked.append({"name": row["name"], "papers": row["papers"]})
    return top
