"""The slowest step: a network of each fold's complement, and one of all papers.

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
from kg.train.net_export import as_onnx
from kg.train.net_fit import NetRecipe, fit_net, load_net, net_view, save_net
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

    def train(self) -> None:
        """Train the networks that are missing, `jobs` at a time on a thread each."""
        numbers = [number for number in (*range(self.folds), None) if not self._model(number).exists()]
        with ProcessPoolExecutor(self.jobs) as pool:
            waiting: list[Future[None]] = [
                pool.submit(
                    _train_net, self._others(number), self.listed, self.wordpieces, self._place(number), self.recipe
                )
                for number in numbers
            ]
            self.report("networks", 0, len(numbers))
            for done, future in enumerate(as_completed(waiting), 1):
                future.result()
                self.report("networks", done, len(numbers))

    def views(self) -> Iterator[tuple[Lesson, NetView]]:
        """Yield each lesson with what the network of its fold, which has not seen it, says."""
        done = 0
        for number in range(self.folds):
            net = load_net(self._model(number), self.wordpieces)
            gazetteer = Gazetteer.from_bytes((self._place(number) / GAZETTEER).read_bytes())
            for lesson in (one for one in self.lessons if self._fold(one) == number):
                yield lesson, net_view(net, lesson, self.wordpieces, gazetteer)
                done += 1
                self.report("views of the networks", done, len(self.lessons))

    def onnx(self) -> bytes:
        """Return the network of all lessons as an ONNX file."""
        return as_onnx(load_net(self._model(None), self.wordpieces))

    def _fold(self, lesson: Lesson) -> int:
        # The word in front makes folds that do not depend on those of the taggers.
        return fold_of(f"net {lesson.arxiv_id}", self.folds)

    def _others(self, number: int | None) -> list[Lesson]:
        return [one for one in self.lessons if number is None or self._fold(one) != number]

    def _place(self, number: int | None) -> Path:
        return self.folder / f"network-{'all' if number is None else number}"

    def _model(self, number: int | None) -> Path:
        return self._place(number) / "net.pt"


def _train_net(
    lessons: Sequence[Lesson],
    listed: Mapping[Key, EntityType],
    wordpieces: WordPieces,
    folder: Path,
    recipe: NetRecipe,
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    gazetteer = Gazetteer.count(((lesson.reading, lesson.names) for lesson in lessons), listed)
    (folder / GAZETTEER).write_bytes(gazetteer.as_bytes())
    save_net(fit_net(lessons, wordpieces, gazetteer, recipe), folder / "net.pt")
