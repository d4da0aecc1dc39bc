"""The errors of kg: what went wrong, where, what was expected and what to do.

    KgError
    ├── SourceError            a source of papers can't be read        (path)
    │   ├── NotADigestError    the file holds no digest                (path)
    │   └── RowError           one row of a digest can't be read       (path, line, expected)
    ├── RecordError            a record of an extraction is damaged    (path, line, expected)
    ├── SettingsError          a setting is unknown or has a bad value (key, value)
    ├── LexiconError           a line of the lexicon is wrong          (path, line, expected)
    ├── OverridesError         a line of the overrides is wrong        (path, line, expected)
    ├── WeightsError           a file of weights is missing or damaged (path, expected, found)
    ├── GraphError             the graph folder can't be used          (path)
    │   ├── NoGraphError       there is no graph in the folder         (path)
    │   └── GraphLockedError   another process is building in it       (path, holder)
    ├── RemoteError            a server can't be used                  (address)
    ├── QueryError             a query can't be answered               (query)
    │   ├── QuerySyntaxError   it is not valid SPARQL                  (query, line, column)
    │   ├── QueryRefusedError  it asks for something kg does not do    (query, line, column)
    │   ├── QueryTimeoutError  it took longer than allowed             (query, seconds)
    │   └── QueryTooBigError   its answer or its memory grew too large (query, limit)
    └── UnknownNameError       nothing has that name: no question, parameter, setting, format or entity
                                                                       (name, known)

Every message says what was expected and what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

__all__ = [
    "GraphError",
    "GraphLockedError",
    "KgError",
    "LexiconError",
    "NoGraphError",
    "NotADigestError",
    "OverridesError",
    "QueryError",
    "QueryRefusedError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "QueryTooBigError",
    "RecordError",
    "RemoteError",
    "RowError",
    "SettingsError",
    "SourceError",
    "UnknownNameError",
    "WeightsError",
]


# Of more names than a reader goes through only the nearest are told.
_MOST_LISTED = 30


class KgError(Exception):
    """Something kg can't do; the message says why and what to do."""


class SourceError(KgError):
    """A source of papers can't be read."""

    def __init__(self, path: str | Path, message: str) -> None:
        self.path = str(path)
        super().__init__(f"{path}: {message}")


class NotADigestError(SourceError):
    """The file holds no digest."""

    def __init__(self, path: str | Path) -> None:
        super().__init__(
            path,
            "no digest in it: expected a line '## Papers for YYYY-MM-DD' and a table "
            "'| Title | Authors | Summary |'. Check that this is the file you meant.",
        )


class _LineError(KgError):
    """A line of a file is not as expected."""

    def __init__(self, path: str | Path, line: int, expected: str) -> None:
        self.path, self.line, self.expected = str(path), line, expected
        # Not super(): in RowError that would be SourceError, which takes other arguments.
        KgError.__init__(self, f"{path}:{line}: {expected}")


class RowError(_LineError, SourceError):
    """One row of a digest can't be read; the rest of the file still counts."""


class RecordError(_LineError):
    """A line of a file of records can't be read."""


class LexiconError(_LineError):
    """A line of the lexicon is wrong."""


class OverridesError(_LineError):
    """A line of the overrides is no decision."""


class SettingsError(KgError):
    """A setting is unknown or has a value that can't be used."""

    def __init__(self, key: str, value: object, message: str) -> None:
        self.key, self.value = key, value
        super().__init__(message)


class WeightsError(KgError):
    """A file of the extractor's weights is missing or damaged."""

    def __init__(self, path: str | Path, expected: str, found: str) -> None:
        self.path, self.expected, self.found = str(path), expected, found
        super().__init__(f"{path}: expected {expected}, found {found}. Install paper-kg again, or train anew.")


class GraphError(KgError):
    """The graph folder can't be used."""

    def __init__(self, path: str | Path, message: str) -> None:
        self.path = str(path)
        super().__init__(f"{path}: {message}")


class NoGraphError(GraphError):
    """There is no graph in the folder."""

    def __init__(self, path: str | Path) -> None:
        super().__init__(path, f"no graph here. Make one with: kg build DIGESTS --graph {path}")


class GraphLockedError(GraphError):
    """Another process is building in the folder."""

    def __init__(self, path: str | Path, holder: str) -> None:
        self.holder = holder
        super().__init__(path, f"another build is at work here ({holder}). Wait until it has ended.")


class RemoteError(KgError):
    """A server can't be used; `address` has no user, no password and no query string."""

    def __init__(self, address: str, message: str) -> None:
        self.address = address
        super().__init__(f"{address}: {message}")


class QueryError(KgError):
    """A query can't be answered."""

    def __init__(self, query: str, message: str) -> None:
        self.query = query
        super().__init__(message)


class QuerySyntaxError(QueryError):
    """The query is not valid SPARQL; `line` and `column` count from 1."""

    def __init__(self, query: str, line: int, column: int, message: str) -> None:
        self.line, self.column = line, column
        super().__init__(query, f"line {line}, column {column}: {message}")


class QueryRefusedError(QueryError):
    """The query asks for something that kg does not do, such as SERVICE."""

    def __init__(self, query: str, line: int, column: int, message: str) -> None:
        self.line, self.column = line, column
        super().__init__(query, f"line {line}, column {column}: {message}")


class QueryTimeoutError(QueryError):
    """The query took longer than it may, and was stopped."""

    def __init__(self, query: str, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            query,
            f"stopped after {seconds:g} s. Add a LIMIT, name more of the pattern, or raise --timeout.",
        )


class QueryTooBigError(QueryError):
    """The answer, or the memory it took, grew beyond the limit."""

    def __init__(self, query: str, limit: str) -> None:
        self.limit = limit
        super().__init__(query, f"the answer is larger than {limit}. Add a LIMIT or ask for less.")


class UnknownNameError(KgError):
    """There is nothing of that name; the message lists what there is, nearest first."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, sorted(known)
        near = get_close_matches(name, self.known, n=5, cutoff=0.4)
        if len(self.known) > _MOST_LISTED:
            others = f"The nearest are: {', '.join(near)}" if near else "Nothing is like it"
            super().__init__(f"no {what} named {name!r}. {others}, of {len(self.known):,}.")
            return
        listed = [*near, *(known for known in self.known if known not in near)]
        others = f"There are: {', '.join(listed)}" if listed else "Nothing is like it"
        super().__init__(f"no {what} named {name!r}. {others}.")
