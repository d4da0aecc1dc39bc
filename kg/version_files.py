"""The files of one version of a graph: records, resolution log, N-Quads, store and manifest."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from sys import intern
from typing import Any

from kg.day_work import DayRecords, DayWork
from kg.gather import Gathered
from kg.graph.blocks import Head, Maker, Rows, block_lines
from kg.graph.folder import FORMAT, Manifest, Version
from kg.graph.meta_quads import Provenance, source_name
from kg.model import Extraction, Paper
from kg.records import as_json_line
from kg.resolution import Resolution
from kg.resolve.log import log_records
from kg.rows import read_rows
from kg.spool import Spool
from kg.statement_files import Earlier, ToNQuads, write_statements

__all__ = ["Inputs", "Stated", "write_resolved", "write_version"]

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
            # A manifest of an older release lacks the inputs that came later.
            old, new = manifest["inputs"].get(item.name, item.default), getattr(self, item.name)
            if old != new:
                effect = _REDONE.get(item.name, "what depends on it is made anew")
                found.append(f"{item.name} changed ({old or 'none'} to {new or 'none'}): {effect}")
        return tuple(found)


@dataclass
class Stated:
    """What a version states of its rows, as far as that is not to be read from the records: heads and counts.

    The heads lie aside until they are asked for, when all names are resolved.
    """

    days: dict[str, DayRecords] = field(default_factory=dict)
    results: int = 0
    mentions: int = 0
    papers: set[str] = field(default_factory=set)
    _spool: Spool = field(default_factory=Spool)
    _places: dict[str, int] = field(default_factory=dict)
    _hashes: dict[str, str] = field(default_factory=dict)

    def add(self, work: DayWork) -> None:
        """Take a day whose records are written."""
        self.days[work.day] = work.records
        self.results += work.results
        self.mentions += work.mentions
        self.papers.update(intern(head.arxiv_id) for head in work.heads)
        self._places[work.day] = self._spool.put(pickle.dumps(sorted(work.heads)))
        self._hashes[work.day] = hashlib.sha256(" ".join(head.key for head in work.heads).encode()).hexdigest()

    def heads(self) -> Iterator[Head]:
        """Yield the heads of all rows, sorted; each time anew."""
        # Days come in the order in which their records were written, which depends on what stays.
        for _, place in sorted(self._places.items()):
            yield from pickle.loads(self._spool.get(place))  # noqa: S301 (written above, to a file that nobody else has)

    def hashes(self) -> dict[str, str]:
        """Return a hash of the rows of each day, the days in their order."""
        return dict(sorted(self._hashes.items()))


def write_resolved(new: Version, stated: Stated, resolution: Resolution, inputs: Inputs) -> dict[str, int]:
    """Write what depends on how names are resolved, the log and the blocks; return the counts of things and people.

    Nothing else does, so that a resolution need not be held while statements are made.
    """
    with new.resolution.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(map(as_json_line, log_records(resolution)))
    with new.blocks.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(block_lines(stated.heads, resolution, _provenance(stated, inputs)))
    entities = sum(entity.papers > 0 for entity in resolution.entities)
    return {"entities": entities, "persons": len(resolution.persons)}


def write_version(
    new: Version,
    gathered: Gathered,
    stated: Stated,
    resolved: dict[str, int],
    inputs: Inputs,
    *,
    before: Version | None,
    to_nquads: ToNQuads,
    on_progress: Callable[[str, int, int], None],
) -> Manifest:
    """Write the statements of a new version whose log and blocks are there, and return its manifest.

    What the version before has already is taken from there; the files are the same without it. `to_nquads` writes
    statements that are all made anew; `resolved` is what `write_resolved` returned.
    """
    on_progress("writing", 1, 3)
    done = iter((2, 3))
    triples = write_statements(
        new,
        Maker(_rows(new, inputs), inputs.extractor, inputs.base),
        before=_earlier(before, inputs),
        to_nquads=to_nquads,
        on_step=lambda: on_progress("writing", next(done), 3),
    )
    return {
        "format": FORMAT,
        "inputs": inputs.as_record(),
        "sources": [source.as_record() for source in gathered.sources],
        "days": stated.days,
        "counts": _counts(gathered, stated) | resolved | {"triples": triples},
    }


def _rows(version: Version, inputs: Inputs) -> Rows:
    """Give what the rows of a day say from the records of a version; days are asked for one after the other."""

    @lru_cache(maxsize=2)
    def of_day(day: str) -> Mapping[str, tuple[Paper, Extraction]]:
        rows = (row.confident(inputs.min_confidence) for row in read_rows(version, day))
        return {row.key: (row.paper, row.extraction) for row in rows if row.extraction is not None}

    return of_day


def _earlier(before: Version | None, inputs: Inputs) -> Earlier | None:
    """Return the version before when its statements are made as the new ones are, and can be changed."""
    if before is None:
        return None
    manifest = before.manifest()
    same = all(manifest["inputs"].get(name) == getattr(inputs, name) for name in _MAKERS)
    if manifest["format"] != FORMAT or not same:
        return None
    return Earlier(before, _rows(before, inputs), manifest["counts"]["triples"])


def _provenance(stated: Stated, inputs: Inputs) -> Provenance:
    return Provenance(
        software=inputs.software,
        extractor=inputs.extractor,
        lexicon=inputs.lexicon,
        sources=tuple((source_name(issue), rows) for issue, rows in stated.hashes().items()),
        licence=inputs.licence or None,
        min_confidence=inputs.min_confidence,
        overrides=inputs.overrides,
    )


def _counts(gathered: Gathered, stated: Stated) -> dict[str, int]:
    return {
        "sources": len(gathered.sources),
        "digests": len(stated.days),
        "papers": len(stated.papers),
        "results": stated.results,
        "mentions": stated.mentions,
    }
