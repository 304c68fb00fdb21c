"""From what a person entered to a device: one promise for all links, and the credentials of a single VLAN."""

import pytest

from campuslink.device.spec import DeviceSpec
from campuslink.device.switch import opening
from campuslink.errors import CodecError, CredentialsError
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import Endpoint, LocalEndpoint, NetworkEndpoint
from campuslink.link.snmp.governor import Governor
from campuslink.model import Kind
from campuslink.profile.schema import Transport
from campuslink.testing.snmp import FakeSnmpLink

from .agents import LIBRARY

ENDPOINT = NetworkEndpoint(transport=Transport.UDP, host="192.0.2.1", port=161)


def spec(profile: str, credentials: Credentials, endpoint: Endpoint = ENDPOINT) -> DeviceSpec:
    catalogue = LIBRARY.catalogue(Kind.SWITCH)
    return DeviceSpec(
        profile=LIBRARY.profiles[profile], catalogue=catalogue, endpoint=endpoint, credentials=credentials
    )


@pytest.mark.parametrize(
    ("credentials", "key", "value"),
    [
        ({"version": "2c", "community": "campus"}, "community", "campus@20"),
        ({"community": "campus"}, "community", "campus@20"),
        ({"version": "3", "user": "campus"}, "context", "vlan-20"),
    ],
)
def test_vlan_is_named_in_the_way_of_the_version(credentials: dict[str, str], key: str, value: str) -> None:
    assert opening.vlan_credentials(Credentials(credentials), 20)[key] == value


async def test_tables_of_all_vlans_are_read_under_one_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    governors: list[Governor] = []
    communities: list[str] = []

    def open_link(host: str, port: int, credentials: Credentials, *, governor: Governor, **_: object) -> FakeSnmpLink:
        governors.append(governor)
        communities.append(credentials["community"])
        return FakeSnmpLink({"1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.20": 1, "1.3.6.1.2.1.2.2.1.8.1": 1})

    monkeypatch.setattr(opening, "open_snmp_link", open_link)
    device = opening.open_switch(spec("cisco-ios", Credentials({"community": "campus"})))
    await device.mac_table()
    assert communities == ["campus", "campus@20"]
    assert governors[0] is governors[1]


@pytest.mark.parametrize("opened", [opening.open_switch, opening.open_recorded_switch])
def test_switch_needs_a_network_and_credentials(opened: object) -> None:
    assert callable(opened)
    with pytest.raises(CodecError):
        opened(spec("cisco-ios", Credentials({"community": "campus"}), LocalEndpoint(name="here")))
    with pytest.raises(CredentialsError):
        opened(spec("cisco-ios", Credentials()))
