"""What probes bring to Home Assistant."""

from ..kind_glue import KindGlue
from .probe_device import async_hold_probe, async_open_probe
from .probe_entities import probe_entities

PROBE = KindGlue(open=async_open_probe, hold=async_hold_probe, entities=probe_entities)
