"""What polls of a switch bring over time: rates, restarts, changes, trouble."""

import pytest

from campuslink.device.switch.ports import PortKind
from campuslink.errors import CannotConnectError, GarbledAnswerError, MismatchError, NoAnswerError, NotWritableError
from campuslink.model import PollClass, Quality

from .agents import CISCO, COLUMNS, COMWARE, GENERIC, HUAWEI, Bench

ALIAS = "1.3.6.1.2.1.31.1.1.1.18"
OPER = "1.3.6.1.2.1.2.2.1.8"
CPU = "1.3.6.1.4.1.2011.5.25.31.1.1.1.1.5"


async def test_first_poll_knows_no_rates() -> None:
    values = await Bench(*HUAWEI).poll()
    assert (values["traffic_in"], values["traffic_out"], values["worst_utilisation"]) == (None, None, None)


async def test_rate_is_the_growth_of_the_counter_over_the_time_between() -> None:
    bench = Bench(*HUAWEI)
    await bench.poll()
    # 30 s at 500 Mbit/s.
    bench.set(octets_in_5=10**12 + 1_875_000_000)
    values = await bench.poll(30.0)
    port = bench.device.ports.find("GigabitEthernet0/0/1")
    assert port is not None
    assert (port.in_rate, port.utilisation) == (pytest.approx(5e8), pytest.approx(50.0))
    assert values["traffic_in"] == pytest.approx(5e8)
    assert values["worst_utilisation"] == pytest.approx(50.0)


async def test_narrow_counter_that_went_round_gives_the_true_rate() -> None:
    bench = Bench(*GENERIC)
    bench.set(narrow_in_1=2**32 - 1000)
    await bench.poll()
    bench.set(narrow_in_1=29_000)
    await bench.poll(30.0)
    port = bench.device.ports.get(1)
    assert port is not None
    assert port.in_rate == pytest.approx(30_000 * 8 / 30)


async def test_restart_gives_no_spike_and_reads_everything_anew() -> None:
    bench = Bench(*HUAWEI)
    await bench.poll()
    bench.restart()
    bench.set(octets_in_5=5)
    values = await bench.poll(30.0)
    assert values["traffic_in"] is None
    assert ALIAS in bench.link.asked


async def test_names_are_not_read_with_every_poll() -> None:
    bench = Bench(*HUAWEI)
    await bench.poll()
    await bench.poll(30.0)
    assert ALIAS not in bench.link.asked
    assert OPER in bench.link.asked
    await bench.poll(300.0)
    assert ALIAS in bench.link.asked


async def test_interface_that_appears_is_named_with_the_poll_after() -> None:
    bench = Bench(*HUAWEI)
    await bench.poll()
    bench.set(oper_8=1, admin_8=1, name_8=b"GigabitEthernet0/0/4", type_8=6)
    await bench.poll()
    assert bench.device.ports.find("GigabitEthernet0/0/4") is None
    values = await bench.poll()
    assert bench.device.ports.find("GigabitEthernet0/0/4") is not None
    assert values["ports_up"] == 3


async def test_interface_that_vanished_leaves_the_table() -> None:
    bench = Bench(*HUAWEI)
    await bench.poll()
    for column in COLUMNS.values():
        bench.link.values.pop(f"{column}.5", None)
    await bench.poll()
    assert bench.device.ports.get(5) is None


async def test_link_that_came_and_went_often_counts_as_flapping() -> None:
    bench = Bench(*HUAWEI)
    await bench.poll()
    for state in (2, 1) * 4:
        bench.set(oper_5=state)
        values = await bench.poll(30.0)
    assert values["ports_flapping"] == 1
    assert ("flapping", "GigabitEthernet0/0/1") in {(cause.kind, cause.port) for cause in bench.device.causes}


async def test_change_between_two_polls_counts_though_the_state_is_the_same() -> None:
    bench = Bench(*COMWARE)
    await bench.poll()
    for moment in range(1, 5):
        bench.set(changed_1=100_000 * moment)
        values = await bench.poll(30.0)
    assert values["ports_flapping"] == 1


async def test_port_that_loses_frames_counts_until_the_window_is_over() -> None:
    bench = Bench(*COMWARE)
    await bench.poll()
    bench.set(in_errors_1=3000)
    assert (await bench.poll(30.0))["ports_with_errors"] == 1
    assert (await bench.poll(1200.0))["ports_with_errors"] == 0


async def test_failed_fan_is_the_cause_of_the_problem() -> None:
    bench = Bench(*HUAWEI)
    assert (await bench.poll())["problem"] is True
    assert [cause.kind for cause in bench.device.causes] == ["fan_problem"]


async def test_problem_knows_the_fan_though_nobody_asked_for_the_fan() -> None:
    bench = Bench(*HUAWEI)
    values = await bench.poll(points=["problem"])
    assert values == {"problem": True}


async def test_points_without_ports_cost_no_walk_of_ports() -> None:
    bench = Bench(*HUAWEI)
    values = await bench.poll(points=["cpu_load"])
    assert values == {"cpu_load": 44}
    assert OPER not in bench.link.asked


async def test_part_the_device_lacks_is_not_asked_for_again_within_the_hour() -> None:
    bench = Bench(*GENERIC)
    await bench.poll(points=["cpu_load"])
    await bench.poll(30.0, points=["cpu_load"])
    assert [oid for oid in bench.link.asked if oid.startswith("1.3.6.1.2.1.25")] == []
    await bench.poll(3600.0, points=["cpu_load"])
    assert "1.3.6.1.2.1.25.3.3.1.2" in bench.link.asked


async def test_silent_device_fails_after_one_question() -> None:
    bench = Bench(*HUAWEI)
    bench.link.error = NoAnswerError("nothing")
    with pytest.raises(NoAnswerError):
        await bench.poll()
    assert bench.link.statistics.requests == 1


async def test_table_that_cannot_be_read_fails_its_points_only(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(*HUAWEI)
    walk = bench.link.walk

    async def broken(columns: list[str]) -> object:
        if CPU in columns:
            raise GarbledAnswerError("does not come to an end")
        return await walk(columns)

    monkeypatch.setattr(bench.link, "walk", broken)
    report = await bench.device.poll(bench.device.points)
    assert report.failed["cpu_load"] == "does not come to an end"
    assert report.readings["ports_up"].value == 2


async def test_interfaces_that_cannot_be_read_fail_what_is_computed_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(*HUAWEI)
    walk = bench.link.walk

    async def broken(columns: list[str]) -> object:
        if OPER in columns:
            raise NoAnswerError("timeout")
        return await walk(columns)

    monkeypatch.setattr(bench.link, "walk", broken)
    report = await bench.device.poll(["ports_up", "cpu_load"])
    assert dict(report.failed) == {"ports_up": "timeout"}
    assert report.readings["cpu_load"].value == 44


async def test_line_that_is_down_ends_the_poll() -> None:
    bench = Bench(*HUAWEI)
    await bench.poll()
    bench.link.error = CannotConnectError("gone")
    with pytest.raises(CannotConnectError):
        await bench.poll()


async def test_device_of_another_make_is_refused_with_what_it_said() -> None:
    bench = Bench(*HUAWEI)
    bench.link.values["1.3.6.1.2.1.1.1.0"] = b"Cisco IOS Software"
    bench.link.values["1.3.6.1.2.1.1.2.0"] = "1.3.6.1.4.1.9.1.1208"
    with pytest.raises(MismatchError, match=r"1\.3\.6\.1\.4\.1\.9\.1\.1208.*Cisco IOS"):
        await bench.device.identify()


async def test_points_of_a_switch_cannot_be_set() -> None:
    with pytest.raises(NotWritableError):
        await Bench(*HUAWEI).device.write("ports_up", 3)


async def test_hostile_names_are_bounded_and_lose_their_control_characters() -> None:
    bench = Bench(*HUAWEI)
    bench.set(
        alias_5=b"<script>\x1b[31m\x00" + "教".encode() * 10_000,
        alias_6="教室 301".encode("gbk"),
        alias_7=b"\xff\xfe broken",
        name_6=b"\x00\x07 ",
    )
    await bench.poll()
    ports = bench.device.ports
    hostile, chinese, broken = (ports.get(index) for index in (5, 6, 7))
    assert hostile is not None
    assert chinese is not None
    assert broken is not None
    assert hostile.alias is not None
    assert len(hostile.alias) == 255
    assert hostile.alias.startswith("<script> [31m 教教")
    assert (chinese.alias, chinese.name) == ("教室 301", "#6")
    assert broken.alias == "ÿþ broken"


async def test_number_where_a_text_belongs_is_no_value() -> None:
    bench = Bench(*HUAWEI)
    bench.set(alias_5=7, oper_6=b"up")
    await bench.poll()
    first, second = bench.device.ports.get(5), bench.device.ports.get(6)
    assert first is not None
    assert second is not None
    assert (first.alias, second.oper) == (None, None)


async def test_wide_counter_missing_on_one_interface_leaves_its_rate_unknown() -> None:
    bench = Bench(*CISCO)
    del bench.link.values[f"{COLUMNS['octets_in']}.10102"]
    await bench.poll()
    await bench.poll()
    port = bench.device.ports.get(10102)
    assert port is not None
    assert port.in_rate is None


async def test_every_offered_point_has_a_class_of_polling_and_a_place_in_the_catalogue() -> None:
    device = Bench(*CISCO).device
    assert set(device.points) <= set(device.catalogue.points)
    assert {"problem", "ports_up", "traffic_in", "poe_power", "neighbours"} <= set(device.points)
    assert device.points["serial"] is PollClass.ONCE


async def test_description_for_diagnostics_names_nobody() -> None:
    bench = Bench(*HUAWEI)
    await bench.poll()
    text = str(bench.device.describe())
    assert "教室" not in text
    assert "2102350000000001" not in text
    assert bench.device.describe()["kinds"][PortKind.PHYSICAL] == 4


async def test_absent_value_is_told_as_absent() -> None:
    bench = Bench(*GENERIC)
    report = await bench.device.poll(["cpu_load"])
    assert report.readings["cpu_load"].quality is Quality.ABSENT
