"""Names that are given by hand: they enter resolution beside what was extracted, and get their entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.model import EntityType, Extraction, Paper, PaperEntity
from kg.resolution import Resolution

__all__ = ["Given", "Row", "add_given"]

Row = tuple[Paper, Extraction]
# Behind all others: a bare row never has the earliest name, which gives an entity its key.
_NO_DATE = "9999-12-31"


@dataclass(frozen=True, slots=True, order=True)
class Given:
    """One name of a type in a paper, as somebody gives it."""

    surface: str
    type: EntityType
    arxiv_id: str


@dataclass(frozen=True)
class Placed:
    """Rows with given names in them: `places` holds the row (arXiv id, source) and the place of each."""

    rows: list[Row]
    places: dict[Given, tuple[tuple[str, str], int]]
    unknown: tuple[str, ...]

    def key_of(self, given: Given, resolution: Resolution) -> str:
        """Return the key of the entity that a given name was resolved to."""
        row, place = self.places[given]
        return resolution.entity_keys[row][place]


def add_given(rows: Sequence[Row], names: Iterable[Given]) -> Placed:
    """Put each name behind the entities of its paper's first row; a paper that is not there gets a bare row.

    >>> placed = add_given([], [Given("LoRA", EntityType.METHOD, "2410.21465")])
    >>> placed.unknown, [entity.names for entity in placed.rows[0][1].entities]
    (('2410.21465',), [('LoRA',)])
    """
    wanted: dict[str, list[Given]] = defaultdict(list)
    for name in sorted(set(names)):
        wanted[name.arxiv_id].append(name)
    ordered = sorted(rows, key=lambda row: (row[0].source, row[0].arxiv_id))
    unknown = tuple(sorted(wanted.keys() - {paper.arxiv_id for paper, _ in ordered}))
    ordered += [(Paper(arxiv_id, _NO_DATE, "", "", ()), Extraction(arxiv_id)) for arxiv_id in unknown]
    places: dict[Given, tuple[tuple[str, str], int]] = {}
    for number, (paper, extraction) in enumerate(ordered):
        new = wanted.pop(paper.arxiv_id, [])
        first = len(extraction.entities)
        places |= {name: ((paper.arxiv_id, paper.source), first + place) for place, name in enumerate(new)}
        entities = (*extraction.entities, *(PaperEntity(name.type, (name.surface,), None, (), 1.0) for name in new))
        ordered[number] = (paper, replace(extraction, entities=entities))
    return Placed(ordered, places, unknown)
