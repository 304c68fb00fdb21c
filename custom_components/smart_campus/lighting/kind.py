"""What lighting brings to Home Assistant: a light or a switch for each channel, beside the points of the catalogue."""

from collections.abc import Mapping

from homeassistant.const import Platform
from homeassistant.helpers.entity import Entity

from ..coordinator import DeviceCoordinator
from ..field_devices import async_hold_field_device, async_open_field_device, value_entities
from ..kind_glue import KindGlue
from .channels import ChannelLight, ChannelSwitch
from .options import Shown, channels_of, read_channels


def _entities(coordinator: DeviceCoordinator) -> Mapping[Platform, list[Entity]]:
    options = read_channels(coordinator.settings.options)
    numbers = channels_of(coordinator.device.points)
    by_kind = {shown: [number for number in numbers if options[number].shown is shown] for shown in Shown}
    return {
        **value_entities(coordinator),
        Platform.LIGHT: [ChannelLight(coordinator, number) for number in by_kind[Shown.LIGHT]],
        Platform.SWITCH: [ChannelSwitch(coordinator, number) for number in by_kind[Shown.SWITCH]],
    }


LIGHTING = KindGlue(open=async_open_field_device, hold=async_hold_field_device, entities=_entities)
