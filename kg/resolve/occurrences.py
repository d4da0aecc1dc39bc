"""Where entities occur: each name that a paper gives one, and the node of the graph of names it stands at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from sys import intern

from kg.lexicon import Term
from kg.model import EntityType, Extraction, Field, Paper, PaperEntity, Role
from kg.names import name_key
from kg.resolve.coinage import coined_names, is_written_otherwise
from kg.resolve.finder import TermFinder, is_possible
from kg.resolve.kept import Kept, keep
from kg.resolve.surroundings import Surroundings, is_short, surroundings

__all__ = [
    "Name",
    "Occurrence",
    "Place",
    "apart_node",
    "is_apart",
    "is_enclosed",
    "is_sense",
    "is_term",
    "key_node",
    "occurrences",
    "sense_node",
    "term_node",
]

Place = tuple[str, str, int]
"""Where a name stands first: source, arXiv id, and a number that grows with field and offset."""

_FIELD = 1 << 32
_ORDER = {field: rank for rank, field in enumerate(Field)}

_DATA = re.compile(r"bench|evaluat|gym|\bdata", re.IGNORECASE)
_BEHIND = 60


@dataclass(frozen=True, slots=True)
class Name:
    """One surface form that a paper gives an entity, its node, and where it stands first.

    `is_coined` says that the paper coins it for a thing of its own (`kg.resolve.coined_elsewhere`), `is_data` that the
    words behind it speak of data, or that nobody has looked (`kg.resolve.sorts`).
    There are more of these than of anything else: they hold no object that another one does not hold as well.
    """

    surface: str
    node: str
    source: str
    arxiv_id: str
    at: int
    is_coined: bool = False
    is_data: bool = True

    @property
    def place(self) -> Place:
        """Where the name stands first."""
        return self.source, self.arxiv_id, self.at


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One entity of one row's extraction; the best of its names stands first.

    `is_own` says that the paper presents it as its own: by its role, or since its title begins with the name
    (`is_titled`). `around` is there where one of the row's names is short, one for all entities of the row.
    """

    arxiv_id: str
    source: str
    type: EntityType
    names: tuple[Name, ...]
    is_own: bool = False
    is_titled: bool = False
    around: Kept | None = None


def key_node(name: str) -> str:
    """Return the node of all spellings of a name; a tag or a formula is not what stands within it.

    >>> key_node("Shadow-KV"), key_node("★"), key_node("<think>")
    ('key shadowkv', 'sign ★', 'sign <think>')
    """
    key = None if is_enclosed(name) else name_key(name)
    return f"key {key}" if key else f"sign {name}"


def is_enclosed(name: str) -> bool:
    """Say whether signs enclose a name: a tag of a text (<think>) or an amount (|G-1|)."""
    return name[:1] + name[-1:] in ("<>", "||")


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


def occurrences(paper: Paper, extraction: Extraction, finder: TermFinder) -> Iterable[Occurrence]:
    """Give the occurrences of one row, in the order of its extraction."""
    text = f"{paper.title}\n{paper.summary}"
    head, colon, _ = paper.title.partition(":")
    heading = name_key(head) if colon else None
    around = surroundings(paper, [entity.names for entity in extraction.entities], finder.common)
    arxiv_id, source = intern(paper.arxiv_id), intern(paper.source)
    rows = [(entity, heading is not None and _is_titled(entity, heading)) for entity in extraction.entities]
    own = [entity for entity, is_titled in rows if is_titled or entity.role is Role.PROPOSED]
    own_names = [name for entity in own if entity.type.has_role for name in entity.names]
    keys = frozenset(map(name_key, own_names))
    coined = coined_names(extraction.entities, keys, paper.summary, finder.are_one)
    row = _Row(arxiv_id, text, around, keys, coined, own_names)
    named = [tuple(_names(entity, row, finder, source, is_titled=is_titled)) for entity, is_titled in rows]
    kept = None
    if around is not None:
        # What a text is about is asked for of short names that the lexicon does not have.
        is_asked = any(is_short(name.surface) and not is_term(name.node) for names in named for name in names)
        kept = keep(around, with_words=is_asked)
    for (entity, is_titled), names in zip(rows, named, strict=True):
        # A name that is given by hand has no role, and is what its paper presents where another mention says so.
        is_own = is_titled or entity.role is Role.PROPOSED
        yield Occurrence(arxiv_id, source, entity.type, names, is_own, is_titled, kept)


def _names(entity: PaperEntity, row: _Row, finder: TermFinder, source: str, *, is_titled: bool) -> Iterator[Name]:
    for surface, (field, offset) in _first_places(entity).items():
        node = _node(surface, entity.type, row, finder, is_titled)
        is_coined = bool(row.coined) and row.coins(surface, entity.type)
        # Asked for only of what may as well be called data: a proper name that the lexicon does not have.
        is_asked = entity.type is not EntityType.DATASET and not surface.islower() and not is_term(node)
        is_data = not is_asked or row.is_data(surface)
        yield Name(intern(surface), intern(node), source, row.arxiv_id, field * _FIELD + offset, is_coined, is_data)


@dataclass(frozen=True, slots=True)
class _Row:
    """What tells the names of a row apart: its text, and the keys of names that it presents as its own, and coins."""

    arxiv_id: str
    text: str
    around: Surroundings | None
    own: frozenset[str]
    coined: frozenset[str]
    own_names: Sequence[str] = ()

    def presents(self, surface: str, entity_type: EntityType) -> bool:
        return bool(self.own) and entity_type.has_role and name_key(surface) in self.own

    def spells_otherwise(self, surface: str, term: Term) -> bool:
        """Say whether a name of the row's own is written in no way that a term is, and comes with no other name of it.

        The lexicon has the spelling of those who coined it.
        """
        if surface in term.names or " " in surface or not term.type.has_role:
            return False
        key, keys = name_key(surface), set(map(name_key, term.names))
        own = [name for name in self.own_names if name_key(name) in keys]
        is_other = any(name_key(name) != key or name in term.names for name in own)
        return not is_other and any(is_written_otherwise(name, term.names) for name in own)

    def speaks_of_data(self, surface: str) -> bool:
        """Say whether the title, or what follows the name's first place in the summary, tells of data or evaluation."""
        title, _, summary = self.text.partition("\n")
        return _DATA.search(title) is not None or (surface in summary and self.is_data(surface))

    def is_data(self, surface: str) -> bool:
        """Say whether what follows the name's first place in the summary tells of data, or nothing tells."""
        place = self.text.find(surface, self.text.find("\n"))
        return place < 0 or _DATA.search(self.text, place, place + len(surface) + _BEHIND) is not None

    def coins(self, surface: str, entity_type: EntityType) -> bool:
        return bool(self.coined) and entity_type.has_role and name_key(surface) in self.coined


def _is_titled(entity: PaperEntity, heading: str) -> bool:
    return entity.type.has_role and heading in map(name_key, entity.names)


def _node(surface: str, entity_type: EntityType, row: _Row, finder: TermFinder, is_titled: bool) -> str:
    term = None if is_enclosed(surface) else finder.find(surface, entity_type, row.text)
    if term is None:
        return key_node(surface)
    if row.coins(surface, entity_type) and not term.type.has_role:
        return sense_node(key_node(surface), f"own {row.arxiv_id}")
    is_own = row.presents(surface, entity_type)
    if is_own and row.spells_otherwise(surface, term):
        return sense_node(key_node(surface), f"own {row.arxiv_id}")
    is_data = is_titled and row.speaks_of_data(surface)
    is_meant = is_possible(term, surface, entity_type, is_own=is_own, is_data=is_data)
    if not is_meant or finder.is_another(term, surface, entity_type):
        # A node of its own, so that no likeness of words leads back to the term.
        return sense_node(key_node(surface), entity_type.value.lower())
    if row.around and is_short(surface) and not finder.is_meant(term, surface, entity_type, row.around):
        return key_node(surface)
    return term_node(term.id)


def _first_places(entity: PaperEntity) -> dict[str, tuple[int, int]]:
    """Return each name with its first place, field and offset: title before summary; names never mentioned last."""
    places = {name: (len(_ORDER), rank) for rank, name in enumerate(entity.names)}
    for mention in entity.mentions:
        known = places.get(mention.text)
        place = (_ORDER[mention.field], mention.span.start)
        if known is not None and place < known:
            places[mention.text] = place
    return places
