"""Conditions about projectors."""

from collections.abc import Mapping
from typing import Unpack, override

from homeassistant.components.binary_sensor.const import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.const import STATE_ON
from homeassistant.core import State
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import Condition, ConditionCheckParams, EntityConditionBase

from ..const import DOMAIN
from .cooling import COOLED_DOWN


class ProjectorIsCool(EntityConditionBase):
    """Holds while the power of the targeted projectors may be cut. One nobody knows about counts as hot."""

    _domain_specs: Mapping[str, DomainSpec] = {BINARY_SENSOR_DOMAIN: DomainSpec()}

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        registry = er.async_get(self._hass)
        return {
            entity_id
            for entity_id in super().entity_filter(entities)
            if (entry := registry.async_get(entity_id))
            and (entry.platform, entry.translation_key) == (DOMAIN, COOLED_DOWN)
        }

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        """Return False as well when an entity that is named outright is not there: nobody knows about it."""
        named = self._target_selection.entity_ids
        return all(self._hass.states.get(each) for each in named) and super()._async_check(**kwargs)

    @override
    def _should_include(self, _state: State) -> bool:
        return True

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        return entity_state.state == STATE_ON


CONDITIONS: Mapping[str, type[Condition]] = {"projector_is_cool": ProjectorIsCool}
