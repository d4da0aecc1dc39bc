"""Text from outside, made safe to show on a page or a terminal."""

from __future__ import annotations

import re

__all__ = ["plain"]

# Controls (with the escape that begins a terminal's sequences), marks of direction, surrogates: \x1b, \u202e.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def plain(text: str) -> str:
    r"""Leave out what has no shape but changes how other text is shown: controls and marks of direction.

    >>> plain("a\u202eb\x1b[31mc")
    'ab[31mc'
    """
    return _UNSEEN.sub("", text)
