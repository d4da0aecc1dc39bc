"""Papers and extractions for the tests of resolution, said in few words."""

from __future__ import annotations

from kg.lexicon import Lexicon
from kg.model import EntityType, Extraction, Paper, PaperEntity
from kg.resolution import Entity, Resolution
from kg.resolve.entities import resolve

METHOD, MODEL, DATASET, METRIC, TASK = EntityType

Said = tuple[str, EntityType, tuple[str, ...]]
Row = tuple[Paper, Extraction]


def row(number: int, *entities: PaperEntity, summary: str = "", names: tuple[str, ...] = ()) -> Row:
    """One paper of one day each: the lower its number, the earlier it is."""
    arxiv_id = f"2410.{number:05}"
    paper = Paper(arxiv_id, f"2024-10-{1 + number % 28:02}", f"Paper {number}", summary, names)
    return paper, Extraction(arxiv_id, entities)


def named(entity_type: EntityType, *names: str) -> PaperEntity:
    return PaperEntity(entity_type, names, None, (), 1.0)


def resolved(*rows: Row, lexicon: Lexicon | None = None) -> Resolution:
    return resolve([row[0] for row in rows], [row[1] for row in rows], Lexicon() if lexicon is None else lexicon)


def one_each(entity_type: EntityType, *names: str, lexicon: Lexicon | None = None) -> Resolution:
    """Resolve names that stand in a paper of their own each."""
    rows = [row(number, named(entity_type, name)) for number, name in enumerate(names, start=1)]
    return resolved(*rows, lexicon=lexicon)


def keys(resolution: Resolution) -> list[str]:
    return [entity.key for entity in resolution.entities if entity.papers]


def only(resolution: Resolution) -> Entity:
    (entity,) = resolution.entities
    return entity
