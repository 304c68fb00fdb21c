"""A site with a room, a term and recorders; time is moved by hand."""

from collections.abc import Generator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.kinds import KINDS
from tests.integration.conftest import campus, custom_integrations, hass_config_dir, own_profiles, set_up
from tests.integration.rooms.conftest import area_id, friday, room, term, use_timetable

from .recorders import Studio

__all__ = ["area_id", "campus", "custom_integrations", "friday", "hass_config_dir", "own_profiles", "use_timetable"]

RECORDER_PROFILE = """\
schema: 1
id: test-recorder
kind: recorder
name: Test recorder
products: [{brand: Example, model: Tape}]
sources: [{title: "Example", version: "1", url: ""}]
tested: []
caveats: []
transport: {protocol: isapi, over: [http], timeout_s: 5}
points: {}
"""


def recorder(number: int, area: str, **data: Any) -> ConfigSubentryDataWithId:
    """Return the subentry of a recorder in an area; its id is ``rec<number>``."""
    return ConfigSubentryDataWithId(
        subentry_id=f"rec{number}",
        subentry_type=Kind.RECORDER.value,
        title=f"Recorder {number}",
        unique_id=f"recorder:{number}",
        data={
            "profile": "test-recorder",
            "endpoint": {"transport": "http", "host": "192.0.2.7", "port": 80 + number},
            "address": f"rec{number}",
            "params": {},
            "key": f"recorder{number}",
            "area_id": area,
            **data,
        },
    )


@pytest.fixture
def studio(own_profiles: Path) -> Generator[Studio]:
    (own_profiles / "test-recorder.yaml").write_text(RECORDER_PROFILE, "utf-8")
    made = Studio()
    with patch("custom_components.smart_campus.KINDS", {**KINDS, Kind.RECORDER: made.kind}):
        yield made


async def set_up_recorded(
    hass: HomeAssistant, area: str, *further: ConfigSubentryDataWithId, **room_data: Any
) -> MockConfigEntry:
    """Set up a site with one room, its recorder and a term."""
    return await set_up(hass, room(area, **room_data), term(), recorder(1, area), *further)
