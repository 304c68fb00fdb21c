"""The agent without a network behaves like one."""

import pytest

from campuslink.errors import CannotConnectError, CodecError, NoAnswerError, RefusalReason, RefusedError
from campuslink.link.snmp.base import Oid
from campuslink.testing.snmp import FakeSnmpLink, read_snmprec

RECORDING = """
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.1208
1.3.6.1.2.1.2.2.1.2.10|4|port ten
1.3.6.1.2.1.2.2.1.2.9|4x|c3a4
1.3.6.1.2.1.2.2.1.7.9|2|1
1.3.6.1.2.1.31.1.1.1.6.9|70|18446744073709551615
1.3.6.1.2.1.4.20.1.1.10.0.0.1|64|10.0.0.1
1.3.6.1.2.1.4.20.1.1.10.0.0.2|64x|0a000002
1.3.6.1.2.1.31.1.1.1.7.9|70:numeric|rate=10
"""


def test_recording_gives_every_type() -> None:
    assert read_snmprec(RECORDING) == {
        "1.3.6.1.2.1.1.2.0": Oid("1.3.6.1.4.1.9.1.1208"),
        "1.3.6.1.2.1.2.2.1.2.10": b"port ten",
        "1.3.6.1.2.1.2.2.1.2.9": b"\xc3\xa4",
        "1.3.6.1.2.1.2.2.1.7.9": 1,
        "1.3.6.1.2.1.31.1.1.1.6.9": 2**64 - 1,
        "1.3.6.1.2.1.4.20.1.1.10.0.0.1": "10.0.0.1",
        "1.3.6.1.2.1.4.20.1.1.10.0.0.2": "10.0.0.2",
    }


@pytest.mark.parametrize("line", ["1.3.6", "1.3.6|2|twelve", "1.3.6|4x|zz"])
def test_line_that_is_no_value_is_named(line: str) -> None:
    with pytest.raises(CodecError, match="line 2"):
        read_snmprec(f"1.3.6.1|2|1\n{line}")


async def test_walk_is_in_numeric_order_and_stays_in_its_column() -> None:
    link = FakeSnmpLink.from_snmprec(RECORDING)
    columns = await link.walk(["1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.2.2.1.3"])
    assert list(columns["1.3.6.1.2.1.2.2.1.2"]) == ["9", "10"]
    assert columns["1.3.6.1.2.1.2.2.1.3"] == {}


async def test_get_leaves_out_what_is_not_there() -> None:
    link = FakeSnmpLink({"1.3.6.1.1.0": 5})
    assert await link.get(["1.3.6.1.1.0", "1.3.6.1.2.0"]) == {"1.3.6.1.1.0": 5}
    assert link.asked == ["1.3.6.1.1.0", "1.3.6.1.2.0"]


async def test_settings_are_read_back() -> None:
    link = FakeSnmpLink({"1.3.6.1.1.0": 5})
    await link.set({"1.3.6.1.1.0": 6})
    assert await link.get(["1.3.6.1.1.0"]) == {"1.3.6.1.1.0": 6}
    assert link.writes == [{"1.3.6.1.1.0": 6}]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"1.3.6.1.1.0": b"text"}, RefusalReason.VALUE),
        ({"1.3.6.1.9.0": 1}, RefusalReason.ADDRESS),
        ({"1.3.6.1.2.0": 1}, RefusalReason.FUNCTION),
    ],
)
async def test_settings_are_refused_as_an_agent_would(values: dict[str, int | bytes], reason: RefusalReason) -> None:
    link = FakeSnmpLink({"1.3.6.1.1.0": 5, "1.3.6.1.2.0": 5})
    link.read_only.add("1.3.6.1.2.0")
    with pytest.raises(RefusedError) as caught:
        await link.set(values)
    assert caught.value.reason is reason
    assert link.values == {"1.3.6.1.1.0": 5, "1.3.6.1.2.0": 5}


async def test_it_fails_as_told() -> None:
    link = FakeSnmpLink({})
    link.error = NoAnswerError("silent")
    with pytest.raises(NoAnswerError):
        await link.walk(["1.3.6"])
    link.error = None
    await link.close()
    with pytest.raises(CannotConnectError):
        await link.get([])
