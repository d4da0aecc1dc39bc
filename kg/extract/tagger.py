"""The tagger: how probable each tag is at each word, by a conditional random field.

Tags are O, and for each type B- (a name begins) and I- (it goes on). What a tagger says is called a view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.extract.crf import Crf
from kg.extract.gazetteer import Hit
from kg.extract.proposals import view_candidates
from kg.extract.reading import Reading
from kg.extract.tags import TAGS, View
from kg.extract.things import AcronymPair
from kg.extract.token_signs import signs
from kg.extract.word_signs import OFFSETS, PAIR_OFFSETS, Frequencies

__all__ = ["VIEW", "CrfTagger", "Tagger"]

VIEW = "crf"
"""The name of this tagger's view."""

_KEPT = 50_000
Weights = NDArray[np.float32]


@dataclass
class CrfTagger:
    """The same scores as `crf.scores(all_features(...))`, sooner: sums of words are remembered."""

    crf: Crf
    frequencies: Frequencies
    _word: dict[str, Weights] = field(default_factory=dict, repr=False)

    @cached_property
    def _columns(self) -> list[int]:
        return [self.crf.tags.index(tag) for tag in TAGS]

    def view(self, reading: Reading, pairs: Sequence[AcronymPair], hits: Sequence[Hit]) -> View:
        """Return the probability of each tag, in the order of `TAGS`, at each word."""
        if not reading.words:
            return np.zeros((0, len(TAGS)))
        marginals = self.crf.marginals(self._scores(reading, pairs, hits))
        return np.asarray(marginals[:, self._columns], dtype=np.float64)

    def _scores(self, reading: Reading, pairs: Sequence[AcronymPair], hits: Sequence[Hit]) -> View:
        if len(self._word) > _KEPT:
            self._word.clear()
        known = [self.frequencies[text] for text in reading.words]
        scores = self.crf.scores(signs(reading, known, pairs, hits))
        words = np.stack([self._of_word(text) for text in reading.words])
        scores += words[:, 0]
        for column, offset in enumerate(OFFSETS, 1):
            if offset > 0:
                scores[:-offset] += words[offset:, column]
            else:
                scores[-offset:] += words[:offset, column]
        self._add_pairs(reading.lower, scores)
        return scores

    def _add_pairs(self, lower: Sequence[str], scores: View) -> None:
        count, get = len(lower), self._pairs.get
        for index, (first, second) in enumerate(pairwise(lower), 1):
            for offset, weights in get(f"{first}|{second}", ()):
                if 0 <= index + offset < count:
                    scores[index + offset] += weights

    @cached_property
    def _pairs(self) -> dict[str, list[tuple[int, Weights]]]:
        """The weights of pairs of words, each with the offset, from the second, of the word it is for."""
        found: dict[str, list[tuple[int, Weights]]] = {}
        for name, weights in zip(self.crf.names, self.crf.weights, strict=False):
            kind, _, pair = name.partition("=")
            if kind in PAIR_OFFSETS:
                found.setdefault(pair, []).append((PAIR_OFFSETS[kind], weights))
        return found

    def _of_word(self, text: str) -> Weights:
        """Return the weights a word gives to itself, then to those at OFFSETS from it: (7, tags)."""
        kept = self._word.get(text)
        if kept is None:
            word = self.frequencies[text]
            groups = [word.own, *(word.window[offset] for offset in OFFSETS)]
            kept = self._word[text] = np.stack([self.crf.sum(group) for group in groups])
        return kept


class Tagger:
    """The spaCy component: writes its view to `doc._.kg_views`, and the names it sees as candidates."""

    def __init__(self, tagger: CrfTagger) -> None:
        self._tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """Tag the words of a doc."""
        reading: Reading = doc._.kg_reading
        view = self._tagger.view(reading, doc._.kg_pairs, doc._.kg_hits)
        doc._.kg_views[VIEW] = view
        doc._.kg_candidates.extend(view_candidates(reading, VIEW, view))
        return doc
