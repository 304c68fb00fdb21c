"""Bad answers of meters that speak DL/T 645 and CJ/T 188 on one line."""

import pytest
from homeassistant.core import HomeAssistant

from simulator.campus import Campus
from simulator.faults import FaultKind

from .conftest import (
    heal,
    install,
    number_of,
    numbers_in,
    points_shown,
    poll_all,
    set_faults,
    state_of,
    states_of,
    watch,
)

pytestmark = pytest.mark.slow  # waits for real timeouts

TELLING = {"d1": "energy_import", "w1": "water_volume"}
"""A point of each meter by which a swapped or garbled answer would show."""

WRONG = [
    FaultKind.REFUSE,
    FaultKind.WRONG_UNIT,
    FaultKind.GARBAGE,
    FaultKind.WRONG_TRANSACTION,
    FaultKind.SILENT,
    FaultKind.LATE,
]


def truth_of(campus: Campus, meter_id: str) -> object:
    return pytest.approx(campus.meters[meter_id].values()[TELLING[meter_id]], abs=0.01)


@pytest.mark.parametrize("meter_id", TELLING)
@pytest.mark.parametrize("kind", WRONG)
async def test_wrong_answers_make_the_meter_unavailable_and_never_show_a_value(
    hass: HomeAssistant, campus: Campus, meter_id: str, kind: FaultKind
) -> None:
    entry = await install(hass, campus, meter_id, "d2")
    shown = watch(hass, meter_id, TELLING[meter_id])

    set_faults(campus, kind, meter_id, delay_s=0.35)
    await poll_all(hass, entry, rounds=2)
    assert states_of(hass, meter_id) == {"unavailable"}
    assert number_of(hass, "d2", "energy_import") > 0

    heal(campus, meter_id)
    await poll_all(hass, entry, rounds=2)
    assert len(numbers_in(shown)) == 1
    assert float(shown[-1]) == truth_of(campus, meter_id)
    assert not entry.runtime_data.coordinators[meter_id].device.refused


@pytest.mark.parametrize("meter_id", TELLING)
@pytest.mark.parametrize("kind", [FaultKind.SPLIT, FaultKind.NOISE])
async def test_answer_in_pieces_or_between_noise_is_read(
    hass: HomeAssistant, campus: Campus, meter_id: str, kind: FaultKind
) -> None:
    set_faults(campus, kind, meter_id)
    await install(hass, campus, meter_id, rounds=2)
    assert number_of(hass, meter_id, TELLING[meter_id]) == truth_of(campus, meter_id)


@pytest.mark.parametrize("meter_id", TELLING)
async def test_answer_that_is_too_short_never_shows_a_wrong_value(
    hass: HomeAssistant, campus: Campus, meter_id: str
) -> None:
    entry = await install(hass, campus, meter_id)
    shown = {point: watch(hass, meter_id, point) for point in points_shown(hass, entry, meter_id) if point != "clock"}
    before = {point: states[0] for point, states in shown.items()}

    set_faults(campus, FaultKind.WRONG_LENGTH, meter_id)
    await poll_all(hass, entry, rounds=2)

    assert all(set(states) <= {before[point], "unknown", "unavailable"} for point, states in shown.items())


@pytest.mark.parametrize(
    ("meter_id", "points"),
    [
        ("n1", ("voltage", "active_power", "energy_import")),
        ("s3", ("active_power", "energy_import", "frequency")),
        ("d1", ("voltage", "active_power", "energy_import")),
        ("w1", ("water_volume",)),
    ],
)
async def test_marks_for_not_available_show_as_unknown(
    hass: HomeAssistant, campus: Campus, meter_id: str, points: tuple[str, ...]
) -> None:
    entry = await install(hass, campus, meter_id)
    set_faults(campus, FaultKind.NAN, meter_id)
    await poll_all(hass, entry)
    assert {state_of(hass, meter_id, point) for point in points} == {"unknown"}

    heal(campus, meter_id)
    await poll_all(hass, entry)
    assert all(number_of(hass, meter_id, point) >= 0 for point in points)
