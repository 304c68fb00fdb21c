"""Makes the archive that a site's settings describe."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, assert_never

from aiohttp import ClientSession
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from yarl import URL

from .rules.pace import Pace
from .rules.template import Template, read_headers, read_lines
from .settings import ArchiveKind, ArchiveSettings
from .targets.base import Target
from .targets.folder import FolderTarget
from .targets.http import HttpLogin, HttpPeer
from .targets.opencast import OpencastTarget
from .targets.s3 import S3Target
from .targets.sigv4 import S3Keys
from .targets.template import TemplateTarget
from .targets.webdav import WebDavTarget


def open_target(hass: HomeAssistant, settings: ArchiveSettings, pace: Pace) -> Target:
    """Return the archive. Nothing is asked of it yet."""
    target, secrets = settings.target, settings.secrets
    match settings.kind:
        case ArchiveKind.FOLDER:
            return FolderTarget(Path(target["path"]), pace)
        case ArchiveKind.WEBDAV:
            return WebDavTarget(_peer(hass, settings, pace), URL(target["url"]))
        case ArchiveKind.S3:
            keys = S3Keys(access_key=target["access_key"], secret_key=secrets["secret_key"], region=target["region"])
            peer = HttpPeer(_session(hass, settings), pace)
            return S3Target(peer, URL(target["url"]), target["bucket"], keys, prefix=target.get("prefix", ""))
        case ArchiveKind.OPENCAST:
            return OpencastTarget(_peer(hass, settings, pace), URL(target["url"]), workflow=target.get("workflow", ""))
        case ArchiveKind.HTTP:
            return TemplateTarget(_peer(hass, settings, pace), read_template(target, secrets))
        case _:
            assert_never(settings.kind)


def read_template(target: Mapping[str, Any], secrets: Mapping[str, str]) -> Template:
    """Return what a person described of a platform. Raises ValueError with the line that cannot be read."""
    return Template(
        method=target["method"],
        url=target["url"],
        headers=read_headers(secrets.get("headers", "")),
        is_form=bool(target["is_form"]),
        file_field=target.get("file_field") or "file",
        fields=dict(read_lines(target.get("fields", ""), "=")),
        success=tuple(read_lines(target.get("success", ""), "=")),
        read_url=target.get("read_url", ""),
        delete_url=target.get("delete_url", ""),
        secret=secrets.get("secret", ""),
    )


def _peer(hass: HomeAssistant, settings: ArchiveSettings, pace: Pace) -> HttpPeer:
    login = HttpLogin(
        username=settings.target.get("username", ""),
        password=settings.secrets.get("password", ""),
        is_digest=settings.kind is ArchiveKind.OPENCAST or bool(settings.target.get("is_digest")),
    )
    return HttpPeer(_session(hass, settings), pace, login)


def _session(hass: HomeAssistant, settings: ArchiveSettings) -> ClientSession:
    return async_get_clientsession(hass, verify_ssl=bool(settings.target.get("verify_ssl", True)))
