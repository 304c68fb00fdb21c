"""Credentials as SNMP means them: a version, and a community or a user with keys."""

from dataclasses import dataclass
from enum import StrEnum
from typing import override

from ...errors import CredentialsError
from ..credentials import Credentials

LEAST_KEY_LENGTH = 8
"""Shorter passphrases are not allowed. Source: RFC 3414, section 11.2."""


class SnmpVersion(StrEnum):
    """How an agent is spoken to."""

    V1 = "1"
    V2C = "2c"
    V3 = "3"


class AuthProtocol(StrEnum):
    """How a message proves where it comes from."""

    MD5 = "md5"
    SHA1 = "sha1"
    SHA224 = "sha224"
    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA512 = "sha512"


class PrivProtocol(StrEnum):
    """How a message is encrypted; ``_cisco`` stretches short keys in the way of Cisco and of most other vendors."""

    DES = "des"
    AES128 = "aes128"
    AES192 = "aes192"
    AES256 = "aes256"
    AES192_CISCO = "aes192_cisco"
    AES256_CISCO = "aes256_cisco"


_SPELLINGS = {"sha": "sha1", "aes": "aes128", "aes192c": "aes192_cisco", "aes256c": "aes256_cisco"}
"""How devices and other programs write the same protocols."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Valid credentials of one agent; nothing secret shows in its text."""

    version: SnmpVersion
    community: str = ""
    user: str = ""
    auth: AuthProtocol | None = None
    auth_key: str = ""
    priv: PrivProtocol | None = None
    priv_key: str = ""
    context: str = ""

    @override
    def __repr__(self) -> str:
        return f"Account(version={self.version.value})"


def account_from(credentials: Credentials) -> Account:
    """Return what the credentials say; without a version they are those of version 2c.

    Raises CredentialsError, which names what is missing or unknown and quotes no secret.
    """
    version = _version_in(credentials)
    if version is not SnmpVersion.V3:
        community = credentials.get("community", "")
        if not community:
            raise CredentialsError("SNMP 1 and 2c need a community")
        return Account(version=version, community=community)
    user = credentials.get("user", "")
    if not 1 <= len(user.encode()) <= 32:
        raise CredentialsError("SNMP 3 needs a user of 1 to 32 bytes")
    auth, auth_key = _protocol_in(credentials, "auth", AuthProtocol)
    priv, priv_key = _protocol_in(credentials, "priv", PrivProtocol)
    if priv is not None and auth is None:
        raise CredentialsError("encryption needs an authentication protocol as well")
    return Account(
        version=version,
        user=user,
        auth=auth,
        auth_key=auth_key,
        priv=priv,
        priv_key=priv_key,
        context=credentials.get("context", ""),
    )


def _version_in(credentials: Credentials) -> SnmpVersion:
    try:
        return SnmpVersion(credentials.get("version", SnmpVersion.V2C))
    except ValueError as err:
        raise CredentialsError("the SNMP version is none of 1, 2c, 3") from err


def _protocol_in[P: StrEnum](credentials: Credentials, name: str, kind: type[P]) -> tuple[P | None, str]:
    spelling = credentials.get(f"{name}_protocol", "").lower().replace("-", "").replace(" ", "")
    if spelling in ("", "none"):
        return None, ""
    try:
        protocol = kind(_SPELLINGS.get(spelling, spelling))
    except ValueError as err:
        raise CredentialsError(f"{name}_protocol is none of {', '.join(kind)}") from err
    key = credentials.get(f"{name}_key", "")
    if len(key.encode()) < LEAST_KEY_LENGTH:
        raise CredentialsError(f"{name}_key needs {LEAST_KEY_LENGTH} characters at least")
    return protocol, key
