"""Add an archive to a site, or change it; it is tried with a small file before anything is stored."""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult

from ..archive.opening import open_target
from ..archive.rules.faults import ArchiveFaultError
from ..archive.rules.pace import Pace
from ..archive.settings import (
    CONF_KIND,
    CONF_RULES,
    CONF_SECRETS,
    CONF_TARGET,
    SUBENTRY_ARCHIVE,
    ArchiveKind,
    ArchiveSettings,
)
from ..const import CONF_NAME
from .archive_forms import FAULTS, archive_schema, find_error, to_data
from .names import clean_name, name_error
from .preview import plain_text

_LOGGER = logging.getLogger(__name__)


class ArchiveFlow(ConfigSubentryFlow):
    """Add or change the archive of a site. A site has one."""

    async def async_step_user(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose how the archive is reached."""
        if self._get_entry().get_subentries_of_type(SUBENTRY_ARCHIVE):
            return self.async_abort(reason="archive_exists")
        return self.async_show_menu(step_id="user", menu_options=[kind.value for kind in ArchiveKind])

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about the archive again."""
        return await self._async_step(
            ArchiveKind(self._get_reconfigure_subentry().data[CONF_KIND]), "reconfigure", user_input
        )

    async def async_step_folder(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a folder."""
        return await self._async_step(ArchiveKind.FOLDER, "folder", user_input)

    async def async_step_webdav(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a WebDAV server."""
        return await self._async_step(ArchiveKind.WEBDAV, "webdav", user_input)

    async def async_step_s3(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a bucket."""
        return await self._async_step(ArchiveKind.S3, "s3", user_input)

    async def async_step_opencast(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for an Opencast."""
        return await self._async_step(ArchiveKind.OPENCAST, "opencast", user_input)

    async def async_step_http(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask how a platform wants its files."""
        return await self._async_step(ArchiveKind.HTTP, "http", user_input)

    async def _async_step(
        self, kind: ArchiveKind, step_id: str, user_input: dict[str, Any] | None
    ) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        detail = ""
        if user_input is not None:
            name = clean_name(user_input[CONF_NAME])
            data = to_data(kind, user_input, self._stored.data[CONF_SECRETS] if self._stored else {})
            if not (errors := name_error(name)):
                if (found := find_error(data)) is not None or (found := await self._async_try(data)) is not None:
                    errors, detail = {found[0]: found[1]}, found[2]
                else:
                    return self._save(name, data)
        schema = self.add_suggested_values_to_schema(
            archive_schema(kind, await self._async_users()), user_input or self._known_values()
        )
        return self.async_show_form(
            step_id=step_id,
            data_schema=schema,
            errors=errors,
            description_placeholders={"detail": plain_text(detail)},
        )

    async def _async_try(self, data: Mapping[str, Any]) -> tuple[str, str, str] | None:
        """Archive a small file; return what keeps that from working."""
        settings = ArchiveSettings.from_data(data, subentry_id="", title="")
        try:
            await open_target(self.hass, settings, Pace(None)).probe()
        except ArchiveFaultError as err:
            return "base", FAULTS.get(err.code, "archive_unknown"), err.detail
        except Exception:
            _LOGGER.exception("Trying an archive failed")
            return "base", "archive_unknown", ""
        return None

    async def _async_users(self) -> dict[str, str]:
        users = await self.hass.auth.async_get_users()
        return {
            user.id: user.name or user.id
            for user in users
            if user.is_active and not user.system_generated and not user.is_admin
        }

    def _save(self, name: str, data: dict[str, Any]) -> SubentryFlowResult:
        if self._stored is None:
            if self._get_entry().get_subentries_of_type(SUBENTRY_ARCHIVE):
                return self.async_abort(reason="archive_exists")
            return self.async_create_entry(title=name, data=data, unique_id=SUBENTRY_ARCHIVE)
        return self.async_update_and_abort(self._get_entry(), self._stored, title=name, data=data)

    def _known_values(self) -> dict[str, Any]:
        if self._stored is None:
            return {}
        data: MappingProxyType[str, Any] = self._stored.data
        return {CONF_NAME: self._stored.title, **data[CONF_TARGET], CONF_RULES: dict(data[CONF_RULES])}

    @property
    def _stored(self) -> ConfigSubentry | None:
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None
