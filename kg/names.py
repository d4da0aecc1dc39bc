"""Names and their keys: two spellings of one name have one key.

A key forgets case, spaces, hyphens, accents, Unicode width, TeX mark-up and a plural "s", and it writes Greek
letters as words; it keeps digits apart, so that Llama-3-8B is not Llama-38B and GPT-4 is not GPT-4o.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["GREEK", "name_key", "name_slug"]

# Stops and the signs of "C++" and "C#" are parts of names.
_SEPARATORS = re.compile(r"[^\w.+#]+|_+")
# A stop that stands in no number: that of "v.d", not that of "2.5".
_LOOSE_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_HYPHENS = re.compile("-{2,}")
# A hyphen that parts no two digits: that of "llama-3", not that of "3-8b".
_BETWEEN_WORDS = re.compile(r"(?<!\d)-|-(?!\d)")
# \mathrm, \textbf and every other command that takes a group.
_TEX_FONT = re.compile(r"\\(?:math|text)[a-z]*\s*|\\[A-Za-z]+\s*(?=\{)")
# \tau, \varphi: letters by their names.
_TEX_LETTER = re.compile(r"\\(?:var(?=[a-z]))?([A-Za-z]+)\s*")
_TEX_MARKUP = re.compile(r"[$\\{}^_]")
# Accents that combine, soft hyphens, and signs without a width.
_MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
_SIGNS = re.compile("[™®©]")
# OAGENTS: so long a word in capitals is no acronym, and its S is that of a plural.
_LONG_CAPITALS = re.compile(r"[A-Z]{4}S$")
_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau"
_GREEK_END = ("upsilon", "phi", "chi", "psi", "omega")

GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", [*_GREEK.split(), *_GREEK_END], strict=True))
"""The small Greek letters and their names, as TeX has them."""

_LETTERS = str.maketrans(GREEK | {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def _plain(name: str) -> str:
    """Fold case, width, accents, TeX and Greek, and leave the words and what stands between them."""
    if "$" in name or "\\" in name:
        name = _TEX_MARKUP.sub("", _TEX_LETTER.sub(r"\1", _TEX_FONT.sub("", name)))
    if name.isascii():
        return name.casefold()
    # The signs go first: NFKC makes letters of "™".
    folded = unicodedata.normalize("NFKC", _SIGNS.sub("", name)).casefold()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", folded).translate(_LETTERS))
    # What was taken apart and is no accent, such as Hangul, is put together again.
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=1 << 16)
def name_slug(name: str) -> str:
    """Turn a name into readable lower-case words joined by hyphens, for an IRI or a file name.

    Empty when the name has no letter and no digit. Only letters, digits and `.+#-` remain.

    >>> name_slug("Direct Preference Optimization"), name_slug("LLaMA-3.1 (8B)")
    ('direct-preference-optimization', 'llama-3.1-8b')
    """
    if name.isascii() and name.isalnum():
        return name.casefold()  # nothing to part or to fold: half of all names
    words = _SEPARATORS.sub("-", _plain(name))
    # Few names have stops, or several hyphens in a row.
    slug = (_LOOSE_DOT.sub("-", words) if "." in words else words).strip("-")
    if "--" in slug:
        slug = _HYPHENS.sub("-", slug)
    return slug if any(character.isalnum() for character in slug) else ""


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    r"""Turn a name into the key that all its spellings share.

    >>> name_key("ShadowKV") == name_key("SHADOW-KV") == name_key("shadow kv")
    True
    >>> name_key("Llama-3-8B"), name_key("Vision Transformers")
    ('llama3-8b', 'visiontransformer')
    >>> name_key("GPUs"), name_key("analysis")
    ('gpu', 'analysis')
    >>> name_key("τ-bench"), name_key(r"$\tau$-Bench"), name_key("Fréchet distances")
    ('taubench', 'taubench', 'frechetdistance')
    """
    slug = name_slug(name)
    key = _BETWEEN_WORDS.sub("", slug) if "-" in slug else slug
    return _singular(key) if key.endswith("s") and _is_plural(name.rstrip(" .,;:!?)\"'"), key) else key


def _is_plural(name: str, key: str) -> bool:
    """Say whether a name ends in a plural "s": GPUs, models, OAGENTS, but not PLMS or analysis."""
    if name.endswith("s") and name[-2:-1].isupper():
        return len(key) > 2
    if key.endswith(("ss", "us", "is")) or len(key) <= 3:
        return False
    return name.endswith("s") or _LONG_CAPITALS.search(name) is not None


def _singular(key: str) -> str:
    if key.endswith("ies") and len(key) > 5:
        return key[:-3] + "y"
    # "classes", "boxes".
    return key[:-2] if key.endswith(("sses", "xes")) else key[:-1]
