"""What a person may ask to be tried, and what is refused before it reaches the wire."""

import json

import pytest

from campuslink.errors import CodecError
from campuslink.link.probe.target import Family, Target, Thresholds, Way, clean_text


def target(**changes) -> Target:
    return Target.from_json({"id": "a", "name": "A", "way": "ping", "host": "10.0.0.1"} | changes)


def test_target_survives_a_trip_through_json() -> None:
    full = Target(
        id="registrar",
        name="教务系统",
        way=Way.DNS,
        host="2001:db8::53",
        port=5353,
        family=Family.IPV6,
        query="www.example.edu",
        record="AAAA",
        expect=("2001:db8::1",),
        thresholds=Thresholds(loss_percent=None, latency_ms=50, days_left=30),
    )
    assert Target.from_json(json.loads(json.dumps(full.to_json()))) == full


def test_what_is_left_out_is_the_default() -> None:
    assert target() == Target(id="a", name="A", way=Way.PING, host="10.0.0.1")


@pytest.mark.parametrize(("way", "port"), [("ping", 0), ("dns", 53), ("http", 80), ("https", 443), ("ntp", 123)])
def test_ways_have_their_usual_ports(way: str, port: int) -> None:
    assert target(way=way, query="a").used_port == port


@pytest.mark.parametrize(
    ("host", "kept"),
    [
        (" Example.EDU ", "example.edu"),
        ("[2001:DB8::1]", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1%eth0"),
        # RFC 3492 section 7.1 (B).
        ("他们为什么不说中文.example", "xn--ihqwcrb4cv8a8dqg056pqjye.example"),
        ("a_b.example.", "a_b.example."),
    ],
)
def test_hosts_are_kept_in_one_form(host: str, kept: str) -> None:
    assert target(host=host).host == kept


@pytest.mark.parametrize(
    "changes",
    [
        {"host": ""},
        {"host": "a b"},
        {"host": "a\r\nX: y"},
        {"host": "-a"},
        {"host": "a" * 64},
        {"host": "http://a"},
        {"host": "a/../b"},
        {"host": "\ud800"},
        {"host": 5},
        {"host": "10.0.0.1", "family": "ipv6"},
        {"host": "::1", "family": "ipv4"},
        {"way": "gopher"},
        {"way": None},
        {"family": "7"},
        {"id": "A b"},
        {"id": "a" * 65},
        {"name": "\x00\x1b"},
        {"way": "tcp"},
        {"way": "tcp", "port": 0},
        {"way": "tcp", "port": 65536},
        {"way": "tcp", "port": "80"},
        {"way": "tcp", "port": True},
        {"way": "tcp", "port": 80.5},
        {"way": "dns"},
        {"way": "dns", "query": "a" * 254},
        {"way": "dns", "query": "a", "record": "ANY"},
        {"way": "dns", "query": "a", "expect": ["b"]},
        {"way": "dns", "query": "a", "expect": "10.0.0.1"},
        {"way": "dns", "query": "a", "host": "dns.example"},
        {"way": "http", "path": "index"},
        {"way": "http", "path": "/a b"},
        {"way": "http", "path": "/\r\nX: y"},
        {"way": "http", "path": "/" + "a" * 1024},
        {"way": "http", "status": 99},
        {"unknown": 1},
        {"thresholds": 5},
        {"thresholds": {"loss_percent": -1}},
        {"thresholds": {"loss_percent": "5"}},
        {"thresholds": {"loss_percent": float("nan")}},
        {"thresholds": {"loss": 5}},
    ],
    ids=str,
)
def test_what_cannot_be_tried_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(CodecError):
        target(**changes)


@pytest.mark.parametrize("data", [None, [], "a", {}, {"id": "a"}])
def test_what_is_no_target_is_refused(data: object) -> None:
    with pytest.raises(CodecError):
        Target.from_json(data)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  a\tb\r\nc ", "a b c"),
        ("a\x1b[31mb\u202ec\x00", "a[31mbc"),
        ("教室 😀", "教室 😀"),
        ("x" * 10_000, "x" * 64),
    ],
)
def test_names_are_short_and_on_one_line(text: str, kept: str) -> None:
    assert clean_text(text, 64) == kept
