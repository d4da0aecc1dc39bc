"""Fitting second looks to lessons, and what they then say."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from kg.extract.look_input import LookInput
from kg.extract.wordpieces import MASK, SPECIAL, STOP, WordPieces
from kg.train.descent import descend
from kg.train.look_lessons import Filled, LookLesson
from kg.train.look_model import LookNet
from kg.train.net_model import Net

__all__ = ["LookTeller", "fit_look", "load_look", "save_look"]

_EPOCHS = 3
_RATE, _HEAD_RATE, _DECAY = 1e-3, 5e-4, 0.01
# A tenth of the pieces and of the names is masked, so that less is learnt of names, more of what stands around.
_MASKED, _HIDDEN_NAMES = 0.1, 0.1
_NEVER = -1e4


def fit_look(lessons: Iterable[LookLesson], net: Net, seed: int) -> LookNet:
    """Fit second looks of a trained network, on one thread.

    The same lessons, network and seed give the same weights on one type of CPU.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    order = random.Random(seed)  # noqa: S311 (an order for training is no secret)
    taught, look = list(lessons), LookNet(net)
    optimizer = torch.optim.AdamW(look.parameter_groups(_HEAD_RATE, _RATE), weight_decay=_DECAY)
    descend(
        look,
        optimizer,
        taught,
        length=_length,
        loss=lambda batch: _loss(look, batch, order),
        epochs=_EPOCHS,
        order=order,
    )
    return look


def _length(lesson: LookLesson) -> int:
    return len(lesson.read.pieces)


def _loss(look: LookNet, batch: Sequence[LookLesson], order: random.Random) -> Tensor:
    """Return how improbable what fills the slots is, on average over numbers and slots."""
    pieces = pad_sequence([_hidden(one.read, order) for one in batch], batch_first=True, padding_value=STOP)
    signs, marks = (
        pad_sequence([torch.from_numpy(rows) for rows in group], batch_first=True)
        for group in ([one.read.signs for one in batch], [one.read.marks for one in batch])
    )
    lengths = torch.tensor([_length(one) for one in batch])
    away = torch.zeros(pieces.shape).masked_fill(torch.arange(pieces.shape[1]) >= lengths[:, None], _NEVER)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = look.encode(pieces, signs, marks, away[:, None, None, :].to(torch.bfloat16))
    losses = [
        _slot_loss(scores, filled)
        for state, one in zip(states.float(), batch, strict=True)
        for slots in [look.scores(state[one.read.number], state)]
        for slot, filled in one.slots.items()
        for scores in [slots[slot]]
    ]
    return torch.stack(losses).mean() if losses else states.sum() * 0.0


def _slot_loss(scores: Tensor, filled: Filled) -> Tensor:
    options = torch.stack([scores[places].logsumexp(0) for places in filled.options])
    return functional.cross_entropy(options, torch.tensor(filled.right))


def _hidden(read: LookInput, order: random.Random) -> Tensor:
    """Return the pieces with some masked; start and stop never are."""
    pieces = torch.from_numpy(read.pieces)
    names = {owner for owner in sorted(set(read.owners)) if owner >= 0 and order.random() < _HIDDEN_NAMES}
    hidden = torch.tensor([owner in names for owner in read.owners]) | (torch.rand(pieces.shape) < _MASKED)
    return torch.where(hidden & (pieces >= len(SPECIAL)), torch.tensor(MASK), pieces)


class LookTeller:
    """Says what a trained network says on a second look."""

    def __init__(self, look: LookNet, wordpieces: WordPieces) -> None:
        self._look, self.wordpieces = look, wordpieces

    @torch.inference_mode()
    def look(self, read: LookInput, at: Sequence[int]) -> NDArray[np.float32]:
        """Return how much speaks for each of some pieces filling the slots of the number (slots, pieces)."""
        pieces, signs, marks = (torch.from_numpy(rows)[None] for rows in (read.pieces, read.signs, read.marks))
        states = self._look.encode(pieces, signs, marks)[0]
        found: NDArray[np.float32] = self._look.scores(states[read.number], states[list(at)]).numpy()
        return found


def save_look(look: LookNet, path: Path) -> None:
    """Write in half precision what the network had not before."""
    # A file of that name counts as done (kg.train.looks).
    part = path.with_suffix(".part")
    torch.save({name: weight.half() for name, weight in look.added().items()}, part)
    part.rename(path)


def load_look(path: Path, net: Net) -> LookNet:
    """Read what `save_look` wrote, for the same network."""
    look = LookNet(net)
    look.load_state_dict(
        {name: weight.float() for name, weight in torch.load(path, weights_only=True).items()}, strict=False
    )
    return look.eval()
