"""Credentials are checked before anything is sent, and never quoted."""

import pytest

from campuslink.errors import CredentialsError
from campuslink.link.credentials import Credentials
from campuslink.link.snmp.account import AuthProtocol, PrivProtocol, SnmpVersion, account_from

USER = {"version": "3", "user": "monitor"}


def test_version_2c_is_meant_where_none_is_said() -> None:
    account = account_from(Credentials({"community": "campus"}))
    assert (account.version, account.community) == (SnmpVersion.V2C, "campus")


@pytest.mark.parametrize(
    ("spelling", "protocol"),
    [
        ("SHA", AuthProtocol.SHA1),
        ("sha-1", AuthProtocol.SHA1),
        ("SHA-512", AuthProtocol.SHA512),
        ("md5", AuthProtocol.MD5),
    ],
)
def test_authentication_is_found_however_it_is_spelt(spelling: str, protocol: AuthProtocol) -> None:
    account = account_from(Credentials(USER | {"auth_protocol": spelling, "auth_key": "12345678"}))
    assert account.auth is protocol


@pytest.mark.parametrize(
    ("spelling", "protocol"),
    [
        ("AES", PrivProtocol.AES128),
        ("AES-256", PrivProtocol.AES256),
        ("AES256C", PrivProtocol.AES256_CISCO),
        ("aes192_cisco", PrivProtocol.AES192_CISCO),
        ("DES", PrivProtocol.DES),
    ],
)
def test_encryption_is_found_however_it_is_spelt(spelling: str, protocol: PrivProtocol) -> None:
    keys = {"auth_protocol": "sha", "auth_key": "12345678", "priv_key": "abcdefgh"}
    assert account_from(Credentials(USER | keys | {"priv_protocol": spelling})).priv is protocol


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"version": "4", "community": "s3cret"},
        {"version": "3"},
        {"version": "3", "user": "u" * 33},
        USER | {"auth_protocol": "rot13", "auth_key": "s3cret-key"},
        USER | {"auth_protocol": "sha", "auth_key": "s3cret"},
        USER | {"priv_protocol": "aes", "priv_key": "s3cret-key"},
    ],
)
def test_incomplete_credentials_are_refused_without_quoting_them(values: dict[str, str]) -> None:
    with pytest.raises(CredentialsError) as caught:
        account_from(Credentials(values))
    assert "s3cret" not in str(caught.value)


def test_account_shows_no_secret() -> None:
    keys = {"auth_protocol": "sha", "auth_key": "s3cret-auth", "priv_protocol": "aes", "priv_key": "s3cret-priv"}
    assert "s3cret" not in repr(account_from(Credentials(USER | keys)))
