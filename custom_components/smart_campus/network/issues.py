"""The repair issue of a map of ports that is wrong somewhere."""

from typing import TYPE_CHECKING, Final

from homeassistant.core import callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..issues import DATA_ENTRY
from .telling import name_of

if TYPE_CHECKING:
    from .watch import NetworkWatch

PORT_MAP_WRONG: Final = "port_map_wrong"


@callback
def async_report_contradictions(watch: NetworkWatch) -> None:
    """Make the issues say exactly which devices are seen elsewhere than a person said."""
    prefix = f"{PORT_MAP_WRONG}_{watch.entry.entry_id}_"
    found = {f"{prefix}{item.device}": item for item in watch.places.port_map.contradictions()}
    for domain, issue_id in tuple(ir.async_get(watch.hass).issues):
        if domain == DOMAIN and issue_id.startswith(prefix) and issue_id not in found:
            ir.async_delete_issue(watch.hass, DOMAIN, issue_id)
    for issue_id, item in found.items():
        ir.async_create_issue(
            watch.hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=PORT_MAP_WRONG,
            translation_placeholders={
                "site": watch.entry.title,
                "device": name_of(watch, item.device),
                "confirmed": f"{name_of(watch, item.confirmed.switch)} {item.confirmed.port}",
                "seen": f"{name_of(watch, item.seen.switch)} {item.seen.port}",
            },
            data={DATA_ENTRY: watch.entry.entry_id},
        )
