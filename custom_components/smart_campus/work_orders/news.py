"""What happens to work orders, told once to everybody who listens: triggers, lists, open pages."""

from dataclasses import dataclass

from homeassistant.util.signal_type import SignalType

from ..const import DOMAIN
from ..recordings.rules.actor import NOBODY, Actor
from .rules.order import OrderStep, WorkOrder


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderNews:
    """Something that happened to a work order."""

    happening: OrderStep
    order: WorkOrder
    """As it is after that."""
    actor: Actor = NOBODY


SIGNAL_WORK_ORDER: SignalType[OrderNews] = SignalType(f"{DOMAIN}_work_order")
