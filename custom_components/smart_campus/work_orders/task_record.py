"""What was done of a site's tasks: the last of each in memory, all of it in the store."""

import uuid

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..store import async_get_store
from .rules.task import Done, Target, TaskPlan
from .rules.task_tables import PART, TASKS, DoneRow, HistoryQuery, from_row, read_history, read_latest, to_payload


class TaskRecord:
    """One for each site. Errors are those of the store."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._site = entry.entry_id
        self._latest: dict[tuple[str, str], DoneRow] = {}
        self.is_complete = False
        """Whether everything was read; before that nobody knows what is still to be done."""

    async def async_load(self) -> None:
        """Read what was done, what waits for the database included."""
        store = await async_get_store(self._hass)
        await store.async_use(TASKS)
        waiting = await store.async_waiting(PART)
        found = await store.async_read(lambda connection: read_latest(connection, self._site))
        for payload in waiting:
            if (row := from_row(payload)) is not None and row.site == self._site:
                known = found.get((row.done.plan_id, row.done.target))
                if known is None or known.done.at < row.done.at:
                    found[row.done.plan_id, row.done.target] = row
        self._latest = found
        self.is_complete = True

    def last(self, plan_id: str, target: str) -> Done | None:
        """Return what was done last."""
        row = self._latest.get((plan_id, target))
        return None if row is None else row.done

    def done_of(self, plan_id: str) -> list[DoneRow]:
        """Return what was done last at each target of a plan."""
        return [row for (plan, _), row in self._latest.items() if plan == plan_id]

    async def async_add(self, plan: TaskPlan, target: Target, done: Done) -> None:
        """Write down that somebody did a task; returns when it is on a disk."""
        row = DoneRow(done, self._site, plan.title, target.name)
        store = await async_get_store(self._hass)
        await store.async_append(PART, [to_payload(uuid.uuid7().hex, row)])
        self._latest[plan.id, target.key] = row


async def async_history(hass: HomeAssistant, query: HistoryQuery) -> tuple[int, list[DoneRow]]:
    """Return how many tasks were done, and some of them, the newest first."""
    store = await async_get_store(hass)
    await store.async_use(TASKS)
    return await store.async_read(lambda connection: read_history(connection, query))
