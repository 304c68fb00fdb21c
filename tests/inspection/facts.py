"""A site with something of everything."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from custom_components.smart_campus.network.inspection.rules.facts import (
    DeviceFacts,
    EgressFacts,
    Outage,
    PathFacts,
    PortFacts,
    SiteFacts,
    SwitchFacts,
)

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 25, 7, 0, tzinfo=ZONE)
"""A Wednesday."""
EARLIER = datetime(2026, 11, 24, 21, 30, tzinfo=ZONE).timestamp()


def switch(key: str = "sw1", **values: Any) -> SwitchFacts:
    given = {"key": key, "name": key.upper(), "is_reachable": True, "ports_up": 20, "ports_total": 48}
    return SwitchFacts(**{**given, **values})


def port(name: str = "GE1/0/1", fault: str = "flapping", **values: Any) -> PortFacts:
    return PortFacts(**{"port": name, "fault": fault, "since": EARLIER, "value": 12.0, "limit": 8.0, **values})


def path(key: str = "p1", **values: Any) -> PathFacts:
    given = {"key": key, "name": key.upper(), "way": "ping", "target": "192.0.2.1", "family": "ipv4", "state": "ok"}
    return PathFacts(**{**given, **values})


def egress(**values: Any) -> EgressFacts:
    given = {"key": "e1", "name": "CORE XGE1/0/1", "is_up": True, "speed_bps": 1e10, "peak_in_bps": 3e8}
    return EgressFacts(**{**given, "peak_out_bps": 1e8, "peak_since": EARLIER, **values})


def site(**values: Any) -> SiteFacts:
    return SiteFacts(**{"site_id": "site1", "site": "Library", "at": AT, **values})


WORST = site(
    switches=(
        switch("sw1", ports=(port(), port("GE1/0/2", "errors", connected=("Camera 3",)))),
        switch("sw2", is_reachable=False, outage=Outage(since=EARLIER)),
        switch("sw3", is_reachable=False, outage=Outage(since=EARLIER, cause="sw2", cause_name="SW2")),
        switch("sw4", is_reachable=None),
        switch("sw5", is_reachable=False, outage=Outage(since=EARLIER, in_maintenance=True)),
    ),
    paths=(
        path("p1"),
        path("p2", family="ipv6", state="failing", reasons=("no_answer",), outage=Outage(since=EARLIER)),
        path("p3", way="https", certificate_days=5.4, state="degraded", reasons=("certificate_expires",)),
        path("p4", way="ntp", clock_offset_ms=-1200.0, state="degraded", reasons=("clock_offset",)),
        path("p5", state="degraded", reasons=("loss",), loss_percent=35.0),
    ),
    egresses=(egress(peak_in_bps=9.5e8),),
    devices=(
        DeviceFacts(key="d1", name="Projector 101", outage=Outage(since=EARLIER, cause="sw2", cause_name="SW2")),
        DeviceFacts(key="d2", name="Gate north", outage=Outage(since=EARLIER)),
    ),
)
