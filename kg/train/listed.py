"""Names that the lexicon lists, as the gazetteer takes them: by their words, each with its only type."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.gazetteer import Key
from kg.extract.reading import name_words
from kg.lexicon import Lexicon
from kg.model import EntityType

__all__ = ["listed_names"]

_SHORTEST_PLURAL = 4


def listed_names(lexicon: Lexicon) -> dict[Key, EntityType]:
    """Return the names that stand for one term in any text, also without hyphens, in the singular and in the plural.

    >>> from kg.lexicon import Term
    >>> names = listed_names(Lexicon([Term("a", "self-reward model", EntityType.METHOD)]))
    >>> [" ".join(words) for words in names]
    ['self - reward model', 'self - reward models', 'self reward model', 'self reward models']
    """
    found: dict[Key, EntityType] = {}
    for term in lexicon:
        for name in term.names:
            terms = lexicon.find(name)
            # A name that needs a context (SAM, MATH) says nothing by its words alone.
            if len(terms) == 1 and not terms[0].context:
                for words in _spellings(name_words(name)):
                    found.setdefault(words, term.type)
    return found


def _spellings(words: Key) -> Iterator[Key]:
    without = tuple(word for word in words if word != "-")
    for form in dict.fromkeys((words, without)):
        if not form:
            continue
        yield form
        last = form[-1]
        if last.isalpha() and len(last) >= _SHORTEST_PLURAL:
            yield (*form[:-1], last[:-1] if last.endswith("s") else f"{last}s")
