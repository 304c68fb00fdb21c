"""A timetable file brought to a site: read off the event loop, summed up in words of the house's language."""

from functools import partial

from homeassistant.core import HomeAssistant

from ..flows.preview import escape_markdown
from ..sheets.sentences import async_fault_sentences
from .rules.import_plan import ImportPlan, plan_import
from .site_rooms import SiteRooms

MOST_LISTED = 20

COLUMNS = "timetable_column"


async def async_plan(hass: HomeAssistant, rooms: SiteRooms, term_id: str, data: bytes, *, replace: bool) -> ImportPlan:
    """Return what a file would change of a term's timetable. Raises TableFileError."""
    present = rooms.stored.meetings.get(term_id, ())
    return await hass.async_add_executor_job(partial(plan_import, data, present, replace=replace))


async def async_summarise(hass: HomeAssistant, plan: ImportPlan, rooms: SiteRooms) -> dict[str, str]:
    """Return the counts and the faults of a plan, as texts for a form."""
    known = {room.registrar_name for room in rooms.rooms.values()}
    unknown = sorted({meeting.room for meeting in plan.meetings} - known)
    sentences = await async_fault_sentences(hass, plan.faults[:MOST_LISTED], COLUMNS)
    return {
        "added": str(len(plan.added)),
        "changed": str(len(plan.changed)),
        "removed": str(len(plan.removed)),
        "unchanged": str(len(plan.unchanged)),
        "fault_count": str(plan.fault_count),
        "faults": "\n".join(f"- {escape_markdown(sentence)}" for sentence in sentences) or "–",
        "unknown_rooms": ", ".join(map(escape_markdown, unknown[:MOST_LISTED])) or "–",
        "unknown_count": str(len(unknown)),
    }
