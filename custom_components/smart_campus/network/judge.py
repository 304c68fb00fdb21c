"""Judges the ports of a switch with every table it brings, and says what its points count."""

from collections.abc import Callable, Mapping
from typing import Any, override

from ..campuslink.device.switch.ports import Port, PortKind, PortTable
from ..campuslink.device.switch.trouble import PortJudge, PortTrouble
from ..campuslink.model import EMPTY
from .rules.port_health import FaultChange, Finding, PortHealth
from .rules.port_limits import PortFault, PortLimits
from .rules.port_rating import due_speed, is_switch
from .rules.port_sample import PortSample, by_port_key
from .rules.text import finite, mapping_of

OTHER_TROUBLE = (PortFault.DISCARDS, PortFault.SPEED_DROPPED, PortFault.HALF_DUPLEX)
"""What makes a switch have a problem besides flapping and errors; a busy port alone does not."""

type OnJudged = Callable[[HealthJudge, tuple[FaultChange, ...]], None]


class HealthJudge(PortJudge):
    """The ports of one switch, over restarts of either side."""

    def __init__(
        self,
        *,
        key: str,
        limits: PortLimits,
        steady: Callable[[], float],
        may_raise: Callable[[], bool],
        on_judged: OnJudged,
        stored: object = None,
        away_s: float = 0.0,
    ) -> None:
        """steady: seconds by a clock that does not jump. on_judged: told after every table.

        stored: from `to_json` before a restart, away_s ago.
        """
        given = mapping_of(stored)
        self.key = key
        self.health = PortHealth.from_json(given.get("health"), limits)
        self.table: PortTable | None = None
        """The newest one."""
        self.rows: Mapping[str, str] = EMPTY
        """Key of each port, by its row in the newest table."""
        self._names: dict[str, str] = {}
        self._steady = steady
        self._may_raise = may_raise
        self._on_judged = on_judged
        self._judged_at = steady() - away_s - (finite(given.get("age_s")) or 0.0)

    @override
    def judge(self, table: PortTable) -> PortTrouble:
        """Return what is in trouble now."""
        now = self._steady()
        samples = by_port_key(map(_sample, table))
        self.table = table
        self.rows = {str(sample.if_index): port for port, sample in samples.items()}
        self._names = {port: sample.name for port, sample in samples.items()}
        changes = self.health.update(
            samples,
            elapsed_s=now - self._judged_at,
            at=table.at,
            uptime_s=table.uptime,
            may_raise=self._may_raise(),
        )
        self._judged_at = now
        self._on_judged(self, changes)
        return self._trouble()

    def port_row(self, port: str) -> str | None:
        """Return the row of a port in the newest table; None when it is not in it."""
        return next((row for row, key in self.rows.items() if key == port), None)

    def text_of(self, port: str) -> str:
        """Return what a person wrote on a port in the switch."""
        row = self.port_row(port)
        alias = None if self.table is None or row is None else self.table.fields.get("alias", EMPTY).get(row)
        return alias if isinstance(alias, str) else ""

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for a later start."""
        return {"age_s": max(self._steady() - self._judged_at, 0.0), "health": self.health.to_json()}

    def _trouble(self) -> PortTrouble:
        findings = [finding for finding in self.health.findings if finding.port in self._names]
        other = {fault.value: self._ports(findings, fault) for fault in OTHER_TROUBLE}
        return PortTrouble(
            flapping=self._ports(findings, PortFault.FLAPPING),
            errors=self._ports(findings, PortFault.ERRORS),
            other={fault: names for fault, names in other.items() if names},
        )

    def _ports(self, findings: list[Finding], fault: PortFault) -> tuple[str, ...]:
        return tuple(self._names[finding.port] for finding in findings if finding.fault is fault)


def _sample(port: Port) -> PortSample:
    return PortSample(
        if_index=port.if_index,
        name=port.name,
        is_physical=port.kind is PortKind.PHYSICAL,
        admin_up=port.admin_up is not False,
        oper_up=port.is_up is True,
        speed_bps=port.speed,
        allowed_bps=_due_speed(port),
        full_duplex=None if port.duplex not in {"full", "half"} else port.duplex == "full",
        last_change_s=port.last_change,
        errors_per_s=port.error_rate,
        discards_per_s=port.discard_rate,
        in_bps=port.in_rate,
        out_bps=port.out_rate,
    )


def _due_speed(port: Port) -> float | None:
    names = [
        name
        for seen in port.neighbours
        if is_switch(seen.capabilities)
        for name in (seen.port_id, seen.port_description)
        if name
    ]
    return due_speed(port.name, names) if names else None
