"""`kg train`: the extractor's weights, made anew from digests and annotations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import TaskID

import kg
from kg.cli.console import progress, stderr, stdout, warn
from kg.cli.scores import calibration_lines, group_lines, score_lines
from kg.errors import KgError

# Loaded for its types alone it would bring numpy into every command.
if TYPE_CHECKING:
    from kg.extract.modes import Mode
    from kg.extract.scores import Scores

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    example = "Example: kg train --corpus archive --annotations data/annotations/train.jsonl -o weights"
    app.command("train", short_help="Train the extractor anew, from digests and annotations.", epilog=example)(train)


def train(
    corpus: Annotated[list[Path], typer.Option(metavar="DIR", help="Folder of digests; may be given again.")],
    annotations: Annotated[Path, typer.Option(metavar="FILE", help="Annotated records, one a line.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the weights.")],
    folds: Annotated[int, typer.Option(min=2, metavar="N", help="Parts for cross-fitting.")] = 5,
    rounds: Annotated[int, typer.Option(min=1, metavar="N", help="Rounds of the tagger's training.")] = 80,
    epochs: Annotated[int, typer.Option(min=1, metavar="N", help="Epochs of the network's training.")] = 5,
    pretraining: Annotated[
        int, typer.Option(min=0, metavar="N", help="How often the base model reads the papers before, guessing words.")
    ] = 8,
    orders: Annotated[
        int, typer.Option(min=1, metavar="N", help="Networks averaged that learn from the papers in other orders.")
    ] = 3,
    base: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The network's base model; without it, that of the train extra.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, metavar="N", help="Taggers and networks trained at a time.")] = 1,
    check: Annotated[bool, typer.Option(help="Cross-validate, and print the figures.")] = False,
) -> None:
    """Train the extractor; what is done stays in DIR/steps, so that a run that was stopped goes on."""
    with progress() as bars:
        tasks: dict[str, TaskID] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        scores = _trainer()(
            corpus,
            annotations,
            output,
            base=base,
            folds=folds,
            rounds=rounds,
            epochs=epochs,
            pretraining=pretraining,
            orders=orders,
            jobs=jobs,
            check=check,
            on_problem=lambda p: warn(str(p)),
            on_progress=show,
        )
    stderr.print(f"wrote the weights to {output}")
    for mode, found in scores.items():
        _print_scores(f"{mode} mode", found)


def _print_scores(title: str, scores: Scores) -> None:
    stdout.print(title, style="bold")
    parts = (score_lines(scores), calibration_lines(scores), group_lines(scores, "month"), group_lines(scores, "style"))
    for part in parts:
        stdout.print(*part, sep="\n", end="\n\n", markup=False, soft_wrap=True)


def _trainer() -> Callable[..., Mapping[Mode, Scores]]:
    try:
        # Names of kg load what they need when they are asked for: here it turns out whether the extra is installed.
        return kg.train_extractor
    except ModuleNotFoundError as error:
        raise KgError(f"training needs {error.name}. Install it with: pip install 'paper-kg[train]'") from None
