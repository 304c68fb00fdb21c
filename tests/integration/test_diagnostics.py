"""Diagnostic files help without telling where anything is, and replay in the library."""

import json
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.device.device import Device
from custom_components.smart_campus.campuslink.device.recording import Recording
from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.campuslink.testing.replay import ReplayLink
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)

from .conftest import PROFILE_ID, FakeCampus, fail, meter, set_up


async def diagnose_device(hass: HomeAssistant, entry: MockConfigEntry, key: str) -> dict[str, Any]:
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, key), entry.entry_id)
    assert device is not None
    found: dict[str, Any] = json.loads(json.dumps(await async_get_device_diagnostics(hass, entry, device)))
    return found


async def test_site_is_summarised_by_profile_state_and_line(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2), meter(3, profile="no-such-profile"))
    campus.link(2).silence()
    await fail(hass, entry, "sub2")

    found = await async_get_config_entry_diagnostics(hass, entry)

    assert found["devices"] == {
        "configured": 3,
        "by_profile": {PROFILE_ID: 2},
        "by_state": {"reachable": 1, "unreachable": 1},
        "not_in_operation": {"missing_profile": 1},
    }
    assert [(line["kind"], line["devices"]) for line in found["lines"]] == [("tcp", 2)]
    assert found["library"]["own"] == [PROFILE_ID]


async def test_site_names_the_faults_of_own_profiles_by_file_and_line(
    hass: HomeAssistant, campus: FakeCampus, own_profiles: Path
) -> None:
    (own_profiles / "broken.yaml").write_text("schema: 1\nid: [broken\n", "utf-8")
    entry = await set_up(hass, meter(1))

    (told,) = (await async_get_config_entry_diagnostics(hass, entry))["library"]["problems"]

    assert told.startswith("broken.yaml:3: not YAML")


async def test_diagnostics_tell_no_place_name_or_serial(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1, title="Rector's office"))

    told = json.dumps([
        await async_get_config_entry_diagnostics(hass, entry), await diagnose_device(hass, entry, "key1"),
    ])  # fmt: skip

    for secret in ("192.0.2.1", "Rector", "4711", "key1"):
        assert secret not in told


async def test_recording_of_a_device_replays_to_the_same_readings(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    found = await diagnose_device(hass, entry, "key1")
    library = entry.runtime_data.library
    profile = library.get(PROFILE_ID)
    assert profile is not None

    link = ReplayLink(Recording.from_json(found["recording"]))
    report = await Device(profile, link, library.catalogue(Kind.METER)).poll(found["wanted"])

    replayed = {point: (reading.value, reading.quality.value) for point, reading in report.readings.items()}
    shown = {point: (told["value"], told["quality"]) for point, told in found["readings"].items()}
    assert replayed == {point: told for point, told in shown.items() if point in replayed}
    assert replayed["active_power"] == (1234.5, "good")


async def test_device_out_of_operation_says_why(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    found = entry.subentries["sub1"]
    hass.config_entries.async_update_subentry(entry, found, data={**found.data, "profile": "no-such-profile"})
    await hass.async_block_till_done()

    assert (await diagnose_device(hass, entry, "key1"))["not_in_operation"] == "missing_profile"
