"""What was found in words of the interface; everything a device says is cut to one line, and escaped in Markdown."""

from collections.abc import Iterable, Mapping, Sequence

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers.selector import SelectOptionDict
from homeassistant.helpers.translation import async_get_translations

from ..campuslink.discovery.finding import Finding
from ..const import DOMAIN
from ..find_devices.proposal import Proposal
from .preview import escape_markdown, plain_text

MOST_LISTED = 100
"""Lines of one list in a dialog."""


async def async_option_labels(hass: HomeAssistant, proposals: Sequence[Proposal]) -> list[SelectOptionDict]:
    """Return one option a proposal: name, model and how sure it is, place on the network, room."""
    words = await _async_words(hass, "match")
    areas = ar.async_get(hass)
    options = []
    for proposal in proposals:
        finding, draft = proposal.finding, proposal.draft
        area = areas.async_get_area(draft.area_id) if draft.area_id else None
        place = f"{finding.host}:{finding.endpoint.port}" + (f" / {finding.address}" if finding.address else "")
        sure = words.get("exact" if proposal.is_exact else "plausible", "")
        told = " ".join(filter(None, (finding.identity.manufacturer, finding.identity.model)))
        # A name that was made of the model needs no model behind it
        model = f"{told or proposal.model.label} ({sure})" if finding.name else sure
        parts = [draft.name, model, place, area.name if area else finding.where]
        options.append(
            SelectOptionDict(value=proposal.key, label=" · ".join(plain_text(part) for part in parts if part))
        )
    return options


async def async_list_rest(hass: HomeAssistant, findings: Iterable[Finding]) -> str:
    """Return one Markdown line for each device that cannot be added as it is, and why; empty for none."""
    words = await _async_words(hass, "remark")
    return _listed([f"{_named(finding)}: {words.get(finding.remark or '', '')}" for finding in findings])


def list_known(proposals: Iterable[Proposal]) -> str:
    """Return one Markdown line for each device that is there already; empty for none."""
    return _listed([f"{_named(each.finding)}: {escape_markdown(each.known_as or '')}" for each in proposals])


def list_names(names: Sequence[str]) -> str:
    """Return one Markdown line a name."""
    return _listed([escape_markdown(name) for name in names])


def _named(finding: Finding) -> str:
    told = " ".join(filter(None, (finding.identity.manufacturer, finding.identity.model))) or finding.label
    return " · ".join(escape_markdown(part) for part in (finding.name or told, finding.host) if part)


def _listed(lines: Sequence[str]) -> str:
    shown = [f"- {line}" for line in lines[:MOST_LISTED]]
    return "\n".join([*shown, "- …"] if len(lines) > MOST_LISTED else shown)


async def _async_words(hass: HomeAssistant, selector: str) -> Mapping[str, str]:
    """Return the words of a closed list by key, in this Home Assistant's language."""
    prefix = f"component.{DOMAIN}.selector.find_{selector}.options."
    texts = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
    return {key.removeprefix(prefix): text for key, text in texts.items() if key.startswith(prefix)}
