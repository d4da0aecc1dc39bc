"""TeX in titles and names is shown as text, where that is sure."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names import name_key
from kg.tex import legible


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        ("D^2iT: Dynamic Diffusion", "D²iT: Dynamic Diffusion"),
        ("H^{3}DP and X^{2}-Gaussian", "H³DP and X²-Gaussian"),
        (r"$\text{Transformer}^2$: Self-adaptive", "Transformer²: Self-adaptive"),
        (r"$\textbf{Only-IF}$:Revealing", "Only-IF:Revealing"),
        (r"LLM$\times$MapReduce", "LLM×MapReduce"),
        (r"SL$^{2}$A-INR, S$^2$R", "SL²A-INR, S²R"),
        (r"$\pi_0$, \pi^3, $\pi_{0.5}$, $\Pi$", "π₀, π³, π_0.5, Π"),
        (r"$f$-Divergence, Top-$nσ$, $γ-$MoD", "f-Divergence, Top-nσ, γ-MoD"),
        (r"$\mathcal{O}(n^{2})$ in $\sim$3.5 steps", "O(n²) in ∼3.5 steps"),
        ("360^circ, $360^\\circ$", "360°, 360°"),
        ("FaSTA^*", "FaSTA*"),
        ("R^textbf{2AI}, texttt{D}ual-texttt{H}ead", "R²AI, Dual-Head"),
        (r"Prefill \& Decode, Box\_IoU", "Prefill & Decode, Box_IoU"),
    ],
)
def test_tex_becomes_text(tex: str, shown: str) -> None:
    assert legible(tex) == shown


@pytest.mark.parametrize(
    "text",
    [
        "for $200k", "from $5 to $10", "$5/$7", "Under $0.1", "Bugs for 1$: Cheap", "Earn $1 Million from $2 Million",
        "^RFLAV", "V_AI, float8_e5m2", "{a set}", r"C:\new\data", r"$\frac{a}{b}$", "a ^ b", "f(x^y)", "$ $", "$$", "",
    ],
)  # fmt: skip
def test_what_is_not_surely_tex_stays(text: str) -> None:
    assert legible(text) == text


def test_what_is_shown_finds_the_same_name() -> None:
    for name in (r"$\tau$-bench", "D^2iT", "S$^2$R", "SL$^{2}$A-INR", "X^{2}-Gaussian", "FaSTA^*", r"Box\_IoU"):
        assert name_key(legible(name)) == name_key(name)


@given(st.text(alphabet="ab12 $\\^_{}*-", max_size=40))
def test_any_text_keeps_its_letters_and_digits(text: str) -> None:
    small = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
    letters = re.sub(r"[^ab12]", "", text)
    assert re.sub(r"[^ab12]", "", legible(text).translate(small)) == letters
