"""Add or change a way by which alerts reach people: its settings, then a real test message."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import probatio
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)

from ..alerts.channels.base import CONF_CHANNEL_TYPE
from ..alerts.channels.forms import FORMS, form_schema, read_form, unique_id
from ..alerts.channels.registry import CHANNELS
from ..alerts.channels.trying import Trial, async_try
from ..const import CONF_NAME
from .names import clean_name, name_error
from .preview import plain_text

CONF_SEND: Final = "send_test"
CONF_TEST_LANGUAGE: Final = "test_language"
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType({"en": "English", "zh-Hans": "简体中文"})

type Step = Callable[[ChannelFlow, dict[str, Any] | None], Awaitable[SubentryFlowResult]]


def _step(kind: str) -> Step:
    async def step(flow: ChannelFlow, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        return await flow.async_settings(kind, user_input)

    return step


class ChannelFlow(ConfigSubentryFlow):
    """Choose a kind, enter its settings, send a test message."""

    _kind: str
    _name: str
    _data: Mapping[str, str]
    _trial: Trial

    async def async_step_user(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose the kind of the channel."""
        return self.async_show_menu(step_id="user", menu_options=list(FORMS))

    async def async_step_reconfigure(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Enter the settings again; secrets that are left empty stay."""
        return await self.async_settings(str(self._get_reconfigure_subentry().data[CONF_CHANNEL_TYPE]), None)

    async_step_phone = _step("phone")
    async_step_wecom_robot = _step("wecom_robot")
    async_step_wecom_bot = _step("wecom_bot")
    async_step_dingtalk_robot = _step("dingtalk_robot")
    async_step_dingtalk_app = _step("dingtalk_app")
    async_step_feishu_robot = _step("feishu_robot")
    async_step_feishu_app = _step("feishu_app")
    async_step_ntfy = _step("ntfy")
    async_step_email = _step("email")
    async_step_notify = _step("notify")

    async def async_settings(self, kind: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        """Ask for the settings of one kind."""
        errors: dict[str, str] = {}
        stored = self._stored.data if self._stored else {}
        if user_input is not None:
            name = clean_name(user_input[CONF_NAME])
            data, errors = read_form(kind, user_input, stored)
            errors |= name_error(name)
            if not errors:
                self._kind, self._name, self._data = kind, name, data
                return await self.async_step_test()
        schema = probatio.Schema(
            {probatio.Required(CONF_NAME): TextSelector(), **form_schema(kind, is_new=self._stored is None)}
        )
        shown = {field.key: stored[field.key] for field in FORMS[kind] if not field.is_secret and field.key in stored}
        if self._stored is not None:
            shown[CONF_NAME] = self._stored.title
        return self.async_show_form(
            step_id=kind,
            data_schema=self.add_suggested_values_to_schema(schema, user_input or shown),
            errors=errors,
            last_step=False,
        )

    async def async_step_test(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Send a test message, unless the person does without; say what the service answered."""
        errors: dict[str, str] = {}
        placeholders = {"code": "", "detail": ""}
        fields = dict(CHANNELS[self._kind].address(self.hass))
        if user_input is not None:
            if not user_input[CONF_SEND]:
                return self._save()
            address = {str(key): str(user_input[str(key)]) for key in fields if user_input.get(str(key))}
            language = user_input[CONF_TEST_LANGUAGE]
            self._trial = await async_try(self.hass, self._kind, self._data, address, language)
            if not self._trial.error:
                return await self.async_step_sent()
            errors = {"base": self._trial.error}
            placeholders = {"code": plain_text(self._trial.code), "detail": plain_text(self._trial.detail)}
        schema = probatio.Schema(
            {
                probatio.Required(CONF_SEND, default=True): BooleanSelector(),
                probatio.Required(CONF_TEST_LANGUAGE, default=self._language): _language_selector(),
                **{probatio.Optional(str(key)): selector for key, selector in fields.items()},
            }
        )
        return self.async_show_form(
            step_id="test",
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
            description_placeholders=placeholders,
        )

    async def async_step_sent(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Let the person look whether the test message arrived."""
        if user_input is not None:
            return self._save()
        return self.async_show_form(step_id="sent", data_schema=probatio.Schema({}), last_step=True)

    def _save(self) -> SubentryFlowResult:
        data = {CONF_CHANNEL_TYPE: self._kind, **self._data}
        mark = unique_id(self._kind, data)
        if self._stored is None:
            return self.async_create_entry(title=self._name, data=data, unique_id=mark)
        return self.async_update_and_abort(self._get_entry(), self._stored, title=self._name, data=data, unique_id=mark)

    @property
    def _language(self) -> str:
        return "zh-Hans" if self.hass.config.language.lower().startswith("zh") else "en"

    @property
    def _stored(self) -> ConfigSubentry | None:
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None


def _language_selector() -> SelectSelector:
    options = [SelectOptionDict(value=value, label=label) for value, label in LANGUAGES.items()]
    return SelectSelector(SelectSelectorConfig(options=options, mode=SelectSelectorMode.DROPDOWN))
