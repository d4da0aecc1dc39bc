"""The command `kg`: one file a command beside this one, and what they have in common."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.markup import escape

from kg.cli import (
    ask,
    build,
    chart,
    decide,
    doctor,
    evaluate,
    evidence,
    explain,
    export,
    extract,
    fetch,
    publish,
    query,
    remove,
    review,
    serve,
    stats,
    train,
    validate,
    verify,
    view,
)
from kg.cli.console import stderr
from kg.errors import (
    KgError,
    QueryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooBigError,
    SettingsError,
    UnknownNameError,
)
from kg.plain import plain
from kg.query.lexer import pointer
from kg.version import VERSION

__all__ = ["app", "main"]

EXIT_PROBLEM = 1
EXIT_WRONG_USE = 2
_WRONG_USE = (QueryError, SettingsError, UnknownNameError)
# Kinds of QueryError that are no wrong use: the query may be right, and is only too much.
_TOO_MUCH = (QueryTimeoutError, QueryTooBigError)

app = typer.Typer(
    name="kg",
    help="From daily digests of AI papers to a knowledge graph: build it, ask it, look at it, export it.",
    epilog="Example: kg build data/digests && kg query --name overview",
    no_args_is_help=True,
    add_completion=True,
    # click does so itself; with both, each name is told twice.
    suggest_commands=False,
    rich_markup_mode=None,
    # typer's own would print what variables hold, whole texts among it.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options that come before a command."""


# The order is that of the help.
for module in (
    build,
    remove,
    ask,
    query,
    explain,
    review,
    decide,
    evidence,
    view,
    chart,
    export,
    serve,
    publish,
    fetch,
    stats,
    validate,
    verify,
    extract,
    evaluate,
    train,
    doctor,
):
    module.register(app)


def main() -> None:
    """Run the command line; a problem in the data exits with 1, wrong use with 2."""
    try:
        app()
    except KgError as error:
        stderr.print(f"[bold red]error:[/] {escape(plain(str(error)))}", soft_wrap=True)
        if isinstance(error, QuerySyntaxError | QueryRefusedError):
            stderr.print(escape(plain(pointer(error.query, error.line, error.column))), soft_wrap=True)
        is_wrong_use = isinstance(error, _WRONG_USE) and not isinstance(error, _TOO_MUCH)
        sys.exit(EXIT_WRONG_USE if is_wrong_use else EXIT_PROBLEM)
    # Before OSError, of which it is one.
    except BrokenPipeError:
        # Whoever read has seen enough, as `head` has. Python would still complain when it flushes at the end.
        sys.stderr.close()
        sys.exit(EXIT_PROBLEM)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        stderr.print(f"[bold red]error:[/] {escape(plain(f'{place}{error.strerror or error}'))}", soft_wrap=True)
        sys.exit(EXIT_WRONG_USE if isinstance(error, FileNotFoundError) else EXIT_PROBLEM)
    except UnicodeEncodeError as error:
        # Python takes bytes of an argument that are no UTF-8 for halves of surrogate pairs, which can't be written.
        near = error.object[max(0, error.start - 20) : error.end + 20]
        said = f"{near!a} holds bytes that are no UTF-8. Give the name in UTF-8."
        stderr.print(f"[bold red]error:[/] {escape(plain(said))}", soft_wrap=True)
        sys.exit(EXIT_WRONG_USE)
    except KeyboardInterrupt:
        stderr.print("stopped")
        # What shells expect of a program that ended at Ctrl-C: 128 and the number of the signal.
        sys.exit(130)
