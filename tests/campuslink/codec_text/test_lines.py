"""Lines cut from bytes in any portions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.text_lines import LineSplitter, decode_line
from campuslink.errors import CodecError

PRINTABLE = st.binary(min_size=1, max_size=20).filter(lambda line: not set(line) & {10, 13})


def cr_lf(longest: int = 100) -> LineSplitter:
    return LineSplitter((b"\r", b"\n"), longest=longest)


@pytest.mark.parametrize("ends", [(), (b"",)])
def test_a_line_needs_an_end(ends: tuple[bytes, ...]) -> None:
    with pytest.raises(CodecError):
        LineSplitter(ends, longest=1)


def test_cr_and_crlf_may_alternate() -> None:
    assert cr_lf().feed(b"one\rtwo\r\nthree\nfour") == [b"one", b"two", b"three"]


@given(st.lists(PRINTABLE, max_size=6), st.integers(1, 7))
def test_portions_of_any_size_give_the_same_lines(lines: list[bytes], size: int) -> None:
    data = b"".join(line + b"\r\n" for line in lines)
    splitter = cr_lf()
    assert [line for at in range(0, len(data), size) for line in splitter.feed(data[at : at + size])] == lines


def test_an_empty_answer_is_kept_where_it_means_something() -> None:
    assert LineSplitter((b":",), longest=9, keep_empty=True).feed(b":PWR=01\r:") == [b"", b"PWR=01\r"]


def test_an_end_of_two_bytes_may_come_in_two_portions() -> None:
    splitter = LineSplitter((b"\r\n",), longest=9)
    assert splitter.feed(b"ok\r") + splitter.feed(b"\nok") == [b"ok"]


@pytest.mark.parametrize("portion", [1, 3, 200])
def test_an_overlong_line_is_dropped_and_the_next_one_is_read(portion: int) -> None:
    data, splitter = b"x" * 150 + b"\rnext\r", cr_lf(100)
    lines = [line for at in range(0, len(data), portion) for line in splitter.feed(data[at : at + portion])]
    assert (lines, splitter.overlong) == ([b"next"], 1)


def test_endless_noise_is_not_collected() -> None:
    splitter = cr_lf(100)
    for _ in range(1000):
        splitter.feed(b"x" * 1000)
    assert (len(splitter._buffer), splitter.overlong) == (1, 1)


@pytest.mark.parametrize(("ends", "noise"), [((b"\r", b"\n"), b"\r"), ((b"\r\n",), b"\r\n"), ((b"^", b"]"), b"]^")])
def test_a_flood_of_ends_is_passed_over(ends: tuple[bytes, ...], noise: bytes) -> None:
    """Looking through all of it once for each end would take hours."""
    splitter = LineSplitter(ends, longest=9)
    assert splitter.feed(b"one" + noise * 8_000_000 + b"two" + noise) == [b"one", b"two"]


def test_names_in_latin_1_are_read_as_such() -> None:
    assert [decode_line(name) for name in ("Hörsaal 教室".encode(), "Hörsaal".encode("latin-1"))] == [
        "Hörsaal 教室",
        "Hörsaal",
    ]
