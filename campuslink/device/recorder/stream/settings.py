"""What a recorder of cameras is told once: where recordings go, what they come from, what stays free."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....errors import CodecError
from ....link.endpoint import NetworkEndpoint
from ...spec import DeviceSpec
from .disk import DEFAULT_RESERVE_BYTES, DEFAULT_RESERVE_PERCENT
from .source import Source, read_sources
from .verdict import DEFAULT_SILENT_BELOW_DB

DEFAULT_MBIT_S = 4.0


@dataclass(frozen=True, kw_only=True, slots=True)
class StreamSettings:
    """Options of the device, parsed."""

    folder: Path
    """Where every recording gets a folder of its own; one that survives restarts."""
    sources: tuple[Source, ...]
    ffmpeg: str = ""
    """Path of the program; empty: the one on the path of programs."""
    reserve_bytes: float = DEFAULT_RESERVE_BYTES
    reserve_percent: float = DEFAULT_RESERVE_PERCENT
    mbit_s: float = DEFAULT_MBIT_S
    """What one source is expected to send, for the room that is demanded before a start."""
    silent_below_db: float = DEFAULT_SILENT_BELOW_DB
    has_checks: bool = True

    @classmethod
    def of(cls, spec: DeviceSpec) -> StreamSettings:
        """Read the options; raise CodecError for what cannot be used.

        ``folder``, ``sources`` or ``path`` (see `read_sources`), ``ffmpeg``, ``reserve_bytes``, ``reserve_percent``,
        ``mbit_s``, ``silent_below_db``, ``checks``.
        """
        if not isinstance(spec.endpoint, NetworkEndpoint):
            raise CodecError("a camera is reached over the network")
        options = spec.options
        folder = options.get("folder")
        if not isinstance(folder, str) or not Path(folder).is_absolute():
            raise CodecError("the folder for recordings is an absolute path")
        return cls(
            folder=Path(folder),
            sources=read_sources(options, spec.endpoint, spec.credentials),
            ffmpeg=str(options.get("ffmpeg") or ""),
            reserve_bytes=_number(options, "reserve_bytes", DEFAULT_RESERVE_BYTES, 0, 1e15),
            reserve_percent=_number(options, "reserve_percent", DEFAULT_RESERVE_PERCENT, 0, 90),
            mbit_s=_number(options, "mbit_s", DEFAULT_MBIT_S, 0.01, 200),
            silent_below_db=_number(options, "silent_below_db", DEFAULT_SILENT_BELOW_DB, -90, -10),
            has_checks=bool(options.get("checks", True)),
        )


def _number(options: Mapping[str, Any], name: str, default: float, low: float, high: float) -> float:
    value = options.get(name, default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
        raise CodecError(f"{name} is a number from {low:g} to {high:g}")
    return float(value)
