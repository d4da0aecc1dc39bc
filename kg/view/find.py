"""Finds the paper or the entity that a person means."""

from __future__ import annotations

import re

from kg.errors import UnknownNameError
from kg.names import name_key
from kg.rdf import Iri, Literal
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask

__all__ = ["find_entity", "find_paper"]

_ARXIV_ID = re.compile(r"(?<!\d)\d{4}\.\d{4,5}(?!\d)")


def find_paper(ask: Ask, name: str) -> Iri:
    """Return the paper of an arXiv id; also of `arXiv:ID`, `IDv2`, `paper:ID` or an address that holds one.

    Raises UnknownNameError, with ids that are near, when the graph has no such paper.
    """
    found = _ARXIV_ID.search(name)
    number = found.group() if found else name.strip()
    papers = ask(filled("find_paper", id=[Literal(number)])).column("paper")
    if not papers:
        raise UnknownNameError("paper", number, ask(filled("paper_ids")).column("id"))
    return Iri(papers[0])


def find_entity(ask: Ask, name: str) -> Iri:
    """Return the entity of a name, in any spelling, or of its key or IRI.

    Of several with that name, the one that the most papers mention. Raises UnknownNameError, with names that
    are near, when there is none.
    """
    wanted = name.strip().removeprefix("entity:")
    exact = [Iri(entity) for entity in ask(filled("find_entity", name=[Literal(wanted)])).column("entity")]
    if exact:
        return _most_mentioned(ask, exact)
    labels = [(Iri(row["entity"]), str(row["label"])) for row in ask(filled("labels"))]
    for matches in (
        [entity for entity, label in labels if label.casefold() == wanted.casefold()],
        [entity for entity, _ in labels if wanted in (str(entity), local_name(entity))],
        # A name of signs alone has an empty key, as all others of that sort: it is none of them.
        [entity for entity, label in labels if name_key(label) == (name_key(wanted) or None)],
    ):
        if matches:
            return _most_mentioned(ask, sorted(set(matches)))
    raise UnknownNameError("entity", wanted, {label for _, label in labels})


def _most_mentioned(ask: Ask, entities: list[Iri]) -> Iri:
    if len(entities) == 1:
        return entities[0]
    rows = ask(filled("entities", entities=entities))
    return Iri(max(rows, key=lambda row: (row["papers"], row["entity"]))["entity"])
