"""What a site's stored data says about one device, parsed once at the boundary."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from homeassistant.config_entries import ConfigSubentry

from .campuslink.errors import CodecError
from .campuslink.link.credentials import NO_CREDENTIALS, Credentials
from .campuslink.link.endpoint import Endpoint, endpoint_from_json
from .campuslink.model import EMPTY, Kind, PollClass
from .campuslink.poller.periods import DEFAULT_PERIODS_S
from .const import (
    CONF_ADDRESS,
    CONF_AREA_ID,
    CONF_CREDENTIALS,
    CONF_ENDPOINT,
    CONF_INTERVALS,
    CONF_KEY,
    CONF_MODEL,
    CONF_OPTIONS,
    CONF_PARAMS,
    CONF_PROFILE,
    INTERVAL_CLASSES,
)

LONGEST_S: Mapping[Kind, Mapping[PollClass, float]] = {Kind.RECORDER: {PollClass.FAST: 15.0}}
"""Trouble of a lesson is told within a minute, whatever the intervals of a site say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceSettings:
    """One device as the installer described it. Equal settings need no action."""

    title: str
    kind: Kind
    profile_id: str
    endpoint: Endpoint
    address: str
    key: str
    """Stable name of the thing itself in the registries: its serial number, else its first place."""
    params: Mapping[str, float] = EMPTY
    intervals: Mapping[str, float] = EMPTY
    """Seconds by ``fast_s``, ``normal_s``, ``slow_s``; what is left out follows the site."""
    area_id: str | None = None
    model: str = ""
    """Label of the product chosen, one of its profile's; empty when it was not told."""
    credentials: Credentials = NO_CREDENTIALS
    options: Mapping[str, Any] = EMPTY
    """What the kind lets a person set; a change means other entities, so the device is set up anew."""

    @classmethod
    def from_subentry(cls, subentry: ConfigSubentry) -> Self:
        """Parse a subentry. Raises CodecError when it was damaged or written by something else."""
        data: Mapping[str, Any] = subentry.data
        try:
            endpoint = endpoint_from_json(data[CONF_ENDPOINT])
            address = str(data.get(CONF_ADDRESS) or "")
            return cls(
                title=subentry.title,
                kind=Kind(subentry.subentry_type),
                profile_id=str(data[CONF_PROFILE]),
                endpoint=endpoint,
                address=address,
                key=str(data.get(CONF_KEY) or place_name(endpoint, address)),
                params=dict(data.get(CONF_PARAMS) or {}),
                intervals=dict(data.get(CONF_INTERVALS) or {}),
                area_id=data.get(CONF_AREA_ID),
                model=str(data.get(CONF_MODEL, "")),
                credentials=Credentials(data.get(CONF_CREDENTIALS) or {}),
                options=dict(data.get(CONF_OPTIONS) or {}),
            )
        except (KeyError, TypeError, ValueError) as err:
            raise CodecError(f"the stored settings of {subentry.title!r} are damaged: {err!r}") from err

    def is_shown_like(self, other: Self) -> bool:
        """Return whether both have the same entities of the same device."""
        return (self.key, self.model, self.options) == (other.key, other.model, other.options)

    def periods_s(self, options: Mapping[str, Any]) -> dict[PollClass, float]:
        """Return the seconds between polls; the device's own intervals win over the site's options."""
        chosen = {**options, **self.intervals}
        periods = {poll: float(chosen[name]) for name, poll in INTERVAL_CLASSES.items() if chosen.get(name)}
        longest = LONGEST_S.get(self.kind, EMPTY)
        return {
            poll: min(period, longest.get(poll, period)) for poll, period in {**DEFAULT_PERIODS_S, **periods}.items()
        }

    def is_reached_like(self, other: Self) -> bool:
        """Return whether both are asked the same way at the same place: nothing needs to be opened anew."""
        return self._reach == other._reach

    @property
    def _reach(self) -> tuple[Any, ...]:
        return self.profile_id, self.endpoint, self.address, self.credentials, self.params, self.intervals


def place_name(endpoint: Endpoint, address: str) -> str:
    """Return endpoint and address in one word, unique for each device."""
    return f"{endpoint.key}:{address}" if address else endpoint.key
