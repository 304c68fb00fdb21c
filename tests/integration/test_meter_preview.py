"""What a meter says is shown as text, whatever it says."""

import pytest
from homeassistant.core import HomeAssistant

from custom_components.smart_campus.campuslink.link.endpoint import NetworkEndpoint
from custom_components.smart_campus.campuslink.model import DeviceIdentity, Kind, PollClass, Quality, Reading, Value
from custom_components.smart_campus.campuslink.profile.schema import Catalogue, CatalogueEntry, EntityShape, Transport
from custom_components.smart_campus.flows.draft import Draft
from custom_components.smart_campus.flows.preview import async_preview, escape_markdown, identity_text, plain_text
from custom_components.smart_campus.flows.probe import Probe

ENDPOINT = NetworkEndpoint(transport=Transport.TCP, host="192.0.2.7", port=502)


def entry(point: str, unit: str | None, precision: int | None) -> CatalogueEntry:
    shape = EntityShape(platform="sensor", precision=precision)
    return CatalogueEntry(id=point, meaning="", unit=unit, poll=PollClass.FAST, entity=shape)


def probe(**values: Value) -> Probe:
    readings = {point: Reading(value, Quality.GOOD, 0.0) for point, value in values.items()}
    draft = Draft(kind=Kind.METER, name="Meter", endpoint=ENDPOINT, address="1")
    return Probe(draft=draft, identity=DeviceIdentity(), readings=readings)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("<script>", "\\<script\\>"),
        ("[x](javascript:1)", "\\[x\\]\\(javascript\\:1\\)"),
        ("a|b", "a\\|b"),
        ("https://example.com", "https\\:\\/\\/example\\.com"),
        ("![i](p)", "\\!\\[i\\]\\(p\\)"),
        ("back\\slash`code`", "back\\\\slash\\`code\\`"),
        ("one\r\n| two |", "one \\| two \\|"),
        ("&lt;b&gt;", "\\&lt\\;b\\&gt\\;"),
        ("表计", "表计"),
    ],
)
def test_device_text_is_shown_by_its_very_characters(said: str, shown: str) -> None:
    assert escape_markdown(said) == shown


def test_long_device_text_is_cut() -> None:
    assert plain_text("x" * 5000) == "x" * 120 + "…"


def test_device_that_says_nothing_about_itself_gets_a_dash() -> None:
    assert identity_text(DeviceIdentity()) == "–"
    assert identity_text(DeviceIdentity(model="EM|24", serial="7")) == "EM\\|24, 7"


@pytest.mark.parametrize(
    ("value", "unit", "precision", "row"),
    [
        (1234.56, "W", 0, "| Active power | 1235 W |"),
        (-0.5, None, 3, "| Active power | \\-0\\.500 |"),
        (7, None, None, "| Active power | 7 |"),
        (True, None, None, "| Active power | ✓ |"),
        (False, None, None, "| Active power | ✗ |"),
        ("<b>", None, None, "| Active power | \\<b\\> |"),
    ],
)
async def test_value_is_shown_with_unit_and_precision(
    hass: HomeAssistant, value: Value, unit: str | None, precision: int | None, row: str
) -> None:
    catalogue = Catalogue(kind=Kind.METER, points={"active_power": entry("active_power", unit, precision)})
    assert await async_preview(hass, probe(active_power=value), catalogue) == row


async def test_values_are_named_in_the_language_of_the_house(hass: HomeAssistant) -> None:
    hass.config.language = "zh-Hans"
    catalogue = Catalogue(kind=Kind.METER, points={"active_power": entry("active_power", "W", 0)})
    assert await async_preview(hass, probe(active_power=5), catalogue) == "| 有功功率 | 5 W |"


async def test_point_without_a_name_is_shown_by_its_id(hass: HomeAssistant) -> None:
    catalogue = Catalogue(kind=Kind.METER, points={"odd_one": entry("odd_one", None, None)})
    assert await async_preview(hass, probe(odd_one=5), catalogue) == "| odd\\_one | 5 |"
