"""The tokenizer keeps names whole and sets numbers free."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.vocab import Vocab

from kg.extract.tokens import WordTokenizer


@pytest.fixture(scope="module")
def tokenize() -> WordTokenizer:
    return WordTokenizer(Vocab())


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("GSM8K", ["GSM8K"]),
        ("a model of 7B.", ["a", "model", "of", "7B", "."]),
        ("3.04× faster", ["3.04", "×", "faster"]),
        ("3.04x faster", ["3.04", "x", "faster"]),
        ("35%-55%", ["35", "%", "-", "55", "%"]),
        ("2–5 points", ["2", "–", "5", "points"]),
        ("1,682.6 tokens/s", ["1,682.6", "tokens", "/", "s"]),
        ("Llama-3.1-8B-Instruct", ["Llama-3.1-8B-Instruct"]),
        ("text-to-video", ["text-to-video"]),
        ("GPT-3.5-turbo", ["GPT-3.5-turbo"]),
        ("3.5-turbo", ["3.5-turbo"]),
        ("pass@1", ["pass@1"]),
        ("AIME'24", ["AIME'24"]),
        ("the model's", ["the", "model", "'s"]),
        ("(71.3%)", ["(", "71.3", "%", ")"]),
        ("e.g. this", ["e.g.", "this"]),
        ("PARM++", ["PARM++"]),
        ("wins.Then", ["wins", ".", "Then"]),
    ],
)
def test_tokens(tokenize: WordTokenizer, text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == tokens


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(" \n\t.-x×%7A😀\u0301'"))))
def test_text_is_kept_character_for_character(tokenize: WordTokenizer, text: str) -> None:
    assert tokenize(text).text == text


def test_a_decomposed_accent_stays_in_its_word(tokenize: WordTokenizer) -> None:
    assert [token.text for token in tokenize("Fre\u0301chet distance")] == ["Fre\u0301chet", "distance"]
