"""What is made of payloads: merged parts, hostile ones, and how much of it is told."""

import json
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.mqtt_payload import MOST_BYTES, Ignored
from campuslink.device.mqtt import sources
from campuslink.errors import CodecError
from campuslink.link.mqtt import name_in, require_name, search_filters
from campuslink.testing.mqtt import ReplayBroker

from .nodes import open_node

SENSORS = "json-gateway-sensors"
TEN = {
    "temperature": 21.5, "humidity": 40, "co2": 600, "pm25": 12, "illuminance": 300,
    "noise": 45.5, "wind_speed": 2.5, "occupancy": True, "rain": False, "floor_wet": False,
}  # fmt: skip


async def test_message_is_parsed_once_however_many_points_it_carries() -> None:
    broker = ReplayBroker()
    with patch.object(sources, "read_json", wraps=sources.read_json) as parse:
        _, heard = open_node(SENSORS, broker)
        broker.send("campus/node1/state", json.dumps(TEN))
    assert parse.call_count == 1
    assert heard.values() == TEN


async def test_only_values_that_changed_are_told() -> None:
    broker = ReplayBroker()
    _, heard = open_node(SENSORS, broker)
    broker.send("campus/node1/state", json.dumps(TEN))
    broker.send("campus/node1/state", json.dumps({**TEN, "co2": 601}))
    broker.send("campus/node1/state", json.dumps({**TEN, "co2": 601}))
    assert [list(push) for push in heard.pushes[1:]] == [["co2"]]


async def test_partial_update_leaves_the_rest_as_it_was() -> None:
    broker = ReplayBroker()
    node, _ = open_node("shelly-plus-2pm", broker)
    broker.send("node1/online", "true")
    full = {"switch:0": {"output": True, "apower": 12.5}, "switch:1": {"output": False, "apower": 0}}
    broker.send("smart-campus/node1/rpc", json.dumps({"id": 1, "result": full}))
    broker.send("node1/events/rpc", '{"method":"NotifyStatus","params":{"ts":1.5,"switch:1":{"output":true}}}')
    readings = (await node.poll(node.points)).readings
    assert {point: reading.value for point, reading in readings.items()} == {
        "channel_1": True, "power_1": 12.5, "channel_2": True, "power_2": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        pytest.param(b'{"temperature": 21', Ignored.NOT_JSON, id="cut off"),
        pytest.param(b"", Ignored.NOT_JSON, id="empty"),
        pytest.param(b'{"temperature": 20, "temperature": 99}', Ignored.DOUBLE_KEYS, id="double keys"),
        pytest.param(b'{"a": {"x": 1, "x": 2}, "temperature": 20}', Ignored.DOUBLE_KEYS, id="double keys below"),
        pytest.param('{"temperature": "20°"}'.encode("gb18030"), Ignored.NOT_TEXT, id="another encoding"),
        pytest.param('{"temperature": 20}'.encode("utf-16"), Ignored.NOT_TEXT, id="UTF-16"),
        pytest.param(b'{"temperature": 20, "x": "' + b"y" * 1_000_000 + b'"}', Ignored.TOO_LONG, id="1 MB"),
        pytest.param(b"[" * 60_000, Ignored.TOO_DEEP, id="lists without end"),
        pytest.param(b'{"a":' * 10_000 + b"1" + b"}" * 10_000, Ignored.TOO_DEEP, id="deep objects"),
        pytest.param(b"[1, 2]", Ignored.NO_POINT, id="a list"),
        pytest.param(b"null", Ignored.NO_POINT, id="null"),
        pytest.param(b'{"other": 1}', Ignored.NO_POINT, id="nothing of this model"),
        pytest.param(b'{"temperature": ' + b"9" * 5000 + b"}", Ignored.NOT_JSON, id="a number without end"),
    ],
)
async def test_message_that_tells_nothing_is_counted_and_changes_nothing(payload: bytes, reason: Ignored) -> None:
    broker = ReplayBroker()
    node, heard = open_node(SENSORS, broker)
    broker.send("campus/node1/online", "true")
    broker.send("campus/node1/state", '{"temperature": 20.5}')
    pushes = len(heard.pushes)
    broker.send("campus/node1/state", payload)
    assert node.describe()["ignored"] == {reason.value: 1}
    assert (len(heard.pushes), heard.values()) == (pushes, {"temperature": 20.5})


@pytest.mark.parametrize(
    ("raw", "value", "quality"),
    [
        ('"21.5"', 21.5, "good"),
        ('" 21 "', 21.0, "good"),
        ("NaN", None, "absent"),
        ("Infinity", None, "absent"),
        ('"nan"', None, "absent"),
        ('""', None, "absent"),
        ("null", None, "absent"),
        ('"warm"', None, "out_of_range"),
        ("true", None, "out_of_range"),
        ("[21.5]", None, "out_of_range"),
        ('{"value": 21.5}', None, "out_of_range"),
        ("1e300", None, "out_of_range"),
        ("1e999", None, "out_of_range"),
        ("86", None, "out_of_range"),
    ],
)
async def test_number_is_taken_quoted_or_not_and_nothing_else(raw: str, value: float | None, quality: str) -> None:
    broker = ReplayBroker()
    _, heard = open_node(SENSORS, broker)
    broker.send("campus/node1/state", f'{{"temperature": {raw}}}')
    assert (heard.last["temperature"].value, heard.qualities()["temperature"]) == (value, quality)


@pytest.mark.parametrize("word", ["true", '"ON"', '"on"', "1", '"1"'])
async def test_switch_may_say_on_in_any_of_its_words(word: str) -> None:
    broker = ReplayBroker()
    _, heard = open_node("json-gateway-lighting", broker)
    broker.send("campus/node1/state", f'{{"channel_1": {word}}}')
    assert heard.values() == {"channel_1": True}


async def test_long_text_in_place_of_a_value_is_not_kept() -> None:
    broker = ReplayBroker()
    node, heard = open_node(SENSORS, broker)
    broker.send("campus/node1/state", json.dumps({"temperature": "9" * 60_000}))
    assert heard.qualities() == {"temperature": "out_of_range"}
    assert len(json.dumps(node.describe())) < 1000


async def test_half_written_state_the_broker_had_kept_is_passed_over() -> None:
    broker = ReplayBroker()
    broker.send("tele/node1/STATE", '{"Time":"2019-10-31T11:14:59","POWER":"O', keep=True)
    broker.send("tele/node1/LWT", "Onl", keep=True)
    node, heard = open_node("tasmota-relay", broker)
    assert heard.pushes == []
    assert node.describe()["ignored"] == {"no_point": 1, "not_json": 1}


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
_NAMES = st.sampled_from([*TEN, "serial", "model", "Time"])


@given(st.one_of(st.binary(max_size=200), st.dictionaries(_NAMES, _VALUES).map(lambda data: json.dumps(data).encode())))
def test_no_payload_stops_a_node(payload: bytes) -> None:
    import asyncio  # noqa: PLC0415 - a loop of its own, hypothesis being what it is

    async def send() -> Any:
        broker = ReplayBroker()
        node, _ = open_node(SENSORS, broker)
        broker.send("campus/node1/state", payload)
        broker.send("campus/node1/online", payload)
        return node.describe()

    assert asyncio.run(send())["messages"] == 2


async def test_diagnostics_hold_values_and_nothing_private() -> None:
    broker = ReplayBroker()
    node, _ = open_node(SENSORS, broker, "secret-hall")
    broker.send(
        "campus/secret-hall/state", '{"temperature": 20.5, "serial": "S-4711", "ssid": "staff", "at": [31.2, 121.4]}'
    )
    recording = node.describe()["recording"]
    assert recording["messages"] == [
        ["campus/{}/state", '{"temperature": 20.5, "serial": "X", "ssid": "X", "at": [0, 0]}', False]
    ]
    assert "secret-hall" not in json.dumps(node.describe())
    assert "S-4711" in json.dumps(node.recording(redact=False).to_json())


async def test_half_a_character_breaks_no_diagnostic_file() -> None:
    broker = ReplayBroker()
    node, _ = open_node(SENSORS, broker)
    broker.send("campus/node1/state", r'{"model": "\ud800x", "firmware": "\udfff", "temperature": 20.5}')
    report = await node.poll(node.points)
    assert (report.readings["model"].value, report.readings["firmware"].quality.value) == ("x", "absent")
    json.dumps(node.describe(), ensure_ascii=False).encode()


async def test_longest_message_that_is_read_is_64_kib() -> None:
    broker = ReplayBroker()
    _, heard = open_node(SENSORS, broker)
    head, tail = b'{"temperature": 20.5, "x": "', b'"}'
    broker.send("campus/node1/state", head + b"y" * (MOST_BYTES - len(head) - len(tail)) + tail)
    assert heard.values() == {"temperature": 20.5}


@pytest.mark.parametrize(
    "name",
    ["", "#", "+", "a/+/b", "a/#", "$SYS", "/a", "a/", "a//b", "a b", "a\x00b", 'a"b', "a\\b", "x" * 129, "a{}b"],
)
def test_name_that_could_mean_other_nodes_is_refused(name: str) -> None:
    with pytest.raises(CodecError):
        require_name(name)


@pytest.mark.parametrize("name", ["tasmota_8F3A21", "building-a/301/lamp", "照明-301", "0x00158d0001a2b3c4"])
def test_name_of_letters_and_levels_is_taken(name: str) -> None:
    assert require_name(name) == name


def test_search_finds_names_of_up_to_three_levels() -> None:
    assert search_filters("tele/{}/LWT") == ("tele/+/LWT", "tele/+/+/LWT", "tele/+/+/+/LWT")
    assert name_in("tele/{}/LWT", "tele/a/b/LWT") == "a/b"
    assert name_in("{}/online", "hall/online") == "hall"
    assert name_in("tele/{}/LWT", "tele/LWT") == ""
    assert name_in("zigbee2mqtt/{}", "other/x") == ""
