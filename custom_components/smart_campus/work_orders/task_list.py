"""A plan of tasks as a to-do list: to check one off is to say that it was done."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final, override

from homeassistant.components.todo.const import TodoItemStatus, TodoListEntityFeature
from homeassistant.components.todo.entity import TodoItem, TodoListEntity
from homeassistant.core import callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from .rules.task import Task, TaskPlan
from .rules.task_tables import DoneRow

if TYPE_CHECKING:
    from .site_tasks import SiteTasks

SHOWN_FOR: Final = timedelta(days=7)
"""How long what was done is shown as done."""
_DONE_MARK: Final = "@"


class TaskList(TodoListEntity):
    """One item a room or piece of equipment. Only checking off is possible; the plan says everything else."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_translation_key = "tasks"
    _attr_supported_features = TodoListEntityFeature.UPDATE_TODO_ITEM

    def __init__(self, tasks: SiteTasks, plan: TaskPlan) -> None:
        self._tasks = tasks
        self._plan = plan
        self._attr_unique_id = f"task_plan:{plan.id}"
        self._attr_name = plan.title

    @override
    async def async_added_to_hass(self) -> None:
        self.async_on_remove(self._tasks.async_listen(self._on_change))
        self._read()

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        """Say that a task was done. Core sets the context right before; it is not the next caller's."""
        context, self._context = self._context, None
        shown = next((each for each in self._attr_todo_items or () if each.uid == item.uid), None)
        if shown is None or item.summary != shown.summary:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="task_not_editable")
        if item.status == shown.status:
            return
        if item.status != TodoItemStatus.COMPLETED:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="task_stays_done")
        await self._tasks.async_finish(self._plan.id, item.uid or "", context.user_id if context else None)

    @callback
    def _on_change(self) -> None:
        before = (self._attr_todo_items, self._attr_available)
        self._read()
        if (self._attr_todo_items, self._attr_available) != before:
            self.async_write_ha_state()

    def _read(self) -> None:
        self._attr_available = self._tasks.is_known
        recently = dt_util.utcnow() - SHOWN_FOR
        self._attr_todo_items = [
            *(self._open_item(task) for task in self._tasks.tasks_of(self._plan)),
            *map(_done_item, self._tasks.done_since(self._plan, recently)),
        ]

    def _open_item(self, task: Task) -> TodoItem:
        return TodoItem(
            uid=task.target.key,
            summary=task.target.name + (f" (+{task.missed})" if task.missed else ""),
            due=task.due,
            description=self._plan.instructions or None,
            status=TodoItemStatus.NEEDS_ACTION,
        )


def _done_item(row: DoneRow) -> TodoItem:
    done = row.done
    return TodoItem(
        uid=f"{done.target}{_DONE_MARK}{done.due.isoformat()}",
        summary=row.target_name,
        due=done.due,
        description=done.actor.name or None,
        status=TodoItemStatus.COMPLETED,
        completed=done.at,
    )
