"""Evaluate: extract from annotated papers of some digests, and score what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.extract.evaluate import evaluate
from kg.extract.scores import Scores
from kg.extract.section_style import section_style
from kg.extract.sections import read
from kg.extract.slips import Slip, in_sentence
from kg.extracting import extract_sources
from kg.gather import OnProblem
from kg.model import Paper, Span
from kg.records import Record, extraction_as_record

__all__ = ["Evaluation", "evaluate_sources"]


@dataclass(frozen=True)
class Evaluation:
    """The scores of an extraction, and the papers it was made from, by arXiv id."""

    scores: Scores
    papers: Mapping[str, Paper] = field(repr=False)

    def sentence(self, slip: Slip) -> tuple[str, list[Span]]:
        """Return the sentence that an error is about and the places of its words; "" where there is none."""
        paper = self.papers.get(slip.arxiv_id)
        return in_sentence(slip, paper) if paper else ("", [])


def evaluate_sources(
    gold: Iterable[Record],
    sources: str | Path | Sequence[str | Path],
    *,
    fast: bool = False,
    on_problem: OnProblem | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Evaluation:
    """Extract from the annotated papers that some digests hold, and score it.

    A paper of several days counts as it was read last. The scores know each paper's month and the style of its
    summary (`scores.by("month")`, `scores.by("style")`). `fast` extracts without the neural network. `on_progress`
    gets how many papers are done. Problems in the sources are treated as `kg.build` does.

        gold = map(json.loads, open("gold.jsonl"))
        print(kg.evaluate_sources(gold, "data/digests").scores.typed.f1)
    """
    records = list(gold)
    papers: dict[str, Paper] = {}
    predicted = []
    wanted = {record["id"] for record in records}
    for paper, found in extract_sources(sources, only=wanted, fast=fast, on_problem=on_problem):
        papers[paper.arxiv_id] = paper
        predicted.append(extraction_as_record(found))
        if on_progress is not None:
            on_progress(len(papers))
    traits = {arxiv_id: _traits(paper) for arxiv_id, paper in papers.items()}
    return Evaluation(evaluate(records, predicted, traits=traits), papers)


def _traits(paper: Paper) -> dict[str, str]:
    # With an empty title in front, since the first line break ends one; follow-up questions are cut off.
    body = read(f"\n{paper.summary}").text
    return {"month": paper.date[:7], "style": section_style(body)}
