"""The network in torch: the encoder of a base model, signs added to its input, and heads for what it says.

The embeddings of the base model are cut down to a vocabulary and stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.net_input import MOST_PIECES, SIGNS
from kg.extract.net_view import KINDS, ROLES
from kg.extract.slots import SLOTS
from kg.extract.tags import TAGS
from kg.extract.wordpieces import WordPieces
from kg.train.net_base import base_pieces, base_weights

__all__ = ["SIZE", "WIDTH", "Net", "base_names"]

SIZE = 64
"""The length of the vectors by which a number points to words."""

WIDTH = 384
"""The length of a hidden state: that of the base model (kg.train.net_base)."""

_LAYERS, _HEADS = 6, 12
_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "last": "output.LayerNorm",
}


class _Layer(nn.Module):
    """One layer of a transformer, its norms behind the sums."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.value, self.out = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm, self.last = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        """Return the next hidden states; `mask` is added to the scores of attention."""
        count, length, _ = hidden.shape
        query, key, value = (
            layer(hidden).view(count, length, _HEADS, -1).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        # Plain products: torch's fused attention takes three times as long for heads as narrow as these on a CPU.
        scores = (query * query.shape[-1] ** -0.5) @ key.transpose(-1, -2)
        seen = (scores if mask is None else scores + mask).softmax(-1) @ value
        hidden = self.norm(hidden + self.out(seen.transpose(1, 2).reshape(count, length, WIDTH)))
        found: Tensor = self.last(hidden + self.down(functional.gelu(self.up(hidden))))
        return found


class Net(nn.Module):
    """The whole network, for a number of pieces."""

    def __init__(self, pieces: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(pieces, WIDTH)
        self.position = nn.Parameter(torch.zeros(MOST_PIECES, WIDTH))
        self.sign = nn.Linear(len(SIGNS), WIDTH, bias=False)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(_Layer() for _ in range(_LAYERS))
        self.dropout = nn.Dropout(0.2)
        self.tags, self.roles = nn.Linear(WIDTH, len(TAGS)), nn.Linear(WIDTH, len(ROLES))
        self.kinds = nn.Linear(WIDTH, len(KINDS))
        self.queries, self.keys = nn.Linear(WIDTH, len(SLOTS) * SIZE), nn.Linear(WIDTH, len(SLOTS) * SIZE)
        # At first signs change nothing: training starts from the base model as it is.
        nn.init.zeros_(self.sign.weight)
        self.embedding.weight.requires_grad_(False)

    def encode(self, pieces: Tensor, signs: Tensor, mask: Tensor | None = None, more: Tensor | float = 0.0) -> Tensor:
        """Return the hidden states (papers, pieces, width) of numbered pieces with their signs.

        `more` is added to the input.
        """
        hidden = self.norm(self.embedding(pieces) + self.sign(signs) + more + self.position[: pieces.shape[1]])
        for layer in self.layers:
            hidden = layer(hidden, mask)
        found: Tensor = self.dropout(hidden)
        return found

    def heads(self) -> list[nn.Module]:
        """Return the parts that begin untrained."""
        return [self.tags, self.roles, self.kinds, self.queries, self.keys, self.sign]

    @torch.no_grad()
    def begin(self, wordpieces: WordPieces, base: Path) -> None:
        """Take over the weights of a base model."""
        weights, place = base_weights(base), {piece: n for n, piece in enumerate(base_pieces(base).pieces)}
        self.embedding.weight.copy_(weights["embeddings.word_embeddings.weight"][[place[p] for p in wordpieces.pieces]])
        # There is one text at a time, so that of BERT's two types of text the first is part of every position.
        types = weights["embeddings.token_type_embeddings.weight"]
        self.position.copy_(weights["embeddings.position_embeddings.weight"] + types[0])
        _copy(self.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            for part, name in _PARTS.items():
                _copy(getattr(layer, part), weights, f"encoder.layer.{number}.{name}")


def _copy(part: nn.Linear | nn.LayerNorm, weights: Mapping[str, Tensor], name: str) -> None:
    part.weight.copy_(weights[f"{name}.weight"])
    part.bias.copy_(weights[f"{name}.bias"])


def base_names(net: Net) -> Iterator[tuple[str, Tensor]]:
    """Yield the weights of the encoder under the names that a base model has for them."""
    yield "embeddings.word_embeddings.weight", net.embedding.weight
    yield "embeddings.position_embeddings.weight", net.position
    # The position has taken it in (Net.begin).
    yield "embeddings.token_type_embeddings.weight", torch.zeros(2, WIDTH)
    named = [("embeddings.LayerNorm", net.norm)]
    for number, layer in enumerate(net.layers):
        named += [(f"encoder.layer.{number}.{name}", getattr(layer, part)) for part, name in _PARTS.items()]
    for name, part in named:
        yield f"{name}.weight", part.weight
        yield f"{name}.bias", part.bias
