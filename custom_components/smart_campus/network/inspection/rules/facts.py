"""What an inspection is told of a site, plain and frozen. Texts may come from devices; none of them is trusted.

Times are seconds since 1970-01-01 UTC. None stands for "not known" throughout.
"""

from dataclasses import dataclass
from datetime import datetime

DEFAULT_CONTRACT_BPS = 1_000_000_000.0
"""What an egress should carry unless somebody says otherwise: 1 Gbit/s."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage:
    """Since when and why something is out of order."""

    since: float | None = None
    cause: str = ""
    """Key of what else makes it so; empty when the cause is the thing itself."""
    cause_name: str = ""
    in_maintenance: bool = False
    """Somebody works on it, as planned."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PortFacts:
    """A port in trouble."""

    port: str
    fault: str
    """``flapping``, ``errors``, ``discards``, ``speed_dropped``, ``half_duplex`` or ``high_utilisation``."""
    since: float
    description: str = ""
    value: float | None = None
    """Changes, errors or discards a minute; bit/s of a speed; a share of the speed in use."""
    limit: float | None = None
    connected: tuple[str, ...] = ()
    """Names of what hangs on it."""
    in_maintenance: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SwitchFacts:
    """A switch."""

    key: str
    name: str
    model: str = ""
    is_reachable: bool | None = None
    outage: Outage = Outage()
    """What it says only counts while it is not reachable."""
    ports_up: int | None = None
    ports_total: int | None = None
    ports: tuple[PortFacts, ...] = ()
    fan_problem: bool | None = None
    power_supply_problem: bool | None = None
    cpu_percent: float | None = None
    memory_percent: float | None = None
    temperature_c: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PathFacts:
    """A path that a probe tries."""

    key: str
    name: str
    group: str = ""
    """Name of the probe."""
    way: str = ""
    """``ping``, ``tcp``, ``dns``, ``http``, ``https`` or ``ntp``."""
    target: str = ""
    family: str = "any"
    """``ipv4``, ``ipv6``, or ``any`` where the system chooses."""
    state: str = "unknown"
    """``ok``, ``degraded``, ``failing`` or ``unknown``."""
    reasons: tuple[str, ...] = ()
    outage: Outage = Outage()
    """What it says only counts while the state is bad."""
    loss_percent: float | None = None
    latency_ms: float | None = None
    p95_ms: float | None = None
    certificate_days: float | None = None
    clock_offset_ms: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EgressFacts:
    """A port through which the campus reaches the outside, measured at its switch."""

    key: str
    name: str
    is_up: bool | None = None
    speed_bps: float | None = None
    contract_bps: float = DEFAULT_CONTRACT_BPS
    peak_in_bps: float | None = None
    """The busiest poll since `peak_since`."""
    peak_out_bps: float | None = None
    peak_since: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceFacts:
    """Another device of the campus that cannot be reached."""

    key: str
    name: str
    outage: Outage


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFacts:
    """Everything together."""

    site_id: str
    site: str
    at: datetime
    """Aware, in the zone in which people read the report."""
    switches: tuple[SwitchFacts, ...] = ()
    paths: tuple[PathFacts, ...] = ()
    egresses: tuple[EgressFacts, ...] = ()
    devices: tuple[DeviceFacts, ...] = ()
