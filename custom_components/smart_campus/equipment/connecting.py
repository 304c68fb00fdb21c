"""How a row of a file says a device is reached, read by the forms of its set-up: one reader a protocol, no kinds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import probatio
from homeassistant.core import HomeAssistant

from ..campuslink.device.recorder.stream.source import read_sources
from ..campuslink.errors import CodecError
from ..campuslink.link.credentials import NO_CREDENTIALS, Credentials
from ..campuslink.link.endpoint import BrokerEndpoint, NetworkEndpoint
from ..campuslink.link.mqtt import require_name
from ..campuslink.profile.schema import Profile, Protocol, Transport
from ..const import CONF_ADDRESS, CONF_NAME
from ..flows.credentials import credential_values
from ..flows.draft import Draft
from ..flows.forms import (
    CONF_BAUDRATE,
    CONF_DEVICE,
    CONF_HOST,
    CONF_PARITY,
    CONF_PORT,
    CONF_STOPBITS,
    connection_schema,
    form_values,
    has_address,
    read_form,
)
from ..flows.recorder_sources import DEFAULT_RESERVE_GB, GIGABYTE, default_folder
from ..flows.ways import Way, transport_of, ways_of
from ..recordings.options import CONF_FOLDER, CONF_RESERVE, CONF_SOURCES
from ..sheets.rules.faults import CellError
from .rules.words import CONNECTION_WORDS, PARITY_WORDS, find_word

NEEDS_LOGIN: Final = frozenset({Protocol.SNMP, Protocol.ISAPI, Protocol.PEARL, Protocol.DAHUA})
"""Protocols whose devices tell nothing without a login."""

_NUMBERS: Final = (CONF_PORT,)
_COLUMNS: Final = frozenset(
    {CONF_HOST, CONF_PORT, CONF_ADDRESS, CONF_DEVICE, CONF_BAUDRATE, CONF_PARITY, CONF_STOPBITS, CONF_NAME}
)
"""Fields of a form that are columns of the same name; the others are parameters."""
_SENTENCES: Final = {
    "invalid_host": "cell_no_host",
    "invalid_port": "cell_no_port",
    "invalid_unit": "cell_no_unit",
    "invalid_address": "cell_no_address",
    "invalid_serial_port": "cell_no_serial_port",
    "name_missing": "cell_empty",
    "name_too_long": "cell_too_long",
}
"""Sentence of a form's error."""


class ConnectionCellError(Exception):
    """A cell that says how a device is reached cannot be used."""

    def __init__(self, column: str, fault: CellError) -> None:
        super().__init__(f"{column}: {fault}")
        self.column = column
        self.fault = fault


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a row says of a device, and what is known of it."""

    name: str
    texts: Mapping[str, str]
    """By column."""
    profile: Profile
    stored: Draft | None = None
    """The device as it is set up; None for a new one."""
    login: Credentials = NO_CREDENTIALS
    """Of the device whose login it shares."""


type Reader = Callable[[HomeAssistant, Wanted], Draft]


def has_connection(texts: Mapping[str, str], profile: Profile | None) -> bool:
    """Return whether a row says where a device is."""
    if profile is not None and profile.transport.protocol is Protocol.MQTT:
        return bool(texts.get(CONF_ADDRESS))
    return bool(texts.get(CONF_HOST) or texts.get(CONF_DEVICE))


def read_connection(hass: HomeAssistant, wanted: Wanted) -> Draft:
    """Return the device a row describes. Touches no network; any thread may call it. Raises ConnectionCellError."""
    protocol = wanted.profile.transport.protocol
    if protocol in NEEDS_LOGIN and not wanted.login:
        raise ConnectionCellError("login_like", CellError("login_missing", wanted.texts.get("login_like", "")))
    return READERS.get(protocol, _read_by_form)(hass, wanted)


def _read_by_form(_hass: HomeAssistant, wanted: Wanted) -> Draft:
    """Read the row as if it had been typed into the form of the device's way."""
    way = _way_of(wanted)
    entered = _entered(wanted, way)
    if way.transport is Transport.SERIAL and not entered.get(CONF_DEVICE):
        raise ConnectionCellError("device", CellError("cell_empty", ""))
    schema = connection_schema(wanted.profile, way, may_save_anyway=False)
    try:
        values = schema(entered)
    except probatio.MultipleInvalid as err:
        raise _fault_of(err.errors[0], entered) from None
    except probatio.Invalid as err:
        raise _fault_of(err, entered) from None
    draft, errors = read_form(values, wanted.profile, way, _with_login(wanted))
    for field, error in errors.items():
        raise ConnectionCellError(
            _column(field), CellError(_SENTENCES.get(error, "cell_unusable"), entered.get(field, ""))
        )
    if draft is None:
        raise ConnectionCellError("host", CellError("cell_unusable", ""))
    if not draft.address and has_address(wanted.profile.transport.protocol):
        raise ConnectionCellError("address", CellError("cell_empty", ""))
    return draft


def _read_node(_hass: HomeAssistant, wanted: Wanted) -> Draft:
    try:
        address = require_name(wanted.texts.get(CONF_ADDRESS, ""))
    except CodecError:
        raise ConnectionCellError("address", CellError("cell_no_node", wanted.texts.get(CONF_ADDRESS, ""))) from None
    if wanted.stored is not None:
        return replace(wanted.stored, name=wanted.name, address=address)
    return Draft(kind=wanted.profile.kind, name=wanted.name, endpoint=BrokerEndpoint(), address=address)


def _read_streams(hass: HomeAssistant, wanted: Wanted) -> Draft:
    """Read the cameras of a room: the address is the path of their stream, or ``teacher=/1; class=/2`` of several."""
    read = _read_by_form(hass, wanted)
    draft = replace(read, credentials=Credentials({**wanted.login, **read.credentials}))
    text = wanted.texts.get(CONF_ADDRESS, "")
    if not text and wanted.stored is not None:
        return replace(draft, address=wanted.stored.address)
    named = [part.partition("=") for part in text.split(";") if part.strip()]
    sources = [{"name": name.strip() if path else "teacher", "path": (path or name).strip()} for name, _, path in named]
    endpoint = draft.endpoint
    unusable = ConnectionCellError("address", CellError("cell_no_stream", text))
    if not sources or "@" in text or not isinstance(endpoint, NetworkEndpoint):
        raise unusable
    try:
        first = read_sources({CONF_SOURCES: sources}, endpoint, draft.credentials)[0]
    except CodecError:
        raise unusable from None
    kept = {CONF_FOLDER: default_folder(hass), CONF_RESERVE: DEFAULT_RESERVE_GB * GIGABYTE}
    return replace(draft, address=first.address, options={**kept, CONF_SOURCES: sources})


READERS: Final[Mapping[Protocol, Reader]] = {Protocol.MQTT: _read_node, Protocol.RTSP: _read_streams}
"""Protocols whose devices are not described by the form of a line."""


def _way_of(wanted: Wanted) -> Way:
    """Return the way a row means: the one it names, else the one of its cells, else the usual one."""
    ways = {way.transport: way for way in ways_of(wanted.profile)}
    if named := wanted.texts.get("connection"):
        transport = find_word(CONNECTION_WORDS, named)
        if transport not in ways:
            known = ", ".join(CONNECTION_WORDS[each][0] for each in ways if each in CONNECTION_WORDS)
            raise ConnectionCellError("connection", CellError("cell_no_connection", named, known))
        return ways[transport]
    if wanted.texts.get(CONF_DEVICE) and Transport.SERIAL in ways:
        return ways[Transport.SERIAL]
    if wanted.stored is not None and transport_of(wanted.stored.endpoint) in ways:
        return ways[transport_of(wanted.stored.endpoint)]
    networks = [way for transport, way in ways.items() if transport is not Transport.SERIAL]
    if not networks:
        raise ConnectionCellError("device", CellError("cell_empty", ""))
    return networks[0]


def _entered(wanted: Wanted, way: Way) -> dict[str, Any]:
    """Return the row as the values of a form; what it does not say is as stored, or as the form proposes."""
    protocol = wanted.profile.transport.protocol
    entered: dict[str, Any] = {}
    if wanted.stored is not None:
        is_same_way = transport_of(wanted.stored.endpoint) is way.transport
        entered = form_values(wanted.stored, protocol) if is_same_way else dict(wanted.stored.params)
        entered = {key: value for key, value in entered.items() if value != ""}
    entered |= credential_values(wanted.login, protocol)
    fields = {
        CONF_DEVICE, CONF_BAUDRATE, CONF_PARITY, CONF_STOPBITS
    } if way.transport is Transport.SERIAL else {CONF_HOST, CONF_PORT}  # fmt: skip
    if has_address(protocol):
        fields.add(CONF_ADDRESS)
    entered |= {key: text for key, text in wanted.texts.items() if key in fields}
    if parity := wanted.texts.get(CONF_PARITY):
        entered[CONF_PARITY] = find_word(PARITY_WORDS, parity) or parity
    for number in _NUMBERS:
        if isinstance(text := entered.get(number), str):
            entered[number] = _number(number, text)
    entered |= _parameters(wanted)
    if CONF_HOST in fields:
        entered.setdefault(CONF_HOST, "")
    return entered | {CONF_NAME: wanted.name}


def _parameters(wanted: Wanted) -> dict[str, float]:
    """Return the installation parameters of ``ct_ratio=40; pt_ratio=1``."""
    text = wanted.texts.get("parameters", "")
    found: dict[str, float] = {}
    for part in text.replace("；", ";").split(";"):
        if not part.strip():
            continue
        name, _, value = part.replace("＝", "=").partition("=")
        parameter = wanted.profile.params.get(name.strip())
        if parameter is None:
            known = ", ".join(wanted.profile.params) or "–"
            raise ConnectionCellError("parameters", CellError("cell_no_parameter", name.strip(), known))
        number = _number("parameters", value)
        least, most = parameter.range
        if not least <= number <= most:
            raise ConnectionCellError("parameters", CellError("cell_out_of_range", part.strip(), f"{least:g}–{most:g}"))
        found[parameter.id] = number
    return found


def _number(column: str, text: str) -> float:
    try:
        return float(text.strip())
    except ValueError:
        raise ConnectionCellError(column, CellError("cell_no_number", text)) from None


def _with_login(wanted: Wanted) -> Draft:
    """Return a draft that only carries the login that is shared; the form takes its secrets from it."""
    return Draft(
        kind=wanted.profile.kind,
        name="",
        endpoint=BrokerEndpoint(),
        address="",
        credentials=wanted.login,
    )


def _fault_of(err: probatio.Invalid, entered: Mapping[str, Any]) -> ConnectionCellError:
    field = str(err.path[0]) if err.path else CONF_HOST
    return ConnectionCellError(_column(field), CellError("cell_unusable", entered.get(field, "")))


def _column(field: str) -> str:
    return field if field in _COLUMNS else "parameters"
