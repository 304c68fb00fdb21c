"""The forms of a search: what is entered, as what the library searches for, or as an error by field."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import probatio
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    AreaSelector,
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..campuslink.discovery.finding import Service
from ..campuslink.discovery.keyring import MOST_KEYS, Keyring
from ..campuslink.discovery.number_list import parse_numbers
from ..campuslink.discovery.plan import MOST_PORTS, ORDER, USUAL_PORTS
from ..campuslink.discovery.probers.modbus import DEFAULT_UNITS, UNITS
from ..campuslink.errors import CredentialsError
from ..campuslink.link.credentials import NO_CREDENTIALS, Credentials
from ..campuslink.link.endpoint import PORT_RANGE
from ..campuslink.link.snmp.account import account_from
from ..campuslink.profile.schema import Protocol
from .credentials import SECRET_LIMIT, credential_schema, read_credentials

CONF_RANGE: Final = "range"
CONF_SERVICES: Final = "services"
CONF_CALL: Final = "call"
CONF_CONFIRMED: Final = "confirmed"
CONF_DETAILS: Final = "details"
CONF_UNITS: Final = "units"
CONF_COMMUNITIES: Final = "communities"
CONF_SNMP_USER: Final = "snmp_user"
CONF_WEB_LOGIN: Final = "web_login"
CONF_PJLINK_PASSWORD: Final = "pjlink_password"  # noqa: S105 - the name of a field
CONF_EXTRON_PASSWORD: Final = "extron_password"  # noqa: S105 - the name of a field
CONF_CHOSEN: Final = "chosen"
CONF_ROOM: Final = "area_id"

USUAL_UNITS: Final = f"{DEFAULT_UNITS[0]}-{DEFAULT_UNITS[-1]}"
WITH_KEYS: Final = frozenset({Service.SNMP, Service.WEB, Service.PJLINK, Service.EXTRON})
"""Services that may want credentials."""
CONFIRM_SCHEMA: Final = probatio.Schema({probatio.Required(CONF_CONFIRMED, default=False): BooleanSelector()})

_SECRET = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))
_SECRETS = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, multiple=True))
_VERSION = "version"


def range_schema() -> probatio.Schema:
    """Return the form that asks where to search, and for what."""
    services = SelectSelectorConfig(
        options=[service.value for service in ORDER],
        multiple=True,
        mode=SelectSelectorMode.LIST,
        translation_key=CONF_SERVICES,
    )
    details: dict[probatio.Marker, Any] = {probatio.Required(CONF_UNITS, default=USUAL_UNITS): TextSelector()}
    for service, usual in USUAL_PORTS.items():
        details[probatio.Required(ports_field(service), default=", ".join(map(str, usual)))] = TextSelector()
    return probatio.Schema(
        {
            probatio.Required(CONF_RANGE): TextSelector(TextSelectorConfig(multiline=True)),
            probatio.Required(CONF_SERVICES, default=[service.value for service in ORDER]): SelectSelector(services),
            probatio.Required(CONF_CALL, default=True): BooleanSelector(),
            probatio.Required(CONF_DETAILS): section(probatio.Schema(details), {"collapsed": True}),
        }
    )


def ports_field(service: Service) -> str:
    """Return the name of the field with the ports of a service."""
    return f"ports_{service.value}"


def read_details(entered: Mapping[str, Any]) -> tuple[Mapping[Service, Sequence[int]], Sequence[int]]:
    """Return ports by service, and Modbus units. Raises CodecError for anything that is no short list of numbers."""
    units = parse_numbers(entered[CONF_UNITS], UNITS, most=len(UNITS)) or DEFAULT_UNITS
    listed = {service: str(entered[ports_field(service)]) for service in USUAL_PORTS}
    ports = {service: parse_numbers(text, PORT_RANGE, most=MOST_PORTS) for service, text in listed.items()}
    return ports, units


def keys_schema(services: frozenset[Service]) -> probatio.Schema:
    """Return the form that asks for the credentials which the services chosen may want; every field may stay empty."""
    fields: dict[probatio.Marker, Any] = {}
    if Service.SNMP in services:
        fields[probatio.Optional(CONF_COMMUNITIES)] = _SECRETS
        user = credential_schema(Protocol.SNMP)
        without = {marker: field for marker, field in user.items() if str(marker) not in {_VERSION, "community"}}
        fields[probatio.Optional(CONF_SNMP_USER)] = section(probatio.Schema(without), {"collapsed": True})
    if Service.WEB in services:
        login = probatio.Schema(credential_schema(Protocol.ISAPI))
        fields[probatio.Optional(CONF_WEB_LOGIN)] = section(login, {"collapsed": False})
    if Service.PJLINK in services:
        fields[probatio.Optional(CONF_PJLINK_PASSWORD)] = _SECRET
    if Service.EXTRON in services:
        fields[probatio.Optional(CONF_EXTRON_PASSWORD)] = _SECRET
    return probatio.Schema(fields)


def read_keys(entered: Mapping[str, Any]) -> tuple[Keyring, dict[str, str]]:
    """Return the credentials entered, or an error by field."""
    communities = [str(text).strip()[:SECRET_LIMIT] for text in entered.get(CONF_COMMUNITIES) or ()]
    accounts = [Credentials({_VERSION: "2c", "community": text}) for text in communities if text][:MOST_KEYS]
    user = read_credentials({**entered.get(CONF_SNMP_USER, {}), _VERSION: "3"}, Protocol.SNMP, NO_CREDENTIALS)
    if "user" in user:
        try:
            account_from(user)
        except CredentialsError:
            return Keyring(), {"base": "snmp_user_incomplete"}
        accounts.append(user)
    web = read_credentials(entered.get(CONF_WEB_LOGIN, {}), Protocol.ISAPI, NO_CREDENTIALS)
    return (
        Keyring(
            snmp=tuple(accounts),
            web=(web,) if {"username", "password"} <= web.keys() else (),
            pjlink=_password(entered, CONF_PJLINK_PASSWORD),
            extron=_password(entered, CONF_EXTRON_PASSWORD),
        ),
        {},
    )


def found_schema(options: Sequence[SelectOptionDict]) -> probatio.Schema:
    """Return the form that lists what can be added."""
    chosen = SelectSelectorConfig(options=list(options), multiple=True, mode=SelectSelectorMode.LIST)
    return probatio.Schema(
        {
            probatio.Optional(CONF_CHOSEN): SelectSelector(chosen),
            probatio.Optional(CONF_ROOM): AreaSelector(),
        }
    )


def _password(entered: Mapping[str, Any], field: str) -> tuple[Credentials, ...]:
    text = str(entered.get(field) or "").strip()[:SECRET_LIMIT]
    return (Credentials({"password": text}),) if text else ()
