"""A link between switches that was slow before anybody looked. Names of ports are those makers give them."""

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.network.rules.port_rating import due_speed, is_switch
from custom_components.smart_campus.network.watch import NetworkWatch

from .conftest import start
from .network_site import LLDP, Stage

BRIDGE, BRIDGE_AND_ACCESS_POINT = 0b0010_0000, 0b0011_0000


@pytest.mark.parametrize(
    ("port", "other"),
    [
        ("GigabitEthernet0/0/8", "GigabitEthernet 0/24"),
        ("Gi1/0/24", "gigabitEthernet 1/0/24"),
        ("GE1/0/1", "ge-0/0/47"),
    ],
)
def test_two_gigabit_ports_should_do_a_gigabit(port: str, other: str) -> None:
    assert due_speed(port, ["", other]) == 1e9


@pytest.mark.parametrize(
    ("port", "other"),
    [
        ("TenGigabitEthernet 0/25", "GigabitEthernet0/0/1"),
        ("XGigabitEthernet0/0/1", "Te1/0/1"),
        ("FastEthernet0/1", "GigabitEthernet0/0/1"),
        ("10GE1/0/1", "ge-0/0/0"),
        ("GigabitEthernet0/0/8", "02:00:00:00:00:01"),
        ("ether1", "ether24"),
        ("Giraffe", "Gi0/1"),
    ],
)
def test_names_that_do_not_say_demand_nothing(port: str, other: str) -> None:
    assert due_speed(port, [other]) is None


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [(("bridge",), True), (("bridge", "router"), True), (("bridge", "access_point"), False), ((), False)],
)
def test_only_switches_count(capabilities: tuple[str, ...], *, expected: bool) -> None:
    assert is_switch(capabilities) is expected


@pytest.mark.parametrize(("capability", "faults"), [(BRIDGE, ["speed_dropped"]), (BRIDGE_AND_ACCESS_POINT, [])])
async def test_link_between_switches_slow_from_the_first_poll_is_raised(
    hass: HomeAssistant, stage: Stage, new_site: MockConfigEntry, capability: int, faults: list[str]
) -> None:
    stage.agents["lab"].see(3, "unmanaged")
    stage.agents["lab"].values[f"{LLDP}.4.1.1.12.0.3.1"] = bytes([capability])
    stage.agents["lab"].set(3, mbit=100)
    await start(hass, stage, new_site)

    await stage.run(new_site, 1200)

    watch: NetworkWatch = new_site.runtime_data.network
    assert [finding.fault for finding in watch.judges["lab"].health.findings if finding.port == "Gi0/3"] == faults
