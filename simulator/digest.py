"""HTTP digest access authentication as a server sees it (RFC 7616), with a lock after wrong passwords."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field

ALGORITHMS = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
LOCK_AFTER = 5
_PAIR = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,]+))')


@dataclass(kw_only=True)
class DigestDoor:
    """Lets in who knows the password."""

    username: str
    password: str
    algorithm: str = "MD5"
    realm: str = "IP Camera"
    failures: int = 0
    """Wrong passwords in a row."""
    nonces: set[str] = field(default_factory=set)
    seen: set[tuple[str, str]] = field(default_factory=set)
    """Nonces with their counts; each is good once."""

    @property
    def is_locked(self) -> bool:
        """Whether nobody is let in any more."""
        return self.failures >= LOCK_AFTER

    def challenge(self) -> str:
        """Return the header that asks for a proof."""
        nonce = secrets.token_hex(16)
        self.nonces.add(nonce)
        return f'Digest realm="{self.realm}", qop="auth", nonce="{nonce}", algorithm={self.algorithm}'

    def admits(self, method: str, header: str) -> bool:
        """Return whether a header proves the password for a request."""
        if not header.startswith("Digest ") or self.is_locked:
            return False
        fields = {name: quoted or plain for name, quoted, plain in _PAIR.findall(header)}
        nonce, count = fields.get("nonce", ""), fields.get("nc", "")
        if nonce not in self.nonces or (nonce, count) in self.seen:
            return False
        is_right = fields.get("username") == self.username and hmac.compare_digest(
            fields.get("response", ""), self._response(method, fields)
        )
        self.failures = 0 if is_right else self.failures + 1
        self.seen.add((nonce, count))
        return is_right

    def _response(self, method: str, fields: dict[str, str]) -> str:
        secret = self._hash(f"{self.username}:{self.realm}:{self.password}")
        asked = self._hash(f"{method}:{fields.get('uri', '')}")
        middle = ":".join(fields.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
        return self._hash(f"{secret}:{middle}:{asked}")

    def _hash(self, text: str) -> str:
        return ALGORITHMS[self.algorithm](text.encode()).hexdigest()
