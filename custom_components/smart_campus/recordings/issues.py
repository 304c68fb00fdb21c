"""The repair of a recorder that refuses its login: made while it does, and mended in the settings of the device."""

from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..issues import DATA_ENTRY, DATA_SUBENTRIES

PASSWORD_REFUSED: Final = "recorder_password_refused"  # noqa: S105 - the name of an issue, not a secret


@callback
def async_report_password(
    hass: HomeAssistant, entry_id: str, subentry_id: str, coordinator: DeviceCoordinator, *, is_refused: bool
) -> None:
    """Make the repair say whether the login is refused."""
    issue_id = f"{PASSWORD_REFUSED}_{coordinator.key}"
    if not is_refused:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=True,
        severity=ir.IssueSeverity.ERROR,
        translation_key=PASSWORD_REFUSED,
        translation_placeholders={"names": coordinator.settings.title},
        data={DATA_ENTRY: entry_id, DATA_SUBENTRIES: subentry_id},
    )
