"""Blocks: the statements of a graph in pieces that can be made anew one by one.

A block is a digest, a paper on one day, an entity, a person, a measurement of which papers report levels that
contradict, or the description of the data set. All that its
statements depend on beside the records stands in one line of text, so two versions of a graph differ in just
those blocks whose lines differ. No statement belongs to two blocks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from itertools import groupby
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from kg.graph.contradictions import Score, contradiction_quads, contradictions, scores
from kg.graph.entities_quads import entity_descriptions
from kg.graph.evidence_quads import Row
from kg.graph.meta_quads import Provenance, meta_quads
from kg.graph.quads import digest_quads, row_descriptions, typed_keys
from kg.model import EntityType, Extraction, Paper
from kg.rdf import Description, Quad, described
from kg.resolution import Entity, Merge, Person, Reason, Resolution
from kg.vocab import BASE

__all__ = ["Head", "Maker", "Rows", "block_lines", "block_name"]

Rows = Callable[[str], Mapping[str, tuple[Paper, Extraction]]]
"""Gives what each row of a day says, by the key of the row."""


class Head(NamedTuple):
    """What the lines of blocks need of a row: issue, paper, key, source, variant, title, and scores to compare."""

    date: str
    arxiv_id: str
    key: str
    source: str
    variant: str
    title: str
    scores: tuple[Score, ...] = ()

    @classmethod
    def of(cls, key: str, paper: Paper, extraction: Extraction) -> Head:
        """Take it from a row."""
        found = tuple(scores(paper, extraction))
        return cls(paper.issue, paper.arxiv_id, key, paper.source, paper.variant, paper.title, found)


# An alias is stated, where it comes from is not: all other fields of an entity go into its line.
_NOT_STATED = frozenset({"key", "type", "merges", "type_counts", "papers", "lexicon_id", "unit"})
# What `json.loads` does, but for looking for white space around it; and it says where the value ends.
_read_json = json.JSONDecoder().raw_decode
_as_json = json.JSONEncoder(ensure_ascii=False).encode
_STATED = tuple(field.name for field in fields(Entity) if field.name not in _NOT_STATED)


def block_lines(heads: Callable[[], Iterable[Head]], resolution: Resolution, made: Provenance) -> Iterator[str]:
    r"""Yield the line of each block: its name, a tab, and what its statements depend on, both in JSON.

    `heads` gives them sorted, each time anew, and each row's resolution is there.

    >>> made = Provenance("0.1.0", "rules 1", "abc", ())
    >>> [line.split("\t")[0] for line in block_lines(tuple, Resolution(), made)]
    ['["meta"]']
    """
    titles: dict[str, str] = {}
    for day, of_day in groupby(heads(), key=lambda head: head.date):
        yield _line(["digest", day], [])
        for arxiv_id, of_paper in groupby(of_day, key=lambda head: head.arxiv_id):
            listed = list(of_paper)
            title = titles.setdefault(arxiv_id, listed[0].title)
            yield _line(["paper", day, arxiv_id], [title, [_row(head, resolution) for head in listed]])
    for entity in resolution.entities:
        stated = [getattr(entity, name) for name in _STATED]
        yield _line(["entity", entity.key], [entity.type, entity.aliases, stated])
    for person in resolution.persons:
        yield _line(["person", person.key], [person.name, person.is_handle, person.possibly_same])
    for measured, pairs in contradictions((score for head in heads() for score in head.scores), resolution):
        yield _line(["contradiction", *measured], pairs)
    yield _line(["meta"], asdict(made))


def _line(name: Sequence[str], depends_on: Any) -> str:
    # What `_as_json` would write: so many short lists are written faster string by string.
    written = ", ".join(map(encode_basestring, name))
    return f"[{written}]\t{_as_json(depends_on)}\n"


def block_name(line: str) -> list[str]:
    r"""Return the name of the block that a line is of: its kind, and what tells it from others of the kind.

    >>> block_name('["paper", "2024-10-30", "2410.21465"]\t[]\n')
    ['paper', '2024-10-30', '2410.21465']
    """
    name: list[str] = json.loads(line.partition("\t")[0])
    return name


def _row(head: Head, resolution: Resolution) -> list[Any]:
    """Say what a row's names stand for: entities with their types, by first name, and listed persons in order."""
    row = (head.arxiv_id, head.source)
    entities = typed_keys(resolution, resolution.entity_names.get(row, {}))
    said = [head.key, head.variant, entities, resolution.person_keys.get(row, ())]
    # Hardly any row has one, so that the others do without the place for it.
    if apart := resolution.apart_names.get(row):
        said.append({first: typed_keys(resolution, keys) for first, keys in apart.items()})
    return said


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the statements of a block from its line and the records of its rows."""

    rows: Rows
    extractor: str
    base: str = BASE

    def quads(self, line: str) -> Iterator[Quad]:
        """Yield the statements of a block; KeyError when the record of a row is not there."""
        for description in self.descriptions(line):
            yield from description.quads()

    def descriptions(self, line: str) -> Iterator[Description]:
        """Yield the statements of a block subject by subject."""
        (kind, *parts), end = _read_json(line)
        given, _ = _read_json(line, end + 1)
        match kind:
            case "digest":
                yield from described(digest_quads(parts[0], base=self.base))
            case "paper":
                yield from self._paper(self.rows(parts[0]), *given)
            case "entity":
                yield from entity_descriptions(Resolution(entities=(_entity(parts[0], *given),)), base=self.base)
            case "person":
                person = Person(parts[0], given[0], given[1], possibly_same=tuple(given[2]))
                yield from entity_descriptions(Resolution(persons=(person,)), base=self.base)
            case "contradiction":
                yield from described(contradiction_quads(given, base=self.base))
            case "meta":
                made = Provenance(**given | {"sources": tuple(map(tuple, given["sources"]))})
                yield from described(meta_quads(made, base=self.base))
            case _:
                raise ValueError(f"Unexpected block: {kind}")

    def _paper(
        self, rows: Mapping[str, tuple[Paper, Extraction]], title: str, said: list[Any]
    ) -> Iterator[Description]:
        for key, variant, entities, persons, *split in said:
            paper, extraction = rows[key]
            paper = replace(paper, variant=variant)
            apart = {first: _typed(keys) for one in split for first, keys in one.items()}
            row = Row(paper, extraction, _typed(entities), persons, self.base, apart)
            yield from row_descriptions(row, extractor=self.extractor, title=title)


def _typed(keys: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, EntityType]]:
    return {name: (key, EntityType(is_a)) for name, (key, is_a) in keys.items()}


def _entity(key: str, entity_type: str, aliases: list[str], stated: list[Any]) -> Entity:
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in zip(_STATED, stated, strict=True)
    }
    # Why a name is an alias is not stated: any reason that makes it one will do.
    merges = tuple(Merge(alias, Reason.KEY, 1.0, 0) for alias in aliases)
    return Entity(key=key, type=EntityType(entity_type), merges=merges, **given)
