"""Resolution: each name to one entity and each listing to one person, with a reason for each merge.

It is a pure function of all papers, their extractions, the lexicon and the overrides; the order of papers does not
matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern

from kg.collector import collector_paused
from kg.lexicon import Lexicon
from kg.model import Extraction, Paper
from kg.overrides import Override
from kg.resolution import PaperKey, Person, Resolution
from kg.resolve.decisions import Part, split_names
from kg.resolve.describe import describe
from kg.resolve.groups import group
from kg.resolve.keys import assign_keys
from kg.resolve.links import link
from kg.resolve.occurrences import Occurrence, occurrences
from kg.resolve.persons import name_identity, resolve_persons
from kg.resolve.senses import tell_apart
from kg.resolve.terms import Terms

__all__ = ["Resolver", "RowNames", "resolve", "row_names"]


def resolve(
    papers: Iterable[Paper], extractions: Iterable[Extraction], lexicon: Lexicon, overrides: Sequence[Override] = ()
) -> Resolution:
    """Resolve all names in papers and their extractions, which run in parallel; `overrides` win over every rule.

    Raises ValueError when the two do not fit together, or one row (arXiv id and source) comes twice.

    >>> resolve([], [], Lexicon()).entities
    ()
    """
    # All names live to the end, so that the collector would look through them again and again, and free none.
    with collector_paused():
        terms = Terms.decided(lexicon, overrides)
        resolver = Resolver(terms, overrides)
        for paper, extraction in zip(papers, extractions, strict=True):
            resolver.take(row_names(paper, extraction, terms))
        return resolver.resolve()


People = tuple[tuple[Person, ...], dict[PaperKey, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class RowNames:
    """All that resolution needs of a row: who is listed, and which names the entities of its extraction have."""

    row: PaperKey
    listed: tuple[str, ...]
    found: tuple[Occurrence, ...]


def row_names(paper: Paper, extraction: Extraction, terms: Terms) -> RowNames:
    """Take the names of a row, and work out the keys of each surface form, which `terms` keeps.

    Raises ValueError for an extraction of another paper.
    """
    if paper.arxiv_id != extraction.arxiv_id:
        raise ValueError(f"an extraction of {extraction.arxiv_id} stands beside the paper {paper.arxiv_id}")
    found = tuple(occurrences(paper, extraction, terms.finder))
    for occurrence in found:
        for name in occurrence.names:
            terms.surfaces[name.surface]  # makes the keys, if they are not there
    return RowNames((paper.arxiv_id, paper.source), paper.names, found)


class Resolver:
    """Takes the names of rows one by one, and resolves them when all are there.

    So the rows need not be held, and what can be told from a row alone is worked out while others are being extracted.
    """

    def __init__(self, terms: Terms, overrides: Sequence[Override] = ()) -> None:
        self._terms = terms
        self._overrides = overrides
        self._listed: dict[PaperKey, tuple[str, ...]] = {}
        self._identities: dict[str, str] = {}
        self._found: dict[PaperKey, tuple[Occurrence, ...]] = {}
        self._people: People | None = None

    def expect(self, listed: Mapping[PaperKey, tuple[str, ...]]) -> None:
        """Resolve the people of all rows, given those of the rows whose names are still to be taken."""
        for row, names in listed.items():
            self._list(row, names)
        self._people = resolve_persons(self._listed, self._identities)

    def take(self, names: RowNames) -> None:
        """Take the names of a row; raises ValueError for a row that is there already."""
        if names.row in self._found:
            arxiv_id, source = names.row
            raise ValueError(f"the paper {arxiv_id} comes twice on {source}; merge the rows of one day before")
        self._list(names.row, names.listed)
        self._found[names.row] = names.found

    def _list(self, row: PaperKey, names: tuple[str, ...]) -> None:
        if row not in self._listed:
            self._listed[row] = tuple(map(intern, names))
            self._people = None  # they are no longer all
        for name in names:
            if name not in self._identities:
                self._identities[name] = name_identity(name)

    def resolve(self) -> Resolution:
        """Resolve the names of all rows, once; their order does not matter."""
        rows = sorted(self._found, key=lambda row: (row[1], row[0]))
        persons, person_keys = self._people or resolve_persons(self._listed, self._identities)
        people = {arxiv_id: set(keys) for (arxiv_id, _), keys in person_keys.items()}
        told = tell_apart([one for row in rows for one in self._found.pop(row)], people)
        # Decisions behind the rules for homographs, so that they win.
        found, parts = split_names(told, self._overrides)
        found = [*found, *(part.occurrence for part in parts)] if parts else found
        groups, roots = group(found, self._terms, self._overrides)
        keys = assign_keys(groups, self._terms.lexicon)
        key_of = {one.root: key.key for one, key in zip(groups, keys, strict=True)}
        # What an entity is made from goes with it, so that both are not there for all.
        entities = [describe(groups.pop(), key, self._terms.lexicon) for key in reversed(keys)][::-1]
        all_keys = [key_of[root] for root in roots]
        entity_keys, entity_names = _by_row(rows, told, all_keys[: len(told)])
        return Resolution(
            link(entities, self._terms.lexicon, self._terms.heads),
            persons,
            entity_keys,
            entity_names,
            person_keys,
            _apart(parts, all_keys[len(told) :]),
        )


def _by_row(
    rows: Iterable[PaperKey], found: Iterable[Occurrence], keys: Iterable[str]
) -> tuple[dict[PaperKey, tuple[str, ...]], dict[PaperKey, dict[str, str]]]:
    """Return the keys of the entities of each row, in its extraction's order, and the same by first name."""
    in_order: dict[PaperKey, list[str]] = {row: [] for row in rows}
    by_name: dict[PaperKey, dict[str, str]] = {row: {} for row in in_order}
    for occurrence, key in zip(found, keys, strict=True):
        row = (occurrence.arxiv_id, occurrence.source)
        in_order[row].append(key)
        by_name[row].setdefault(occurrence.names[0].surface, key)
    return {row: tuple(keys) for row, keys in in_order.items()}, by_name


def _apart(parts: Iterable[Part], keys: Iterable[str]) -> dict[PaperKey, dict[str, dict[str, str]]]:
    """Return the keys of the entities of names that were split off, as `Resolution.apart_names` holds them."""
    found: dict[PaperKey, dict[str, dict[str, str]]] = {}
    for (first, one), key in zip(parts, keys, strict=True):
        of_first = found.setdefault((one.arxiv_id, one.source), {}).setdefault(first, {})
        of_first |= {name.surface: key for name in one.names}
    return found
