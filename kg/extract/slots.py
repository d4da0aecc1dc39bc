"""The slots of a result, and what may fill them."""

from __future__ import annotations

from collections.abc import Mapping

from kg.model import EntityType

__all__ = ["SLOTS"]

# The network knows slots by their order.
SLOTS: Mapping[str, tuple[EntityType, ...]] = {
    "metric": (EntityType.METRIC,),
    "dataset": (EntityType.DATASET,),
    "subject": (EntityType.METHOD, EntityType.MODEL, EntityType.DATASET),
    "model": (EntityType.MODEL, EntityType.METHOD),
    "baseline": (EntityType.METHOD, EntityType.MODEL),
}
"""The slots of a result in the order in which they are filled, and the types of what may fill them."""
