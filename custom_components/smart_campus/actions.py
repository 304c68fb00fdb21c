"""Every feature's actions, registered once for all sites."""

from collections.abc import Callable
from typing import Final

from homeassistant.core import HomeAssistant

from .access.actions import async_register_actions as async_register_gate_actions
from .access.log_actions import async_register_actions as async_register_log_actions
from .alerts.actions import async_register_actions as async_register_alert_actions
from .archive.actions import async_register_actions as async_register_archive_actions
from .blueprint_files.actions import async_register_actions as async_register_blueprint_actions
from .classes.actions import async_register_actions as async_register_class_actions
from .equipment.actions import async_register_actions as async_register_equipment_actions
from .network.health_actions import async_register_actions as async_register_health_actions
from .network.inspection.actions import async_register_actions as async_register_inspection_actions
from .network.probe_actions import async_register_actions as async_register_probe_actions
from .network.switch_actions import async_register_actions as async_register_switch_actions
from .projectors.actions import async_register_actions as async_register_projector_actions
from .recordings.actions import async_register_actions as async_register_recorder_actions
from .recordings.ledger_actions import async_register_actions as async_register_ledger_actions
from .room_lighting.actions import async_register_actions as async_register_lighting_actions
from .rooms.actions import async_register_actions as async_register_room_actions
from .store.actions import async_register_actions as async_register_store_actions
from .work_orders.actions import async_register_actions as async_register_order_actions
from .work_orders.approval_actions import async_register_actions as async_register_approval_actions
from .work_orders.task_actions import async_register_actions as async_register_task_actions

ACTIONS: Final[tuple[Callable[[HomeAssistant], None], ...]] = (
    async_register_store_actions,
    async_register_log_actions,
    async_register_inspection_actions,
    async_register_probe_actions,
    async_register_switch_actions,
    async_register_room_actions,
    async_register_lighting_actions,
    async_register_gate_actions,
    async_register_projector_actions,
    async_register_ledger_actions,
    async_register_recorder_actions,
    async_register_health_actions,
    async_register_alert_actions,
    async_register_archive_actions,
    async_register_blueprint_actions,
    async_register_class_actions,
    async_register_order_actions,
    async_register_equipment_actions,
    async_register_task_actions,
    async_register_approval_actions,
)
"""What registers the actions of each feature."""
