"""Fitting the network to lessons, and what it then says of a text."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from kg.extract.gazetteer import Gazetteer
from kg.extract.net_input import net_input
from kg.extract.net_view import NetView
from kg.extract.network import as_view
from kg.extract.wordpieces import WordPieces
from kg.train.descent import descend
from kg.train.lessons import Lesson
from kg.train.net_lessons import NetLesson, net_lesson
from kg.train.net_loss import batch_loss
from kg.train.net_model import Net

__all__ = ["NetRecipe", "fit_net", "load_net", "net_view", "save_net"]

_RATE, _HEAD_RATE, _DECAY = 3e-4, 1e-3, 0.01


@dataclass(frozen=True, slots=True)
class NetRecipe:
    """The settings of a network's training: the base model's folder, how many epochs, the seed, and how many orders.

    As many networks as there are orders of the lessons are trained from the same beginning, and their weights averaged.
    """

    base: Path
    epochs: int = 5
    seed: int = 7
    orders: int = 3


def fit_net(
    lessons: Iterable[Lesson], wordpieces: WordPieces, gazetteer: Gazetteer, recipe: NetRecipe, order: int = 0
) -> Net:
    """Fit a network to lessons in one of the recipe's orders, on one thread.

    The same lessons, recipe and order give the same network on one type of CPU.
    """
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    taught = [net_lesson(lesson, wordpieces, gazetteer) for lesson in lessons]
    net = Net(len(wordpieces.pieces))
    net.begin(wordpieces, recipe.base)
    # Only now: networks that begin apart are too far from each other for the mean of their weights to be any good.
    torch.manual_seed(recipe.seed + order)
    shuffled = random.Random(recipe.seed + order)  # noqa: S311 (an order for training is no secret)
    descend(
        net,
        _optimizer(net),
        taught,
        length=_length,
        loss=lambda batch: batch_loss(net, batch),
        epochs=recipe.epochs,
        order=shuffled,
    )
    return net


def _length(lesson: NetLesson) -> int:
    return len(lesson.pieces)


def _optimizer(net: Net) -> torch.optim.Optimizer:
    heads = [weight for part in net.heads() for weight in part.parameters()]
    known = {id(weight) for weight in heads}
    rest = [weight for weight in net.parameters() if weight.requires_grad and id(weight) not in known]
    # What begins untrained learns faster than what is only to be changed a little.
    groups = [{"params": heads, "lr": _HEAD_RATE}, {"params": rest, "lr": _RATE}]
    return torch.optim.AdamW(groups, weight_decay=_DECAY)


@torch.inference_mode()
def net_view(net: Net, lesson: Lesson, wordpieces: WordPieces, gazetteer: Gazetteer) -> NetView:
    """Return what a network says of a lesson that it has not seen."""
    read = net_input(lesson.reading, wordpieces, lesson.pairs, gazetteer.hits(lesson.reading))
    hidden = net.encode(torch.from_numpy(read.pieces)[None], torch.from_numpy(read.signs)[None])[0]
    words = hidden[torch.from_numpy(read.starts)]
    # The start piece stands for "nothing" (Pointing.targets).
    with_none = torch.cat([hidden[:1], words])
    outputs = net.tags(words), net.roles(words), net.kinds(words), net.queries(words), net.keys(with_none)
    return as_view(lesson.reading, *(output.numpy() for output in outputs))


def save_net(net: Net, path: Path) -> None:
    """Write the weights in half precision."""
    # A file of that name counts as done (kg.train.networks).
    part = path.with_suffix(".part")
    torch.save({name: weight.half() for name, weight in net.state_dict().items()}, part)
    part.rename(path)


def load_net(paths: Sequence[Path], wordpieces: WordPieces) -> Net:
    """Read what `save_net` wrote: of several networks the mean of their weights."""
    weights = [torch.load(path, weights_only=True) for path in paths]
    net = Net(len(wordpieces.pieces))
    net.load_state_dict({name: torch.stack([one[name].float() for one in weights]).mean(0) for name in weights[0]})
    return net.eval()
