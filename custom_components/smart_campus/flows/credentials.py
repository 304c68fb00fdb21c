"""What a form asks for before a device talks, by protocol. Secrets are never shown again: left empty, they stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import probatio
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..campuslink.link.credentials import Credentials
from ..campuslink.link.snmp.account import AuthProtocol, PrivProtocol, SnmpVersion
from ..campuslink.profile.schema import Protocol

SECRET_LIMIT = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class CredentialField:
    """One field of the form; its name in the form is its key in `Credentials`."""

    key: str
    is_secret: bool = False
    choices: tuple[str, ...] = ()
    """Of a closed list, translated as ``selector.<key>``; empty for free text."""
    default: str = ""


_LOGIN = (CredentialField(key="username"), CredentialField(key="password", is_secret=True))
FIELDS: Mapping[Protocol, tuple[CredentialField, ...]] = {
    Protocol.ISAPI: _LOGIN,
    Protocol.PEARL: _LOGIN,
    Protocol.RTSP: _LOGIN,
    Protocol.DAHUA: _LOGIN,
    Protocol.SIS: _LOGIN,
    Protocol.OBS: (CredentialField(key="password", is_secret=True),),
    Protocol.PJLINK: (CredentialField(key="password", is_secret=True),),
    Protocol.SNMP: (
        CredentialField(key="version", choices=tuple(SnmpVersion), default=SnmpVersion.V2C),
        CredentialField(key="community", is_secret=True),
        CredentialField(key="user"),
        CredentialField(key="auth_protocol", choices=("none", *AuthProtocol), default="none"),
        CredentialField(key="auth_key", is_secret=True),
        CredentialField(key="priv_protocol", choices=("none", *PrivProtocol), default="none"),
        CredentialField(key="priv_key", is_secret=True),
        CredentialField(key="context"),
    ),
}
"""Protocols without an entry ask for nothing."""


def credential_schema(protocol: Protocol) -> dict[probatio.Marker, Any]:
    """Return the fields of a protocol's form."""
    return {_marker(field): _selector(field) for field in FIELDS.get(protocol, ())}


def read_credentials(entered: Mapping[str, Any], protocol: Protocol, stored: Credentials) -> Credentials:
    """Return what was entered; a secret left empty stays as it is stored, cut to a sane length otherwise."""
    values = {field.key: _read(entered, field, stored) for field in FIELDS.get(protocol, ())}
    return Credentials({key: value for key, value in values.items() if value})


def credential_values(credentials: Credentials, protocol: Protocol) -> dict[str, str]:
    """Return what to prefill a form with: everything that is no secret."""
    return {
        field.key: credentials[field.key]
        for field in FIELDS.get(protocol, ())
        if not field.is_secret and field.key in credentials
    }


def _read(entered: Mapping[str, Any], field: CredentialField, stored: Credentials) -> str:
    text = str(entered.get(field.key) or "").strip()[:SECRET_LIMIT]
    return text or (stored.get(field.key, "") if field.is_secret else "")


def _marker(field: CredentialField) -> probatio.Marker:
    if field.default:
        return probatio.Required(field.key, default=field.default)
    return probatio.Optional(field.key)


def _selector(field: CredentialField) -> SelectSelector | TextSelector:
    if field.choices:
        return SelectSelector(
            SelectSelectorConfig(
                options=list(field.choices), mode=SelectSelectorMode.DROPDOWN, translation_key=field.key
            )
        )
    kind = TextSelectorType.PASSWORD if field.is_secret else TextSelectorType.TEXT
    return TextSelector(TextSelectorConfig(type=kind))
