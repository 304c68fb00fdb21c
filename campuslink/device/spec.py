"""Everything that says which device is meant and how it is spoken to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..link.credentials import NO_CREDENTIALS, Credentials
from ..link.endpoint import Endpoint
from ..model import EMPTY
from ..profile.schema import Catalogue, Profile


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceSpec:
    """What a device is opened with."""

    profile: Profile
    catalogue: Catalogue
    endpoint: Endpoint
    address: str = ""
    """Empty where the endpoint alone says which device it is."""
    credentials: Credentials = NO_CREDENTIALS
    params: Mapping[str, float] = EMPTY
    """Installation parameters by id (``ct_ratio``)."""
    options: Mapping[str, Any] = EMPTY
    """What its kind lets a person set (ports picked, targets, lamp lifetime), as JSON."""
