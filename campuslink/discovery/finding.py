"""What a search found: one device each, with what it may be, where it says it is, and what let us in."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from ..codec.octets import decode_octets
from ..link.credentials import NO_CREDENTIALS, Credentials
from ..link.endpoint import NetworkEndpoint
from ..model import DeviceIdentity
from .matching import Match

MOST_TEXT = 120
"""Characters kept of anything a device says of itself."""


class Service(StrEnum):
    """What is looked for at an address."""

    MODBUS = "modbus"
    SNMP = "snmp"
    PJLINK = "pjlink"
    UHPPOTE = "uhppote"
    WEB = "web"
    """Recorders and gates over HTTP: Epiphan, Hikvision, Dahua."""
    EXTRON = "extron"
    TEXT = "text"
    """Projectors with a network protocol of their own that begins with a handshake."""
    RTSP = "rtsp"
    MDNS = "mdns"
    """Names and services that devices of the own network segment announce by themselves."""


class Remark(StrEnum):
    """Why something found cannot be added as it is."""

    NEEDS_LOGIN = "needs_login"
    """It wants credentials, and none were given for it."""
    LOGIN_REFUSED = "login_refused"
    """It refused the credentials that were given; they were tried once."""
    NO_PROFILE = "no_profile"
    """It answers, and no profile fits it."""
    NEEDS_STREAMS = "needs_streams"
    """A camera: which of its streams to record only a person knows."""
    ONLY_ANNOUNCED = "only_announced"
    """It announces itself, and nothing that was looked for answered there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The port of a switch that a device hangs on. Texts are bounded, and still a stranger's words."""

    switch: str
    """What the switch calls itself."""
    port: str
    alias: str = ""
    """What a person wrote on the port."""
    switch_location: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One device. Texts are bounded and on one line, and still a stranger's words."""

    service: Service
    endpoint: NetworkEndpoint
    address: str = ""
    """Modbus unit or serial number, where several devices share an endpoint."""
    matches: tuple[Match, ...] = ()
    """Profiles that fit, the surest first."""
    identity: DeviceIdentity = field(default_factory=DeviceIdentity)
    credentials: Credentials = NO_CREDENTIALS
    """Those of the given ones that let us in."""
    remark: Remark | None = None
    """None for a device that can be added."""
    label: str = ""
    """What it is in a few words, when no profile says it better."""
    name: str = ""
    """What the device calls itself; empty where it does not say."""
    location: str = ""
    """Where the device says it is."""
    mac: str = ""
    """Lower case with colons; empty while it is not known."""
    host_name: str = ""
    """What the network calls its address (reverse DNS); empty where it has no name."""
    place: Place | None = None

    @property
    def host(self) -> str:
        """Return the address it answers at."""
        return self.endpoint.host

    @property
    def key(self) -> str:
        """Return the name of its place on the network, equal for the same device found again."""
        return f"{self.endpoint.key}:{self.address}" if self.address else self.endpoint.key

    @property
    def is_addable(self) -> bool:
        """Return whether a profile fits it and nothing more must be known."""
        return self.remark is None and bool(self.matches)

    @property
    def where(self) -> str:
        """Return where it is in a few words: what it says itself, else the port it hangs on; empty for nowhere."""
        if self.location or self.place is None:
            return self.location
        return " ".join(filter(None, (self.place.switch, self.place.port, self.place.alias)))

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object without any secret."""
        return {
            "service": self.service.value,
            **self.endpoint.to_json(),
            "address": self.address,
            "profiles": [match.to_json() for match in self.matches],
            "identity": _known(asdict(self.identity)),
            "remark": self.remark.value if self.remark else None,
            "label": self.label,
            "name": self.name,
            "location": self.location,
            "mac": self.mac,
            "host_name": self.host_name,
            "place": asdict(self.place) if self.place else None,
        }


def short_text(text: str | None) -> str:
    """Return a device's text on one line, of bounded length."""
    return (decode_octets((text or "")[: 4 * MOST_TEXT].encode("utf-8", "replace")) or "")[:MOST_TEXT].strip()


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
