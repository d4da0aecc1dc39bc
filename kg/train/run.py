"""Train the extractor: from digests and annotations to a folder of weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kg.errors import KgError
from kg.extract.scores import Scores
from kg.gather import OnProblem
from kg.train.crossval import cross_validate
from kg.train.lessons import read_lessons
from kg.train.steps import Recipe, Training

__all__ = ["train_extractor"]

STEPS = "steps"
"""The folder, in the folder of the weights, that keeps what the slow steps made."""


def train_extractor(
    corpus: str | Path | Sequence[str | Path],
    annotations: str | Path,
    out: str | Path,
    *,
    folds: int = 5,
    rounds: int = 80,
    jobs: int = 1,
    check: bool = False,
    on_problem: OnProblem | None = None,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> Scores | None:
    """Train on the annotated papers of some digests and write the weights to a folder.

    Steps that are done lie in the folder `steps` there, and are not done again; delete it to begin anew. `folds`
    are the parts for cross-fitting, `rounds` those of the tagger's training, `jobs` the taggers trained at a time. With
    `check` the models are cross-validated, and the figures returned. `on_progress` gets a step's name, what is
    done and what there is to do. Raises KgError when the digests hold none of the papers.

        train_extractor("archive", "data/annotations/train.jsonl", "weights")
    """
    folders = [corpus] if isinstance(corpus, str | Path) else list(corpus)
    lessons = list(read_lessons(map(Path, folders), Path(annotations), on_problem=on_problem or (lambda _: None)))
    if not lessons:
        raise KgError(
            f"{annotations}: the digests hold none of these papers. Give the folder of the digests they are of."
        )
    report = on_progress or (lambda *_: None)
    training = Training(lessons, Path(out) / STEPS, Path(out), Recipe(folds, rounds, jobs), report)
    training.run()
    return cross_validate(training) if check else None
