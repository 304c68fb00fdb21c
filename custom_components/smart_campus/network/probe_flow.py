"""Add a probe to a site, or change one: its settings, then its paths, each tried before it is kept."""

from collections.abc import Iterable, Mapping
from typing import Any

import probatio
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers.selector import (
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
)
from homeassistant.util.ulid import ulid_now

from ..campuslink.device.probe.device import MOST_TARGETS
from ..campuslink.device.probe.verdict import Verdict, judge
from ..campuslink.device.probe.window import Window
from ..campuslink.errors import CodecError
from ..campuslink.link.endpoint import LocalEndpoint
from ..campuslink.link.probe.target import Target
from ..campuslink.link.probe.target_url import url_of
from ..campuslink.model import Kind
from ..campuslink.profile.schema import Profile
from ..const import (
    CONF_ADDRESS,
    CONF_AREA_ID,
    CONF_ENDPOINT,
    CONF_INTERVALS,
    CONF_KEY,
    CONF_MODEL,
    CONF_NAME,
    CONF_NORMAL_S,
    CONF_OPTIONS,
    CONF_PARAMS,
    CONF_PROFILE,
)
from ..flows.known import place_in_room, room_of
from ..flows.models import list_models
from ..flows.names import clean_name, name_error
from ..flows.preview import escape_markdown
from ..library import async_refresh_library
from .probe_device import CONF_ROUNDS, CONF_TARGETS, async_hold_prober, read_rounds, read_targets
from .probe_forms import STEPS, form_values, read_target, settings_schema, target_schema, usual_values
from .probe_texts import async_describe
from .rules.path_list import PathListError, free_id, read_path_list

CONF_PATH = "path"
CONF_PATHS = "paths"
CONF_LIST = "list"
MOST_SHOWN = 30
LIST_EXAMPLE = """```
Gateway; ping://10.0.0.1; loss=10
Storage; tcp://10.0.0.20:445
Names; dns://10.0.0.53/www.example.edu
Portal; https://www.example.edu; days=30; trust=no
```"""


class ProbeFlow(ConfigSubentryFlow):
    """Add or change a probe."""

    _settings: dict[str, Any]
    """What all targets share, as entered."""
    _targets: dict[str, Target]
    """By id, in the order they are shown."""
    _edited: Target | None = None
    """The stored target a form changes; None for a new one."""
    _tried: Target
    """A target that was tried and failed."""
    _result: str = ""
    """What the latest attempt brought."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the name of a new probe."""
        self._targets = {}
        return await self._async_ask_settings("user", user_input, {})

    async def async_step_reconfigure(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose what to change of a probe."""
        subentry = self._get_reconfigure_subentry()
        data, options = subentry.data, subentry.data.get(CONF_OPTIONS, {})
        try:
            self._targets = {target.id: target for target in read_targets(options)}
        except CodecError:
            self._targets = {}
        values = {
            CONF_NAME: subentry.title,
            CONF_AREA_ID: room_of(self.hass, self._get_entry(), data[CONF_KEY]),
            CONF_NORMAL_S: data.get(CONF_INTERVALS, {}).get(CONF_NORMAL_S),
            CONF_ROUNDS: read_rounds(options),
        }
        self._settings = {key: value for key, value in values.items() if value is not None}
        return await self.async_step_targets()

    async def async_step_settings(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Change what all targets share."""
        return await self._async_ask_settings("settings", user_input, self._settings)

    async def async_step_targets(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose what to do with the paths."""
        self._edited = None
        menu = ["ping", "tcp", "dns", "web", "ntp", "list"]
        if self._targets:
            menu += ["edit", "remove", "settings", "save"]
        return self.async_show_menu(
            step_id="targets",
            menu_options=menu,
            description_placeholders={
                "count": str(len(self._targets)),
                "paths": _shown(self._targets.values()),
                "result": self._result,
            },
        )

    async def async_step_ping(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a host to ping."""
        return await self._async_ask_target("ping", user_input)

    async def async_step_tcp(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a port to connect to."""
        return await self._async_ask_target("tcp", user_input)

    async def async_step_dns(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a name server and a name."""
        return await self._async_ask_target("dns", user_input)

    async def async_step_web(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a page."""
        return await self._async_ask_target("web", user_input)

    async def async_step_ntp(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a time server."""
        return await self._async_ask_target("ntp", user_input)

    async def async_step_list(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for many paths as text; they are not tried one by one."""
        errors: dict[str, str] = {}
        placeholders = {"example": LIST_EXAMPLE, "detail": ""}
        if user_input is not None:
            try:
                found = read_path_list(user_input[CONF_LIST], self._targets)
            except PathListError as err:
                errors, placeholders["detail"] = {CONF_LIST: "invalid_list"}, str(err)
            else:
                errors = self._add(found)
            if not errors:
                return await self.async_step_targets()
        schema = probatio.Schema({probatio.Required(CONF_LIST): TextSelector(TextSelectorConfig(multiline=True))})
        shown = self.add_suggested_values_to_schema(schema, user_input)
        return self.async_show_form(
            step_id="list", data_schema=shown, errors=errors, description_placeholders=placeholders, last_step=False
        )

    async def async_step_tried(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say that the path failed, and ask what to do with it."""
        placeholders = {"path": escape_markdown(self._tried.name), "result": self._result}
        menu = ["keep", "change", "drop"]
        return self.async_show_menu(step_id="tried", menu_options=menu, description_placeholders=placeholders)

    async def async_step_keep(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Keep a path that failed."""
        self._add([self._tried])
        return await self.async_step_targets()

    async def async_step_change(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Show the form of a path that failed again."""
        return self._show_target(STEPS[self._tried.way], form_values(self._tried), {})

    async def async_step_drop(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Forget a path that failed."""
        self._result = ""
        return await self.async_step_targets()

    async def async_step_edit(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose a path to change."""
        if user_input is not None and (target := self._targets.get(user_input[CONF_PATH])):
            self._edited = target
            return self._show_target(STEPS[target.way], form_values(target), {})
        schema = probatio.Schema({probatio.Required(CONF_PATH): self._selector(multiple=False)})
        return self.async_show_form(step_id="edit", data_schema=schema, last_step=False)

    async def async_step_remove(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose paths to remove."""
        if user_input is not None:
            for target_id in user_input.get(CONF_PATHS, []):
                self._targets.pop(target_id, None)
            self._result = ""
            return await self.async_step_targets()
        schema = probatio.Schema({probatio.Optional(CONF_PATHS): self._selector(multiple=True)})
        return self.async_show_form(step_id="remove", data_schema=schema, last_step=False)

    async def async_step_save(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Store the probe."""
        profile = await self._async_profile()
        if profile is None:
            return self.async_abort(reason="no_profiles")
        stored = self._stored
        data = self._data(profile, stored.data if stored else {})
        title = str(self._settings[CONF_NAME])
        if stored is None:
            return self.async_create_entry(title=title, data=data, unique_id=data[CONF_KEY])
        entry = self._get_entry()
        result = self.async_update_and_abort(entry, stored, title=title, data=data)
        place_in_room(self.hass, entry, data[CONF_KEY], self._settings.get(CONF_AREA_ID))
        return result

    async def _async_ask_settings(
        self, step_id: str, user_input: dict[str, Any] | None, known: Mapping[str, Any]
    ) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        if user_input is not None:
            name = clean_name(user_input[CONF_NAME])
            if not (errors := name_error(name)):
                self._settings = {**user_input, CONF_NAME: name}
                return await self.async_step_targets()
        shown = self.add_suggested_values_to_schema(settings_schema(), user_input or known)
        return self.async_show_form(step_id=step_id, data_schema=shown, errors=errors, last_step=False)

    async def _async_ask_target(self, step: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        if user_input is None:
            return self._show_target(step, usual_values(step), {})
        taken = self._targets.keys()
        target_id = self._edited.id if self._edited else free_id(str(user_input[CONF_NAME]), taken)
        target, errors = read_target(step, user_input, target_id)
        if target is None:
            return self._show_target(step, user_input, errors)
        verdict = await self._async_try(target)
        if verdict.reasons:
            self._tried = target
            return await self.async_step_tried()
        if errors := self._add([target]):
            return self._show_target(step, user_input, errors)
        return await self.async_step_targets()

    async def _async_try(self, target: Target) -> Verdict:
        async with async_hold_prober(self.hass) as prober:
            measurement = await prober.measure(target)
        window = Window()
        window.add(measurement)
        verdict = judge(target, measurement, window)
        self._result = f"{escape_markdown(target.name)}: {await async_describe(self.hass, verdict, measurement)}"
        return verdict

    def _show_target(self, step: str, values: Mapping[str, Any], errors: dict[str, str]) -> SubentryFlowResult:
        shown = self.add_suggested_values_to_schema(target_schema(step), values)
        return self.async_show_form(step_id=step, data_schema=shown, errors=errors, last_step=False)

    def _add(self, targets: Iterable[Target]) -> dict[str, str]:
        """Take targets in; return a form error when they are too many."""
        merged = {**self._targets, **{target.id: target for target in targets}}
        if len(merged) > MOST_TARGETS:
            return {"base": "too_many_paths"}
        self._targets = merged
        return {}

    def _selector(self, *, multiple: bool) -> SelectSelector:
        options = [SelectOptionDict(value=each.id, label=each.name) for each in self._targets.values()]
        return SelectSelector(
            SelectSelectorConfig(options=options, multiple=multiple, mode=SelectSelectorMode.DROPDOWN)
        )

    def _data(self, profile: Profile, stored: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of the subentry."""
        name = ulid_now().lower()
        data = {
            CONF_MODEL: "",
            CONF_ADDRESS: "",
            CONF_PARAMS: {},
            CONF_ENDPOINT: LocalEndpoint(name=name).to_json(),
            CONF_KEY: f"{Kind.PROBE}:{name}",
            **stored,
            CONF_PROFILE: profile.id,
            CONF_OPTIONS: {
                CONF_TARGETS: [target.to_json() for target in self._targets.values()],
                CONF_ROUNDS: int(self._settings[CONF_ROUNDS]),
            },
        }
        period_s = self._settings.get(CONF_NORMAL_S)
        data[CONF_INTERVALS] = {CONF_NORMAL_S: int(period_s)} if period_s else {}
        data[CONF_AREA_ID] = self._settings.get(CONF_AREA_ID)
        return data

    async def _async_profile(self) -> Profile | None:
        models = list_models(await async_refresh_library(self.hass), Kind.PROBE)
        return next((model.profile for model in models.values()), None)

    @property
    def _stored(self) -> ConfigSubentry | None:
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None


def _shown(targets: Iterable[Target]) -> str:
    """Return the paths as lines of Markdown, the first ones of many."""
    lines = [f"- {escape_markdown(target.name)}: {escape_markdown(url_of(target))}" for target in targets]
    further = [] if len(lines) <= MOST_SHOWN else [f"- … (+{len(lines) - MOST_SHOWN})"]
    return "\n".join([*lines[:MOST_SHOWN], *further])
