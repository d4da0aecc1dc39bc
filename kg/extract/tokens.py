"""The tokenizer: one regular expression, one pass, so that no text can stall it.

spaCy's own rules split GSM8K into GSM8 and K and leave "7B." whole. Here names keep their digits, hyphens
and inner dots, while final dots, percent signs, times signs and the two ends of a range stand alone.
"""

from __future__ import annotations

import re
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

__all__ = ["NameTokenizer"]

_LETTER = r"[^\W_\u0300-\u036f][\u0300-\u036f]*"
_RUN = rf"(?:{_LETTER})+"
_NUMBER = r"\d++(?:,\d{3})*+(?:\.\d++)?+"
_TOKEN = re.compile(
    rf"""
    (?: \b(?:e\.g|i\.e|et\ al|vs|cf|etc|Fig|Eq|Sec|Dr|approx|resp|Tab|No)\.(?=\W|$)   # abbreviations
      | {_NUMBER}(?=%?\s?[-–—]\s?\d+(?:\.\d+)?(?:%|[x×]|\b)(?![-\w]))                 # start of a range
      | {_NUMBER}(?=[x×](?!\w))                                                       # 3.04 of 3.04x
      | (?<=\d)[x×](?!\w)                                                             # its times sign
      | {_NUMBER}(?![\w-])
      | ['’](?:s|re|ve|ll|d|t|m)\b
      | {_RUN}(?:(?:[-_@]|['’](?=\d)|(?<=\d)\.(?=\d)|&(?=[A-Z])){_RUN})*[+#]*             # names and words
      | \S
      | \s+?(?=\S|$)
    )""",
    re.VERBOSE,
)
_WHITE = re.compile(r"\s")


class NameTokenizer:
    """Splits a text into tokens; a callable as spaCy's `nlp.tokenizer` asks for.

    >>> from spacy.vocab import Vocab
    >>> [token.text for token in NameTokenizer(Vocab())("GSM8K, 3.04× faster than Qwen2.5-7B.")]
    ['GSM8K', ',', '3.04', '×', 'faster', 'than', 'Qwen2.5-7B', '.']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the doc of a text; its text is the same, character for character."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            word = match.group()
            if word == " " and words and not spaces[-1] and not _WHITE.match(words[-1]):
                spaces[-1] = True
                continue
            words.append(word)
            spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing to keep: the rules are code."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> NameTokenizer:
        """Return the tokenizer itself: the rules are code."""
        return self

    def to_disk(self, _: str | Path, **__: object) -> None:
        """Write nothing: the rules are code."""

    def from_disk(self, _: str | Path, **__: object) -> NameTokenizer:
        """Return the tokenizer itself: the rules are code."""
        return self
