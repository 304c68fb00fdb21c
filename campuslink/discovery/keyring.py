"""The credentials a search may use, by service. Nothing else is ever tried, and nothing here prints a secret."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from ..errors import CodecError
from ..link.credentials import Credentials
from ..link.snmp.account import account_from

MOST_KEYS = 8
"""Sets of credentials of one service."""
_MOST_CHARACTERS = 256
_LOGIN = frozenset({"username", "password"})
_FIELDS: Mapping[str, frozenset[str]] = {
    "snmp": frozenset(
        {"version", "community", "user", "auth_protocol", "auth_key", "priv_protocol", "priv_key", "context"}
    ),
    "web": _LOGIN,
    "extron": _LOGIN,
    "pjlink": frozenset({"password"}),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Keyring:
    """Sets of credentials in the order they are tried."""

    snmp: tuple[Credentials, ...] = ()
    web: tuple[Credentials, ...] = ()
    extron: tuple[Credentials, ...] = ()
    pjlink: tuple[Credentials, ...] = ()

    def joined(self, other: Keyring) -> Keyring:
        """Return both, each set once."""
        both = {
            each.name: tuple(dict.fromkeys((*getattr(self, each.name), *getattr(other, each.name))))
            for each in fields(self)
        }
        return Keyring(**both)


NO_KEYS = Keyring()


def read_keyring(document: Mapping[str, Any]) -> Keyring:
    """Return the credentials a document lists by service: ``{"snmp": [{"community": "..."}], "web": [...]}``.

    Raises CodecError, which names service, number and field, and quotes no value; CredentialsError for credentials of
    SNMP that are not complete.
    """
    found: dict[str, tuple[Credentials, ...]] = {}
    for service, listed in document.items():
        if service not in _FIELDS:
            raise CodecError(f"{service[:20]!r} has no credentials; known are {', '.join(_FIELDS)}")
        if not isinstance(listed, list) or len(listed) > MOST_KEYS:
            raise CodecError(f"{service} must be a list of at most {MOST_KEYS} sets of credentials")
        found[service] = tuple(_read(service, number, item) for number, item in enumerate(listed, 1))
    for account in found.get("snmp", ()):
        account_from(account)
    return Keyring(**found)


def _read(service: str, number: int, item: object) -> Credentials:
    if not isinstance(item, Mapping) or not item:
        raise CodecError(f"{service}, set {number}: no fields")
    for name, value in item.items():
        if name not in _FIELDS[service]:
            raise CodecError(f"{service}, set {number}: {str(name)[:20]!r} is none of {', '.join(_FIELDS[service])}")
        if not isinstance(value, str) or not 0 < len(value) <= _MOST_CHARACTERS:
            raise CodecError(f"{service}, set {number}: {name} must be a text of 1 to {_MOST_CHARACTERS} characters")
    return Credentials({str(name): value for name, value in item.items()})
