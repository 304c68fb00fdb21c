"""What is to be put right, as a draft: told by a person, by an alert, or by a finding of the network inspection."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import area_registry as ar
from homeassistant.util import dt as dt_util

from ..alerts.rules.alert import Alert, Severity
from ..alerts.rules.words import render
from ..campuslink.model import Kind
from ..const import DOMAIN
from ..network.inspection.keeping import async_get_shelf
from ..network.inspection.languages import closest_language
from ..network.inspection.rules.phrasing import Phrasing
from ..network.inspection.rules.report import Entry, Level, Report
from .rules.life import OrderDraft
from .rules.order import Priority, RaisedVia
from .settings import OrderSettings

PRIORITIES = {
    Severity.NOTICE: Priority.LOW,
    Severity.WARNING: Priority.NORMAL,
    Severity.URGENT: Priority.HIGH,
    Severity.SAFETY: Priority.URGENT,
}


def draft_of_alert(hass: HomeAssistant, alert: Alert) -> OrderDraft:
    """Return what an alert says is wrong."""
    language, zone = closest_language(hass.config.language), dt_util.get_default_time_zone()
    cause = render(alert.cause, language, zone)
    evidence = "; ".join(f"{name}: {value}" for name, value in alert.evidence.items())
    return OrderDraft(
        site=alert.site,
        title=render(alert.title, language, zone),
        description="; ".join(filter(None, (cause, evidence))),
        device_subentry_id=alert.device_subentry_id,
        area_id=alert.area_id,
        room=alert.room,
        via=RaisedVia.ALERT,
        alert_id=alert.id,
        source_key=f"alert:{alert.key}",
        priority=PRIORITIES[alert.severity],
    )


async def async_draft_of_finding(hass: HomeAssistant, report_id: str, finding: str) -> OrderDraft:
    """Return what an inspection found. finding: key of an exception of the report.

    Raises ServiceValidationError when there is no such report or exception, StoreError when nobody can tell.
    """
    found = await (await async_get_shelf(hass)).async_read(report_id)
    if found is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_report")
    report = found[0]
    entry = next((each for each in report.exceptions if each.key == finding), None)
    if entry is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_finding")
    return _draft_of_entry(hass, report, entry)


def with_place(hass: HomeAssistant, entry: ConfigEntry, draft: OrderDraft) -> OrderDraft:
    """Return a draft that knows where it is: by its device, and the name of the room."""
    area_id = draft.area_id
    coordinator = entry.runtime_data.coordinators.get(draft.device_subentry_id or "")
    if area_id is None and coordinator is not None:
        area_id = coordinator.area_id
    area = ar.async_get(hass).async_get_area(area_id) if area_id else None
    return replace(draft, area_id=area_id, room=draft.room or ("" if area is None else area.name))


def with_due(entry: ConfigEntry, draft: OrderDraft, due_at: datetime | None = None) -> OrderDraft:
    """Return a draft that is due when somebody said, else at the end of the day that the site's options say."""
    days = OrderSettings.from_options(entry.options).due_days
    if due_at is None and days:
        due_at = end_of_day(dt_util.now().date() + timedelta(days=days))
    return replace(draft, due_at=due_at)


def end_of_day(day: date) -> datetime:
    """Return the last moment of a date on the site's calendar, UTC."""
    return dt_util.as_utc(dt_util.start_of_local_day(day + timedelta(days=1))) - timedelta(seconds=1)


def kind_of(entry: ConfigEntry, device_subentry_id: str | None) -> Kind | None:
    """Return the kind of a device of a site; None without one."""
    subentry = entry.subentries.get(device_subentry_id or "")
    return next((kind for kind in Kind if subentry is not None and kind.value == subentry.subentry_type), None)


def _draft_of_entry(hass: HomeAssistant, report: Report, entry: Entry) -> OrderDraft:
    phrasing = Phrasing(closest_language(hass.config.language), report.at.tzinfo)
    sites = hass.config_entries.async_loaded_entries(DOMAIN)
    subentry_id = next(
        (
            subentry_id
            for site in sites
            if site.entry_id == report.site_id
            for subentry_id, coordinator in site.runtime_data.coordinators.items()
            if coordinator.key == entry.subject.key
        ),
        None,
    )
    port = f" {entry.check.item}" if entry.check.item else ""
    return OrderDraft(
        site=report.site_id,
        title=f"{entry.subject.name}{port}: {phrasing.check(entry.check)}",
        description=phrasing.finding(entry.check),
        device_subentry_id=subentry_id,
        via=RaisedVia.INSPECTION,
        source_key=f"inspection:{entry.key}",
        priority=Priority.HIGH if entry.check.level is Level.CRITICAL else Priority.NORMAL,
    )
