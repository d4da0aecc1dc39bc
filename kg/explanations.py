"""Explanations: what an entity is, where its names come from, what was merged and why, and what nearly was."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kg.api import Graph
from kg.errors import UnknownNameError
from kg.graph.folder import GraphFolder
from kg.graph.iris import entity_iri
from kg.resolution import Entity, Resolution
from kg.resolve.log import entity_as_record, resolution_from_log
from kg.resolve.nearly import Near, nearly
from kg.settings import Settings

__all__ = ["Explanation", "explain", "open_resolution"]

_MOST_PAPERS = 3


@dataclass(frozen=True)
class Explanation:
    """All there is to say of one entity.

    `above` leads from it to its family or to what is broader, `below` holds what leads to it, the most used first.
    `papers` holds arXiv id, day and title of the earliest papers, `others` further entities of the same name.
    """

    entity: Entity
    iri: str
    above: tuple[Entity, ...] = ()
    below: tuple[Entity, ...] = ()
    near: tuple[Near, ...] = ()
    papers: tuple[tuple[str, str, str], ...] = ()
    others: tuple[Entity, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return the explanation in JSON's types."""
        return entity_as_record(self.entity) | {
            "iri": self.iri,
            "above": [entity.key for entity in self.above],
            "below": [entity.key for entity in self.below],
            "nearly": [{"entity": n.key, "name": n.name, "score": n.score, "why": n.why} for n in self.near],
            "first_papers": [{"id": i, "date": date, "title": title} for i, date, title in self.papers],
            "others_of_the_name": [entity.key for entity in self.others],
        }


def open_resolution(graph: str | Path = "graph") -> Resolution:
    """Read the entities of a graph, with the reason for each name, from the log of its resolution."""
    version = GraphFolder(graph).current()
    with version.resolution.open(encoding="utf-8") as lines:
        return resolution_from_log(map(json.loads, lines))


def explain(name: str, *, graph: str | Path = "graph", settings: Settings | None = None) -> Explanation:
    """Explain the entity of a name, a key or an IRI; of several of that name, the one of most papers.

    Raises UnknownNameError, with names that are near, when there is none.

        print(kg.explain("GPT-4o").entity.aliases)
    """
    resolution = open_resolution(graph)
    with Graph(graph, settings=settings) as opened:
        wanted = _name(name, opened.base)
        found = resolution.find(wanted)
        if not found:
            raise UnknownNameError("entity", wanted, (known.name for known in resolution.entities))
        entity = found[0]
        iri = entity_iri(entity.key, base=opened.base)
        return Explanation(
            entity=entity,
            iri=iri,
            above=tuple(_above(entity, resolution)),
            below=tuple(_below(entity, resolution)),
            near=tuple(nearly(entity, resolution)),
            papers=tuple(_papers(opened, iri)),
            others=found[1:],
        )


def _name(given: str, base: str) -> str:
    """Return the key in an IRI of an entity or of a key that redirects to one, else what was given.

    >>> _name("https://example.org/entity/llama-3.1%20x", "https://example.org/"), _name(" LoRA ", "https://example.org/")
    ('llama-3.1 x', 'LoRA')
    """
    given = given.strip()
    for prefix in (f"{base}entity/", f"{base}alias/", "entity:", "alias:"):
        if given.startswith(prefix):
            return unquote(given.removeprefix(prefix))
    return given


def _above(entity: Entity, resolution: Resolution) -> Sequence[Entity]:
    found: list[Entity] = []
    # It ends: links never run in a circle (kg.resolve.links).
    while key := (entity.variant_of or entity.broader):
        entity = resolution.entity(key)
        found.append(entity)
    return found


def _below(entity: Entity, resolution: Resolution) -> Sequence[Entity]:
    below = [one for one in resolution.entities if entity.key in (one.variant_of, one.broader)]
    return sorted(below, key=lambda one: (-one.papers, one.key))


def _papers(graph: Graph, iri: str) -> list[tuple[str, str, str]]:
    rows = graph.query(_FIRST_PAPERS.replace("ENTITY", f"<{iri}>"))
    return [(str(row["id"]), str(row["day"]), str(row["title"])) for row in rows]


_FIRST_PAPERS = f"""
SELECT ?id (MIN(?date) AS ?day) (SAMPLE(?name) AS ?title) {{
  ?paper kg:mentions ENTITY ; kg:arxivId ?id ; dcterms:title ?name ; kg:listedIn/dcterms:issued ?date
}} GROUP BY ?id ORDER BY ?day ?id LIMIT {_MOST_PAPERS}
"""
