"""Recordings on a platform of the trade, and every way in which it can fail."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from custom_components.smart_campus.archive.rules.faults import ArchiveFaultError, FaultCode
from custom_components.smart_campus.archive.rules.pace import Pace
from custom_components.smart_campus.archive.rules.template import Template
from custom_components.smart_campus.archive.targets.http import HttpPeer
from custom_components.smart_campus.archive.targets.template import TemplateTarget
from simulator.archive_targets import TeachingPlatform, Trouble

from .conftest import Keeper, names_in, parcel_of, write_file

PROOF = (("/code", "0"), ("/data/size", "{size}"), ("/data/sha256", "{sha256}"))
TOKEN = "t0ken-word"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "platform"
    folder.mkdir()
    return folder


@pytest.fixture
async def platform(store: Path) -> AsyncIterator[TeachingPlatform]:
    async with TeachingPlatform(store, token=TOKEN) as server:
        yield server


def template(platform: TeachingPlatform, **changes: Any) -> Template:
    return Template(
        **{
            "method": "PUT",
            "url": f"{platform.url}/files/{{name}}",
            "headers": {"Authorization": "Bearer {secret}"},
            "success": PROOF,
            "delete_url": f"{platform.url}/files/{{name}}",
            "secret": TOKEN,
            **changes,
        }
    )


type Make = Callable[..., TemplateTarget]


@pytest.fixture
def make(platform: TeachingPlatform, session: aiohttp.ClientSession) -> Make:
    peer = HttpPeer(session, Pace(None), stall_s=1.0, answer_s=5.0)
    return lambda **changes: TemplateTarget(peer, template(platform, **changes))


@pytest.fixture
def target(make: Make) -> TemplateTarget:
    return make()


async def test_answer_that_proves_the_checksum_is_believed(
    target: TemplateTarget, store: Path, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 300_000))

    receipt = await target.send(parcel, {}, keeper)
    await target.verify(parcel, receipt)

    assert (store / "teacher.mp4").read_bytes() == (tmp_path / "teacher.mp4").read_bytes()
    assert TOKEN not in str(receipt)


async def test_form_carries_what_is_known_of_the_lesson(
    make: Make, platform: TeachingPlatform, tmp_path: Path, keeper: Keeper, store: Path
) -> None:
    form = make(
        method="POST",
        url=f"{platform.url}/upload",
        is_form=True,
        fields={"course": "{course}", "teacher": "{teacher}", "id": "x-{id}", "mark": "{sha256}"},
    )
    file = write_file(tmp_path / "teacher.mp4", 300_000)

    await form.send(parcel_of(file), {}, keeper)

    assert platform.fields == {"course": "高等数学", "teacher": "王老师 <b>", "id": "x-rec-1", "mark": file.sha256}
    assert (store / "teacher.mp4").read_bytes() == file.path.read_bytes()


async def test_platform_that_proves_nothing_is_read_back(
    make: Make, platform: TeachingPlatform, tmp_path: Path, keeper: Keeper, store: Path
) -> None:
    target = make(success=(), read_url=f"{platform.url}/files/{{name}}")
    file = write_file(tmp_path / "teacher.mp4", 1000)
    receipt = await target.send(parcel_of(file), {}, keeper)

    await target.verify(parcel_of(file), receipt)
    read = b"".join([chunk async for chunk in target.read(receipt["files"][0], 100, 50)])
    (store / "teacher.mp4").write_bytes(bytes(1000))
    with pytest.raises(ArchiveFaultError) as caught:
        await target.verify(parcel_of(file), receipt)

    assert read == file.path.read_bytes()[100:150]
    assert caught.value.code is FaultCode.NOT_IDENTICAL


async def test_recording_the_platform_gives_back_is_not_sent_twice(
    make: Make, platform: TeachingPlatform, tmp_path: Path, keeper: Keeper
) -> None:
    target = make(success=(), read_url=f"{platform.url}/files/{{name}}")
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 1000))

    await target.send(parcel, {}, keeper)
    await target.send(parcel, {}, keeper)

    assert platform.uploads == 1


TROUBLES = (
    (Trouble(status=500), FaultCode.SERVER_ERROR, None),
    (Trouble(status=502), FaultCode.SERVER_ERROR, None),
    (Trouble(status=503, retry_after="120"), FaultCode.BUSY, 120.0),
    (Trouble(status=429, retry_after="7"), FaultCode.BUSY, 7.0),
    (Trouble(status=413), FaultCode.TOO_LARGE, None),
    (Trouble(status=401), FaultCode.CREDENTIALS, None),
    (Trouble(status=403), FaultCode.CREDENTIALS, None),
    (Trouble(status=507), FaultCode.NO_SPACE, None),
    (Trouble(status=422), FaultCode.REFUSED, None),
    (Trouble(truncates=True), FaultCode.BAD_ANSWER, None),
    (Trouble(cuts_after=65_536), FaultCode.UNREACHABLE, None),
    (Trouble(corrupts=True), FaultCode.NOT_IDENTICAL, None),
    (Trouble(declines=5001), FaultCode.DECLINED, None),
    (Trouble(redirects_to="http://192.0.2.1/"), FaultCode.REDIRECTED, None),
)


@pytest.mark.parametrize("expected", TROUBLES)
async def test_failure_is_told_for_what_it_is_and_the_next_try_succeeds(
    target: TemplateTarget,
    platform: TeachingPlatform,
    tmp_path: Path,
    keeper: Keeper,
    expected: tuple[Trouble, FaultCode, float | None],
) -> None:
    trouble, *told = expected
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 3_000_000))
    platform.trouble = replace(trouble)

    with pytest.raises(ArchiveFaultError) as caught:
        await target.send(parcel, {}, keeper)
    assert [caught.value.code, caught.value.retry_after_s] == told
    platform.trouble = Trouble()

    await target.verify(parcel, await target.send(parcel, keeper.last, keeper))


@pytest.mark.parametrize("left", [None, 1000], ids=["gone", "shorter"])
async def test_file_that_is_not_whole_any_more_is_not_blamed_on_the_platform(
    target: TemplateTarget, tmp_path: Path, keeper: Keeper, left: int | None
) -> None:
    file = write_file(tmp_path / "teacher.mp4", 300_000)
    file.path.unlink()
    if left is not None:
        write_file(tmp_path / "teacher.mp4", left)

    with pytest.raises(ArchiveFaultError) as caught:
        await target.send(parcel_of(file), {}, keeper)

    assert caught.value.code is FaultCode.FILE_GONE


async def test_slow_platform_is_waited_for_as_long_as_it_goes_on(
    target: TemplateTarget, platform: TeachingPlatform, tmp_path: Path, keeper: Keeper
) -> None:
    # Far longer in all than the second without progress that this target allows
    platform.trouble = Trouble(bytes_per_s=150_000)
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 300_000))

    await target.verify(parcel, await target.send(parcel, {}, keeper))


@pytest.mark.slow  # half a minute of waiting
async def test_platform_that_takes_ten_kilobytes_a_second_is_waited_for_as_shipped(
    session: aiohttp.ClientSession, platform: TeachingPlatform, tmp_path: Path, keeper: Keeper
) -> None:
    platform.trouble = Trouble(bytes_per_s=10_000)
    target = TemplateTarget(HttpPeer(session, Pace(None)), template(platform))
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 300_000))

    await target.verify(parcel, await target.send(parcel, {}, keeper))


async def test_name_that_does_not_exist_is_unreachable(session: aiohttp.ClientSession, pace: Pace) -> None:
    nowhere = Template(method="PUT", url="http://archive.invalid/{name}", success=PROOF)

    with pytest.raises(ArchiveFaultError) as caught:
        await TemplateTarget(HttpPeer(session, pace), nowhere).probe()

    assert caught.value.code is FaultCode.UNREACHABLE


async def test_probe_leaves_nothing_behind(target: TemplateTarget, store: Path) -> None:
    await target.probe()

    assert names_in(store) == []


async def test_recording_is_erased_and_what_cannot_be_is_said(
    target: TemplateTarget, make: Make, tmp_path: Path, keeper: Keeper
) -> None:
    receipt = await target.send(parcel_of(write_file(tmp_path / "teacher.mp4", 10)), {}, keeper)
    assert await target.erase(receipt) == []

    keeps = make(delete_url="")
    receipt = await keeps.send(parcel_of(write_file(tmp_path / "teacher.mp4", 10)), {}, keeper)
    assert await keeps.erase(receipt) == ["teacher.mp4"]
