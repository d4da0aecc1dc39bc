"""Build: the one place where the stages meet, from sources to a version of the graph that is in force."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.api import Graph
from kg.build_report import BuildReport
from kg.collector import collector_paused
from kg.errors import SettingsError, UnknownNameError
from kg.extract.confidence import checked_confidence
from kg.extract.parallel import extract_all
from kg.extract.version import EXTRACTOR, extractor_version, is_fast
from kg.extract.worker_process import start_ahead
from kg.gather import Gathered, OnProblem, ReadSource, Row, gather, has_news, raise_problem, read_sources
from kg.graph.folder import GraphFolder, Manifest, Version
from kg.graph.folder_writer import GraphWriter, writing
from kg.lexicon import lexicon_fingerprint, read_lexicon
from kg.model import Extraction
from kg.overrides import overrides_fingerprint, read_overrides
from kg.resolve.entities import resolve
from kg.resources import lexicon_dir
from kg.settings import Settings, overrides_path
from kg.version import STATEMENTS, VERSION
from kg.version_files import Inputs, write_version

__all__ = ["BuildReport", "build", "remake", "remove"]

OnProgress = Callable[[str, int, int], None]


def build(
    sources: str | Path | Sequence[str | Path],
    *,
    graph: str | Path = "graph",
    strict: bool = False,
    fast: bool | None = None,
    min_confidence: float | None = None,
    settings: Settings | None = None,
    on_problem: OnProblem | None = None,
    on_progress: OnProgress | None = None,
) -> Graph:
    """Build a graph from digests, or add digests to the graph that is there, and open it.

    `sources` are files, folders or `-` for standard input; a file that was read before is read anew, all others
    stay. Rows that can't be read are handed to `on_problem` and left out; with `strict` the first one is raised.
    `fast` extracts without the neural network. The graph states nothing less sure than `min_confidence` (0 to 1).
    Without these two the graph stays as it was built, at first accurate and with all. `on_progress` gets the name
    of a stage, what is done and what there is to do. The graph's `report` says what happened. When anything is
    raised, the graph that was there stays as it was.

        graph = kg.build("data/digests")
        print(graph.report.counts["papers"])
    """
    paths = [sources] if isinstance(sources, str | Path) else list(sources)
    folder = GraphFolder(graph)
    builder = _Builder(folder, settings or Settings(), on_problem, on_progress, strict, fast, min_confidence)
    with collector_paused():
        read = builder.read(paths)
        with writing(folder) as writer:
            report = builder.build(read, writer)
    return Graph(graph, settings=settings, report=report)


def remove(
    digests: str | Sequence[str],
    *,
    graph: str | Path = "graph",
    settings: Settings | None = None,
    on_progress: OnProgress | None = None,
) -> Graph:
    """Remove the digests of some days (YYYY-MM-DD) from a graph, and open what is left.

    The result is the same as if they had never been read. Raises NoGraphError when there is no graph, and
    UnknownNameError, before anything is removed, for a day of which it has no digest.

        kg.remove("2024-10-30")
    """
    folder = GraphFolder(graph)
    folder.current()
    builder = _Builder(folder, settings or Settings(), None, on_progress, False, None, None)
    days = {digests} if isinstance(digests, str) else set(digests)
    with collector_paused(), writing(folder) as writer:
        known = folder.current().manifest()["days"]
        for day in sorted(days - known.keys()):
            raise UnknownNameError("digest", day, known)
        report = builder.build([], writer, without=days)
    return Graph(graph, settings=settings, report=report)


def remake(version: Version, writer: GraphWriter, settings: Settings) -> tuple[Version, Manifest] | tuple[str, ...]:
    """Make a version again from its records, aside, without putting it in force.

    Returns the new one with its manifest; or the reasons, if this release would not make the same.
    """
    settings = replace(settings, base=version.manifest()["inputs"]["base"])
    folder = GraphFolder(version.path.parent.parent)
    return _Builder(folder, settings, None, None, False, None, None).remake(version, writer)


class _Builder:
    """One build: what it was asked for, and what it has come across."""

    def __init__(
        self,
        folder: GraphFolder,
        settings: Settings,
        on_problem: OnProblem | None,
        on_progress: OnProgress | None,
        strict: bool,
        fast: bool | None,
        min_confidence: float | None,
    ) -> None:
        self._began = time.perf_counter()
        self._folder = folder
        self._on_problem = raise_problem if strict else on_problem or (lambda _: None)
        self._on_progress = on_progress or (lambda *_: None)
        self._problems = 0
        self._extracted = 0
        self._fast = fast
        self._min_confidence = None if min_confidence is None else checked_confidence(min_confidence)
        self._overrides = read_overrides(overrides_path(folder.path, settings))
        self._inputs = Inputs(
            software=VERSION,
            extractor=_extractor(fast=bool(fast)),
            lexicon=lexicon_fingerprint(lexicon_dir()),
            base=settings.base,
            licence=settings.licence,
            overrides=overrides_fingerprint(self._overrides),
            min_confidence=self._min_confidence or 0.0,
            statements=STATEMENTS,
        )

    def read(self, paths: Sequence[str | Path]) -> list[ReadSource]:
        """Read all sources, before anything is touched."""
        return list(read_sources(paths, report=self._report))

    def build(
        self, read: Sequence[ReadSource], writer: GraphWriter, *, without: Container[str] = frozenset()
    ) -> BuildReport:
        """Run the other stages; writes nothing when the version in force was made from the same."""
        before = self._folder.find_current()
        known = before.manifest() if before else {}
        self._adopt(known)
        redone = self._inputs.redone_since(known)
        again = known.get("inputs", {}).get("extractor") != self._inputs.extractor
        if again or has_news(read, known):
            start_ahead(fast=is_fast(self._inputs.extractor))
        gathered = gather(read, before, report=self._report, again=again, without=without)
        sources = [source.as_record() for source in gathered.sources]
        changed = bool(redone) or known.get("sources") != sources
        counts = known.get("counts", {})
        if changed:
            new, manifest = self._write(gathered, writer, before)
            writer.commit(new, manifest)
            counts = manifest["counts"]
        return BuildReport(
            graph=str(self._folder.path),
            changed=changed,
            counts=counts,
            extracted=self._extracted,
            problems=self._problems,
            seconds=round(time.perf_counter() - self._began, 2),
            redone=redone,
        )

    def remake(self, version: Version, writer: GraphWriter) -> tuple[Version, Manifest] | tuple[str, ...]:
        """Make a version again from its records, aside; or say why that would make another one."""
        known = version.manifest()
        self._adopt(known)
        self._inputs = replace(self._inputs, licence=known["inputs"].get("licence", ""))
        return self._inputs.redone_since(known) or self._write(gather([], version, report=self._report), writer, None)

    def _adopt(self, known: Manifest) -> None:
        """Take over what a graph has for good, and what it has as long as nothing else is asked for."""
        if not known:
            return
        inputs = known["inputs"]
        self._keep_base(inputs["base"])
        if self._min_confidence is None:
            self._inputs = replace(self._inputs, min_confidence=inputs.get("min_confidence", 0.0))
        if self._fast is None:
            self._inputs = replace(self._inputs, extractor=_extractor(fast=is_fast(inputs["extractor"])))

    def _keep_base(self, base: str) -> None:
        """Keep the base IRI of the graph that is there: a resource keeps its IRI for good."""
        if self._inputs.base not in (base, Settings().base):
            message = f"base: the graph has {base}, and IRIs are for good. Build another base into a new folder."
            raise SettingsError("base", self._inputs.base, message)
        self._inputs = replace(self._inputs, base=base)

    def _report(self, problem: Any) -> None:
        self._problems += 1
        self._on_problem(problem)

    def _write(self, gathered: Gathered, writer: GraphWriter, before: Version | None) -> tuple[Version, Manifest]:
        self._extract_missing(gathered)
        rows = gathered.confident(self._inputs.min_confidence).rows
        self._on_progress("resolving", 0, 1)
        resolution = resolve(
            [row.paper for row in rows],
            [row.extraction for row in rows if row.extraction],
            read_lexicon(lexicon_dir()),
            self._overrides,
        )
        self._on_progress("resolving", 1, 1)
        new = writer.begin()
        manifest = write_version(new, gathered, resolution, self._inputs, before=before, on_progress=self._on_progress)
        return new, manifest

    def _extract_missing(self, gathered: Gathered) -> None:
        """Fill in the extraction of every row that has none."""
        missing = [row for row in gathered.rows if row.extraction is None]
        found: dict[str, Extraction] = {}
        if missing:
            for row, extraction in zip(
                missing, extract_all([row.paper for row in missing], fast=is_fast(self._inputs.extractor)), strict=True
            ):
                found[row.key] = extraction
                self._on_progress("extracting", len(found), len(missing))
        self._extracted = len(found)
        for day, rows in gathered.days.items():
            gathered.days[day] = [Row(row.key, row.paper, row.extraction or found[row.key]) for row in rows]


def _extractor(*, fast: bool) -> str:
    return f"{EXTRACTOR} {extractor_version(fast=fast)}"
