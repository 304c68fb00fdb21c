"""What the set-up of each kind of channel asks for, and what is made of it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import probatio
from homeassistant.helpers.selector import (
    EntitySelector,
    EntitySelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from . import dingtalk_app, feishu_app, notify_entity, robots, wecom_bot

MOST_TEXT: Final = 512
REGIONS: Final = ("feishu", robots.LARK)


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One field of a form; its name in the form is its key in the stored data."""

    key: str
    is_secret: bool = False
    """Never shown again; left empty in a change, it stays."""
    is_required: bool = True
    choices: tuple[str, ...] = ()
    """Of a closed list, translated as ``selector.<key>``."""
    integration: str | None = None
    """For a notify entity: of which integration, any when empty; None for plain text."""
    read: Callable[[str], str | None] | None = None
    """Makes what is stored of what was entered; None when it makes no sense."""

    @property
    def selector(self) -> object:
        """Return how it is asked for."""
        if self.choices:
            config = SelectSelectorConfig(
                options=list(self.choices), mode=SelectSelectorMode.DROPDOWN, translation_key=self.key
            )
            return SelectSelector(config)
        if self.integration is not None:
            entity = EntitySelectorConfig(domain="notify")
            if self.integration:
                entity["integration"] = self.integration
            return EntitySelector(entity)
        kind = TextSelectorType.PASSWORD if self.is_secret else TextSelectorType.TEXT
        return TextSelector(TextSelectorConfig(type=kind, autocomplete="off"))


def _webhook(parameter: str | None) -> Field:
    return Field(key=robots.CONF_KEY, is_secret=True, read=lambda text: robots.key_of(text, parameter=parameter))


_SIGNING: Final = Field(key=robots.CONF_SIGNING, is_secret=True, is_required=False)
_REGION: Final = Field(key=robots.CONF_REGION, choices=REGIONS)

FORMS: Final[Mapping[str, tuple[Field, ...]]] = {
    "phone": (),
    "wecom_robot": (_webhook("key"),),
    "wecom_bot": (Field(key=wecom_bot.CONF_BOT_ID), Field(key=wecom_bot.CONF_PROOF, is_secret=True)),
    "dingtalk_robot": (_webhook("access_token"), _SIGNING),
    "dingtalk_app": (
        Field(key=dingtalk_app.CONF_CLIENT_ID),
        Field(key=dingtalk_app.CONF_PROOF, is_secret=True),
        Field(key=dingtalk_app.CONF_TEMPLATE_ID),
    ),
    "feishu_robot": (_REGION, _webhook(None), _SIGNING),
    "feishu_app": (_REGION, Field(key=feishu_app.CONF_APP_ID), Field(key=feishu_app.CONF_PROOF, is_secret=True)),
    "ntfy": (Field(key=notify_entity.CONF_ENTITY, is_required=False, integration="ntfy"),),
    "email": (Field(key=notify_entity.CONF_ENTITY, is_required=False, integration="smtp"),),
    "notify": (Field(key=notify_entity.CONF_ENTITY, is_required=False, integration=""),),
}
"""By type of channel."""


def form_schema(kind: str, *, is_new: bool) -> dict[Any, Any]:
    """Return the fields of a type's form. A secret that is stored already need not be entered again."""
    return {_marker(field, is_new=is_new): field.selector for field in FORMS[kind]}


def read_form(
    kind: str, entered: Mapping[str, Any], stored: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is stored of what was entered, and form errors by field."""
    data: dict[str, str] = {}
    errors: dict[str, str] = {}
    for field in FORMS[kind]:
        text = str(entered.get(field.key) or "").strip()
        if not text and field.is_secret and field.is_required:
            text = str(stored.get(field.key) or "")
        value = field.read(text) if field.read and text else text
        if len(text) > MOST_TEXT or value is None:
            errors[field.key] = "invalid_webhook"
        elif not value and field.is_required:
            errors[field.key] = "field_missing"
        elif value:
            data[field.key] = value
        elif field.is_secret and stored.get(field.key):
            data[field.key] = str(stored[field.key])
    return data, errors


def unique_id(kind: str, data: Mapping[str, Any]) -> str:
    """Return what no second channel of a site may have; it tells nothing of a secret."""
    keys = (robots.CONF_KEY, wecom_bot.CONF_BOT_ID, dingtalk_app.CONF_CLIENT_ID, feishu_app.CONF_APP_ID)
    said = next((str(data[key]) for key in (*keys, notify_entity.CONF_ENTITY) if data.get(key)), "")
    return f"channel:{kind}:{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _marker(field: Field, *, is_new: bool) -> object:
    if field.choices:
        return probatio.Required(field.key, default=field.choices[0])
    is_asked = field.is_required and (is_new or not field.is_secret)
    return probatio.Required(field.key) if is_asked else probatio.Optional(field.key)
