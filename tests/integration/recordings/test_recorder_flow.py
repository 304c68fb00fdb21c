"""Adding and changing recorders that are devices of their own. The Pearl is the simulator's, over a real socket."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.diagnostics import async_get_device_diagnostics
from simulator.clock import SimClock
from simulator.extron_server import ExtronServer
from simulator.movie import Movie
from simulator.pearl_server import PearlServer
from simulator.recorder_model import RecorderModel

from ..conftest import settle

LOCAL = "127.0.0.1"
LOGIN = {"username": "admin", "password": "letmein"}
EXTRON = {"web_port": 0, "web_https": 0, "level_tenths": 1}
NUMBERS = {"recorder": 1, "multitrack": 0, "channel": 1, "cms": 0}


@pytest.fixture(autouse=True)
def _wires(socket_enabled: None) -> None:
    """Use real sockets of 127.0.0.1."""


@pytest.fixture
def site(hass: HomeAssistant) -> MockConfigEntry:
    entry = MockConfigEntry(domain="smart_campus", title="North", data={"name": "North"})
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
async def pearl() -> AsyncIterator[PearlServer]:
    async with PearlServer(model()) as server:
        yield server


def model() -> RecorderModel:
    """Return a recorder that holds nothing."""
    return RecorderModel(clock=SimClock(), movie=Movie(film=b"film", picture=b"picture", black=b"black"))


def free_port() -> int:
    """Return a port of this machine where nobody listens."""
    with socket.create_server((LOCAL, 0)) as held:
        return int(held.getsockname()[1])


async def submit(hass: HomeAssistant, result: SubentryFlowResult, entered: dict[str, Any]) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_configure(result["flow_id"], entered)


async def begin(hass: HomeAssistant, site: MockConfigEntry, model: str, step: str) -> SubentryFlowResult:
    """Choose a model and, where there are several, how it is reached."""
    result = await hass.config_entries.subentries.async_init(
        (site.entry_id, "recorder"), context={"source": SOURCE_USER}
    )
    result = await submit(hass, result, {"model": model})
    return await submit(hass, result, {"next_step_id": step}) if result["type"] is FlowResultType.MENU else result


def place(pearl: PearlServer, **more: Any) -> dict[str, Any]:
    return {"host": LOCAL, "port": pearl.port, "name": "A301", **LOGIN, **NUMBERS, **more}


async def change(hass: HomeAssistant, entry: MockConfigEntry, step: str) -> SubentryFlowResult:
    subentry_id = next(iter(entry.subentries))
    result = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "recorder"), context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id}
    )
    return await submit(hass, result, {"next_step_id": step})


async def test_a_recorder_is_read_before_it_is_saved(
    hass: HomeAssistant, site: MockConfigEntry, pearl: PearlServer
) -> None:
    form = await begin(hass, site, "Epiphan Pearl Mini", "recorder_http")
    shown = await submit(hass, form, place(pearl))
    assert (shown["type"], shown["step_id"]) == (FlowResultType.FORM, "confirm")
    assert pearl.serial in shown["description_placeholders"]["identity"]
    saved = await submit(hass, shown, {})
    assert saved["type"] is FlowResultType.CREATE_ENTRY
    assert saved["data"]["credentials"] == LOGIN
    assert saved["data"]["params"] == NUMBERS
    assert saved["data"]["key"] == f"recorder:{pearl.serial}"
    assert "options" not in saved["data"]


async def test_a_wrong_login_can_be_corrected(hass: HomeAssistant, site: MockConfigEntry, pearl: PearlServer) -> None:
    form = await begin(hass, site, "Epiphan Pearl Mini", "recorder_http")
    shown = await submit(hass, form, place(pearl, password="wrong"))
    assert shown["errors"] == {"base": "wrong_credentials"}
    shown = await submit(hass, shown, place(pearl))
    assert shown["step_id"] == "confirm"


async def test_another_device_at_the_address_is_told(hass: HomeAssistant, site: MockConfigEntry) -> None:
    async with PearlServer(model(), base="/other") as other:
        form = await begin(hass, site, "Epiphan Pearl Mini", "recorder_http")
        shown = await submit(hass, form, place(other))
    assert shown["errors"] is not None
    assert shown["errors"]["base"] in {"wrong_model", "garbled", "refused"}


async def test_an_unreachable_recorder_may_be_saved_all_the_same(hass: HomeAssistant, site: MockConfigEntry) -> None:
    port = free_port()
    form = await begin(hass, site, "Epiphan Pearl Mini", "recorder_http")
    entered = {"host": LOCAL, "port": port, "name": "A301", **LOGIN, **NUMBERS}
    shown = await submit(hass, form, entered)
    assert shown["errors"] == {"base": "cannot_connect"}
    saved = await submit(hass, shown, {**entered, "save_without_reading": True})
    assert saved["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ({"host": "http://10.0.0.1"}, {"host": "invalid_host"}),
        ({"name": "  "}, {"name": "name_missing"}),
        ({"intervals": {"fast_s": 30, "normal_s": 10}}, {"base": "intervals_order"}),
    ],
)
async def test_what_cannot_be_is_told_at_its_field(
    hass: HomeAssistant, site: MockConfigEntry, pearl: PearlServer, entered: dict[str, Any], error: dict[str, str]
) -> None:
    form = await begin(hass, site, "Epiphan Pearl Mini", "recorder_http")
    shown = await submit(hass, form, place(pearl, **entered))
    assert shown["errors"] == error


async def test_a_recorder_is_not_added_twice(hass: HomeAssistant, site: MockConfigEntry, pearl: PearlServer) -> None:
    for expected in ({}, {"base": "already_configured"}):
        form = await begin(hass, site, "Epiphan Pearl Mini", "recorder_http")
        shown = await submit(hass, form, place(pearl))
        assert (shown["errors"] or {}) == expected
        if not expected:
            await submit(hass, shown, {})


async def test_a_model_that_is_not_listed_is_asked_again(hass: HomeAssistant, site: MockConfigEntry) -> None:
    result = await hass.config_entries.subentries.async_init(
        (site.entry_id, "recorder"), context={"source": SOURCE_USER}
    )
    shown = await submit(hass, result, {"model": "Nobody's Recorder"})
    assert shown["errors"] == {"model": "unknown_model"}


async def test_a_new_password_is_taken_and_the_old_one_not_shown(
    hass: HomeAssistant, site: MockConfigEntry, pearl: PearlServer
) -> None:
    form = await begin(hass, site, "Epiphan Pearl Mini", "recorder_http")
    await submit(hass, await submit(hass, form, place(pearl)), {})
    pearl.password = "renewed"
    form = await change(hass, site, "recorder_http")
    schema = form["data_schema"]
    assert schema is not None
    filled = {str(key): (key.description or {}).get("suggested_value") for key in schema.schema}
    assert (filled["username"], filled["password"]) == ("admin", None)
    shown = await submit(hass, form, place(pearl, password="renewed"))
    done = await submit(hass, shown, {})
    assert done["reason"] == "reconfigure_successful"
    assert next(iter(site.subentries.values())).data["credentials"]["password"] == "renewed"


async def test_what_is_watched_is_set_afterwards(
    hass: HomeAssistant, site: MockConfigEntry, pearl: PearlServer
) -> None:
    form = await begin(hass, site, "Epiphan Pearl Mini", "recorder_http")
    await submit(hass, await submit(hass, form, place(pearl)), {})
    form = await change(hass, site, "watching")
    chosen = {"watch_picture": True, "watch_sound": False, "allow_preview": False, "allow_live": False}
    done = await submit(hass, form, chosen)
    assert done["reason"] == "reconfigure_successful"
    assert next(iter(site.subentries.values())).data["options"] == chosen


@pytest.mark.parametrize(
    ("model", "step"),
    [
        ("Epiphan Pearl Mini", "recorder_https"),
        ("Extron SMP 351", "recorder_ssh"),
        ("Extron SMP 351", "recorder_telnet"),
        ("hikvision-isapi-recorder", "isapi_http"),
        ("hikvision-isapi-recorder", "isapi_https"),
        ("obs-studio", "recorder_obs"),
    ],
)
async def test_every_way_asks_and_says_when_nobody_is_there(
    hass: HomeAssistant, site: MockConfigEntry, model: str, step: str
) -> None:
    form = await begin(hass, site, model, step)
    assert form["step_id"] == step
    schema = form["data_schema"]
    assert schema is not None
    usual = {str(key): key.default() for key in schema.schema if callable(getattr(key, "default", None))}
    entered = {**usual, "host": LOCAL, "port": free_port(), "name": "A301", "password": "x"}
    shown = await submit(hass, form, entered)
    assert shown["errors"] == {"base": "cannot_connect"}


async def test_diagnostics_hold_no_secret(hass: HomeAssistant, site: MockConfigEntry, pearl: PearlServer) -> None:
    form = await begin(hass, site, "Epiphan Pearl Mini", "recorder_http")
    await submit(hass, await submit(hass, form, place(pearl)), {})
    assert await hass.config_entries.async_setup(site.entry_id)
    await settle(hass, site)
    device = dr.async_get(hass).async_get_device_by_identifier(
        ("smart_campus", f"recorder:{pearl.serial}"), site.entry_id
    )
    assert device is not None
    told = str(await async_get_device_diagnostics(hass, site, device))
    assert "requests" in told
    assert [secret for secret in ("letmein", pearl.serial, "A301") if secret in told] == []


async def test_the_key_of_an_ssh_recorder_is_kept_and_a_new_one_wants_to_be_accepted(
    hass: HomeAssistant, site: MockConfigEntry
) -> None:
    extron = ExtronServer(model(), password="letmein")
    async with extron:
        form = await begin(hass, site, "Extron SMP 351", "recorder_ssh")
        entered = {"host": LOCAL, "port": extron.ssh_port, "name": "A301", **LOGIN, **EXTRON}
        shown = await submit(hass, form, entered)
        assert (shown["errors"] or {}) == {}
        saved = await submit(hass, shown, {})
        kept = saved["data"]["options"]["host_key"]
        assert kept.startswith("SHA256:")
        subentry = next(iter(site.subentries.values()))
        data = {**subentry.data, "options": {"host_key": "SHA256:another"}}
        hass.config_entries.async_update_subentry(site, subentry, data=data)
        form = await change(hass, site, "recorder_ssh")
        shown = await submit(hass, form, {**entered, "accept_new_key": False})
        assert shown["errors"] == {"base": "cannot_connect"}
        shown = await submit(hass, shown, {**entered, "accept_new_key": True})
        await submit(hass, shown, {})
    assert next(iter(site.subentries.values())).data["options"]["host_key"] == kept
