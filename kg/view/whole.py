"""The whole graph: each paper and each name that papers share, in the groups that they form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from kg.rdf import Iri
from kg.view.evidence import Words, link_or_none
from kg.view.grouping import grouped
from kg.view.parts import count_of_papers
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask, Edge, Evidence, Node, Subgraph

__all__ = ["whole_map"]

_FEW_PAPERS = 40
_LONGEST_SENTENCE = 200
_Ties = dict[tuple[str, str], str]


def whole_map(ask: Ask) -> Subgraph:
    """Return all papers and the methods, models, datasets and tasks that two of them share, in groups.

    Of few papers, names of one paper alone are shown, too. What a paper only names in passing is left out.
    """
    # Of a paper's days the earliest: what is put in last stays.
    papers = {row["paper"]: row for row in sorted(ask(filled("whole_papers")), key=lambda row: str(row["date"]))[::-1]}
    entities = {row["entity"]: row for row in sorted(ask(filled("whole_entities")), key=lambda row: str(row["type"]))}
    ties = _ties(ask, papers, entities)
    named: dict[str, set[str]] = defaultdict(set)
    for paper, entity in ties:
        named[entity].add(paper)
    least = 1 if len(papers) <= _FEW_PAPERS else 2
    kept = {pair: role for pair, role in ties.items() if len(named[pair[1]]) >= least}
    edges = _edges(ask, kept)
    drawn = {end for pair in kept for end in pair}
    nodes = (
        *(_paper(papers[one]) for one in sorted(drawn & papers.keys())),
        *(_entity(entities[one], len(named[one])) for one in sorted(drawn & entities.keys())),
    )
    shared = "with all that they speak of" if least == 1 else "and what two or more of them share"
    return grouped(
        Subgraph(
            title=f"{count_of_papers(len(papers)).capitalize()} {shared}",
            question="What are all these papers about, and which of them belong together?",
            nodes=nodes,
            edges=edges,
            total=len(papers) + len(named),
            rule=f"papers, {shared}; not what is only named in passing",
            note="" if nodes else "The graph holds no papers yet.",
        )
    )


def _ties(ask: Ask, papers: Mapping[str, Any], entities: Mapping[str, Any]) -> _Ties:
    """Return one role for each paper and entity: of several the first of their names."""
    found: _Ties = {}
    for row in ask(filled("map_edges")):
        pair, role = (row["paper"], row["entity"]), local_name(row["role"])
        if pair[0] in papers and pair[1] in entities:
            found[pair] = min(found.get(pair, role), role)
    return dict(sorted(found.items()))


def _edges(ask: Ask, ties: _Ties) -> tuple[Edge, ...]:
    quotes = _quotes(ask, ties)
    return tuple(Edge(*pair, role, evidence=quotes.get(pair, ())) for pair, role in ties.items())


def _quotes(ask: Ask, ties: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[Evidence, ...]]:
    """Return the first sentence of a summary in which a paper names an entity, short, since there are many."""
    wanted = set(ties)
    if not wanted:
        return {}
    words = Words(ask, [Iri(paper) for paper in sorted({paper for paper, _ in wanted})], longest=_LONGEST_SENTENCE)
    first: dict[tuple[str, str], tuple[str, int, int]] = {}
    for row in ask(filled("map_mentions")):
        if row["text"] not in words:
            continue
        pair, place = (words.paper(row["text"]), row["entity"]), (row["text"], row["start"], row["end"])
        if pair in wanted:
            first[pair] = min(first.get(pair, place), place)
    return {pair: (words.at(*place),) for pair, place in first.items()}


def _paper(row: Mapping[str, Any]) -> Node:
    day = str(row["date"] or "")
    facts = (("arXiv", row["id"]), ("Listed on", day))
    return Node(row["paper"], row["title"], "Paper", 1, link_or_none(row["page"]), facts, date=day)


def _entity(row: Mapping[str, Any], papers: int) -> Node:
    return Node(row["entity"], row["label"], local_name(row["type"]), papers, facts=(("In", count_of_papers(papers)),))
