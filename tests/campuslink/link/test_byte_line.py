"""The byte line against a real TCP server that misbehaves on purpose, and against a pseudo terminal."""

import asyncio
import os
import socket

import pytest

from campuslink.codec.dlt645 import Frame, FrameReader
from campuslink.errors import CannotConnectError, GarbledAnswerError, LinkConflictError, NoAnswerError
from campuslink.link.byte_line import ByteLine, ByteLinePool
from campuslink.link.endpoint import NetworkEndpoint, SerialEndpoint
from campuslink.profile.schema import SerialSettings, Transport

from .gateway_double import HANG_UP, run_gateway

pytestmark = pytest.mark.usefixtures("socket_enabled")

TIMEOUT_S = 0.1
GENEROUS_S = 5.0
REQUEST = bytes.fromhex("68 01 00 15 11 23 20 68 11 04 33 33 34 33 1C 16")
ENERGY = bytes.fromhex("68 01 00 15 11 23 20 68 91 08 33 33 34 33 9A 78 56 34 3C 16")
VOLTAGE = bytes.fromhex("68 01 00 15 11 23 20 68 91 06 33 34 34 35 38 56 2F 16")
ENERGY_DATA = bytes.fromhex("00 00 01 00 67 45 23 01")


def is_energy(frame: Frame) -> bool:
    return frame.is_reply and frame.data.startswith(ENERGY_DATA[:4])


async def ask(line: ByteLine, timeout_s: float = GENEROUS_S, pause_s: float = 0.0) -> bytes:
    frame = await line.exchange(REQUEST, FrameReader(), is_energy, timeout_s=timeout_s, pause_s=pause_s)
    return frame.data


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_answer_split_into_single_bytes_is_put_together():
    async with run_gateway(lambda _: [ENERGY[index : index + 1] for index in range(len(ENERGY))]) as gateway:
        line = ByteLine(gateway.endpoint)
        assert await ask(line) == ENERGY_DATA
        await line.close()


async def test_connection_is_kept_for_the_next_exchange():
    async with run_gateway(lambda _: [ENERGY]) as gateway:
        line = ByteLine(gateway.endpoint)
        await ask(line)
        await ask(line)
        assert (gateway.connections, gateway.requests) == (1, [REQUEST, REQUEST])
        await line.close()


async def test_echo_and_foreign_frames_before_the_answer_are_skipped_and_counted():
    async with run_gateway(lambda request: [request, VOLTAGE + ENERGY]) as gateway:
        line = ByteLine(gateway.endpoint)
        assert await ask(line) == ENERGY_DATA
        assert line.skipped_frames == 2
        await line.close()


async def test_silence_is_no_answer():
    async with run_gateway(lambda _: []) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(NoAnswerError):
            await ask(line, TIMEOUT_S)
        await line.close()


async def test_only_foreign_frames_are_no_answer():
    async with run_gateway(lambda _: [VOLTAGE]) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(NoAnswerError):
            await ask(line, TIMEOUT_S)
        await line.close()


@pytest.mark.parametrize("noise", [b"\x00\x01\x02", ENERGY[:-1], ENERGY[:-2] + b"\x00\x16"])
async def test_bytes_without_a_frame_are_a_garbled_answer(noise):
    async with run_gateway(lambda _: [noise]) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(GarbledAnswerError):
            await ask(line, TIMEOUT_S)
        await line.close()


async def test_endless_noise_ends_the_exchange_before_its_timeout():
    async with run_gateway(lambda _: [b"\x68" * 9000]) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(GarbledAnswerError):
            await ask(line, GENEROUS_S)
        await line.close()


async def test_refused_connection_is_cannot_connect():
    line = ByteLine(NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=unused_port()))
    with pytest.raises(CannotConnectError):
        await ask(line)


@pytest.mark.parametrize("error", [UnicodeError("label empty or too long"), OSError("name not known")])
async def test_host_that_is_no_name_is_cannot_connect(monkeypatch, error):
    async def look_up(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", look_up)
    line = ByteLine(NetworkEndpoint(transport=Transport.TCP, host="a..b", port=502))
    with pytest.raises(CannotConnectError):
        await ask(line)


async def test_connection_that_never_opens_is_cannot_connect(monkeypatch):
    async def hang(*_args: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", hang)
    line = ByteLine(NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=9))
    with pytest.raises(CannotConnectError):
        await ask(line, TIMEOUT_S)


async def test_gateway_unplugged_mid_frame_is_cannot_connect():
    async with run_gateway(lambda _: [ENERGY[:9], HANG_UP]) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(CannotConnectError):
            await ask(line)
        assert gateway.connections == 1


async def test_line_is_reopened_after_the_gateway_hung_up_between_exchanges():
    async with run_gateway(lambda _: [ENERGY]) as gateway:
        line = ByteLine(gateway.endpoint)
        await ask(line)
        gateway.hang_up()
        assert await ask(line) == ENERGY_DATA
        assert gateway.connections == 2
        await line.close()


async def test_old_connection_that_dies_mid_frame_is_replaced_once_within_the_exchange():
    script = iter([[ENERGY], [ENERGY[:9], HANG_UP], [ENERGY]])
    async with run_gateway(lambda _: next(script)) as gateway:
        line = ByteLine(gateway.endpoint)
        await ask(line)
        assert await ask(line) == ENERGY_DATA
        assert gateway.connections == 2
        await line.close()


async def test_late_answer_to_an_earlier_request_is_dropped():
    stale = bytes.fromhex("68 01 00 15 11 23 20 68 91 08 33 33 34 33 33 33 33 33 6C 16")
    script = iter([[], [ENERGY]])
    async with run_gateway(lambda _: next(script)) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(NoAnswerError):
            await ask(line, TIMEOUT_S)
        gateway.say(stale)
        assert await ask(line) == ENERGY_DATA
        assert line.dropped_bytes == len(stale)
        await line.close()


async def test_half_a_late_answer_does_not_spoil_the_next_one():
    script = iter([[ENERGY[:11]], [ENERGY[11:] + ENERGY]])
    async with run_gateway(lambda _: next(script)) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(GarbledAnswerError):
            await ask(line, TIMEOUT_S)
        assert await ask(line) == ENERGY_DATA
        await line.close()


async def test_line_that_stays_mute_is_opened_anew():
    script = iter([[], [], [], [ENERGY]])
    async with run_gateway(lambda _: next(script)) as gateway:
        line = ByteLine(gateway.endpoint)
        for _ in range(3):
            with pytest.raises(NoAnswerError):
                await ask(line, TIMEOUT_S)
        assert gateway.connections == 1
        await ask(line)
        assert gateway.connections == 2
        await line.close()


async def test_exchanges_of_several_devices_take_turns():
    async with run_gateway(lambda _: [ENERGY]) as gateway:
        line = ByteLine(gateway.endpoint)
        assert await asyncio.gather(*(ask(line) for _ in range(5))) == [ENERGY_DATA] * 5
        assert gateway.requests == [REQUEST] * 5
        await line.close()


async def test_pause_after_an_exchange_is_kept_before_the_next():
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async with run_gateway(lambda _: [ENERGY]) as gateway:
        line = ByteLine(gateway.endpoint, clock=lambda: 100.0, pause=pause)
        await ask(line, pause_s=0.5)
        await ask(line)
        await ask(line)
        assert pauses == [0.5]
        await line.close()


async def test_cancelled_exchange_frees_the_line():
    script = iter([[], [ENERGY]])
    async with run_gateway(lambda _: next(script)) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask(line), TIMEOUT_S)
        assert await ask(line) == ENERGY_DATA
        await line.close()


async def test_serial_port_carries_an_exchange():
    device_end, port_end = os.openpty()
    path = os.ttyname(port_end)
    received: list[bytes] = []

    def answer() -> None:
        received.append(os.read(device_end, 512))
        os.write(device_end, ENERGY)

    loop = asyncio.get_running_loop()
    loop.add_reader(device_end, answer)
    line = ByteLine(SerialEndpoint(device=path, settings=SerialSettings(baudrate=2400)))
    try:
        assert await ask(line) == ENERGY_DATA
        assert b"".join(received) == REQUEST
    finally:
        loop.remove_reader(device_end)
        await line.close()
        os.close(device_end)
        os.close(port_end)


async def test_missing_serial_port_is_cannot_connect(tmp_path):
    line = ByteLine(SerialEndpoint(device=str(tmp_path / "ttyUSB9"), settings=SerialSettings()))
    with pytest.raises(CannotConnectError):
        await ask(line)


async def test_serial_port_of_an_unknown_kind_is_cannot_connect():
    line = ByteLine(SerialEndpoint(device="pigeon://loft", settings=SerialSettings()))
    with pytest.raises(CannotConnectError):
        await ask(line)


GATEWAY = NetworkEndpoint(transport=Transport.TCP, host="gateway", port=8899)


async def test_pool_lends_one_line_for_one_key():
    pool = ByteLinePool()
    first, second = pool.acquire(GATEWAY), pool.acquire(GATEWAY)
    assert first is second
    await pool.release(first)
    assert GATEWAY.key in pool
    await pool.release(second)
    assert GATEWAY.key not in pool


async def test_pool_closes_the_connection_behind_the_last_user():
    async with run_gateway(lambda _: [ENERGY]) as gateway:
        pool = ByteLinePool()
        line = pool.acquire(gateway.endpoint)
        await ask(line)
        await pool.release(line)
        assert pool.acquire(gateway.endpoint) is not line


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (GATEWAY, NetworkEndpoint(transport=Transport.RTU_OVER_TCP, host="gateway", port=8899)),
        (
            SerialEndpoint(device="/dev/ttyS1", settings=SerialSettings(baudrate=2400)),
            SerialEndpoint(device="/dev/ttyS1", settings=SerialSettings(baudrate=9600)),
        ),
    ],
)
async def test_pool_refuses_a_line_held_with_other_settings(held, wanted):
    pool = ByteLinePool()
    line = pool.acquire(held)
    with pytest.raises(LinkConflictError):
        pool.acquire(wanted)
    await pool.release(line)
    assert held.key not in pool
