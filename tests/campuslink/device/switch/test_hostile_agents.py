"""Whatever an agent says, a poll ends with a report or with an error of ours, and keeps its bounds."""

import asyncio
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campuslink.device.switch.port_reader import MOST_ROWS
from campuslink.errors import CampusLinkError
from campuslink.link.snmp.base import Oid, SnmpValue

from .agents import CISCO, COLUMNS, COMWARE, HUAWEI, Bench

VALUES: st.SearchStrategy[SnmpValue] = st.one_of(
    st.integers(-(2**63), 2**64),
    st.binary(max_size=40),
    st.sampled_from([Oid("0.0"), Oid("1.3.6.1.2.1.2.2.1.1.7"), "10.0.0.1", "", b"", -1, 2**64 - 1, b"\xff" * 6]),
)
CASES = (HUAWEI, COMWARE, CISCO)


async def _poll_twice(case: tuple[str, str], changes: list[tuple[int, SnmpValue | None]], seed: int) -> None:
    bench = Bench(*case)
    names = sorted(bench.link.values)
    shuffled = random.Random(seed)  # noqa: S311 - rows of a test
    await bench.device.poll(bench.device.points)
    for place, value in changes:
        name = names[place % len(names)]
        if value is None:
            bench.link.values.pop(name, None)
        else:
            # The same value in a row that is not there, too: tables grow and have holes.
            bench.link.values[name] = value
            bench.link.values[f"{name.rpartition('.')[0]}.{shuffled.randrange(2**31)}"] = value
    for _ in range(2):
        bench.now += 300
        try:
            await bench.device.poll(bench.device.points)
            await bench.device.mac_table()
        except CampusLinkError:
            continue
    assert all(port.to_json()["if_index"] == port.if_index for port in bench.device.ports)
    assert all(len(port.name) <= 255 for port in bench.device.ports)


@settings(max_examples=60, deadline=None)
@given(
    case=st.sampled_from(CASES),
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.none() | VALUES), max_size=60),
    seed=st.integers(0, 2**16),
)
def test_any_value_anywhere_is_survived(
    case: tuple[str, str], changes: list[tuple[int, SnmpValue | None]], seed: int
) -> None:
    asyncio.run(_poll_twice(case, changes, seed))


async def test_table_of_interfaces_is_bounded() -> None:
    bench = Bench(*HUAWEI)
    bench.link.values.update({f"{COLUMNS['oper']}.{row}": 1 for row in range(100, 100 + 2 * MOST_ROWS)})
    await bench.poll(points=["ports_up"])
    assert len(bench.device.ports) == MOST_ROWS


@pytest.mark.parametrize("row", ["0", "-1", "1.2", "", "4294967296", "007"])
async def test_odd_rows_of_the_interface_table_do_no_harm(row: str) -> None:
    bench = Bench(*HUAWEI)
    real_walk = bench.link.walk

    async def walk(columns: list[str]) -> dict[str, dict[str, SnmpValue]]:
        return {column: {**rows, row: 1} for column, rows in (await real_walk(columns)).items()}

    bench.link.walk = walk  # type: ignore[method-assign,assignment]  # an agent with odd indexes
    values = await bench.poll()
    assert values["ports_down"] == 1
    assert bench.device.ports.find("GigabitEthernet0/0/1") is not None
