"""Where entities occur: each name that a paper gives one, and the node of the graph of names it stands at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.lexicon import Lexicon, Term
from kg.model import EntityType, Extraction, Field, Paper, PaperEntity, Role
from kg.names import name_key

__all__ = [
    "Name",
    "Occurrence",
    "Place",
    "TermFinder",
    "apart_node",
    "is_apart",
    "is_sense",
    "is_term",
    "key_node",
    "occurrences",
    "sense_node",
    "term_node",
]

Place = tuple[str, str, int, int]
"""Where a name stands first: date, arXiv id, field and offset (or rank, for a name without a mention)."""


@dataclass(frozen=True, slots=True)
class Name:
    """One surface form that a paper gives an entity, its node, and where it stands first."""

    surface: str
    node: str
    place: Place


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One entity of one row's extraction; the best of its names stands first.

    `is_own` says that the paper presents it as its own: by its role, or since its title begins with the name.
    """

    arxiv_id: str
    source: str
    type: EntityType
    names: tuple[Name, ...]
    is_own: bool = False


def key_node(name: str) -> str:
    """Return the node of all spellings of a name.

    >>> key_node("Shadow-KV"), key_node("★")
    ('key shadowkv', 'sign ★')
    """
    key = name_key(name)
    return f"key {key}" if key else f"sign {name}"


def term_node(term_id: str) -> str:
    """Return the node of a term of the lexicon."""
    return f"term {term_id}"


def sense_node(node: str, sense: str) -> str:
    """Return the node of a name where it stands for one of several things.

    >>> sense_node("term gqa", "dataset"), is_sense("key gqa @dataset"), is_sense("key gqa")
    ('key gqa @dataset', True, False)
    """
    return f"key {node.partition(' ')[2]} @{sense}"


def apart_node(name: str, paper: str = "") -> str:
    """Return the node of a name that was split off by hand, in all papers or in some of which the first is named."""
    return f"{key_node(name)} @apart{paper}"


def is_apart(node: str) -> bool:
    """Say whether a name was split off by hand, so that nothing joins it again."""
    return " @apart" in node


def is_sense(node: str) -> bool:
    """Say whether a node stands for one of several things of a name."""
    return (node.startswith("key ") and " @" in node) or is_apart(node)


def is_term(node: str) -> bool:
    """Say whether a node is a term of the lexicon."""
    return node.startswith("term ")


class TermFinder:
    """Finds the term of the lexicon that a name in a paper stands for.

    An ambiguous term (one with context) is found only where its name is written as the lexicon writes it,
    hyphens and a plural aside, in a paper that holds a word of the context.

    >>> drop = Term("drop", "DROP", EntityType.DATASET, context=("reading comprehension",))
    >>> finder = TermFinder(Lexicon([drop]))
    >>> finder.find("DROP", EntityType.DATASET, "DROP is about reading comprehension") == drop
    True
    >>> finder.find("drop", EntityType.METRIC, "a drop in reading comprehension") is None
    True
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._by_id = {name_key(term.id): term for term in lexicon if not term.context}

    def find(self, name: str, entity_type: EntityType, text: str) -> Term | None:
        """Return the term that a name of a type stands for in a text, or None."""
        known = self._lexicon.find(name)
        if not known:
            return self._by_id.get(name_key(name))
        fitting = [term for term in known if _fits(term, name, text)]
        if not fitting:
            return None
        return min(fitting, key=lambda term: (term.type is not entity_type, name not in term.names, term.id))


def _fits(term: Term, name: str, text: str) -> bool:
    if not term.context:
        return True
    return _shape(name) in map(_shape, term.names) and term.is_licensed(text)


def _shape(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).removesuffix("s")


def occurrences(paper: Paper, extraction: Extraction, finder: TermFinder) -> Iterable[Occurrence]:
    """Give the occurrences of one row, in the order of its extraction."""
    text = f"{paper.title}\n{paper.summary}"
    head, colon, _ = paper.title.partition(":")
    heading = name_key(head) if colon else None
    for entity in extraction.entities:
        places = _first_places(entity)
        names = tuple(
            Name(surface, _node(surface, entity.type, text, finder), (paper.source, paper.arxiv_id, *place))
            for surface, place in places.items()
        )
        titled = heading is not None and any(name_key(name.surface) == heading for name in names)
        is_own = entity.role is Role.PROPOSED or (titled and entity.type.has_role)
        yield Occurrence(paper.arxiv_id, paper.source, entity.type, names, is_own)


def _node(surface: str, entity_type: EntityType, text: str, finder: TermFinder) -> str:
    term = finder.find(surface, entity_type, text)
    return term_node(term.id) if term else key_node(surface)


def _first_places(entity: PaperEntity) -> dict[str, tuple[int, int]]:
    """Return each name with its first place: title before summary, and names never mentioned last."""
    places = {name: (len(Field), rank) for rank, name in enumerate(entity.names)}
    order = {field: rank for rank, field in enumerate(Field)}
    for mention in entity.mentions:
        if mention.text in places:
            place = (order[mention.field], mention.span.start)
            places[mention.text] = min(places[mention.text], place)
    return places
