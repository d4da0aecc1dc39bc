"""Frozen values as JSON, and back, by the annotations of their classes.

What JSON has no word for (tuples, enumerations, bytes) is told from the annotations, so that a line holds values only,
and reading it makes nothing but values of the classes that were asked for, whatever stands in it.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from sys import intern
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["PlainValues"]

Value = TypeVar("Value")

# Each is given the table of values that stand in several places, too.
_Turn = Callable[[Any, list[Any]], Any]
_Pair = tuple[_Turn, _Turn]

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class PlainValues(Generic[Value]):
    """Writes and reads values of one type: dataclasses and named tuples of others, down to text and numbers.

    A dataclass that is a field of others is written once, and is one object again when it is read; so are equal texts.
    Raises TypeError for a type that it does not know.

    >>> plain = PlainValues(tuple[Decimal, ...])
    >>> plain.write((Decimal("0.5"),)), plain.read('[[],["0.5"]]')
    ('[[],["0.5"]]', (Decimal('0.5'),))
    """

    def __init__(self, of: Any) -> None:
        self._plain, self._value = _turns(of)

    def write(self, value: Value) -> str:
        """Return the line of a value, without a line break."""
        table: list[Any] = []
        plain = self._plain(value, table)
        return _as_json([[entry[1] for entry in table], plain])

    def read(self, line: str | bytes) -> Value:
        """Return the value of a line; raises ValueError, TypeError, KeyError or IndexError for any other line."""
        table, plain = json.loads(line)
        value: Value = self._value(plain, table)
        return value


def _same(value: Any, _: list[Any]) -> Any:
    return value


@cache
def _turns(of: Any) -> _Pair:
    """Return how a value of a type is made plain, and how it is made again."""
    origin, within = get_origin(of), get_args(of)
    if of in (int, float, bool, Any):
        return _same, _same
    if of is str:
        return _same, lambda plain, _: intern(plain)
    if of is bytes:
        return lambda value, _: b64encode(value).decode(), lambda plain, _: b64decode(plain)
    if of is Decimal:
        return lambda value, _: str(value), lambda plain, _: Decimal(plain)
    if origin is tuple:
        return _many(within[0]) if within[1:] == (...,) else _few(within, tuple)
    if origin in (dict, Mapping):
        return _mapping(*map(_turns, within))
    if origin in (Union, UnionType) and NoneType in within and len(within) == 2:
        return _optional(_turns(within[within[0] is NoneType]))
    if isinstance(of, type) and issubclass(of, Enum):
        members = {member.value: member for member in of}
        return lambda value, _: value.value, lambda plain, _: members[plain]
    if hasattr(of, "_fields"):
        hints = get_type_hints(of)
        return _few([hints[name] for name in of._fields], of._make)
    if _is_record(of):
        return _record(of)
    raise TypeError(f"Unexpected type: {of!r}")


def _is_record(of: Any) -> bool:
    return is_dataclass(of)


def _many(within: Any) -> _Pair:
    if _is_record(within):
        plain, made = _whole(within)
    else:
        plain, made = _turns(within)
    if made is _same:
        return _same, lambda items, _: tuple(items)
    return (
        lambda values, table: [plain(value, table) for value in values],
        lambda items, table: tuple([made(item, table) for item in items]),
    )


def _few(within: Any, make: Callable[[list[Any]], Any]) -> _Pair:
    turns = [_turns(one) for one in within]
    plains, mades = [plain for plain, _ in turns], [made for _, made in turns]
    return (
        lambda values, table: [plain(value, table) for plain, value in zip(plains, values, strict=True)],
        lambda items, table: make([made(item, table) for made, item in zip(mades, items, strict=True)]),
    )


def _mapping(keys: _Pair, values: _Pair) -> _Pair:
    return (
        lambda value, table: [[keys[0](key, table), values[0](one, table)] for key, one in value.items()],
        lambda plain, table: {keys[1](key, table): values[1](one, table) for key, one in plain},
    )


def _optional(turns: _Pair) -> _Pair:
    plain, made = turns
    return (
        lambda value, table: None if value is None else plain(value, table),
        lambda item, table: None if item is None else made(item, table),
    )


@cache
def _whole(of: Any) -> _Pair:
    """Write a dataclass where it stands."""
    hints = get_type_hints(of)
    names = [field.name for field in fields(of)]
    turns = [_turns(hints[name]) for name in names]
    named = [(name, plain) for name, (plain, _) in zip(names, turns, strict=True)]
    # There may be millions: only what is not itself is turned, in its place.
    texts = [number for number, name in enumerate(names) if hints[name] is str]
    others = [
        (number, made)
        for number, (_, made) in enumerate(turns)
        if made is not _same and hints[names[number]] is not str
    ]

    def made(items: list[Any], table: list[Any]) -> Any:
        for number in texts:
            items[number] = intern(items[number])
        for number, turn in others:
            items[number] = turn(items[number], table)
        return of(*items)

    return lambda value, table: [plain(getattr(value, name), table) for name, plain in named], made


def _record(of: Any) -> _Pair:
    """Write a dataclass into the table, once, and its place there."""
    plain, made = _whole(of)

    def place(value: Any, table: list[Any]) -> int:
        # The last ones are looked at first: what stands in several places mostly does so in a row.
        for number in range(len(table) - 1, -1, -1):
            if table[number][0] is value:
                return number
        table.append((value, plain(value, table)))
        return len(table) - 1

    def at(number: int, table: list[Any]) -> Any:
        if isinstance(table[number], list):
            table[number] = made(table[number], table)
        return table[number]

    return place, at
