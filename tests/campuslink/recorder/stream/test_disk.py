"""Room on the disk: refused early, made by deleting what is confirmed, kept for others."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from campuslink.device.recorder.stream.disk import DiskGuard
from campuslink.errors import RefusedError

GB = 1_000_000_000


@dataclass
class Disk:
    total: int = 100 * GB
    free: int = 50 * GB

    def usage(self, _: Path) -> tuple[int, int]:
        return self.total, self.free


def _guard(disk: Disk, **reserves: float) -> DiskGuard:
    return DiskGuard(Path("/recordings"), usage=disk.usage, **reserves)


@pytest.mark.parametrize(("reserve_bytes", "reserve_percent", "usable"), [(10 * GB, 5, 40), (1 * GB, 20, 30)])
async def test_larger_reserve_counts(reserve_bytes: float, reserve_percent: float, usable: int) -> None:
    guard = _guard(Disk(), reserve_bytes=reserve_bytes, reserve_percent=reserve_percent)
    assert (await guard.look()).usable == usable * GB


async def test_start_is_refused_early_with_the_numbers() -> None:
    guard = _guard(Disk(free=6 * GB), reserve_bytes=5 * GB, reserve_percent=0)
    with pytest.raises(RefusedError, match=r"6\.0 GB are free .* 2\.0 GB are needed .* 5\.0 GB stay free"):
        await guard.demand(2 * GB)


async def test_room_is_asked_for_exactly_as_much_as_is_missing() -> None:
    disk, asked = Disk(free=6 * GB), []

    async def make_room(wanted: int) -> int:
        asked.append(wanted)
        disk.free += wanted
        return wanted

    guard = _guard(disk, reserve_bytes=5 * GB, reserve_percent=0)
    guard.make_room = make_room
    assert (await guard.demand(3 * GB)).usable == 3 * GB
    assert asked == [2 * GB]


async def test_nothing_is_deleted_while_there_is_room() -> None:
    async def make_room(wanted: int) -> int:
        raise AssertionError

    guard = _guard(Disk(), reserve_bytes=5 * GB, reserve_percent=0)
    guard.make_room = make_room
    await guard.demand(3 * GB)


async def test_start_is_refused_when_nothing_confirmed_is_left_to_delete() -> None:
    async def make_room(_: int) -> int:
        return 0

    guard = _guard(Disk(free=6 * GB), reserve_bytes=5 * GB, reserve_percent=0)
    guard.make_room = make_room
    with pytest.raises(RefusedError):
        await guard.demand(2 * GB)


@pytest.mark.parametrize(("free", "is_emergency"), [(6, False), (4, False), (2, True)])
async def test_others_are_in_danger_below_half_of_the_reserve(free: int, is_emergency: bool) -> None:
    guard = _guard(Disk(free=free * GB), reserve_bytes=5 * GB, reserve_percent=0)
    assert (await guard.look()).is_emergency is is_emergency


async def test_folder_that_is_not_made_yet_counts_as_where_it_will_be(tmp_path: Path) -> None:
    space = await DiskGuard(tmp_path / "a" / "b").look()
    assert space.total > 0
