"""Hosts, ports and addresses as people type them."""

import pytest

from custom_components.smart_campus.campuslink.profile.schema import Protocol, Transport
from custom_components.smart_campus.flows.place import parse_address, parse_host, parse_port, parse_serial_port


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        (" 192.0.2.1 ", "192.0.2.1"),
        ("Gateway-1.Campus.example.", "gateway-1.campus.example"),
        ("meter_gw", "meter_gw"),
        ("2001:DB8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:0db8:0000::0001", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1%eth0"),
    ],
)
def test_host_name_or_address_is_taken_in_one_spelling(typed: str, host: str) -> None:
    assert parse_host(typed) == host


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "http://192.0.2.1",
        "tcp://gateway",
        "gateway/path",
        "gateway:502",
        "192.0.2.1:502",
        "[192.0.2.1]",
        "[2001:db8::1]:502",
        "[gateway]",
        "a b",
        "user@gateway",
        "300.1.1.1",
        "1.2.3",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "gate..way",
        "-gateway",
        "gateway-",
        "a" * 64,
        ".".join(["a" * 49] * 6),
        "网关",
        "gate\nway",
        "gate\x00way",
        "<b>gateway</b>",
    ],
)
def test_anything_else_is_no_host(typed: str) -> None:
    assert parse_host(typed) is None


@pytest.mark.parametrize(("typed", "port"), [(1, 1), (502.0, 502), (65535, 65535)])
def test_port_is_a_whole_number_of_16_bits(typed: float, port: int) -> None:
    assert parse_port(typed) == port


@pytest.mark.parametrize("typed", [0, -1, 65536, 502.5])
def test_other_numbers_are_no_port(typed: float) -> None:
    assert parse_port(typed) is None


@pytest.mark.parametrize(
    "typed", ["/dev/ttyUSB0", "/dev/serial/by-id/usb-FTDI_FT232R-if00-port0", "COM3", "socket://192.0.2.1:4001"]
)
def test_serial_port_is_a_path_or_url(typed: str) -> None:
    assert parse_serial_port(f" {typed} ") == typed


@pytest.mark.parametrize(
    "typed", ["", "ttyUSB0", "/etc/passwd", "/dev/tty USB0", "/dev/tty\nUSB0", "/dev/" + "x" * 255]
)
def test_other_text_is_no_serial_port(typed: str) -> None:
    assert parse_serial_port(typed) is None


@pytest.mark.parametrize(
    ("typed", "protocol", "transport", "address"),
    [
        ("001", Protocol.MODBUS, Transport.TCP, "1"),
        ("255", Protocol.MODBUS, Transport.TCP, "255"),
        ("0", Protocol.MODBUS, Transport.TCP, "0"),
        ("247", Protocol.MODBUS, Transport.RTU_OVER_TCP, "247"),
        ("0012 3456-7890", Protocol.DLT645, Transport.TCP, "001234567890"),
        ("1234567890", Protocol.DLT645, Transport.SERIAL, "001234567890"),
        ("11110012345678", Protocol.CJT188, Transport.TCP, "11110012345678"),
    ],
)
def test_address_is_kept_as_the_protocol_writes_it(
    typed: str, protocol: Protocol, transport: Transport, address: str
) -> None:
    assert parse_address(typed, protocol, transport) == address


@pytest.mark.parametrize(
    ("typed", "protocol", "transport"),
    [
        ("", Protocol.MODBUS, Transport.TCP),
        ("256", Protocol.MODBUS, Transport.TCP),
        ("-1", Protocol.MODBUS, Transport.TCP),
        ("1.0", Protocol.MODBUS, Transport.TCP),
        ("²", Protocol.MODBUS, Transport.TCP),
        ("١", Protocol.MODBUS, Transport.TCP),
        ("0", Protocol.MODBUS, Transport.SERIAL),
        ("248", Protocol.MODBUS, Transport.RTU_OVER_TCP),
        ("1234567890123", Protocol.DLT645, Transport.TCP),
        ("AAAAAAAAAAAA", Protocol.DLT645, Transport.TCP),
        ("123456789012", Protocol.CJT188, Transport.TCP),
        ("9" * 5000, Protocol.CJT188, Transport.TCP),
    ],
)
def test_address_the_protocol_does_not_have_is_refused(typed: str, protocol: Protocol, transport: Transport) -> None:
    assert parse_address(typed, protocol, transport) is None
