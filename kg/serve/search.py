"""Search over names: whole words and their beginnings first, then what is alike in spelling."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from difflib import SequenceMatcher
from threading import Lock
from typing import NamedTuple

__all__ = ["Found", "Name", "SearchIndex"]

_WORD = re.compile(r"\w+")
_LONGEST, _MOST_WORDS = 200, 12
_CANDIDATES = 200
_ALIKE, _LESS = 0.62, 0.95
_SCHEMA = """
CREATE TABLE name (thing TEXT, name TEXT, kind TEXT, weight INTEGER, main TEXT);
CREATE VIRTUAL TABLE words USING fts5(name, content='name', prefix='1 2 3', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE pairs USING fts5(two, content='', tokenize='unicode61 remove_diacritics 0');
"""
_BY_WORDS = """
SELECT thing, name.name, kind, weight, main FROM words JOIN name ON name.rowid = words.rowid
WHERE words MATCH ? ORDER BY LOWER(name.name) = ? DESC, weight DESC LIMIT ?
"""
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
        found = self._rows(_BY_WORDS, _phrases(words), wanted, _CANDIDATES)
        is_exact = any(name.name.casefold() == wanted for name in found)
        if not is_exact and len({name.thing for name in found if kind in (None, name.kind)}) < most:
            found += self._alike(words, _letters(wanted))
        chosen: dict[str, Found] = {}
        for name in found:
            if kind in (None, name.kind) and len(chosen) < most:
                chosen.setdefault(name.thing, Found(*name, name.name.casefold() == wanted))
        return list(chosen.values())

    def close(self) -> None:
        """Give the memory back."""
        with self._lock:
            self._base.close()

    def _rows(self, query: str, *values: str | int) -> list[Name]:
        with self._lock:
            return [Name(*row) for row in self._base.execute(query, values)]

    def _alike(self, words: list[str], letters: str) -> list[Name]:
        """Return names that share pairs of letters with what was typed, the most alike first."""
        if len(letters) < 2:
            return []
        rows = self._rows(_BY_PAIRS, " OR ".join(f'"{pair}"' for pair in sorted(_pairs(letters))), _CANDIDATES)
        scored = [(_likeness(words, letters, name.name), name) for name in rows]
        kept = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: (-pair[0], -pair[1].weight))
        return [name for _, name in kept]


def _storable(name: Name) -> Name:
    """Leave out what no database can hold: halves of surrogate pairs."""
    written, main = (text.encode("utf-8", "replace").decode() for text in (name.name, name.main))
    return name._replace(name=written, main=main)


def _phrases(words: list[str]) -> str:
    """Write words as a query of FTS5: all of them, of the last one the beginning."""
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


def _is_near(one: str, other: str) -> bool:
    return abs(len(one) - len(other)) <= max(2, len(one) // 3)
