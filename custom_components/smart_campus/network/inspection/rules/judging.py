"""What the facts about each thing mean."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from .facts import DeviceFacts, EgressFacts, Outage, PathFacts, PortFacts, SiteFacts, SwitchFacts
from .report import Check, Level, Subject, SubjectKind

BUSY_PERCENT: Final = 90.0
"""Processor or memory of a switch from here on: it soon forgets what it should forward."""
CONTRACT_USED: Final = 0.9
"""Share of the contract that an egress may carry at its peak."""
CERTIFICATE_DAYS: Final = 14.0
CLOCK_OFFSET_MS: Final = 500.0
_FAMILIES: Final = ("ipv4", "ipv6")
_TOLD_BY: Final = {"certificate": ("certificate_expires", "certificate_expired"), "clock": ("clock_offset",)}
"""Reasons of a path that a check of its own tells better."""

type Affected = Mapping[str, tuple[str, ...]]
"""Names of what is out of order because of a thing, by that thing's key."""


def affected_by(site: SiteFacts) -> Affected:
    """Return what hangs on what is out of order."""
    found: dict[str, list[str]] = {}
    things = (
        *((switch.name, switch.outage) for switch in site.switches if switch.is_reachable is False),
        *((path.name, path.outage) for path in site.paths if path.state == "failing"),
        *((device.name, device.outage) for device in site.devices),
    )
    for name, outage in things:
        if outage.cause:
            found.setdefault(outage.cause, []).append(name)
    return {cause: tuple(sorted(names)) for cause, names in found.items()}


def judge_switch(switch: SwitchFacts, affected: Affected) -> Subject:
    """Return what was found of a switch. One that cannot be reached is not judged by what it said before."""
    values = {
        "ports_up": switch.ports_up,
        "ports_total": switch.ports_total,
        "cpu_percent": switch.cpu_percent,
        "memory_percent": switch.memory_percent,
        "temperature_c": switch.temperature_c,
    }
    checks = [_reachable(switch, affected)]
    if switch.is_reachable:
        checks += [*_ports(switch), *_health(switch)]
    return Subject(
        kind=SubjectKind.SWITCH,
        key=switch.key,
        name=switch.name,
        detail=switch.model,
        values=values if switch.is_reachable else {},
        checks=tuple(checks),
    )


def judge_path(path: PathFacts) -> Subject:
    """Return what was found of a path, certificate and clock with it."""
    values = {
        "way": path.way,
        "family": path.family,
        "group": path.group,
        "loss_percent": path.loss_percent,
        "latency_ms": path.latency_ms,
        "p95_ms": path.p95_ms,
        "certificate_days": path.certificate_days,
        "clock_offset_ms": path.clock_offset_ms,
    }
    details = tuple(_details(path))
    checks = (_path(path, told_by=details), *details)
    return Subject(
        kind=SubjectKind.PATH, key=path.key, name=path.name, detail=path.target, values=values, checks=checks
    )


def judge_egress(egress: EgressFacts) -> Subject:
    """Return what was found of an egress: its link, its speed against the contract, its peak against the contract."""
    peaks = [rate for rate in (egress.peak_in_bps, egress.peak_out_bps) if rate is not None]
    values: dict[str, float | None] = {
        "speed_bps": egress.speed_bps,
        "contract_bps": egress.contract_bps,
        "peak_in_bps": egress.peak_in_bps,
        "peak_out_bps": egress.peak_out_bps,
        "peak_since": egress.peak_since,
    }
    numbers = {"contract_bps": egress.contract_bps, "speed_bps": egress.speed_bps, "peak_bps": max(peaks, default=None)}
    link = _level_of(egress.is_up is False, is_known=egress.is_up is not None, worst=Level.CRITICAL)
    slow = egress.speed_bps is not None and egress.speed_bps < egress.contract_bps
    full = bool(peaks) and max(peaks) >= CONTRACT_USED * egress.contract_bps
    checks = [Check(id="egress_link", level=link)]
    if egress.is_up:
        speed = _level_of(slow, is_known=egress.speed_bps is not None, worst=Level.CRITICAL)
        use = _level_of(full, is_known=bool(peaks))
        checks += [
            Check(id="egress_speed", level=speed, values=numbers),
            Check(id="egress_use", level=use, values=numbers),
        ]
    return Subject(kind=SubjectKind.EGRESS, key=egress.key, name=egress.name, values=values, checks=tuple(checks))


def judge_device(device: DeviceFacts, affected: Affected) -> Subject:
    """Return what was found of a device that cannot be reached."""
    check = _unreachable(device.key, device.outage, affected)
    return Subject(kind=SubjectKind.DEVICE, key=device.key, name=device.name, checks=(check,))


def judge_coverage(site: SiteFacts, *, has_past: bool) -> Subject:
    """Return what the site as a whole lacks: both protocols must be tried and work, and an egress must be measured."""
    checks = [_family(family, site.paths) for family in _FAMILIES]
    if not site.egresses:
        checks.append(Check(id="egress_chosen", level=Level.UNKNOWN))
    if not site.switches:
        checks.append(Check(id="switches_known", level=Level.UNKNOWN))
    if not has_past:
        checks.append(Check(id="past", level=Level.UNKNOWN))
    return Subject(kind=SubjectKind.SITE, key=site.site_id, name=site.site, checks=tuple(checks))


def _level_of(is_bad: bool, *, is_known: bool, worst: Level = Level.WARNING) -> Level:
    if not is_known:
        return Level.UNKNOWN
    return worst if is_bad else Level.OK


def _reachable(switch: SwitchFacts, affected: Affected) -> Check:
    if switch.is_reachable is None:
        return Check(id="reachable", level=Level.UNKNOWN)
    if switch.is_reachable:
        return Check(id="reachable", level=Level.OK)
    return _unreachable(switch.key, switch.outage, affected)


def _unreachable(key: str, outage: Outage, affected: Affected) -> Check:
    if outage.in_maintenance:
        return Check(id="reachable", level=Level.PLANNED, since=outage.since)
    if outage.cause:
        return Check(id="reachable", level=Level.DEPENDENT, values={"cause": outage.cause_name}, since=outage.since)
    return Check(id="reachable", level=Level.CRITICAL, since=outage.since, affects=affected.get(key, ()))


def _ports(switch: SwitchFacts) -> Iterator[Check]:
    for port in switch.ports:
        yield _port(port)
    if not switch.ports:
        counts = {"up": switch.ports_up, "total": switch.ports_total}
        yield Check(id="ports", level=_level_of(False, is_known=switch.ports_total is not None), values=counts)


def _port(port: PortFacts) -> Check:
    return Check(
        id=f"port_{port.fault}",
        level=Level.PLANNED if port.in_maintenance else Level.WARNING,
        item=port.port,
        values={"value": port.value, "limit": port.limit, "description": port.description},
        since=port.since,
        affects=port.connected,
    )


def _health(switch: SwitchFacts) -> Iterator[Check]:
    """Yield what a switch tells of its parts; a part that it does not tell of is no part of the check."""
    if switch.power_supply_problem is not None:
        level = _level_of(switch.power_supply_problem, is_known=True, worst=Level.CRITICAL)
        yield Check(id="power_supplies", level=level)
    if switch.fan_problem is not None:
        yield Check(id="fans", level=_level_of(switch.fan_problem, is_known=True))
    for name, percent in (("cpu", switch.cpu_percent), ("memory", switch.memory_percent)):
        if percent is not None:
            level = _level_of(percent >= BUSY_PERCENT, is_known=True)
            yield Check(id=name, level=level, values={"percent": percent, "limit": BUSY_PERCENT})


def _details(path: PathFacts) -> Iterator[Check]:
    """Yield certificate and clock; of a path that fails before it shows them there is nothing to say."""
    is_failing = path.state == "failing"
    if path.way == "https" and not (is_failing and path.certificate_days is None):
        yield _certificate(path.certificate_days)
    if path.way == "ntp" and not (is_failing and path.clock_offset_ms is None):
        yield _clock(path.clock_offset_ms)


def _path(path: PathFacts, told_by: Sequence[Check]) -> Check:
    """Judge the path itself. told_by: checks that tell their reasons themselves, so that nothing is said twice."""
    told = {reason for check in told_by if check.level.is_exception for reason in _TOLD_BY[check.id]}
    reasons = [reason for reason in path.reasons if reason not in told]
    if path.state == "ok" or (path.reasons and not reasons):
        return Check(id="path", level=Level.OK)
    values = {"reason": reasons[0] if reasons else "", "cause": path.outage.cause_name}
    return Check(id="path", level=_path_level(path), values=values, since=path.outage.since)


def _path_level(path: PathFacts) -> Level:
    if path.state == "unknown":
        return Level.UNKNOWN
    if path.outage.in_maintenance:
        return Level.PLANNED
    if path.outage.cause:
        return Level.DEPENDENT
    return Level.CRITICAL if path.state == "failing" else Level.WARNING


def _certificate(days: float | None) -> Check:
    level = _level_of(days is not None and days < CERTIFICATE_DAYS, is_known=days is not None)
    if days is not None and days < 0:
        level = Level.CRITICAL
    return Check(id="certificate", level=level, values={"days": days, "limit": CERTIFICATE_DAYS})


def _clock(offset_ms: float | None) -> Check:
    level = _level_of(offset_ms is not None and abs(offset_ms) > CLOCK_OFFSET_MS, is_known=offset_ms is not None)
    return Check(id="clock", level=level, values={"offset_ms": offset_ms, "limit": CLOCK_OFFSET_MS})


def _family(family: str, paths: Sequence[PathFacts]) -> Check:
    """Judge one Internet protocol by all paths over it: it is down when none works."""
    mine = [path for path in paths if path.family == family and path.state != "unknown"]
    good = sum(path.state != "failing" for path in mine)
    level = _level_of(bool(mine) and not good, is_known=bool(mine), worst=Level.CRITICAL)
    return Check(id=family, level=level, values={"good": good, "total": len(mine)})
