"""The network: its pieces of words, its signs, and what it says of a text of any length."""

from __future__ import annotations

import numpy as np
import pytest

from kg.extract.acronyms import acronym_pairs
from kg.extract.net_input import MOST_PIECES, SIGNS, NetInput, net_input
from kg.extract.net_view import KINDS, ROLES, NetView
from kg.extract.network import as_view
from kg.extract.reading import Reading
from kg.extract.sections import read
from kg.extract.slots import SLOTS
from kg.extract.tags import TAGS
from kg.extract.weight_files import weights_in
from kg.extract.wordpieces import SPECIAL, UNKNOWN, WordPieces

TEXT = "FrobNet: Sparse Attention\nWe tune FrobNet with Low-Rank Adaptation (LoRA); its accuracy on GSM8K is 71.3%."


def view_of(text: str) -> tuple[Reading, NetView]:
    reading, weights = read(text), weights_in()
    pairs = acronym_pairs(reading.text, reading.body)
    return reading, weights.network.view(reading, pairs, weights.gazetteer.hits(reading))


def input_of(text: str) -> tuple[Reading, NetInput]:
    reading, weights = read(text), weights_in()
    hits = weights.gazetteer.hits(reading)
    return reading, net_input(reading, WordPieces([*SPECIAL]), acronym_pairs(reading.text, reading.body), hits)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Data", ["data"]),
        ("datasets", ["data", "##set", "##s"]),
        ("d\u00e1ta", ["data"]),
        ("da\u0301ta", ["data"]),
        ("data_set", ["data", "_", "set"]),
        ("\u6570", ["[UNK]"]),
        ("s" * 61, ["[UNK]"]),
    ],
)
def test_words_are_cut_into_the_longest_known_pieces(word: str, pieces: list[str]) -> None:
    wordpieces = WordPieces([*SPECIAL, "data", "##set", "##s", "set", "_", "s", "##ta", "d"])
    assert [wordpieces.pieces[number] for number in wordpieces.cut(word)] == pieces


def test_no_word_is_without_a_piece() -> None:
    wordpieces = WordPieces([*SPECIAL, "a"])
    assert wordpieces.cut("\u0301") == (UNKNOWN,)


def test_a_vocabulary_loses_what_no_word_uses_but_no_single_sign() -> None:
    whole = WordPieces(["[UNK]", "[CLS]", "[SEP]", "[MASK]", "graph", "##s", "##ing", "x"])
    assert whole.without(["graphs"]).pieces == [*SPECIAL, "graph", "##s", "x"]


def test_a_vocabulary_survives_its_file() -> None:
    wordpieces = WordPieces([*SPECIAL, "a", "##b"])
    assert WordPieces.from_bytes(wordpieces.as_bytes()).pieces == wordpieces.pieces


def signs_at(reading: Reading, found: NetInput, word: str) -> set[str]:
    place = found.starts[reading.words.index(word)]
    return {SIGNS[number] for number in np.flatnonzero(found.signs[place])}


def test_signs_say_how_a_word_is_written_and_where_it_stands() -> None:
    reading, found = input_of(TEXT)
    assert {"mixed", "title", "title name", "repeated"} <= signs_at(reading, found, "FrobNet")
    assert {"Bshort", "glued left", "glued right"} <= signs_at(reading, found, "LoRA")
    assert {"Blong", "capital"} <= signs_at(reading, found, "Low")
    assert "Ilong" in signs_at(reading, found, "Adaptation")
    assert "digits" in signs_at(reading, found, "71")


def test_a_long_text_is_read_in_part() -> None:
    reading, found = input_of("T\n" + "word " * 2 * MOST_PIECES)
    assert len(found.pieces) == MOST_PIECES
    assert len(found.starts) < len(reading.words)


def test_probabilities_sum_to_one_and_cover_each_word() -> None:
    reading, view = view_of(TEXT)
    assert view.tags.shape == (len(reading.words), len(TAGS))
    for table in (view.tags, view.roles, view.kinds, *view.pointers.values()):
        assert np.allclose(table.sum(axis=-1), 1.0, atol=1e-4)


def test_numbers_point_to_what_they_measure() -> None:
    reading, view = view_of(TEXT)
    number = reading.words.index("71")
    assert number in view.pointers
    for slot, name in (("metric", "accuracy"), ("dataset", "GSM8K")):
        words = [place for place, word in enumerate(reading.words) if word == name]
        assert view.mass(number, slot, words) > 0.5
    assert view.nothing(number, "baseline") > 0.5


@pytest.mark.parametrize("text", ["", "\n", "T\n", "7", "T\n" + "9 " * 3000])
def test_any_text_has_a_view(text: str) -> None:
    reading, view = view_of(text)
    assert view.tags.shape == (len(reading.words), len(TAGS))
    assert len(view.roles) <= len(reading.words)


def test_a_view_cut_short_says_nothing_of_the_rest() -> None:
    reading = read("T\nScore 5 of Foo")
    count, size = 2, len(SLOTS) * 4
    rows = [np.zeros((count, width), dtype=np.float32) for width in (len(TAGS), 5, 4, size)]
    view = as_view(reading, *rows, np.zeros((count + 1, size), dtype=np.float32))
    assert view.tags[count:, 0].tolist() == [1.0] * (len(reading.words) - count)
    assert view.pointers == {}
    assert len(view.roles) == count


def test_the_orders_by_which_the_weights_know_things_stay() -> None:
    assert weights_in().tagger.crf.tags == list(TAGS)
    assert KINDS == ("none", "absolute", "difference", "ratio")
    assert ROLES == ("proposed", "used", "evaluated", "compared", "mentioned")
    assert list(SLOTS) == ["metric", "dataset", "subject", "model", "baseline"]
