"""A group of paths as one device: rounds, points, the table and its events."""

import asyncio
from pathlib import Path

import pytest

from campuslink.device.base import DevicePush
from campuslink.device.probe.device import MOST_TARGETS, REST_S, ProbeDevice
from campuslink.device.probe.summary import POINTS
from campuslink.device.probe.verdict import PathState
from campuslink.errors import NotWritableError
from campuslink.link.endpoint import LocalEndpoint
from campuslink.link.probe.measurement import Measurement, Reason
from campuslink.link.probe.target import Target
from campuslink.model import DeviceEvent, DeviceIdentity, Kind, Quality
from campuslink.profile.library import load_library
from campuslink.testing.clock import FakeClock

from .rounds import DEAD, GOOD, ScriptedProber, ping, target

LIBRARY = load_library(Path(__file__).parents[4] / "device_profiles")
UNABLE = Measurement(at=0, reason=Reason.NOT_PERMITTED)


class Pauses:
    """Notes how long it was asked to wait."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


class Listener(DevicePush):
    def __init__(self) -> None:
        self.events: list[DeviceEvent] = []

    def on_event(self, event: DeviceEvent) -> None:
        self.events.append(event)


def probe(*targets: Target, prober: ScriptedProber | None = None, **settings) -> ProbeDevice:
    return ProbeDevice(
        LIBRARY.profiles["network-paths"],
        LIBRARY.catalogue(Kind.PROBE),
        prober or ScriptedProber(),
        targets or (target(),),
        endpoint=LocalEndpoint(name="paths"),
        clock=lambda: 99.0,
        **settings,
    )


async def values(device: ProbeDevice, rounds: int = 1) -> dict[str, object]:
    for _ in range(rounds):
        report = await device.poll(device.points)
    return {point: reading.value for point, reading in report.readings.items()}


def test_device_offers_every_point_of_its_catalogue() -> None:
    assert set(probe().points) == set(LIBRARY.catalogue(Kind.PROBE).points) == set(POINTS)


async def test_round_tries_every_target_once() -> None:
    prober = ScriptedProber()
    device = probe(*(target(f"t{index}") for index in range(20)), prober=prober)
    report = await device.poll(device.points)
    assert sorted(prober.asked) == sorted(f"t{index}" for index in range(20))
    assert (report.requests, device.requests_for(device.points), device.requests_for(())) == (20, 20, 0)


async def test_only_points_that_are_asked_for_come_back() -> None:
    report = await probe().poll(["problem", "nonsense"])
    assert {point: reading.value for point, reading in report.readings.items()} == {"problem": False}


async def test_points_sum_up_the_table() -> None:
    prober = ScriptedProber(
        dead=[DEAD],
        slow=[ping(300, 300, 300, 300)],
        page=[Measurement(at=0, latency_ms=20, days_left=9.5)],
        clock=[Measurement(at=0, latency_ms=1, offset_ms=-2500)],
    )
    device = probe(*map(target, ("good", "dead", "slow", "page", "clock")), prober=prober)
    assert await values(device, rounds=2) == {
        "problem": True,
        "targets_total": 5,
        "targets_failing": 1,
        "targets_degraded": 3,
        "worst_loss": 100.0,
        "worst_latency": 300,
        "worst_clock_offset": 2500,
        "certificate_days_left": 9.5,
    }


async def test_values_no_path_gives_are_absent() -> None:
    report = await probe(prober=ScriptedProber(a=[Measurement(at=0, latency_ms=20)])).poll(POINTS)
    absent = {point for point, reading in report.readings.items() if reading.quality is Quality.ABSENT}
    assert absent == {"worst_loss", "worst_clock_offset", "certificate_days_left"}


async def test_machine_that_cannot_try_knows_of_no_problem_and_of_no_health() -> None:
    assert (await values(probe(prober=ScriptedProber(a=[UNABLE])), rounds=3))["problem"] is None


async def test_probe_without_targets_has_no_values() -> None:
    device = ProbeDevice(
        LIBRARY.profiles["network-paths"],
        LIBRARY.catalogue(Kind.PROBE),
        ScriptedProber(),
        (),
        endpoint=LocalEndpoint(name="paths"),
    )
    assert (await values(device))["targets_total"] == 0


async def test_first_round_is_at_once_and_later_ones_are_spread() -> None:
    pauses, clock = Pauses(), FakeClock()
    device = probe(*(target(f"t{index}") for index in range(4)), monotonic=clock, pause=pauses)
    await device.poll(device.points)
    assert pauses.seconds == []
    clock.advance(20.0)
    await device.poll(device.points)
    assert sorted(pauses.seconds) == [3.0, 6.0, 9.0]


async def test_round_after_a_long_silence_takes_a_minute_at_most() -> None:
    pauses, clock = Pauses(), FakeClock()
    device = probe(target("a"), target("b"), monotonic=clock, pause=pauses)
    await device.poll(device.points)
    clock.advance(86_400)
    await device.poll(device.points)
    assert pauses.seconds == [30.0]


async def test_time_server_that_refuses_is_left_alone_and_counts_as_refusing() -> None:
    refusal = Measurement(at=0, reason=Reason.TIME_REFUSED, detail="RATE")
    prober, clock = ScriptedProber(a=[refusal, GOOD]), FakeClock()
    device = probe(target("a"), prober=prober, monotonic=clock, pause=Pauses())
    await values(device, rounds=3)
    assert (prober.asked, device.results["a"].state) == (["a"], PathState.FAILING)
    clock.advance(REST_S)
    await values(device, rounds=2)
    assert (prober.asked, device.results["a"].state) == (["a", "a", "a"], PathState.OK)


async def test_table_tells_each_path() -> None:
    device = probe(target("good"), target("dead"), prober=ScriptedProber(dead=[ping(at=5.0)]))
    await values(device, rounds=2)
    table = device.results
    assert list(table) == ["good", "dead"]
    assert (table["good"].state, table["good"].is_reachable, table["good"].latency_ms) == (PathState.OK, True, 1.0)
    assert [row.target.id for row in table.bad] == ["dead"]
    assert table["dead"].to_json() == {
        "id": "dead",
        "name": "DEAD",
        "way": "ping",
        "host": "10.0.0.1",
        "port": None,
        "state": "failing",
        "reasons": ["no_answer"],
        "since": 5.0,
        "reachable": False,
        "loss_percent": 100.0,
        "latency_ms": None,
        "p95_ms": None,
        "jitter_ms": None,
        "latest": {"at": 5.0, "reason": "no_answer", "sent": 5, "loss_percent": 100.0},
    }


async def test_failing_paths_come_before_degraded_ones() -> None:
    device = probe(target("slow"), target("dead"), prober=ScriptedProber(dead=[DEAD], slow=[ping(1, 1, 1, 1)]))
    await values(device, rounds=2)
    assert [row.target.id for row in device.results.bad] == ["dead", "slow"]


async def test_table_that_somebody_holds_does_not_change() -> None:
    device = probe()
    before = device.results
    await device.poll(device.points)
    assert (before["a"].state, device.results["a"].state) == (PathState.UNKNOWN, PathState.OK)
    assert before["a"].is_reachable is None


@pytest.mark.parametrize(
    ("reason", "is_reachable"),
    [(Reason.REFUSED, False), (Reason.TLS_FAILED, False), (Reason.WRONG_STATUS, True), (Reason.TIME_REFUSED, True)],
)
async def test_path_that_answers_wrongly_is_reachable_all_the_same(reason: Reason, is_reachable: bool) -> None:
    device = probe(prober=ScriptedProber(a=[Measurement(at=0, reason=reason)]))
    await values(device, rounds=2)
    assert device.results["a"].is_reachable is is_reachable


async def test_change_of_a_state_is_told_once() -> None:
    device = probe(prober=ScriptedProber(a=[GOOD, DEAD, ping(at=7.0), DEAD, GOOD, ping(1, at=9.0)]))
    listener = Listener()
    device.follow(listener)
    await values(device, rounds=4)
    assert [(event.kind, event.data["state"]) for event in listener.events] == [
        ("path_state", "ok"),
        ("path_state", "failing"),
    ]
    assert listener.events[1].to_json() == {
        "kind": "path_state",
        "at": 7.0,
        "data": {"target": "a", "name": "A", "state": "failing", "reasons": "no_answer"},
    }
    device.follow(None)
    await values(device, rounds=2)
    assert len(listener.events) == 2


async def test_state_of_before_a_restart_goes_on() -> None:
    device = probe(prober=ScriptedProber(a=[GOOD, ping(1, 1, 1, 1, 1, at=9.0)]))
    listener = Listener()
    device.follow(listener)
    device.restore_path("a", PathState.FAILING, [Reason.REFUSED], 3.0)
    row = device.results["a"]
    assert (row.state, row.verdict.reasons, row.since, row.is_reachable) == (
        PathState.FAILING,
        (Reason.REFUSED,),
        3.0,
        False,
    )
    assert (await values(device))["targets_failing"] == 1
    assert listener.events == []
    assert (await values(device))["targets_failing"] == 0
    assert [event.data["state"] for event in listener.events] == ["ok"]


@pytest.mark.parametrize(("target_id", "state"), [("other", PathState.FAILING), ("a", PathState.UNKNOWN)])
async def test_state_that_means_nothing_is_not_restored(target_id: str, state: PathState) -> None:
    device = probe()
    device.restore_path(target_id, state, [], 3.0)
    assert device.results["a"].state is PathState.UNKNOWN


async def test_state_taken_for_true_is_not_overwritten() -> None:
    device = probe()
    await values(device)
    device.restore_path("a", PathState.FAILING, [], 3.0)
    assert device.results["a"].state is PathState.OK


async def test_rounds_do_not_overlap() -> None:
    prober = ScriptedProber()
    device = probe(target("a"), target("b"), prober=prober)
    await asyncio.gather(device.poll(device.points), device.poll(device.points))
    assert [set(prober.asked[:2]), set(prober.asked[2:])] == [{"a", "b"}, {"a", "b"}]


async def test_device_is_on_a_line_of_its_own_and_asks_nothing_to_be_known() -> None:
    device = probe()
    await device.prepare()
    device.restore_totals({})
    assert (device.line, await device.identify(), dict(device.refused)) == ("local:paths", DeviceIdentity(), {})


async def test_nothing_can_be_written() -> None:
    with pytest.raises(NotWritableError):
        await probe().write("problem", value=False)


async def test_diagnostics_hold_the_table_without_names_and_places() -> None:
    secret = "registrar.campus.example"
    answer = Measurement(at=1.0, latency_ms=2.0, address=secret, addresses=(secret,), certificate_subject=secret)
    device = probe(target("registrar", name=secret, host=secret), prober=ScriptedProber(registrar=[answer]))
    await values(device)
    (row,) = device.describe()["paths"]
    assert (row["way"], row["state"], row["latest"]) == ("ping", "ok", {"at": 1.0, "latency_ms": 2.0})
    assert "registrar" not in str(device.describe())
    await device.close()


@pytest.mark.parametrize(
    "targets", [[target("a"), target("a")], [target(f"t{index}") for index in range(MOST_TARGETS + 1)]]
)
def test_targets_are_told_apart_and_not_too_many(targets: list[Target]) -> None:
    with pytest.raises(ValueError):
        probe(*targets)
