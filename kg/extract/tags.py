"""The tags that taggers give to words, and the shape of what they say."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from kg.model import EntityType

__all__ = ["TAGS", "View", "Views"]

TAGS = ("O", *(f"{prefix}-{name}" for name in EntityType for prefix in "BI"))
"""O, then for each type the tag of a name's first word and that of its further words."""

View = NDArray[np.float64]
"""The probability of each tag, in the order of `TAGS`, at each word: (words, tags)."""

Views = Mapping[str, View]
"""The views of a text by the names of the taggers."""
