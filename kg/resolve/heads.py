"""Heads of phrases: "FP4 quantization" is a kind of quantization, where the lexicon has a term for the head."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.lexicon import Lexicon
from kg.model import EntityType
from kg.phrases import Words
from kg.resolution import Entity

__all__ = ["Heads"]

_HEADED = (EntityType.METHOD, EntityType.METRIC, EntityType.TASK)
_LONGEST = 8
_BOUND = re.compile(r"(?:-|\b\w+ly )(\w+ed)\b")


class Heads:
    """Finds the term that the last words of a name are a name of.

    >>> from kg.lexicon import Term
    >>> heads = Heads(Lexicon([Term("quantization", "quantization", EntityType.METHOD)]))
    >>> heads.find(Entity("fp4-quantization", EntityType.METHOD, "FP4 Quantization"))
    'quantization'
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._phrases = lexicon.phrases
        self._terms: dict[tuple[EntityType, Words], str] = {}
        for term in lexicon:
            if term.type in _HEADED and not term.context:
                for name in term.names:
                    self._terms.setdefault((term.type, self._phrases.words(name)), term.id)

    def find(self, entity: Entity) -> str | None:
        """Return the id of the term of the same type that the longest end of a name stands for, or None."""
        return next((term for term in self.of(entity.name, entity.type) if term != entity.key), None)

    def of(self, name: str, entity_type: EntityType) -> Iterator[str]:
        """Give the ids of the terms of a type that the ends of a name stand for, the longest end first."""
        if entity_type not in _HEADED:
            return
        words = self._phrases.words(name)[-_LONGEST:]
        # From the second word on: a name is no kind of itself. Self-supervised learning is not supervised, either, nor
        # is weakly supervised learning.
        bound = {word for bound in _BOUND.findall(name) for word in self._phrases.words(bound)}
        starts = (start for start in range(1, len(words)) if words[start] not in bound)
        ends = (self._terms.get((entity_type, words[start:])) for start in starts)
        yield from (term for term in ends if term)
