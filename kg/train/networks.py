"""The slowest step: a network of each fold's complement, and one of all papers, each the mean of several.

What is made is kept in a folder; what lies there is not made again. The folds do not depend on those of the other
taggers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from kg.extract.gazetteer import Gazetteer, Key
from kg.extract.net_view import NetView
from kg.extract.weight_files import GAZETTEER
from kg.extract.wordpieces import WordPieces
from kg.model import EntityType
from kg.train.lessons import Lesson, fold_of
from kg.train.net_fit import NetRecipe, fit_net, load_net, net_view, save_net
from kg.train.net_model import Net
from kg.train.progress import Report

__all__ = ["Networks"]


@dataclass(frozen=True)
class Networks:
    """The lessons, listed names, the pieces of words, where the networks are kept, and how they are trained."""

    lessons: Sequence[Lesson]
    listed: Mapping[Key, EntityType]
    wordpieces: WordPieces
    folder: Path
    folds: int
    recipe: NetRecipe
    jobs: int
    report: Report

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The folds, and None for all lessons."""
        return *range(self.folds), None

    def train(self) -> None:
        """Train the networks that are missing, `jobs` at a time on a thread each."""
        missing = [
            (number, order)
            for number in self.numbers
            for order in range(self.recipe.orders)
            if not self._model(number, order).exists()
        ]
        for number in self.numbers:
            self._count(number)
        with ProcessPoolExecutor(self.jobs) as pool:
            waiting: list[Future[None]] = [
                pool.submit(
                    _train_net,
                    self.others(number),
                    self.gazetteer(number),
                    self.wordpieces,
                    self.recipe,
                    order,
                    self._model(number, order),
                )
                for number, order in missing
            ]
            self.report("networks", 0, len(missing))
            for done, future in enumerate(as_completed(waiting), 1):
                future.result()
                self.report("networks", done, len(missing))

    def views(self) -> Iterator[tuple[Lesson, NetView]]:
        """Yield each lesson with what the network of its fold, which has not seen it, says."""
        done = 0
        for number in range(self.folds):
            net, gazetteer = self.net(number), self.gazetteer(number)
            for lesson in (one for one in self.lessons if self.fold(one) == number):
                yield lesson, net_view(net, lesson, self.wordpieces, gazetteer)
                done += 1
                self.report("views of the networks", done, len(self.lessons))

    def fold(self, lesson: Lesson) -> int:
        """Return the fold of a lesson."""
        # The word in front makes folds that do not depend on those of the taggers.
        return fold_of(f"net {lesson.arxiv_id}", self.folds)

    def others(self, number: int | None) -> list[Lesson]:
        """Return the lessons outside a fold; all for None."""
        return [one for one in self.lessons if number is None or self.fold(one) != number]

    def place(self, number: int | None) -> Path:
        """Return the folder that keeps what belongs to a fold."""
        return self.folder / f"network-{'all' if number is None else number}"

    def _model(self, number: int | None, order: int) -> Path:
        return self.place(number) / f"net-{order}.pt"

    def net(self, number: int | None) -> Net:
        """Return the network of a fold: the mean of those that were trained."""
        return load_net([self._model(number, order) for order in range(self.recipe.orders)], self.wordpieces)

    def _count(self, number: int | None) -> None:
        """Count the names that the networks of a fold are told of."""
        path = self.place(number) / GAZETTEER
        # Networks that are there were told of these: counted anew they could be others.
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            counted = Gazetteer.count(((lesson.reading, lesson.names) for lesson in self.others(number)), self.listed)
            part = path.with_suffix(".part")
            part.write_bytes(counted.as_bytes())
            part.rename(path)

    def gazetteer(self, number: int | None) -> Gazetteer:
        """Return the names that the networks of a fold were told of."""
        return Gazetteer.from_bytes((self.place(number) / GAZETTEER).read_bytes())


def _train_net(
    lessons: Sequence[Lesson],
    gazetteer: Gazetteer,
    wordpieces: WordPieces,
    recipe: NetRecipe,
    order: int,
    path: Path,
) -> None:
    save_net(fit_net(lessons, wordpieces, gazetteer, recipe, order), path)
