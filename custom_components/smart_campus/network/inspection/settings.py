"""When a site is inspected, and what its egress must carry: a part of the site's options."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Final, Self

from .rules.facts import DEFAULT_CONTRACT_BPS

CONF_INSPECTION: Final = "inspection"
CONF_DAILY: Final = "daily"
CONF_TIME: Final = "time"
CONF_EGRESS: Final = "egress"
CONF_CONTRACT: Final = "contract_mbps"

DEFAULT_TIME: Final = "07:00:00"
DEFAULT_CONTRACT_MBPS: Final = round(DEFAULT_CONTRACT_BPS / 1e6)
MOST_EGRESSES: Final = 16
_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(:[0-5]\d)?")


@dataclass(frozen=True, slots=True)
class EgressPort:
    """A port of a switch through which the site reaches the outside."""

    switch: str
    """Key of the switch."""
    port: str

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return what `str` gave; None for anything else."""
        switch, mark, port = text.partition(" / ")
        return cls(switch, port) if switch and mark and port else None

    def __str__(self) -> str:
        return f"{self.switch} / {self.port}"


@dataclass(frozen=True, kw_only=True, slots=True)
class InspectionSettings:
    """As a person set them, or the defaults."""

    daily_at: time | None = None
    """Local time; None while no inspection is scheduled."""
    egresses: tuple[EgressPort, ...] = ()
    contract_bps: float = DEFAULT_CONTRACT_BPS

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Read a site's options; what is damaged is the default."""
        stored = options.get(CONF_INSPECTION)
        given: Mapping[str, Any] = stored if isinstance(stored, Mapping) else {}
        listed = given.get(CONF_EGRESS)
        ports = [EgressPort.parse(str(item)) for item in listed] if isinstance(listed, list | tuple) else []
        contract = given.get(CONF_CONTRACT)
        return cls(
            daily_at=_time_in(given) if given.get(CONF_DAILY) is True else None,
            egresses=tuple(port for port in dict.fromkeys(ports) if port is not None)[:MOST_EGRESSES],
            contract_bps=contract * 1e6 if isinstance(contract, int | float) and contract > 0 else DEFAULT_CONTRACT_BPS,
        )


def _time_in(given: Mapping[str, Any]) -> time:
    found = str(given.get(CONF_TIME, ""))
    return time.fromisoformat(found if _TIME.fullmatch(found) else DEFAULT_TIME)
