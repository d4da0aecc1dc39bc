"""How much work each client has caused lately."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

__all__ = ["Tally"]

_HALF_LIFE = 10.0
_MUCH = 2.0
_LITTLE = 0.01
_MOST_CLIENTS = 10_000


class Tally:
    """Counts seconds of a processor by client; what was counted is worth half after ten seconds.

    A client is heavy while it has more than two seconds to its name.

    >>> tally = Tally()
    >>> tally.charge("a", 3.0)
    >>> tally.is_heavy("a"), tally.is_heavy("b")
    (True, False)
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._counted: dict[str, tuple[float, float]] = {}

    def charge(self, client: str, seconds: float) -> None:
        """Add some seconds to what a client has used."""
        if len(self._counted) >= _MOST_CLIENTS:
            self._counted = {one: found for one, found in self._counted.items() if self.worth(one) > _LITTLE}
        self._counted[client] = (self.worth(client) + seconds, self._clock())

    def charge_much(self, client: str) -> None:
        """Count a client as heavy from now on."""
        self.charge(client, max(0.0, 2 * _MUCH - self.worth(client)))

    def is_heavy(self, client: str) -> bool:
        """Say whether a client has used much lately."""
        return self.worth(client) > _MUCH

    def worth(self, client: str) -> float:
        """Return the seconds that are still counted."""
        seconds, at = self._counted.get(client, (0.0, 0.0))
        return float(seconds * 0.5 ** ((self._clock() - at) / _HALF_LIFE))
