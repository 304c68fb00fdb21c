"""Every action and every command there is, asked by somebody who was given nothing: what changes something refuses.

Whoever adds an action or a command says here whether it reads or writes; one that is not named here fails the test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import probatio
import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.websocket_api.const import DOMAIN as WEBSOCKET
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.alert import AlertReport, Severity
from custom_components.smart_campus.const import DOMAIN
from tests.integration.conftest import campus, custom_integrations, hass_config_dir, meter, own_profiles, set_up
from tests.integration.ledger.days import Day
from tests.integration.recordings.conftest import PROFILE, lecture, recorder
from tests.integration.rooms.conftest import MATHS, area_id, friday, room, term, use_timetable

from .giving import permission, written

__all__ = ["area_id", "campus", "custom_integrations", "hass_config_dir", "lecture", "own_profiles"]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What the asked for exists of."""

    area: str
    alert: str
    lesson: str
    recording: str
    report: str
    order: str
    approval: str
    device: str


type Data = Callable[[Stage], dict[str, Any]]


def nothing(_stage: Stage) -> dict[str, Any]:
    return {}


def in_area(stage: Stage) -> dict[str, Any]:
    return {"area_id": stage.area}


def of_order(stage: Stage) -> dict[str, Any]:
    return {"order_id": stage.order}


def about(**fields: Any) -> Data:
    return lambda _stage: fields


WRITING_ACTIONS: dict[str, Data] = {
    "acknowledge_alert": lambda stage: {"alert_id": stage.alert},
    "add_note": lambda stage: {"alert_id": stage.alert, "note": "x"},
    "answer_alert": lambda stage: {"alert_id": stage.alert, "button": "acknowledge"},
    "resolve_alert": lambda stage: {"alert_id": stage.alert},
    "snooze_alert": lambda stage: {"alert_id": stage.alert, "minutes": 5},
    "raise_alert": lambda stage: {"key": "x", "title": "x", "site": "site1", "area_id": stage.area},
    "assign_work_order": lambda stage: {**of_order(stage), "assigned_to": "x"},
    "cancel_work_order": of_order,
    "finish_work_order": of_order,
    "note_work_order": lambda stage: {**of_order(stage), "note": "x"},
    "raise_work_order": lambda stage: {"title": "x", "area_id": stage.area},
    "request_approval": about(asset_number="1", state="lent", reason="x"),
    "decide_approval": lambda stage: {"approval_id": stage.approval, "approve": True},
    "import_equipment": about(site="site1", file="/config/x.csv"),
    "export_equipment": about(site="site1"),
    "save_asset": about(site="site1", asset_number="1", name="x"),
    "start_class": in_area,
    "end_class": in_area,
    "start_recording": in_area,
    "stop_recording": in_area,
    "pause_recording": in_area,
    "resume_recording": in_area,
    "skip_recording": lambda stage: {"recording_id": stage.recording, "reason": "because"},
    "unskip_recording": lambda stage: {"recording_id": stage.recording},
    "extend_recording": lambda stage: {"recording_id": stage.recording, "minutes": 5},
    "release_lights": in_area,
    "retry_upload": nothing,
    "run_network_inspection": nothing,
    "sign_network_inspection": lambda stage: {"report_id": stage.report},
    "set_maintenance": about(site="site1", end="2030-01-01 00:00:00"),
    "cancel_maintenance": about(site="site1", maintenance_id="x"),
    "set_port_device": lambda stage: {"device_id": stage.device, "release": True},
    # For administrators
    "cancel_lesson": lambda stage: {"lesson_id": stage.lesson},
    "restore_lesson": lambda stage: {"lesson_id": stage.lesson},
    "import_timetable": about(term="2026-1", content="x"),
    "configure_network_health": about(site="site1"),
    "erase_recording": lambda stage: {"recording_id": stage.recording, "reason": "because"},
    "give_up_upload": lambda stage: {"recording_id": stage.recording, "reason": "because"},
    "set_recording_retention": about(site="site1"),
    "grant_access": about(
        **{"credential": "1", "doors": ["lock.x"], "from": "2030-01-01 00:00:00", "to": "2030-01-02 00:00:00"}
    ),
    "revoke_access": about(credential="1"),
    "release_doors": about(entity_id=["lock.x"]),
    "reveal_credential": about(credential="x"),
    "search_access_log": nothing,
    "export_access_log": nothing,
    "verify_access_log": nothing,
    "set_access_log_retention": about(days=3),
    "install_blueprints": nothing,
    "power_cycle_port": about(device_id="x", port="1"),
    "set_port_admin": about(device_id="x", port="1", enabled=True),
    "set_port_poe": about(device_id="x", port="1", on=True),
    "probe_now": about(url="icmp://192.0.2.1"),
    "search_projectors": nothing,
    "set_store_url": about(url="sqlite:///x"),
}
"""Actions that change something or are for administrators, with data that would be carried out."""

OWN_ACTIONS: dict[str, Data] = {"withdraw_approval": lambda stage: {"approval_id": stage.approval}}
"""Actions about what oneself has asked for; others are told that it is not theirs."""

READING_ACTIONS = {
    "find_device_port",
    "get_alerts",
    "get_approvals",
    "get_archive_queue",
    "get_availability",
    "get_equipment",
    "get_lessons",
    "get_network_inspections",
    "get_paths",
    "get_ports",
    "get_recording_sheet",
    "get_recordings",
    "get_task_history",
    "get_topology",
    "get_work_orders",
}

WRITING_COMMANDS: dict[str, Data] = {
    "access/grant": about(
        **{"credential": "1", "doors": ["lock.x"], "from": "2030-01-01 00:00:00", "to": "2030-01-02 00:00:00"}
    ),
    "access/revoke": about(windows=["x"]),
    "dashboard/access/subscribe": about(site="site1"),
    "dashboard/windows/subscribe": about(site="site1"),
    "equipment/export": about(site="site1"),
    "equipment/import/check": about(site="site1", file_id="x"),
    "equipment/imports": about(site="site1"),
    "equipment/save": about(asset={"site": "site1", "asset_number": "1", "name": "x"}),
    "approvals/request": about(asset_number="1", state="lent", reason="x"),
    "approvals/decide": lambda stage: {"approval_id": stage.approval, "approve": True},
    "work_orders/create": lambda stage: {"title": "x", "area_id": stage.area},
    "work_orders/assign": lambda stage: {**of_order(stage), "assigned_to": "x"},
    "work_orders/cancel": of_order,
    "work_orders/finish": of_order,
    "work_orders/note": lambda stage: {**of_order(stage), "note": "x"},
    "work_orders/photo": lambda stage: {**of_order(stage), "file_id": "x"},
}
"""Commands that change something or are for administrators."""

OWN_COMMANDS: dict[str, Data] = {"approvals/withdraw": lambda stage: {"approval_id": stage.approval}}
"""Commands about what oneself has asked for."""

IMPORT_COMMANDS: dict[str, Data] = {
    "equipment/import/apply": about(import_id="x"),
    "equipment/import/page": about(import_id="x", what="errors"),
}
"""Commands about an import, which nobody can begin who is refused; here there is none."""

READING_COMMANDS = {
    "alerts",
    "alerts/subscribe",
    "approvals/subscribe",
    "dashboard/attention/subscribe",
    "dashboard/campus",
    "dashboard/day/subscribe",
    "dashboard/devices",
    "dashboard/energy",
    "dashboard/network/subscribe",
    "dashboard/report",
    "dashboard/room",
    "dashboard/rooms/subscribe",
    "equipment/get",
    "equipment/list",
    "equipment/template",
    "indicators",
    "inspection/subscribe",
    "ports",
    "ports/subscribe",
    "recordings/steps",
    "recordings/subscribe",
    "topology",
    "topology/subscribe",
    "work_orders/history",
    "work_orders/subscribe",
}


@pytest.fixture
def li(hass: HomeAssistant) -> MockUser:
    """Return somebody who may use Home Assistant, and was given nothing in the site."""
    group = next(group for group in hass.auth._store._groups.values() if group.id == "system-users")
    return MockUser(id="li", name="Li", groups=[group]).add_to_hass(hass)


@pytest.fixture
def wires(own_profiles: Path, campus: object, lecture: object) -> None:
    """Play the devices."""
    (own_profiles / "test-recorder.yaml").write_text(PROFILE, "utf-8")


@pytest.fixture
async def site(hass: HomeAssistant, wires: None, area_id: str, freezer: FrozenDateTimeFactory) -> MockConfigEntry:
    """Return a site with a room, a recorder and a meter, in which only Wang was given something."""
    for component in (DOMAIN, "calendar", "camera"):
        assert await async_setup_component(hass, component, {})
    freezer.move_to(friday(7))
    entry = await set_up(
        hass,
        room(area_id),
        term(),
        recorder(area_id=area_id),
        meter(1, area_id=area_id),
        permission("wang"),
    )
    await use_timetable(hass, entry, MATHS)
    await Day(hass, entry, freezer).settle()
    return entry


@pytest.fixture
async def stage(
    hass: HomeAssistant, site: MockConfigEntry, area_id: str, freezer: FrozenDateTimeFactory, hass_admin_user: MockUser
) -> Stage:
    """Return what there is to be changed, made by automations and an administrator."""
    desk = await async_get_desk(hass)
    alert = await desk.async_raise(
        AlertReport(key="k", severity=Severity.WARNING, title="x", site="site1", area_id=area_id)
    )
    order = await call(hass, "raise_work_order", None, title="Lamp", area_id=area_id)
    await call(hass, "save_asset", None, site="site1", asset_number="1", name="Lectern")
    asked = {"asset_number": "1", "state": "lent", "reason": "Open day"}
    approval = await call(hass, "request_approval", hass_admin_user, **asked)
    inspected = await call(hass, "run_network_inspection", None)
    day = Day(hass, site, freezer)
    recording = day.recording("高等数学")
    return Stage(
        area=area_id,
        alert=alert.id,
        lesson=recording.subject.lesson_id,
        recording=recording.id,
        report=inspected["reports"][0]["report_id"],
        order=order["order_id"],
        approval=approval["approval_id"],
        device=site.runtime_data.coordinators["sub1"].registry_id,
    )


async def call(hass: HomeAssistant, action: str, user: MockUser | None, **data: Any) -> Any:
    has_response = hass.services.supports_response(DOMAIN, action).value != "none"
    return await hass.services.async_call(
        DOMAIN, action, data, blocking=True, return_response=has_response, context=Context(user_id=user and user.id)
    )


async def test_every_action_that_changes_something_refuses(hass: HomeAssistant, stage: Stage, li: MockUser) -> None:
    registered = set(hass.services.async_services()[DOMAIN]) - OWN_ACTIONS.keys()
    assert registered - READING_ACTIONS - WRITING_ACTIONS.keys() == set(), "say whether it reads or writes"
    assert (READING_ACTIONS | WRITING_ACTIONS.keys()) - registered == set(), "there is no such action any more"
    assert READING_ACTIONS.isdisjoint(WRITING_ACTIONS)
    before = len(await written(hass))
    let_in = {}
    for action, data in WRITING_ACTIONS.items():
        try:
            await call(hass, action, li, **data(stage))
        except Unauthorized:
            continue
        except (HomeAssistantError, probatio.Invalid) as err:
            let_in[action] = str(err)
        else:
            let_in[action] = "done"
    assert let_in == {}
    for action, data in OWN_ACTIONS.items():
        with pytest.raises(ServiceValidationError, match="Only who made"):
            await call(hass, action, li, **data(stage))
    rows = (await written(hass))[before:]
    assert {row[0] for row in rows} == {"denied"}
    assert {row[1] for row in rows} >= {"acknowledge_alert", "start_class", "stop_recording", "set_port_device"}
    assert {row[4] for row in rows} == {"Li"}


async def test_every_command_that_changes_something_refuses(
    hass: HomeAssistant, stage: Stage, li: MockUser, hass_ws_client: WebSocketGenerator, hass_admin_credential: Any
) -> None:
    changing = WRITING_COMMANDS | IMPORT_COMMANDS | OWN_COMMANDS
    registered = {name.removeprefix(f"{DOMAIN}/") for name in hass.data[WEBSOCKET] if name.startswith(f"{DOMAIN}/")}
    assert registered - READING_COMMANDS - changing.keys() == set(), "say whether it reads or writes"
    assert (READING_COMMANDS | changing.keys()) - registered == set(), "there is no such command any more"
    token = await hass.auth.async_create_refresh_token(li, "https://example.test", credential=hass_admin_credential)
    socket = await hass_ws_client(hass, hass.auth.async_create_access_token(token))
    told = {}
    for command, data in changing.items():
        await socket.send_json_auto_id({"type": f"{DOMAIN}/{command}", **data(stage)})
        answer = await socket.receive_json(timeout=20)
        told[command] = "success" if answer["success"] else answer["error"]["code"]
    assert {told.pop(command) for command in IMPORT_COMMANDS} <= {"unauthorized", "not_found", "home_assistant_error"}
    assert {told.pop(command) for command in OWN_COMMANDS} == {"home_assistant_error"}
    assert told == dict.fromkeys(WRITING_COMMANDS, "unauthorized")


async def test_the_same_is_done_for_whoever_was_given_it(
    hass: HomeAssistant, stage: Stage, li: MockUser, site: MockConfigEntry
) -> None:
    given = MockConfigEntry(subentries_data=[permission("li", areas=[stage.area], subentry_id="li")])
    hass.config_entries.async_add_subentry(site, given.subentries["li"])
    assert (await call(hass, "acknowledge_alert", li, alert_id=stage.alert))["acknowledged_by"] == "Li"
    assert (await call(hass, "start_recording", li, area_id=stage.area))["recorders"][0]["name"] == "A301 recorder"
    with pytest.raises(Unauthorized):
        await call(hass, "set_port_device", li, device_id=stage.device, release=True)
    assert ("granted", "start_recording", "control recorder", "A301", "Li", "North") in await written(hass)
