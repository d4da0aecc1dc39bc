"""Nodes and edges straight from the sorted N-Quads of a graph: what `kg.view.networkx_bridge` holds, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from kg.graph.elements import Edge, Elements, Node, Value
from kg.graph.terms import DCTERMS, FOAF, RDF_TYPE, SKOS
from kg.graph.things import Thing, read_things
from kg.vocab import BASE, KG

__all__ = ["streamed_elements"]

Item = TypeVar("Item")

_ROLES: Mapping[str, str] = {
    **{KG[role]: role for role in (
        "proposes", "uses", "evaluates", "evaluatesOn", "comparesWith", "addresses", "reportsMetric",
        "mentionsInPassing", "listsPerson", "possiblySameAs", "variantOf",
    )},
    SKOS.broader: "broader",
}  # fmt: skip
_TYPES = ("Method", "Model", "Dataset", "Metric", "Task")


def streamed_elements(nquads: Path, *, base: str = BASE) -> Elements:
    """Return the papers, entities and people of a sorted N-Quads file, and what ties them, in the order of their IRIs.

    Each walk reads the file again. Takes memory for the IRIs of nodes, the days of digests, and a count for each paper
    and each thing that it names.
    """
    source = _Source(nquads, base)
    return Elements(_Walk(source.nodes), _Walk(source.edges))


class _Walk(Generic[Item]):
    """What can be walked through again and again."""

    def __init__(self, begin: Callable[[], Iterator[Item]]) -> None:
        self._begin = begin

    def __iter__(self) -> Iterator[Item]:
        return self._begin()


class _Source:
    def __init__(self, nquads: Path, base: str) -> None:
        self.nquads, self.base = nquads, base

    def nodes(self) -> Iterator[Node]:
        for thing in self._things("entity", SKOS.prefLabel):
            kinds = {kind.removeprefix(KG.base) for kind in thing.all(RDF_TYPE)}
            kind = next((kind for kind in _TYPES if kind in kinds), "")
            yield thing.iri, {"kind": "entity", "type": kind, "label": thing.one(SKOS.prefLabel) or ""}
        for thing in self._things("paper", KG.arxivId):
            yield thing.iri, self._paper(thing)
        for thing in self._things("person", FOAF.name):
            handle = thing.one(KG.isHandle) == "true"
            name = thing.one(FOAF.name) or ""
            yield thing.iri, {"kind": "person", "type": "Person", "label": name, "is_handle": handle}

    def _paper(self, thing: Thing) -> dict[str, Value]:
        days = sorted(self._days[digest] for digest in thing.all(KG.listedIn) if digest in self._days)
        return {
            "kind": "paper",
            "type": "Paper",
            "label": thing.one(DCTERMS.title) or "",
            "arxiv_id": thing.one(KG.arxivId) or "",
            "date": days[0] if days else "",
            "url": thing.one(FOAF.page) or "",
        }

    def edges(self) -> Iterator[Edge]:
        signs = (("entity", SKOS.prefLabel), ("paper", KG.arxivId), ("person", FOAF.name))
        for folder, sign in signs:
            for thing in self._things(folder, sign):
                ties = {(target, _ROLES[said]) for said in thing.said if said in _ROLES for target in thing.said[said]}
                for target, role in sorted(ties):
                    if target in self._known:
                        yield thing.iri, target, self._attributes(thing, target, role)

    def _attributes(self, thing: Thing, target: str, role: str) -> dict[str, Value]:
        found: dict[str, Value] = {"role": role}
        if thing.iri.startswith(f"{self.base}paper/") and target.startswith(f"{self.base}entity/"):
            mentions, sure = self._named.get((thing.one(KG.arxivId) or "", target), (0, None))
            found["mentions"] = mentions
            if sure is not None:
                found["confidence"] = sure
        return found

    def _things(self, folder: str, sign: str) -> Iterator[Thing]:
        """Yield the things of a folder that have what makes them whole: others are only spoken of."""
        return (thing for thing in read_things(self.nquads, start=f"{self.base}{folder}/") if thing.one(sign))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(iri for iri, _ in self.nodes())

    @cached_property
    def _days(self) -> dict[str, str]:
        return {thing.iri: thing.one(DCTERMS.issued) or "" for thing in self._things("digest", DCTERMS.issued)}

    @cached_property
    def _named(self) -> dict[tuple[str, str], tuple[int, float | None]]:
        """How often each paper names each entity, and the confidence of the surest mention."""
        texts = {
            text: thing.one(KG.arxivId) or ""
            for thing in self._things("paper", KG.arxivId)
            for text in thing.all(KG.hasText)
        }
        found: dict[tuple[str, str], tuple[int, float | None]] = {}
        for thing in self._things("mention", KG.refersTo):
            key = texts.get(thing.one(KG.inText) or "", ""), thing.one(KG.refersTo) or ""
            count, sure = found.get(key, (0, None))
            own = thing.one(KG.confidence)
            surest = sure if own is None else max(float(own), sure if sure is not None else 0.0)
            found[key] = (count + 1, surest)
        return found
