"""Second looks: for each fold of the networks one that has not seen it, and one of all papers.

They learn when names have been found, from the names found. What is made is kept beside the networks; what lies there
is not made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.extract.gazetteer import Gazetteer
from kg.extract.looks import Looks
from kg.extract.wordpieces import WordPieces
from kg.train.look_fit import LookTeller, fit_look, load_look, save_look
from kg.train.look_lessons import look_lessons
from kg.train.look_model import LookNet
from kg.train.net_model import Net
from kg.train.networks import Networks
from kg.train.result_lessons import Example

__all__ = ["SecondLooks"]


@dataclass
class SecondLooks:
    """The networks that look again; each is kept in memory once it was asked."""

    networks: Networks
    _tellers: dict[int, LookTeller] = field(default_factory=dict, init=False, repr=False)
    _gazetteers: dict[int, Gazetteer] = field(default_factory=dict, init=False, repr=False)

    def train(self, examples: Sequence[Example]) -> None:
        """Train what is missing, `jobs` at a time on a thread each."""
        networks = self.networks
        missing = [number for number in networks.numbers if not self._path(number).exists()]
        with ProcessPoolExecutor(networks.jobs) as pool:
            waiting = []
            for number in missing:
                # Without views, which nobody reads there and which are large.
                seen = [
                    replace(one, net=None, looks=None)
                    for one in examples
                    if number is None or networks.fold(one.lesson) != number
                ]
                known = networks.wordpieces, networks.gazetteer(number), networks.net(number), networks.recipe.seed
                waiting.append(pool.submit(_train, seen, *known, self._path(number)))
            networks.report("second looks", 0, len(missing))
            for done, future in enumerate(as_completed(waiting), 1):
                future.result()
                networks.report("second looks", done, len(missing))

    def at(self, example: Example) -> Example:
        """Return an example with the looks of a network that has not seen it."""
        number, networks = self.networks.fold(example.lesson), self.networks
        if number not in self._tellers:
            self._tellers[number] = LookTeller(self.look(number), networks.wordpieces)
            self._gazetteers[number] = networks.gazetteer(number)
        teller, hits = self._tellers[number], self._gazetteers[number].hits(example.lesson.reading)
        return replace(example, looks=lambda scene: Looks(teller, scene, example.lesson.pairs, hits))

    def look(self, number: int | None) -> LookNet:
        """Return what looks in a fold; None for that of all papers."""
        return load_look(self._path(number), self.networks.net(number))

    def _path(self, number: int | None) -> Path:
        return self.networks.place(number) / "look.pt"


def _train(
    examples: Sequence[Example], wordpieces: WordPieces, gazetteer: Gazetteer, net: Net, seed: int, path: Path
) -> None:
    lessons = (lesson for example in examples for lesson in look_lessons(example, wordpieces, gazetteer))
    save_look(fit_look(lessons, net, seed), path)
