"""The secrets of the access log: what makes pseudonyms, hides card numbers, and binds row to row."""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
PSEUDONYM_DIGITS: Final = 32
"""128 bits: two of a billion cards share one with a chance below 1 in 10^20."""


def is_pseudonym(text: str) -> bool:
    """Return whether a text has the form of a card's pseudonym; no card has so long a number."""
    return len(text) == PSEUDONYM_DIGITS and not set(text) - set("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class LogSecrets:
    """Three keys of 32 random bytes, one a purpose. They live apart from the database."""

    chain: bytes = field(repr=False)
    pseudonym: bytes = field(repr=False)
    number: bytes = field(repr=False)

    @classmethod
    def create(cls) -> Self:
        """Return new ones."""
        return cls(os.urandom(_KEY_BYTES), os.urandom(_KEY_BYTES), os.urandom(_KEY_BYTES))

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Self:
        """Return what `to_json` gave."""
        return cls(*(base64.b64decode(stored[name]) for name in ("chain", "pseudonym", "number")))

    def to_json(self) -> dict[str, str]:
        """Return them for a private file."""
        pairs = {"chain": self.chain, "pseudonym": self.pseudonym, "number": self.number}
        return {name: base64.b64encode(key).decode() for name, key in pairs.items()}

    def pseudonym_of(self, card: str) -> str:
        """Return the name under which a card appears; the same for the same number, blanks aside."""
        return hmac.new(self.pseudonym, card.strip().encode(), hashlib.sha256).hexdigest()[:PSEUDONYM_DIGITS]

    def seal(self, card: str) -> tuple[str, str]:
        """Return a card's pseudonym, and its number encrypted with AES-256-GCM for that pseudonym only."""
        pseudonym = self.pseudonym_of(card)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self.number).encrypt(nonce, card.strip().encode(), pseudonym.encode())
        return pseudonym, base64.b64encode(nonce + sealed).decode()

    def unseal(self, pseudonym: str, sealed: str) -> str | None:
        """Return the number of a card; None when it was encrypted with another key, or for another card."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            return AESGCM(self.number).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], pseudonym.encode()).decode()
        except InvalidTag, ValueError:
            return None
