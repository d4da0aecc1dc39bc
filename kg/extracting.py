"""Extract: what the texts of some digests, or plain texts, say, without a graph."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from kg.extract.confidence import checked_confidence, confident
from kg.extract.parallel import extract_all
from kg.gather import OnProblem, raise_problem, read_sources, told
from kg.model import Extraction, Paper
from kg.sources.arxiv import EVERYTHING, Selection
from kg.sources.texts import read_text

__all__ = ["extract_sources", "extract_texts"]


def extract_sources(
    sources: str | Path | Sequence[str | Path],
    *,
    only: Container[str] | None = None,
    fast: bool = False,
    min_confidence: float = 0.0,
    select: Selection = EVERYTHING,
    strict: bool = False,
    on_problem: OnProblem | None = None,
) -> Iterator[tuple[Paper, Extraction]]:
    """Extract from each paper of some digests or of arXiv's metadata, in order; a paper of two days comes twice.

    `only` names the arXiv ids that are wanted; `fast` does without the neural network; what is less sure than
    `min_confidence` (0 to 1) is left out; `select` says what of arXiv's metadata counts. Problems are treated as
    `build` does.
    """
    paths = [sources] if isinstance(sources, str | Path) else list(sources)
    least = checked_confidence(min_confidence)
    report = raise_problem if strict or on_problem is None else on_problem
    papers = [
        paper
        for source in read_sources(paths, report=report, select=select)
        for paper in source.papers
        if only is None or paper.arxiv_id in only
    ]
    found = (confident(extraction, least) for extraction in extract_all(papers, fast=fast))
    yield from zip(papers, found, strict=True)


def extract_texts(
    files: str | Path | Sequence[str | Path],
    *,
    fast: bool = False,
    min_confidence: float = 0.0,
    on_problem: OnProblem | None = None,
) -> Iterator[tuple[Paper, Extraction]]:
    """Extract from plain texts that are no digests, one paper a file ("-" is standard input), in order.

    The first line of a file is the title where others follow and it does not end as a sentence does. The id of the
    paper is the name of the file. `fast` and `min_confidence` are as for `extract_sources`; `on_problem` is told of a
    text that is too long to be read whole. Raises SourceError when a file can't be read.
    """
    paths = [files] if isinstance(files, str | Path) else list(files)
    least = checked_confidence(min_confidence)
    papers = list(told(map(read_text, paths), on_problem or raise_problem))
    found = (confident(extraction, least) for extraction in extract_all(papers, fast=fast))
    yield from zip(papers, found, strict=True)
