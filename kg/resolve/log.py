"""The log of resolution: a record for each entity, with the reason for each of its names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg.model import EntityType
from kg.resolution import Entity, Merge, Reason, Resolution

__all__ = ["entity_as_record", "log_records", "resolution_from_log"]

Record = dict[str, Any]


def log_records(resolution: Resolution) -> Iterator[Record]:
    """Give a record for each entity, sorted by key: the lines of resolution.jsonl."""
    return map(entity_as_record, resolution.entities)


def entity_as_record(entity: Entity) -> Record:
    """Turn an entity into a record that a person can read; what it has not is left out.

    >>> from kg.model import EntityType
    >>> entity_as_record(Entity("lora", EntityType.METHOD, "LoRA", papers=3))
    {'entity': 'lora', 'type': 'Method', 'name': 'LoRA', 'papers': 3, 'aliases': []}
    """
    record: Record = {
        "entity": entity.key,
        "type": entity.type.value,
        "name": entity.name,
        "papers": entity.papers,
        "aliases": [
            {
                "name": merge.surface,
                "reason": merge.reason.value,
                "score": merge.score,
                "papers": merge.papers,
            }
            for merge in entity.merges
        ],
    }
    optional = {
        "alias_keys": list(entity.alias_keys),
        "types": {entity_type.value: papers for entity_type, papers in entity.type_counts}
        if len(entity.type_counts) > 1
        else {},
        "lexicon": entity.lexicon_id,
        "variant_of": entity.variant_of,
        "broader": entity.broader,
    }
    return record | {name: value for name, value in optional.items() if value}


def resolution_from_log(records: Iterable[Record]) -> Resolution:
    """Read entities back from their records; what the log does not hold (people, rows, units) is missing.

    >>> record = {"entity": "lora", "type": "Method", "name": "LoRA", "papers": 3, "aliases": []}
    >>> resolution_from_log([record]).find("LORA")[0].papers
    3
    """
    return Resolution(tuple(map(_entity, records)))


def _entity(record: Record) -> Entity:
    merges = (
        Merge(alias["name"], Reason(alias["reason"]), alias["score"], alias["papers"]) for alias in record["aliases"]
    )
    return Entity(
        key=record["entity"],
        type=EntityType(record["type"]),
        name=record["name"],
        merges=tuple(merges),
        alias_keys=tuple(record.get("alias_keys", ())),
        type_counts=tuple((EntityType(name), papers) for name, papers in record.get("types", {}).items()),
        papers=record["papers"],
        lexicon_id=record.get("lexicon"),
        variant_of=record.get("variant_of"),
        broader=record.get("broader"),
    )
