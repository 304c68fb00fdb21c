"""The streams of a room's cameras as a form: their list, their logins, the folder and what stays free on its disk."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import probatio
from homeassistant.const import UnitOfInformation
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    ObjectSelectorField,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..campuslink.device.recorder.stream.source import read_sources
from ..campuslink.errors import CodecError
from ..campuslink.link.credentials import Credentials
from ..campuslink.link.endpoint import NetworkEndpoint
from ..recordings.options import CONF_FOLDER, CONF_RESERVE, CONF_SOURCES
from .credentials import SECRET_LIMIT
from .draft import Draft

CONF_RESERVE_GB: Final = "reserve_gb"
CONF_ADDRESS_OF: Final = "path"
CONF_URL: Final = "url"
NAMES: Final = ("teacher", "class", "screen")
"""Usual names of sources; another one may be typed."""
FOLDER_NAME: Final = "recordings"
DEFAULT_RESERVE_GB: Final = 5
GIGABYTE: Final = 1_000_000_000
_FLAGS = ("has_sound", "may_stand_still")
_LOGIN = ("username", "password")


def source_fields(hass: HomeAssistant) -> dict[probatio.Marker, Any]:
    """Return the fields of the form."""
    text, secret = TextSelector(), TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))
    names = SelectSelectorConfig(
        options=list(NAMES), custom_value=True, mode=SelectSelectorMode.DROPDOWN, translation_key="source_name"
    )
    listed = ObjectSelector(
        ObjectSelectorConfig(
            multiple=True,
            label_field="name",
            description_field=CONF_ADDRESS_OF,
            translation_key="source",
            fields={
                "name": ObjectSelectorField(selector=SelectSelector(names), required=True),
                CONF_ADDRESS_OF: ObjectSelectorField(selector=text, required=True),
                **{flag: ObjectSelectorField(selector=BooleanSelector()) for flag in _FLAGS},
                "username": ObjectSelectorField(selector=text),
                "password": ObjectSelectorField(selector=secret),
            },
        )
    )
    reserve = NumberSelectorConfig(
        min=0, max=100_000, step=1, mode=NumberSelectorMode.BOX, unit_of_measurement=UnitOfInformation.GIGABYTES
    )
    return {
        probatio.Required(CONF_SOURCES): listed,
        probatio.Required(CONF_FOLDER, default=default_folder(hass)): text,
        probatio.Required(CONF_RESERVE_GB, default=DEFAULT_RESERVE_GB): NumberSelector(reserve),
    }


def default_folder(hass: HomeAssistant) -> str:
    """Return the folder for recordings below the media folder, where they survive a restart and can be played."""
    folders = hass.config.media_dirs
    media = folders.get("local") or next(iter(folders.values()), hass.config.path("media"))
    return str(Path(media) / FOLDER_NAME)


async def async_read_sources(
    hass: HomeAssistant, draft: Draft, entered: Mapping[str, Any], stored: Credentials
) -> tuple[Draft, dict[str, str]]:
    """Return the draft with sources, logins and folder, or an error by field. stored: logins known so far."""
    listed = entered[CONF_SOURCES]
    rows = [row for row in (listed if isinstance(listed, list) else [listed]) if isinstance(row, Mapping)]
    sources = [_source_of(row) for row in rows]
    credentials = Credentials(dict(draft.credentials) | _logins_of(rows, stored))
    endpoint = draft.endpoint
    if not sources or not isinstance(endpoint, NetworkEndpoint):
        return draft, {CONF_SOURCES: "sources_missing"}
    try:
        first = read_sources({CONF_SOURCES: sources}, endpoint, credentials)[0]
    except CodecError:
        return draft, {CONF_SOURCES: "invalid_sources"}
    folder = str(entered[CONF_FOLDER]).strip()
    if error := await hass.async_add_executor_job(_folder_error, hass, folder):
        return draft, {CONF_FOLDER: error}
    options = {
        CONF_SOURCES: sources,
        CONF_FOLDER: folder,
        CONF_RESERVE: int(entered[CONF_RESERVE_GB] * GIGABYTE),
    }
    return replace(draft, address=first.address, credentials=credentials, options=options), {}


def source_values(options: Mapping[str, Any], credentials: Credentials) -> dict[str, Any]:
    """Return what to prefill the form with; passwords are not shown again."""
    if CONF_SOURCES not in options:
        return {}
    rows = [
        {"name": source["name"], CONF_ADDRESS_OF: source.get(CONF_URL) or source.get(CONF_ADDRESS_OF, "")}
        | {flag: source[flag] for flag in _FLAGS if flag in source}
        | ({"username": login} if (login := credentials.get(f"{source['name']}.username")) else {})
        for source in options[CONF_SOURCES]
    ]
    return {
        CONF_SOURCES: rows,
        CONF_FOLDER: options[CONF_FOLDER],
        CONF_RESERVE_GB: options[CONF_RESERVE] / GIGABYTE,
    }


def _source_of(row: Mapping[str, Any]) -> dict[str, Any]:
    place = str(row.get(CONF_ADDRESS_OF) or "").strip()
    source: dict[str, Any] = {
        "name": str(row.get("name") or "").strip(),
        CONF_URL if "://" in place else CONF_ADDRESS_OF: place,
    }
    return source | {flag: bool(row[flag]) for flag in _FLAGS if row.get(flag) is not None}


def _logins_of(rows: list[Mapping[str, Any]], stored: Credentials) -> dict[str, str]:
    """Return the logins of single sources; a password left empty beside a user name stays as it is stored."""
    found: dict[str, str] = {}
    for row in rows:
        name = str(row.get("name") or "").strip()
        user, password = (str(row.get(key) or "").strip()[:SECRET_LIMIT] for key in _LOGIN)
        if user:
            found[f"{name}.username"] = user
            found[f"{name}.password"] = password or stored.get(f"{name}.password", "")
    return found


def _folder_error(hass: HomeAssistant, folder: str) -> str:
    """Return why recordings cannot lie in a folder; empty when they can. Blocks; makes nothing."""
    path = Path(folder)
    if not path.is_absolute() or "\0" in folder:
        return "folder_not_absolute"
    if not any(_is_below(path, Path(allowed)) for allowed in _allowed(hass)):
        return "folder_not_allowed"
    there = next((each for each in (path, *path.parents) if each.exists()), None)
    is_usable = there is not None and there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    return "" if is_usable else "folder_not_writable"


def _allowed(hass: HomeAssistant) -> set[str]:
    return {*hass.config.media_dirs.values(), *hass.config.allowlist_external_dirs}


def _is_below(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
