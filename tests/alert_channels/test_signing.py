"""Signatures against the values the platforms publish."""

import base64
import hashlib
import hmac

import pytest
from yarl import URL

from custom_components.smart_campus.alerts.channels.rules.signing import dingtalk_signature, feishu_signature


def test_feishu_signs_as_its_published_sample() -> None:
    assert feishu_signature("xxx", 1661860880) == "QnWVTSBe6FmQDE0bG6X0mURbI+DnvVyu1h+j5dHOjrU="


def test_dingtalk_signs_as_node_and_openssl_do() -> None:
    assert dingtalk_signature("xxx", 1661860880) == "dIUMcehSFkPlWOGqwoP5EFcartyN67QSY9wbVW+hTbE="


def test_key_and_message_stand_the_other_way_round() -> None:
    assert dingtalk_signature("xxx", 1661860880) != feishu_signature("xxx", 1661860880)


def test_signature_is_quoted_once_in_an_address() -> None:
    url = URL("https://oapi.dingtalk.com/robot/send") % {"sign": dingtalk_signature("xxx", 1661860880)}
    assert str(url).endswith("sign=dIUMcehSFkPlWOGqwoP5EFcartyN67QSY9wbVW%2BhTbE%3D")


def test_hmac_is_that_of_the_published_dingtalk_sample() -> None:
    said = base64.b64encode(hmac.digest(b"testappSecret", b"1546084445901", hashlib.sha256)).decode()
    assert said == "HCbG3xNE3vzhO+u7qCUL1jS5hsu2n5r2cFhnTrtyDAE="


@pytest.mark.parametrize("secret", ["", "SEC" + "0" * 61, "密钥"])
def test_any_secret_gives_32_bytes(secret: str) -> None:
    assert len(base64.b64decode(dingtalk_signature(secret, 1))) == 32
