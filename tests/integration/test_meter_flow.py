"""Adding a meter: the real engine reads a recorded meter, only the wire is replaced."""

import json
from pathlib import Path
from types import MappingProxyType

import pytest
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from modbus_connection import GatewayTargetError
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    GarbledAnswerError,
    LinkConflictError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from custom_components.smart_campus.campuslink.link.endpoint import NetworkEndpoint, SerialEndpoint
from custom_components.smart_campus.campuslink.profile.schema import SerialSettings, Transport
from custom_components.smart_campus.const import DOMAIN, SUBENTRY_METER
from custom_components.smart_campus.flows.models import CONF_MODEL

from .conftest import PROFILE_ID, meter, recording
from .meter_steps import (
    HOST,
    NETWORK,
    Wire,
    add_meter,
    fields,
    reach_form,
    site,
    start,
    submit,
    suggested,
    wire,
)

__all__ = ["site", "wire"]

SAVE = "save_without_reading"


def only_meter(entry: MockConfigEntry) -> ConfigSubentry:
    (subentry,) = entry.subentries.values()
    return subentry


async def test_meter_is_read_and_shown_before_it_is_saved(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    result = await add_meter(hass, site)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "confirm"
    assert not site.subentries
    rows = result["description_placeholders"]["readings"].splitlines()
    assert "| Frequency | 50\\.00 Hz |" in rows
    assert "| Energy import | 100\\.25 kWh |" in rows
    assert "| Valve closed | ✓ |" in rows
    assert wire.asked == [(NetworkEndpoint(transport=Transport.TCP, host=HOST, port=502), "1")]


async def test_only_main_values_with_a_good_reading_are_shown(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    result = await add_meter(hass, site)
    shown = result["description_placeholders"]["readings"]
    assert "phase 1" not in shown
    assert "Power factor" not in shown


async def test_saved_meter_is_known_by_its_serial_number(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    result = await submit(hass, await add_meter(hass, site), {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    subentry = only_meter(site)
    assert (subentry.title, subentry.subentry_type) == ("Library main", SUBENTRY_METER)
    assert subentry.unique_id == f"meter:tcp:{HOST}:502:1"
    assert dict(subentry.data) == {
        "profile": PROFILE_ID,
        "model": "Example Three",
        "endpoint": {"transport": "tcp", "host": HOST, "port": 502},
        "address": "1",
        "params": {"ct_ratio": 1.0},
        "key": "4711",
        "serial": "4711",
    }


async def test_stored_data_survives_json(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    entered = NETWORK | {"area_id": "library", "intervals": {"fast_s": 5}}
    result = await submit(hass, await reach_form(hass, site), entered)
    await submit(hass, result, {})
    data = only_meter(site).data
    assert json.loads(json.dumps(dict(data))) == data
    assert (data["area_id"], data["intervals"]) == ("library", {"fast_s": 5})


@pytest.mark.parametrize("serial", [0, 0xFFFFFFFF])
async def test_meter_whose_serial_number_tells_nothing_is_known_by_its_place(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire, serial: int
) -> None:
    wire.connect(recording(serial=serial))
    await submit(hass, await add_meter(hass, site), {})
    assert only_meter(site).data["key"] == f"tcp:{HOST}:502:1"


async def test_ratio_entered_counts_in_what_is_shown(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    result = await add_meter(hass, site, ct_ratio=40)
    assert "| Active power | 49380 W |" in result["description_placeholders"]["readings"]


async def test_model_is_searched_by_brand_and_own_profiles_are_marked(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    result = await start(hass, site)
    assert result["step_id"] == "user"
    config = result["data_schema"].schema[CONF_MODEL].config
    labels = {option["value"]: option["label"] for option in config["options"]}
    assert config["custom_value"]
    assert labels["Example Three"] == "Example Three (own profile)"
    assert labels["Eastron SDM630-Modbus"] == "Eastron SDM630-Modbus"
    assert list(labels.values()) == sorted(labels.values(), key=str.casefold)


@pytest.mark.parametrize(
    ("entered", "name"),
    [
        ("Schneider Electric iEM3255", "Schneider Electric iEM3255"),
        ("eastron-sdm630", "Eastron SDM630-Modbus"),
    ],
)
async def test_product_or_profile_id_chooses_the_model(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire, entered: str, name: str
) -> None:
    result = await reach_form(hass, site, model=entered)
    assert suggested(result, "name") == name


async def test_product_two_profiles_claim_is_listed_for_each(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire, own_profiles: Path
) -> None:
    text = (own_profiles / f"{PROFILE_ID}.yaml").read_text("utf-8")
    text = text.replace("brand: Example, model: Three", "brand: Eastron, model: SDM630-Modbus")
    (own_profiles / f"{PROFILE_ID}.yaml").write_text(text, "utf-8")
    result = await start(hass, site)
    values = [option["value"] for option in result["data_schema"].schema[CONF_MODEL].config["options"]]
    assert [value for value in values if value.startswith("Eastron SDM630")] == [
        "Eastron SDM630-Modbus",
        f"Eastron SDM630-Modbus [{PROFILE_ID}]",
    ]


async def test_text_that_is_no_model_is_refused(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    result = await submit(hass, await start(hass, site), {"model": "toaster"})
    assert result["errors"] == {"model": "unknown_model"}
    result = await submit(hass, result, {})
    assert result["errors"] == {"model": "unknown_model"}
    result = await submit(hass, result, {"model": PROFILE_ID})
    assert result["type"] is FlowResultType.MENU


async def test_installation_without_profiles_says_so(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    with pytest.MonkeyPatch.context() as patcher:
        patcher.setattr("custom_components.smart_campus.flows.device.list_models", lambda *_: {})
        result = await start(hass, site)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "no_profiles")


@pytest.mark.parametrize(
    ("model", "ways"),
    [
        (PROFILE_ID, ["modbus_tcp", "modbus_rtu", "modbus_serial"]),
        ("dlt645-2007-single-phase", ["meter_gateway", "meter_serial"]),
        ("cjt188-water", ["meter_gateway", "meter_serial"]),
    ],
)
async def test_only_the_ways_a_profile_allows_are_offered(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire, model: str, ways: list[str]
) -> None:
    result = await submit(hass, await start(hass, site), {"model": model})
    assert result["step_id"] == "transport"
    assert result["menu_options"] == ways


async def test_only_way_is_not_asked_for(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire, own_profiles: Path
) -> None:
    text = (own_profiles / f"{PROFILE_ID}.yaml").read_text("utf-8")
    text = text.replace("over: [tcp, rtu_over_tcp, serial]", "over: [tcp]")
    (own_profiles / f"{PROFILE_ID}.yaml").write_text(text, "utf-8")
    result = await submit(hass, await start(hass, site), {"model": PROFILE_ID})
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "modbus_tcp")


async def test_form_is_prefilled_with_the_usual_values(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    result = await reach_form(hass, site)
    filled = {field: suggested(result, field) for field in ("port", "address", "ct_ratio", "name")}
    assert filled == {"port": 502, "address": "1", "ct_ratio": 1, "name": "Example Three"}
    assert SAVE not in fields(result)


async def test_serial_form_is_prefilled_with_the_meters_factory_settings(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    result = await reach_form(hass, site, "meter_serial", "dlt645-2007-single-phase")
    filled = {field: suggested(result, field) for field in ("baudrate", "parity", "stopbits")}
    assert filled == {"baudrate": "2400", "parity": "even", "stopbits": "1"}


async def test_meter_on_a_serial_port_is_saved_with_its_settings(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    entered = {
        "device": "/dev/ttyUSB0",
        "baudrate": "19200",
        "parity": "odd",
        "stopbits": "2",
        "address": "17",
        "ct_ratio": 1,
        "name": "Canteen",
    }
    result = await submit(hass, await reach_form(hass, site, "modbus_serial"), entered)
    await submit(hass, result, {})
    settings = SerialSettings(baudrate=19200, parity="O", stopbits=2)
    assert wire.asked == [(SerialEndpoint(device="/dev/ttyUSB0", settings=settings), "17")]
    assert only_meter(site).unique_id == "meter:serial:/dev/ttyUSB0:17"


async def test_serial_server_is_asked_with_rtu_frames(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    await submit(hass, await reach_form(hass, site, "modbus_rtu"), NETWORK | {"port": 4001})
    assert wire.asked == [(NetworkEndpoint(transport=Transport.RTU_OVER_TCP, host=HOST, port=4001), "1")]


@pytest.mark.parametrize(
    ("wrong", "errors"),
    [
        ({"host": "http://192.0.2.7"}, {"host": "invalid_host"}),
        ({"port": 502.5}, {"port": "invalid_port"}),
        ({"host": "a b", "port": 1.5}, {"host": "invalid_host", "port": "invalid_port"}),
        ({"address": "256"}, {"address": "invalid_unit"}),
        ({"name": "  "}, {"name": "name_missing"}),
        ({"name": "x" * 101}, {"name": "name_too_long"}),
        ({"intervals": {"fast_s": 60, "slow_s": 30}}, {"base": "intervals_order"}),
    ],
)
async def test_wrong_entry_is_told_at_its_field_and_can_be_mended(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire, wrong: dict[str, object], errors: dict[str, str]
) -> None:
    result = await add_meter(hass, site, **wrong)
    assert result["errors"] == errors
    assert wire.asked == []
    result = await submit(hass, result, NETWORK)
    assert result["step_id"] == "confirm"


async def test_wrong_serial_port_and_meter_address_are_told_at_their_fields(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    entered = {"device": "ttyUSB0", "baudrate": "2400", "parity": "even", "stopbits": "1", "name": "Hall"}
    form = await reach_form(hass, site, "meter_serial", "dlt645-2007-single-phase")
    result = await submit(hass, form, entered | {"address": "12 34x"})
    assert result["errors"] == {"device": "invalid_serial_port", "address": "invalid_address"}


def behind_gateway() -> NoAnswerError:
    """Return the silence a Modbus link reports when a gateway answered for the unit."""
    error = NoAnswerError("exception 11: gateway target did not respond")
    error.__cause__ = GatewayTargetError()
    return error


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (CannotConnectError("refused"), "cannot_connect"),
        (NoAnswerError("silence"), "no_answer"),
        (GarbledAnswerError("noise"), "garbled"),
        (behind_gateway(), "wrong_unit"),
        (RefusedError(RefusalReason.GATEWAY_PATH), "wrong_unit"),
        (RefusedError(RefusalReason.PASSWORD), "refused"),
        (RefusedError(RefusalReason.DEVICE_FAILURE), "refused"),
        (RefusedError(RefusalReason.ADDRESS), "wrong_model"),
        (CampusLinkError("odd"), "cannot_read"),
    ],
)
async def test_each_trouble_has_its_own_sentence_and_can_be_mended(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire, trouble: Exception, error: str
) -> None:
    wire.link.always = trouble
    result = await add_meter(hass, site, name="Roof")
    assert result["errors"] == {"base": error}
    assert suggested(result, "name") == "Roof"
    assert suggested(result, "host") == HOST
    wire.link.heal()
    result = await submit(hass, result, NETWORK)
    assert result["step_id"] == "confirm"


@pytest.mark.parametrize("conflict", [LinkConflictError("9600 against 2400"), HomeAssistantError("in use")])
async def test_line_in_use_with_other_settings_has_its_own_sentence(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire, conflict: Exception
) -> None:
    wire.conflict = conflict
    result = await add_meter(hass, site)
    assert result["errors"] == {"base": "link_conflict"}


async def test_other_model_is_told_with_the_evidence(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    wire.connect(recording(frequency=10.0))
    result = await add_meter(hass, site)
    assert result["errors"] == {"base": "wrong_model"}
    assert "frequency" in result["description_placeholders"]["detail"]


async def test_meter_without_one_usable_value_is_told(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire, own_profiles: Path
) -> None:
    text = (own_profiles / f"{PROFILE_ID}.yaml").read_text("utf-8")
    head, _, _ = text.partition("identify:")
    point = "points:\n  power_factor: {read: {input: 8}, decode: int16, missing: [32767]}\n"
    (own_profiles / f"{PROFILE_ID}.yaml").write_text(head + point, "utf-8")
    result = await submit(
        hass, await reach_form(hass, site), {name: value for name, value in NETWORK.items() if name != "ct_ratio"}
    )
    assert result["errors"] == {"base": "nothing_read"}


async def test_meter_that_takes_too_long_counts_as_silent(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    wire.link.always = TimeoutError()
    result = await add_meter(hass, site)
    assert result["errors"] == {"base": "no_answer"}


async def test_saving_without_a_reading_is_offered_only_after_one_failed(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    wire.link.unplug()
    result = await reach_form(hass, site)
    assert SAVE not in fields(result)
    result = await submit(hass, result, NETWORK)
    assert fields(result)[0] == SAVE
    result = await submit(hass, result, NETWORK | {SAVE: True})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert only_meter(site).data["key"] == f"tcp:{HOST}:502:1"
    assert len(wire.asked) == 1


async def test_meter_of_another_model_is_saved_only_on_demand(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    wire.connect(recording(frequency=10.0))
    result = await add_meter(hass, site)
    result = await submit(hass, result, NETWORK | {SAVE: False})
    assert result["errors"] == {"base": "wrong_model"}
    result = await submit(hass, result, NETWORK | {SAVE: True})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_meter_at_a_place_taken_is_refused_without_asking_it(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    await submit(hass, await add_meter(hass, site), {})
    wire.asked.clear()
    result = await add_meter(hass, site, host=HOST.upper())
    assert result["errors"] == {"base": "already_configured"}
    assert result["description_placeholders"]["other"] == "Library main"
    assert wire.asked == []


async def test_meter_of_another_site_is_refused_too(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    other = MockConfigEntry(
        domain=DOMAIN, title="Canteen", data={"name": "Canteen"}, subentries_data=[meter(1, host=HOST)]
    )
    other.add_to_hass(hass)
    result = await add_meter(hass, site)
    assert result["errors"] == {"base": "already_configured"}


async def test_same_meter_at_another_place_is_refused(hass: HomeAssistant, site: MockConfigEntry, wire: Wire) -> None:
    await submit(hass, await add_meter(hass, site), {})
    result = await add_meter(hass, site, address="2")
    assert result["errors"] == {"base": "already_configured"}
    wire.connect(recording(serial=4712))
    result = await submit(hass, result, NETWORK | {"address": "2"})
    assert result["step_id"] == "confirm"


async def test_meter_added_twice_at_the_same_time_is_added_once(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    first, second = await add_meter(hass, site), await add_meter(hass, site)
    await submit(hass, first, {})
    result = await submit(hass, second, {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert len(site.subentries) == 1


async def test_place_of_a_meter_that_moved_can_be_taken_by_another(
    hass: HomeAssistant, site: MockConfigEntry, wire: Wire
) -> None:
    moved = ConfigSubentry(
        data=MappingProxyType({**meter(2, host=HOST)["data"], "key": f"tcp:{HOST}:502:1"}),
        subentry_type=SUBENTRY_METER,
        title="Moved",
        unique_id=f"meter:tcp:{HOST}:502:2",
    )
    hass.config_entries.async_add_subentry(site, moved)
    wire.link.unplug()
    result = await add_meter(hass, site)
    await submit(hass, result, NETWORK | {SAVE: True})
    keys = [subentry.data["key"] for subentry in site.subentries.values()]
    assert keys == [f"tcp:{HOST}:502:1", f"tcp:{HOST}:502:1#2"]
