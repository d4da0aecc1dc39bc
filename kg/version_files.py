"""The files of one version of a graph: records, resolution log, N-Quads, store and manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from kg.gather import Gathered, Row
from kg.graph.entities_quads import entity_quads
from kg.graph.folder import Manifest, Version
from kg.graph.meta_quads import Provenance, meta_quads
from kg.graph.nquads import read_union, write_nquads
from kg.graph.quads import quads
from kg.graph.store import build_store
from kg.rdf import Quad
from kg.records import as_json_line, extraction_as_record, paper_as_record
from kg.resolution import Resolution
from kg.resolve.log import log_records

__all__ = ["FORMAT", "Inputs", "write_version"]

FORMAT = 1
"""The number of the folder's form; a change that older software can't read raises it."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a version is made with, beside its sources.

    Software, extractor, lexicon, base IRI, the IRI of the data's licence, and the least confidence (0 to 1) of what the
    graph states; the records hold the rest, too.
    """

    software: str
    extractor: str
    lexicon: str
    base: str
    licence: str = ""
    min_confidence: float = 0.0

    def as_record(self) -> dict[str, Any]:
        """Return the form that the manifest holds."""
        return asdict(self)


def write_version(
    new: Version,
    gathered: Gathered,
    resolution: Resolution,
    inputs: Inputs,
    *,
    on_progress: Callable[[str, int, int], None],
) -> Manifest:
    """Write all files but the manifest into the folder of a new version, and return the manifest."""
    stated = gathered.confident(inputs.min_confidence)
    days = _write_records(new, gathered)
    with new.resolution.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(map(as_json_line, log_records(resolution)))
    on_progress("writing", 0, 2)
    with new.nquads.open("wb") as out:
        write_nquads(_quads(stated, resolution, inputs), out)
    on_progress("writing", 1, 2)
    build_store(new.nquads, new.store)
    on_progress("writing", 2, 2)
    return {
        "format": FORMAT,
        "inputs": inputs.as_record(),
        "sources": [source.as_record() for source in gathered.sources],
        "days": days,
        "counts": _counts(new, stated, resolution),
    }


def _write_records(new: Version, gathered: Gathered) -> dict[str, dict[str, Any]]:
    """Write what each paper says, a file a day; returns the size and the hash of each."""
    days = {}
    for day, rows in gathered.days.items():
        lines = [
            as_json_line(
                {
                    "key": row.key,
                    "paper": paper_as_record(row.paper),
                    "extraction": extraction_as_record(row.extraction),
                }
            )
            for row in rows
            if row.extraction is not None
        ]
        content = "".join(lines).encode()
        new.records(day).write_bytes(content)
        days[day] = {"rows": len(lines), "sha256": hashlib.sha256(content).hexdigest()}
    return days


def _quads(gathered: Gathered, resolution: Resolution, inputs: Inputs) -> Iterator[Quad]:
    rows = [(row.paper, row.extraction) for row in gathered.rows if row.extraction is not None]
    made = Provenance(
        software=inputs.software,
        extractor=inputs.extractor,
        lexicon=inputs.lexicon,
        sources=tuple((f"digests of {day}", _day_hash(rows)) for day, rows in gathered.days.items()),
        licence=inputs.licence or None,
        min_confidence=inputs.min_confidence,
    )
    titles: dict[str, str] = {}
    for paper, extraction in rows:
        title = titles.setdefault(paper.arxiv_id, paper.title)
        yield from quads(paper, extraction, resolution, extractor=inputs.extractor, base=inputs.base, title=title)
    yield from entity_quads(resolution, base=inputs.base)
    yield from meta_quads(made, base=inputs.base)


def _day_hash(rows: list[Row]) -> str:
    return hashlib.sha256(" ".join(row.key for row in rows).encode()).hexdigest()


def _counts(new: Version, gathered: Gathered, resolution: Resolution) -> dict[str, int]:
    found = [row.extraction for row in gathered.rows if row.extraction is not None]
    return {
        "sources": len(gathered.sources),
        "digests": len(gathered.days),
        "papers": len({row.paper.arxiv_id for row in gathered.rows}),
        "entities": sum(entity.papers > 0 for entity in resolution.entities),
        "results": sum(len(extraction.results) for extraction in found),
        "mentions": sum(len(entity.mentions) for extraction in found for entity in extraction.entities),
        "persons": len(resolution.persons),
        "triples": sum(1 for _ in read_union(new.nquads)),
    }
