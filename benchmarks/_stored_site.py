"""Config entries, subentries and profiles as Home Assistant finds them stored when it starts."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks._home_assistant import STAMP


def stored_entry(
    domain: str,
    data: Mapping[str, Any],
    options: Mapping[str, Any],
    subentries: Sequence[Mapping[str, Any]],
    *,
    entry_id: str = "",
    title: str = "Bench",
) -> dict[str, Any]:
    """Return a config entry. entry_id: made of the domain when there is none."""
    return {
        "created_at": STAMP,
        "modified_at": STAMP,
        "data": data,
        "disabled_by": None,
        "discovery_keys": {},
        "domain": domain,
        "entry_id": (entry_id or f"bench{domain}").ljust(26, "0")[:26].upper(),
        "minor_version": 1,
        "options": options,
        "pref_disable_new_entities": False,
        "pref_disable_polling": False,
        "source": "user",
        "subentries": subentries,
        "title": title,
        "unique_id": None,
        "version": 1,
    }


def stored_subentry(
    kind: str, number: int, title: str, data: Mapping[str, Any], unique_id: str | None = None
) -> dict[str, Any]:
    """Return a subentry. number: tells it from others of its kind."""
    return {
        "data": data,
        "subentry_id": f"01BENCH{kind[:4].upper()}{number:015d}",
        "subentry_type": kind,
        "title": title,
        "unique_id": unique_id or f"{kind}:{title}",
    }


def stored_meter(number: int, device: Mapping[str, Any], area_id: str | None = None) -> dict[str, Any]:
    """Return a simulated meter as a subentry."""
    endpoint, address = device["endpoint"], str(device["address"])
    key = f"tcp:{endpoint['host']}:{endpoint['port']}:{address}"
    data = {
        "profile": "bench-meter",
        "endpoint": endpoint,
        "address": address,
        "params": {},
        "key": key,
        "area_id": area_id,
    }
    return stored_subentry("meter", number, f"Meter {number}", data, f"meter:{key}")


def stored_node(number: int, values: Sequence[str]) -> dict[str, Any]:
    """Return a node of sensors on the broker as a subentry. values: points it has."""
    name = f"node{number}"
    key = f"environment:mqtt:broker:{name}"
    data = {
        "profile": "json-gateway-sensors",
        "endpoint": {"transport": "broker"},
        "address": name,
        "params": {},
        "key": key,
        "options": {"values": list(values)},
    }
    return stored_subentry("environment", number, name, data, key)


def write_profile(folder: Path, profile: str) -> None:
    """Put the profile of the meters into a configuration folder."""
    profiles = folder / "smart_campus/device_profiles/meter"
    profiles.mkdir(parents=True)
    profiles.joinpath("bench-meter.yaml").write_text(profile, encoding="utf-8")
