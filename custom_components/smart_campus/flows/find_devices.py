"""Find devices of a site: where and what to search, the search, what was found, and adding what was chosen.

The flow ends by an abort that says how many devices were added: a flow of subentries can itself create only one.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from homeassistant.config_entries import ConfigSubentryFlow, SubentryFlowResult

from ..campuslink.discovery.address_range import MOST_ADDRESSES, RangeError, RangeFault, parse_range
from ..campuslink.discovery.finding import Finding, Service
from ..campuslink.discovery.plan import ScanPlan
from ..campuslink.discovery.scan import Progress
from ..campuslink.errors import CodecError
from ..find_devices.adding import Outcome, async_add
from ..find_devices.desk import SearchBusyError, search_desk
from ..find_devices.proposal import Proposal, make_proposals
from ..find_devices.search import Search, async_search
from ..library import async_refresh_library
from .find_forms import (
    CONF_CALL,
    CONF_CHOSEN,
    CONF_CONFIRMED,
    CONF_DETAILS,
    CONF_RANGE,
    CONF_ROOM,
    CONF_SERVICES,
    CONFIRM_SCHEMA,
    WITH_KEYS,
    found_schema,
    keys_schema,
    range_schema,
    read_details,
    read_keys,
)
from .find_texts import async_list_rest, async_option_labels, list_known, list_names
from .preview import escape_markdown, plain_text

SUBENTRY_FIND: Final = "find_devices"
TELL_EVERY_S: Final = 1.0
"""Seconds between two looks at the progress; each makes the dialog ask for the step anew."""

ERRORS: Final[Mapping[RangeFault, str]] = {
    RangeFault.EMPTY: "range_empty",
    RangeFault.MALFORMED: "range_malformed",
    RangeFault.TOO_LARGE: "range_too_large",
    RangeFault.NO_HOSTS: "range_no_hosts",
    RangeFault.NOT_PRIVATE: "range_not_private",
}


class FindDevicesFlow(ConfigSubentryFlow):
    """Search, choose, add. Closing the dialog cancels what runs, and nothing of it stays open."""

    _entered: dict[str, Any]
    _search: Search
    _findings: Sequence[Finding] = ()
    _proposals: Sequence[Proposal] = ()
    _chosen: Sequence[Proposal] = ()
    _outcome: Outcome
    """What was added by the newest search."""
    _task: asyncio.Task[None] | None = None
    _counts: Mapping[str, str]
    _told_at = float("-inf")

    def __init__(self) -> None:
        """Begin without anything found or added."""
        self._outcome = Outcome()

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask where to search, and for what."""
        placeholders = {"part": "", "count": "", "most": f"{MOST_ADDRESSES}"}
        errors: dict[str, str] = {}
        if user_input is not None:
            self._entered = user_input
            try:
                return await self._async_take(user_input, may_be_public=False)
            except RangeError as error:
                if error.fault is RangeFault.NOT_PRIVATE:
                    return await self.async_step_confirm_public()
                errors = {CONF_RANGE: ERRORS[error.fault]}
                placeholders |= {"part": plain_text(error.part), "count": f"{error.count}"}
            except CodecError:
                errors = {"base": "invalid_numbers"}
        schema = self.add_suggested_values_to_schema(range_schema(), user_input or {})
        return self.async_show_form(
            step_id="user", data_schema=schema, errors=errors, description_placeholders=placeholders, last_step=False
        )

    async def async_step_confirm_public(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whether addresses of the internet are really meant."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if user_input[CONF_CONFIRMED]:
                return await self._async_take(self._entered, may_be_public=True)
            errors = {CONF_CONFIRMED: "range_not_private"}
        return self.async_show_form(
            step_id="confirm_public",
            data_schema=CONFIRM_SCHEMA,
            errors=errors,
            description_placeholders={"range": escape_markdown(self._entered[CONF_RANGE])},
            last_step=False,
        )

    async def async_step_credentials(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the credentials that may be tried; none has to be given."""
        services = self._search.plan.services
        errors: dict[str, str] = {}
        if user_input is not None:
            keys, errors = read_keys(user_input)
            if not errors:
                self._search = replace(self._search, plan=replace(self._search.plan, keys=keys))
                return await self._async_begin()
        schema = self.add_suggested_values_to_schema(keys_schema(services), user_input or {})
        return self.async_show_form(step_id="credentials", data_schema=schema, errors=errors, last_step=False)

    async def async_step_search(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Search, and show how far it is."""
        return await self._async_work("search", self._async_search, "found")

    async def async_step_found(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Show what was found, and choose what to add."""
        new = [proposal for proposal in self._proposals if proposal.known_as is None]
        if user_input is not None:
            keys = set(user_input.get(CONF_CHOSEN) or ())
            room = user_input.get(CONF_ROOM)
            self._chosen = [proposal.in_room(room) for proposal in new if proposal.key in keys]
            if not self._chosen:
                return await self.async_step_finish()
            self._counts = {"done": "0", "total": f"{len(self._chosen)}"}
            self._task = None
            return await self.async_step_add()
        if not new:
            return await (self.async_step_nothing_new() if self._findings else self.async_step_nothing_found())
        options = await async_option_labels(self.hass, new)
        sure = [proposal.key for proposal in new if proposal.is_exact]
        schema = self.add_suggested_values_to_schema(found_schema(options), {CONF_CHOSEN: sure})
        return self.async_show_form(
            step_id="found",
            data_schema=schema,
            description_placeholders=await self._async_describe(),
            last_step=True,
        )

    async def async_step_add(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Add what was chosen, and show how far it is."""
        return await self._async_work("add", self._async_add, "done")

    async def async_step_done(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Go on to what became of the chosen devices."""
        return await (self.async_step_some_added() if self._outcome.failed else self.async_step_all_added())

    async def async_step_all_added(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say how many devices were added."""
        return self._show_end("all_added", {"added": f"{len(self._outcome.added)}"})

    async def async_step_some_added(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say how many devices were added, and which were not."""
        placeholders = {"added": f"{len(self._outcome.added)}", "failed": list_names(self._outcome.failed)}
        return self._show_end("some_added", placeholders)

    async def async_step_nothing_found(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say where it was searched in vain."""
        return self._show_end("nothing_found", await self._async_describe())

    async def async_step_nothing_new(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say what is there already, and what cannot be added as it is."""
        return self._show_end("nothing_new", await self._async_describe())

    async def async_step_stopped(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say that the site was unloaded."""
        return self._show_end("stopped", {})

    async def async_step_busy(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Say that another search runs."""
        return self._show_end("busy", {})

    async def async_step_again(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Search elsewhere."""
        self._task, self._outcome = None, Outcome()
        return await self.async_step_user()

    async def async_step_finish(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """End with how many devices were added."""
        added = len(self._outcome.added)
        return self.async_abort(
            reason="devices_added" if added else "nothing_added", description_placeholders={"added": f"{added}"}
        )

    async def _async_describe(self) -> dict[str, str]:
        """Return what was found in words."""
        known = [proposal for proposal in self._proposals if proposal.known_as is not None]
        rest = [finding for finding in self._findings if not finding.is_addable]
        return {
            "addresses": f"{len(self._search.addresses)}",
            "found": f"{len(self._findings)}",
            "new": f"{len(self._proposals) - len(known)}",
            "known": list_known(known) or "–",
            "rest": await async_list_rest(self.hass, rest) or "–",
        }

    def _show_end(self, step_id: str, placeholders: Mapping[str, str]) -> SubentryFlowResult:
        """Show how it ended, and wait: a dialog that asks once more for a flow that is gone would show an error."""
        return self.async_show_menu(
            step_id=step_id, menu_options=["again", "finish"], description_placeholders=placeholders
        )

    async def _async_take(self, entered: Mapping[str, Any], *, may_be_public: bool) -> SubentryFlowResult:
        """Go on with what was entered. Raises RangeError or CodecError before anything is sent."""
        ports, units = read_details(entered[CONF_DETAILS])
        services = frozenset(Service(name) for name in entered[CONF_SERVICES])
        self._search = Search(
            addresses=parse_range(entered[CONF_RANGE], may_be_public=may_be_public),
            plan=ScanPlan(services=services, ports=ports, units=units),
            calls=entered[CONF_CALL],
        )
        return await (self.async_step_credentials() if services & WITH_KEYS else self._async_begin())

    async def _async_begin(self) -> SubentryFlowResult:
        if search_desk(self.hass).is_taken:
            return await self.async_step_busy()
        total = f"{len(self._search.addresses)}"
        self._counts = {"visited": "0", "total": total, "found": "0", "asked": "0"}
        return await self.async_step_search()

    async def _async_work(
        self, step_id: str, work: Callable[[], Coroutine[Any, Any, None]], next_step: str
    ) -> SubentryFlowResult:
        is_new = self._task is None
        if self._task is None:
            # Of the site, so that it ends with it; of the flow, so that it ends with the dialog
            self._task = self._get_entry().async_create_background_task(self.hass, work(), f"{SUBENTRY_FIND} {step_id}")
        # Shown once in any case: Home Assistant hands what was entered here on to a step that follows at once
        if is_new or not self._task.done():
            return self.async_show_progress(
                step_id=step_id,
                progress_action=step_id,
                description_placeholders=self._counts,
                progress_task=self._task,
            )
        if self._task.cancelled():
            next_step = "stopped"
        elif isinstance(self._task.exception(), SearchBusyError):
            next_step = "busy"
        else:
            self._task.result()
        return self.async_show_progress_done(next_step_id=next_step)

    async def _async_search(self) -> None:
        library = await async_refresh_library(self.hass)
        self._findings = await async_search(self.hass, library, self._search, self._tell_search)
        self._proposals = make_proposals(self.hass, self._findings)

    async def _async_add(self) -> None:
        library = await async_refresh_library(self.hass)
        self._outcome = await async_add(self.hass, self._get_entry(), library, self._chosen, self._tell_adding)

    def _tell_search(self, progress: Progress) -> None:
        counts = {
            "visited": f"{progress.visited}",
            "total": f"{progress.total}",
            "found": f"{progress.found}",
            "asked": f"{progress.asked}",
        }
        self._tell(counts, progress.share)

    def _tell_adding(self, outcome: Outcome) -> None:
        total = len(self._chosen)
        self._tell({"done": f"{outcome.done}", "total": f"{total}"}, outcome.done / total)

    def _tell(self, counts: Mapping[str, str], share: float) -> None:
        now = self.hass.loop.time()
        if now - self._told_at >= TELL_EVERY_S:
            self._told_at, self._counts = now, counts
            self.async_update_progress(share)
            self.async_notify_flow_changed()
