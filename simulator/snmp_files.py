"""Files through which the simulator and snmpsim's process share a switch: its recording, its build and its orders."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .snmp_model import Maker, Neighbour, Orders, Port, Switch
from .snmp_rows import Row, standard_rows
from .snmp_state import SwitchState
from .snmp_vendor_rows import vendor_rows


def write_recording(path: Path, switch: Switch) -> None:
    """Write every row in the order of its OID; each passes through the variation module."""
    rows = sorted({row.oid: row for row in (*standard_rows(switch), *vendor_rows(switch))}.values(), key=_numbers)
    lines = (f"{oid}|{tag}:campus|{value}\n" for oid, tag, value in rows)
    path.write_text("".join(lines), encoding="ascii")


def write_agent(path: Path, switch: Switch, orders: Orders) -> None:
    """Write or replace what the agent's process must know, in one step."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"switch": asdict(switch), "orders": orders.to_json()}), encoding="utf-8")
    fresh.replace(path)


class AgentFile:
    """The state of a switch inside snmpsim's process, kept up to date with its file."""

    def __init__(self, path: Path) -> None:
        """path: as `write_agent` wrote it."""
        self._path = path
        self._seen = 0
        self._state: SwitchState | None = None

    def state(self) -> SwitchState:
        """Return the state, with the orders of now."""
        changed = self._path.stat().st_mtime_ns
        if self._state is None or changed != self._seen:
            self._seen = changed
            content = json.loads(self._path.read_text(encoding="utf-8"))
            self._state = self._state or SwitchState(_switch_from(content["switch"]), time.time)
            self._state.obey(Orders(**content["orders"]))
        return self._state


def _numbers(row: Row) -> tuple[int, ...]:
    return tuple(map(int, row.oid.split(".")))


def _switch_from(data: Mapping[str, Any]) -> Switch:
    return Switch(**{**data, "maker": Maker(data["maker"]), "ports": [_port_from(port) for port in data["ports"]]})


def _port_from(data: Mapping[str, Any]) -> Port:
    neighbour = data["neighbour"]
    return Port(**{**data, "neighbour": Neighbour(**neighbour) if neighbour else None})
