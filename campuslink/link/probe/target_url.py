"""Targets as one line of text, for lists and the command line: ``ping://10.0.0.1``, ``https://www.example.edu/login``.

DNS follows RFC 4501: ``dns://10.0.0.53/www.example.edu?type=AAAA``, without a server ``dns:///www.example.edu``.
"""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ...errors import CodecError
from .target import Target, Way

LONGEST_URL = 2048


def target_from_url(url: str, *, target_id: str, name: str = "", **more: object) -> Target:
    """Return the target a URL names; the host is its name when none is given. more: further fields of `Target`.

    Raises CodecError with what is wrong.
    """
    data = {"id": target_id, **_read_url(url), **more}
    return Target.from_json({**data, "name": name or data["host"] or data.get("query", "")})


def url_of(target: Target) -> str:
    """Return the URL that names a target; its thresholds are not in it."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    port = f":{target.port}" if target.port else ""
    match target.way:
        case Way.DNS:
            return f"dns://{host}{port}/{target.query}?type={target.record}"
        case Way.HTTP | Way.HTTPS:
            return f"{target.way}://{host}{port}{target.path}"
    return f"{target.way}://{host}{port}"


def _read_url(url: str) -> dict[str, Any]:
    if len(url) > LONGEST_URL:
        raise CodecError("url: too long")
    try:
        parts = urlsplit(url.strip())
        way, host, port = Way(parts.scheme.lower()), parts.hostname or "", parts.port
    except ValueError as err:
        raise CodecError(f"url: begins with one of {', '.join(f'{each}://' for each in Way)}") from err
    if parts.username is not None or parts.password is not None:
        raise CodecError("url: a password has no place here")
    data: dict[str, Any] = {"way": way.value, "host": host, "port": port}
    if way in {Way.HTTP, Way.HTTPS}:
        query = f"?{parts.query}" if parts.query else ""
        return data | {"path": f"{parts.path or '/'}{query}"}
    if way is Way.DNS:
        record = parse_qs(parts.query).get("type", ["A"])[0].upper()
        return data | {"query": unquote(parts.path).strip("/"), "record": record}
    if parts.path.strip("/") or parts.query:
        raise CodecError("url: nothing follows the host and port")
    return data
