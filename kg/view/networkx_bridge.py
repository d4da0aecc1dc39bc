"""The whole graph as a networkx MultiDiGraph: papers, entities and listed persons.

Node keys are IRIs. Every node has `kind`, `type` and `label`; beside these

    kind      type                                     more
    paper     Paper                                    arxiv_id, date (first listed, ISO 8601), url
    entity    Method, Model, Dataset, Metric, Task
    person    Person                                   is_handle (bool)

An edge's key is its `role`, which it also has as an attribute:

    paper  -> entity   proposes, uses, evaluates, evaluatesOn, comparesWith, addresses, reportsMetric,
                       mentionsInPassing; with mentions (int: how often the paper names the entity) and
                       confidence (float: of the surest mention, 0 to 1; left out when there is none)
    paper  -> person   listsPerson
    person -> person   possiblySameAs
    entity -> entity   variantOf, broader

Attributes are str, int, float and bool alone, so that GraphML and GEXF writers take them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx

from kg.table import Table
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask

__all__ = ["to_networkx"]


def to_networkx(ask: Ask) -> nx.MultiDiGraph[str]:
    """Return the whole graph; see the module for its keys. All is in the order of its IRIs."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, row in _least(ask(filled("whole_papers")), "paper"):
        graph.add_node(iri, kind="paper", type="Paper", **_paper(row))
    for iri, row in _least(ask(filled("whole_entities")), "entity"):
        graph.add_node(iri, kind="entity", type=local_name(row["type"]), label=row["label"])
    for iri, row in _least(ask(filled("whole_persons")), "person"):
        graph.add_node(iri, kind="person", type="Person", label=row["label"], is_handle=row["is_handle"] == "true")
    _add_edges(graph, ask)
    return graph


def _least(table: Table, key: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each thing once, with the least value of each column: the order of rows does not matter."""
    found: dict[str, dict[str, str]] = {}
    for terms in table.rows:
        row = {name: str(term) for name, term in zip(table.columns, terms, strict=True) if term is not None}
        kept = found.setdefault(row[key], defaultdict(str))
        for name, value in row.items():
            kept[name] = min(kept[name] or value, value)
    yield from sorted(found.items())


def _paper(row: Mapping[str, str]) -> dict[str, str]:
    return {"label": row["title"], "arxiv_id": row["id"], "date": row["date"], "url": row["page"]}


def _add_edges(graph: nx.MultiDiGraph[str], ask: Ask) -> None:
    named: dict[tuple[str, str], list[float | None]] = defaultdict(list)
    for row in ask(filled("whole_mentions")):
        named[row["paper"], row["entity"]].append(row["confidence"])
    edges = {(row["source"], row["target"], local_name(row["role"])) for row in ask(filled("whole_edges"))}
    for source, target, role in sorted(edges):
        if source not in graph or target not in graph:
            continue
        more: dict[str, Any] = {}
        if graph.nodes[source]["kind"] == "paper" and graph.nodes[target]["kind"] == "entity":
            mentions = named.get((source, target), [])
            more["mentions"] = len(mentions)
            sure = [confidence for confidence in mentions if confidence is not None]
            more |= {"confidence": max(sure)} if sure else {}
        graph.add_edge(source, target, key=role, role=role, **more)
