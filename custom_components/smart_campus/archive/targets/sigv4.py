"""Signature version 4, as S3 and everything compatible with it wants requests signed.

Source: AWS, "Signature Version 4 signing process" and "Authenticating Requests: Using the Authorization Header".
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

ALGORITHM: Final = "AWS4-HMAC-SHA256"
EMPTY_SHA256: Final = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class S3Keys:
    """Who signs, and for where."""

    access_key: str
    secret_key: str
    region: str = "us-east-1"
    service: str = "s3"

    def __repr__(self) -> str:
        """Keep what is secret out of logs."""
        return f"S3Keys(region={self.region!r})"


def canonical_query(query: Mapping[str, str]) -> str:
    """Return a query in the order and quoting that is signed; send exactly this."""
    return "&".join(f"{_quote(name)}={_quote(query[name])}" for name in sorted(query))


def quote_path(path: str) -> str:
    """Return a path as it is signed and sent: everything quoted but slashes."""
    return quote(path, safe="/-_.~")


def sign(
    keys: S3Keys,
    method: str,
    *,
    host: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    payload_sha256: str,
    now: datetime,
) -> dict[str, str]:
    """Return all headers of a signed request, `headers` among them.

    host: with the port where it is not the scheme's own. path: quoted. payload_sha256: of the body, or the word
    ``UNSIGNED-PAYLOAD``.
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    given = {name.lower(): " ".join(value.split()) for name, value in headers.items()}
    signed = {**given, "host": host, "x-amz-content-sha256": payload_sha256, "x-amz-date": stamp}
    names = ";".join(sorted(signed))
    lines = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
    request = "\n".join((method, path, canonical_query(query), lines, names, payload_sha256))
    scope = f"{stamp[:8]}/{keys.region}/{keys.service}/aws4_request"
    text = "\n".join((ALGORITHM, stamp, scope, hashlib.sha256(request.encode()).hexdigest()))
    key = f"AWS4{keys.secret_key}".encode()
    for part in (stamp[:8], keys.region, keys.service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    credential = f"{keys.access_key}/{scope}"
    del signed["host"]
    return {
        **signed,
        "Authorization": f"{ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}",
    }


def _quote(text: str) -> str:
    return quote(text, safe="-_.~")
