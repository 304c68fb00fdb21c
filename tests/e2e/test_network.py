"""The network of the demo: ports in trouble, a failing path, one cause for all it cuts off, and the morning report."""

from collections.abc import Mapping
from typing import Any

import pytest

from demo.walk import Walk
from simulator.demo_campus import BEHIND

pytestmark = [
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("socket_enabled"),
]

DISTRIBUTION = "switch-teaching-a"
PORTS = {
    "flapping": "GigabitEthernet0/0/15",
    "errors": "GigabitEthernet0/0/22",
    "speed_dropped": "GigabitEthernet0/0/8",
}
BACKUP = {"en": "Backup egress", "zh-Hans": "备用出口"}
EXCEPTIONS = {"en": "Exceptions", "zh-Hans": "异常"}
SOON_S = 300.0


def behind(device_id: str) -> list[str]:
    return [device_id, *(found for child in BEHIND.get(device_id, ()) for found in behind(child))]


async def topology(walk: Walk) -> Mapping[str, Any]:
    answer: Mapping[str, Any] = await walk.ask("get_topology", site=walk.demo.entry_id)
    return answer


async def test_ports_in_trouble_are_named_with_what_is_wrong(walk: Walk) -> None:
    async def are_all_found() -> bool:
        found = (await topology(walk))["findings"]
        return {(finding["fault"], finding["port"]) for finding in found} >= PORTS.items()

    await walk.until(are_all_found, within_s=SOON_S)
    await walk.go("/smart-campus/network")
    flapping = next(each for each in (await topology(walk))["findings"] if each["fault"] == "flapping")
    await walk.page.locator("hui-tile-card").filter(has_text=flapping["switch_name"]).first.click()
    port = walk.page.locator("smart-campus-port-map-card").locator(f'[aria-label*="{flapping["port"]}"]')
    await port.first.click()


async def test_failing_path_is_its_own_cause(walk: Walk) -> None:
    async def is_told() -> bool:
        gone = (await topology(walk))["unreachable"]
        return any(BACKUP[walk.language] in thing["name"] and thing["is_root"] for thing in gone)

    await walk.until(is_told)
    await walk.go("/smart-campus/network")
    await walk.page.locator("hui-tile-card").filter(has_text=BACKUP[walk.language]).first.wait_for()


async def test_dead_switch_is_the_one_cause_of_everything_behind_it(walk: Walk) -> None:
    cut_off = behind(DISTRIBUTION)
    walk.demo.excuse(cut_off)
    names = {device["id"]: device["name"][walk.language] for device in walk.demo.finding.devices}
    await walk.do(DISTRIBUTION, "cut")

    async def is_explained() -> bool:
        causes = {thing["name"]: thing["cause_name"] for thing in (await topology(walk))["unreachable"]}
        return all(causes.get(names[device_id]) == names[DISTRIBUTION] for device_id in cut_off)

    async def is_over() -> bool:
        gone = {thing["name"] for thing in (await topology(walk))["unreachable"]}
        return not gone & {names[device_id] for device_id in cut_off}

    await walk.until(is_explained, within_s=SOON_S)
    await walk.do(DISTRIBUTION, "mend")
    await walk.until(is_over, within_s=SOON_S)


async def test_report_of_the_morning_reads_in_the_language_of_the_demo(walk: Walk) -> None:
    answer = await walk.ask("run_network_inspection", site=walk.demo.entry_id, language=walk.language)
    (report,) = answer["reports"]
    assert {finding["port"] for finding in report["exceptions"]} >= set(PORTS.values())
    await walk.go(report["html"])
    text = await walk.page.locator("body").inner_text()
    assert EXCEPTIONS[walk.language] in text
    assert BACKUP[walk.language] in text
    await walk.call("sign_network_inspection", report_id=report["report_id"], remark="seen")
    await walk.go("/smart-campus/network")
    await walk.page.locator("smart-campus-inspection-card").get_by_text("seen").first.wait_for()
