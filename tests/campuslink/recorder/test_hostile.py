"""Whatever answers in a recorder's place: one error of the library, in time, without taking the memory."""

import asyncio
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from campuslink.device.recorder.opening import open_recorder
from campuslink.device.recorder.orders import RecordedFile
from campuslink.device.recorder.recorder import Recorder
from campuslink.device.spec import DeviceSpec
from campuslink.errors import CampusLinkError, CannotConnectError, GarbledAnswerError, LinkError, NoAnswerError
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.link.web import WebLink, base_of
from campuslink.profile.library import Library
from campuslink.profile.schema import Transport

from .conftest import HandClock, make_order, read_all
from .hostile import (
    Answer,
    cut_off,
    drips,
    floods,
    floods_lines,
    floods_one_line,
    hangs_up,
    is_silent,
    peer,
    says,
)

FAMILIES = {
    "epiphan-pearl": Transport.HTTP,
    "hikvision-isapi-recorder": Transport.HTTP,
    "extron-smp": Transport.TCP,
    "obs-studio": Transport.HTTP,
    "dahua-cgi-recorder": Transport.HTTP,
}
PATIENCE_S = 20
"""Far more than the timeouts in these tests add up to."""
MOST_MEMORY = 24 << 20
ELSEWHERE = "Location: http://127.0.0.1:9/\r\n"
ANSWERS: dict[str, Answer] = {
    "nothing": says(b""),
    "NUL bytes": says(b"\x00" * 500),
    "a number": says(b"7"),
    "wrong types": says(b'{"status":"ok","result":[{"id":7,"status":"started"},null,[]]}'),
    "deep JSON": says(b"[" * 200_000),
    "deep XML": says(b"<a>" * 80_000),
    "an XML bomb": says(b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'),
    "ten megabytes": says(b"x" * (10 << 20)),
    "a body without end": floods,
    "a body that drips": drips,
    "a redirect": says(b"", status="302 Found", headers=ELSEWHERE),
    "an unknown status": says(b"\x00", status="599 What"),
    "a wrong length": cut_off(b'{"status":"ok"'),
    "no answer": is_silent,
    "an end": hangs_up,
    "lines without end": floods_lines,
    "a line without end": floods_one_line,
    "no HTTP": says(b"", status="\x00\x00"),
    "huge headers": says(b"", headers="".join(f"X-{number}: {'x' * 900}\r\n" for number in range(200))),
}


class Maker:
    """Opens recorders of each family with short timeouts."""

    def __init__(self, library: Library, session: ClientSession) -> None:
        self._library = library
        self._session = session

    def __call__(self, family: str, port: int, timeout_s: float = 0.5) -> Recorder:
        profile = self._library.get(family)
        assert profile is not None
        spec = DeviceSpec(
            profile=replace(profile, transport=replace(profile.transport, timeout_s=timeout_s)),
            catalogue=self._library.catalogue(profile.kind),
            endpoint=NetworkEndpoint(transport=FAMILIES[family], host="127.0.0.1", port=port),
            credentials=Credentials({"username": "admin", "password": "s3cr3t-word"}),
        )
        return open_recorder(spec, self._session)


@pytest.fixture
def make(library: Library, session: ClientSession) -> Maker:
    return Maker(library, session)


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("family", FAMILIES)
async def test_any_answer_is_one_clear_error_in_time(
    make: Maker, family: str, answer: Answer, clock: HandClock
) -> None:
    async with peer(answer) as port:
        recorder = make(family, port)
        order = make_order(clock)
        calls: list[Callable[[], object]] = [
            recorder.identify,
            lambda: recorder.poll(frozenset({"state", "elapsed"})),
            lambda: recorder.start(order),
            lambda: recorder.list_files(order),
        ]
        tracemalloc.start()
        try:
            for call in calls if family != "obs-studio" else calls[:3]:
                with pytest.raises(CampusLinkError) as caught:
                    async with asyncio.timeout(PATIENCE_S):
                        await call()  # type: ignore[misc]
                assert str(caught.value)
                assert "s3cr3t-word" not in f"{caught.value!r}"
            assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
        finally:
            tracemalloc.stop()
            await recorder.close()


def open_web(session: ClientSession, port: int, slow_s: float = 1.0) -> WebLink:
    endpoint = NetworkEndpoint(transport=Transport.HTTP, host="127.0.0.1", port=port)
    return WebLink(session, base_of(endpoint), timeout_s=0.5, slow_s=slow_s)


async def test_a_download_that_drips_is_given_up(session: ClientSession) -> None:
    async with peer(drips) as port:
        with pytest.raises(NoAnswerError):
            async with asyncio.timeout(PATIENCE_S):
                await read_all(open_web(session, port).download("/film"))


async def test_a_download_that_is_cut_off_is_no_whole_file(session: ClientSession) -> None:
    async with peer(cut_off(b"film")) as port:
        with pytest.raises(CannotConnectError):
            await read_all(open_web(session, port).download("/film"))


async def test_a_download_is_never_held_whole(session: ClientSession) -> None:
    async with peer(floods) as port:
        taken = 0
        tracemalloc.start()
        download = open_web(session, port, slow_s=30).download("/film")
        async for portion in download:
            taken += len(portion)
            if taken > 64 << 20:
                break
        await download.aclose()  # type: ignore[attr-defined]
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < MOST_MEMORY / 4


async def test_a_part_that_begins_elsewhere_is_garbled(session: ClientSession) -> None:
    wrong = says(b"film", status="206 Partial Content", headers="Content-Range: bytes 0-3/4\r\n")
    async with peer(wrong) as port:
        with pytest.raises(GarbledAnswerError):
            await read_all(open_web(session, port).download("/film", offset=2))


async def test_a_redirected_request_asks_nobody_else(session: ClientSession) -> None:
    asked: list[bytes] = []

    async def other(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(100))

    async with peer(other) as target:
        headers = f"Location: http://127.0.0.1:{target}/\r\n"
        async with peer(says(b"", status="307 Temporary Redirect", headers=headers)) as port:
            with pytest.raises(LinkError, match="elsewhere"):
                await open_web(session, port).get("/")
    assert asked == []


async def test_a_name_from_a_device_is_no_path(make: Maker) -> None:
    async with peer(is_silent) as port:
        recorder = make("extron-smp", port)
        file = RecordedFile(id="../../etc/passwd", name="passwd")
        assert recorder.local_path(file) is None
        await recorder.close()
