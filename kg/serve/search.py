"""Search over names: whole words and their beginnings first, then what is alike in spelling."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from difflib import SequenceMatcher
from math import log1p
from threading import Lock
from typing import NamedTuple

__all__ = ["Found", "Name", "SearchIndex"]

_WORD = re.compile(r"\w+")
# What a stranger types is cut to this before anything is done with it.
_LONGEST, _MOST_WORDS = 200, 12
_CANDIDATES = 200
_ALIKE, _LESS = 0.62, 0.95
# The first outweighs all others: likeness gives 2 at most, and being known about 1.
_EXACT, _WORDS, _KNOWN, _MAIN = 3.0, 0.4, 0.12, 0.05
_SCHEMA = """
CREATE TABLE name (thing TEXT, name TEXT, kind TEXT, weight INTEGER, main TEXT);
CREATE INDEX by_thing ON name (thing);
CREATE VIRTUAL TABLE words USING fts5(name, content='name', prefix='1 2 3', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE pairs USING fts5(two, content='', tokenize='unicode61 remove_diacritics 0');
"""
_BY_WORDS = """
SELECT thing, name.name, kind, weight, main FROM words JOIN name ON name.rowid = words.rowid
WHERE words MATCH ? ORDER BY LOWER(name.name) = ? DESC, weight DESC LIMIT ?
"""
_BY_THING = "SELECT thing, name, kind, weight, main FROM name WHERE thing = ? LIMIT 1"
_BY_PAIRS = """
SELECT thing, name.name, kind, weight, main FROM pairs JOIN name ON name.rowid = pairs.rowid
WHERE pairs MATCH ? ORDER BY pairs.rank LIMIT ?
"""


class Name(NamedTuple):
    """A name of a thing: its IRI, the name, its kind ("Method", ...), how many papers speak of it, its main name."""

    thing: str
    name: str
    kind: str
    weight: int
    main: str


class Found(NamedTuple):
    """A thing that was found, and the name by which it was."""

    thing: str
    name: str
    kind: str
    weight: int
    main: str
    is_exact: bool


class SearchIndex:
    """Finds things by their names, in memory; it may be asked from any thread.

    >>> lora = Name("urn:1", "Low-Rank Adaptation", "Method", 7, "LoRA")
    >>> index = SearchIndex([lora, Name("urn:2", "GSM8K", "Dataset", 9, "GSM8K")])
    >>> [found.thing for found in index.find("low-rank adap")], [found.thing for found in index.find("gms8k")]
    (['urn:1'], ['urn:2'])
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._lock = Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.executescript(_SCHEMA)
        self._base.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", (_storable(name) for name in names))
        self._base.execute("INSERT INTO words(words) VALUES ('rebuild')")
        letters = self._base.execute("SELECT rowid, name FROM name").fetchall()
        self._base.executemany(
            "INSERT INTO pairs(rowid, two) VALUES (?, ?)",
            ((row, " ".join(_pairs(_letters(name)))) for row, name in letters),
        )
        self._base.commit()

    def find(self, text: str, *, most: int = 10, kind: str | None = None) -> list[Found]:
        """Return the things whose names fit best, at most so many, each once; `kind` leaves out all others."""
        wanted = text.strip()[:_LONGEST].casefold()
        words = _WORD.findall(wanted)[:_MOST_WORDS]
        if not words:
            return []
        letters = _letters(wanted)
        found = self._rows(_BY_WORDS, _phrases(words), wanted, _CANDIDATES)
        scored = [(_likeness(words, letters, name.name) + _in_words(words, name.name), name) for name in found]
        is_exact = any(name.name.casefold() == wanted for name in found)
        if not is_exact and len({name.thing for name in found if kind in (None, name.kind)}) < most:
            scored += self._alike(words, letters)
        scored = [
            (
                score
                + _EXACT * (name.name.casefold() == wanted)
                + _KNOWN * log1p(name.weight)
                + _MAIN * (name.name == name.main),
                name,
            )
            for score, name in scored
            if kind in (None, name.kind)
        ]
        chosen: dict[str, Found] = {}
        for _, name in sorted(scored, key=lambda pair: (-pair[0], pair[1].name, pair[1].thing)):
            chosen.setdefault(name.thing, Found(*name, name.name.casefold() == wanted))
        return list(chosen.values())[:most]

    def main_of(self, thing: str) -> str:
        """Return the main name of a thing, empty when it has none."""
        return next((name.main for name in self._rows(_BY_THING, thing)), "")

    def close(self) -> None:
        """Give the memory back."""
        with self._lock:
            self._base.close()

    def _rows(self, query: str, *values: str | int) -> list[Name]:
        with self._lock:
            return [Name(*row) for row in self._base.execute(query, values)]

    def _alike(self, words: list[str], letters: str) -> list[tuple[float, Name]]:
        """Return names that share pairs of letters with what was typed, each with how alike it is."""
        if len(letters) < 2:
            return []
        rows = self._rows(_BY_PAIRS, " OR ".join(f'"{pair}"' for pair in sorted(_pairs(letters))), _CANDIDATES)
        scored = [(_likeness(words, letters, name.name), name) for name in rows]
        return [pair for pair in scored if pair[0] >= _ALIKE]


def _storable(name: Name) -> Name:
    """Leave out what no database can hold: halves of surrogate pairs."""
    written, main = (text.encode("utf-8", "replace").decode() for text in (name.name, name.main))
    return name._replace(name=written, main=main)


def _phrases(words: list[str]) -> str:
    """Write words as a query of FTS5: all of them, of the last one the beginning."""
    # In quotes no word is an operator, as AND and NEAR are.
    return " ".join(f'"{word}"' for word in words) + " *"


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text.casefold())).replace("_", "")


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or {text}


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _likeness(words: list[str], letters: str, name: str) -> float:
    """Compare what was typed with a name, as a whole and word by word; 1 is the same, more holds it all."""
    whole = _letters(name)
    if letters in whole:
        return 1 + len(letters) / len(whole)
    alike = SequenceMatcher(None, letters, whole, autojunk=False).ratio() if _is_near(letters, whole) else 0.0
    parts = [_pairs(part) for part in _WORD.findall(name.casefold())]
    by_words = sum(max((_dice(_pairs(word), part) for part in parts), default=0.0) for word in words) / len(words)
    return max(alike, by_words * _LESS)


def _in_words(words: list[str], name: str) -> float:
    """Return what a name gains if all that was typed is whole words of it, and not beginnings only."""
    return _WORDS if set(words) <= set(_WORD.findall(name.casefold())) else 0.0


def _is_near(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= max(2, len(one) // 3)
