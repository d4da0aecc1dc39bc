"""A base model that has read digests: it learns to guess masked words in them before it learns from annotations.

The last step of the base model's own training made it a model of whole sentences; guessing words brings back what a
tagger needs, and teaches the words of this field. Source: Gururangan et al. 2020, task-adaptive pretraining.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.net_input import SIGNS, net_input
from kg.extract.reading import Reading
from kg.extract.wordpieces import MASK, STOP, WordPieces
from kg.train.batches import BATCH, batches
from kg.train.net_base import VOCABULARY, WEIGHTS
from kg.train.net_model import Net, base_names
from kg.train.progress import Report

__all__ = ["Pretraining", "pretrain"]

_RATE, _DECAY, _WARM_UP = 3e-4, 0.01, 0.06
# Of the hidden pieces 80 % are masked, 10 % are others, and 10 % stay: Devlin et al. 2019, section 3.1.
_HIDDEN_WORDS = 0.2
_AS_MASK, _AS_OTHER = 0.8, 0.9


@dataclass(frozen=True, slots=True)
class Pretraining:
    """The base model to start from, how often the texts are read, and the seed."""

    base: Path
    epochs: int
    seed: int = 7


@dataclass(frozen=True, slots=True)
class _Text:
    """The pieces of a text, and which of them each word has."""

    pieces: Tensor
    words: list[tuple[int, int]]


class _Guess(nn.Module):
    """What a hidden state says of the piece that stood there; the embedding of pieces serves twice."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        width = net.embedding.embedding_dim
        self.dense, self.norm = nn.Linear(width, width), nn.LayerNorm(width, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(net.embedding.num_embeddings))

    def forward(self, hidden: Tensor, embedding: Tensor) -> Tensor:
        """Return a score for each piece of the vocabulary."""
        scores: Tensor = self.norm(functional.gelu(self.dense(hidden))) @ embedding.T + self.bias
        return scores


def pretrain(
    readings: Iterable[Reading], wordpieces: WordPieces, folder: Path, recipe: Pretraining, report: Report
) -> None:
    """Write a base model that has read the texts, with their vocabulary, on one thread."""
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed)
    order = random.Random(recipe.seed)  # noqa: S311 (an order for training is no secret)
    texts = [_text(reading, wordpieces) for reading in readings]
    net = Net(len(wordpieces.pieces))
    net.begin(wordpieces, recipe.base)
    net.embedding.weight.requires_grad_(True)
    guess = _Guess(net)
    weights = [one for part in (net.layers, net.norm, net.embedding, guess) for one in part.parameters()]
    weights.append(net.position)
    optimizer = torch.optim.AdamW(weights, lr=_RATE, weight_decay=_DECAY)
    steps = recipe.epochs * math.ceil(len(texts) / BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (_WARM_UP * steps), 1 - step / steps)
    )
    net.train()
    for step, batch in enumerate(batch for _ in range(recipe.epochs) for batch in batches(texts, _length, order)):
        torch.autograd.backward(_loss(net, guess, batch, order))
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        rate.step()
        optimizer.zero_grad()
        report("base model", step + 1, steps)
    _save(net, wordpieces, folder)


def _length(text: _Text) -> int:
    return len(text.pieces)


def _text(reading: Reading, wordpieces: WordPieces) -> _Text:
    read = net_input(reading, wordpieces, (), ())
    ends = [*map(int, read.starts[1:]), len(read.pieces) - 1]
    return _Text(torch.from_numpy(read.pieces), list(zip(map(int, read.starts), ends, strict=True)))


def _loss(net: Net, guess: _Guess, batch: Sequence[_Text], order: random.Random) -> Tensor:
    """Return the loss over whole words that are hidden: most masked, some replaced, some left."""
    pieces = torch.nn.utils.rnn.pad_sequence([one.pieces for one in batch], batch_first=True, padding_value=STOP)
    lengths = torch.tensor([len(one.pieces) for one in batch])
    valid = torch.arange(pieces.shape[1])[None, :] < lengths[:, None]
    hidden_places = torch.zeros_like(valid)
    for row, one in enumerate(batch):
        # Whole words: the rest of one would give a hidden piece away.
        for start, end in order.sample(one.words, math.ceil(_HIDDEN_WORDS * len(one.words))):
            hidden_places[row, start:end] = True
    chance = torch.rand(pieces.shape)
    seen = torch.where(hidden_places & (chance < _AS_MASK), torch.tensor(MASK), pieces)
    # No special piece takes the place of another.
    other = torch.randint(MASK + 1, net.embedding.num_embeddings, pieces.shape)
    seen = torch.where(hidden_places & (chance >= _AS_MASK) & (chance < _AS_OTHER), other, seen)
    away = torch.zeros(valid.shape).masked_fill(~valid, -1e4)[:, None, None, :]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = net.encode(seen, torch.zeros(*pieces.shape, len(SIGNS)), away.to(torch.bfloat16))
        scores = guess(hidden[hidden_places], net.embedding.weight)
    return functional.cross_entropy(scores.float(), pieces[hidden_places])


def _save(net: Net, wordpieces: WordPieces, folder: Path) -> None:
    """Write the weights under the names of the base model."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / VOCABULARY).write_text("\n".join(wordpieces.pieces) + "\n", encoding="utf-8")
    part = folder / "model.part"
    save_file({name: weight.detach().half().contiguous() for name, weight in base_names(net)}, part)
    part.rename(folder / WEIGHTS)
