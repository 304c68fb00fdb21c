"""What a person entered about a device, checked; and its way to and from the stored data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from homeassistant.config_entries import ConfigSubentry

from ..campuslink.link.credentials import NO_CREDENTIALS, Credentials
from ..campuslink.link.endpoint import Endpoint, endpoint_from_json
from ..campuslink.model import EMPTY, Kind
from ..campuslink.profile.schema import Profile
from ..const import (
    CONF_ADDRESS,
    CONF_AREA_ID,
    CONF_CREDENTIALS,
    CONF_ENDPOINT,
    CONF_INTERVALS,
    CONF_KEY,
    CONF_MODEL,
    CONF_PARAMS,
    CONF_PROFILE,
)
from ..settings import place_name
from .models import Model

CONF_SERIAL = "serial"


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A device that may be saved."""

    kind: Kind
    name: str
    endpoint: Endpoint
    address: str
    """Empty where the endpoint alone says which device it is, or until the only meter on the line has told it."""
    credentials: Credentials = NO_CREDENTIALS
    params: Mapping[str, float] = EMPTY
    intervals: Mapping[str, int] = EMPTY
    area_id: str | None = None
    options: Mapping[str, Any] = EMPTY
    """What of the kind's options the form of its connection asks for."""

    @property
    def place(self) -> str:
        """Return endpoint and address in one word."""
        return place_name(self.endpoint, self.address)

    @property
    def place_key(self) -> str:
        """Return the key of a device that tells no serial number."""
        return key_of(self.kind, self.place)

    @property
    def unique_id(self) -> str:
        """Return the unique id of the subentry."""
        return f"{self.kind}:{self.place}"

    def at(self, address: str) -> Self:
        """Return the same draft with the address the meter told."""
        return replace(self, address=address)

    def is_read_like(self, other: Self) -> bool:
        """Return whether both are the same device, reached and counted the same way."""
        return self._reach == other._reach

    @property
    def _reach(self) -> tuple[Any, ...]:
        return self.endpoint, self.address, self.credentials, self.params, self.options

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
        optional = {
            CONF_INTERVALS: dict(self.intervals),
            CONF_AREA_ID: self.area_id,
            CONF_SERIAL: serial,
            CONF_CREDENTIALS: dict(self.credentials),
        }
        return data | {name: value for name, value in optional.items() if value}

    @classmethod
    def from_subentry(cls, subentry: ConfigSubentry, profile: Profile) -> Self:
        """Rebuild the draft behind a stored device; parameters the profile gained since have their defaults.

        Raises CodecError when the stored endpoint is none.
        """
        data = subentry.data
        stored = data.get(CONF_PARAMS, {})
        return cls(
            kind=profile.kind,
            name=subentry.title,
            endpoint=endpoint_from_json(data[CONF_ENDPOINT]),
            address=data.get(CONF_ADDRESS, ""),
            credentials=Credentials(data.get(CONF_CREDENTIALS, {})),
            params={param.id: stored.get(param.id, param.default) for param in profile.params.values()},
            intervals=data.get(CONF_INTERVALS, {}),
            area_id=data.get(CONF_AREA_ID),
        )


def key_of(kind: Kind, name: str) -> str:
    """Return the key of a device by its serial number or place; meters, which came first, have no kind before it."""
    return name if kind is Kind.METER else f"{kind}:{name}"
