"""Simulated switches, asked by net-snmp's tools; state and rows without any SNMP."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from pytest_socket import enable_socket

from simulator.demo_switches import demo_switches
from simulator.snmp_model import Maker, Orders, Port, Switch
from simulator.snmp_rows import standard_rows
from simulator.snmp_state import SwitchState
from simulator.snmp_switches import SwitchSystem
from simulator.snmp_vendor_rows import vendor_rows

OPER = "1.3.6.1.2.1.2.2.1.8"
ADMIN = "1.3.6.1.2.1.2.2.1.7"
IN_OCTETS = "1.3.6.1.2.1.31.1.1.1.6"
NAME = "1.3.6.1.2.1.31.1.1.1.1"
HIGH_SPEED = "1.3.6.1.2.1.31.1.1.1.15"
UPTIME = "1.3.6.1.2.1.1.3.0"
SYS_NAME = "1.3.6.1.2.1.1.5.0"
LLDP_NAME = "1.0.8802.1.1.2.1.4.1.1.9"
HUAWEI_POE = "1.3.6.1.4.1.2011.5.25.195.3.1.3"
FLOOR = "switch-floor-3"
UP, DOWN = "1", "2"
NOT_WRITABLE, WRONG_VALUE = "notWritable", "wrongValue"


class Clock:
    def __init__(self) -> None:
        self.now = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _switch(*ports: Port, maker: Maker = Maker.STANDARD) -> Switch:
    return Switch(
        id="s",
        maker=maker,
        brand="",
        object_id="1.3.6.1.4.1.1",
        description="",
        name="s",
        location="",
        chassis="020000000001",
        model="",
        serial="",
        firmware="",
        ports=ports,
        up_since_s=100.0,
    )


def _state(clock: Clock, **port: float | bool) -> SwitchState:
    return SwitchState(_switch(Port(index=1, name="p1", has_link=True, **port)), clock)


def test_counter_follows_speed_and_use(clock: Clock) -> None:
    state = _state(clock, load=0.5)
    before = int(state.value("in_octets.1"))
    clock.now += 10
    # half of 1 Gbit/s for 10 s is 625 MB, and the use swings by 30 %
    assert 0.7 * 625e6 <= int(state.value("in_octets.1")) - before <= 1.3 * 625e6


def test_port_without_link_counts_nothing(clock: Clock) -> None:
    state = _state(clock, load=0.5)
    state.obey(Orders(ports={"p1": {"link": 0, "at": clock.now}}))
    before = state.value("in_octets.1")
    clock.now += 10
    assert (state.value("in_octets.1"), state.value("oper.1")) == (before, DOWN)


def test_32_bit_counter_is_the_64_bit_one_wrapped(clock: Clock) -> None:
    state = _state(clock, load=1.0)
    assert int(state.value("in_octets.1")) > 2**32
    assert int(state.value("in_octets.1")) % 2**32 == int(state.value("in_octets_32.1"))


def test_flapping_port_changes_at_the_pace_ordered(clock: Clock) -> None:
    state = _state(clock, flap_s=20.0)
    links = []
    changes = []
    for _ in range(40):
        clock.now += 1
        links.append(state.value("oper.1"))
        changes.append(state.value("last_change.1"))
    assert links.count(DOWN) == 10
    assert len(set(changes)) == 4 + 1


def test_restart_begins_uptime_and_counters_anew(clock: Clock) -> None:
    state = _state(clock, load=0.5)
    state.obey(Orders(booted_at=clock.now))
    clock.now += 1
    assert state.value("uptime_ticks") == "100"
    assert int(state.value("in_octets.1")) < 125e6


def test_power_off_is_seen_in_state_and_watts(clock: Clock) -> None:
    state = _state(clock, poe_w=7.0)
    assert state.write("poe_enabled.1", 2)
    assert (state.value("poe_state.1"), state.value("poe_mw.1")) == ("1", "0")


@pytest.mark.parametrize(("key", "number"), [("oper.1", 1), ("admin.1", 7), ("cpu", 1)])
def test_what_cannot_be_set_is_refused(clock: Clock, key: str, number: int) -> None:
    assert not _state(clock).write(key, number)


@pytest.mark.parametrize("maker", Maker)
def test_every_moving_row_has_a_value(clock: Clock, maker: Maker) -> None:
    switch = _switch(Port(index=3, name="p", has_link=True, poe_w=4.0, macs=("020000000002",)), maker=maker)
    state = SwitchState(switch, clock)
    keys = [row.value[1:] for row in (*standard_rows(switch), *vendor_rows(switch)) if row.value.startswith("@")]
    assert len(keys) > 15
    assert all(int(state.value(key)) >= 0 for key in keys)


def test_demo_switches_form_one_tree_with_links_that_agree_at_both_ends() -> None:
    switches = {entry.switch.name: entry.switch for entry in demo_switches(0)._switches.values()}
    ends = set()
    for switch in switches.values():
        assert 24 <= len([port for port in switch.ports if port.name != "Vlanif1"]) <= 52
        for port in switch.ports:
            if port.neighbour and port.neighbour.is_switch:
                far = switches[port.neighbour.name].port(port.neighbour.port)
                assert far.neighbour is not None
                assert (far.neighbour.name, far.neighbour.port) == (switch.name, port.name)
                assert far.negotiated_mbit == port.negotiated_mbit
                ends.add(frozenset({switch.name, port.neighbour.name}))
    assert len(ends) == len(switches) - 1 == 5


async def _run(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    async with asyncio.timeout(30):
        printed, _ = await process.communicate()
    return printed.decode()


class Tools:
    """net-snmp's command line tools against one simulated switch."""

    def __init__(self, system: SwitchSystem, switch_id: str) -> None:
        device = next(device for device in system.devices() if device["id"] == switch_id)
        self._place = f"127.0.0.1:{device['endpoint']['port']}"  # type: ignore[index]

    async def ask(self, tool: str, *arguments: str, community: str = "campus") -> list[str]:
        options = ("-v2c", "-c", community, "-r1", "-t2", "-On", "-Oq", "-Oe")
        return (await _run(tool, *options, self._place, *arguments)).strip().splitlines()

    async def get(self, oid: str) -> str:
        return (await self.ask("snmpget", oid))[-1].split(" ", 1)[-1].strip('"')

    async def version_3(self, key: str) -> str:
        options = ("-v3", "-u", "campus", "-l", "authPriv", "-a", "SHA-256", "-A", key, "-x", "AES", "-r1", "-t2")
        return await _run("snmpget", *options, "-X", "campus-priv-key", "-n", "campus", self._place, SYS_NAME)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def system() -> AsyncIterator[SwitchSystem]:
    enable_socket()
    switches = demo_switches(0)
    await switches.start()
    yield switches
    await switches.stop()


@pytest.fixture
def floor(system: SwitchSystem) -> Tools:
    return Tools(system, FLOOR)


@pytest.mark.servers
@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.usefixtures("socket_enabled")
class TestOverTheWire:
    async def test_every_port_is_found_by_a_bulk_walk(self, floor: Tools) -> None:
        names = await floor.ask("snmpbulkwalk", NAME)
        assert len(names) == 53
        assert f'.{NAME}.6 "GigabitEthernet0/0/1"' in names

    async def test_whole_recording_is_walked_to_its_end(self, floor: Tools) -> None:
        lines = await floor.ask("snmpbulkwalk", "-Cr25", "1")
        assert len(lines) > 1500
        assert "Error" not in lines[-1]

    async def test_port_that_came_up_slower_says_so(self, system: SwitchSystem, floor: Tools) -> None:
        (device,) = (device for device in system.devices() if device["id"] == FLOOR)
        (later,) = device["later"]  # type: ignore[misc]
        await system.actions(FLOOR)[later["action"]](later["body"])
        assert await floor.get(f"{HIGH_SPEED}.13") == "100"

    async def test_counters_move(self, floor: Tools) -> None:
        first = int(await floor.get(f"{IN_OCTETS}.54"))
        assert int(await floor.get(f"{IN_OCTETS}.54")) > first

    async def test_neighbour_is_the_distribution_switch(self, floor: Tools) -> None:
        assert any(line.endswith('"DIST-A"') for line in await floor.ask("snmpbulkwalk", LLDP_NAME))

    async def test_power_is_switched_by_setting_it(self, floor: Tools) -> None:
        await floor.ask("snmpset", f"{HUAWEI_POE}.6", "i", "2")
        assert await floor.get(f"{HUAWEI_POE}.6") == "2"
        await floor.ask("snmpset", f"{HUAWEI_POE}.6", "i", "1")

    async def test_port_that_is_shut_loses_its_link(self, floor: Tools) -> None:
        await floor.ask("snmpset", f"{ADMIN}.14", "i", "2")
        assert await floor.get(f"{OPER}.14") == DOWN

    @pytest.mark.parametrize(
        ("oid", "kind", "value", "reason"),
        [(SYS_NAME, "s", "x", NOT_WRITABLE), (f"{ADMIN}.14", "i", "9", WRONG_VALUE)],
    )
    async def test_bad_setting_is_refused(self, floor: Tools, oid: str, kind: str, value: str, reason: str) -> None:
        assert reason in " ".join(await floor.ask("snmpset", oid, kind, value))

    async def test_wrong_community_gets_no_answer(self, floor: Tools) -> None:
        assert "Timeout" in " ".join(await floor.ask("snmpget", SYS_NAME, community="wrong"))

    async def test_unplugged_switch_is_silent_and_its_neighbours_are_not(self, system: SwitchSystem) -> None:
        await system.actions("switch-library")["unplug"]({})
        assert "Timeout" in " ".join(await Tools(system, "switch-library").ask("snmpget", SYS_NAME))
        assert await Tools(system, "switch-living").get(SYS_NAME) == "DIST-B"
        await system.actions("switch-library")["plug"]({})
        assert await Tools(system, "switch-library").get(SYS_NAME) == "ACC-LIB"

    async def test_restarted_switch_counts_its_uptime_from_zero(self, system: SwitchSystem) -> None:
        dormitory = Tools(system, "switch-dormitory")
        before = await dormitory.get(UPTIME)
        await system.actions("switch-dormitory")["reboot"]({})
        assert before.startswith("41:")
        assert (await dormitory.get(UPTIME)).startswith("0:0:00:")

    async def test_version_3_lets_its_user_in_and_nobody_else(self, system: SwitchSystem) -> None:
        core = Tools(system, "switch-core")
        assert "CORE-1" in await core.version_3("campus-auth-key")
        assert "CORE-1" not in await core.version_3("wrong-auth-key")

    async def test_trap_carries_the_port(self, system: SwitchSystem) -> None:
        loop = asyncio.get_running_loop()
        heard: asyncio.Future[bytes] = loop.create_future()

        class Ear(asyncio.DatagramProtocol):
            def datagram_received(self, data: bytes, addr: object) -> None:
                if not heard.done():
                    heard.set_result(data)

        transport, _ = await loop.create_datagram_endpoint(Ear, local_addr=("127.0.0.1", 0))
        port = transport.get_extra_info("sockname")[1]
        body = {"trap": "link_down", "port": port, "name": "GigabitEthernet0/0/15"}
        await system.actions(FLOOR)["trap"](body)
        async with asyncio.timeout(10):
            datagram = await heard
        transport.close()
        # snmpTrapOID.0 = linkDown, and ifName in clear text
        assert bytes.fromhex("2b0601060301010503") in datagram
        assert b"GigabitEthernet0/0/15" in datagram

    @pytest.mark.parametrize(
        ("action", "body"),
        [
            ("port", {"name": "nothing", "link": 0}),
            ("port", {"name": "GigabitEthernet0/0/9", "link": 7}),
            ("port", {"name": "GigabitEthernet0/0/9", "mood": 1}),
            ("trap", {"trap": "tantrum"}),
            ("trap", {"trap": "link_up", "name": "nothing"}),
            ("trap", {"trap": "cold_start", "port": 0}),
        ],
    )
    async def test_bad_order_is_explained(self, system: SwitchSystem, action: str, body: dict[str, object]) -> None:
        with pytest.raises(ValueError, match=r"."):
            await system.actions(FLOOR)[action](body)
