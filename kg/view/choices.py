"""What a view can be asked for by name; light, since every command loads it."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["TOGETHER", "Renderer"]

TOGETHER = ("Method", "Model", "Dataset", "Task")
"""Types whose things can be looked at for what occurs together."""


class Renderer(StrEnum):
    """What draws a page."""

    PYVIS = "pyvis"
    WEBGL = "webgl"
