"""What a surface form says by itself: the keys under which names that may be one thing find each other.

It is worked out once for each form, whichever papers use it, and before all papers are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from kg.model import EntityType
from kg.phrases import Phrases, Words, phrase_words
from kg.resolve.affixes import without_affixes
from kg.resolve.initials import looks_like_acronym
from kg.resolve.misprints import mended

__all__ = ["Surface", "Surfaces"]

_CAMEL = re.compile(r"[a-z][A-Z]")
# The words that LLM, LVLM, LMM and the like stand for.
_CLASSES = frozenset(
    (*kind, "model")
    for kind in (
        *(("large", "language"), ("large", "reasoning"), ("multimodal", "large", "language"), ("small", "language")),
        *(("vision", "language"), ("vision", "language", "action"), ("diffusion",), ("foundation",)),
    )
)


@dataclass(frozen=True, slots=True)
class Surface:
    """The keys of one surface form.

    `phrase` is shared by names in other words, `words` are compared for slips (None where capitals stand inside a
    word), `mended` is the name with o for 0 where models are called so, `bases` what is left without a word around
    it, each with the type that this word speaks of and whether it stood at the end. `is_class` says that it names
    nothing but a class of models (LLMs).
    """

    phrase: str | None
    words: Words | None
    mended: str | None
    bases: tuple[tuple[str, EntityType, bool], ...]
    is_acronym: bool
    is_class: bool


class Surfaces(dict[str, Surface]):
    """The keys of surface forms, made when they are first asked for.

    >>> surfaces = Surfaces(Phrases())
    >>> surfaces["GSM8K benchmark"].bases[0][0], surfaces["synthesis of images"].phrase
    ('GSM8K', 'imagsynthesis')
    """

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self.content: Callable[[str], Words] = lru_cache(maxsize=1 << 16)(phrases.words)
        """Returns the words of a form in the order and in the form that a phrase key has."""

    def __missing__(self, surface: str) -> Surface:
        self[surface] = found = Surface(
            phrase=self._phrases.key(surface),
            words=None if _CAMEL.search(surface) else phrase_words(surface),
            mended=mended(surface) if "0" in surface else None,
            bases=tuple([one for one in without_affixes(surface) if self.content(one[0]) not in _CLASSES]),
            is_acronym=looks_like_acronym(surface),
            is_class=self.content(surface) in _CLASSES,
        )
        return found
