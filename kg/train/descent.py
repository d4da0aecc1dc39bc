"""Going through lessons again and again, a step of gradient descent a batch."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import TypeVar

import torch
from torch import Tensor, nn

from kg.train.batches import BATCH, batches

__all__ = ["descend"]

# The rate rises over the first tenth of the steps, then falls in a line, to a fiftieth at the end.
_WARM_UP, _LEAST = 0.1, 0.02

_Lesson = TypeVar("_Lesson")


def descend(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    taught: Sequence[_Lesson],
    *,
    length: Callable[[_Lesson], int],
    loss: Callable[[Sequence[_Lesson]], Tensor],
    epochs: int,
    order: random.Random,
) -> None:
    """Fit a model to lessons, each epoch in another order; `loss` is that of a batch, of lessons of like `length`."""
    steps = epochs * math.ceil(len(taught) / BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (_WARM_UP * steps)) * max(_LEAST, 1 - step / steps)
    )
    model.train()
    for _ in range(epochs):
        for batch in batches(taught, length, order):
            torch.autograd.backward(loss(batch))
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            rate.step()
            optimizer.zero_grad()
    model.eval()
