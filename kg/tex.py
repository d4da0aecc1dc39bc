r"""TeX in titles and names, as plain text to show: digests and arXiv print `S$^2$R` and `LLM$\times$MapReduce`.

Only what is shown changes; records and RDF keep what a source said.
"""

from __future__ import annotations

import re

from kg.names import GREEK

__all__ = ["legible"]

_LETTERS = {name: letter for letter, name in GREEK.items() if letter != "ς"}
_LETTERS |= {name.capitalize(): letter.upper() for name, letter in _LETTERS.items()}
_LETTERS |= {"var" + name: _LETTERS[name] for name in ("epsilon", "phi", "rho", "sigma", "theta")}
_SYMBOLS = _LETTERS | {
    "times": "×", "cdot": "·", "pm": "±", "to": "→", "rightarrow": "→", "leftarrow": "←", "leftrightarrow": "↔",
    "infty": "∞", "approx": "≈", "sim": "∼", "neq": "≠", "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "circ": "∘",
    "ell": "ℓ", "star": "⋆", "ast": "*", "oplus": "⊕", "otimes": "⊗", "nabla": "∇", "partial": "∂", "sum": "∑",
    "in": "∈", "subset": "⊂", "cup": "∪", "cap": "∩", "ldots": "…", "dots": "…", "dagger": "†", "prime": "′",
}  # fmt: skip
_RAISED = dict(zip("0123456789+-=()ni*′∘", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ*′°", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))

# As Pandoc tells formulas from sums of money: no space inside beside a dollar, no digit behind the second
# one (but behind "$\sim$").
_FORMULA = re.compile(r"(?<!\\)\$((?=[^\s$])[^$]{1,80}(?<![\s\\]))\$(?!(?<![a-z}]\$)\d)")
_FONT = re.compile(r"\\(?:text|math|operatorname|emph|bf|it)[a-z]*\s*\{([^{}]*)\}")
# Digests have lost the backslash of some: "texttt{D}ual".
_BARE_FONT = re.compile(r"(?:\\?(?:text(?:bf|it|tt|sc|rm|sf)|emph)|\\text)\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_ESCAPED = re.compile(r"\\([%&$#_])")
_SCRIPT = re.compile(r"([\^_])(?:\{([^{}]*)\}|([^\s{}\\]))")
# Outside of a formula "_" joins words and "^" may be anything, but for a number or a star that something carries.
_PLAIN_SCRIPT = re.compile(r"(?<=[\w)\]])(?:(\^)(?:\{([\d*]+)\}|(\d+|\*))|(_)\{(\d+)\})")
_DEGREES = re.compile(r"(?<=\d)\^\{?\\?circ\b\}?")
_SIGNS = re.compile(r"[$\\^{]")


def legible(text: str) -> str:
    r"""Write the TeX of a title or a name as Unicode, where that is sure; all else stays as it is.

    >>> legible(r"LLM$\times$MapReduce, S$^2$R and $\text{Transformer}^2$ for $200k")
    'LLM×MapReduce, S²R and Transformer² for $200k'
    """
    if not _SIGNS.search(text):
        return text
    parts = _FORMULA.split(text)
    return "".join(_formula(part) if place % 2 else _words(part) for place, part in enumerate(parts))


def _formula(inside: str) -> str:
    """Return a formula as text, or as it stood when a command in it has no sign of its own."""
    text = _without_fonts(_FONT, inside)
    text = _COMMAND.sub(lambda match: _SYMBOLS.get(match[1], match[0]), _ESCAPED.sub(r"\1", text))
    text = _SCRIPT.sub(lambda match: _script(match[1], match[2] or match[3] or ""), text)
    return f"${inside}$" if "\\" in text else text.replace("{", "").replace("}", "")


def _words(text: str) -> str:
    text = _DEGREES.sub("°", _without_fonts(_BARE_FONT, text))
    text = _COMMAND.sub(lambda match: _LETTERS.get(match[1], "×" if match[1] == "times" else match[0]), text)
    text = _PLAIN_SCRIPT.sub(lambda match: _script(match[1] or match[4], match[2] or match[3] or match[5]), text)
    return _ESCAPED.sub(r"\1", text)


def _without_fonts(font: re.Pattern[str], text: str) -> str:
    """Take off fonts, and those within them."""
    for _ in range(3):
        text = font.sub(r"\1", text)
    return text


def _script(sign: str, inside: str) -> str:
    small = _RAISED if sign == "^" else _LOWERED
    return "".join(map(small.__getitem__, inside)) if inside and set(inside) <= set(small) else sign + inside
