"""The parts of a build that workers of a cluster do: functions of what they are sent, and of nothing else.

They stand in a module of their own, which workers import, so that no code travels; and what travels is bytes, so that
workers need not see the files of whoever builds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock

from kg.day_work import DayWork, day_content, day_records, day_work
from kg.errors import KgError
from kg.extract.pipeline import extract, language
from kg.extract.version import EXTRACTOR, extractor_version
from kg.graph.blocks import Maker
from kg.graph.groups import GroupWriter
from kg.graph.runs import as_run
from kg.lexicon import lexicon_fingerprint, read_lexicon
from kg.model import Extraction, Paper
from kg.overrides import Override
from kg.records import Record, extraction_from_record, paper_from_record
from kg.resolve.surfaces import Surface
from kg.resolve.terms import Terms
from kg.resources import lexicon_dir
from kg.rows import Row, told_apart
from kg.version import STATEMENTS, VERSION

__all__ = ["DayInput", "DayOutput", "Setup", "make_days", "make_run"]

_language = cache(language)
_alone = Lock()
"""spaCy's pipeline reads one text at a time; workers may have several threads."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a build is made with: every worker must have the same."""

    fast: bool
    extractor: str
    lexicon: str
    overrides: tuple[Override, ...]
    base: str
    min_confidence: float
    software: str = VERSION
    statements: int = STATEMENTS

    def check(self) -> None:
        """Raise KgError where this process would make something else."""
        extractor = f"{EXTRACTOR} {extractor_version(fast=self.fast)}"
        here = (extractor, lexicon_fingerprint(lexicon_dir()), VERSION, STATEMENTS)
        if here != (self.extractor, self.lexicon, self.software, self.statements):
            message = f"a worker has kg {VERSION} with {here[0]} and lexicon {here[1]}, the build {self.software} with"
            raise KgError(f"{message} {self.extractor} and {self.lexicon}. Install the same release on all workers.")


@dataclass(frozen=True, slots=True)
class DayInput:
    """A day to be done: its records where there are any that hold, else its rows, some not extracted yet."""

    day: str
    records: bytes | None = None
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class DayOutput:
    """What was made of a day: its work, and its records unless they were there."""

    work: DayWork
    records: bytes | None
    extracted: int


def make_days(days: Iterable[DayInput], setup: Setup) -> tuple[list[DayOutput], dict[str, Surface]]:
    """Extract from rows of some days, and take their names; also return the keys of all surface forms in them."""
    setup.check()
    terms = _terms(setup.overrides)
    done = [_made(day, setup, terms) for day in days]
    forms = {name.surface for one in done for row in one.work.names for found in row.found for name in found.names}
    return done, {form: terms.surfaces[form] for form in sorted(forms)}


def _made(day: DayInput, setup: Setup, terms: Terms) -> DayOutput:
    if day.records is not None:
        rows, missing, content = _rows(day.records), [], day.records
    else:
        missing = [row.paper for row in day.rows if row.extraction is None]
        found = _extracted(missing, fast=setup.fast)
        rows = [row if row.extraction else replace(row, extraction=next(found)) for row in day.rows]
        content = day_content(rows)
    work = day_work(day.day, rows, day_records(content), least=setup.min_confidence, terms=terms)
    return DayOutput(work, None if day.records is not None else content, len(missing))


def make_run(lines: Iterable[str], records: Mapping[str, bytes], setup: Setup) -> bytes:
    """Make the statements of some blocks, given the records of their days: sorted groups, compressed."""
    setup.check()
    rows = {day: _said(content, setup.min_confidence) for day, content in records.items()}
    maker = Maker(rows.__getitem__, setup.extractor, setup.base)
    return as_run(GroupWriter().groups(said for line in lines for said in maker.descriptions(line)))


def _said(content: bytes, least: float) -> dict[str, tuple[Paper, Extraction]]:
    rows = (row.confident(least) for row in _rows(content))
    return {row.key: (row.paper, row.extraction) for row in rows if row.extraction is not None}


def _rows(content: bytes) -> list[Row]:
    return list(told_apart(map(_row, map(json.loads, content.splitlines()))))


def _row(record: Record) -> Row:
    return Row(record["key"], paper_from_record(record["paper"]), extraction_from_record(record["extraction"]))


def _extracted(papers: Iterable[Paper], *, fast: bool) -> Iterator[Extraction]:
    for paper in papers:
        with _alone:
            (extraction,) = extract([paper], _language(fast=fast))
        yield extraction


@cache
def _terms(overrides: tuple[Override, ...]) -> Terms:
    return Terms.decided(read_lexicon(lexicon_dir()), overrides)
