"""How a gate is reached from Home Assistant: the shared ear for news, and the time zone of its clock."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..campuslink.device.gate.gate import GateDevice
from ..campuslink.device.gate.isapi import IsapiGate
from ..campuslink.device.gate.isapi_barrier import IsapiBarrier
from ..campuslink.device.gate.uhppote import UhppoteGate, count_doors
from ..campuslink.device.spec import DeviceSpec
from ..campuslink.errors import CodecError
from ..campuslink.link.endpoint import NetworkEndpoint
from ..campuslink.link.isapi import IsapiLink
from ..campuslink.link.uhppote import ANY_ADDRESS, UhppoteLink
from ..campuslink.link.uhppote_listener import PushListener
from ..campuslink.profile.schema import Protocol, Transport, TransportRules
from ..const import DOMAIN
from .options import GateOptions

PARAM_DOORS = "doors"
"""Parameter of a profile whose devices control doors: how many."""

DATA_LISTENER: HassKey[PushListener] = HassKey(f"{DOMAIN}_uhppote_listener")


def make_gate(hass: HomeAssistant, spec: DeviceSpec, *, listens: bool) -> GateDevice:
    """Return a gate of any family. Raises CodecError when it cannot be reached as described.

    listens: whether it may tell its news to this machine.
    """
    endpoint = spec.endpoint
    if not isinstance(endpoint, NetworkEndpoint):
        raise CodecError("a gate is reached over the network")
    if spec.profile.transport.protocol is Protocol.ISAPI:
        return _make_isapi(hass, spec, endpoint)
    return _make_uhppote(hass, spec, endpoint, listens=listens)


def _make_isapi(hass: HomeAssistant, spec: DeviceSpec, endpoint: NetworkEndpoint) -> GateDevice:
    """Return a Hikvision device: a profile that counts doors is a controller of doors, another one a barrier."""
    is_https = endpoint.transport is Transport.HTTPS
    link = IsapiLink(
        # Devices bring a certificate of their own making, which nobody could check; the password goes as a digest
        async_get_clientsession(hass, verify_ssl=not is_https),
        endpoint.host,
        endpoint.port,
        spec.credentials,
        is_https=is_https,
        timeout_s=spec.profile.transport.timeout_s,
    )
    if PARAM_DOORS not in spec.profile.params:
        return IsapiBarrier(spec.profile, spec.catalogue, link, clock=_now)
    options = GateOptions.parse(spec.options)
    return IsapiGate(
        spec.profile,
        spec.catalogue,
        link,
        doors=int(spec.params.get(PARAM_DOORS, spec.profile.params[PARAM_DOORS].default)),
        contacts=options.contacts,
        zone=dt_util.get_default_time_zone(),
        held_open_after_s=options.held_open_s,
        clock=_now,
    )


def _make_uhppote(hass: HomeAssistant, spec: DeviceSpec, endpoint: NetworkEndpoint, *, listens: bool) -> UhppoteGate:
    serial = int(spec.address) if spec.address.isdecimal() else 0
    if not count_doors(serial):
        raise CodecError(f"{spec.address!r} is no serial number of a door controller")
    options = GateOptions.parse(spec.options)
    link = UhppoteLink(
        endpoint.host,
        endpoint.port,
        serial=serial,
        is_tcp=endpoint.transport is Transport.TCP,
        timeout_s=spec.profile.transport.timeout_s,
        own_address=options.own_address or ANY_ADDRESS,
    )
    return UhppoteGate(
        spec.profile,
        spec.catalogue,
        link,
        listener=shared_listener(hass) if listens else None,
        takes_over_news=options.take_news,
        contacts=options.contacts,
        zone=dt_util.get_default_time_zone(),
        held_open_after_s=options.held_open_s,
        clock=_now,
    )


async def async_find_serial(endpoint: NetworkEndpoint, rules: TransportRules) -> str:
    """Return the serial number of the door controller at an address. Raises LinkError."""
    is_tcp = endpoint.transport is Transport.TCP
    link = UhppoteLink(endpoint.host, endpoint.port, serial=0, is_tcp=is_tcp, timeout_s=rules.timeout_s)
    return str(await link.find_serial())


def _now() -> float:
    return dt_util.utcnow().timestamp()


def shared_listener(hass: HomeAssistant) -> PushListener:
    """Return the one socket on which this installation hears its controllers."""
    if DATA_LISTENER not in hass.data:
        hass.data[DATA_LISTENER] = PushListener()
    return hass.data[DATA_LISTENER]
