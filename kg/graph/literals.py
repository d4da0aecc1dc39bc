"""The literals of the graph, in the canonical forms of XML Schema 1.1 part 2 (section 3.3)."""

from __future__ import annotations

import re

from kg.rdf import XSD, Iri, Literal

__all__ = ["boolean", "date", "decimal", "integer", "string"]

_DECIMAL = Iri(XSD + "decimal")
_INTEGER = Iri(XSD + "integer")
_DATE = Iri(XSD + "date")
_TRUE, _FALSE = (Literal(word, Iri(XSD + "boolean")) for word in ("true", "false"))
_NUMBER = re.compile(r"([0-9]*)(?:\.([0-9]*))?")


def string(text: str) -> Literal:
    """Make a string."""
    return Literal(text)


def integer(number: int) -> Literal:
    """Make a whole number.

    >>> integer(7).value
    '7'
    """
    return Literal(str(number), _INTEGER)


def decimal(printed: str) -> Literal:
    """Make a decimal from a number as printed in digits, without sign.

    Raises ValueError when it is not one.

    >>> decimal("071.30").value, decimal("1.0").value, decimal(".5").value
    ('71.3', '1', '0.5')
    """
    match = _NUMBER.fullmatch(printed)
    if match is None or not any(match.groups()):
        raise ValueError(f"expected digits with at most one point, got {printed!r}")
    whole = match[1].lstrip("0") or "0"
    part = (match[2] or "").rstrip("0")
    return Literal(f"{whole}.{part}" if part else whole, _DECIMAL)


def boolean(truth: bool) -> Literal:
    """Make a truth value."""
    return _TRUE if truth else _FALSE


def date(day: str) -> Literal:
    """Make a day from its ISO 8601 form."""
    return Literal(day, _DATE)
