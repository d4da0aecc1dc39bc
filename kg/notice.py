"""What a reader of a graph has to know first, in one sentence, wherever the graph is read."""

from __future__ import annotations

__all__ = ["NOTICE"]

NOTICE = (
    "From a language model's summary of each paper, or its authors' abstract, not the paper itself, read by a program: "
    "model and program make mistakes."
)
