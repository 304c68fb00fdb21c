"""Triggers of the network: ports in trouble, devices that cannot be reached."""

from typing import ClassVar, Final, override

import probatio as vol
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import Trigger

from ..news_trigger import NewsTrigger, Payload
from ..targets import resolve_targets
from .news import SIGNAL_NETWORK_NEWS, NetworkNews, NewsKind

CONF_ONLY_ROOT_CAUSES: Final = "only_root_causes"

_PORT_SCHEMA: Final = vol.Schema({vol.Optional(CONF_TARGET): cv.TARGET_FIELDS, vol.Optional(CONF_OPTIONS): {}})
_REACH_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Optional(CONF_OPTIONS, default={}): {vol.Optional(CONF_ONLY_ROOT_CAUSES, default=True): cv.boolean},
    }
)


class NetworkTrigger(NewsTrigger[NetworkNews]):
    """Fires on one kind of news about the devices of its target."""

    SIGNAL = SIGNAL_NETWORK_NEWS
    SCHEMA = _PORT_SCHEMA
    kind: ClassVar[NewsKind]

    def _is_wanted(self, news: NetworkNews) -> bool:
        """Return whether the options let the news through."""
        return True

    @override
    def _payload(self, news: NetworkNews) -> Payload:
        return dict(news.data), news.description

    @override
    def _is_meant(self, news: NetworkNews) -> bool:
        if news.kind is not self.kind or not self._is_wanted(news):
            return False
        targets = resolve_targets(self._hass, self._target)
        return (
            targets.is_everything
            or not targets.device_ids.isdisjoint({news.device_id, *news.device_ids})
            or not news.area_ids.isdisjoint(targets.area_ids)
        )


class ReachTrigger(NetworkTrigger):
    """Fires on devices that cannot be reached any more, or can again; by default only for those at fault."""

    SCHEMA = _REACH_SCHEMA

    @override
    def _is_wanted(self, news: NetworkNews) -> bool:
        return news.is_root if self._options.get(CONF_ONLY_ROOT_CAUSES, True) else news.is_first


class PortFlappingTrigger(NetworkTrigger):
    """A port goes up and down."""

    kind = NewsKind.PORT_FLAPPING


class PortErrorsTrigger(NetworkTrigger):
    """A port receives or sends broken frames, or throws frames away."""

    kind = NewsKind.PORT_ERRORS


class PortSpeedDroppedTrigger(NetworkTrigger):
    """A port runs slower than it did, or half duplex."""

    kind = NewsKind.PORT_SPEED_DROPPED


class PortRecoveredTrigger(NetworkTrigger):
    """A fault of a port is over."""

    kind = NewsKind.PORT_RECOVERED


class BecameUnreachableTrigger(ReachTrigger):
    """A device does not answer any more."""

    kind = NewsKind.BECAME_UNREACHABLE


class NoLongerUnreachableTrigger(ReachTrigger):
    """A device answers again."""

    kind = NewsKind.NO_LONGER_UNREACHABLE


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    trigger.kind.value: trigger
    for trigger in (
        PortFlappingTrigger,
        PortErrorsTrigger,
        PortSpeedDroppedTrigger,
        PortRecoveredTrigger,
        BecameUnreachableTrigger,
        NoLongerUnreachableTrigger,
    )
}
"""By key in `triggers.yaml`."""
