"""The lexicon measured against annotated papers and the texts of digests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.coverage import Coverage, common_names, measure_coverage
from kg.extract.pipeline import paper_text
from kg.extract.sections import read
from kg.gather import OnProblem, read_sources
from kg.lexicon import read_lexicon
from kg.records import read_records
from kg.resolve.finder import TermFinder
from kg.resources import lexicon_dir

__all__ = ["evaluate_lexicon"]


def evaluate_lexicon(
    corpus: str | Path | Sequence[str | Path],
    annotations: str | Path,
    *,
    least: int = 5,
    on_problem: OnProblem | None = None,
) -> Coverage:
    """Say how many occurrences of common names in digests resolve to a term of the lexicon.

    A name is common when at least `least` annotated papers hold it, and the term has to be of the type that most
    of them give it. Titles and summaries count, up to the follow-up questions; a paper of several days counts as
    it was on the first.

        evaluate_lexicon("archive", "data/annotations/train.jsonl").share()
    """
    folders = [corpus] if isinstance(corpus, str | Path) else list(corpus)
    names = common_names(read_records(Path(annotations)), least=least)
    find = TermFinder(read_lexicon(lexicon_dir())).find
    return measure_coverage(_texts(folders, on_problem or (lambda _: None)), names, find)


def _texts(folders: Sequence[str | Path], report: OnProblem) -> Iterator[str]:
    first: dict[str, tuple[str, str]] = {}
    for source in read_sources(folders, report=report):
        for paper in source.papers:
            dated = paper.date, paper_text(paper)
            first[paper.arxiv_id] = min(dated, first.get(paper.arxiv_id, dated))
    for _, text in first.values():
        yield read(text).text
