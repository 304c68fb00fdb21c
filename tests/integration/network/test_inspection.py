"""The inspection of a site in a real core: what it finds, who may read it, who signs it, and when it comes itself."""

import asyncio
import csv
import io
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.components import automation
from homeassistant.core import Context, Event, HomeAssistant, State
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
    async_fire_time_changed,
    async_mock_service,
    mock_restore_cache_with_extra_data,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.network.inspection.inspector import CATCH_UP_AFTER, EVENT_FINISHED
from custom_components.smart_campus.network.inspection.keeping import async_get_shelf
from custom_components.smart_campus.network.inspection.rules.shelf import PART
from custom_components.smart_campus.network.inspection.settings import EgressPort, InspectionSettings
from custom_components.smart_campus.store.durable import DATABASE_FILE, FOLDER, SPOOL_FILE, async_get_store
from simulator.path_servers import OpenPort

from ..conftest import FakeCampus, make_site
from .network_site import Stage, switch_subentry
from .probe_steps import HOST, probe, running, set_up, tcp

RUN = "run_network_inspection"
LIST = "get_network_inspections"
SIGN = "sign_network_inspection"


async def call(hass: HomeAssistant, name: str, user_id: str | None = None, **data: Any) -> Any:
    return await hass.services.async_call(
        DOMAIN, name, data, blocking=True, return_response=name != SIGN, context=Context(user_id=user_id)
    )


async def inspect(hass: HomeAssistant, **data: Any) -> dict[str, Any]:
    (report,) = (await call(hass, RUN, **data))["reports"]
    return report


def found(report: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(entry["name"], entry["check"], entry["port"]) for entry in report["exceptions"]}


async def choose(hass: HomeAssistant, entry: MockConfigEntry, **inspection: Any) -> None:
    """Fill in the section of the site's options."""
    form = await hass.config_entries.options.async_init(entry.entry_id)
    answers = {"daily": False, "time": "07:00:00", "egress": [], "contract_mbps": 1000, **inspection}
    result = await hass.config_entries.options.async_configure(
        form["flow_id"], {"fast_s": 10, "normal_s": 30, "slow_s": 300, "inspection": answers}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()


def sensor(hass: HomeAssistant, entry: MockConfigEntry) -> State | None:
    entity_id = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, f"{entry.entry_id}_last_inspection")
    return hass.states.get(entity_id) if entity_id else None


async def pass_to(hass: HomeAssistant, stage: Stage, moment: Any) -> None:
    stage.freezer.move_to(moment)
    async_fire_time_changed(hass, moment)
    await hass.async_block_till_done()
    if inspections := [task for task in asyncio.all_tasks() if task.get_name().endswith("network inspection")]:
        await asyncio.wait(inspections)
    await hass.async_block_till_done()


async def test_quiet_network_has_no_exceptions_and_says_what_was_not_checked(
    hass: HomeAssistant, site: MockConfigEntry
) -> None:
    report = await inspect(hass)

    assert report["exceptions"] == []
    assert {entry["check"] for entry in report["not_checked"]} == {"ipv4", "ipv6", "egress_chosen"}
    assert report["checked"] == 5


async def test_cut_is_one_exception_with_what_hangs_on_it(
    hass: HomeAssistant, campus: FakeCampus, stage: Stage, site: MockConfigEntry
) -> None:
    stage.agents["dist"].silence()
    stage.agents["lab"].silence()
    campus.link(1).silence()
    await stage.run(site, 600)

    report = await inspect(hass)

    assert found(report) == {("Switch dist", "reachable", "")}
    (entry,) = report["exceptions"]
    assert (entry["level"], entry["affects"]) == ("critical", ["Meter 1", "Switch lab"])
    assert entry["since"] is not None


async def test_port_in_trouble_is_told_by_name(hass: HomeAssistant, stage: Stage, site: MockConfigEntry) -> None:
    for poll in range(12):
        stage.agents["gym"].set(5, oper=1 + poll % 2, changed=360_000 + poll * 6_000)
        await stage.run(site, 60)

    report = await inspect(hass)

    assert found(report) == {("Switch gym", "port_flapping", "Gi0/5")}


async def test_egress_is_measured_at_its_port_against_the_contract(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    """950 Mbit/s are 118,750,000 octets a second."""
    await choose(hass, site, egress=[str(EgressPort("core", "Gi0/8"))])
    await stage.run(site, 60)
    core = stage.agents["core"]
    for _ in range(2):
        octets = int(core.values["1.3.6.1.2.1.31.1.1.1.6.8"]) + 118_750_000 * 60
        core.set(8, octets_in=octets)
        await stage.run(site, 60)
    assert found(await inspect(hass)) == {("Switch core Gi0/8", "egress_use", "")}

    core.set(8, mbit=100)
    await stage.run(site, 60)
    report = await inspect(hass)

    assert ("Switch core Gi0/8", "egress_speed", "") in found(report)
    (slow,) = [entry for entry in report["exceptions"] if entry["check"] == "egress_speed"]
    assert slow["finding"] == "100 Mbit/s, below the contract of 1 Gbit/s"
    assert "egress_chosen" not in {entry["check"] for entry in report["not_checked"]}


async def test_peak_is_forgotten_after_a_day(hass: HomeAssistant, stage: Stage, site: MockConfigEntry) -> None:
    await choose(hass, site, egress=[str(EgressPort("core", "Gi0/8"))])
    core = stage.agents["core"]
    core.set(8, octets_in=int(core.values["1.3.6.1.2.1.31.1.1.1.6.8"]) + 118_750_000 * 60)
    await stage.run(site, 60)

    await stage.run(site, 26 * 3600, step_s=3600)

    assert found(await inspect(hass)) == set()


async def test_egress_whose_switch_is_silent_or_gone_is_not_checked(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    await choose(hass, site, egress=[str(EgressPort("core", "Gi0/8"))])
    await stage.run(site, 60)
    stage.agents["core"].silence()
    await stage.run(site, 300)
    report = await inspect(hass)
    assert "egress_link" in {entry["check"] for entry in report["not_checked"]}

    hass.config_entries.async_remove_subentry(site, "core")
    await hass.async_block_till_done()

    report = await inspect(hass)
    assert "egress_link" in {entry["check"] for entry in report["not_checked"]}
    await choose(hass, site)
    assert "egress_chosen" in {entry["check"] for entry in (await inspect(hass))["not_checked"]}


async def test_form_offers_the_ports_of_every_switch_and_keeps_those_chosen(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    gone = str(EgressPort("old", "Gi9/9"))
    hass.config_entries.async_update_entry(site, options={**site.options, "inspection": {"egress": [gone]}})

    form = await hass.config_entries.options.async_init(site.entry_id)

    fields = form["data_schema"].schema["inspection"].schema.schema
    offered = {option["value"]: option["label"] for option in fields["egress"].config["options"]}
    assert offered[str(EgressPort("core", "Gi0/8"))] == "Switch core · Gi0/8 · Socket 8"
    assert offered[gone] == gone
    assert len(offered) == 4 * 8 + 1


async def test_paths_are_inspected_with_their_protocol(hass: HomeAssistant, socket_enabled: None) -> None:
    async with running(OpenPort(HOST)) as server:
        dead = OpenPort(HOST)
        async with running(dead):
            pass
        await set_up(hass, probe(tcp("alive", server.port, name="<b>Portal</b>"), tcp("dead", dead.port)))

        report = await inspect(hass, language="zh-Hans")

    assert found(report) == {("Dead", "path", "")}
    assert report["exceptions"][0]["finding"] == "不通：连接被拒绝"
    assert {entry["check"] for entry in report["not_checked"]} == {"ipv6", "egress_chosen", "switches_known"}


async def test_exception_that_comes_back_says_for_how_long(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    stage.agents["gym"].silence()
    await stage.run(site, 300)
    recurrences = []
    for _ in range(3):
        recurrences.append((await inspect(hass))["exceptions"][0]["recurrence"])
        stage.freezer.tick(7 * 86_400)

    first = (dt_util.now() - timedelta(days=21)).date().isoformat()
    assert recurrences == ["new", f"2nd week in a row, since {first}", f"3rd week in a row, since {first}"]


async def test_report_is_shown_by_a_sensor_and_told_by_an_event(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    events: list[Event] = async_capture_events(hass, EVENT_FINISHED)
    stage.agents["gym"].silence()
    await stage.run(site, 300)
    before = sensor(hass, site)
    assert before
    assert before.state == "unknown"

    report = await inspect(hass)
    await hass.async_block_till_done()

    state = sensor(hass, site)
    assert state
    assert dt_util.parse_datetime(state.state) == dt_util.utcnow().replace(microsecond=0)
    told = {name: state.attributes[name] for name in ("exceptions", "critical", "report_id")}
    assert told == {"exceptions": 1, "critical": 1, "report_id": report["report_id"]}
    assert [event.data for event in events] == [{"site_id": "site1", "site": "North", **told}]


async def test_sensor_keeps_its_state_over_a_restart(hass: HomeAssistant, stage: Stage) -> None:
    at = dt_util.utcnow().replace(microsecond=0)
    entry = make_site(switch_subentry("core"))
    entry.add_to_hass(hass)
    registered = er.async_get(hass).async_get_or_create(
        "sensor", DOMAIN, "site1_last_inspection", config_entry=entry, suggested_object_id="kept"
    )
    state = State(registered.entity_id, at.isoformat(), {"exceptions": 4, "report_id": "r", "friendly_name": "x"})
    kept = {"native_value": {"__type": "<class 'datetime.datetime'>", "isoformat": at.isoformat()},
            "native_unit_of_measurement": None}  # fmt: skip
    mock_restore_cache_with_extra_data(hass, [(state, kept)])

    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()

    shown = hass.states.get(registered.entity_id)
    assert shown
    assert (shown.state, shown.attributes["exceptions"]) == (at.isoformat(), 4)


async def test_site_without_a_network_shows_no_inspection(hass: HomeAssistant, campus: object) -> None:
    entry = make_site()
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()

    assert sensor(hass, entry) is None
    report = await inspect(hass)
    assert "switches_known" in {item["check"] for item in report["not_checked"]}


async def test_trigger_fires_for_its_site_and_only_where_wished_without_exceptions(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    calls = async_mock_service(hass, "test", "note")

    def automation_for(name: str, **options: Any) -> dict[str, Any]:
        return {
            "alias": name,
            "triggers": {"trigger": "smart_campus.network_inspection_finished", "options": options},
            "actions": {"action": "test.note", "data": {"name": name, "count": "{{ trigger.exceptions }}"}},
        }

    automations = [
        automation_for("all"),
        automation_for("mine", site="site1"),
        automation_for("other", site="site2"),
        automation_for("bad", only_with_exceptions=True),
    ]
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: automations})

    await inspect(hass)
    await hass.async_block_till_done()
    assert {told.data["name"] for told in calls} == {"all", "mine"}

    stage.agents["gym"].silence()
    await stage.run(site, 300)
    calls.clear()
    await inspect(hass)
    await hass.async_block_till_done()
    assert {(told.data["name"], told.data["count"]) for told in calls} == {("all", 1), ("mine", 1), ("bad", 1)}


@pytest.mark.parametrize(("language", "title"), [("en", "Network inspection"), ("zh-Hans", "网络巡检报告")])
async def test_link_of_a_response_opens_the_report_without_signing_in_again(
    hass: HomeAssistant, site: MockConfigEntry, hass_client_no_auth: ClientSessionGenerator, language: str, title: str
) -> None:
    report = await inspect(hass, language=language)
    client = await hass_client_no_auth()

    page = await client.get(report["html"])
    table = await client.get(report["csv"])

    assert page.status == HTTPStatus.OK
    assert title in await page.text()
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert table.headers["Content-Disposition"].startswith('attachment; filename="network-inspection-')
    rows = list(csv.reader(io.StringIO((await table.text()).removeprefix("\ufeff"))))
    assert len(rows) > 5


async def test_report_is_not_shown_to_strangers(
    hass: HomeAssistant, site: MockConfigEntry, hass_client_no_auth: ClientSessionGenerator
) -> None:
    report = await inspect(hass)
    client = await hass_client_no_auth()

    assert (await client.get(report["html"].partition("?")[0])).status == HTTPStatus.UNAUTHORIZED
    assert (await client.get(report["html"].replace("lang=en", "lang=zh-Hans"))).status == HTTPStatus.UNAUTHORIZED


async def test_report_speaks_the_language_of_whoever_reads_it(
    hass: HomeAssistant, site: MockConfigEntry, hass_client: ClientSessionGenerator, hass_admin_user: MockUser,
    hass_storage: dict[str, Any],
) -> None:  # fmt: skip
    address = (await inspect(hass))["html"].partition("?")[0]
    hass_storage[f"frontend.user_data_{hass_admin_user.id}"] = {
        "version": 1, "data": {"language": {"language": "zh-Hans", "number_format": "language"}},
    }  # fmt: skip
    client = await hass_client()

    assert "网络巡检报告" in await (await client.get(address)).text()
    assert "Network inspection" in await (await client.get(f"{address}?lang=en")).text()


@pytest.mark.parametrize("name", [f"{'0' * 32}.html", "x.html", f"{'0' * 32}.pdf", f"{'A' * 32}.html"])
async def test_report_that_is_not_there_is_not_found(
    hass: HomeAssistant, site: MockConfigEntry, hass_client: ClientSessionGenerator, name: str
) -> None:
    client = await hass_client()

    assert (await client.get(f"/api/smart_campus/inspection/{name}")).status == HTTPStatus.NOT_FOUND


@pytest.fixture
def no_database(hass: HomeAssistant) -> None:
    """Let something else be where the database should be."""
    Path(hass.config.path(FOLDER, DATABASE_FILE)).mkdir(parents=True)


@pytest.fixture
def no_disk(no_database: None, hass: HomeAssistant) -> None:
    """Let there be no place either for what waits for the database."""
    Path(hass.config.path(FOLDER, SPOOL_FILE)).mkdir()


@pytest.mark.usefixtures("no_database")
async def test_database_that_is_gone_is_said_and_the_report_waits(
    hass: HomeAssistant, site: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    report = await inspect(hass)

    assert "past" in {entry["check"] for entry in report["not_checked"]}
    assert len(await (await async_get_store(hass)).async_waiting(PART)) == 1
    client = await hass_client()
    assert (await client.get(report["html"])).status == HTTPStatus.SERVICE_UNAVAILABLE
    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, LIST)
    assert caught.value.translation_key == "store_unavailable"
    user = MockUser().add_to_hass(hass)
    with pytest.raises(HomeAssistantError):
        await call(hass, SIGN, user.id, report_id=report["report_id"])


@pytest.mark.usefixtures("no_disk")
async def test_report_that_cannot_be_kept_is_said(hass: HomeAssistant, site: MockConfigEntry) -> None:
    with pytest.raises(HomeAssistantError) as caught:
        await inspect(hass)

    assert caught.value.translation_key == "store_takes_no_more"
    state = sensor(hass, site)
    assert state
    assert state.state == "unknown"


async def test_report_is_signed_once_by_a_named_person(
    hass: HomeAssistant, site: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    report_id = (await inspect(hass))["report_id"]
    li, han = (MockUser(name=name, is_owner=True).add_to_hass(hass) for name in ("Li Lei", "Han Meimei"))

    await call(hass, SIGN, li.id, report_id=report_id, remark="done <script>\x00 " + "x" * 2_000)
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, SIGN, han.id, report_id=report_id)

    assert caught.value.translation_key == "already_signed"
    (listed,) = (await call(hass, LIST))["reports"]
    assert listed["signed_by"] == "Li Lei"
    kept = await (await async_get_shelf(hass)).async_read(report_id)
    assert kept
    assert kept[1]
    assert len(kept[1].remark) == 1_000
    page = await (await (await hass_client()).get(listed["html"])).text()
    assert "done &lt;script&gt;" in page


async def test_automation_or_stranger_signs_nothing(hass: HomeAssistant, site: MockConfigEntry) -> None:
    report_id = (await inspect(hass))["report_id"]

    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, SIGN, report_id=report_id)
    assert caught.value.translation_key == "needs_user"
    user = MockUser().add_to_hass(hass)
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, SIGN, user.id, report_id="0" * 32)
    assert caught.value.translation_key == "unknown_report"


async def test_reports_are_listed_the_newest_first(hass: HomeAssistant, stage: Stage, site: MockConfigEntry) -> None:
    ids = []
    for _ in range(3):
        ids.append((await inspect(hass, site="site1"))["report_id"])
        stage.freezer.tick(60)

    listed = (await call(hass, LIST, limit=2))["reports"]

    assert [report["report_id"] for report in listed] == [ids[2], ids[1]]
    assert (await call(hass, LIST, site="elsewhere"))["reports"] == []
    with pytest.raises(ServiceValidationError):
        await call(hass, RUN, site="elsewhere")


async def test_inspection_comes_by_itself_at_its_time_every_day(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    stage.freezer.move_to(dt_util.start_of_local_day(dt_util.now() + timedelta(days=1)) + timedelta(hours=5))
    await choose(hass, site, daily=True, time="07:00:00")
    seven = dt_util.start_of_local_day() + timedelta(hours=7)

    for day in range(2):
        await pass_to(hass, stage, seven + timedelta(days=day, seconds=1))

    assert len((await call(hass, LIST))["reports"]) == 2
    await choose(hass, site, daily=False)
    await pass_to(hass, stage, seven + timedelta(days=2, seconds=1))
    assert len((await call(hass, LIST))["reports"]) == 2


async def test_inspection_that_was_missed_is_made_up_for_once(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    stage.freezer.move_to(dt_util.start_of_local_day(dt_util.now() + timedelta(days=1)) + timedelta(hours=9))
    await choose(hass, site, daily=True, time="07:00:00")

    await pass_to(hass, stage, dt_util.utcnow() + CATCH_UP_AFTER + timedelta(seconds=1))
    assert len((await call(hass, LIST))["reports"]) == 1

    await choose(hass, site, daily=True, time="07:30:00")
    await pass_to(hass, stage, dt_util.utcnow() + CATCH_UP_AFTER + timedelta(seconds=1))
    assert len((await call(hass, LIST))["reports"]) == 1


async def test_inspection_is_not_made_before_its_time(hass: HomeAssistant, stage: Stage, site: MockConfigEntry) -> None:
    stage.freezer.move_to(dt_util.start_of_local_day(dt_util.now() + timedelta(days=1)) + timedelta(hours=5))
    await choose(hass, site, daily=True, time="07:00:00")

    await pass_to(hass, stage, dt_util.utcnow() + CATCH_UP_AFTER + timedelta(seconds=1))

    assert (await call(hass, LIST))["reports"] == []


@pytest.mark.usefixtures("no_disk")
async def test_scheduled_inspection_that_cannot_be_kept_is_logged(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    stage.freezer.move_to(dt_util.start_of_local_day(dt_util.now() + timedelta(days=1)) + timedelta(hours=6))
    await choose(hass, site, daily=True, time="07:00:00")

    await pass_to(hass, stage, dt_util.start_of_local_day() + timedelta(hours=7, seconds=1))
    await pass_to(hass, stage, dt_util.utcnow() + CATCH_UP_AFTER)

    assert caplog.text.count("the network inspection could not be kept") == 1


async def test_switch_that_does_not_answer_the_inspection_does_not_stop_it(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    stage.agents["gym"].silence()

    report = await inspect(hass)

    assert report["checked"] == 5


async def test_switch_that_hangs_delays_the_inspection_for_a_bounded_time(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    device = site.runtime_data.coordinators["gym"].device
    with (
        patch.object(device, "poll", hang),
        patch("custom_components.smart_campus.network.inspection.collecting.PARTS", ("uptime",)),
        patch("custom_components.smart_campus.network.inspection.collecting.ASKING_TIMEOUT_S", 0),
    ):
        report = await inspect(hass)

    assert report["checked"] == 5


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (None, InspectionSettings()),
        ("damaged", InspectionSettings()),
        ({"daily": "yes", "egress": "core / Gi0/1", "contract_mbps": "fast"}, InspectionSettings()),
        ({"egress": ["core", " / Gi0/1", 5, None], "contract_mbps": -1}, InspectionSettings()),
        (
            {"egress": ["a / b / c", "a / b / c"], "contract_mbps": 2000},
            InspectionSettings(egresses=(EgressPort("a", "b / c"),), contract_bps=2e9),
        ),
        (
            {"daily": True, "time": "25:99"},
            InspectionSettings(daily_at=dt_util.parse_time("07:00:00")),
        ),
        ({"daily": True, "time": "06:30"}, InspectionSettings(daily_at=dt_util.parse_time("06:30:00"))),
    ],
)
def test_damaged_options_are_the_defaults(stored: Any, expected: InspectionSettings) -> None:
    assert InspectionSettings.from_options({"inspection": stored}) == expected
