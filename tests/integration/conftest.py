"""The glue over the real library: only where links come from is replaced, by recorded devices that fail on demand."""

import struct
from collections.abc import Generator
from pathlib import Path
from types import MappingProxyType
from typing import Any, override
from unittest.mock import patch

import pytest
from homeassistant.config_entries import ConfigSubentry, ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

import custom_components  # noqa: F401  found here before the harness puts its own folder of that name first
from custom_components.smart_campus.campuslink.device.recording import Recording
from custom_components.smart_campus.campuslink.link.base import DeviceLink, LinkSource
from custom_components.smart_campus.campuslink.link.endpoint import Endpoint
from custom_components.smart_campus.campuslink.profile.schema import TransportRules
from custom_components.smart_campus.campuslink.testing.faulty import FaultyLink
from custom_components.smart_campus.campuslink.testing.replay import ReplayLink
from custom_components.smart_campus.const import DOMAIN, OWN_PROFILES_PATH, SUBENTRY_METER
from custom_components.smart_campus.site import SiteRuntime

PROFILE_ID = "test-meter"

PROFILE = """\
schema: 1
id: test-meter
kind: meter
name: Test meter
products: [{brand: Example, model: Three}]
sources: [{title: "IEEE 754", version: "2019", url: ""}]
tested: []
caveats: []
transport: {protocol: modbus, over: [tcp, rtu_over_tcp, serial], max_registers: 80, max_gap: 20, timeout_s: 0.5}
identify: {plausible: {frequency: [45, 65]}}
params: {ct_ratio: {default: 1, range: [1, 1000]}}
points:
  active_power: {read: {input: 0}, decode: float32, unit: W, range: [-1000000, 1000000], multiply_by: [ct_ratio]}
  voltage: {read: {input: 2}, decode: float32, unit: V, range: [0, 500]}
  voltage_l1: {read: {input: 4}, decode: float32, unit: V, range: [0, 500]}
  frequency: {read: {input: 6}, decode: float32, unit: Hz, range: [0, 100]}
  power_factor: {read: {input: 8}, decode: int16, scale: 0.001, missing: [32767], range: [-1, 1]}
  energy_import: {read: {input: 10}, decode: float32, unit: kWh, range: [0, 99999999]}
  energy_export: {read: {input: 40}, decode: float32, unit: kWh, range: [0, 99999999], poll: slow}
  valve_closed: {read: {holding: 2}, decode: uint16, map: {0: false, 1: true}}
  serial: {read: {holding: 0}, decode: uint32}
"""


def words(value: float) -> list[int]:
    """Return a number as the two registers of an IEEE 754 single, high word first."""
    return list(struct.unpack(">HH", struct.pack(">f", value)))


def recording(
    *, power: float = 1234.5, energy: float = 100.25, serial: int = 4711, frequency: float = 50.0
) -> Recording:
    """Return what the test meter holds; its power factor is absent."""
    inputs = [*words(power), *words(230.5), *words(231.5), *words(frequency), 0x7FFF, 0, *words(energy)]
    return Recording.from_json(
        {
            "schema": 1,
            "profile": PROFILE_ID,
            "protocol": "modbus",
            "registers": {
                "input": {"0": inputs, "40": words(7.5)},
                "holding": {"0": [serial >> 16, serial & 0xFFFF, 1]},
            },
        }
    )


class FakeCampus(LinkSource):
    """Stands in for the wires: one recorded device at each place, made when somebody first asks there."""

    def __init__(self) -> None:
        self.recordings: dict[str, Recording] = {}
        self.links: dict[str, FaultyLink] = {}
        self.opened: list[str] = []
        self.conflict: Exception | None = None
        self.is_silent = False

    @override
    async def open(
        self, endpoint: Endpoint, rules: TransportRules, address: str, credentials: object = None
    ) -> DeviceLink:
        if self.conflict is not None:
            raise self.conflict
        place = f"{endpoint.key}/{address}"
        self.opened.append(place)
        link = FaultyLink(ReplayLink(self.recordings.get(place, recording()), line=endpoint.key), timeout_s=0)
        if self.is_silent:
            link.silence()
        self.links[place] = link
        return link

    def link(self, unit: int = 1, host: str = "192.0.2.1") -> FaultyLink:
        """Return the newest link to a place."""
        return self.links[f"tcp:{host}:502/{unit}"]


def meter(unit: int = 1, *, title: str | None = None, host: str = "192.0.2.1", **data: Any) -> ConfigSubentryDataWithId:
    """Return the subentry of a meter; its id is ``sub<unit>`` unless told."""
    subentry_id = data.pop("subentry_id", f"sub{unit}")
    return ConfigSubentryDataWithId(
        subentry_id=subentry_id,
        subentry_type=SUBENTRY_METER,
        title=title or f"Meter {unit}",
        unique_id=f"meter:tcp:{host}:502:{unit}",
        data={
            "profile": PROFILE_ID,
            "endpoint": {"transport": "tcp", "host": host, "port": 502},
            "address": str(unit),
            "params": {},
            "key": f"key{unit}",
            **data,
        },
    )


@pytest.fixture(autouse=True)
def custom_integrations(request: pytest.FixtureRequest) -> None:
    if "recorder_mock" in request.fixturenames:
        request.getfixturevalue("recorder_mock")
    request.getfixturevalue("enable_custom_integrations")


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    return hass_tmp_config_dir


@pytest.fixture
def own_profiles(hass_config_dir: str) -> Path:
    """Return the folder of own profiles, holding the test meter's."""
    folder = Path(hass_config_dir) / OWN_PROFILES_PATH
    folder.mkdir(parents=True)
    (folder / f"{PROFILE_ID}.yaml").write_text(PROFILE, "utf-8")
    return folder


@pytest.fixture
def campus(own_profiles: Path) -> Generator[FakeCampus]:
    fake = FakeCampus()
    with patch("custom_components.smart_campus.HassLinkSource", return_value=fake):
        yield fake


@pytest.fixture
def entity_registry_enabled_by_default() -> Generator[None]:
    """Enable every entity when it is first added."""
    with patch("homeassistant.helpers.entity.Entity.entity_registry_enabled_default", True):
        yield


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(HomeAssistantSnapshotExtension)


def subentry(unit: int, **data: Any) -> ConfigSubentry:
    """Return the same for adding to a site that runs."""
    described = meter(unit, **data)
    return ConfigSubentry(
        data=MappingProxyType(described["data"]),
        subentry_id=described["subentry_id"],
        subentry_type=SUBENTRY_METER,
        title=described["title"],
        unique_id=described["unique_id"],
    )


def make_site(*meters: ConfigSubentryDataWithId, **options: Any) -> MockConfigEntry:
    """Return a site that is not set up yet."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="North",
        entry_id="site1",
        data={"name": "North"},
        options={"fast_s": 10, "normal_s": 30, "slow_s": 300, **options},
        subentries_data=meters,
    )


def state_of(hass: HomeAssistant, key: str, point: str, platform: str = "sensor") -> str | None:
    """Return the state of a point's entity; None when it has none."""
    entity_id = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{key}_{point}")
    state = hass.states.get(entity_id) if entity_id else None
    return state.state if state else None


async def set_up(hass: HomeAssistant, *meters: ConfigSubentryDataWithId, **options: Any) -> MockConfigEntry:
    """Set a site up and poll each device once."""
    entry = make_site(*meters, **options)
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    return entry


async def settle(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Let entities appear, and poll each device of the site once."""
    await hass.async_block_till_done()
    await poll(hass, entry)
    await hass.async_block_till_done()


async def poll(hass: HomeAssistant, entry: MockConfigEntry, *subentry_ids: str) -> None:
    """Poll some devices, or all, and let the states be written."""
    site: SiteRuntime = entry.runtime_data
    for subentry_id in subentry_ids or tuple(site.coordinators):
        await site.coordinators[subentry_id].polled.poll_now()
    await hass.async_block_till_done()


async def fail(hass: HomeAssistant, entry: MockConfigEntry, subentry_id: str) -> None:
    """Poll a device that does not answer until it counts as unreachable: twice."""
    await poll(hass, entry, subentry_id)
    await poll(hass, entry, subentry_id)
