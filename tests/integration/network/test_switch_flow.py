"""Adding a switch, every sentence when it cannot be read, and choosing its ports."""

from typing import Any

import pytest
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    CredentialsError,
    GarbledAnswerError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from custom_components.smart_campus.campuslink.link.credentials import NO_CREDENTIALS, Credentials
from custom_components.smart_campus.campuslink.link.snmp.account import AuthProtocol, PrivProtocol, SnmpVersion
from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.campuslink.profile.schema import Protocol
from custom_components.smart_campus.flows.credentials import FIELDS, credential_values, read_credentials

from ..conftest import make_site, meter, settle
from .network_site import Stage, switch_subentry

FORM = {"host": "lab.example", "port": 161, "version": "2c", "community": "public", "name": "Lab switch"}
POE_ADMIN = "1.3.6.1.2.1.105.1.1.1.3.1"


@pytest.fixture
async def empty(hass: HomeAssistant, stage: Stage) -> MockConfigEntry:
    """Return a site without devices."""
    entry = make_site()
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    return entry


async def reach_form(hass: HomeAssistant, site: MockConfigEntry, model: str = "generic-if-mib") -> SubentryFlowResult:
    result = await hass.config_entries.subentries.async_init(
        (site.entry_id, Kind.SWITCH.value), context={"source": SOURCE_USER}
    )
    return await submit(hass, result, {"model": model})


async def submit(hass: HomeAssistant, result: SubentryFlowResult, entered: dict[str, Any]) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_configure(result["flow_id"], entered)


async def reach_ports(hass: HomeAssistant, site: MockConfigEntry, subentry_id: str = "lab") -> SubentryFlowResult:
    result = await hass.config_entries.subentries.async_init(
        (site.entry_id, Kind.SWITCH.value), context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id}
    )
    assert set(result["menu_options"]) == {"snmp", "ports", "model"}
    return await submit(hass, result, {"next_step_id": "ports"})


async def site_with(hass: HomeAssistant, stage: Stage, **options: Any) -> MockConfigEntry:
    entry = make_site(switch_subentry("lab", **options), meter(1))
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    await stage.run(entry, 60)
    return entry


def suggested(result: SubentryFlowResult) -> dict[str, Any]:
    return {str(marker): (marker.description or {}).get("suggested_value") for marker in result["data_schema"].schema}


async def test_switch_is_read_shown_and_saved(hass: HomeAssistant, empty: MockConfigEntry) -> None:
    result = await reach_form(hass, empty)
    assert result["step_id"] == "snmp"
    result = await submit(hass, result, FORM)
    assert result["step_id"] == "confirm"
    assert "Ports up" in result["description_placeholders"]["readings"]
    result = await submit(hass, result, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (subentry,) = empty.subentries.values()
    assert subentry.data["endpoint"] == {"transport": "udp", "host": "lab.example", "port": 161}
    assert subentry.data["credentials"]["community"] == "public"


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        ((NoAnswerError("timeout"), "2c"), "no_answer_or_community"),
        ((NoAnswerError("timeout"), "3"), "no_answer"),
        ((CannotConnectError("no such host"), "2c"), "cannot_connect"),
        ((CredentialsError("wrong digest"), "3"), "wrong_credentials"),
        ((GarbledAnswerError("nonsense"), "2c"), "garbled"),
        ((RefusedError(RefusalReason.BUSY, "busy"), "2c"), "refused"),
    ],
)
async def test_each_fault_has_its_own_sentence(
    hass: HomeAssistant, empty: MockConfigEntry, stage: Stage, fault: tuple[CampusLinkError, str], key: str
) -> None:
    stage.agents["lab"].link.error = fault[0]
    result = await submit(hass, await reach_form(hass, empty), {**FORM, "version": fault[1], "user": "campus"})
    assert result["errors"] == {"base": key}


async def test_switch_of_another_make_is_named(hass: HomeAssistant, empty: MockConfigEntry) -> None:
    result = await submit(hass, await reach_form(hass, empty, "huawei-vrp"), FORM)
    assert result["errors"] == {"base": "wrong_model"}
    assert "1.3.6.1.4.1.32473" in result["description_placeholders"]["detail"]


async def test_secret_left_empty_stays_and_is_never_shown() -> None:
    stored = Credentials({"version": "2c", "community": "secret", "user": "campus"})
    assert credential_values(stored, Protocol.SNMP) == {"version": "2c", "user": "campus"}
    assert read_credentials({"version": "2c"}, Protocol.SNMP, stored)["community"] == "secret"
    assert "community" not in read_credentials({"version": "2c"}, Protocol.SNMP, NO_CREDENTIALS)


def test_form_offers_every_protocol_the_link_knows() -> None:
    choices = {field.key: set(field.choices) for field in FIELDS[Protocol.SNMP] if field.choices}
    assert choices == {
        "version": set(SnmpVersion),
        "auth_protocol": {"none", *AuthProtocol},
        "priv_protocol": {"none", *PrivProtocol},
    }


async def test_uplinks_and_ports_with_a_device_behind_them_are_proposed(hass: HomeAssistant, stage: Stage) -> None:
    stage.agents["lab"].values["1.0.8802.1.1.2.1.4.1.1.12.0.1.1"] = b"\x28"
    entry = await site_with(hass, stage)
    coordinators = entry.runtime_data.coordinators
    await hass.services.async_call(
        "smart_campus",
        "set_port_device",
        {
            "device_id": coordinators["sub1"].registry_id,
            "switch_id": coordinators["lab"].registry_id,
            "port": "Gi0/5",
        },
        blocking=True,
    )
    result = await reach_ports(hass, entry)
    assert suggested(result) == {"uplinks": ["Gi0/1"], "ports": ["Gi0/1", "Gi0/5"], "allow_control": False}


async def test_chosen_ports_are_stored_with_what_they_deliver(hass: HomeAssistant, stage: Stage) -> None:
    stage.agents["lab"].values |= {f"{POE_ADMIN}.5": 1}
    entry = await site_with(hass, stage)
    chosen = {"uplinks": ["Gi0/1"], "ports": ["Gi0/1", "Gi0/5"], "allow_control": True}
    result = await submit(hass, await reach_ports(hass, entry), chosen)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert entry.subentries["lab"].data["options"] == {**chosen, "poe_ports": ["Gi0/5"]}
    await hass.async_block_till_done()
    assert hass.states.get("switch.switch_lab_gi0_5_poe") is not None


async def test_stored_choice_is_shown_again(hass: HomeAssistant, stage: Stage) -> None:
    stored = {"ports": ["Gi0/2", "Gone 7"], "uplinks": ["Gi0/3"], "allow_control": True, "poe_ports": []}
    entry = await site_with(hass, stage, **stored)
    result = await reach_ports(hass, entry)
    assert suggested(result) == {"uplinks": ["Gi0/3"], "ports": ["Gi0/2", "Gone 7"], "allow_control": True}
    result = await submit(hass, result, {"ports": ["Gone 7"], "uplinks": [], "allow_control": False})
    assert entry.subentries["lab"].data["options"]["ports"] == ["Gone 7"]


async def test_ports_of_a_switch_that_was_never_read_cannot_be_chosen(hass: HomeAssistant, stage: Stage) -> None:
    stage.agents["lab"].silence()
    entry = make_site(switch_subentry("lab"))
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    result = await reach_ports(hass, entry)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_read_yet")


@pytest.mark.parametrize("damaged", [{"ports": 7}, {"ports": [None, {}], "uplinks": "Gi0/1"}, {"allow_control": "yes"}])
async def test_damaged_options_allow_nothing(hass: HomeAssistant, stage: Stage, damaged: dict[str, Any]) -> None:
    entry = await site_with(hass, stage, **damaged)
    result = await reach_ports(hass, entry)
    assert suggested(result)["allow_control"] is False
