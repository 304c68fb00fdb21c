"""What proves that a link or a button came from us: sealed tokens, bound to one alert and one receiver."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, override

KEY_SIZE: Final = 32
MOST_TOKEN: Final = 1024
"""Characters; longer ones are not even looked at."""
_PURPOSE_LINK: Final = b"link1"
_PURPOSE_MARK: Final = b"mark1"
_SEPARATOR: Final = "@"
"""The one of the characters that WeCom allows in a task id, and no id of ours holds."""


class SealError(Exception):
    """A token or mark that is not to be believed."""


class ExpiredError(SealError):
    """It was ours, but its time is over."""


@dataclass(frozen=True, slots=True)
class LinkToken:
    """What a link says. Readable by whoever has the link, so it names nobody."""

    alert_id: str
    channel: str
    receiver: str
    """Fingerprint of the receiver, see `Seal.fingerprint`."""
    language: str
    expires_at_s: int
    """Unix time."""
    nonce: str
    """What makes it single-use."""


class Seal:
    """Seals and checks with a key of ours; also checks with older keys."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """keys: the newest first, 32 random bytes each."""
        self._keys = tuple(keys)

    @override
    def __repr__(self) -> str:
        return f"Seal({len(self._keys)} keys)"

    def fingerprint(self, receiver: str) -> str:
        """Return what stands for a receiver in a link; it cannot be turned back."""
        return _mac(self._keys[0], b"who1", receiver)[:16]

    def link(self, *, alert_id: str, channel: str, receiver: str, language: str, expires_at_s: int) -> str:
        """Return a token for one alert and one receiver."""
        nonce = secrets.token_urlsafe(9)
        fields = [alert_id, channel, self.fingerprint(receiver), language, expires_at_s, nonce]
        payload = _encode(json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode())
        return f"{payload}.{_mac(self._keys[0], _PURPOSE_LINK, payload)}"

    def open_link(self, text: str, now_s: float) -> LinkToken:
        """Return what a token says. Raises ExpiredError for an old one of ours, SealError for any other."""
        payload, dot, mac = text.partition(".")
        if len(text) > MOST_TOKEN or not dot or not self._is_ours(_PURPOSE_LINK, payload, mac):
            raise SealError
        match json.loads(_decode(payload)):
            case [str(alert_id), str(channel), str(receiver), str(language), int(expires_at_s), str(nonce)]:
                if now_s >= expires_at_s:
                    raise ExpiredError
                return LinkToken(alert_id, channel, receiver, language, expires_at_s, nonce)
        raise SealError

    def mark(self, *, alert_id: str, channel: str, receiver: str) -> str:
        """Return what a card carries, so that a press by this receiver, and by nobody else, is believed.

        At most 128 characters out of ``0-9A-Za-z_-@`` for ids of up to 64; another one each time.
        """
        nonce = secrets.token_urlsafe(6)
        return _SEPARATOR.join(
            (alert_id, nonce, _mac(self._keys[0], _PURPOSE_MARK, alert_id, nonce, channel, receiver))
        )

    def open_mark(self, text: str, *, channel: str, receiver: str) -> str:
        """Return the id of the alert a press is about. Raises SealError unless this receiver got that card."""
        parts = text[:MOST_TOKEN].split(_SEPARATOR)
        if len(parts) != 3 or not self._is_ours(_PURPOSE_MARK, *parts[:2], channel, receiver, parts[2]):
            raise SealError
        return parts[0]

    def _is_ours(self, purpose: bytes, *texts: str) -> bool:
        *said, mac = texts
        found = [
            hmac.compare_digest(_mac(key, purpose, *said), mac.encode("ascii", "replace").decode())
            for key in self._keys
        ]
        return any(found)


def new_key() -> bytes:
    """Return a fresh key."""
    return secrets.token_bytes(KEY_SIZE)


def _mac(key: bytes, purpose: bytes, *texts: str) -> str:
    message = b"\0".join((purpose, *(text.encode("utf-8", "surrogatepass") for text in texts)))
    return _encode(hmac.digest(key, message, hashlib.sha256)[:24])


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
