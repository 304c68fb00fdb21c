"""A recorded switch reads like the real one and names nobody."""

import json

import pytest

from campuslink.device.recording import Recording
from campuslink.device.switch.recording import RecordedSwitch
from campuslink.model import Kind
from campuslink.testing.snmp import FakeSnmpLink
from campuslink.testing.switch import replay_switch

from .agents import CISCO, HUAWEI, LIBRARY, Bench

SECRETS = ("教室", "core-1", "2102350000000001", "10.1.0.1", "ap-011", "FCW0000B000", "0a000005", "00005e0053")


async def recorded(profile: str, name: str) -> Recording:
    link = FakeSnmpLink(Bench(profile, name).link.values)
    device = RecordedSwitch(LIBRARY.profiles[profile], link, LIBRARY.catalogue(Kind.SWITCH))
    await device.identify()
    await device.poll(device.points)
    return Recording.from_json(json.loads(json.dumps(device.recording().to_json())))


@pytest.mark.parametrize("case", [HUAWEI, CISCO])
async def test_recording_tells_no_name_address_or_serial_number(case: tuple[str, str]) -> None:
    text = json.dumps((await recorded(*case)).to_json(), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in text or secret.encode().hex() in text] == []


async def test_recording_still_reads_like_the_switch() -> None:
    recording = await recorded(*HUAWEI)
    profile = LIBRARY.profiles["huawei-vrp"]
    identity, report, ports = await replay_switch(recording, profile, LIBRARY.catalogue(Kind.SWITCH))
    assert (identity.model, identity.serial) == ("S5720-28X-PWR-LI-AC", "redacted")
    assert {point: report.readings[point].value for point in ("cpu_load", "poe_power", "ports_up")} == {
        "cpu_load": 44,
        "poe_power": 13.5,
        "ports_up": 2,
    }
    assert ports["GigabitEthernet0/0/1"]["poe_power"] == 12.7
    (neighbour,) = ports["XGigabitEthernet0/0/1"]["neighbours"]
    assert neighbour["name"] == "redacted"
    assert neighbour["chassis_id"].startswith("02:00:00")
