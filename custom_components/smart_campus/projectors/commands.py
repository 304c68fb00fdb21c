"""Commands to a projector: sent, observed, and told in one clear sentence when they do not take."""

from collections.abc import Mapping
from typing import Final, cast

from homeassistant.exceptions import HomeAssistantError

from ..campuslink.device.text_device import TextDevice
from ..campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    CredentialsError,
    NotWritableError,
    RefusalReason,
    RefusedError,
)
from ..campuslink.model import Reading, Value
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator

REFUSALS: Final[dict[RefusalReason, str]] = {
    RefusalReason.BUSY: "projector_busy",
    RefusalReason.FUNCTION: "projector_unknown_command",
    RefusalReason.VALUE: "projector_unknown_value",
    RefusalReason.DEVICE_FAILURE: "projector_failure",
}
"""Sentence by what the projector said."""

TROUBLES: Final[tuple[tuple[type[CampusLinkError], str], ...]] = (
    (RefusedError, "projector_refused"),
    (CredentialsError, "projector_password"),
    (NotWritableError, "projector_unknown_value"),
    (CannotConnectError, "projector_unreachable"),
    (CampusLinkError, "projector_no_answer"),
)
"""Sentence by what went wrong."""

NOT_SEEN: Final = "projector_not_seen"
STILL: Final = "projector_still_reports"
POWER_SENTENCES: Final[Mapping[Value, str]] = {
    "off": "projector_still_off",
    "on": "projector_still_on",
    "cooling": "projector_still_cooling",
    "warming": "projector_still_warming",
}
"""Sentence by the power state that is still observed; a state is a word of the reader's language."""


def projector_of(coordinator: DeviceCoordinator) -> TextDevice:
    """Return the device of a projector's coordinator."""
    return cast(TextDevice, coordinator.device)


async def async_command(coordinator: DeviceCoordinator, point: str, value: Value) -> None:
    """Set a point and show what is observed afterwards.

    Raises HomeAssistantError, translated, when the projector refused, did not answer, or does not show it.
    """
    device = projector_of(coordinator)
    name = coordinator.settings.title
    try:
        reading = await device.write(point, value)
    except CampusLinkError as err:
        # Whatever it did shows at once instead of with the next poll
        coordinator.on_news()
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key=REFUSALS[err.reason]
            if isinstance(err, RefusedError) and err.reason in REFUSALS
            else next(key for kind, key in TROUBLES if isinstance(err, kind)),
            translation_placeholders={"name": name},
        ) from err
    _show(coordinator, device, point, reading)
    if not device.is_done(point, value, reading):
        raise _not_seen(device, name, point, reading.value)


def _not_seen(device: TextDevice, name: str, point: str, observed: Value) -> HomeAssistantError:
    """Return the sentence for a command that was accepted and does not show."""
    placeholders = {"name": name}
    if point == "power" and observed in POWER_SENTENCES:
        key = POWER_SENTENCES[observed]
    elif observed is None or isinstance(observed, bool):
        key = NOT_SEEN
    else:
        key, text = STILL, str(observed)
        placeholders["observed"] = device.choices(point).get(text, text)
    return HomeAssistantError(translation_domain=DOMAIN, translation_key=key, translation_placeholders=placeholders)


def _show(coordinator: DeviceCoordinator, device: TextDevice, point: str, reading: Reading) -> None:
    """Show the observation at once, and have what may depend on it asked for."""
    if point in device.points:
        coordinator.on_push({point: reading})
        coordinator.on_news()
