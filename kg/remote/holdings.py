"""What a server holds of a graph: which named graphs, how large, and how to ask them all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

from kg.errors import RemoteError
from kg.graph.iris import dataset_iri, graph_iri
from kg.graph.terms import DCTERMS, VOID
from kg.query.results import table_from_json
from kg.rdf import Iri, Literal, as_ntriples_term
from kg.remote.endpoint import Endpoint
from kg.vocab import KG

__all__ = ["LEDGER", "PENDING", "UNION", "Entry", "Holdings", "find_holdings", "read_ledger"]

UNION = "union"
"""The name of the graph that holds the union of all others, on a server whose default graph can't."""

LEDGER = "published"
"""The name of the graph that says what else was published, and with which content."""

_MOST = 64 << 20
_PUBLISHED = f"""
SELECT ?ledger ?graph ?triples ?content {{
  GRAPH ?ledger {{ ?graph <{VOID.triples}> ?triples ; <{DCTERMS.identifier}> ?content }}
  FILTER(STRENDS(STR(?ledger), "/graph/{LEDGER}"))
}} ORDER BY ?ledger ?graph"""
_DESCRIBED = f"SELECT DISTINCT ?space {{ ?dataset a <{VOID.Dataset}> ; <{VOID.uriSpace}> ?space }} ORDER BY ?space"
_ANY_PAPER = f"ASK {{ ?paper a <{KG.Paper}> }}"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was published as one graph: how many triples, and the SHA-256 of its sorted N-Triples."""

    triples: int
    content: str


PENDING = Entry(0, "pending")
"""The entry of a graph that is being filled."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """The graph that a server holds: its base IRI, and its named graphs as the ledger has them.

    Without a ledger (the graph came there by other means, or `kg serve` answers) the server's default graph counts.
    """

    base: str
    entries: Mapping[Iri, Entry] = field(default_factory=dict)

    @property
    def union(self) -> Iri | None:
        """The named graph that is the union of the others, None where the default graph is."""
        iri = graph_iri(UNION, base=self.base)
        return iri if iri in self.entries else None

    @property
    def named(self) -> tuple[Iri, ...]:
        """The named graphs that make up the whole."""
        unions = (graph_iri(UNION, base=self.base), dataset_iri(base=self.base))
        return tuple(iri for iri in self.entries if iri not in unions)


def find_holdings(endpoint: Endpoint, *, base: str, seconds: float) -> Holdings:
    """Ask a server which graph it holds; of several the one with this base IRI.

    Raises RemoteError when there is none, or several with other bases.
    """
    found = _published(endpoint, seconds) or _described(endpoint, seconds)
    if not found:
        message = "no graph of papers here. Put one there with: kg publish --to ADDRESS"
        raise RemoteError(endpoint.shown, message)
    if base in found:
        return found[base]
    if len(found) > 1:
        raise RemoteError(endpoint.shown, f"several graphs here; choose one with KG_BASE: {', '.join(sorted(found))}")
    return next(iter(found.values()))


def read_ledger(endpoint: Endpoint, ledger: Iri, *, seconds: float) -> dict[Iri, Entry]:
    """Read what the ledger of that IRI says was published; nothing if it is not there."""
    return dict(_published(endpoint, seconds).get(ledger.removesuffix(f"graph/{LEDGER}"), Holdings("")).entries)


def _published(endpoint: Endpoint, seconds: float) -> dict[str, Holdings]:
    table = table_from_json(endpoint.results(_PUBLISHED, seconds=seconds, most=_MOST))
    found = {}
    for ledger, rows in groupby(table, key=lambda row: str(row["ledger"])):
        base = ledger.removesuffix(f"graph/{LEDGER}")
        entries = {Iri(row["graph"]): Entry(int(row["triples"]), str(row["content"])) for row in rows}
        if all(_is_iri(iri) for iri in (base, *entries)):
            found[base] = Holdings(base, entries)
    return found


def _described(endpoint: Endpoint, seconds: float) -> dict[str, Holdings]:
    table = table_from_json(endpoint.results(_DESCRIBED, seconds=seconds, most=_MOST))
    spaces = [term.value for (term,) in table.rows if isinstance(term, Literal) and _is_iri(term.value)]
    if not spaces:
        return {}
    has_papers = table_from_json(endpoint.results(_ANY_PAPER, seconds=seconds, most=_MOST)).column("answer")[0]
    return {space: Holdings(space) for space in spaces} if has_papers else {}


def _is_iri(text: str) -> bool:
    """Say whether a text can stand in a query as an IRI; what a server says gets there in no other form."""
    try:
        as_ntriples_term(Iri(text))
    except ValueError:
        return False
    return text.startswith(("http://", "https://"))
