"""Things of one type that occur together: communities of methods, models, datasets or tasks."""

from __future__ import annotations

from kg.errors import UnknownNameError
from kg.rdf import Iri
from kg.view.choices import TOGETHER
from kg.view.grouping import grouped
from kg.view.parts import dated, entity_nodes
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask, Subgraph
from kg.view.ties import tied

__all__ = ["together_map"]

MOST_NAMES = 200
_FEW_PAPERS = 40


def together_map(ask: Ask, kind: str = "Method") -> Subgraph:
    """Return the most mentioned things of a type, tied where they share papers, in the groups that this gives.

    Raises UnknownNameError for a type that is none of `TOGETHER`.
    """
    wanted = next((known for known in TOGETHER if known.casefold() == kind.strip().casefold()), None)
    if wanted is None:
        raise UnknownNameError("type of things that occur together", kind, TOGETHER)
    (papers,) = ask(filled("count_papers")).column("papers")
    rows = [row for row in ask(filled("most_mentioned")) if local_name(row["type"]) == wanted]
    ranked = sorted(rows, key=lambda row: (-row["papers"], row["entity"]))
    chosen = [Iri(row["entity"]) for row in ranked[:MOST_NAMES]]
    # In few papers, hardly two things meet twice.
    edges = tied(ask, chosen, least=1 if papers <= _FEW_PAPERS else 2)
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    plural = f"{wanted.lower()}s"
    return grouped(
        Subgraph(
            title=f"{wanted}s that occur together",
            question=f"Which {plural} do papers name together, and which groups do they form?",
            nodes=tuple(dated(ask, (node for node in entity_nodes(ask, chosen) if node.id in ends))),
            edges=edges,
            total=len(rows),
            rule=f"the {plural} that the most papers mention, without those that share none",
            note="A line joins names that share more papers than their fame alone would explain."
            if edges
            else f"No two {plural} are named in the same papers.",
        )
    )
