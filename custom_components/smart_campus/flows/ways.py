"""The ways a profile's devices can be wired to this machine; each is one step of the set-up."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..campuslink.link.endpoint import BrokerEndpoint, Endpoint, LocalEndpoint, SerialEndpoint
from ..campuslink.profile.schema import Profile, Protocol, Transport


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """One way and the form that asks for it."""

    step: str
    """Step id of the form."""
    transport: Transport
    default_port: int = 0
    """0 where the way has no port."""


MODBUS_WAYS = (
    Way(step="modbus_tcp", transport=Transport.TCP, default_port=502),
    Way(step="modbus_rtu", transport=Transport.RTU_OVER_TCP, default_port=8899),
    Way(step="modbus_serial", transport=Transport.SERIAL),
)
METER_WAYS = (
    Way(step="meter_gateway", transport=Transport.TCP, default_port=8899),
    Way(step="meter_serial", transport=Transport.SERIAL),
)
UHPPOTE_WAYS = (
    Way(step="uhppote_udp", transport=Transport.UDP, default_port=60000),
    Way(step="uhppote_tcp", transport=Transport.TCP, default_port=60000),
)
ISAPI_WAYS = (
    Way(step="isapi_http", transport=Transport.HTTP, default_port=80),
    Way(step="isapi_https", transport=Transport.HTTPS, default_port=443),
)
PJLINK_WAYS = (Way(step="projector_pjlink", transport=Transport.TCP, default_port=4352),)
TEXT_WAYS = (
    Way(step="projector_network", transport=Transport.TCP, default_port=8899),
    Way(step="projector_serial", transport=Transport.SERIAL),
)
RECORDER_WEB_WAYS = (
    Way(step="recorder_http", transport=Transport.HTTP, default_port=80),
    Way(step="recorder_https", transport=Transport.HTTPS, default_port=443),
)
SIS_WAYS = (
    Way(step="recorder_ssh", transport=Transport.SSH, default_port=22023),
    Way(step="recorder_telnet", transport=Transport.TCP, default_port=23),
)
WAYS_BY_PROTOCOL: Mapping[Protocol, tuple[Way, ...]] = {
    Protocol.MODBUS: MODBUS_WAYS,
    Protocol.DLT645: METER_WAYS,
    Protocol.CJT188: METER_WAYS,
    Protocol.UHPPOTE: UHPPOTE_WAYS,
    Protocol.ISAPI: ISAPI_WAYS,
    Protocol.PJLINK: PJLINK_WAYS,
    Protocol.TEXT: TEXT_WAYS,
    Protocol.MQTT: (Way(step="mqtt", transport=Transport.BROKER),),
    Protocol.PEARL: RECORDER_WEB_WAYS,
    Protocol.RTSP: (Way(step="recorder_rtsp", transport=Transport.TCP, default_port=554),),
    Protocol.DAHUA: RECORDER_WEB_WAYS,
    Protocol.SIS: SIS_WAYS,
    Protocol.OBS: (Way(step="recorder_obs", transport=Transport.HTTP, default_port=4455),),
    Protocol.SNMP: (Way(step="snmp", transport=Transport.UDP, default_port=161),),
}
"""The usual way first."""
WAYS = {way.step: way for ways in WAYS_BY_PROTOCOL.values() for way in ways}


def ways_of(profile: Profile) -> tuple[Way, ...]:
    """Return the ways the profile allows, the usual one first."""
    ways = WAYS_BY_PROTOCOL[profile.transport.protocol]
    return tuple(way for way in ways if way.transport in profile.transport.transports)


def transport_of(endpoint: Endpoint) -> Transport:
    """Return what carries the protocol at an endpoint."""
    match endpoint:
        case SerialEndpoint():
            return Transport.SERIAL
        case LocalEndpoint():
            return Transport.LOCAL
        case BrokerEndpoint():
            return Transport.BROKER
    return endpoint.transport
