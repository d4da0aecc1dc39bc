"""The tokenizer: one regular expression, one pass, so that no text can stall it.

spaCy's own rules split GSM8K into GSM8 and K and leave "7B." whole. Here a token is what the models call a
word (see `kg.extract.reading`), so that every name they find is a span of tokens.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from kg.extract.reading import WORD

__all__ = ["TOKENIZER", "WordTokenizer"]

TOKENIZER = "kg.words.v1"
"""The name in spaCy's registry: a pipeline that is made with it builds no other tokenizer first."""


class WordTokenizer:
    """Splits a text into tokens; a callable as spaCy's `nlp.tokenizer` asks for.

    >>> from spacy.vocab import Vocab
    >>> [token.text for token in WordTokenizer(Vocab())("GSM8K, 3.04× faster than a 7B.")]
    ['GSM8K', ',', '3', '.', '04', '×', 'faster', 'than', 'a', '7B', '.']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the doc of a text; its text is the same, character for character."""
        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for match in WORD.finditer(text):
            start, after = match.span()
            if start > end:
                _add_space(text[end:start], words, spaces)
            words.append(text[start:after])
            spaces.append(False)
            end = after
        if end < len(text):
            _add_space(text[end:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing to keep: the rules are code."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> WordTokenizer:
        """Return the tokenizer itself: the rules are code."""
        return self

    def to_disk(self, _: str | Path, **__: object) -> None:
        """Write nothing: the rules are code."""

    def from_disk(self, _: str | Path, **__: object) -> WordTokenizer:
        """Return the tokenizer itself: the rules are code."""
        return self


def _make() -> Callable[[Language], WordTokenizer]:
    return lambda nlp: WordTokenizer(nlp.vocab)


registry.tokenizers.register(TOKENIZER, func=_make)


def _add_space(space: str, words: list[str], spaces: list[bool]) -> None:
    """Note a single space at the word before it; make any other white space a token."""
    if space == " " and words:
        spaces[-1] = True
    else:
        words.append(space)
        spaces.append(False)
