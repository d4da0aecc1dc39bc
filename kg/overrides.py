"""Overrides: what people have decided about names, one line each; they win over every rule.

    merge "GPT-40" into "GPT-4o"            # the first is another name of the second
    split "MPO"                             # it is a thing of its own, with its mentions, whatever it was a name of
    split "MPO" in 2410.12345 2411.00042    # in these papers it is another thing than elsewhere
    rename "llama" to "Llama"
    retype "RAG" to Method
    no split "SAM 2"                        # asked by kg review, and denied: it is not asked again

A line is undone by deleting it. What begins with # is for readers. Where lines disagree, the later one holds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kg.errors import OverridesError
from kg.model import EntityType

__all__ = ["Override", "OverrideKind", "overrides_fingerprint", "parse_override", "read_overrides"]

# Words in quotes, with the escapes of JSON; what is said to readers; a bare word.
_TOKEN = re.compile(r'\s*("(?:[^"\\]|\\.)*"|#.*|[^\s"#]+)')
_EXPECTED = (
    'expected merge "A" into "B", split "A", split "A" in ARXIV-ID..., rename "A" to "B", retype "A" to '
    'Method, Model, Dataset, Metric or Task; or "no" and one of these'
)


class OverrideKind(StrEnum):
    """What a line decides."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    RETYPE = "retype"
    NO = "no"
    """That another decision is not to be made, which changes nothing, but is not asked again."""


@dataclass(frozen=True, slots=True)
class Override:
    """One decision about a name: `value` is the other name, the type, or the line of what is denied.

    `papers` holds where a split is in force.

    >>> Override(OverrideKind.MERGE, "GPT-40", "GPT-4o").as_line()
    'merge "GPT-40" into "GPT-4o"'
    """

    kind: OverrideKind
    name: str
    value: str = ""
    papers: tuple[str, ...] = ()

    @classmethod
    def denial(cls, asked: Override) -> Override:
        """Return the decision that another one is not made.

        >>> Override.denial(Override(OverrideKind.SPLIT, "MPO")).as_line()
        'no split "MPO"'
        """
        return cls(OverrideKind.NO, asked.name, asked.as_line())

    @property
    def denied(self) -> Override | None:
        """The decision that this one denies; None where it makes one."""
        return parse_override(self.value) if self.kind is OverrideKind.NO else None

    def as_line(self) -> str:
        """Return the line of the file, without its break."""
        if self.kind is OverrideKind.NO:
            return f"no {self.value}"
        name, value = (json.dumps(text, ensure_ascii=False) for text in (self.name, self.value))
        if self.kind is OverrideKind.SPLIT:
            return " ".join([f"split {name}", *(("in", *self.papers) if self.papers else ())])
        if self.kind is OverrideKind.RETYPE:
            return f"retype {name} to {self.value}"
        return f"{self.kind} {name} {'into' if self.kind is OverrideKind.MERGE else 'to'} {value}"


def parse_override(line: str) -> Override | None:
    """Read one line; None for one that decides nothing. Raises ValueError for what is no decision.

    >>> parse_override('split "MPO" in 2410.12345  # not ours')
    Override(kind=<OverrideKind.SPLIT: 'split'>, name='MPO', value='', papers=('2410.12345',))
    """
    tokens = [token for token in _tokens(line) if not token.startswith("#")]
    if tokens[:1] == ["no"]:
        return Override.denial(_decision(tokens[1:]))
    return _decision(tokens) if tokens else None


def read_overrides(path: Path) -> tuple[Override, ...]:
    """Read the decisions of a file, in its order; none where there is no file.

    Raises OverridesError, which names the line, for one that can't be read.

    >>> read_overrides(Path("no/such/file"))
    ()
    """
    found = []
    for number, line in enumerate(_lines(path), start=1):
        try:
            override = parse_override(line)
        except ValueError:
            raise OverridesError(path, number, f"{_EXPECTED}; found: {line.strip()[:80]}") from None
        if override:
            found.append(override)
    return tuple(found)


def overrides_fingerprint(overrides: Iterable[Override]) -> str:
    """Return a short hash of decisions; empty for none. What is denied, or said to readers, does not count.

    >>> overrides_fingerprint([])
    ''
    """
    lines = "".join(f"{override.as_line()}\n" for override in overrides if override.kind is not OverrideKind.NO)
    return hashlib.sha256(lines.encode()).hexdigest()[:12] if lines else ""


def _decision(tokens: Sequence[str]) -> Override:
    match tokens:
        case ["merge", name, "into", other]:
            return Override(OverrideKind.MERGE, _name(name), _name(other))
        case ["split", name]:
            return Override(OverrideKind.SPLIT, _name(name))
        case ["split", name, "in", *papers] if papers:
            return Override(OverrideKind.SPLIT, _name(name), papers=tuple(papers))
        case ["rename", name, "to", other]:
            return Override(OverrideKind.RENAME, _name(name), _name(other))
        case ["retype", name, "to", entity_type]:
            return Override(OverrideKind.RETYPE, _name(name), EntityType(entity_type).value)
    raise ValueError("no such decision")


def _lines(path: Path) -> list[str]:
    # splitlines would also cut at other signs, and the number of a line is to be that of an editor.
    return path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else []


def _tokens(line: str) -> list[str]:
    tokens, place = [], 0
    while line[place:].strip():
        found = _TOKEN.match(line, place)
        if found is None:
            raise ValueError("an open quote")
        tokens.append(found[1])
        place = found.end()
    return tokens


def _name(token: str) -> str:
    name = json.loads(token) if token.startswith('"') else token
    if not isinstance(name, str) or not name.strip():
        raise ValueError("an empty name")
    return name
