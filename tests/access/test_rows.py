"""What a row keeps of hostile text, and what it never keeps."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.access.rules.row import to_payload
from custom_components.smart_campus.access.rules.secrets import LogSecrets
from custom_components.smart_campus.access.rules.tables import LOG
from custom_components.smart_campus.store.rules.sheet import csv_lines, guard
from custom_components.smart_campus.store.rules.text import clean_text

from .rows import SECRETS, ZONE, swipe


def test_text_of_a_device_is_cut_and_loses_its_control_characters() -> None:
    odd = "<b>Door\x00\x1b[31m\u202e 1</b>\n" + "x" * 10_000
    payload = to_payload(swipe(1, door_name=odd, reason=odd, site=odd, controller=odd), ZONE, SECRETS.seal)

    assert payload["door_name"].startswith("<b>Door[31m 1</b> xxx")
    for name, value in payload.items():
        if isinstance(value, str) and name != "sealed":
            assert len(value) <= LOG.c[name].type.length


@given(st.text(max_size=400), st.integers(1, 60))
def test_clean_text_is_short_one_line_and_can_be_encoded(text: str, most: int) -> None:
    cleaned = clean_text(text, most)

    assert len(cleaned) <= most
    cleaned.encode("utf-8")
    assert cleaned.isprintable() or all(char.isprintable() or ord(char) > 0x7F for char in cleaned)
    assert clean_text(cleaned, most) == cleaned


def test_key_of_an_event_is_the_same_whatever_zone_its_time_is_told_in() -> None:
    here = datetime(2026, 9, 1, 15, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert swipe(1, time=here).key == swipe(1, time=here.astimezone(UTC)).key
    assert swipe(1, time=here).key != swipe(1, time=here.replace(tzinfo=timezone(timedelta(hours=7)))).key


def test_rows_without_an_index_are_each_of_their_own() -> None:
    assert swipe(1, event_index=None).key != swipe(1, event_index=None).key


def test_pseudonym_is_keyed_and_the_same_for_the_same_number() -> None:
    """HMAC-SHA256 of the number under the key, computed with OpenSSL: openssl dgst -sha256 -mac hmac."""
    assert SECRETS.pseudonym_of("8165538") == SECRETS.pseudonym_of(" 8165538 ")
    assert SECRETS.pseudonym_of("8165538") == "e58bcf7945707a0deceba72119c6f9c5"
    assert LogSecrets.create().pseudonym_of("8165538") != SECRETS.pseudonym_of("8165538")


def test_sealed_number_opens_only_for_its_card_and_its_key() -> None:
    pseudonym, sealed = SECRETS.seal("8165538")

    assert "8165538" not in sealed
    assert SECRETS.seal("8165538")[1] != sealed
    assert SECRETS.unseal(pseudonym, sealed) == "8165538"
    assert SECRETS.unseal(SECRETS.pseudonym_of("1"), sealed) is None
    assert LogSecrets.create().unseal(pseudonym, sealed) is None
    assert SECRETS.unseal(pseudonym, "no base64!") is None
    assert SECRETS.unseal(pseudonym, "") is None


def test_secrets_are_stored_and_never_shown() -> None:
    secrets = LogSecrets.create()

    assert LogSecrets.from_json(secrets.to_json()) == secrets
    assert repr(secrets) == "LogSecrets()"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "  =", "＝"])
def test_cell_that_looks_like_a_formula_is_text(start: str) -> None:
    assert guard(f"{start}HYPERLINK(A1)") == f"'{start}HYPERLINK(A1)"


def test_numbers_and_plain_text_stay_what_they_are() -> None:
    assert [guard(cell) for cell in (-5, 1.5, None, "Door 1", True)] == [-5, 1.5, "", "Door 1", "True"]


def test_sheet_begins_with_the_mark_of_utf8_and_quotes_what_needs_it() -> None:
    """RFC 4180: fields with commas, quotes and line breaks are quoted, quotes doubled, lines end with CRLF."""
    lines = list(csv_lines(["时间", "门"], [["a,b", 'say "x"'], ["1\n2", 3]]))

    assert "".join(lines) == '\ufeff时间,门\r\n"a,b","say ""x"""\r\n"1\n2",3\r\n'
