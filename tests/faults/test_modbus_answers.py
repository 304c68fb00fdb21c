"""Wrong answers on a Modbus line, as Home Assistant's own Modbus connections meet them."""

import pytest
from homeassistant.core import HomeAssistant

from simulator.campus import Campus
from simulator.faults import FaultKind

from .conftest import (
    TIMEOUT_S,
    heal,
    install,
    number_of,
    numbers_in,
    points_shown,
    poll_all,
    set_faults,
    states_of,
    watch,
)

pytestmark = pytest.mark.slow  # waits for real timeouts

LATE_S = TIMEOUT_S * 1.2
WRONG = [FaultKind.GARBAGE, FaultKind.WRONG_UNIT, FaultKind.WRONG_LENGTH, FaultKind.SILENT]
ON_TCP = [("n", kind) for kind in (*WRONG, FaultKind.WRONG_TRANSACTION)]
ON_RTU = [("r", kind) for kind in WRONG]
"""Without the transaction id, which RTU does not have."""


@pytest.mark.parametrize(("line", "kind"), ON_TCP + ON_RTU)
async def test_wrong_answers_make_one_meter_unavailable_and_never_show_a_value(
    hass: HomeAssistant, campus: Campus, line: str, kind: FaultKind
) -> None:
    bad, good = f"{line}1", f"{line}2"
    entry = await install(hass, campus, bad, good)
    shown = [watch(hass, meter_id, "voltage") for meter_id in (bad, good)]

    set_faults(campus, kind, bad)
    await poll_all(hass, entry, rounds=2)
    assert states_of(hass, bad) == {"unavailable"}
    assert number_of(hass, good, "voltage") == 202

    heal(campus, bad)
    await poll_all(hass, entry, rounds=2)
    assert number_of(hass, bad, "voltage") == 201
    assert [numbers_in(states) for states in shown] == [{201.0}, {202.0}]


@pytest.mark.parametrize("line", ["n", "r"])
async def test_late_answers_never_become_another_requests_value(hass: HomeAssistant, campus: Campus, line: str) -> None:
    entry = await install(hass, campus, f"{line}1", f"{line}2")
    points = points_shown(hass, entry, f"{line}1")
    truth = {
        (meter_id, point): number_of(hass, meter_id, point) for meter_id in (f"{line}1", f"{line}2") for point in points
    }
    shown = {place: watch(hass, *place) for place in truth}

    for late in (1, 2, 1):
        set_faults(campus, FaultKind.LATE, f"{line}{late}", delay_s=LATE_S)
        await poll_all(hass, entry, rounds=2)
        heal(campus, f"{line}{late}")
        await poll_all(hass, entry)

    await poll_all(hass, entry)
    assert {place: numbers_in(states) for place, states in shown.items()} == {
        place: {value} for place, value in truth.items()
    }
    assert all(states[-1] not in ("unavailable", "unknown") for states in shown.values())


@pytest.mark.parametrize("line", ["n", "r"])
async def test_answer_in_single_bytes_is_read(hass: HomeAssistant, campus: Campus, line: str) -> None:
    set_faults(campus, FaultKind.SPLIT, f"{line}1", f"{line}2")
    await install(hass, campus, f"{line}1", f"{line}2", rounds=2)
    assert (number_of(hass, f"{line}1", "voltage"), number_of(hass, f"{line}2", "voltage")) == (201, 202)


@pytest.mark.parametrize("code", [1, 2, 3, 4, 7, 8, 10, 11])
async def test_meter_that_refuses_everything_is_unavailable_until_it_serves_again(
    hass: HomeAssistant, campus: Campus, code: int
) -> None:
    entry = await install(hass, campus, "n1", "n2")

    set_faults(campus, FaultKind.REFUSE, "n1", code=code)
    await poll_all(hass, entry, rounds=4)
    assert states_of(hass, "n1") == {"unavailable"}
    assert number_of(hass, "n2", "voltage") == 202

    heal(campus, "n1")
    await poll_all(hass, entry, rounds=2)
    assert number_of(hass, "n1", "voltage") == 201
    assert states_of(hass, "n1").isdisjoint({"unavailable", "unknown"})
    assert not entry.runtime_data.coordinators["n1"].device.refused


@pytest.mark.slow
@pytest.mark.parametrize("code", [5, 6])
async def test_busy_meter_is_unavailable_and_does_not_hold_its_neighbour_for_good(
    hass: HomeAssistant, campus: Campus, code: int
) -> None:
    entry = await install(hass, campus, "n1", "n2")

    set_faults(campus, FaultKind.REFUSE, "n1", code=code)
    await poll_all(hass, entry, rounds=2)
    assert states_of(hass, "n1") == {"unavailable"}
    assert number_of(hass, "n2", "voltage") == 202

    heal(campus, "n1")
    await poll_all(hass, entry, rounds=2)
    assert number_of(hass, "n1", "voltage") == 201


@pytest.mark.parametrize("code", [1, 2, 3, 4])
async def test_meter_refusing_from_the_start_is_read_once_it_serves(
    hass: HomeAssistant, campus: Campus, code: int
) -> None:
    set_faults(campus, FaultKind.REFUSE, "n1", code=code)
    entry = await install(hass, campus, "n1", rounds=3)
    assert states_of(hass, "n1") == {"unavailable"}

    heal(campus, "n1")
    await poll_all(hass, entry, rounds=2)
    assert states_of(hass, "n1").isdisjoint({"unavailable", "unknown"})


async def test_one_illegal_register_costs_its_own_entity_only_and_is_asked_once(
    hass: HomeAssistant, campus: Campus
) -> None:
    entry = await install(hass, campus, "g1", rounds=2)
    device = entry.runtime_data.coordinators["g1"].device
    assert list(device.refused) == ["energy_export"]
    assert number_of(hass, "g1", "energy_import") == 1234
    assert states_of(hass, "g1") >= {"unavailable", "1234.0"}

    asked = campus.meters["g1"].requests
    await poll_all(hass, entry, rounds=3)
    assert campus.meters["g1"].requests - asked == 3 * device.requests_for(points_shown(hass, entry, "g1"))
