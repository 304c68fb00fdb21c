"""Which texts name addresses that may be searched, and why others do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.discovery.address_range import MOST_ADDRESSES, RangeError, RangeFault, is_own_address, parse_range


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("10.1.2.0/24", "10.1.2.1", "10.1.2.254", 254),
        ("10.1.2.77/24", "10.1.2.1", "10.1.2.254", 254),
        ("192.168.0.0/20", "192.168.0.1", "192.168.15.254", 4094),
        ("10.1.2.4/31", "10.1.2.4", "10.1.2.5", 2),
        ("10.1.2.4/32", "10.1.2.4", "10.1.2.4", 1),
        ("10.1.2.4", "10.1.2.4", "10.1.2.4", 1),
        ("10.1.2.250-10.1.3.5", "10.1.2.250", "10.1.3.5", 12),
        ("10.1.2.4 – 40", "10.1.2.4", "10.1.2.40", 37),
        ("fd00::10-fd00::1f", "fd00::10", "fd00::1f", 16),
        ("fd00::/120", "fd00::", "fd00::ff", 256),
        ("172.16.0.1,172.31.255.254", "172.16.0.1", "172.31.255.254", 2),
        ("10.0.0.1；10.0.0.3，10.0.0.2\n10.0.0.1", "10.0.0.1", "10.0.0.2", 3),
    ],
)
def test_range_names_addresses_in_order_each_once(text: str, first: str, last: str, count: int) -> None:
    addresses = list(parse_range(text))
    assert (addresses[0], addresses[-1], len(addresses)) == (first, last, count)
    assert len(set(addresses)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("10.0.0.0/8", 2**24 - 2),
        ("10.0.0.0/19", 2**13 - 2),
        ("10.0.0.0-10.0.16.0", 4097),
        ("fd00::/64", 2**64),
        ("::/0", 2**128),
    ],
)
def test_range_that_is_too_large_is_refused_with_its_size(text: str, count: int) -> None:
    with pytest.raises(RangeError) as caught:
        parse_range(text)
    assert (caught.value.fault, caught.value.count) == (RangeFault.TOO_LARGE, count)
    assert str(count) in str(caught.value)
    assert "4096" in str(caught.value)


def test_range_of_exactly_the_limit_is_searched() -> None:
    assert len(parse_range("10.0.0.0/21, 10.1.0.0/21, 10.2.0.1-4")) == 2 * 2046 + 4 == MOST_ADDRESSES


def test_several_networks_count_together() -> None:
    with pytest.raises(RangeError) as caught:
        parse_range("10.0.0.0/21 10.1.0.0/21 10.2.0.0/28")
    assert (caught.value.fault, caught.value.count) == (RangeFault.TOO_LARGE, 2046 + 2046 + 14)


@pytest.mark.parametrize(
    "text",
    ["8.8.8.8", "11.0.0.0/24", "172.32.0.1", "10.255.255.250-11.0.0.5", "100.64.0.1", "2001:db8::1", "192.0.2.1"],
)
def test_addresses_of_others_are_searched_only_when_meant(text: str) -> None:
    with pytest.raises(RangeError) as caught:
        parse_range(text)
    assert caught.value.fault is RangeFault.NOT_PRIVATE
    assert len(parse_range(text, may_be_public=True)) >= 1


def test_confirmation_makes_no_range_larger() -> None:
    with pytest.raises(RangeError) as caught:
        parse_range("8.0.0.0/8", may_be_public=True)
    assert caught.value.fault is RangeFault.TOO_LARGE


@pytest.mark.parametrize("text", ["224.0.0.1", "0.0.0.0", "255.255.255.255", "240.1.2.3", "ff02::1", "239.0.0.0/28"])
def test_addresses_of_no_single_device_are_refused(text: str) -> None:
    for may_be_public in (False, True):
        with pytest.raises(RangeError) as caught:
            parse_range(text, may_be_public=may_be_public)
        assert caught.value.fault is RangeFault.NO_HOSTS


@pytest.mark.parametrize(
    "text",
    [
        "north",
        "10.1.2",
        "10.1.2.3/33",
        "10.1.2.9-10.1.2.3",
        "10.1.2.9-3",
        "10.1.2.3-fd00::1",
        "http://10.1.2.3/",
        "10.1.2.3:502",
        "10.1.2.1-10.1.2.3-10.1.2.5",
        "10.1.2.3/../",
        "10.1.2.3-999",
        "0x0a010203",
    ],
)
def test_anything_else_is_quoted_and_refused(text: str) -> None:
    with pytest.raises(RangeError) as caught:
        parse_range(text)
    assert caught.value.fault is RangeFault.MALFORMED


@pytest.mark.parametrize("text", ["", "  \n ", ",;，；"])
def test_empty_text_names_nothing(text: str) -> None:
    with pytest.raises(RangeError) as caught:
        parse_range(text)
    assert caught.value.fault is RangeFault.EMPTY


def test_endless_text_is_refused() -> None:
    with pytest.raises(RangeError) as caught:
        parse_range("10.0.0.1 " * 1_000_000)
    assert caught.value.fault is RangeFault.TOO_LARGE


@given(st.text(max_size=200))
def test_any_text_is_a_bounded_range_or_a_reason(text: str) -> None:
    said, addresses = "", None
    try:
        addresses = parse_range(text, may_be_public=True)
    except RangeError as error:
        said = str(error)
    assert len(said) < 200
    assert addresses is None or 1 <= len(addresses) <= MOST_ADDRESSES


@pytest.mark.parametrize(("text", "own"), [("10.9.8.7", True), ("8.8.8.8", False), ("fe80::1", True), ("x", False)])
def test_private_addresses_are_told_apart(text: str, own: bool) -> None:
    assert is_own_address(text) is own
