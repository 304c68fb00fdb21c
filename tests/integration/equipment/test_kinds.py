"""Devices of every kind out of one file, described as their own set-up would store them, and counted beforehand."""

from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant

from ..conftest import FakeCampus, set_up
from .files import check, faults_of, table

SWITCH = ConfigSubentryDataWithId(
    subentry_id="sw1",
    subentry_type="switch",
    title="Core switch",
    unique_id="switch:udp:127.0.0.1:9",
    data={
        "profile": "generic-if-mib",
        "endpoint": {"transport": "udp", "host": "127.0.0.1", "port": 9},
        "address": "",
        "params": {},
        "key": "switch:udp:127.0.0.1:9",
        "credentials": {"version": "2c", "community": "s3cret"},
    },
)
ROWS: list[dict[str, object]] = [
    {"device profile": "huawei-vrp", "host": "192.0.2.20", "login like": "core switch"},
    {"device profile": "pjlink-class-1", "host": "192.0.2.21"},
    {"device profile": "uhppote-ut0311", "host": "192.0.2.22", "device address": "405419896"},
    {"device profile": "esphome-climate", "device address": "room-101"},
    {"device profile": "rs485-climate", "connection": "串口服务器", "host": "192.0.2.23", "device address": "3"},
    {"device profile": "generic-modbus-relay-8", "host": "192.0.2.24", "device address": "1"},
    {"device profile": "obs-studio", "host": "192.0.2.25"},
    {"device profile": "rtsp-camera", "host": "192.0.2.26", "device address": "teacher=/1; class=/2"},
]
PLACES = [
    ("switch", "switch:udp:192.0.2.20:161", {"transport": "udp", "host": "192.0.2.20", "port": 161}, ""),
    ("projector", "projector:tcp:192.0.2.21:4352", {"transport": "tcp", "host": "192.0.2.21", "port": 4352}, ""),
    ("gate", "gate:udp:192.0.2.22:60000:405419896",
     {"transport": "udp", "host": "192.0.2.22", "port": 60000}, "405419896"),
    ("environment", "environment:mqtt:broker:room-101", {"transport": "broker"}, "room-101"),
    ("environment", "environment:tcp:192.0.2.23:8899:3",
     {"transport": "rtu_over_tcp", "host": "192.0.2.23", "port": 8899}, "3"),
    ("lighting", "lighting:tcp:192.0.2.24:502:1", {"transport": "tcp", "host": "192.0.2.24", "port": 502}, "1"),
    ("recorder", "recorder:http:192.0.2.25:4455", {"transport": "http", "host": "192.0.2.25", "port": 4455}, ""),
]  # fmt: skip


def numbered(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{"asset number": f"A-{number}", "name": f"Thing {number}"} | row for number, row in enumerate(rows)]


async def test_each_kind_is_described_as_its_set_up_stores_it(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, SWITCH)
    checked = await check(hass, entry, table(numbered(ROWS)))
    assert faults_of(checked) == []
    devices: list[Any] = [step.device for step in checked.plan.steps]
    found = [(each["kind"], each["unique_id"], each["data"]["endpoint"], each["data"]["address"]) for each in devices]
    assert found[:7] == PLACES
    assert devices[7]["options"]["sources"] == [{"name": "teacher", "path": "/1"}, {"name": "class", "path": "/2"}]
    assert devices[0]["login_of"] == "sw1"
    assert "s3cret" not in repr(checked)
    assert "s3cret" not in repr([step.to_json() for step in checked.plan.steps])


async def test_every_kind_is_counted_without_asking_a_device(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, SWITCH)
    checked = await check(hass, entry, table(numbered(ROWS)))
    by_kind = checked.forecast.describe()["by_kind"]
    assert {kind: cost["devices"] for kind, cost in by_kind.items()} == {
        "switch": 1, "projector": 1, "gate": 1, "environment": 2, "lighting": 1, "recorder": 2,
    }  # fmt: skip
    assert all(cost["entities"] > 0 for cost in by_kind.values())
    assert all(by_kind[kind]["requests_per_s"] > 0 for kind in ("switch", "projector", "gate", "lighting"))
    assert campus.opened == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"device profile": "huawei-vrp", "host": "192.0.2.20"}, ("login_like", "login_missing")),
        ({"device profile": "huawei-vrp", "host": "192.0.2.20", "login like": "x"}, ("login_like", "login_unknown")),
        ({"device profile": "pjlink-class-1", "host": "192.0.2.21", "login like": "core switch"},
         ("login_like", "login_unknown")),
        ({"device profile": "uhppote-ut0311", "host": "192.0.2.22"}, ("address", "cell_empty")),
        ({"device profile": "uhppote-ut0311", "host": "192.0.2.22", "device address": "12"},
         ("address", "cell_no_address")),
        ({"device profile": "esphome-climate", "device address": "room/#"}, ("address", "cell_no_node")),
        ({"device profile": "rtsp-camera", "host": "192.0.2.26"}, ("address", "cell_no_stream")),
        ({"device profile": "rtsp-camera", "host": "192.0.2.26", "device address": "rtsp://u:p@192.0.2.26/1"},
         ("address", "cell_no_stream")),
        ({"device profile": "generic-if-mib", "host": "127.0.0.1", "port": "9", "login like": "core switch"}, None),
    ],
)  # fmt: skip
async def test_what_a_kind_needs_is_asked_for(
    hass: HomeAssistant, campus: FakeCampus, row: dict[str, object], fault: tuple[str, str] | None
) -> None:
    entry = await set_up(hass, SWITCH)
    checked = await check(hass, entry, table(numbered([row])))
    assert faults_of(checked) == ([(2, *fault)] if fault else [])
