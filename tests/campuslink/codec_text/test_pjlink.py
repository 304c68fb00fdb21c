"""PJLink lines against the specification's example, values computed apart, and two independent libraries."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pjlink_advance import protocol as independent

from campuslink.codec import pjlink
from campuslink.errors import CodecError, CredentialsError, RefusalReason, RefusedError

PASSWORD = "JBMIAProjectorLink"


def test_md5_login_is_the_one_of_the_specification() -> None:
    assert pjlink.md5_login("498e4a67", PASSWORD) == "5d8409bc1c3fa39749434aa3a5c38682"


@given(st.text("0123456789abcdef", min_size=8, max_size=8), st.text(max_size=32))
def test_md5_login_equals_the_independent_one(random: str, password: str) -> None:
    assert pjlink.md5_login(random, password) == independent.auth_digest(random, password)


def test_sha256_login_mixes_both_sides_random_bytes() -> None:
    projector = bytes.fromhex("00112233445566778899aabbccddeeff")
    client = bytes.fromhex("0f0e0d0c0b0a09080706050403020100")
    digest = "476874e53c5bb9d67d29fb6f4c95b24df6369e913c478d22c5118bd44ff84153"
    assert hashlib.sha256(b"0f1f2f3f4f5f6f7f8f9fafbfcfdfefff" + PASSWORD.encode()).hexdigest() == digest
    assert pjlink.sha256_login(projector, client, PASSWORD) == client.hex() + digest


@pytest.mark.parametrize("size", [0, 15, 17])
def test_sha256_login_takes_16_random_bytes(size: int) -> None:
    with pytest.raises(CodecError):
        pjlink.sha256_login(bytes(size), bytes(16), PASSWORD)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"PJLINK 0", pjlink.Greeting(needs_password=False)),
        (b"PJLINK 1 498e4a67", pjlink.Greeting(needs_password=True, random="498e4a67")),
        (b"pjlink 1 498E4A67 ", pjlink.Greeting(needs_password=True, random="498E4A67")),
    ],
)
def test_greeting_tells_whether_a_password_is_needed(line: bytes, expected: pjlink.Greeting) -> None:
    assert pjlink.parse_greeting(line) == expected


@pytest.mark.parametrize(
    "line", [b"", b"PJLINK", b"PJLINK 1", b"PJLINK 1 498e4a6", b"NTCONTROL 0", b"\xff\x00", b"%1POWR=0"]
)
def test_another_protocol_is_no_greeting(line: bytes) -> None:
    with pytest.raises(CodecError):
        pjlink.parse_greeting(line)


def test_a_refused_login_is_told_apart_from_garbage() -> None:
    with pytest.raises(CredentialsError):
        pjlink.parse_greeting(b"PJLINK ERRA")


def test_level_2_greeting_holds_16_random_bytes() -> None:
    assert pjlink.parse_level_2(b"PJLINK 2 00112233445566778899AABBccddeeff") == bytes.fromhex(
        "00112233445566778899aabbccddeeff"
    )


@pytest.mark.parametrize("line", [b"PJLINK ERRA", b"PJLINK 2 0011", b"%1POWR=ERR1"])
def test_a_projector_of_level_1_offers_no_sha256_login(line: bytes) -> None:
    with pytest.raises(CredentialsError):
        pjlink.parse_level_2(line)


def test_a_login_stands_in_front_of_the_first_command() -> None:
    login = pjlink.md5_login("498e4a67", PASSWORD)
    assert pjlink.encode_command("%1POWR ?", login) == b"5d8409bc1c3fa39749434aa3a5c38682%1POWR ?\r"


@pytest.mark.parametrize(
    "command",
    [
        "",
        "POWR ?",
        "%3POWR ?",
        "%1powr ?",
        "%1POWR",
        "%1POWR ?\r%1POWR 0",
        "%1POWR " + "x" * 129,
        "%2INNM " + "键" * 60,
    ],
)
def test_what_is_no_command_is_never_sent(command: str) -> None:
    with pytest.raises(CodecError):
        pjlink.encode_command(command)


@pytest.mark.parametrize(
    ("line", "command", "expected"),
    [
        (b"%1POWR=0", "%1POWR ?", "0"),
        (b"%1powr=3", "%1POWR ?", "3"),
        (b"%1INST=11 21 31", "%2INST ?", "11 21 31"),
        ("%1NAME=阶梯教室 1".encode(), "%1NAME ?", "阶梯教室 1"),
        (b"%1NAME=", "%1NAME ?", ""),
        (b"%1INPT=31", "%1POWR ?", None),
        (b"PJLINK 0", "%1POWR ?", None),
        (b"\x00\xff\xfe", "%1POWR ?", None),
        (b"", "%1POWR ?", None),
    ],
)
def test_an_answer_belongs_to_its_command(line: bytes, command: str, expected: str | None) -> None:
    assert pjlink.parse_answer(line, command) == expected


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        (b"ERR1", RefusalReason.FUNCTION),
        (b"ERR2", RefusalReason.VALUE),
        (b"err3", RefusalReason.BUSY),
        (b"ERR4 ", RefusalReason.DEVICE_FAILURE),
    ],
)
def test_each_error_has_its_own_meaning(word: bytes, reason: RefusalReason) -> None:
    with pytest.raises(RefusedError) as refusal:
        pjlink.parse_answer(b"%1LAMP=" + word, "%1LAMP ?")
    assert refusal.value.reason is reason


@pytest.mark.parametrize("line", [b"PJLINK ERRA", b"pjlink erra ", b"%1POWR=ERRA"])
def test_erra_asks_for_other_credentials(line: bytes) -> None:
    with pytest.raises(CredentialsError):
        pjlink.parse_answer(line, "%1POWR ?")


@given(st.binary(max_size=200).filter(lambda line: line[:7].upper() != b"%1POWR="))
def test_bytes_without_the_header_answer_nothing(line: bytes) -> None:
    assert pjlink.parse_answer(line, "%1POWR ?") is None


@given(st.binary(max_size=128).filter(lambda text: text.strip().upper()[:3] != b"ERR"))
def test_whatever_follows_the_header_is_text(parameter: bytes) -> None:
    assert isinstance(pjlink.parse_answer(b"%1NAME=" + parameter, "%1NAME ?"), str)


@pytest.mark.parametrize(
    ("datagram", "expected"),
    [
        (b"%2ACKN=00:26:ab:00:00:01\r", pjlink.Notice("ACKN", "00:26:ab:00:00:01")),
        (b"%2POWR=1\r\n", pjlink.Notice("POWR", "1")),
        (b"%2erst=000001", pjlink.Notice("ERST", "000001")),
        (b"%1POWR=1\r", None),
        (b"%2SVER=1\r", None),
        (b"%2SRCH\r", None),
        (b"", None),
        (b"%2POWR=" + b"1" * 200, None),
    ],
)
def test_only_notices_are_notices(datagram: bytes, expected: pjlink.Notice | None) -> None:
    assert pjlink.parse_notice(datagram) == expected
