"""The self-audit against Home Assistant's quality scale is complete, and manifest, icons and texts belong together."""

import json
import re
from typing import Any

import pytest
import yaml

from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.campuslink.profile.library import load_library
from custom_components.smart_campus.issues import (
    INVALID_PROFILE,
    MODEL_MISMATCH,
    TROUBLES,
    UNREACHABLE,
    UNREACHABLE_LINE,
)
from custom_components.smart_campus.library import SHIPPED_PATH

ROOT = SHIPPED_PATH.parent

RULES = (
    # Bronze
    "action-setup appropriate-polling brands common-modules config-flow-test-coverage config-flow"
    " dependency-transparency docs-actions docs-triggers docs-conditions docs-high-level-description"
    " docs-installation-instructions docs-removal-instructions entity-event-setup entity-unique-id has-entity-name"
    " runtime-data test-before-configure test-before-setup unique-config-entry"
    # Silver
    " action-exceptions config-entry-unloading docs-configuration-parameters docs-installation-parameters"
    " entity-unavailable integration-owner log-when-unavailable parallel-updates reauthentication-flow test-coverage"
    # Gold
    " devices diagnostics discovery-update-info discovery docs-data-update docs-examples docs-known-limitations"
    " docs-supported-devices docs-supported-functions docs-troubleshooting docs-use-cases dynamic-devices"
    " entity-category entity-device-class entity-disabled-by-default entity-translations exception-translations"
    " icon-translations reconfiguration-flow repair-issues stale-devices"
    # Platinum
    " async-dependency inject-websession strict-typing"
)


def load(name: str) -> Any:
    return json.loads((ROOT / name).read_text("utf-8"))


def status_of(rule: Any) -> Any:
    return rule["status"] if isinstance(rule, dict) else rule


@pytest.fixture
def rules() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "quality_scale.yaml").read_text("utf-8"))["rules"]
    return found


def test_every_rule_of_every_tier_has_a_status(rules: dict[str, Any]) -> None:
    assert rules.keys() == set(RULES.split())
    assert {status_of(rule) for rule in rules.values()} <= {"done", "todo", "exempt"}


def test_every_exemption_has_its_reason(rules: dict[str, Any]) -> None:
    exempt = [rule for rule in rules.values() if status_of(rule) == "exempt"]

    assert exempt
    assert all(rule.get("comment") for rule in exempt)


def test_manifest_is_what_hacs_and_hassfest_demand() -> None:
    manifest = load("manifest.json")

    assert list(manifest) == ["domain", "name", *sorted(manifest.keys() - {"domain", "name"})]
    assert manifest["domain"] == ROOT.name
    assert manifest["dependencies"] == ["file_upload", "http", "modbus"]
    assert manifest["after_dependencies"] == [
        "automation",
        "camera",
        "frontend",
        "media_source",
        "mqtt",
        "recorder",
        "usb",
        "zeroconf",
    ]
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest["version"])


def test_every_shown_point_without_device_class_has_an_icon() -> None:
    icons = {(platform, key) for platform, named in load("icons.json")["entity"].items() for key in named}
    names = {(platform, key) for platform, named in load("translations/en.json")["entity"].items() for key in named}
    catalogues = load_library(SHIPPED_PATH).catalogues.values()
    shapes = [(entry, entry.entity) for catalogue in catalogues for entry in catalogue.points.values() if entry.entity]
    bare = {(shape.platform, shape.translation_key) for entry, shape in shapes if shape.device_class is None}

    assert bare - icons == set()
    assert icons - names == set()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_shown_point_and_issue_has_its_text(language: str) -> None:
    texts = load(f"translations/{language}.json")
    points = load_library(SHIPPED_PATH).catalogue(Kind.METER).points.values()

    for point in points:
        if point.entity is not None:
            assert texts["entity"][point.entity.platform][point.id]["name"]
    keys = {INVALID_PROFILE, MODEL_MISMATCH, UNREACHABLE, UNREACHABLE_LINE, *TROUBLES}
    assert keys <= texts["issues"].keys()
    assert "library_invalid" in texts["exceptions"]
    assert {"version", "devices_reachable", "profiles_shipped", "profiles_own", "profiles_rejected",
            "modbus_connection"} <= texts["system_health"]["info"].keys()  # fmt: skip


@pytest.mark.parametrize("key", [UNREACHABLE, UNREACHABLE_LINE, MODEL_MISMATCH, INVALID_PROFILE])
def test_fixable_issue_has_a_fix_flow_and_no_description(key: str) -> None:
    issue = load("translations/en.json")["issues"][key]

    assert "fix_flow" in issue
    assert "description" not in issue
