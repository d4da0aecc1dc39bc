"""The one place where the stages meet: from what was read to a version of the graph that is in force."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.aside import ReadSource
from kg.build_report import BuildReport
from kg.collector import collector_paused
from kg.errors import SettingsError, UnknownNameError
from kg.executor import Executor, Job, LocalExecutor
from kg.extract.confidence import checked_confidence
from kg.extract.version import EXTRACTOR, extractor_version, is_fast
from kg.gather import Gathered, OnProblem, gather, has_news, raise_problem, read_sources
from kg.graph.folder import GraphFolder, Manifest, Version
from kg.graph.folder_writer import GraphWriter, writing
from kg.lexicon import lexicon_fingerprint, read_lexicon
from kg.name_files import NameFiles
from kg.overrides import overrides_fingerprint, read_overrides
from kg.resolve.entities import Resolver
from kg.resolve.terms import Terms
from kg.resources import lexicon_dir
from kg.settings import Settings, overrides_path
from kg.sources.arxiv import EVERYTHING, Selection
from kg.version import STATEMENTS, VERSION
from kg.version_files import Inputs, Stated, write_resolved, write_version

__all__ = ["Builder", "OnProgress", "remake", "update"]

OnProgress = Callable[[str, int, int], None]
"""Gets the name of a stage, what is done and what there is to do."""


def update(
    sources: str | Path | Sequence[str | Path],
    *,
    graph: str | Path = "graph",
    without: Sequence[str] = (),
    settings: Settings | None = None,
    **options: Any,
) -> BuildReport:
    """Do what `kg.build` does with the same `options`, but only say what was done, and do not open the graph.

    The digests of the days in `without` (YYYY-MM-DD) are removed. Raises UnknownNameError for a day of which there is
    none, before anything is removed.

        report = kg.update("data/digests", graph="graph")
    """
    paths = [sources] if isinstance(sources, str | Path) else list(sources)
    folder = GraphFolder(graph)
    builder = Builder(folder, settings or Settings(), **options)
    with collector_paused():
        read = builder.read(paths)
        with writing(folder) as writer:
            known = folder.current().manifest()["days"] if without else {}
            for day in sorted(set(without) - known.keys()):
                raise UnknownNameError("digest", day, known)
            return builder.build(read, writer, without=without)


def remake(version: Version, writer: GraphWriter, settings: Settings) -> tuple[Version, Manifest] | tuple[str, ...]:
    """Make a version again from its records, aside, without putting it in force.

    Returns the new one with its manifest; or the reasons, if this release would not make the same.
    """
    settings = replace(settings, base=version.manifest()["inputs"]["base"])
    folder = GraphFolder(version.path.parent.parent)
    return Builder(folder, settings).remake(version, writer)


class Builder:
    """One build: what it was asked for, and what it has come across."""

    def __init__(
        self,
        folder: GraphFolder,
        settings: Settings,
        *,
        on_problem: OnProblem | None = None,
        on_progress: OnProgress | None = None,
        strict: bool = False,
        fast: bool | None = None,
        min_confidence: float | None = None,
        executor: Executor | None = None,
        workers: int | None = None,
        select: Selection = EVERYTHING,
    ) -> None:
        self._began = time.perf_counter()
        self._folder = folder
        self._on_problem = raise_problem if strict else on_problem or (lambda _: None)
        self._on_progress = on_progress or (lambda *_: None)
        self._problems = 0
        self._extracted = 0
        self._executor = executor or LocalExecutor(workers)
        self._fast = fast
        self._select = select
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
        return list(read_sources(paths, report=self._report, select=self._select))

    def build(
        self, read: Sequence[ReadSource], writer: GraphWriter, *, without: Container[str] = frozenset()
    ) -> BuildReport:
        """Run the other stages; writes nothing when the version in force was made from the same."""
        before = self._folder.find_current()
        known = before.manifest() if before else {}
        self._adopt(known)
        redone = self._inputs.redone_since(known)
        again = known.get("inputs", {}).get("extractor") != self._inputs.extractor
        # It loads while rows are gathered.
        if again or has_news(read, known):
            self._executor.start_ahead(fast=is_fast(self._inputs.extractor))
        gathered = gather(read, before, report=self._report, again=again, without=without)
        sources = [source.as_record() for source in gathered.sources]
        changed = bool(redone) or known.get("sources") != sources
        counts = known.get("counts", {})
        if changed:
            new, manifest = self._write(gathered, writer, before=before)
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
        if redone := self._inputs.redone_since(known):
            return redone
        return self._write(gather([], version, report=self._report), writer, before=None)

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
        # The default stands for nothing asked, and does not disagree with the graph.
        if self._inputs.base not in (base, Settings().base):
            message = f"base: the graph has {base}, and IRIs are for good. Build another base into a new folder."
            raise SettingsError("base", self._inputs.base, message)
        self._inputs = replace(self._inputs, base=base)

    def _report(self, problem: Any) -> None:
        self._problems += 1
        self._on_problem(problem)

    def _write(self, gathered: Gathered, writer: GraphWriter, *, before: Version | None) -> tuple[Version, Manifest]:
        """Write a new version aside; what `before` has already is taken from there."""
        new, stated = writer.begin(), Stated()
        manifest = write_version(
            new,
            gathered,
            stated,
            self._resolve(gathered, new, stated, before),
            self._inputs,
            before=before,
            to_nquads=self._executor.nquads,
            on_progress=self._on_progress,
        )
        return new, manifest

    def _resolve(self, gathered: Gathered, new: Version, stated: Stated, before: Version | None) -> dict[str, int]:
        """Write records, log and blocks, and return the counts of what names were resolved to.

        All names are held for that, and nothing of it behind it: statements are made without them.
        """
        terms = Terms.decided(read_lexicon(lexicon_dir()), self._overrides)
        resolver = Resolver(terms, self._overrides)
        fast = is_fast(self._inputs.extractor)
        names = NameFiles(new, before, self._inputs, terms.surfaces)
        job = Job(
            gathered,
            new,
            before,
            names,
            self._inputs,
            fast,
            terms,
            self._overrides,
            self._on_extracted,
            resolver.expect,
        )
        for work in self._executor.days(job):
            stated.add(work)
            names.keep(work)
            for row in work.names:
                resolver.take(row)
        self._on_progress("resolving", 0, 1)
        resolution = resolver.resolve()
        self._on_progress("resolving", 1, 1)
        self._on_progress("writing", 0, 3)
        return write_resolved(new, stated, resolution, self._inputs)

    def _on_extracted(self, done: int, count: int) -> None:
        self._extracted = done
        self._on_progress("extracting", done, count)


def _extractor(*, fast: bool) -> str:
    return f"{EXTRACTOR} {extractor_version(fast=fast)}"
