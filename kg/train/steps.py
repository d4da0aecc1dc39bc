"""Training step by step, so that no model learns from what another had seen before.

1. A table of how common words are, and taggers: for each fold one from the papers of the other folds, and one from all.
2. A base model that has read the texts, and from it networks in the same way, over folds of their own.
3. Views: each paper as seen by the tagger and the network of its folds, which have not seen it.
4. What decides over a text (judge, coreference, roles, results), twice: from the tagger's views alone for the fast
   mode, and from both for the accurate one. There, before the results, second looks at numbers, over the folds of the
   networks.

What the slow steps make is kept in a folder; what lies there is not made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kg.extract.gazetteer import Key
from kg.extract.modes import Mode
from kg.extract.net_view import NET
from kg.extract.tagger import VIEW
from kg.extract.weight_files import ALIASES, CRF, FREQUENCIES, GAZETTEER, NETWORK, PIECES, write_manifest
from kg.extract.wordpieces import WordPieces
from kg.model import EntityType
from kg.train.coreference_lessons import count_aliases
from kg.train.decisions import Decisions, Tagged
from kg.train.lessons import Lesson
from kg.train.looks import SecondLooks
from kg.train.net_base import WEIGHTS
from kg.train.net_export import as_onnx
from kg.train.net_fit import NetRecipe
from kg.train.net_pretrain import Pretraining, pretrain
from kg.train.networks import Networks
from kg.train.progress import Report
from kg.train.taggers import Taggers

__all__ = ["Recipe", "Training"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training run: folds and rounds of the taggers, folds and recipe of the networks, and jobs.

    `pretraining` is how often the base model reads the texts before it is trained; 0 for not at all.
    """

    net: NetRecipe
    pretraining: int = 0
    folds: int = 5
    rounds: int = 80
    net_folds: int = 3
    jobs: int = 1


@dataclass
class Training:
    """Lessons, listed names, the pieces of words of the whole corpus, and the folders for the steps and the weights."""

    lessons: Sequence[Lesson]
    listed: Mapping[Key, EntityType]
    wordpieces: WordPieces
    steps: Path
    out: Path
    recipe: Recipe
    report: Report

    def run(self) -> None:
        """Make all weights and their manifest."""
        self.out.mkdir(parents=True, exist_ok=True)
        self.taggers.train()
        self._pretrain()
        self.networks.train()
        for mode in Mode:
            self.decisions(mode).save(self.out / mode)
        (self.out / ALIASES).write_bytes(count_aliases(self.lessons).as_bytes())
        (self.out / GAZETTEER).write_bytes(self.taggers.gazetteer(None).as_bytes())
        (self.out / FREQUENCIES).write_bytes(self.taggers.table)
        (self.out / CRF).write_bytes(self.taggers.tagger(None).crf.as_bytes())
        (self.out / PIECES).write_bytes(self.wordpieces.as_bytes())
        (self.out / NETWORK).write_bytes(as_onnx(self.looks.look(None)))
        # Last: without a manifest nothing takes the folder for weights.
        write_manifest(self.out)

    def _pretrain(self) -> None:
        """Make the base model that has read the texts, if one is wanted and there is none."""
        recipe = Pretraining(self.recipe.net.base, self.recipe.pretraining, self.recipe.net.seed)
        if recipe.epochs and not (self._base / WEIGHTS).exists():
            texts = [lesson.reading for lesson in self.lessons]
            pretrain(texts, self.wordpieces, self._base, recipe, self.report)

    @property
    def _base(self) -> Path:
        """The folder of the base model from which the networks start."""
        return self.steps / "base" if self.recipe.pretraining else self.recipe.net.base

    def decisions(self, mode: Mode) -> Decisions:
        """Return what decides in a mode, ready to be fitted."""
        known = self.taggers.gazetteer(None), self.recipe.folds, self.report
        if mode is Mode.FAST:
            return Decisions([_without_network(one) for one in self.tagged], *known)
        return Decisions(self.tagged, *known, self.looks)

    @cached_property
    def looks(self) -> SecondLooks:
        """The second looks of the networks."""
        return SecondLooks(self.networks)

    @cached_property
    def taggers(self) -> Taggers:
        """The taggers."""
        recipe = self.recipe
        return Taggers(self.lessons, self.listed, self.steps, recipe.folds, recipe.rounds, recipe.jobs, self.report)

    @cached_property
    def networks(self) -> Networks:
        """The networks."""
        recipe = self.recipe
        known = self.lessons, self.listed, self.wordpieces, self.steps
        return Networks(*known, recipe.net_folds, replace(recipe.net, base=self._base), recipe.jobs, self.report)

    @cached_property
    def tagged(self) -> list[Tagged]:
        """Each lesson as seen by the tagger and the network of its folds, in the order of the annotations."""
        nets = {lesson.arxiv_id: view for lesson, view in self.networks.views()}
        found = {
            lesson.arxiv_id: Tagged(lesson, {VIEW: view, NET: net.tags}, gazetteer, net)
            for lesson, view, gazetteer in self.taggers.views()
            for net in [nets[lesson.arxiv_id]]
        }
        return [found[lesson.arxiv_id] for lesson in self.lessons]


def _without_network(one: Tagged) -> Tagged:
    return Tagged(one.lesson, {VIEW: one.views[VIEW]}, one.gazetteer)
