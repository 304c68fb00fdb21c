"""Adding and changing network paths, each tried over real sockets before it is kept."""

from collections.abc import Generator
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.config_entries import SOURCE_RECONFIGURE
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.link.probe.measurement import Measurement
from custom_components.smart_campus.campuslink.link.probe.prober import Prober
from custom_components.smart_campus.campuslink.link.probe.target import Target, Thresholds
from custom_components.smart_campus.network.rules.path_list import read_path_list
from simulator.path_servers import NameServer, OpenPort, TimeServer, WebServer
from simulator.paths import PathSystem

from .probe_steps import HOST, answer, begin, choose, probe, running, set_up, site_of, tcp

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
async def site(hass: HomeAssistant) -> MockConfigEntry:
    entry = site_of()
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    return entry


@pytest.fixture
def no_attempts() -> Generator[None]:
    """Let every attempt be good without making it: the hosts are not ours."""

    async def measure(self: Prober, target: Target) -> Measurement:
        return Measurement(at=0, latency_ms=1)

    with patch.object(Prober, "measure", measure):
        yield


def targets_of(entry: MockConfigEntry) -> list[dict[str, Any]]:
    (subentry,) = entry.subentries.values()
    targets: list[dict[str, Any]] = subentry.data["options"]["targets"]
    return targets


async def add(hass: HomeAssistant, site: MockConfigEntry, step: str, values: dict[str, Any]) -> Any:
    """Fill in the form of one target of a new group."""
    return await answer(hass, await choose(hass, await begin(hass, site), step), values)


async def test_group_with_one_path_is_saved(hass: HomeAssistant, site: MockConfigEntry) -> None:
    async with running(OpenPort(HOST)) as server:
        result = await add(hass, site, "tcp", {"name": "Storage", "host": HOST, "port": server.port, "family": "any"})
        assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "targets")
        assert "save" in result["menu_options"]
        assert result["description_placeholders"]["result"].startswith("Storage: ✓ latency ")
        result = await choose(hass, result, "save")
        await hass.async_block_till_done()
    assert (result["type"], result["title"]) == (FlowResultType.CREATE_ENTRY, "Campus paths")
    (subentry,) = site.subentries.values()
    assert subentry.unique_id == subentry.data["key"]
    assert subentry.data["endpoint"]["transport"] == "local"
    assert [(each["id"], each["way"], each["port"]) for each in targets_of(site)] == [("storage", "tcp", server.port)]
    assert len(site.runtime_data.coordinators) == 1


async def test_group_without_paths_cannot_be_saved(hass: HomeAssistant, site: MockConfigEntry) -> None:
    result = await begin(hass, site)
    assert {"save", "edit", "remove"}.isdisjoint(result["menu_options"])


@pytest.mark.parametrize(
    ("step", "make", "values", "stored"),
    [
        ("ntp", lambda: TimeServer(HOST), {"host": HOST, "family": "ipv4", "offset_ms": 50}, {"way": "ntp"}),
        (
            "dns",
            lambda: NameServer(HOST, names={"www.example": ["10.0.0.1"]}),
            {"host": HOST, "query": "www.example", "record": "A", "expect": "10.0.0.1, 10.0.0.2"},
            {"way": "dns", "expect": ["10.0.0.1", "10.0.0.2"]},
        ),
    ],
)
async def test_every_way_has_its_form(
    hass: HomeAssistant, site: MockConfigEntry, step: str, *, make: Any, values: dict[str, Any], stored: dict[str, Any]
) -> None:
    async with running(make()) as server:
        result = await add(hass, site, step, {"name": "A", "port": server.port, **values})
        await choose(hass, result, "save")
        await hass.async_block_till_done()
    (target,) = targets_of(site)
    assert {key: target[key] for key in stored} == stored


async def test_page_is_entered_as_a_url(hass: HomeAssistant, site: MockConfigEntry) -> None:
    async with running(WebServer(HOST)) as server:
        url = f"http://{HOST}:{server.port}/login?a=b"
        result = await add(
            hass, site, "web", {"name": "Portal", "url": url, "is_trust_checked": True, "family": "any", "status": 200}
        )
        assert server.paths == ["/login?a=b"]
        await choose(hass, result, "save")
        await hass.async_block_till_done()
    (target,) = targets_of(site)
    assert (target["way"], target["path"], target["status"]) == ("http", "/login?a=b", 200)


async def test_limit_left_empty_is_no_limit(hass: HomeAssistant, site: MockConfigEntry) -> None:
    async with running(TimeServer(HOST)) as server:
        result = await add(hass, site, "ntp", {"name": "A", "host": HOST, "port": server.port, "family": "any"})
        await choose(hass, result, "save")
        await hass.async_block_till_done()
    (target,) = targets_of(site)
    assert (target["thresholds"]["offset_ms"], target["thresholds"]["latency_ms"]) == (None, None)


async def refused(hass: HomeAssistant, site: MockConfigEntry) -> Any:
    """Enter a path nobody listens at."""
    async with running(OpenPort(HOST)) as server:
        port = server.port
    return await add(hass, site, "tcp", {"name": "Dead | end", "host": HOST, "port": port, "family": "any"})


async def test_path_that_fails_is_told_and_may_be_kept(hass: HomeAssistant, site: MockConfigEntry) -> None:
    result = await refused(hass, site)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "tried")
    assert result["description_placeholders"]["path"] == "Dead \\| end"
    assert result["description_placeholders"]["result"] == "Dead \\| end: ✗ connection refused"
    result = await choose(hass, result, "keep")
    await choose(hass, result, "save")
    await hass.async_block_till_done()
    assert [each["name"] for each in targets_of(site)] == ["Dead | end"]


async def test_path_that_fails_may_be_changed(hass: HomeAssistant, site: MockConfigEntry) -> None:
    result = await choose(hass, await refused(hass, site), "change")
    shown = {str(key): key.description["suggested_value"] for key in result["data_schema"].schema if key.description}
    assert (shown["name"], shown["host"]) == ("Dead | end", HOST)
    async with running(OpenPort(HOST)) as server:
        result = await answer(hass, result, {"name": "Alive", "host": HOST, "port": server.port, "family": "any"})
    assert result["step_id"] == "targets"
    assert result["description_placeholders"]["count"] == "1"


async def test_path_that_fails_may_be_forgotten(hass: HomeAssistant, site: MockConfigEntry) -> None:
    result = await choose(hass, await refused(hass, site), "drop")
    assert result["description_placeholders"]["count"] == "0"


@pytest.mark.parametrize(
    ("step", "values", "errors"),
    [
        ("ping", {"name": "A", "host": "no host", "family": "any"}, {"host": "invalid_host"}),
        ("ping", {"name": "A", "host": "10.0.0.1", "family": "ipv6"}, {"host": "invalid_host"}),
        ("ping", {"name": "\u202e", "host": HOST, "family": "any"}, {"name": "name_missing"}),
        (
            "dns",
            {"name": "A", "host": "dns.example", "port": 53, "query": "a", "record": "A"},
            {"host": "invalid_host"},
        ),
        ("dns", {"name": "A", "port": 53, "query": "a" * 300, "record": "A"}, {"query": "invalid_query"}),
        ("dns", {"name": "A", "port": 53, "query": "a", "record": "A", "expect": "b"}, {"expect": "invalid_expect"}),
        ("web", {"name": "A", "url": "ftp://a", "is_trust_checked": True, "family": "any"}, {"url": "invalid_url"}),
        ("web", {"name": "A", "url": "ping://a", "is_trust_checked": True, "family": "any"}, {"url": "invalid_url"}),
        ("web", {"name": "A", "url": "http://a b", "is_trust_checked": True, "family": "any"}, {"url": "invalid_url"}),
    ],
)
async def test_what_cannot_be_tried_is_blamed_on_its_field(
    hass: HomeAssistant, site: MockConfigEntry, step: str, values: dict[str, Any], errors: dict[str, str]
) -> None:
    result = await add(hass, site, step, values)
    assert (result["type"], result["step_id"], result["errors"]) == (FlowResultType.FORM, step, errors)


@pytest.mark.usefixtures("no_attempts")
async def test_many_paths_are_entered_as_text(hass: HomeAssistant, site: MockConfigEntry) -> None:
    lines = ("# campus", "", "网关; ping://10.0.0.1; loss=5", "网关; ping://10.0.0.2")
    text = "\n".join((*lines, "Portal; https://a.example/; trust=no; days=off"))
    result = await add(hass, site, "list", {"list": text})
    assert result["description_placeholders"]["count"] == "3"
    await choose(hass, result, "save")
    await hass.async_block_till_done()
    found = targets_of(site)
    assert [each["id"] for each in found] == ["path", "path_2", "portal"]
    assert (found[0]["thresholds"]["loss_percent"], found[2]["thresholds"]["days_left"]) == (5, None)
    assert found[2]["is_trust_checked"] is False


@pytest.mark.parametrize(
    ("settings", "stored"),
    [
        ("status=401", {"status": 401}),
        ("family=ipv6", {"family": "ipv6"}),
        ("latency=9; offset=8", {"thresholds": Thresholds(latency_ms=9, offset_ms=8).to_json()}),
    ],
)
def test_settings_of_a_line_are_those_of_the_target(settings: str, stored: dict[str, Any]) -> None:
    (target,) = read_path_list(f"A; https://a.example; {settings}")
    assert stored.items() <= target.to_json().items()


def test_expected_addresses_of_a_line_are_several() -> None:
    (target,) = read_path_list("A; dns:///a.example; expect=10.0.0.1, 10.0.0.2")
    assert target.expect == ("10.0.0.1", "10.0.0.2")


@pytest.mark.usefixtures("no_attempts")
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_paths_of_the_simulated_campus_can_be_entered(
    hass: HomeAssistant, site: MockConfigEntry, language: str
) -> None:
    system = PathSystem()
    await system.start()
    (device,) = system.devices()
    await system.stop()
    result = await add(hass, site, "list", {"list": device["options"]["list"][language]})
    await choose(hass, result, "save")
    await hass.async_block_till_done()
    entered = [(each["way"], each["host"], each.get("port")) for each in targets_of(site)]
    assert entered == [(each["way"], each["host"], each.get("port")) for each in device["targets"]]
    assert [each["name"] for each in targets_of(site)] == [each["name"][language] for each in device["targets"]]


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("A; ping://10.0.0.1\nB", "2: a name"),
        ("A; gopher://a", "1: url"),
        ("A; ping://a; speed=1", "1: speed"),
        ("A; ping://a; loss=x", "1: loss"),
        ("\n" * 600, "513: at most"),
    ],
)
async def test_line_that_names_no_path_is_told(
    hass: HomeAssistant, site: MockConfigEntry, text: str, detail: str
) -> None:
    result = await add(hass, site, "list", {"list": text + "x"})
    assert result["errors"] == {"list": "invalid_list"}
    assert result["description_placeholders"]["detail"].startswith(detail)


async def test_more_paths_than_a_group_holds_are_refused(hass: HomeAssistant, site: MockConfigEntry) -> None:
    text = "\n".join(f"A; ping://10.0.{number // 250}.{number % 250 + 1}" for number in range(400))
    result = await add(hass, site, "list", {"list": text})
    result = await answer(hass, await choose(hass, result, "list"), {"list": text})
    assert result["errors"] == {"base": "too_many_paths"}


async def test_stored_group_is_changed_and_its_key_kept(hass: HomeAssistant) -> None:
    async with running(OpenPort(HOST)) as server:
        entry = await set_up(hass, probe(tcp("one", server.port), tcp("two", server.port)))
        result = await hass.config_entries.subentries.async_init(
            (entry.entry_id, "probe"), context={"source": SOURCE_RECONFIGURE, "subentry_id": "paths"}
        )
        assert result["step_id"] == "targets"
        result = await answer(hass, await choose(hass, result, "remove"), {"paths": ["one"]})
        result = await answer(hass, await choose(hass, result, "edit"), {"path": "two"})
        assert result["step_id"] == "tcp"
        values = {"name": "Renamed", "host": HOST, "port": server.port, "family": "any"}
        result = await answer(hass, result, values)
        result = await answer(
            hass, await choose(hass, result, "settings"), {"name": "New name", "rounds_to_turn": 3, "normal_s": 60}
        )
        result = await choose(hass, result, "save")
        assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
        await hass.async_block_till_done()
    (subentry,) = entry.subentries.values()
    assert (subentry.title, subentry.data["key"]) == ("New name", "probe:campus")
    assert [(each["id"], each["name"]) for each in targets_of(entry)] == [("two", "Renamed")]
    assert (subentry.data["options"]["rounds_to_turn"], subentry.data["intervals"]) == (3, {"normal_s": 60})
    assert entry.runtime_data.coordinators["paths"].periods_s["normal"] == 60


@pytest.mark.parametrize(("name", "error"), [("\x00 ", "name_missing"), ("x" * 101, "name_too_long")])
async def test_group_needs_a_name(hass: HomeAssistant, site: MockConfigEntry, name: str, error: str) -> None:
    result = await choose(hass, await add(hass, site, "list", {"list": "A; ping://10.0.0.1"}), "settings")
    result = await answer(hass, result, {"name": name, "rounds_to_turn": 2})
    assert result["errors"] == {"name": error}
