"""The files of one version of a graph: records, resolution log, N-Quads, store and manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from kg.gather import Gathered, Row
from kg.graph.folder import FORMAT, Manifest, Version
from kg.graph.meta_quads import Provenance
from kg.model import Extraction, Paper
from kg.record_files import write_records
from kg.records import as_json_line
from kg.resolution import Resolution
from kg.resolve.log import log_records
from kg.statement_files import Earlier, write_statements

__all__ = ["Inputs", "write_version"]

_REDONE = {
    "software": "all statements are made anew",
    "statements": "all statements are made anew",
    "extractor": "all papers are read anew",
    "lexicon": "all names are resolved anew",
    "overrides": "all names are resolved anew",
    "base": "all statements are made anew",
    "min_confidence": "all statements are made anew",
    "licence": "the description of the data is made anew",
}
_MAKERS = ("software", "statements", "extractor", "base", "min_confidence")
"""The inputs that all statements depend on."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a version is made with, beside its sources.

    Software, extractor, lexicon, overrides, base IRI, the IRI of the data's licence, the least confidence (0 to 1)
    of what the graph states, and the form of the statements (`kg.version.STATEMENTS`); the records hold the rest, too.
    """

    software: str
    extractor: str
    lexicon: str
    base: str
    licence: str = ""
    min_confidence: float = 0.0
    overrides: str = ""
    statements: int = 1

    def as_record(self) -> dict[str, Any]:
        """Return the form that the manifest holds."""
        return asdict(self)

    def redone_since(self, manifest: Manifest) -> tuple[str, ...]:
        """Say what has to be made anew since the version of a manifest, and why; nothing if it is empty.

        >>> made = Inputs("1", "rules 1", "abc", "https://example.org/")
        >>> made.redone_since({"format": FORMAT, "inputs": made.as_record() | {"lexicon": "xyz"}})
        ('lexicon changed (xyz to abc): all names are resolved anew',)
        """
        if not manifest:
            return ()
        found = []
        if manifest["format"] != FORMAT:
            found.append(f"form {manifest['format']} of the folder is migrated to {FORMAT}: all files are written anew")
        for item in fields(self):
            old, new = manifest["inputs"].get(item.name, item.default), getattr(self, item.name)
            if old != new:
                effect = _REDONE.get(item.name, "what depends on it is made anew")
                found.append(f"{item.name} changed ({old or 'none'} to {new or 'none'}): {effect}")
        return tuple(found)


def write_version(
    new: Version,
    gathered: Gathered,
    resolution: Resolution,
    inputs: Inputs,
    *,
    before: Version | None,
    on_progress: Callable[[str, int, int], None],
) -> Manifest:
    """Write all files but the manifest into the folder of a new version, and return the manifest.

    What the version before has already is taken from there; the files are the same without it.
    """
    on_progress("writing", 0, 3)
    stated = gathered.confident(inputs.min_confidence)
    days = write_records(new, gathered, before)
    with new.resolution.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(map(as_json_line, log_records(resolution)))
    on_progress("writing", 1, 3)
    done = iter((2, 3))
    triples = write_statements(
        new,
        _rows(stated.rows),
        resolution,
        _provenance(stated, inputs),
        base=inputs.base,
        before=_earlier(before, gathered, inputs),
        on_step=lambda: on_progress("writing", next(done), 3),
    )
    return {
        "format": FORMAT,
        "inputs": inputs.as_record(),
        "sources": [source.as_record() for source in gathered.sources],
        "days": days,
        "counts": _counts(stated, resolution) | {"triples": triples},
    }


def _rows(rows: Iterable[Row]) -> dict[str, tuple[Paper, Extraction]]:
    return {row.key: (row.paper, row.extraction) for row in rows if row.extraction is not None}


def _earlier(before: Version | None, gathered: Gathered, inputs: Inputs) -> Earlier | None:
    """Return the version before when its statements are made as the new ones are, and can be changed."""
    if before is None:
        return None
    manifest = before.manifest()
    same = all(manifest["inputs"].get(name) == getattr(inputs, name) for name in _MAKERS)
    if manifest["format"] != FORMAT or not same:
        return None
    stated = (row.confident(inputs.min_confidence) for row in gathered.known.values())
    return Earlier(before, _rows(stated), manifest["counts"]["triples"])


def _provenance(gathered: Gathered, inputs: Inputs) -> Provenance:
    return Provenance(
        software=inputs.software,
        extractor=inputs.extractor,
        lexicon=inputs.lexicon,
        sources=tuple((f"digests of {day}", _day_hash(rows)) for day, rows in gathered.days.items()),
        licence=inputs.licence or None,
        min_confidence=inputs.min_confidence,
    )


def _day_hash(rows: list[Row]) -> str:
    return hashlib.sha256(" ".join(row.key for row in rows).encode()).hexdigest()


def _counts(gathered: Gathered, resolution: Resolution) -> dict[str, int]:
    found = [row.extraction for row in gathered.rows if row.extraction is not None]
    return {
        "sources": len(gathered.sources),
        "digests": len(gathered.days),
        "papers": len({row.paper.arxiv_id for row in gathered.rows}),
        "entities": sum(entity.papers > 0 for entity in resolution.entities),
        "results": sum(len(extraction.results) for extraction in found),
        "mentions": sum(len(entity.mentions) for extraction in found for entity in extraction.entities),
        "persons": len(resolution.persons),
    }
