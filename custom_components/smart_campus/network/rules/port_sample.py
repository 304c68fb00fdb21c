"""What one poll says about the ports of a switch, as the rules see it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from .text import clean_text

MOST_PORTS = 4096
"""Rows of a port table that are looked at; a stack of nine has fewer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PortSample:
    """One port at one poll. None means that the switch does not say."""

    if_index: int
    name: str
    is_physical: bool = True
    """Whether it has a plug: VLANs, loopbacks and aggregates are not judged."""
    admin_up: bool = True
    oper_up: bool = True
    speed_bps: float | None = None
    allowed_bps: float | None = None
    """The most that port, cable and peer should do, where known; else the best speed seen counts."""
    full_duplex: bool | None = None
    last_change_s: float | None = None
    """Uptime of the switch, in seconds, when the port last went up or down (ifLastChange)."""
    errors_per_s: float | None = None
    """In and out together, mean since the poll before."""
    discards_per_s: float | None = None
    in_bps: float | None = None
    out_bps: float | None = None

    @property
    def utilisation(self) -> float | None:
        """Return the busier direction as a share of the speed, 0 to about 1."""
        rates = [rate for rate in (self.in_bps, self.out_bps) if rate is not None]
        return max(rates) / self.speed_bps if rates and self.speed_bps else None


def by_port_key(samples: Iterable[PortSample]) -> dict[str, PortSample]:
    """Return the samples by a name that stays when the switch numbers its ports anew.

    The key is the cleaned name; ports without one, and ports that share one, carry their index as well.
    """
    kept = [(clean_text(sample.name), sample) for _, sample in zip(range(MOST_PORTS), samples, strict=False)]
    counts = Counter(name for name, _ in kept)
    keyed: dict[str, PortSample] = {}
    for name, sample in kept:
        key = name if name and counts[name] == 1 else f"{name}#{sample.if_index}"
        while key in keyed:
            key = f"{key}#{sample.if_index}"
        keyed[key] = sample
    return keyed
