"""Pings over real ICMP sockets: to this machine, and to hosts that lose, delay and forge."""

import asyncio
import os
import socket
import time
from typing import Any

import pytest

from campuslink.link.probe import echo
from campuslink.link.probe.addresses import Address
from campuslink.link.probe.echo import Burst, open_echo_socket
from campuslink.link.probe.measurement import ProbeError, Reason

from .tun_path import (
    CHANGED,
    DAMAGED,
    DELAY_S,
    DOUBLED,
    FORGED,
    GOOD,
    LOSSY,
    MUTE,
    SLOW,
    TunPath,
    can_make_paths,
    run_in_namespace,
)

on_own_path = [
    pytest.mark.usefixtures("socket_enabled"),
    pytest.mark.servers,
    pytest.mark.skipif(not can_make_paths(), reason="a network namespace and a TUN device need root"),
]


def ping(sock: echo.EchoSocket, host: str, *, packets: int = 4, timeout_s: float = 2.0):
    return sock.burst(Address(host), packets=packets, interval_s=0.0, timeout_s=timeout_s)


def burst_to(host: str, *, timeout_s: float, kind: str = "raw") -> tuple[Burst, int, int, bool]:
    """Ping a host of the TUN path; return the burst, its echo requests, the dropped replies and the socket's sort."""

    async def main(path: TunPath) -> tuple[Burst, int, int, bool]:
        path.allow_datagram_pings(kind == "datagram")
        sock = open_echo_socket(4)
        try:
            burst = await ping(sock, host, timeout_s=timeout_s)
        finally:
            sock.close()
        return burst, path.requests[host], sock.dropped, sock.is_raw

    return run_in_namespace(main)


@pytest.mark.parametrize(("version", "host"), [(4, "127.0.0.77"), (6, "::1")])
@pytest.mark.servers
async def test_every_ping_to_a_host_that_answers_comes_back(socket_enabled, version: int, host: str) -> None:
    sock = open_echo_socket(version)
    burst = await ping(sock, host)
    sock.close()
    assert burst.sent == len(burst.times_ms) == 4
    assert all(0 < time_ms < 2000 for time_ms in burst.times_ms)


@pytest.mark.servers
async def test_one_socket_carries_bursts_to_many_hosts_at_once(socket_enabled) -> None:
    sock = open_echo_socket(4)
    hosts = [f"127.0.1.{number}" for number in range(1, 101)]
    bursts = await asyncio.gather(*(ping(sock, host) for host in hosts))
    sock.close()
    assert [len(burst.times_ms) for burst in bursts] == [4] * 100


@pytest.mark.servers
async def test_busy_event_loop_does_not_look_like_a_slow_network(socket_enabled) -> None:
    sock = open_echo_socket(4)
    burst = asyncio.create_task(ping(sock, "127.0.0.77", packets=1))
    await asyncio.sleep(0)
    held_until_s = time.monotonic() + 0.2
    while time.monotonic() < held_until_s:
        pass
    (time_ms,) = (await burst).times_ms
    sock.close()
    assert time_ms < 200


@pytest.mark.servers
async def test_address_nobody_may_send_to_is_unreachable(socket_enabled) -> None:
    sock = open_echo_socket(4)
    with pytest.raises(ProbeError) as caught:
        await ping(sock, "255.255.255.255")
    sock.close()
    assert caught.value.reason is Reason.UNREACHABLE


@pytest.mark.servers
async def test_ping_the_system_would_not_send_is_not_lost(socket_enabled, monkeypatch: pytest.MonkeyPatch) -> None:
    sock = open_echo_socket(4)
    send, turns = sock._send, iter((False, True, False, True))

    def sometimes(*arguments: Any) -> None:
        if next(turns):
            raise ProbeError(Reason.LOCAL_FAULT)
        send(*arguments)

    monkeypatch.setattr(sock, "_send", sometimes)
    burst = await ping(sock, "127.0.0.77", timeout_s=0.5)
    sock.close()
    assert (burst.sent, len(burst.times_ms)) == (2, 2)


@pytest.mark.servers
async def test_closing_twice_does_no_harm(socket_enabled) -> None:
    sock = open_echo_socket(4)
    sock.close()
    sock.close()


async def test_machine_that_forbids_pings_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> socket.socket:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(echo, "_open", refuse)
    with pytest.raises(ProbeError) as caught:
        open_echo_socket(4)
    assert caught.value.reason is Reason.NOT_PERMITTED


class TestOwnPath:
    pytestmark = on_own_path

    @pytest.mark.parametrize("kind", ["raw", "datagram"])
    def test_both_sorts_of_socket_measure_alike(self, kind: str) -> None:
        burst, requests, _, is_raw = burst_to(GOOD, timeout_s=5.0, kind=kind)
        assert (len(burst.times_ms), requests, is_raw) == (4, 4, kind == "raw")

    @pytest.mark.parametrize("kind", ["raw", "datagram"])
    def test_half_of_the_pings_lost_is_half_of_the_pings_lost(self, kind: str) -> None:
        burst, requests, _, _ = burst_to(LOSSY, timeout_s=0.2, kind=kind)
        assert (burst.sent, len(burst.times_ms), requests) == (4, 2, 4)

    def test_delay_of_the_path_is_the_time_measured(self) -> None:
        burst, _, _, _ = burst_to(SLOW, timeout_s=5.0)
        assert len(burst.times_ms) == 4
        assert min(burst.times_ms) >= DELAY_S * 1000

    def test_answers_after_the_time_out_are_lost(self) -> None:
        burst, requests, _, _ = burst_to(SLOW, timeout_s=0.01)
        assert (burst.times_ms, requests) == ((), 4)

    @pytest.mark.parametrize("kind", ["raw", "datagram"])
    @pytest.mark.parametrize("host", [FORGED, DAMAGED, CHANGED, MUTE])
    def test_only_the_right_answer_from_the_right_address_counts(self, host: str, kind: str) -> None:
        burst, requests, _, _ = burst_to(host, timeout_s=0.2, kind=kind)
        assert (burst.times_ms, requests) == ((), 4)

    def test_forged_and_doubled_answers_are_counted_as_dropped(self) -> None:
        assert [burst_to(host, timeout_s=0.2)[2] for host in (FORGED, CHANGED, DOUBLED)] == [4, 4, 4]

    def test_answer_that_comes_twice_counts_once(self) -> None:
        burst, _, _, _ = burst_to(DOUBLED, timeout_s=1.0)
        assert len(burst.times_ms) == 4

    def test_network_without_a_route_is_unreachable(self) -> None:
        with pytest.raises(ProbeError) as caught:
            burst_to("192.0.2.1", timeout_s=1.0)
        assert caught.value.reason is Reason.UNREACHABLE
        assert caught.value.detail == os.strerror(101)
