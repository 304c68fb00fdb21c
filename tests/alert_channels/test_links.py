"""Links and marks are believed only as they were given out."""

from base64 import urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.alerts.channels.rules.links import ExpiredError, Seal, SealError, new_key

KEY = bytes(range(32))
ALERT = "0199a3b2c4d5e6f708192a3b4c5d6e7f"


def token(seal: Seal, receiver: str = "ou_1") -> str:
    return seal.link(alert_id=ALERT, channel="c1", receiver=receiver, language="en", expires_at_s=1000)


def test_link_says_what_it_is_for() -> None:
    found = Seal([KEY]).open_link(token(Seal([KEY])), 999)
    assert (found.alert_id, found.channel, found.language, found.expires_at_s) == (ALERT, "c1", "en", 1000)


def test_link_names_nobody() -> None:
    payload = token(Seal([KEY]), receiver="13800138000").partition(".")[0]
    assert b"13800138000" not in urlsafe_b64decode(payload + "==")


def test_two_links_of_one_alert_are_told_apart() -> None:
    seal = Seal([KEY])
    assert seal.open_link(token(seal), 0).nonce != seal.open_link(token(seal), 0).nonce


def test_old_link_is_over() -> None:
    with pytest.raises(ExpiredError):
        Seal([KEY]).open_link(token(Seal([KEY])), 1000)


def test_link_sealed_with_the_key_before_is_believed() -> None:
    assert Seal([new_key(), KEY]).open_link(token(Seal([KEY])), 0).alert_id == ALERT


def test_link_of_somebody_else_is_not() -> None:
    with pytest.raises(SealError):
        Seal([KEY]).open_link(token(Seal([new_key()])), 0)


@given(st.integers(0, 300), st.characters(codec="ascii"))
def test_link_with_one_changed_character_is_not_believed(at: int, char: str) -> None:
    text = token(Seal([KEY]))
    at %= len(text)
    changed = text[:at] + char + text[at + 1 :]
    if changed == text:
        return
    with pytest.raises(SealError):
        Seal([KEY]).open_link(changed, 0)


@given(st.text(max_size=2000))
def test_anything_else_is_refused(text: str) -> None:
    seal = Seal([KEY])
    with pytest.raises(SealError):
        seal.open_link(text, 0)
    with pytest.raises(SealError):
        seal.open_mark(text, channel="c1", receiver="ou_1")


def test_press_is_believed_from_the_receiver_only() -> None:
    seal = Seal([KEY])
    mark = seal.mark(alert_id=ALERT, channel="c1", receiver="ou_1")
    assert seal.open_mark(mark, channel="c1", receiver="ou_1") == ALERT
    for channel, receiver in (("c1", "ou_2"), ("c2", "ou_1"), ("c1", "")):
        with pytest.raises(SealError):
            seal.open_mark(mark, channel=channel, receiver=receiver)


def test_mark_of_one_alert_is_not_taken_for_another() -> None:
    seal = Seal([KEY])
    first, second = (seal.mark(alert_id=alert, channel="c1", receiver="ou_1") for alert in ("a1", "a2"))
    mixed = "@".join(["a2", *first.split("@")[1:]])
    assert mixed != second
    with pytest.raises(SealError):
        seal.open_mark(mixed, channel="c1", receiver="ou_1")


def test_mark_fits_a_task_id_of_wecom() -> None:
    mark = Seal([KEY]).mark(alert_id=ALERT, channel="c1", receiver="ou_1")
    assert len(mark.encode()) <= 128
    assert all(char.isalnum() or char in "_-@" for char in mark)


def test_key_is_never_shown() -> None:
    assert repr(Seal([KEY])) == "Seal(1 keys)"
