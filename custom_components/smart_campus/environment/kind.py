"""What environment sensors bring to Home Assistant: entities that are all points of the catalogue."""

from ..field_devices import async_hold_field_device, async_open_field_device, value_entities
from ..kind_glue import KindGlue

ENVIRONMENT = KindGlue(open=async_open_field_device, hold=async_hold_field_device, entities=value_entities)
