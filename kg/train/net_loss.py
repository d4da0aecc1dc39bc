"""The loss of the network over a batch of papers: tags above all, then roles, kinds of numbers and pointings."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from kg.extract.slots import SLOTS
from kg.extract.wordpieces import MASK, SPECIAL, STOP
from kg.train.net_lessons import IGNORED, NetLesson
from kg.train.net_model import SIZE, Net

__all__ = ["batch_loss"]

_MASKED = 0.1
_ROLES, _KINDS, _POINTINGS = 0.2, 0.1, 0.1
# Not minus infinity, of which a whole row would give NaN; bfloat16 holds it, too.
_NEVER = -1e4


def batch_loss(net: Net, batch: Sequence[NetLesson]) -> Tensor:
    """Return the loss of a batch; a tenth of the pieces is masked, which keeps the network from learning names."""
    pieces, valid = _padded([one.pieces for one in batch], STOP), _valid(batch)
    # Start and stop are never masked.
    masked = (torch.rand(pieces.shape) < _MASKED) & (pieces >= len(SPECIAL))
    pieces = torch.where(masked, torch.tensor(MASK), pieces)
    signs = _padded([one.signs for one in batch], 0)
    away = torch.zeros(valid.shape).masked_fill(~valid, _NEVER)[:, None, None, :]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = net.encode(pieces, signs, away.to(torch.bfloat16))
        tags, roles, kinds = net.tags(hidden), net.roles(hidden), net.kinds(hidden)
    # In full precision: a pointing is one softmax over hundreds of pieces.
    loss = _POINTINGS * _pointing_loss(net, hidden.float(), valid, batch)
    for number, (scores, weight) in enumerate(((tags, 1.0), (roles, _ROLES), (kinds, _KINDS))):
        loss = loss + weight * _cross_entropy(scores, [one.targets[number] for one in batch])
    return loss


def _valid(batch: Sequence[NetLesson]) -> Tensor:
    lengths = torch.tensor([len(one.pieces) for one in batch])
    return torch.arange(int(lengths.max()))[None, :] < lengths[:, None]


def _padded(rows: Sequence[Tensor], value: int) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True, padding_value=value)


def _cross_entropy(scores: Tensor, targets: Sequence[Tensor]) -> Tensor:
    """Return the mean over the pieces that have a target; 0 when none has one."""
    target = _padded(targets, IGNORED).reshape(-1)
    total = functional.cross_entropy(
        scores.float().reshape(-1, scores.shape[-1]), target, ignore_index=IGNORED, reduction="sum"
    )
    return total / (target != IGNORED).sum().clamp(min=1)


def _pointing_loss(net: Net, hidden: Tensor, valid: Tensor, batch: Sequence[NetLesson]) -> Tensor:
    """Return how improbable the right pieces are together, on average over results and slots."""
    rows = [(number, one) for number, lesson in enumerate(batch) for one in lesson.pointings]
    if not rows:
        return torch.zeros(())
    paper = torch.tensor([number for number, _ in rows])
    piece, slot = torch.tensor([one.piece for _, one in rows]), torch.tensor([one.slot for _, one in rows])
    queries = net.queries(hidden[paper, piece]).view(len(rows), len(SLOTS), SIZE)[torch.arange(len(rows)), slot]
    keys = net.keys(hidden).view(len(batch), -1, len(SLOTS), SIZE).transpose(1, 2)[paper, slot]
    scores = (keys @ queries[:, :, None])[:, :, 0] / SIZE**0.5
    scores = scores.masked_fill(~valid[paper], _NEVER)
    wrong = torch.full_like(scores, _NEVER)
    for row, (_, one) in enumerate(rows):
        wrong[row, one.targets] = 0.0
    return (torch.logsumexp(scores, 1) - torch.logsumexp(scores + wrong, 1)).mean()
