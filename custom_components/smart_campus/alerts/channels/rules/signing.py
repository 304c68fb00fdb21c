"""Signatures of group robots. Key and message stand the other way round on the two platforms."""

import base64
import hashlib
import hmac


def dingtalk_signature(secret: str, at_ms: int) -> str:
    """Return what DingTalk expects beside a time in milliseconds, not yet quoted for an address."""
    return _digest(secret, f"{at_ms}\n{secret}")


def feishu_signature(secret: str, at_s: int) -> str:
    """Return what Feishu and Lark expect beside a time in seconds."""
    return _digest(f"{at_s}\n{secret}", "")


def _digest(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), hashlib.sha256)).decode("ascii")
