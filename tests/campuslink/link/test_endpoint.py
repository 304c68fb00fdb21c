"""Endpoints survive a trip through JSON and refuse anything else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.errors import CodecError
from campuslink.link.endpoint import NetworkEndpoint, SerialEndpoint, endpoint_from_json
from campuslink.profile.schema import SerialSettings, Transport

GATEWAY = NetworkEndpoint(transport=Transport.RTU_OVER_TCP, host="gateway.campus", port=8899)
PORT = SerialEndpoint(device="/dev/ttyUSB0", settings=SerialSettings(baudrate=2400, parity="E"))


@pytest.mark.parametrize("endpoint", [GATEWAY, PORT])
def test_endpoint_survives_json(endpoint):
    assert endpoint_from_json(json.loads(json.dumps(endpoint.to_json()))) == endpoint


@pytest.mark.parametrize(("endpoint", "key"), [(GATEWAY, "tcp:gateway.campus:8899"), (PORT, "serial:/dev/ttyUSB0")])
def test_key_names_the_physical_line(endpoint, key):
    assert endpoint.key == key


def test_key_ignores_the_case_of_the_host():
    assert NetworkEndpoint(transport=Transport.TCP, host="Gateway", port=502).key == "tcp:gateway:502"


def test_serial_settings_left_out_are_the_defaults():
    endpoint = endpoint_from_json({"transport": "serial", "device": "/dev/ttyS1"})
    assert endpoint == SerialEndpoint(device="/dev/ttyS1", settings=SerialSettings())


def test_port_from_a_form_may_be_a_whole_float():
    assert endpoint_from_json({"transport": "tcp", "host": "h", "port": 502.0}) == NetworkEndpoint(
        transport=Transport.TCP, host="h", port=502
    )


@pytest.mark.parametrize(
    "data",
    [
        None,
        "tcp:host:502",
        {},
        {"transport": "carrier pigeon", "host": "h", "port": 1},
        {"transport": ["tcp"], "host": "h", "port": 1},
        {"transport": "tcp", "host": "h", "port": 0},
        {"transport": "tcp", "host": "h", "port": 65536},
        {"transport": "tcp", "host": "h", "port": "502"},
        {"transport": "tcp", "host": "h", "port": True},
        {"transport": "tcp", "host": "h", "port": 1.5},
        {"transport": "tcp", "host": " ", "port": 502},
        {"transport": "tcp", "port": 502},
        {"transport": "serial", "device": ""},
        {"transport": "serial", "device": "/dev/ttyS1", "settings": "9600,8,N,1"},
        {"transport": "serial", "device": "/dev/ttyS1", "settings": {"parity": "X"}},
        {"transport": "serial", "device": "/dev/ttyS1", "settings": {"baudrate": 0}},
        {"transport": "serial", "device": "/dev/ttyS1", "settings": {"stopbits": 3}},
        {"transport": "serial", "device": "/dev/ttyS1", "settings": {"bytesize": 9}},
        {"transport": "serial", "device": "/dev/ttyS1", "settings": {"speed": 9600}},
    ],
)
def test_anything_but_an_endpoint_is_refused(data):
    with pytest.raises(CodecError):
        endpoint_from_json(data)


def test_each_class_refuses_the_transport_of_the_other():
    with pytest.raises(CodecError):
        NetworkEndpoint.from_json(PORT.to_json())
    with pytest.raises(CodecError):
        SerialEndpoint.from_json(GATEWAY.to_json())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(
    st.fixed_dictionaries(
        {"transport": st.sampled_from(["tcp", "rtu_over_tcp", "serial"]) | JSON},
        optional={"host": JSON, "port": JSON, "device": JSON, "settings": JSON},
    )
)
def test_any_json_is_an_endpoint_or_a_codec_error(data):
    try:
        endpoint = endpoint_from_json(data)
    except CodecError:
        return
    assert endpoint_from_json(endpoint.to_json()) == endpoint
