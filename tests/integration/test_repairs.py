"""What a person can mend is reported, once for each cause, until it is mended."""

from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.issues import async_report_unreachable

from .conftest import PROFILE, FakeCampus, fail, meter, poll, recording, set_up


def issues(hass: HomeAssistant) -> dict[str, dict[str, str]]:
    """Return the placeholders of each issue by translation key."""
    return {
        issue.translation_key or "": issue.translation_placeholders or {}
        for issue in ir.async_get(hass).issues.values()
    }


async def review(hass: HomeAssistant) -> None:
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=1, seconds=1))
    await hass.async_block_till_done()


async def silence_for_a_day(
    hass: HomeAssistant, campus: FakeCampus, entry: MockConfigEntry, freezer: FrozenDateTimeFactory, *units: int
) -> None:
    for unit in units:
        campus.link(unit).silence()
        await fail(hass, entry, f"sub{unit}")
    freezer.tick(timedelta(hours=25))
    await review(hass)


async def test_device_silent_for_a_day_is_reported_until_it_answers(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory
) -> None:
    entry = await set_up(hass, meter(1), meter(2))

    await silence_for_a_day(hass, campus, entry, freezer, 1)
    assert issues(hass)["unreachable"] == {
        "line": "192.0.2.1:502",
        "site": "North",
        "names": "Meter 1",
        "count": "1",
    }

    campus.link(1).heal()
    await poll(hass, entry, "sub1")
    assert not issues(hass)


async def test_shorter_silence_is_not_reported(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory
) -> None:
    entry = await set_up(hass, meter(1))
    campus.link(1).silence()
    await fail(hass, entry, "sub1")

    freezer.tick(timedelta(hours=23))
    await review(hass)

    assert not issues(hass)


async def test_devices_of_one_line_share_one_report(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory
) -> None:
    entry = await set_up(hass, meter(1), meter(2), meter(3))

    await silence_for_a_day(hass, campus, entry, freezer, 1, 2)

    assert issues(hass)["unreachable_line"]["names"] == "Meter 1; Meter 2"
    assert len(issues(hass)) == 1


async def test_restart_does_not_start_the_day_anew(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory
) -> None:
    entry = await set_up(hass, meter(1))
    await silence_for_a_day(hass, campus, entry, freezer, 1)

    campus.is_silent = True
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    await review(hass)
    assert "unreachable" in issues(hass)

    campus.link(1).heal()
    await poll(hass, entry, "sub1")
    assert not issues(hass)


async def test_removed_device_takes_its_report_along(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory
) -> None:
    entry = await set_up(hass, meter(1))
    await silence_for_a_day(hass, campus, entry, freezer, 1)

    hass.config_entries.async_remove_subentry(entry, "sub1")
    await hass.async_block_till_done()

    assert not issues(hass)


async def test_implausible_device_is_reported_until_it_fits(hass: HomeAssistant, campus: FakeCampus) -> None:
    campus.recordings["tcp:192.0.2.1:502/1"] = recording(frequency=16.7)
    entry = await set_up(hass, meter(1))
    await poll(hass, entry)
    assert "frequency" in issues(hass)["model_mismatch"]["evidence"]

    campus.recordings["tcp:192.0.2.1:502/1"] = recording(frequency=50.0)
    await hass.config_entries.async_reload(entry.entry_id)
    await poll(hass, entry)
    await poll(hass, entry)

    assert not issues(hass)


async def start_fix(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, issue_id: str
) -> tuple[Any, dict[str, Any]]:
    assert await async_setup_component(hass, "repairs", {})
    client = await hass_client()
    response = await client.post("/api/repairs/issues/fix", json={"handler": DOMAIN, "issue_id": issue_id})
    assert response.status == HTTPStatus.OK
    return client, await response.json()


async def go_on(client: Any, flow: dict[str, Any], **user_input: Any) -> dict[str, Any]:
    response = await client.post(f"/api/repairs/issues/fix/{flow['flow_id']}", json=user_input)
    assert response.status == HTTPStatus.OK
    found: dict[str, Any] = await response.json()
    return found


async def test_fix_opens_the_settings_of_the_device(
    hass: HomeAssistant, campus: FakeCampus, hass_client: ClientSessionGenerator
) -> None:
    entry = await set_up(hass, meter(1), meter(2))
    async_report_unreachable(hass, entry, "tcp:192.0.2.1:502", ["sub1", "sub2"])

    client, flow = await start_fix(hass, hass_client, "unreachable_site1_tcp:192.0.2.1:502")
    assert flow["step_id"] == "device"
    done = await go_on(client, flow, device="sub2")

    assert done["reason"] == "settings_opened"
    assert done["next_flow"][0] == "config_subentries_flow"
    opened = hass.config_entries.subentries.async_get(done["next_flow"][1])
    assert opened["context"].get("subentry_id") == "sub2"


async def test_fix_ends_when_the_devices_are_gone(
    hass: HomeAssistant, campus: FakeCampus, hass_client: ClientSessionGenerator
) -> None:
    await set_up(hass, meter(1))
    ir.async_create_issue(
        hass, DOMAIN, "old", is_fixable=True, severity=ir.IssueSeverity.ERROR, translation_key="unreachable",
        data={"entry_id": "site1", "subentry_ids": "gone"},
    )  # fmt: skip

    _, flow = await start_fix(hass, hass_client, "old")

    assert flow["type"] == "create_entry"


async def test_invalid_own_profile_is_reported_with_file_and_line_until_mended(
    hass: HomeAssistant, campus: FakeCampus, own_profiles: Path, hass_client: ClientSessionGenerator
) -> None:
    file = own_profiles / "broken.yaml"
    broken = PROFILE.replace("id: test-meter", "id: broken").replace("decode: int16", "decode: int17")
    file.write_text(broken, "utf-8")
    entry = await set_up(hass, meter(1), meter(2, profile="broken"))
    line = 1 + broken[: broken.index("int17")].count("\n")
    assert issues(hass)["invalid_profile"]["file"] == str(file)
    assert issues(hass)["invalid_profile"]["line"] == str(line)
    assert "missing_profile" in issues(hass)

    client, flow = await start_fix(hass, hass_client, f"invalid_profile_{file}")
    told = flow["description_placeholders"]
    assert (told["file"], told["line"]) == (str(file), str(line))
    assert "int17" in told["problem"]
    file.write_text(f"# a comment\n{broken}", "utf-8")
    still = await go_on(client, flow)
    assert still["errors"] == {"base": "still_invalid"}
    assert still["description_placeholders"]["line"] == str(line + 1)
    file.write_text(broken.replace("int17", "uint16"), "utf-8")
    done = await go_on(client, flow)

    assert done["type"] == "create_entry"
    await hass.async_block_till_done()
    assert not issues(hass)
    assert set(entry.runtime_data.coordinators) == {"sub1", "sub2"}


@pytest.mark.parametrize("count", [11])
async def test_long_list_of_names_is_cut(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory, count: int
) -> None:
    entry = await set_up(hass, *(meter(unit) for unit in range(1, count + 1)))

    await silence_for_a_day(hass, campus, entry, freezer, *range(1, count + 1))

    placeholders = issues(hass)["unreachable_line"]
    assert placeholders["names"].endswith(" …")
    assert placeholders["count"] == "11"


async def test_device_nobody_asks_is_not_reported(
    hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory
) -> None:
    entry = await set_up(hass, meter(1))
    campus.link(1).silence()
    await fail(hass, entry, "sub1")
    devices = dr.async_get(hass)
    device = devices.async_get_device_by_identifier((DOMAIN, "key1"), entry.entry_id)
    assert device is not None
    devices.async_update_device(device.id, disabled_by=dr.DeviceEntryDisabler.USER)
    await hass.async_block_till_done()

    freezer.tick(timedelta(hours=25))
    await review(hass)

    assert not issues(hass)
