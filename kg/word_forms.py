"""The forms of one word: what its plural, its British spelling and the verb made of it have in common."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.names import name_key

__all__ = ["bare_form", "word_form"]

# What makes other forms of a word, where four letters are left before it; sampling takes no sample as its object.
_ENDING = re.compile(r"(?<!^sampl)(?<!^process)(?<=[^\W\d_]{4})(?:ing|ed|e|al)$")
# British spellings end so; endings and not patterns, since each word of each name is asked.
_BRITISH = {
    "isation": "ization",
    "ise": "ize",
    "ised": "ized",
    "iser": "izer",
    "ising": "izing",
    "lling": "ling",
    "lled": "led",
    "ller": "ler",
}
_BRITISH_ENDINGS = tuple(_BRITISH)
_OUR = re.compile(r"(?<=[a-z]{3})our")


@lru_cache(maxsize=1 << 16)
def word_form(word: str) -> str:
    """Return what the forms of one word share: case, plural, British and American spelling."""
    key = name_key(word.removesuffix("'s").removesuffix("’s"))
    if len(key) <= 5:
        return key
    if key.endswith(_BRITISH_ENDINGS):
        ending = next(ending for ending in _BRITISH if key.endswith(ending))
        key = key.removesuffix(ending) + _BRITISH[ending]
    return _OUR.sub("or", key) if "our" in key else key


@lru_cache(maxsize=1 << 16)
def bare_form(word: str) -> str:
    """Return a word without an ending that makes another form of it."""
    return _ENDING.sub("", word)
