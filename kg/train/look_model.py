"""The network for second looks: a trained one that stays as it is, small changes to its layers, and heads of its own.

The changes are products of two narrow matrices, which are added only when the network looks a second time. So one file
of weights serves both looks. Source: Hu et al. 2021, low-rank adaptation.
"""

from __future__ import annotations

from copy import deepcopy

import torch
from torch import Tensor, nn

from kg.extract.look_input import MARKS
from kg.extract.slots import SLOTS
from kg.train.net_model import SIZE, WIDTH, Net

__all__ = ["LookNet"]

_RANK, _SCALE = 16, 2.0
_CHANGED = ("query", "key", "value", "out", "up", "down")
_SMALL = 0.02


class _Changed(nn.Module):
    """A part of a layer, and what a second look adds to it."""

    def __init__(self, part: nn.Linear) -> None:
        super().__init__()
        self.base = part
        self.a, self.b = nn.Linear(part.in_features, _RANK, bias=False), nn.Linear(_RANK, part.out_features, bias=False)
        nn.init.normal_(self.a.weight, std=part.in_features**-0.5)
        # At first it adds nothing: training starts from the network as it is.
        nn.init.zeros_(self.b.weight)
        self.second: Tensor | float = 1.0

    def forward(self, hidden: Tensor) -> Tensor:
        """Return what the part says, changed as far as it is a second look."""
        # Scaled while it is narrow, which costs less.
        found: Tensor = self.base(hidden) + self.b(self.second * _SCALE * self.a(hidden))
        return found


class LookNet(nn.Module):
    """A network, which is taken over, and what it needs to look a second time."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.queries, self.keys = deepcopy(net.queries), deepcopy(net.keys)
        self.net = net.requires_grad_(requires_grad=False)
        for layer in net.layers:
            for name in _CHANGED:
                setattr(layer, name, _Changed(getattr(layer, name)))
        self.marks = nn.Linear(len(MARKS), WIDTH, bias=False)
        self.own, self.none = nn.Linear(WIDTH, len(SLOTS)), nn.Linear(WIDTH, len(SLOTS))
        nn.init.normal_(self.marks.weight, std=_SMALL)
        for part in (self.own, self.none):
            nn.init.zeros_(part.weight)
            nn.init.zeros_(part.bias)

    def encode(
        self, pieces: Tensor, signs: Tensor, marks: Tensor, mask: Tensor | None = None, second: Tensor | float = 1.0
    ) -> Tensor:
        """Return the hidden states (numbers, pieces, width); with `second` 0 those of the network as it was."""
        for layer in self.net.layers:
            for name in _CHANGED:
                getattr(layer, name).second = second
        return self.net.encode(pieces, signs, mask, self.marks(marks))

    def scores(self, number: Tensor, pieces: Tensor) -> Tensor:
        """Return (slots, pieces) how much speaks for each piece, from the states of a number (width) and of pieces.

        The first of the pieces (pieces, width) stands for "nothing".
        """
        query = self.queries(number).view(len(SLOTS), SIZE)
        keys = self.keys(pieces).view(-1, len(SLOTS), SIZE).transpose(0, 1)
        alone = torch.cat([self.none(number)[None], self.own(pieces[1:])])
        found: Tensor = (keys @ query[:, :, None])[:, :, 0] / SIZE**0.5 + alone.T
        return found

    def added(self) -> dict[str, Tensor]:
        """Return the weights that the network had not before."""
        return {
            name: weight
            for name, weight in self.state_dict().items()
            if not name.startswith("net.") or _is_change(name)
        }

    def parameter_groups(self, heads: float, rest: float) -> list[dict[str, object]]:
        """Return what is learnt, with the rates of heads and marks, and of the changes to layers."""
        named = [(name, weight) for name, weight in self.named_parameters() if weight.requires_grad]
        return [
            {"params": [weight for name, weight in named if _is_change(name) is changed], "lr": rate}
            for changed, rate in ((False, heads), (True, rest))
        ]


def _is_change(name: str) -> bool:
    return name.startswith("net.") and name.endswith((".a.weight", ".b.weight"))
