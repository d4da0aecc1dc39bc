"""Decisions about names: written to the overrides of a graph, taken back, and put into force."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.builder import build
from kg.errors import OverridesError, UnknownNameError
from kg.explanations import open_resolution
from kg.names import name_key
from kg.overrides import Override, OverrideKind, parse_override
from kg.settings import Settings, overrides_path

__all__ = ["apply_overrides", "decide", "take_back"]

_HEAD = """\
# What people have decided about the names of this graph; it wins over every rule.
# One decision a line. Delete a line to undo it, and run: kg build SOURCES
"""


def decide(override: Override, *, graph: str | Path = "graph", settings: Settings | None = None) -> tuple[Path, int]:
    """Write a decision behind those that are there; return the file and the number of the line.

    What is decided already is not written again; but where a later line speaks of the name, too, it moves to the end,
    since of lines that disagree the later one holds. Raises UnknownNameError for a name, and NoGraphError for a graph,
    that is not there, and OverridesError for a decision that can't be written, such as an empty name.
    """
    path = overrides_path(Path(graph), settings or Settings())
    _check_known(override, graph)
    lines = _lines(path) or _HEAD.splitlines()
    _check_readable(override, path, len(lines) + 1)
    for number, line in enumerate(lines, start=1):
        if _same(line, override):
            if not any(_speaks_of(later, override.name) for later in lines[number:]):
                return path, number
            del lines[number - 1]
            break
    lines.append(override.as_line())
    _write(path, lines)
    return path, len(lines)


def take_back(override: Override, *, graph: str | Path = "graph", settings: Settings | None = None) -> tuple[Path, int]:
    """Delete the line of a decision; return the file and the number that the line had.

    Raises UnknownNameError, with the decisions that there are, when it is not among them.
    """
    path = overrides_path(Path(graph), settings or Settings())
    lines = _lines(path)
    number = next((n for n, line in enumerate(lines, start=1) if _same(line, override)), None)
    if number is None:
        known = [line for line in lines if line.strip() and not line.startswith("#")]
        raise UnknownNameError(f"decision in {path}", override.as_line(), known)
    _write(path, [*lines[: number - 1], *lines[number:]])
    return path, number


def apply_overrides(*, graph: str | Path = "graph", settings: Settings | None = None) -> bool:
    """Resolve the graph anew with its overrides, reading no source; return whether anything changed."""
    report = build([], graph=graph, settings=settings).report
    return report is not None and report.changed


def _check_known(override: Override, graph: str | Path) -> None:
    resolution = open_resolution(graph)
    override = override.denied or override
    names = [override.name, *([override.value] if override.kind is OverrideKind.MERGE else [])]
    for name in names:
        if not resolution.find(name):
            raise UnknownNameError("entity", name, (entity.name for entity in resolution.entities))


def _check_readable(override: Override, path: Path, number: int) -> None:
    # A line that can't be read back would stop all that comes later: builds, removals and other decisions.
    line = override.as_line()
    if not _same(line, override):
        raise OverridesError(path, number, f"expected names and ids that are not empty; not written: {line[:80]}")
    if override.kind is OverrideKind.MERGE and override.name == override.value:
        raise OverridesError(path, number, f"expected two names to merge; not written: {line[:80]}")


def _lines(path: Path) -> list[str]:
    # As `read_overrides` cuts them: splitlines would also cut a name at U+2028.
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n") if path.is_file() else []


def _same(line: str, override: Override) -> bool:
    # As decisions and not as texts: spaces, and what is said to readers, make no other one.
    return _read(line) == override


def _speaks_of(line: str, name: str) -> bool:
    found = _read(line)
    return found is not None and (name_key(found.name) or found.name) == (name_key(name) or name)


def _read(line: str) -> Override | None:
    try:
        return parse_override(line)
    except ValueError:
        return None


def _write(path: Path, lines: Sequence[str]) -> None:
    """Write the file aside and put it in place as a whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    new.replace(path)
