"""XML and JSON of devices: plain values or a clean error, whatever comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec import isapi
from campuslink.errors import GarbledAnswerError

BOMB = (
    b'<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">'
    b'<!ENTITY z "&y;&y;&y;&y;&y;&y;&y;&y;">]><DeviceInfo><model>&z;</model></DeviceInfo>'
)


def test_a_device_tells_who_it_is() -> None:
    info = isapi.read_device_info(
        b'<?xml version="1.0" encoding="UTF-8"?><DeviceInfo version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">'
        b"<deviceName>Door</deviceName><model>DS-K1T341AM</model><serialNumber>DS-K1T341AM2023</serialNumber>"
        b"<firmwareVersion>V3.3.0\x09</firmwareVersion></DeviceInfo>"
    )
    assert (info.model, info.serial, info.firmware) == ("DS-K1T341AM", "DS-K1T341AM2023", "V3.3.0")


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
        b"<a>" * 5000,
        b"<a>" + b"<b/>" * 5000 + b"</a>",
        b"<a>" + b"x" * isapi.MOST_BYTES + b"</a>",
        b"",
        b"not xml",
        b"<a><b></a>",
        b'<?xml version="1.0" encoding="no-such"?><a/>',
    ],
    ids=["bomb", "external", "utf-16", "deep", "wide", "long", "empty", "text", "unbalanced", "encoding"],
)
def test_hostile_xml_is_refused(data: bytes) -> None:
    with pytest.raises(GarbledAnswerError):
        isapi.parse_xml(data)


@pytest.mark.parametrize("data", [b"", b"[]", b"1", b"{", b"[" * 100_000, b'{"a": ' * 50_000])
def test_hostile_json_is_refused(data: bytes) -> None:
    with pytest.raises(GarbledAnswerError):
        isapi.parse_json(data)


@given(st.binary(max_size=300))
def test_nothing_but_a_garbled_answer_comes_of_noise(data: bytes) -> None:
    for read in (isapi.read_device_info, isapi.read_work_status, isapi.read_events, isapi.read_barrier):
        with pytest.raises(GarbledAnswerError):
            read(data)
    assert isapi.is_access_news("application/json", data) is False


def test_events_come_in_order_and_those_without_a_number_are_left_out() -> None:
    page = isapi.read_events(
        b'{"AcsEvent": {"responseStatusStrg": "MORE", "totalMatches": 3, "InfoList": ['
        b'{"serialNo": 8, "major": 5, "minor": 75, "time": "2026-11-18T10:00:00+08:00", "employeeNoString": "77"},'
        b'{"serialNo": 7, "major": 5, "minor": 1, "cardNo": "123\\u0007", "doorNo": 2, "time": "yesterday"},'
        b'{"major": 5}, "text", {"serialNo": -3}, {"serialNo": true}]}}'
    )
    assert [(event.serial, event.card, event.door) for event in page.events] == [(7, "123", 2), (8, "77", 0)]
    assert (page.events[0].at, page.has_more, page.total) == (None, True, 3)


@pytest.mark.parametrize("garbage", ["null", "-1", "true", "false", '"closed"', "{}", "0.0", '""', "1e400"])
def test_what_is_no_code_of_a_door_is_not_taken_for_locked(garbage: str) -> None:
    status = isapi.read_work_status(f'{{"AcsWorkStatus": {{"doorLockStatus": [{garbage}, 0, "1", "0"]}}}}'.encode())
    assert status.locks == (-1, 0, 1, 0)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "1970-01-01T00:00:00"])
def test_a_time_of_another_century_is_no_time(text: str) -> None:
    page = isapi.read_events(f'{{"AcsEvent": {{"InfoList": [{{"serialNo": 1, "time": "{text}"}}]}}}}'.encode())
    assert page.events[0].at is None


@pytest.mark.parametrize(("value", "state"), [("0", None), ("1", "closed"), ("2", "open"), ("9", None), ("", None)])
def test_a_barrier_tells_its_place_by_number(value: str, state: str | None) -> None:
    text = f"<BarrierGateStatus><barrierGateStatus>{value}</barrierGateStatus></BarrierGateStatus>"
    assert isapi.read_barrier(text.encode()) == state


def test_what_a_device_says_of_a_refusal_is_bounded_and_printable() -> None:
    code = "x" * 5000
    text = f"<R><statusString>Invalid\x0a</statusString><subStatusCode>{code}</subStatusCode></R>"
    words = isapi.read_refusal(text.encode())
    assert words.startswith("Invalid, xxx")
    assert len(words) < 600
    assert isapi.read_refusal(b"\x00") == ""


def test_a_heartbeat_is_no_news() -> None:
    heartbeat = b"<EventNotificationAlert><eventType>videoloss</eventType></EventNotificationAlert>"
    assert not isapi.is_access_news("application/xml", heartbeat)
    assert isapi.is_access_news("application/json", b'{"eventType": "AccessControllerEvent"}')
