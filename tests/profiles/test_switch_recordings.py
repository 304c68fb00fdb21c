"""The ports of recorded switches, and which profile a switch means by the name it gives itself."""

import json
from pathlib import Path

import pytest

from campuslink.device.switch.system import SystemInfo, rank_system
from campuslink.profile.library import Library, load_library
from campuslink.testing.fixtures import EXPECTED_FILE, load_case
from campuslink.testing.switch import replay_switch

HERE = Path(__file__).parent
FOLDERS = sorted(
    file.parent for file in HERE.glob(f"*/*/{EXPECTED_FILE}") if "ports" in json.loads(file.read_text("utf-8"))
)


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(HERE.parents[1] / "device_profiles")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
async def test_ports_read_as_documented(folder: Path, library: Library) -> None:
    case = load_case(folder)
    profile = library.profiles[folder.parent.name]
    assert case.expectation is not None
    _, _, ports = await replay_switch(case.recording, profile, library.catalogue(profile.kind))
    told = {
        name: {field: ports[name].get(field) for field in expected} for name, expected in case.expectation.ports.items()
    }
    read = {
        name: {
            **port,
            "neighbours": [{**each, "capabilities": list(each["capabilities"])} for each in port["neighbours"]],
        }
        if "neighbours" in port
        else port
        for name, port in told.items()
    }
    assert read == case.expectation.ports


@pytest.mark.parametrize(
    ("object_id", "description", "profile_id"),
    [
        ("1.3.6.1.4.1.2011.2.23.291", "S5720 Huawei Versatile Routing Platform Software", "huawei-vrp"),
        ("1.3.6.1.4.1.2011.2.279.3", "S12704", "huawei-vrp"),
        ("1.3.6.1.4.1.2011.2.123.1", "UPS5000", "generic-if-mib"),
        ("1.3.6.1.4.1.25506.11.1.24", "HP Comware Platform Software, Software Version 5.20.99", "h3c-comware"),
        ("1.3.6.1.4.1.43.1.8.56", "3Com Switch Comware", "h3c-comware"),
        ("1.3.6.1.4.1.43.1.8.56", "3Com SuperStack", "generic-if-mib"),
        ("1.3.6.1.4.1.4881.1.1.10.1.146", "Ruijie Gigabit Ethernet Switch", "ruijie-rgos"),
        ("1.3.6.1.4.1.9.1.1208", "Cisco IOS Software, C2960X Software", "cisco-ios"),
        ("1.3.6.1.4.1.9.1.2494", "Catalyst L3 Switch Software (CAT9K_IOSXE), Version 17.3.4", "cisco-ios-xe"),
        ("1.3.6.1.4.1.9.12.3.1.3.1084", "Cisco NX-OS(tm) n5000", "generic-if-mib"),
        ("1.3.6.1.4.1.14988.1", "RouterOS CRS328-24P-4S+", "mikrotik-routeros"),
        ("1.3.6.1.4.1.149881.1", "no MikroTik, the number only begins alike", "generic-if-mib"),
        ("", "", "generic-if-mib"),
    ],
)
def test_switch_means_the_profile_with_the_longest_mark(
    library: Library, object_id: str, description: str, profile_id: str
) -> None:
    ranked = rank_system(library.profiles.values(), SystemInfo(object_id=object_id, description=description))
    profile, _ = ranked[0]
    assert profile.id == profile_id
