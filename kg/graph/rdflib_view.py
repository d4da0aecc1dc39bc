"""The graph as an rdflib Dataset, straight over the store: the border to rdflib for its users."""

from __future__ import annotations

from pathlib import Path

import rdflib
import rdflib.plugins.sparql
from oxrdflib import OxigraphStore

from kg.graph.store import needs_union, open_store
from kg.vocab import BASE, prefixes

__all__ = ["as_rdflib"]

# rdflib would answer FROM <file:///...> with the file.
rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False


def as_rdflib(store: Path, *, base: str = BASE) -> rdflib.Dataset:
    """Open a store as a read-only rdflib Dataset; nothing is copied.

    Queries, and the Dataset itself, see the union of all graphs; `get_context(IRI)` gives one of them. The known
    prefixes are bound. Raises NoGraphError when there is no store in the folder.
    """
    opened = open_store(store)
    dataset = rdflib.Dataset(store=OxigraphStore(store=opened), default_union=needs_union(opened))
    for prefix, namespace in prefixes(base).items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset
