"""Variation module of snmpsim: lets the rows of a recording move with the state of a simulated switch.

snmpsim executes this file, and calls `init` once and `variate` for each variable. Its one option: the folder with
``<id>.json`` of each switch.
"""

from pathlib import Path
from typing import Any

from pysnmp.proto import rfc1902
from pysnmp.smi.error import NotWritableError, WrongValueError
from snmpsim.error import NoDataNotification

from simulator.snmp_files import AgentFile
from simulator.snmp_state import SwitchState

type Answer = tuple[Any, str, Any]

_AGENTS: dict[str, AgentFile] = {}
_FOLDERS: list[Path] = []


def init(*, options: str, **_: Any) -> None:  # noqa: ANN401 - whatever snmpsim passes
    """Take the folder."""
    _FOLDERS.append(Path(options))


def variate(oid: Any, tag: str, value: str, **context: Any) -> Answer:  # noqa: ANN401 - snmpsim's own types
    """Answer one variable, or nothing at all while the switch is silent."""
    state = _state_of(Path(context["dataFile"]).parent.name)
    if state.is_silent:
        raise NoDataNotification
    if not context["nextFlag"] and not context["exactMatch"]:
        return context["origOid"], tag, context["errorStatus"]
    if context["setFlag"]:
        _write(state, oid, value, context)
        return oid, tag, context["origValue"]
    return oid, tag, state.value(value[1:]) if value.startswith("@") else value


def _state_of(switch_id: str) -> SwitchState:
    if switch_id not in _AGENTS:
        _AGENTS[switch_id] = AgentFile(_FOLDERS[0] / f"{switch_id}.json")
    return _AGENTS[switch_id].state()


def _write(state: SwitchState, oid: Any, value: str, context: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    place = max(0, context["varsTotal"] - context["varsRemaining"] - 1)
    if not value.startswith("@") or not isinstance(context["origValue"], rfc1902.Integer32):
        raise NotWritableError(name=oid, idx=place)
    if not state.write(value[1:], int(context["origValue"])):
        raise WrongValueError(name=oid, idx=place)


def record(oid: Any, tag: str, value: str, **_: Any) -> Answer:  # noqa: ANN401, ARG001 - snmpsim's own types
    """Record nothing."""
    raise NoDataNotification


def shutdown(**_: Any) -> None:  # noqa: ANN401 - whatever snmpsim passes
    """Leave nothing behind."""
