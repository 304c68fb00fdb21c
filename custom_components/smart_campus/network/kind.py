"""What switches and probes bring to Home Assistant."""

from ..kind_glue import KindGlue
from .probe_device import async_hold_probe, async_open_probe
from .probe_entities import probe_entities
from .switch_device import async_hold_switch, async_open_switch
from .switch_entities import switch_entities

PROBE = KindGlue(open=async_open_probe, hold=async_hold_probe, entities=probe_entities)
SWITCH = KindGlue(open=async_open_switch, hold=async_hold_switch, entities=switch_entities)
