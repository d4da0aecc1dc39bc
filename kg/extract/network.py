"""The network: a small transformer in ONNX form, run by onnxruntime, one text at a time on one thread.

This is the only module that knows onnxruntime.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.extract.gazetteer import Hit
from kg.extract.look_input import MARKS, LookInput
from kg.extract.net_input import net_input
from kg.extract.net_view import NET, NetView, number_words
from kg.extract.proposals import view_candidates
from kg.extract.reading import Reading
from kg.extract.slots import SLOTS
from kg.extract.tags import TAGS
from kg.extract.things import AcronymPair
from kg.extract.wordpieces import WordPieces

__all__ = ["INPUTS", "LOOKED", "OUTPUTS", "Network", "NetworkReader", "as_view"]

INPUTS = ("pieces", "signs", "marks", "second", "starts", "looked")
"""What the network reads: pieces (n), their signs (n, signs) and marks (n, marks), 1 for a second look or 0, the pieces
at which words begin, and those of which a second look wants scores, behind the piece of the number."""

OUTPUTS = ("tags", "roles", "kinds", "queries", "keys")
"""What the network gives, a row a word: scores, and vectors of all slots side by side; keys begin with "nothing"."""

LOOKED = "fills"
"""What a second look gives: scores (slots, pieces) of the pieces looked at behind the number."""

Rows = NDArray[np.float32]

_FIRST, _SECOND = np.zeros(1, dtype=np.float32), np.ones(1, dtype=np.float32)
_NO_WORDS, _START = np.zeros(0, dtype=np.int64), np.zeros(2, dtype=np.int64)


class Network:
    """The network with the pieces that it reads; `model` is the content of an ONNX file."""

    def __init__(self, model: bytes, wordpieces: WordPieces) -> None:
        options = onnxruntime.SessionOptions()
        # One thread: there is a process for each core (kg.extract.parallel), and sums keep their order.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.wordpieces = wordpieces

    def view(self, reading: Reading, pairs: Iterable[AcronymPair], hits: Iterable[Hit]) -> NetView:
        """Return what the network says of a text."""
        read = net_input(reading, self.wordpieces, pairs, hits)
        if not len(read.starts):
            nothing = np.zeros((0, 1))
            return NetView(_all_outside(len(reading.words)), nothing, nothing, {})
        # One text a call: eight-bit models scale over the whole batch, so that other texts in it would change the
        # outcome.
        marks = np.zeros((len(read.pieces), len(MARKS)), dtype=np.float32)
        inputs = read.pieces, read.signs, marks, _FIRST, read.starts, _START
        return as_view(reading, *self._session.run(list(OUTPUTS), dict(zip(INPUTS, inputs, strict=True))))

    def look(self, read: LookInput, at: Sequence[int]) -> Rows:
        """Return how much speaks for each of some pieces filling the slots of the number (slots, pieces)."""
        looked = np.array([read.number, *at], dtype=np.int64)
        inputs = read.pieces, read.signs, read.marks, _SECOND, _NO_WORDS, looked
        scores: Rows = self._session.run([LOOKED], dict(zip(INPUTS, inputs, strict=True)))[0]
        return scores


def as_view(reading: Reading, tags: Rows, roles: Rows, kinds: Rows, queries: Rows, keys: Rows) -> NetView:
    """Return the view that the network's outputs amount to."""
    view = _all_outside(len(reading.words))
    view[: len(tags)] = _probabilities(tags)
    pointers = _pointers(number_words(reading, len(tags)), queries, keys)
    return NetView(view, _probabilities(roles), _probabilities(kinds), pointers)


def _pointers(words: list[int], queries: Rows, keys: Rows) -> dict[int, Rows]:
    """Return, a number word, how probable each slot's filler is (slots, 1 + read)."""
    if not words:
        return {}
    by_slot = keys.reshape(len(keys), len(SLOTS), -1)
    asked = queries[words].reshape(len(words), len(SLOTS), -1)
    # The form in which the network was trained: kg.train.net_loss.
    scores = np.einsum("wsd,ksd->wsk", asked, by_slot) / np.sqrt(by_slot.shape[2])
    return dict(zip(words, _probabilities(scores).astype(np.float32), strict=True))


def _probabilities(scores: Rows) -> NDArray[np.float64]:
    weights = np.exp(scores.astype(np.float64) - scores.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def _all_outside(words: int) -> NDArray[np.float64]:
    view = np.zeros((words, len(TAGS)))
    view[:, 0] = 1.0
    return view


class NetworkReader:
    """The spaCy component: writes `doc._.kg_net`, and its tags to `doc._.kg_views` and the candidates."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def __call__(self, doc: Doc) -> Doc:
        """Read a doc."""
        reading: Reading = doc._.kg_reading
        doc._.kg_net = self._network.view(reading, doc._.kg_pairs, doc._.kg_hits)
        doc._.kg_views[NET] = doc._.kg_net.tags
        doc._.kg_candidates.extend(view_candidates(reading, NET, doc._.kg_net.tags))
        return doc
