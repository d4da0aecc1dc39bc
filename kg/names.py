"""Names and their keys: two spellings of one name have one key.

A key forgets case, spaces, hyphens, Unicode width and a plural "s"; it keeps digits apart, so that
Llama-3-8B is not Llama-38B and GPT-4 is not GPT-4o.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["name_key", "name_slug"]

_SEPARATORS = re.compile(r"[^\w.+#]+|_+")
_LOOSE_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_BETWEEN_WORDS = re.compile(r"(?<!\d)-|-(?!\d)")


def name_slug(name: str) -> str:
    """Turn a name into readable lower-case words joined by hyphens, for an IRI or a file name.

    Empty when the name has no letter and no digit. Only letters, digits and `.+#-` remain.

    >>> name_slug("Direct Preference Optimization"), name_slug("LLaMA-3.1 (8B)")
    ('direct-preference-optimization', 'llama-3.1-8b')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    words = _LOOSE_DOT.sub("-", _SEPARATORS.sub("-", folded)).strip("-")
    slug = re.sub(r"-{2,}", "-", words)
    return slug if any(character.isalnum() for character in slug) else ""


def name_key(name: str) -> str:
    """Turn a name into the key that all its spellings share.

    >>> name_key("ShadowKV") == name_key("SHADOW-KV") == name_key("shadow kv")
    True
    >>> name_key("Llama-3-8B"), name_key("Vision Transformers")
    ('llama3-8b', 'visiontransformer')
    """
    key = _BETWEEN_WORDS.sub("", name_slug(name))
    plural = (
        name.rstrip(" .,;:!?)\"'").endswith("s") and len(key) > 3 and not key.endswith(("ss", "us", "is"))
    )
    return key[:-1] if plural and key.endswith("s") else key
