"""Recordings in an Opencast, whose ingest is written from its documentation and shares no code with ours."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import aiohttp
import pytest
from yarl import URL

from custom_components.smart_campus.archive.rules.faults import ArchiveFaultError, FaultCode
from custom_components.smart_campus.archive.rules.pace import Pace
from custom_components.smart_campus.archive.targets.http import HttpLogin, HttpPeer
from custom_components.smart_campus.archive.targets.opencast import OpencastTarget
from simulator.opencast import Opencast

from .conftest import BEGIN, Keeper, parcel_of, write_file

TERMS = "{http://purl.org/dc/terms/}"


@pytest.fixture
async def opencast(tmp_path: Path) -> AsyncIterator[Opencast]:
    folder = tmp_path / "opencast"
    folder.mkdir()
    async with Opencast(folder) as server:
        yield server


@pytest.fixture
def target(opencast: Opencast, session: aiohttp.ClientSession, pace: Pace) -> OpencastTarget:
    return make(opencast, session, pace, opencast.password)


def make(opencast: Opencast, session: aiohttp.ClientSession, pace: Pace, password: str) -> OpencastTarget:
    login = HttpLogin(username=opencast.username, password=password, is_digest=True)
    return OpencastTarget(HttpPeer(session, pace, login), URL(opencast.url))


async def test_recording_of_two_sources_is_one_media_package(
    target: OpencastTarget, opencast: Opencast, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 300_000), write_file(tmp_path / "screen.mp4", 10, 2))

    receipt = await target.send(parcel, {}, keeper)
    await target.verify(parcel, receipt)

    [(workflow, package)] = opencast.workflows
    assert workflow == "schedule-and-upload"
    assert opencast.content_of(package) == {
        "teacher.mp4": (tmp_path / "teacher.mp4").read_bytes(),
        "screen.mp4": (tmp_path / "screen.mp4").read_bytes(),
    }
    flavors = {track.attrib["type"] for track in opencast.assets[package].iter() if track.tag.endswith("track")}
    assert flavors == {"presenter/source", "presentation/source"}


async def test_metadata_goes_with_it(
    target: OpencastTarget, opencast: Opencast, tmp_path: Path, keeper: Keeper
) -> None:
    await target.send(parcel_of(write_file(tmp_path / "teacher.mp4", 10)), {}, keeper)

    [text] = opencast.catalogues.values()
    terms = {element.tag.removeprefix(TERMS): element.text for element in ET.fromstring(text)}  # noqa: S314 - ours
    assert terms["title"] == "高等数学 第3次"
    assert terms["creator"] == "王老师 <b>"
    assert (terms["subject"], terms["spatial"], terms["language"]) == ("高等数学", "A101", "zh-CN")
    begin = dict(part.split("=", 1) for part in str(terms["temporal"]).replace("; ", ";").split(";") if part)["start"]
    assert datetime.fromisoformat(begin) == BEGIN


async def test_recording_sent_twice_is_ingested_once(
    target: OpencastTarget, opencast: Opencast, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 10))
    await target.send(parcel, {}, keeper)
    await target.send(parcel, {}, keeper)

    assert len(opencast.workflows) == 1


async def test_interrupted_ingest_goes_on_with_the_tracks_that_are_missing(
    target: OpencastTarget, opencast: Opencast, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 10), write_file(tmp_path / "screen.mp4", 10, 2))
    taken = opencast.tracks_taken

    async def keep_and_break(progress: object) -> None:
        await keeper(progress)  # type: ignore[arg-type]  # what the target keeps
        opencast.fails_tracks = int(opencast.tracks_taken > taken)

    with pytest.raises(ArchiveFaultError) as caught:
        await target.send(parcel, {}, keep_and_break)
    assert caught.value.code is FaultCode.SERVER_ERROR
    await target.verify(parcel, await target.send(parcel, keeper.last, keeper))

    assert opencast.tracks_taken == 2
    assert len(opencast.workflows) == 1


async def test_nothing_is_confirmed_before_the_asset_manager_has_it(
    target: OpencastTarget, opencast: Opencast, tmp_path: Path, keeper: Keeper
) -> None:
    opencast.is_slow = True
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 10))
    receipt = await target.send(parcel, {}, keeper)

    with pytest.raises(ArchiveFaultError) as caught:
        await target.verify(parcel, receipt)
    assert caught.value.code is FaultCode.UNPROVEN
    opencast.run_workflows()
    await target.verify(parcel, receipt)


async def test_track_that_was_changed_is_noticed(
    target: OpencastTarget, opencast: Opencast, tmp_path: Path, keeper: Keeper
) -> None:
    opencast.corrupts = True
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 10))

    with pytest.raises(ArchiveFaultError) as caught:
        await target.verify(parcel, await target.send(parcel, {}, keeper))

    assert caught.value.code is FaultCode.NOT_IDENTICAL


async def test_recording_can_be_read_from_the_middle_and_erased(
    target: OpencastTarget, opencast: Opencast, tmp_path: Path, keeper: Keeper
) -> None:
    file = write_file(tmp_path / "teacher.mp4", 1000)
    receipt = await target.send(parcel_of(file), {}, keeper)

    read = b"".join([chunk async for chunk in target.read(receipt["files"][0], 100, 50)])

    assert read == file.path.read_bytes()[100:150]
    assert await target.erase(receipt) == []
    assert opencast.assets == {}


async def test_probe_starts_no_workflow(target: OpencastTarget, opencast: Opencast) -> None:
    await target.probe()

    assert (opencast.workflows, len(opencast.discarded)) == ([], 1)


async def test_wrong_password_is_told_as_such(opencast: Opencast, session: aiohttp.ClientSession, pace: Pace) -> None:
    with pytest.raises(ArchiveFaultError) as caught:
        await make(opencast, session, pace, "wrong").probe()

    assert caught.value.code is FaultCode.CREDENTIALS


async def test_ingest_service_on_a_foreign_host_gets_nothing(target: OpencastTarget, opencast: Opencast) -> None:
    opencast.host = "http://192.0.2.1:8080"

    with pytest.raises(ArchiveFaultError) as caught:
        await target.probe()

    assert caught.value.code is FaultCode.REDIRECTED
