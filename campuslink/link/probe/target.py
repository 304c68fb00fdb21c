"""One path to try: whom, in which way, and what counts as good. Values that survive a trip through JSON."""

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Self

from ...codec.dns_message import RECORD_TYPES
from ...errors import CodecError

LONGEST_NAME = 64
LONGEST_HOST = 253
LONGEST_PATH = 1024
PORTS = range(1, 65536)

_ID = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
_LONGEST_ID = 64
_HOST_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?")
_PATH = re.compile(r"/[\x21-\x7e]*")
_STATUS_CODES = range(100, 600)


class Way(StrEnum):
    """How a path is tried."""

    PING = "ping"
    """ICMP echo."""
    TCP = "tcp"
    """A TCP connection is opened and closed."""
    DNS = "dns"
    """A name server is asked for an address."""
    HTTP = "http"
    HTTPS = "https"
    NTP = "ntp"
    """A time server is asked for the time."""


class Family(StrEnum):
    """Which Internet protocol carries the attempt."""

    ANY = "any"
    """Whichever the system prefers for the host."""
    IPV4 = "ipv4"
    IPV6 = "ipv6"


DEFAULT_PORTS: Mapping[Way, int] = {Way.DNS: 53, Way.HTTP: 80, Way.HTTPS: 443, Way.NTP: 123}


@dataclass(frozen=True, kw_only=True, slots=True)
class Thresholds:
    """Beyond which values a path that answers is degraded. None: never."""

    loss_percent: float | None = 20.0
    """Pings lost of the latest ones; reached or exceeded."""
    latency_ms: float | None = None
    """Time an answer takes; exceeded."""
    offset_ms: float | None = 500.0
    """How far the server's clock is from ours, either way; exceeded."""
    days_left: float | None = 14.0
    """Days until the certificate expires; fewer."""

    def to_json(self) -> dict[str, float | None]:
        """Return a JSON object of the limits."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Rebuild what `to_json` returned; a limit that is left out is the default. Raises CodecError."""
        if not isinstance(data, Mapping):
            raise CodecError("thresholds must be an object")
        _require_known(data, {each.name for each in fields(cls)})
        return cls(**{name: _limit_in(name, value) for name, value in data.items()})


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """One path to try. Checked when made: what a person typed never reaches the wire as something else.

    Raises CodecError with what is wrong.
    """

    id: str
    """Lower-case words joined by ``_``, unique within its device; never changes."""
    name: str
    """What people call it."""
    way: Way
    host: str = ""
    """Name or address. DNS: the name server to ask; empty for the one this machine uses."""
    port: int | None = None
    """None for the usual one of the way; TCP has no usual one."""
    family: Family = Family.ANY
    path: str = "/"
    """HTTP: path and query of the URL."""
    query: str = ""
    """DNS: the name to ask for."""
    record: str = "A"
    """DNS: ``A`` or ``AAAA``."""
    expect: tuple[str, ...] = ()
    """DNS: addresses of which the answer must hold at least one; empty for any answer."""
    status: int | None = None
    """HTTP: the status code that counts as good; None for every one from 200 to 399."""
    is_trust_checked: bool = True
    """HTTPS: whether a certificate nobody vouches for, or of another host, makes the path fail."""
    thresholds: Thresholds = field(default_factory=Thresholds)

    def __post_init__(self) -> None:
        """Check every field."""
        object.__setattr__(self, "name", clean_text(self.name, LONGEST_NAME))
        object.__setattr__(self, "host", _clean_host(self.host))
        _check_identity(self)
        _check_port(self)
        _check_dns(self)
        _check_http(self)

    @property
    def used_port(self) -> int:
        """The port to try; 0 for pings, which have none."""
        return self.port or DEFAULT_PORTS.get(self.way, 0)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object of all fields."""
        data = {each.name: getattr(self, each.name) for each in fields(self)}
        return data | {"expect": list(self.expect), "thresholds": self.thresholds.to_json()}

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Rebuild what `to_json` returned; what is left out is the default. Raises CodecError on anything else."""
        if not isinstance(data, Mapping):
            raise CodecError("a target must be an object")
        _require_known(data, {each.name for each in fields(cls)})
        values: dict[str, Any] = {name: _text_in(data, name) for name in _TEXTS if name in data}
        values |= {name: _number_in(data, name) for name in ("port", "status") if data.get(name) is not None}
        if "is_trust_checked" in data:
            values["is_trust_checked"] = data["is_trust_checked"] is True
        if "expect" in data:
            values["expect"] = _texts_in(data, "expect")
        if "thresholds" in data:
            values["thresholds"] = Thresholds.from_json(data["thresholds"])
        try:
            return cls(**{**values, "way": Way(values.get("way", "")), "family": Family(values.get("family", "any"))})
        except (ValueError, TypeError) as err:
            raise CodecError(f"not a target: {err}") from err


_TEXTS = ("id", "name", "way", "host", "family", "path", "query", "record")


def clean_text(text: str, longest: int) -> str:
    """Return text on one line, without control and format characters, cut to the length."""
    kept = "".join(" " if each.isspace() else each for each in text[: longest * 4] if _is_shown(each))
    return " ".join(kept.split())[:longest].rstrip()


def is_address(text: str) -> bool:
    """Return whether the text is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_shown(character: str) -> bool:
    return character.isspace() or unicodedata.category(character)[0] != "C"


def _clean_host(host: str) -> str:
    text = host.strip().removeprefix("[").removesuffix("]").lower()
    if not text or is_address(text):
        return text
    try:
        name = text if text.isascii() else text.encode("idna").decode("ascii")
    except UnicodeError as err:
        raise CodecError("host: neither a name nor an address") from err
    if len(name) > LONGEST_HOST or _HOST_NAME.fullmatch(name) is None:
        raise CodecError("host: neither a name nor an address")
    return name


def _check_identity(target: Target) -> None:
    if len(target.id) > _LONGEST_ID or _ID.fullmatch(target.id) is None:
        raise CodecError("id: lower-case words joined by _ are wanted")
    if not target.name:
        raise CodecError("name: missing")
    if not target.host and target.way is not Way.DNS:
        raise CodecError("host: missing")
    if is_address(target.host) and not _fits_family(target.host, target.family):
        raise CodecError(f"host: not an {target.family} address")


def _fits_family(address: str, family: Family) -> bool:
    version = ipaddress.ip_address(address).version
    return family is Family.ANY or family is (Family.IPV4 if version == 4 else Family.IPV6)


def _check_port(target: Target) -> None:
    if target.port is not None and target.port not in PORTS:
        raise CodecError("port: not within 1..65535")
    if target.way is Way.TCP and target.port is None:
        raise CodecError("port: missing")


def _check_dns(target: Target) -> None:
    if target.record not in RECORD_TYPES:
        raise CodecError("record: neither A nor AAAA")
    if target.way is Way.DNS and (not target.query or len(target.query) > LONGEST_HOST):
        raise CodecError("query: missing or too long")
    if not all(is_address(each) for each in target.expect):
        raise CodecError("expect: not a list of addresses")
    if target.way is Way.DNS and target.host and not is_address(target.host):
        raise CodecError("host: a name server is given by its address")


def _check_http(target: Target) -> None:
    if len(target.path) > LONGEST_PATH or _PATH.fullmatch(target.path) is None:
        raise CodecError("path: begins with / and holds neither spaces nor other than ASCII characters")
    if target.status is not None and target.status not in _STATUS_CODES:
        raise CodecError("status: not within 100..599")


def _require_known(data: Mapping[Any, Any], known: set[str]) -> None:
    if unknown := {str(key)[:40] for key in data} - known:
        raise CodecError(f"unknown: {', '.join(sorted(unknown))}")


def _limit_in(name: str, value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1e9:
        return float(value)
    raise CodecError(f"{name}: not a number from 0 to 1e9")


def _text_in(data: Mapping[str, Any], name: str) -> str:
    value = data[name]
    if not isinstance(value, str):
        raise CodecError(f"{name}: not a text")
    return value


def _texts_in(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = data[name]
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise CodecError(f"{name}: not a list of texts")
    return tuple(value)


def _number_in(data: Mapping[str, Any], name: str) -> int:
    value = data[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise CodecError(f"{name}: not a whole number")
    return int(value)
