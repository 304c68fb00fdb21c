"""Targets as URLs."""

import pytest

from campuslink.errors import CodecError
from campuslink.link.probe.target import Target, Way
from campuslink.link.probe.target_url import target_from_url, url_of


def target(url: str, **more: object) -> Target:
    return target_from_url(url, target_id="a", **more)


@pytest.mark.parametrize(
    ("url", "way", "host", "port"),
    [
        ("ping://10.0.0.1", Way.PING, "10.0.0.1", None),
        (" PING://Gateway ", Way.PING, "gateway", None),
        ("ping://[2001:db8::1]", Way.PING, "2001:db8::1", None),
        ("tcp://10.0.0.1:8443", Way.TCP, "10.0.0.1", 8443),
        ("ntp://time.example/", Way.NTP, "time.example", None),
    ],
)
def test_url_names_way_host_and_port(url: str, way: Way, host: str, port: int | None) -> None:
    found = target(url)
    assert (found.way, found.host, found.port, found.name) == (way, host, port, host)


def test_path_and_query_of_a_page_are_kept() -> None:
    found = target("https://www.example.edu:8443/a/b?c=d", name="Portal")
    assert (found.path, found.port, found.name) == ("/a/b?c=d", 8443, "Portal")
    assert target("http://www.example.edu").path == "/"


def test_dns_url_is_that_of_rfc_4501() -> None:
    # RFC 4501 section 5: dns://192.168.1.1/ftp.example.org?type=A
    found = target("dns://192.168.1.1/ftp.example.org?type=A")
    assert (found.host, found.query, found.record) == ("192.168.1.1", "ftp.example.org", "A")
    assert target("dns:///www.example.org?type=aaaa").record == "AAAA"
    assert target("dns:///www.example.org").name == "www.example.org"


def test_further_fields_are_taken_over() -> None:
    assert target("https://a.example", is_trust_checked=False, thresholds={"days_left": 30}).thresholds.days_left == 30


@pytest.mark.parametrize(
    "url",
    [
        "ping://10.0.0.1",
        "ping://[2001:db8::1]",
        "tcp://10.0.0.1:8443",
        "dns://10.0.0.53/www.example.org?type=AAAA",
        "dns:///www.example.org?type=A",
        "https://www.example.edu:8443/a?b",
    ],
)
def test_url_survives_the_way_back(url: str) -> None:
    assert url_of(target(url)) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "10.0.0.1",
        "gopher://10.0.0.1",
        "ping://",
        "tcp://10.0.0.1",
        "tcp://10.0.0.1:99999",
        "tcp://10.0.0.1:x",
        "ping://10.0.0.1/path",
        "https://user:secret@www.example.edu",
        "dns://10.0.0.53",
        "https://[::1",
        "ping://" + "a" * 2048,
    ],
)
def test_what_names_no_target_is_refused(url: str) -> None:
    with pytest.raises(CodecError) as caught:
        target(url)
    assert "secret" not in str(caught.value)
