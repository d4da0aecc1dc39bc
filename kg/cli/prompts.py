"""Ask a reader in a terminal for a line, with Tab to complete it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

import typer

from kg.cli.console import stderr
from kg.errors import KgError
from kg.plain import plain

try:
    import readline
except ImportError:  # Windows has none: there a line is typed without completion
    readline = None  # type: ignore[assignment]

__all__ = ["choose", "enter"]

Options = Callable[[str], Sequence[str]]


def choose(prompt: str, known: Collection[str]) -> str:
    """Ask for words, of which the first may be one of some known names; ends the command at the end of input."""
    return enter(prompt, options=lambda begun: [name for name in known if name.startswith(begun)], check=lambda _: None)


def enter(prompt: str, *, options: Options, check: Callable[[str], object]) -> str:
    """Ask for a line until `check` raises no KgError; what it raises is shown.

    `options` returns what a beginning can become; Tab offers it. Raises typer.Exit with 2 at the end of input.
    """
    while True:
        with _completing(options):
            try:
                line = input(prompt).strip()
            except EOFError:
                stderr.print()
                raise typer.Exit(2) from None
        if not line:
            continue
        try:
            check(line)
        except KgError as error:
            stderr.print(plain(str(error)), markup=False, soft_wrap=True)
            continue
        return line


@contextmanager
def _completing(options: Options) -> Iterator[None]:
    """Let Tab complete the whole line while the block runs."""
    if readline is None:
        yield
        return
    found: list[str] = []

    def complete(begun: str, state: int) -> str | None:
        if state == 0:
            try:
                found[:] = options(begun)
            except KgError:  # an error here would tear the line; it is told when the line is sent
                found.clear()
        return found[state] if state < len(found) else None

    before, delimiters = readline.get_completer(), readline.get_completer_delims()
    readline.set_completer(complete)
    readline.set_completer_delims("")
    # Python of macOS has libedit in its place, which binds keys in words of its own.
    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    try:
        yield
    finally:
        readline.set_completer(before)
        readline.set_completer_delims(delimiters)
