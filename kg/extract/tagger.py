"""The tagger: how probable each tag is at each word, by a conditional random field.

Tags are O, and for each type B- (a name begins) and I- (it goes on). What a tagger says is called a view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from spacy.tokens import Doc

from kg.extract.crf import Crf
from kg.extract.gazetteer import Hit
from kg.extract.proposals import view_candidates
from kg.extract.reading import Reading
from kg.extract.tags import TAGS, View
from kg.extract.things import AcronymPair
from kg.extract.token_signs import signs
from kg.extract.word_signs import PAIR_OFFSETS, Frequencies
from kg.extract.word_sums import WordSums

__all__ = ["VIEW", "CrfTagger", "Tagger"]

VIEW = "crf"
"""The name of this tagger's view."""


@dataclass
class CrfTagger:
    """The same scores as `crf.scores(all_features(...))`, sooner: sums of words are remembered."""

    crf: Crf
    frequencies: Frequencies

    @cached_property
    def _columns(self) -> list[int]:
        return [self.crf.tags.index(tag) for tag in TAGS]

    @cached_property
    def _sums(self) -> WordSums:
        return WordSums(self.crf, self.frequencies)

    def view(self, reading: Reading, pairs: Sequence[AcronymPair], hits: Sequence[Hit]) -> View:
        """Return the probability of each tag, in the order of `TAGS`, at each word."""
        if not reading.words:
            return np.zeros((0, len(TAGS)))
        marginals = self.crf.marginals(self._scores(reading, pairs, hits))
        return np.asarray(marginals[:, self._columns], dtype=np.float64)

    def _scores(self, reading: Reading, pairs: Sequence[AcronymPair], hits: Sequence[Hit]) -> View:
        known = [self.frequencies[text] for text in reading.words]
        # No row may be empty (Crf.summed).
        rows = [[self.crf.no_feature] for _ in known]
        for name, start, end in signs(reading, known, pairs, hits):
            number = self.crf.number(name)
            if number is not None:
                for row in rows[start:end]:
                    row.append(number)
        self._add_pairs(reading.lower, rows)
        return self.crf.summed(rows) + self._sums.around(reading.words)

    def _add_pairs(self, lower: Sequence[str], rows: Sequence[list[int]]) -> None:
        count, get = len(lower), self._pairs.get
        for index, (first, second) in enumerate(pairwise(lower), 1):
            for offset, number in get(f"{first}|{second}", ()):
                if 0 <= index + offset < count:
                    rows[index + offset].append(number)

    @cached_property
    def _pairs(self) -> dict[str, list[tuple[int, int]]]:
        """The features of pairs of words, each with the offset, from the second, of the word it is for."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, name in enumerate(self.crf.names):
            kind, _, pair = name.partition("=")
            if kind in PAIR_OFFSETS:
                found.setdefault(pair, []).append((PAIR_OFFSETS[kind], number))
        return found


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
