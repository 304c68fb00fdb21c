"""Where pictures and sound come from: addresses of streams, and how nobody sees their passwords."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from ....errors import CodecError
from ....link.credentials import Credentials
from ....link.endpoint import NetworkEndpoint

DEFAULT_PORT = 554
SCHEMES = ("rtsp", "rtsps")
MOST_SOURCES = 8
STARS = "***"
_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_]{0,30}[A-Za-z0-9])?", re.ASCII)
_ADDRESS = re.compile(r"[!-~]{1,1000}", re.ASCII)
_LOGIN_IN_URL = re.compile(r"(\w+://)[^/\s'\"]*@")
_UNSAFE = re.compile(r"['\"\\<>^`{|}]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One stream of a room."""

    name: str
    """``teacher``, ``class``, ``screen``: in names of files too."""
    address: str
    """URL without user and password."""
    username: str = ""
    password: str = ""
    has_sound: bool = True
    """Whether its sound is the room's, so that silence is trouble."""
    may_stand_still: bool = False
    """Whether a picture that does not change is no trouble: slides on a screen."""

    @property
    def url(self) -> str:
        """URL with user and password, for whom it concerns only."""
        if not self.username and not self.password:
            return self.address
        scheme, _, rest = self.address.partition("://")
        return f"{scheme}://{quote(self.username, safe='')}:{quote(self.password, safe='')}@{rest}"

    @property
    def host(self) -> str:
        """Who is connected to."""
        return urlsplit(self.address).hostname or ""

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.address).port or DEFAULT_PORT

    def hide(self, text: str) -> str:
        """Return a text of others without what this source keeps secret."""
        text = hide_logins(text)
        for secret in {self.password, quote(self.password, safe="")} - {""}:
            text = text.replace(secret, STARS)
        return text

    def __repr__(self) -> str:
        """Return its name and address, without the login."""
        return f"Source({self.name}, {self.address})"


def hide_logins(text: str) -> str:
    """Return a text without users and passwords in addresses."""
    return _LOGIN_IN_URL.sub(rf"\1{STARS}@", text)


def read_sources(options: Mapping[str, Any], endpoint: NetworkEndpoint, credentials: Credentials) -> tuple[Source, ...]:
    """Return the sources of a room.

    options: ``sources``, a list of objects with ``name`` and either ``path`` on the endpoint or a whole ``url``; also
    ``has_sound`` (the first only, when nothing is said) and ``may_stand_still`` (``screen`` only). Without the list,
    ``path`` alone is one source ``room``. credentials: ``username`` and ``password``, for one source alone
    ``NAME.username`` and ``NAME.password``. Raises CodecError for what is none, without repeating a login.
    """
    listed = options.get("sources") or [{"name": "room", "path": options.get("path") or "/"}]
    if not isinstance(listed, list | tuple) or len(listed) > MOST_SOURCES:
        raise CodecError(f"sources is a list of 1 to {MOST_SOURCES} objects")
    sources = tuple(_read_source(index, each, endpoint, credentials) for index, each in enumerate(listed))
    if len({source.name for source in sources}) != len(sources):
        raise CodecError("two sources have the same name")
    return sources


def _read_source(index: int, data: object, endpoint: NetworkEndpoint, credentials: Credentials) -> Source:
    if not isinstance(data, Mapping):
        raise CodecError("a source is an object with a name and a path")
    name = data.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise CodecError("the name of a source is made of letters, digits and _")
    own = {key: credentials.get(f"{name}.{key}", credentials.get(key, "")) for key in ("username", "password")}
    return Source(
        name=name,
        address=_read_address(name, data, endpoint),
        has_sound=bool(data.get("has_sound", index == 0)),
        may_stand_still=bool(data.get("may_stand_still", name == "screen")),
        **own,
    )


def _read_address(name: str, data: Mapping[str, Any], endpoint: NetworkEndpoint) -> str:
    url = data.get("url")
    if not url:
        host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
        url = f"rtsp://{host}:{endpoint.port}/{str(data.get('path') or '/').lstrip('/')}"
    if not isinstance(url, str) or not _ADDRESS.fullmatch(url) or _UNSAFE.search(url):
        raise CodecError(f"{name}: the address has characters that belong into no URL")
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in SCHEMES and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        is_good = False
    if not is_good:
        raise CodecError(f"{name}: the address begins with rtsp:// and a host")
    if parts.username is not None or parts.password is not None:
        raise CodecError(f"{name}: user and password do not belong into the address; enter them apart")
    return url
