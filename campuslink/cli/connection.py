"""From arguments to a device: endpoint, address, parameters."""

import argparse
import asyncio
import dataclasses
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientSession, TCPConnector

from ..device.device import Device
from ..device.mqtt.node import MqttNode
from ..device.recorder.opening import open_recorder
from ..device.recorder.recorder import Recorder
from ..device.spec import DeviceSpec
from ..device.switch.device import offered_points
from ..device.switch.opening import open_recorded_switch
from ..device.switch.recording import RecordedSwitch
from ..device.text_device import TextDevice
from ..link.byte_line import ByteLinePool
from ..link.credentials import NO_CREDENTIALS, Credentials
from ..link.endpoint import PORT_RANGE, Endpoint, NetworkEndpoint, SerialEndpoint
from ..link.lines import open_lines
from ..link.mqtt_client import DEFAULT_PORT as BROKER_PORT
from ..link.mqtt_client import MqttClient
from ..link.pool import LinkPool, discover_address
from ..link.snmp.backend import DEFAULT_PORT, preload
from ..model import Kind
from ..profile.library import Library
from ..profile.schema import Profile, Protocol, Transport, TransportRules
from .console import WRONG_USAGE, CommandError
from .messages import Messages

type ReadableDevice = Device | TextDevice | RecordedSwitch | Recorder | MqttNode

PASSWORD_VARIABLE = "CAMPUSLINK_PASSWORD"  # noqa: S105 - the name of a variable, not a secret
"""Environment variable with the device's password: an argument would show in the list of processes."""

USERNAME_VARIABLE = "CAMPUSLINK_USERNAME"
"""Environment variable with the name of the device's user, for devices that know several."""

SNMP_VARIABLES = {
    "version": "CAMPUSLINK_SNMP_VERSION",
    "community": "CAMPUSLINK_COMMUNITY",
    "user": "CAMPUSLINK_USER",
    "auth_protocol": "CAMPUSLINK_AUTH_PROTOCOL",
    "auth_key": "CAMPUSLINK_AUTH_KEY",
    "priv_protocol": "CAMPUSLINK_PRIV_PROTOCOL",
    "priv_key": "CAMPUSLINK_PRIV_KEY",
    "context": "CAMPUSLINK_CONTEXT",
}
"""Environment variables with what an SNMP agent wants, by key of the credentials."""

MODBUS_PORT = 502
MODBUS_UNIT = "1"
USUAL_PORTS = {Transport.HTTP: 80, Transport.HTTPS: 443}
SSH_PORT = 22023
"""Of recorders whose commands go through SSH."""


def add_connection_arguments(parser: argparse.ArgumentParser, messages: Messages) -> None:
    """Add everything that says where a device is, except its host."""
    parser.add_argument("--port", type=int, help=messages.say("help_port"))
    parser.add_argument(
        "--transport",
        type=Transport,
        choices=tuple(Transport),
        default=Transport.TCP,
        help=messages.say("help_transport"),
    )
    parser.add_argument("--address", help=messages.say("help_address"))
    parser.add_argument("--baudrate", type=int, help=messages.say("help_baudrate"))
    parser.add_argument("--parity", choices=("N", "E", "O"), help=messages.say("help_parity"))
    parser.add_argument("--stopbits", type=int, choices=(1, 2), help=messages.say("help_stopbits"))
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help=messages.say("help_timeout"))


def add_param_argument(parser: argparse.ArgumentParser, messages: Messages) -> None:
    """Add the repeatable ``--param NAME=NUMBER``."""
    parser.add_argument("--param", action="append", default=[], metavar="NAME=NUMBER", help=messages.say("help_param"))


@asynccontextmanager
async def open_device(
    library: Library, profile: Profile, arguments: argparse.Namespace
) -> AsyncIterator[ReadableDevice]:
    """Open the device the arguments name, with a profile, and close its link afterwards.

    Raises CommandError for arguments that do not fit the profile, LinkError when the address must be asked for in vain.
    """
    if profile.transport.protocol is Protocol.SNMP:
        async with _open_switch(library, profile, arguments) as switch:
            yield switch
        return
    if profile.transport.protocol is Protocol.MQTT:
        async with _open_node(library, profile, arguments) as node:
            yield node
        return
    _require_transport(profile, arguments.transport)
    profile = dataclasses.replace(profile, transport=_rules_for(profile.transport, arguments))
    params = parse_params(profile, getattr(arguments, "param", ()))
    endpoint = _endpoint_for(profile.transport, arguments)
    if profile.transport.protocol in (Protocol.PJLINK, Protocol.TEXT):
        lines = open_lines(endpoint, profile.transport, _credentials())
        try:
            yield TextDevice(profile, lines, library.catalogue(profile.kind))
        finally:
            await lines.close()
        return
    if profile.kind is Kind.RECORDER:
        async with _open_recorder(library, profile, endpoint, params) as recorder:
            yield recorder
        return
    address = arguments.address or await _find_address(endpoint, profile.transport)
    link = await LinkPool().open(endpoint, profile.transport, address)
    try:
        yield Device(profile, link, library.catalogue(profile.kind), params=params)
    finally:
        await link.close()


def offered_by(library: Library, profile: Profile) -> frozenset[str]:
    """Return what a device of the profile can be asked for, computed points included."""
    if profile.transport.protocol is Protocol.SNMP:
        return frozenset(offered_points(profile, library.catalogue(profile.kind)))
    if profile.kind is Kind.RECORDER:
        # What a family does not tell is left out of the answer
        return frozenset(library.catalogue(profile.kind).points)
    return frozenset(profile.points)


@asynccontextmanager
async def _open_recorder(
    library: Library, profile: Profile, endpoint: Endpoint, params: Mapping[str, float]
) -> AsyncIterator[Recorder]:
    spec = DeviceSpec(
        profile=profile,
        catalogue=library.catalogue(profile.kind),
        endpoint=endpoint,
        credentials=_credentials(),
        params=params,
    )
    # Recorders bring certificates of their own making, which nobody could check
    async with ClientSession(connector=TCPConnector(ssl=False)) as session:
        recorder = open_recorder(spec, session)
        try:
            yield recorder
        finally:
            await recorder.close()


@asynccontextmanager
async def _open_node(library: Library, profile: Profile, arguments: argparse.Namespace) -> AsyncIterator[MqttNode]:
    port = BROKER_PORT if arguments.port is None else arguments.port
    if port not in PORT_RANGE:
        raise CommandError("port_range", exit_code=WRONG_USAGE, port=port)
    profile = dataclasses.replace(profile, transport=_rules_for(profile.transport, arguments))
    client = MqttClient(arguments.host, port, _credentials())
    try:
        node = MqttNode(profile, client, library.catalogue(profile.kind), arguments.address or "")
        try:
            yield node
        finally:
            await node.close()
    finally:
        await client.close()


@asynccontextmanager
async def _open_switch(
    library: Library, profile: Profile, arguments: argparse.Namespace
) -> AsyncIterator[RecordedSwitch]:
    port = DEFAULT_PORT if arguments.port is None else arguments.port
    if port not in PORT_RANGE:
        raise CommandError("port_range", exit_code=WRONG_USAGE, port=port)
    profile = dataclasses.replace(profile, transport=_rules_for(profile.transport, arguments))
    endpoint = NetworkEndpoint(transport=Transport.UDP, host=arguments.host, port=port)
    await asyncio.to_thread(preload)
    spec = DeviceSpec(
        profile=profile,
        catalogue=library.catalogue(profile.kind),
        endpoint=endpoint,
        credentials=_snmp_credentials(),
    )
    device = open_recorded_switch(spec)
    try:
        yield device
    finally:
        await device.close()


def parse_params(profile: Profile, texts: Sequence[str]) -> Mapping[str, float]:
    """Return parameters by id from ``name=number`` texts. Raises CommandError naming what the profile takes."""
    params: dict[str, float] = {}
    for text in texts:
        name, _, number = text.partition("=")
        if name not in profile.params:
            key = "wrong_param" if profile.params else "no_params"
            raise CommandError(key, exit_code=WRONG_USAGE, text=text, known=", ".join(profile.params))
        low, high = profile.params[name].range
        value = _number_in(number)
        if value is None or not low <= value <= high:
            raise CommandError("param_range", exit_code=WRONG_USAGE, param=name, low=low, high=high)
        params[name] = value
    return params


def _credentials() -> Credentials:
    named = {"username": os.environ.get(USERNAME_VARIABLE), "password": os.environ.get(PASSWORD_VARIABLE)}
    values = {key: value for key, value in named.items() if value}
    return Credentials(values) if values else NO_CREDENTIALS


def _snmp_credentials() -> Credentials:
    values = {key: os.environ[name] for key, name in SNMP_VARIABLES.items() if os.environ.get(name)}
    return Credentials({"version": "3" if "user" in values else "2c", **values})


def _number_in(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _require_transport(profile: Profile, transport: Transport) -> None:
    if transport not in profile.transport.transports:
        raise CommandError(
            "wrong_transport",
            exit_code=WRONG_USAGE,
            profile=profile.id,
            transport=transport,
            transports=", ".join(profile.transport.transports),
        )


def _rules_for(rules: TransportRules, arguments: argparse.Namespace) -> TransportRules:
    own = {name: getattr(arguments, name) for name in ("baudrate", "parity", "stopbits")}
    serial = dataclasses.replace(rules.serial, **{name: value for name, value in own.items() if value is not None})
    return dataclasses.replace(rules, serial=serial, timeout_s=arguments.timeout or rules.timeout_s)


def _endpoint_for(rules: TransportRules, arguments: argparse.Namespace) -> Endpoint:
    if arguments.transport is Transport.SERIAL:
        return SerialEndpoint(device=arguments.host, settings=rules.serial)
    usual = _usual_port(rules, arguments.transport)
    port = arguments.port if arguments.port is not None else usual
    if arguments.port is None and not usual:
        raise CommandError("port_needed", exit_code=WRONG_USAGE)
    if port not in PORT_RANGE:
        raise CommandError("port_range", exit_code=WRONG_USAGE, port=port)
    return NetworkEndpoint(transport=arguments.transport, host=arguments.host, port=port)


def _usual_port(rules: TransportRules, transport: Transport) -> int:
    if rules.protocol is Protocol.MODBUS:
        return MODBUS_PORT
    return SSH_PORT if transport is Transport.SSH else rules.port or USUAL_PORTS.get(transport, 0)


async def _find_address(endpoint: Endpoint, rules: TransportRules) -> str:
    if rules.protocol is Protocol.MODBUS:
        return MODBUS_UNIT
    lines = ByteLinePool()
    line = lines.acquire(endpoint)
    try:
        return await discover_address(line, rules.protocol, rules=rules)
    finally:
        await lines.release(line)
