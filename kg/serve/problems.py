"""Errors as HTTP statuses and words."""

from __future__ import annotations

from kg.errors import (
    KgError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    QueryTooBigError,
    UnknownNameError,
)
from kg.query.lexer import pointer
from kg.serve.gate import BusyError
from kg.serve.protocol import BadRequestError

__all__ = ["Problem", "problem_of"]

Problem = tuple[int, str, dict[str, str]]
"""Status, words and headers."""

_SOON = {"Retry-After": "2"}


def problem_of(error: Exception) -> Problem:
    """Say what an error means for the client.

    What is wrong with a query gives 400, as SPARQL 1.1 Protocol, section 2.1.6, asks; a query that takes too
    much gives 503, since its answer is not to be had here.

    >>> problem_of(BusyError("full"))
    (503, 'full', {'Retry-After': '2'})
    """
    if isinstance(error, BadRequestError):
        return error.status, str(error), {}
    if isinstance(error, BusyError):
        return 429 if error.is_yours else 503, str(error), _SOON
    if isinstance(error, QuerySyntaxError | QueryRefusedError):
        return 400, f"{error}\n\n{pointer(error.query, error.line, error.column)}", {}
    if isinstance(error, QueryTimeoutError | QueryTooBigError):
        return 503, str(error), {}
    if isinstance(error, UnknownNameError):
        return 404, str(error), {}
    if isinstance(error, KgError):
        return 400, str(error), {}
    raise error
