"""ServeOptions: what a server allows, and how it tells its clients apart."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import SettingsError
from kg.query.run import Limits

__all__ = ["ServeOptions"]


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What a server allows.

    `timeout` is in seconds, `max_rows` counts rows or triples of an answer, `memory` and `answer` are bytes of
    one query's process and of its answer, `body` bytes of a request, `kept` bytes of answers that are kept for
    whoever asks again. `workers` queries run at a time; those that take long move aside, to one of `slow` further
    places. `queue` requests may wait, `per_client` of them from one client. A client is an address, or, behind a
    proxy, the last entry of `client_header`.

    >>> ServeOptions(workers=2).each
    1
    """

    timeout: float = 30.0
    max_rows: int = 1_000_000
    memory: int = 2 << 30
    answer: int = 64 << 20
    body: int = 1 << 20
    kept: int = 64 << 20
    workers: int = 4
    slow: int = 4
    queue: int = 128
    per_client: int = 32
    client_header: str = ""

    def __post_init__(self) -> None:
        for name in ("timeout", "max_rows", "workers", "slow", "queue", "per_client"):
            if getattr(self, name) <= 0:
                value = getattr(self, name)
                raise SettingsError(name, value, f"{name}: expected more than 0, got {value}")

    @property
    def each(self) -> int:
        """How many of the places for queries one client may take."""
        return max(1, self.workers - 1)

    @property
    def each_slow(self) -> int:
        """How many of the places for long queries one client may take."""
        return max(1, self.slow // 2)

    @property
    def limits(self) -> Limits:
        """What one query may take."""
        return Limits(memory=self.memory, answer=self.answer)
