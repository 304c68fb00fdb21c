"""Secrets that stay secret."""

import pytest

from campuslink.link.credentials import Credentials


def test_values_never_show() -> None:
    credentials = Credentials({"version": "2c", "community": "s3cret"})
    assert repr(credentials) == "Credentials(community, version)"
    assert "s3cret" not in f"{credentials} {credentials!r}"


def test_none_are_wanted_by_default() -> None:
    assert dict(Credentials()) == {}


def test_equal_values_are_equal_credentials() -> None:
    first, second = Credentials({"password": "a"}), Credentials({"password": "a"})
    assert first == second
    assert hash(first) == hash(second)
    assert first != Credentials({"password": "b"})


def test_the_source_can_change_without_changing_them() -> None:
    values = {"password": "a"}
    credentials = Credentials(values)
    values["password"] = "b"
    assert credentials["password"] == "a"


def test_a_missing_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Credentials()["password"]
