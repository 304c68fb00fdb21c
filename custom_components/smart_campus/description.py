"""How Home Assistant shows a point: the catalogue's plain words as entity descriptions, one for all devices."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from homeassistant.components.binary_sensor import BinarySensorEntityDescription
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorEntityDescription, SensorStateClass
from homeassistant.const import EntityCategory, Platform

from .campuslink.profile.schema import Catalogue, CatalogueEntry, EntityShape


@dataclass(frozen=True, kw_only=True)
class PointSensorDescription(SensorEntityDescription):
    """A point shown as a sensor; the key is the point's id."""

    is_total: bool


@dataclass(frozen=True, kw_only=True)
class PointBinarySensorDescription(BinarySensorEntityDescription):
    """A point shown as a binary sensor; the key is the point's id."""


def shown_on(
    platform: Platform, points: Iterable[str], catalogue: Catalogue
) -> Iterator[tuple[CatalogueEntry, EntityShape]]:
    """Yield the catalogue entries, with their shapes, of the points that are shown on a platform."""
    for point in points:
        entry = catalogue.points.get(point)
        if entry is not None and entry.entity is not None and entry.entity.platform == platform:
            yield entry, entry.entity


@cache
def sensor_description(entry: CatalogueEntry, shape: EntityShape) -> PointSensorDescription:
    """Return how a point is shown as a sensor. shape: the entry's own."""
    return PointSensorDescription(
        key=entry.id,
        translation_key=shape.translation_key or entry.id,
        device_class=SensorDeviceClass(shape.device_class) if shape.device_class else None,
        state_class=SensorStateClass(shape.state_class) if shape.state_class else None,
        native_unit_of_measurement=entry.unit,
        suggested_unit_of_measurement=shape.shown_in,
        suggested_display_precision=shape.precision,
        options=list(shape.options) or None,
        entity_category=EntityCategory(shape.category) if shape.category else None,
        entity_registry_enabled_default=shape.enabled,
        is_total=entry.is_total,
    )


@cache
def binary_sensor_description(entry: CatalogueEntry, shape: EntityShape) -> PointBinarySensorDescription:
    """Return how a point is shown as a binary sensor. shape: the entry's own."""
    return PointBinarySensorDescription(
        key=entry.id,
        translation_key=shape.translation_key or entry.id,
        device_class=BinarySensorDeviceClass(shape.device_class) if shape.device_class else None,
        entity_category=EntityCategory(shape.category) if shape.category else None,
        entity_registry_enabled_default=shape.enabled,
    )
