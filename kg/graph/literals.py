"""The literals of the graph, in the canonical forms of XML Schema 1.1 part 2 (section 3.3)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from kg.rdf import XSD, Iri, Literal

__all__ = ["boolean", "date", "decimal", "decimal_range", "integer", "range_ends", "string"]

_DECIMAL = Iri(XSD + "decimal")
_INTEGER = Iri(XSD + "integer")
_DATE = Iri(XSD + "date")
_TRUE, _FALSE = (Literal(word, Iri(XSD + "boolean")) for word in ("true", "false"))
# An exponent of more digits would be written out as that many zeros.
_NUMBER = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?"
_ONE = re.compile(_NUMBER)
_RANGE = re.compile(rf"({_NUMBER})(?:-({_NUMBER}))?")


def string(text: str) -> Literal:
    """Make a string."""
    return Literal(text)


# Offsets and confidences come again and again.
@lru_cache(maxsize=1 << 13)
def integer(number: int) -> Literal:
    """Make a whole number.

    >>> integer(7).value
    '7'
    """
    return Literal(str(number), _INTEGER)


@lru_cache(maxsize=1 << 13)
def decimal(printed: str) -> Literal:
    """Make a decimal from a number as printed, without sign; it may have an exponent of up to two digits.

    Raises ValueError when it is not one.

    >>> [decimal(printed).value for printed in ("071.30", "1.0", ".5", "1.5e-3", "2E4")]
    ['71.3', '1', '0.5', '0.0015', '20000']
    """
    if not _ONE.fullmatch(printed):
        raise ValueError(f"expected a number without sign, got {printed!r}")
    written = f"{Decimal(printed):f}"
    return Literal(written.rstrip("0").rstrip(".") if "." in written else written, _DECIMAL)


def decimal_range(printed: str) -> tuple[Literal, Literal] | None:
    """Make the lower and the upper end from a number or a range as printed; None when it is neither.

    >>> [end.value for end in decimal_range("5-2.50")], decimal_range("about 5")
    (['2.5', '5'], None)
    """
    ends = range_ends(printed)
    return None if ends is None else (decimal(ends[0]), decimal(ends[1]))


def range_ends(printed: str) -> tuple[str, str] | None:
    """Split a number or a range as printed into its lower and its upper end as printed; None when it is neither.

    >>> range_ends("5-2.50"), range_ends("1e-3"), range_ends("about 5")
    (('2.50', '5'), ('1e-3', '1e-3'), None)
    """
    match = _RANGE.fullmatch(printed)
    if match is None:
        return None
    low, high = sorted((match[1], match[2] or match[1]), key=Decimal)
    return low, high


def boolean(truth: bool) -> Literal:
    """Make a truth value."""
    return _TRUE if truth else _FALSE


def date(day: str) -> Literal:
    """Make a day from its ISO 8601 form."""
    return Literal(day, _DATE)
