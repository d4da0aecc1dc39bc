"""Numbers: each form that papers print, and the digits that are no numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.numbers import Number, Place, find_numbers
from kg.model import Bound, Span


def numbers(text: str, *names: str) -> list[Number]:
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    return find_numbers(text, Span(0, len(text)), spans)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("a rate of 69.23% here", "69.23", "%"),
        (r"a rate of 69.23\% here", "69.23", "%"),
        ("a rate of 7 percent here", "7", "%"),
        ("it is 3.04× quicker", "3.04", "x"),
        (r"it is $3.04\times$ quicker", "3.04", "x"),
        ("it is 2.5x quicker", "2.5", "x"),
        ("it is 12 times quicker", "12", "x"),
        ("a 2-fold gain", "2", "x"),
        ("a score of 1,682.6 overall", "1682.6", None),
        ("it used 1,200,000 in all", "1200000", None),
        ("up +2.3 points", "2.3", "points"),
        ("a 16.3-point drop", "16.3", "point"),
        ("by 4 percentage points", "4", "percentage points"),
        ("a change of -0.4 there", "0.4", None),
        ("an error of 1.2e-5 there", "1.2e-5", None),
        ("an error of 1.15 × 10^-2 there", "1.15", "x10^-2"),
        ("an error of 7.5×10⁻⁴ there", "7.5", "x10⁻⁴"),
        ("a fraction of 0.83.", "0.83", None),
        ("within 30 ms per image", "30", "ms per image"),
        ("at 25.5 FPS", "25.5", "FPS"),
        ("in 40 GPU hours", "40", "GPU hours"),
        ("costs $0.045 each", "0.045", "$"),
        ("takes 1 to 2.5 hours", "1-2.5", "hours"),
        ("2–5% of the time", "2-5", "%"),
        ("a 10-20x gain", "10-20", "x"),
        ("10x-20x quicker", "10-20", "x"),
        ("ranging from 3.5% to 12.1%", "3.5-12.1", "%"),
        ("between 77% and 99%", "77-99", "%"),
        ("14.45±0.77 overall", "14.45", None),
    ],
)
def test_one_number(text: str, value: str, unit: str | None) -> None:
    (number,) = numbers(text)
    assert (number.value, number.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4 and Llama-3.1-8B",
        "a 7B model on AIME24",
        "512x512 pictures in 3D",
        "pass@1 and #2 and R@10",
        "a 10-shot prompt and 5-fold cross-validation",
        "3/5 of them",
        "at 12:30",
    ],
)
def test_digits_of_names_and_sizes_are_no_numbers(text: str) -> None:
    assert numbers(text) == []


def test_digits_inside_a_name_are_left_out() -> None:
    assert [n.value for n in numbers("On AIME 2024 it has 50.4", "AIME 2024")] == ["50.4"]


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("over", Bound.AT_LEAST),
        ("more than", Bound.AT_LEAST),
        ("at least", Bound.AT_LEAST),
        (">", Bound.AT_LEAST),
        ("up to", Bound.AT_MOST),
        ("less than", Bound.AT_MOST),
        ("<", Bound.AT_MOST),
        ("about", Bound.APPROXIMATELY),
        ("~", Bound.APPROXIMATELY),
        ("just", None),
    ],
)
def test_bounds(words: str, bound: Bound | None) -> None:
    (number,) = numbers(f"It gets {words} 60% there")
    assert number.bound is bound


def test_a_plus_behind_the_number_is_a_lower_bound() -> None:
    (number,) = numbers("It runs at 1000+ in all")
    assert number.bound is Bound.AT_LEAST


def test_sign() -> None:
    assert [n.sign for n in numbers("+2.3 and -0.4 and −1.5 and 2.0")] == ["+", "-", "-", ""]


@pytest.mark.parametrize(
    "text",
    [
        "rises from 19.9% to 25.8%",
        "rises from 19.9% (one pass) to over 25.8%",
        "rises from 19.9% for short texts to 25.8%",
        "better (19.9% → 25.8%)",
        "better by far (19.9% to 25.8%)",
        "from a baseline of 19.9% to 25.8%",
        "from 19.9 to 25.8%",
    ],
)
def test_from_a_to_b_is_two_numbers(text: str) -> None:
    first, second = numbers(text)
    assert (first.value, first.unit, first.place) == ("19.9", "%", Place.FROM)
    assert (second.value, second.unit, second.place) == ("25.8", "%", Place.TO)


def test_two_scores_around_a_slash() -> None:
    assert [n.value for n in numbers("a score of 67.78/70.80 overall")] == ["67.78", "70.80"]


def test_span_is_the_digits_and_outer_is_all_of_it() -> None:
    text = r"It is over $3.04\times$ as fast"
    (number,) = numbers(text)
    assert text[number.span.start : number.span.end] == "3.04"
    assert text[number.outer.start : number.outer.end] == r"over $3.04\times$"


@given(st.text(alphabet="0123456789.,%x$- eft±^/~(", max_size=60))
def test_any_text_gives_numbers_in_order_with_spans_inside(text: str) -> None:
    if not text:
        return
    found = numbers(text)
    spans = [number.span for number in found]
    assert spans == sorted(spans)
    for number in found:
        assert 0 <= number.outer.start <= number.span.start < number.span.end <= number.outer.end <= len(text)
        assert number.value[0] in "0123456789."
        assert "," not in number.value
