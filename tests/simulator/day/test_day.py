"""The day as it passes: what is true of the devices afterwards, with time that passes by hand."""

from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import ClientSession

from simulator.building.campus_of import campus_of
from simulator.campus import Campus
from simulator.clock import SimClock
from simulator.day.day import Day
from simulator.day.lines import lines_of
from simulator.day.timing import USUAL, Timing
from simulator.demo_campus import demo_plan
from simulator.side_door import SideDoor

BEGINS = 1_795_650_000.0
THURSDAY = 4
KINDS = ("lighting", "projector", "recorder", "switch", "meter")

type Look = Callable[[], None]


class ByHand:
    """Real time that passes only while somebody sleeps, and looks on the way."""

    def __init__(self, begins: float) -> None:
        self.now = begins
        self.looks: list[tuple[float, Look]] = []

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        end = self.now + seconds
        while self.looks and self.looks[0][0] < end:
            at, look = self.looks.pop(0)
            self.now = max(self.now, at)
            look()
        self.now = end


@pytest.fixture
def time() -> ByHand:
    return ByHand(BEGINS)


@pytest.fixture
def campus(time: ByHand) -> Campus:
    """The small campus, its clock as fast as the day; nothing of it listens."""
    clock = SimClock(speed=USUAL, source=time.time)
    return Campus(demo_plan(clock=clock, kinds=KINDS, building=campus_of(rooms=20)))


@pytest.fixture
def day(campus: Campus, time: ByHand) -> Day:
    timing = Timing(USUAL)
    devices = {str(device["id"]) for device in campus.devices()}
    lines = lines_of(campus.building, timing, weekday=THURSDAY, devices=devices)
    return Day(campus, lines, timing, begins=BEGINS, now=time.time, sleep=time.sleep)


def _at(time: ByHand, clock: str, look: Look) -> None:
    time.looks.append((BEGINS + Timing(USUAL).offset_s(clock), look))


async def test_each_mishap_is_true_of_its_device_while_it_lasts_and_not_afterwards(
    day: Day, campus: Campus, time: ByHand
) -> None:
    seen: dict[str, object] = {}

    def keep(name: str, device: str, point: str) -> Look:
        def look() -> None:
            seen[name] = campus.values(device)[point]

        return look

    _at(time, "08:40", keep("microphone", "recorder-extron", "sound_level"))
    _at(time, "11:00", keep("rain", "weather", "rain"))
    _at(time, "11:01", keep("floor", "wet-entrance-a", "floor_wet"))
    _at(time, "12:30", keep("dry", "wet-entrance-a", "floor_wet"))
    _at(time, "15:00", lambda: seen.update(cut=campus.device("switch-floor-3")["is_silent"]))
    _at(time, "15:30", lambda: seen.update(mended=campus.device("switch-floor-3")["is_silent"]))
    await day.run()
    assert seen == {"microphone": -90.0, "rain": True, "floor": True, "dry": False, "cut": True, "mended": False}
    assert campus.values("recorder-extron")["sound_level"] == -18.0
    assert campus.values("weather")["rain"] is False
    assert campus.values("projector-304")["lamp_fault"] == "warning"
    assert int(str(campus.values("projector-304")["light_source_hours"])) >= 3990
    assert [told.failed for told in day.told if told.failed] == []


async def test_lights_left_on_stay_on_and_those_of_other_rooms_do_not(day: Day, campus: Campus) -> None:
    await day.run()
    assert set(campus.values("lights-201").values()) == {True}
    assert campus.values("projector-201")["power"] == "on"
    for number in ("202", "203", "401", "402"):
        assert set(campus.values(f"lights-{number}").values()) == {False}
        assert campus.values(f"projector-{number}")["power"] == "off"
        assert campus.values(f"people-{number}")["occupancy"] is False


async def test_power_and_energy_of_a_room_follow_its_lessons(day: Day, campus: Campus, time: ByHand) -> None:
    power: list[tuple[bool, float]] = []

    def look() -> None:
        values = campus.values("meter-103")
        power.append((bool(campus.values("people-103")["occupancy"]), float(str(values["active_power"]))))

    for clock in ("07:50", "09:00", "11:00", "12:30", "15:00", "17:00", "18:30", "20:00", "21:30"):
        _at(time, clock, look)
    before = campus.meters["meter-103"].values()["energy_import"]
    await day.run()
    used = [watts for is_used, watts in power if is_used]
    empty = [watts for is_used, watts in power if not is_used]
    assert used, "no lesson in this room on this day"
    assert empty
    # Half of 150 people with a laptop, two rows of lamps and a projector, against sockets that nobody uses
    assert min(used) > 3000
    assert max(empty) < 500
    after = campus.meters["meter-103"].values()["energy_import"]
    lessons_h = len(used) * 100 / 60
    assert after - before == pytest.approx(lessons_h * sum(used) / len(used) / 1000, rel=0.35)


async def test_day_that_is_stopped_puts_right_what_it_broke_and_does_nothing_more(
    day: Day, campus: Campus, time: ByHand
) -> None:
    class StopError(Exception):
        pass

    def stop() -> None:
        raise StopError

    _at(time, "15:00", stop)
    with pytest.raises(StopError):
        await day.run()
    assert campus.device("switch-floor-3")["is_silent"] is True
    await day.stop()
    assert campus.device("switch-floor-3")["is_silent"] is False
    assert campus.values("projector-304")["light_source_hours"] != 3990
    assert (day.is_running, day.to_json()["left"]) == (False, 0)


async def test_deed_that_fails_is_told_and_the_day_goes_on(campus: Campus, time: ByHand) -> None:
    class Broken:
        async def do(self, device_id: str, action: str, body: object) -> None:
            if action == "rain":
                raise ValueError("the sky is stuck")

    timing = Timing(USUAL)
    devices = {str(device["id"]) for device in campus.devices()}
    lines = lines_of(campus.building, timing, weekday=THURSDAY, devices=devices)
    day = Day(Broken(), lines, timing, begins=BEGINS, now=time.time, sleep=time.sleep)
    await day.run()
    assert [reason for told in day.told for reason in told.failed] == ["weather: rain: the sky is stuck"] * 2
    assert len(day.told) == len(lines)


class TestSideDoor:
    @pytest.fixture
    async def door(self) -> AsyncIterator[ClientSession]:
        plan = demo_plan(kinds=("meter",), building=campus_of(rooms=20))
        async with Campus(plan) as campus, SideDoor(campus) as door, ClientSession(door.url) as session:
            yield session

    async def test_day_is_begun_told_of_and_stopped(self, door: ClientSession) -> None:
        assert (await door.get("/day")).status == 404
        begun = await (await door.post("/day", json={"speed": 60})).json()
        assert (begun["is_running"], begun["speed"], begun["now"]) == (True, 60, "07:40")
        assert (await door.post("/day", json={})).status == 400
        stopped = await (await door.delete("/day")).json()
        assert (stopped["is_running"], stopped["left"]) == (False, 0)
        assert (await door.post("/day", json={})).status == 200

    @pytest.mark.parametrize("body", [{"speed": 600}, {"speed": "fast"}, {"begins": 0}, {"begins": 1e30}, [1]])
    async def test_day_that_makes_no_sense_is_refused(self, door: ClientSession, body: object) -> None:
        assert (await door.post("/day", json=body)).status == 400
        assert (await door.get("/day")).status == 404
