"""What a client would have: Accept and Accept-Encoding with their q-values (RFC 9110, sections 12.4 and 12.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["accepts_gzip", "preferred"]

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
# No client needs more, and each is compared with each offer.
_MOST_RANGES = 64


def _ranges(header: str) -> list[tuple[str, float]]:
    """Read a list of things with q-values; what is not well-formed is passed over."""
    ranges = []
    for part in header.split(",")[:_MOST_RANGES]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        given = [parameter[2:].strip() for parameter in parameters if parameter.startswith("q=")]
        if name and all(map(_QUALITY.fullmatch, given)):
            ranges.append((name, float(given[0]) if given else 1.0))
    return ranges


def _quality(offer: str, ranges: list[tuple[str, float]]) -> float:
    """Return what the most specific range that fits gives to an offer (section 12.5.1)."""
    kind = offer.split("/")[0]
    for fitting in (offer, f"{kind}/*", "*/*"):
        found = [quality for name, quality in ranges if name == fitting]
        if found:
            return max(found)
    return 0.0


def preferred(header: str | None, offers: Iterable[str]) -> str | None:
    """Return the media type that a client likes best, None when it likes none; `offers` are ours, best first.

    >>> preferred("text/csv;q=0.5, application/*;q=0.9", ["application/json", "text/csv"])
    'application/json'
    >>> preferred("image/png", ["application/json"]) is None
    True
    """
    listed = list(offers)
    if header is None or not header.strip():
        return listed[0]
    ranges = _ranges(header)
    best = max(listed, key=lambda offer: _quality(offer, ranges))
    return best if _quality(best, ranges) > 0 else None


def accepts_gzip(header: str | None) -> bool:
    """Say whether a client takes gzip.

    >>> accepts_gzip("br, gzip;q=0.8"), accepts_gzip("gzip;q=0"), accepts_gzip(None)
    (True, False, False)
    """
    qualities = dict(_ranges(header or ""))
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0
