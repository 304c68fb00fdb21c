"""What a person entered about a meter, checked; and its way to and from the stored data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from homeassistant.config_entries import ConfigSubentry

from ..campuslink.link.endpoint import Endpoint, endpoint_from_json
from ..campuslink.model import EMPTY
from ..campuslink.profile.schema import Profile
from ..const import (
    CONF_ADDRESS,
    CONF_AREA_ID,
    CONF_ENDPOINT,
    CONF_INTERVALS,
    CONF_KEY,
    CONF_MODEL,
    CONF_PARAMS,
    CONF_PROFILE,
    SUBENTRY_METER,
)
from .models import Model

CONF_SERIAL = "serial"


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A meter that may be saved."""

    name: str
    endpoint: Endpoint
    address: str
    """Empty until the only meter on the line has told it."""
    params: Mapping[str, float] = EMPTY
    intervals: Mapping[str, int] = EMPTY
    area_id: str | None = None

    @property
    def place(self) -> str:
        """Return endpoint and address in one word, unique for each meter."""
        return f"{self.endpoint.key}:{self.address}"

    @property
    def unique_id(self) -> str:
        """Return the unique id of the subentry."""
        return f"{SUBENTRY_METER}:{self.place}"

    def at(self, address: str) -> Self:
        """Return the same draft with the address the meter told."""
        return replace(self, address=address)

    def is_read_like(self, other: Self) -> bool:
        """Return whether both are the same meter, reached and counted the same way."""
        return (self.endpoint, self.address, self.params) == (other.endpoint, other.address, other.params)

    def to_data(self, model: Model, *, key: str, serial: str) -> dict[str, Any]:
        """Return the data of the subentry.

        key: identity in the registries, kept for the whole life of the device.
        """
        data: dict[str, Any] = {
            CONF_PROFILE: model.profile.id,
            CONF_MODEL: model.label,
            CONF_ENDPOINT: self.endpoint.to_json(),
            CONF_ADDRESS: self.address,
            CONF_PARAMS: dict(self.params),
            CONF_KEY: key,
        }
        optional = {CONF_INTERVALS: dict(self.intervals), CONF_AREA_ID: self.area_id, CONF_SERIAL: serial}
        return data | {name: value for name, value in optional.items() if value}

    @classmethod
    def from_subentry(cls, subentry: ConfigSubentry, profile: Profile) -> Self:
        """Rebuild the draft behind a stored meter; parameters the profile gained since have their defaults.

        Raises CodecError when the stored endpoint is none.
        """
        data = subentry.data
        stored = data.get(CONF_PARAMS, {})
        return cls(
            name=subentry.title,
            endpoint=endpoint_from_json(data[CONF_ENDPOINT]),
            address=data[CONF_ADDRESS],
            params={param.id: stored.get(param.id, param.default) for param in profile.params.values()},
            intervals=data.get(CONF_INTERVALS, {}),
            area_id=data.get(CONF_AREA_ID),
        )
