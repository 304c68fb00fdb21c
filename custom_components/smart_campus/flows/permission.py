"""Give people rights in a site, or change them: who, what, where, and with which kinds of device."""

from collections.abc import Mapping, Sequence
from typing import Any

import probatio
from homeassistant.auth.models import User
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers.selector import (
    AreaSelector,
    AreaSelectorConfig,
    FloorSelector,
    FloorSelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from ..campuslink.model import Kind
from ..const import CONF_NAME
from ..permissions.rules.permission import Right
from ..permissions.settings import CONF_AREAS, CONF_FLOORS, CONF_KINDS, CONF_RIGHT, CONF_USERS
from .names import clean_name, subentry_name_error


class PermissionFlow(ConfigSubentryFlow):
    """Add or change a permission."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about a new permission."""
        return await self._async_step("user", user_input)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about a permission again."""
        return await self._async_step("reconfigure", user_input)

    async def _async_step(self, step_id: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        users = [each for each in await self.hass.auth.async_get_users() if not each.system_generated]
        errors: dict[str, str] = {}
        if user_input is not None:
            name = clean_name(user_input[CONF_NAME])
            if not (errors := self._errors(name, user_input)):
                return self._save(name, user_input)
        schema = self.add_suggested_values_to_schema(_schema(users), user_input or self._shown(users))
        return self.async_show_form(step_id=step_id, data_schema=schema, errors=errors)

    def _errors(self, name: str, entered: Mapping[str, Any]) -> dict[str, str]:
        entry, kind = self._get_entry(), self._subentry_type
        if errors := subentry_name_error(entry, kind, name, self._stored, "permission_exists"):
            return errors
        return {} if entered[CONF_USERS] else {CONF_USERS: "user_missing"}

    def _save(self, name: str, entered: Mapping[str, Any]) -> SubentryFlowResult:
        data = {
            CONF_USERS: list(entered[CONF_USERS]),
            CONF_RIGHT: entered[CONF_RIGHT],
            **{key: list(entered.get(key) or ()) for key in (CONF_AREAS, CONF_FLOORS, CONF_KINDS)},
        }
        if self._stored is None:
            return self.async_create_entry(title=name, data=data)
        return self.async_update_and_abort(self._get_entry(), self._stored, title=name, data=data)

    def _shown(self, users: Sequence[User]) -> dict[str, Any]:
        """Return what is stored, without users who are gone."""
        if self._stored is None:
            return {}
        known = {user.id for user in users}
        there = [user_id for user_id in self._stored.data[CONF_USERS] if user_id in known]
        return {CONF_NAME: self._stored.title, **self._stored.data, CONF_USERS: there}

    @property
    def _stored(self) -> ConfigSubentry | None:
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None


def _schema(users: Sequence[User]) -> probatio.Schema:
    people = [SelectOptionDict(value=user.id, label=user.name or user.id) for user in users]
    return probatio.Schema(
        {
            probatio.Required(CONF_NAME): TextSelector(),
            probatio.Required(CONF_USERS, default=list): SelectSelector(
                SelectSelectorConfig(options=people, multiple=True, mode=SelectSelectorMode.DROPDOWN)
            ),
            probatio.Required(CONF_RIGHT, default=Right.CONTROL.value): SelectSelector(
                SelectSelectorConfig(options=[right.value for right in Right], translation_key=CONF_RIGHT)
            ),
            probatio.Optional(CONF_FLOORS): FloorSelector(FloorSelectorConfig(multiple=True)),
            probatio.Optional(CONF_AREAS): AreaSelector(AreaSelectorConfig(multiple=True)),
            probatio.Optional(CONF_KINDS): SelectSelector(
                SelectSelectorConfig(
                    options=[kind.value for kind in Kind],
                    multiple=True,
                    mode=SelectSelectorMode.DROPDOWN,
                    translation_key=CONF_KINDS,
                )
            ),
        }
    )
