"""Settings: one frozen value, from `kg.toml` and the environment; an unknown key is an error."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.errors import SettingsError, UnknownNameError

__all__ = ["Settings", "overrides_path", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may set.

    `graph` is the folder of the graph, `base` the IRI that all resources begin with, `timeout` the seconds
    that a query may take, `max_rows` the rows that it may answer with, `licence` the IRI of the licence under
    which the graph's data may be used (empty: the graph states none), `overrides` the file of decisions about
    names (empty: overrides.txt in the graph's folder).

    >>> Settings().base
    'https://w3id.org/paper-kg/id/'
    """

    graph: str = "graph"
    base: str = "https://w3id.org/paper-kg/id/"
    timeout: float = 30.0
    max_rows: int = 1_000_000
    licence: str = ""
    overrides: str = ""

    def __post_init__(self) -> None:
        parts = urlsplit(self.base)
        if parts.scheme not in ("http", "https") or not parts.netloc or not self.base.endswith(("/", "#")):
            raise SettingsError("base", self.base, f"base: expected an http(s) IRI that ends in /, got {self.base!r}")
        for key, iri in (("base", self.base), ("licence", self.licence)):
            if any(character in iri for character in ' <>"{}|^`\\'):
                raise SettingsError(key, iri, f"{key}: {iri!r} has a character that no IRI may hold")
        if not 0 < self.timeout <= 86_400:
            raise SettingsError("timeout", self.timeout, f"timeout: expected 0 < seconds <= 86400, got {self.timeout}")
        if self.max_rows < 1:
            raise SettingsError("max_rows", self.max_rows, f"max_rows: expected 1 or more, got {self.max_rows}")


def read_settings(path: Path = Path("kg.toml"), *, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings: defaults, then the TOML file if it is there, then KG_GRAPH, KG_BASE and the like.

    Raises SettingsError for a bad value and UnknownNameError for a key that is none.

    >>> read_settings(Path("none.toml"), environment={"KG_TIMEOUT": "5"}).timeout
    5.0
    """
    values = _from_toml(path) if path.is_file() else {}
    given = os.environ if environment is None else environment
    for field in fields(Settings):
        name = f"KG_{field.name.upper()}"
        # A variable that is empty counts as not set.
        if given.get(name):
            values[field.name] = given[name]
    return Settings(**{key: _converted(key, value) for key, value in values.items()})


def overrides_path(graph: Path, settings: Settings) -> Path:
    """Return the file of decisions about the names of a graph: the setting's, else that in the graph's folder.

    >>> overrides_path(Path("graph"), Settings()).as_posix()
    'graph/overrides.txt'
    """
    return Path(settings.overrides) if settings.overrides else graph / "overrides.txt"


def _from_toml(path: Path) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), None, f"{path}: not valid TOML: {error}") from error
    known = [field.name for field in fields(Settings)]
    for key in values:
        if key not in known:
            raise UnknownNameError(f"setting ({path})", key, known)
    return values


def _converted(key: str, value: object) -> Any:
    """Turn a value from TOML or the environment into the type of the setting's default."""
    kind = type(getattr(Settings(), key))
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        message = f"{key}: expected {kind.__name__}, got {value!r}"
        raise SettingsError(key, value, message) from error
