"""Ties between names: which of them share more papers than their fame alone would explain."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import sqrt

from kg.rdf import Iri
from kg.view.evidence import link_or_none
from kg.view.parts import count_of_papers
from kg.view.questions import filled
from kg.view.subgraph import Ask, Edge, Evidence

__all__ = ["tied"]

_LINKS_A_NODE = 3
_MOST_TITLES = 4


def tied(ask: Ask, entities: Iterable[Iri], *, least: int = 2) -> tuple[Edge, ...]:
    """Return each entity's few strongest ties: shared papers, `least` or more, over the root of both counts (cosine).

    The evidence of a tie is the titles of the newest papers that name both.
    """
    wanted = list(entities)
    if not wanted:
        return ()
    named = defaultdict(list)
    for row in ask(filled("papers_by_entity", entities=wanted)):
        named[row["paper"]].append(row["entity"])
    shared = _shared(named, least)
    count = Counter(entity for names in named.values() for entity in names)
    kept = _strongest({pair: len(papers) / sqrt(count[pair[0]] * count[pair[1]]) for pair, papers in shared.items()})
    titles = _titles(ask, {paper for pair in kept for paper in shared[pair][-_MOST_TITLES:]})
    return tuple(
        Edge(
            *pair,
            role="together",
            weight=len(shared[pair]),
            label=f"named together in {count_of_papers(len(shared[pair]))}",
            evidence=tuple(titles[paper] for paper in reversed(shared[pair][-_MOST_TITLES:])),
        )
        for pair in kept
    )


def _shared(named: Mapping[str, Sequence[str]], least: int) -> dict[tuple[str, str], list[str]]:
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for paper in sorted(named):
        for pair in combinations(sorted(named[paper]), 2):
            shared[pair].append(paper)
    return {pair: papers for pair, papers in shared.items() if len(papers) >= least}


def _strongest(strength: Mapping[tuple[str, str], float]) -> list[tuple[str, str]]:
    ties: Counter[str] = Counter()
    kept = []
    for pair in sorted(strength, key=lambda pair: (-strength[pair], pair)):
        # One end with room is enough: else what is tied to hubs alone would have no line.
        if min(ties[end] for end in pair) < _LINKS_A_NODE:
            kept.append(pair)
            ties.update(pair)
    return sorted(kept)


def _titles(ask: Ask, papers: set[str]) -> dict[str, Evidence]:
    rows = ask(filled("papers", papers=[Iri(paper) for paper in sorted(papers)])) if papers else ()
    return {row["paper"]: Evidence(row["title"], source=row["id"], link=link_or_none(row["page"])) for row in rows}
