"""A gateway that goes: what hangs on it is unavailable, what hangs elsewhere does not notice."""

from collections.abc import Callable

import pytest
from homeassistant.core import HomeAssistant

from simulator.campus import Campus
from simulator.faults import GatewayFaultKind

from .conftest import install, number_of, poll_all, state_of, states_of, until

type Heard = Callable[[], list[tuple[str, str]]]


async def test_gateway_unplugged_mid_frame_warns_once_and_comes_back(
    hass: HomeAssistant, campus: Campus, heard: Heard
) -> None:
    entry = await install(hass, campus, "n1", "n2", "s1")

    await campus.set_gateway_fault("north", GatewayFaultKind.DROP_MID_FRAME)
    await poll_all(hass, entry)
    await campus.set_gateway_fault("north", GatewayFaultKind.UNPLUGGED)
    await poll_all(hass, entry, rounds=3)

    assert (states_of(hass, "n1"), states_of(hass, "n2")) == ({"unavailable"}, {"unavailable"})
    assert number_of(hass, "s1", "active_power") == 1000
    assert sorted(heard()) == [
        ("WARNING", "North: n1 does not answer"),
        ("WARNING", "North: n2 does not answer"),
    ]

    await campus.set_gateway_fault("north", GatewayFaultKind.NONE)
    await poll_all(hass, entry, rounds=3)

    assert (number_of(hass, "n1", "active_power"), number_of(hass, "n2", "active_power")) == (1000, 2000)
    assert sorted(heard())[:2] == [("INFO", "North: n1 answers again"), ("INFO", "North: n2 answers again")]
    assert len(heard()) == 4


@pytest.mark.parametrize("fault", [GatewayFaultKind.DROP, GatewayFaultKind.DROP_MID_FRAME])
@pytest.mark.parametrize(("gateway", "meter_id"), [("north", "n1"), ("rtu", "r1"), ("bus", "d1"), ("bus", "w1")])
async def test_cut_connections_end_with_the_fault(
    hass: HomeAssistant, campus: Campus, heard: Heard, *, gateway: str, meter_id: str, fault: GatewayFaultKind
) -> None:
    entry = await install(hass, campus, meter_id)
    healthy = states_of(hass, meter_id)

    await campus.set_gateway_fault(gateway, fault)
    await poll_all(hass, entry, rounds=2)
    assert "unavailable" in states_of(hass, meter_id)

    await campus.set_gateway_fault(gateway, GatewayFaultKind.NONE)
    await poll_all(hass, entry, rounds=2)
    assert states_of(hass, meter_id) == healthy
    assert [level for level, _ in heard()] == ["WARNING", "INFO"]


@pytest.mark.parametrize(("gateway", "meter_id"), [("rtu", "r1"), ("bus", "d1")])
async def test_gateway_unplugged_at_start_delays_nothing(
    hass: HomeAssistant, campus: Campus, gateway: str, meter_id: str
) -> None:
    await campus.set_gateway_fault(gateway, GatewayFaultKind.UNPLUGGED)
    entry = await install(hass, campus, "n1", meter_id)
    assert number_of(hass, "n1", "active_power") == 1000
    assert state_of(hass, meter_id, "active_power") == "unavailable"

    await campus.set_gateway_fault(gateway, GatewayFaultKind.NONE)
    await poll_all(hass, entry)
    assert number_of(hass, meter_id, "active_power") > 0


async def test_gateway_plugged_in_again_holds_one_connection(hass: HomeAssistant, campus: Campus) -> None:
    entry = await install(hass, campus, "n1", "n2", "n3", "d1", "d2", "w1")
    for _ in range(3):
        for gateway in ("north", "bus"):
            await campus.set_gateway_fault(gateway, GatewayFaultKind.UNPLUGGED)
        await poll_all(hass, entry)
        for gateway in ("north", "bus"):
            await campus.set_gateway_fault(gateway, GatewayFaultKind.NONE)
        await poll_all(hass, entry)
    await until(lambda: (campus.gateways["north"].readers, campus.gateways["bus"].readers) == (1, 1))
