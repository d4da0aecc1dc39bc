"""The page of an entity: names, family, papers by role over time, results, and a dataset's leaderboards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.rdf import Iri
from kg.serve.asking import Asking
from kg.serve.charts import by_month, months_between
from kg.serve.leaderboard import boards
from kg.serve.page import Page
from kg.serve.results import Link, Shown, results_of
from kg.vocab import KG, prefixes

__all__ = ["entity_page"]

_ROLES = {
    "proposes": "propose it",
    "uses": "use it",
    "evaluates": "put it to the test",
    "evaluatesOn": "test on it",
    "comparesWith": "compare with it",
    "addresses": "work on it",
    "reportsMetric": "report it",
    "mentionsInPassing": "mention it in passing",
    "": "name it",
}
_RELATIONS = (
    "builds on", "built on by", "combined with", "compared with", "baseline for", "tested on", "proposed by its papers",
)  # fmt: skip
_PARTS = (KG.subject, KG.baseModel, KG.baseline, KG.metric, KG.dataset)
_MOST_RELATED, _MOST_RESULTS, _MOST_PAPERS = 10, 60, 200
_SOME_RESULTS, _FEW_PAPERS = 15, 12
_NAMES = prefixes()
_TYPES = frozenset({"Method", "Model", "Dataset", "Metric", "Task"})


@dataclass(frozen=True, slots=True)
class _Facts:
    name: str
    type: str
    aliases: list[str]
    family: list[Link]
    better: str
    is_fraction: bool


def entity_page(asking: Asking, entity: Iri, days: Sequence[str]) -> Page | None:
    """Return the page of an entity, None when the graph has no such entity; `days` are those of the graph."""
    facts = _facts(asking, entity)
    if facts is None:
        return None
    papers = _papers(asking, entity)
    found = results_of(asking, entity, as_=_PARTS)
    pairs = [(paper["date"], role) for role, group in papers.items() for paper in group]
    months = months_between(days[0], days[-1]) if days else []
    return Page(
        template="entity.html",
        title=facts.name,
        description=f"{facts.name} ({facts.type.lower()}): papers, results and relations, as summaries report them.",
        path=asking.page(entity) or "/",
        iri=entity,
        context={
            "facts": facts,
            "papers": papers,
            "words": _ROLES,
            "count": len({paper["iri"] for group in papers.values() for paper in group}),
            "chart": by_month(pairs, months, [role for role in _ROLES if role in papers]),
            "variants": _variants(asking, entity),
            "related": _related(asking, entity),
            "boards": boards([one for one in found if "dataset" in one.as_]) if facts.type == "Dataset" else [],
            "results": _others(found, facts.type),
            "most": _MOST_PAPERS,
            "few": _FEW_PAPERS,
            "some": _SOME_RESULTS,
        },
        json_ld=_json_ld(facts),
    )


def _facts(asking: Asking, entity: Iri) -> _Facts | None:
    values: dict[str, list[tuple[Any, str | None]]] = {}
    for row in asking.rows("entity", entity=entity):
        values.setdefault(row["property"], []).append((row["value"], row["name"]))
    if not values:
        return None
    types = [str(value).rsplit("#", 1)[-1] for value, _ in values[_NAMES["rdf"] + "type"]]
    family = [*values.get(KG.variantOf, []), *values.get(_NAMES["skos"] + "broader", [])]
    return _Facts(
        name=str(values[_NAMES["skos"] + "prefLabel"][0][0]),
        type=next((kind for kind in types if kind in _TYPES), "Entity"),
        aliases=[str(value) for value, _ in values.get(_NAMES["skos"] + "altLabel", [])],
        family=[Link(name or iri, asking.page(iri), iri) for iri, name in family],
        better=str(values.get(KG.betterWhen, [("", None)])[0][0]).rsplit("/", 1)[-1],
        is_fraction=KG.isFraction in values,
    )


def _papers(asking: Asking, entity: Iri) -> dict[str, list[dict[str, Any]]]:
    """Return the papers by role, in the order of the roles."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in asking.rows("entity_papers", entity=entity):
        role = str(row["role"] or "").rsplit("#", 1)[-1]
        paper = {"iri": row["paper"], "title": row["title"], "date": row["date"], "path": asking.page(row["paper"])}
        groups.setdefault(role, []).append(paper)
    return {role: groups[role] for role in _ROLES if role in groups}


def _variants(asking: Asking, entity: Iri) -> list[tuple[Link, int]]:
    rows = asking.rows("entity_variants", entity=entity)
    return [(Link(row["name"], asking.page(row["other"])), row["papers"]) for row in rows]


def _related(asking: Asking, entity: Iri) -> dict[str, list[tuple[Link, int]]]:
    groups: dict[str, list[tuple[Link, int]]] = {relation: [] for relation in _RELATIONS}
    for row in asking.rows("entity_related", entity=entity):
        group = groups[row["relation"]]
        if len(group) < _MOST_RELATED:
            kind = str(row["class"]).rsplit("#", 1)[-1]
            group.append((Link(row["name"], asking.page(row["other"]), row["other"], kind), row["papers"]))
    return {relation: group for relation, group in groups.items() if group}


def _others(results: list[Shown], kind: str) -> list[Shown]:
    """Leave out what the leaderboards of a dataset show already."""
    kept = [one for one in results if kind != "Dataset" or one.kind != "absolute" or "dataset" not in one.as_]
    return [one for one in kept if not one.is_before][:_MOST_RESULTS]


def _json_ld(facts: _Facts) -> dict[str, Any]:
    kind = {"Dataset": "Dataset", "Model": "SoftwareApplication"}.get(facts.type, "DefinedTerm")
    return {"@type": kind, "name": facts.name, "alternateName": facts.aliases}
