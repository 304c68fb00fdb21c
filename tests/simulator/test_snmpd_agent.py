"""Debian's snmpd in a network namespace, asked by net-snmp's tools."""

import asyncio

import pytest

from simulator.snmpd_agent import SnmpdAgent

pytestmark = [
    pytest.mark.servers,
    pytest.mark.skipif(not SnmpdAgent.is_possible(), reason="needs Linux, root, ip and snmpd"),
]
NAME = "1.3.6.1.2.1.31.1.1.1.1"


async def _run(*command: str) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    async with asyncio.timeout(20):
        printed, _ = await process.communicate()
    return printed.decode()


async def test_every_interface_is_served_and_nothing_is_left_behind() -> None:
    async with SnmpdAgent(ports=24, number=250) as agent:
        walked = await _run("snmpbulkwalk", "-v2c", "-c", "campus", "-Oqv", agent.address, NAME)
        assert len([name for name in walked.splitlines() if name.strip('"').startswith("port")]) == 24
        assert agent.space in await _run("ip", "netns")
    assert agent.space not in await _run("ip", "netns")


async def test_user_of_version_3_is_let_in() -> None:
    users = {"staff": ("SHA", "staff-auth-key", "AES", "staff-priv-key")}
    async with SnmpdAgent(ports=2, number=251, users=users) as agent:
        answer = await _run(
            *("snmpget", "-v3", "-l", "authPriv", "-u", "staff", "-a", "SHA", "-A", "staff-auth-key"),
            *("-x", "AES", "-X", "staff-priv-key", "-Oqv", agent.address, "1.3.6.1.2.1.1.5.0"),
        )
    assert answer.strip().strip('"') == "snmpd"
