"""The tokenizer: runs of letters and digits, and every other sign by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from kg.extract.sections import read
from kg.extract.tokens import WordTokenizer


@pytest.fixture(scope="module")
def tokenize() -> WordTokenizer:
    return WordTokenizer(Vocab())


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("GSM8K", ["GSM8K"]),
        ("a model of 7B.", ["a", "model", "of", "7B", "."]),
        ("3.04× faster", ["3", ".", "04", "×", "faster"]),
        ("35%-55%", ["35", "%", "-", "55", "%"]),
        ("text-to-video", ["text", "-", "to", "-", "video"]),
        ("pass@1", ["pass", "@", "1"]),
        ("the model's", ["the", "model", "'", "s"]),
        ("PARM++", ["PARM", "+", "+"]),
        ("wins.Then", ["wins", ".", "Then"]),
    ],
)
def test_tokens(tokenize: WordTokenizer, text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == tokens


@given(st.text(alphabet=st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n\t.-x×%7A😀\u0301'"))))
def test_text_is_kept_character_for_character(tokenize: WordTokenizer, text: str) -> None:
    assert tokenize(text).text == text


def test_tokens_are_the_words_that_the_models_read(tokenize: WordTokenizer) -> None:
    text = "A title\nQwen2.5-7B gains  3.04 points. Naïve café!"
    assert [token.text for token in tokenize(text) if not token.text.isspace()] == read(text).words


def test_a_decomposed_accent_stays_in_its_word(tokenize: WordTokenizer) -> None:
    assert [token.text for token in tokenize("Fre\u0301chet distance")] == ["Fre\u0301chet", "distance"]
