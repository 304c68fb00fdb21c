"""Chosen devices become devices of a site: each is read once more, as by the flow of its kind, and stored the same."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from ..campuslink.profile.library import Library
from ..const import CONF_OPTIONS
from ..flows.known import find_known
from ..flows.probe import ProbeFault, async_probe
from .proposal import Proposal

AT_A_TIME = 8
"""Devices read side by side; those on one line wait for each other there."""


@dataclass(slots=True)
class Outcome:
    """What became of the chosen devices."""

    added: list[str] = field(default_factory=list)
    """Names, in the order they were added."""
    failed: list[str] = field(default_factory=list)
    """Names of those that did not answer any more, or are there already."""

    @property
    def done(self) -> int:
        """Return how many are settled."""
        return len(self.added) + len(self.failed)


async def async_add(
    hass: HomeAssistant,
    entry: ConfigEntry,
    library: Library,
    chosen: Sequence[Proposal],
    on_progress: Callable[[Outcome], None],
) -> Outcome:
    """Add the devices; cancelled in the middle, those added so far stay."""
    outcome = Outcome()
    slots = asyncio.Semaphore(AT_A_TIME)

    async def add(proposal: Proposal) -> None:
        async with slots:
            is_added = await _async_add_one(hass, entry, library, proposal)
        (outcome.added if is_added else outcome.failed).append(proposal.draft.name)
        on_progress(outcome)

    async with asyncio.TaskGroup() as group:
        for proposal in chosen:
            group.create_task(add(proposal))
    return outcome


async def _async_add_one(hass: HomeAssistant, entry: ConfigEntry, library: Library, proposal: Proposal) -> bool:
    model = proposal.model
    probe = await async_probe(hass, proposal.draft, model.profile, library.catalogue(model.profile.kind))
    if isinstance(probe, ProbeFault):
        return False
    candidate = proposal.candidate(hass, probe)
    draft = candidate.draft
    if find_known(hass, unique_id=draft.unique_id, key=candidate.told_key):
        return False
    data = candidate.to_data(model)
    if draft.options:
        data[CONF_OPTIONS] = dict(draft.options)
    return hass.config_entries.async_add_subentry(
        entry,
        ConfigSubentry(
            data=MappingProxyType(data),
            subentry_type=draft.kind.value,
            title=draft.name,
            unique_id=draft.unique_id,
        ),
    )
