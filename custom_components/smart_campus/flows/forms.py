"""The forms of a connection: their fields, and what was entered into them as a draft or as errors by field."""

from collections.abc import Mapping
from typing import Any

import probatio
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    AreaSelector,
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    SerialPortSelector,
    TextSelector,
)

from ..campuslink.link.credentials import NO_CREDENTIALS
from ..campuslink.link.endpoint import Endpoint, NetworkEndpoint, SerialEndpoint
from ..campuslink.model import EMPTY
from ..campuslink.profile.schema import Parameter, Profile, Protocol, SerialSettings, Transport
from ..const import CONF_ADDRESS, CONF_AREA_ID, CONF_INTERVALS, CONF_NAME
from .credentials import credential_schema, credential_values, read_credentials
from .draft import Draft
from .intervals import clean_intervals, device_interval_schema, interval_errors
from .names import clean_name, name_error
from .place import parse_address, parse_host, parse_port, parse_serial_port
from .ways import Way

CONF_HOST = "host"
CONF_PORT = "port"
CONF_DEVICE = "device"
CONF_BAUDRATE = "baudrate"
CONF_PARITY = "parity"
CONF_STOPBITS = "stopbits"
CONF_SAVE_ANYWAY = "save_without_reading"

_ENDPOINT_FIELDS = (CONF_HOST, CONF_PORT, CONF_DEVICE, CONF_BAUDRATE, CONF_PARITY, CONF_STOPBITS)

_ADDRESSED = frozenset({Protocol.MODBUS, Protocol.DLT645, Protocol.CJT188, Protocol.UHPPOTE, Protocol.MQTT})

BAUDRATES = ("300", "600", "1200", "2400", "4800", "9600", "14400", "19200", "38400", "57600", "115200")
PARITIES = {"none": "N", "even": "E", "odd": "O"}


def connection_schema(
    profile: Profile, way: Way, *, may_save_anyway: bool, more: Mapping[probatio.Marker, Any] = EMPTY
) -> probatio.Schema:
    """Return the form of one way to a device of this profile, prefilled with the usual values.

    may_save_anyway: whether to offer saving without a reading; never before one was tried. more: fields of the kind.
    """
    fields: dict[probatio.Marker, Any] = {}
    if may_save_anyway:
        fields[probatio.Required(CONF_SAVE_ANYWAY, default=False)] = BooleanSelector()
    fields |= (
        _serial_fields(profile.transport.serial) if way.transport is Transport.SERIAL else _network_fields(profile, way)
    )
    if has_address(profile.transport.protocol):
        fields[_address_marker(profile)] = TextSelector()
    fields |= credential_schema(profile.transport.protocol)
    fields |= {_param_marker(param): _param_selector(param) for param in profile.params.values()}
    fields |= more
    fields[probatio.Required(CONF_NAME)] = TextSelector()
    fields[probatio.Optional(CONF_AREA_ID)] = AreaSelector()
    fields[probatio.Optional(CONF_INTERVALS)] = section(device_interval_schema(), {"collapsed": True})
    return probatio.Schema(fields)


def read_form(
    entered: Mapping[str, Any], profile: Profile, way: Way, stored: Draft | None = None
) -> tuple[Draft | None, dict[str, str]]:
    """Return what was entered as a draft, or None and an error by field. stored: the device that is being changed."""
    endpoint, errors = _read_endpoint(entered, profile, way)
    address = _read_address(entered.get(CONF_ADDRESS, ""), profile, way)
    if address is None:
        errors |= {CONF_ADDRESS: "invalid_unit" if profile.transport.protocol is Protocol.MODBUS else "invalid_address"}
    name = clean_name(entered[CONF_NAME])
    intervals = clean_intervals(entered.get(CONF_INTERVALS, {}))
    errors |= name_error(name) | interval_errors(intervals)
    if errors or endpoint is None or address is None:
        return None, errors
    params = {param: float(entered[param]) for param in profile.params}
    known = stored.credentials if stored else NO_CREDENTIALS
    draft = Draft(
        kind=profile.kind,
        name=name,
        endpoint=endpoint,
        address=address,
        credentials=read_credentials(entered, profile.transport.protocol, known),
        params=params,
        intervals=intervals,
        area_id=entered.get(CONF_AREA_ID) or None,
    )
    return draft, {}


def has_address(protocol: Protocol) -> bool:
    """Return whether several devices of a protocol share a line, each at an address of its own."""
    return protocol in _ADDRESSED


def form_values(draft: Draft, protocol: Protocol) -> dict[str, Any]:
    """Return what to prefill a form with to show a draft again."""
    values: dict[str, Any] = {CONF_ADDRESS: draft.address, CONF_NAME: draft.name, CONF_INTERVALS: dict(draft.intervals)}
    if draft.area_id:
        values[CONF_AREA_ID] = draft.area_id
    values |= credential_values(draft.credentials, protocol)
    return values | dict(draft.params) | _endpoint_values(draft.endpoint)


def without_endpoint(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that also hold when the meter is reached another way."""
    return {name: value for name, value in values.items() if name not in _ENDPOINT_FIELDS}


def _endpoint_values(endpoint: Endpoint) -> dict[str, Any]:
    match endpoint:
        case NetworkEndpoint():
            return {CONF_HOST: endpoint.host, CONF_PORT: endpoint.port}
        case SerialEndpoint():
            return {CONF_DEVICE: endpoint.device} | _setting_values(endpoint.settings)
    return {}


def _setting_values(settings: SerialSettings) -> dict[str, str]:
    parity = next(name for name, letter in PARITIES.items() if letter == settings.parity)
    return {CONF_BAUDRATE: str(settings.baudrate), CONF_PARITY: parity, CONF_STOPBITS: str(settings.stopbits)}


def _network_fields(profile: Profile, way: Way) -> dict[probatio.Marker, Any]:
    port = NumberSelector(NumberSelectorConfig(min=1, max=65535, step=1, mode=NumberSelectorMode.BOX))
    return {
        probatio.Required(CONF_HOST): TextSelector(),
        probatio.Required(CONF_PORT, default=profile.transport.port or way.default_port): port,
    }


def _serial_fields(settings: SerialSettings) -> dict[probatio.Marker, Any]:
    usual = _setting_values(settings)
    return {
        probatio.Required(CONF_DEVICE): SerialPortSelector(),
        probatio.Required(CONF_BAUDRATE, default=usual[CONF_BAUDRATE]): _choice(BAUDRATES),
        probatio.Required(CONF_PARITY, default=usual[CONF_PARITY]): _choice(tuple(PARITIES), CONF_PARITY),
        probatio.Required(CONF_STOPBITS, default=usual[CONF_STOPBITS]): _choice(("1", "2")),
    }


def _choice(options: tuple[str, ...], translation_key: str = "") -> SelectSelector:
    config = SelectSelectorConfig(options=list(options), mode=SelectSelectorMode.DROPDOWN)
    if translation_key:
        config["translation_key"] = translation_key
    return SelectSelector(config)


def _address_marker(profile: Profile) -> probatio.Marker:
    if profile.transport.protocol is Protocol.MODBUS:
        return probatio.Required(CONF_ADDRESS, default="1")
    return probatio.Optional(CONF_ADDRESS)


def _param_marker(param: Parameter) -> probatio.Marker:
    return probatio.Required(param.id, default=param.default)


def _param_selector(param: Parameter) -> NumberSelector:
    least, most = param.range
    return NumberSelector(NumberSelectorConfig(min=least, max=most, step="any", mode=NumberSelectorMode.BOX))


def _read_endpoint(entered: Mapping[str, Any], profile: Profile, way: Way) -> tuple[Endpoint | None, dict[str, str]]:
    if way.transport is Transport.SERIAL:
        return _read_serial_port(entered, profile.transport.serial.bytesize)
    host, port = parse_host(entered[CONF_HOST]), parse_port(entered[CONF_PORT])
    if host and port:
        return NetworkEndpoint(transport=way.transport, host=host, port=port), {}
    errors = {CONF_HOST: "" if host else "invalid_host", CONF_PORT: "" if port else "invalid_port"}
    return None, {name: error for name, error in errors.items() if error}


def _read_serial_port(entered: Mapping[str, Any], bytesize: int) -> tuple[Endpoint | None, dict[str, str]]:
    device = parse_serial_port(entered[CONF_DEVICE])
    if device is None:
        return None, {CONF_DEVICE: "invalid_serial_port"}
    settings = SerialSettings(
        baudrate=int(entered[CONF_BAUDRATE]),
        parity=PARITIES[entered[CONF_PARITY]],
        stopbits=int(entered[CONF_STOPBITS]),
        bytesize=bytesize,
    )
    return SerialEndpoint(device=device, settings=settings), {}


def _read_address(text: str, profile: Profile, way: Way) -> str | None:
    protocol = profile.transport.protocol
    if not has_address(protocol):
        return ""
    if protocol is not Protocol.MODBUS and not text.strip():
        return ""
    return parse_address(text, protocol, way.transport)
