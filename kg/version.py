"""The version of the package."""

from __future__ import annotations

__all__ = ["STATEMENTS", "VERSION"]

VERSION = "0.1.0"

STATEMENTS = 4
"""The number of the form of the statements.

Raise it when the same input is stated otherwise: the next build then states anew a graph that is there.
"""
