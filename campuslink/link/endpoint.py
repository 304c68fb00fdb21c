"""Where a line is, as values that survive a trip through JSON. No I/O."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from ..errors import CodecError
from ..profile.schema import SerialSettings, Transport

PORT_RANGE = range(1, 65536)
PARITIES = ("N", "E", "O")

_FAMILIES = {
    Transport.TCP: "tcp",
    Transport.RTU_OVER_TCP: "tcp",
    Transport.UDP: "udp",
    Transport.HTTP: "http",
    Transport.HTTPS: "https",
    Transport.SSH: "ssh",
}
"""First word of a network line's key; the two TCP transports share one, as they cannot share a line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkEndpoint:
    """A device, gateway or serial server on the network."""

    transport: Transport
    """Any but ``SERIAL`` and ``LOCAL``."""
    host: str
    port: int

    @property
    def key(self) -> str:
        """Name of the physical line, equal for every device behind it."""
        return f"{_FAMILIES[self.transport]}:{self.host.lower()}:{self.port}"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object with ``transport``, ``host`` and ``port``."""
        return {"transport": self.transport.value, "host": self.host, "port": self.port}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned. Raises CodecError on anything else."""
        transport = _transport_in(data)
        if transport not in _FAMILIES:
            raise CodecError(f"a network endpoint cannot have the transport '{transport}'")
        port = _integer_in(data, "port")
        if port not in PORT_RANGE:
            raise CodecError(f"port {port} is not in 1..65535")
        return cls(transport=transport, host=_text_in(data, "host"), port=port)


@dataclass(frozen=True, kw_only=True, slots=True)
class SerialEndpoint:
    """A serial port of this machine."""

    device: str
    """Path or URL of the port, best one of ``/dev/serial/by-id``."""
    settings: SerialSettings

    @property
    def key(self) -> str:
        """Name of the physical line, equal for every device behind it."""
        return f"serial:{self.device}"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object with ``transport`` (``serial``), ``device`` and ``settings``."""
        return {"transport": Transport.SERIAL.value, "device": self.device, "settings": asdict(self.settings)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned; settings left out are the defaults. Raises CodecError on anything else."""
        if _transport_in(data) is not Transport.SERIAL:
            raise CodecError("a serial endpoint must have the transport 'serial'")
        return cls(device=_text_in(data, "device"), settings=_settings_from(data.get("settings", {})))


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalEndpoint:
    """No place on the network: what this machine tries by itself."""

    name: str
    """Tells several such lines apart."""

    @property
    def key(self) -> str:
        """Name of the line."""
        return f"local:{self.name}"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object with ``transport`` (``local``) and ``name``."""
        return {"transport": Transport.LOCAL.value, "name": self.name}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned. Raises CodecError on anything else."""
        if _transport_in(data) is not Transport.LOCAL:
            raise CodecError("a local endpoint must have the transport 'local'")
        return cls(name=_text_in(data, "name"))


@dataclass(frozen=True, slots=True)
class BrokerEndpoint:
    """The MQTT broker this process is connected to already; nodes differ by their address."""

    @property
    def key(self) -> str:
        """Name of the line, shared by every node."""
        return "mqtt:broker"

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object with ``transport`` (``broker``)."""
        return {"transport": Transport.BROKER.value}


type Endpoint = NetworkEndpoint | SerialEndpoint | LocalEndpoint | BrokerEndpoint


def endpoint_from_json(data: object) -> Endpoint:
    """Rebuild an endpoint from what its ``to_json`` returned.

    data is whatever a file or a form held. Raises CodecError when it is not such an object.
    """
    if not isinstance(data, Mapping):
        raise CodecError("an endpoint must be an object")
    match _transport_in(data):
        case Transport.SERIAL:
            return SerialEndpoint.from_json(data)
        case Transport.LOCAL:
            return LocalEndpoint.from_json(data)
        case Transport.BROKER:
            return BrokerEndpoint()
    return NetworkEndpoint.from_json(data)


def _settings_from(data: object) -> SerialSettings:
    if not isinstance(data, Mapping):
        raise CodecError("settings must be an object")
    values = {**asdict(SerialSettings()), **data}
    if unknown := values.keys() - SerialSettings.__dataclass_fields__.keys():
        raise CodecError(f"unknown serial settings: {', '.join(sorted(map(str, unknown)))}")
    settings = SerialSettings(
        baudrate=_integer_in(values, "baudrate"),
        parity=_text_in(values, "parity"),
        stopbits=_integer_in(values, "stopbits"),
        bytesize=_integer_in(values, "bytesize"),
    )
    if settings.baudrate < 1 or settings.parity not in PARITIES:
        raise CodecError(f"not the settings of a serial port: {settings}")
    if settings.stopbits not in (1, 2) or settings.bytesize not in range(5, 9):
        raise CodecError(f"not the settings of a serial port: {settings}")
    return settings


def _transport_in(data: Mapping[str, Any]) -> Transport:
    try:
        return Transport(_text_in(data, "transport"))
    except ValueError as err:
        raise CodecError(f"transport {data.get('transport')!r} is none of {', '.join(Transport)}") from err


def _integer_in(data: Mapping[str, Any], name: str) -> int:
    match data.get(name):
        case bool():
            raise CodecError(f"{name} must be a whole number")
        case int(value):
            return value
        case float(value) if value.is_integer():
            return int(value)
        case _:
            raise CodecError(f"{name} must be a whole number")


def _text_in(data: Mapping[str, Any], name: str) -> str:
    match data.get(name):
        case str(value) if value.strip():
            return value.strip()
        case _:
            raise CodecError(f"{name} must be a text that is not empty")
