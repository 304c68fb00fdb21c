"""A recorder of this machine and the archive share one disk."""

import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.smart_campus.campuslink.device.recorder.orders import RecordingOrder
from custom_components.smart_campus.campuslink.device.recorder.recorder import Recorder
from custom_components.smart_campus.campuslink.device.spec import DeviceSpec
from custom_components.smart_campus.campuslink.errors import RefusedError
from custom_components.smart_campus.campuslink.link.endpoint import NetworkEndpoint
from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.campuslink.profile.library import load_library
from custom_components.smart_campus.campuslink.profile.schema import Transport
from custom_components.smart_campus.recordings.connection import make_recorder
from custom_components.smart_campus.store.rules.errors import StoreUnavailableError

ARCHIVE = "custom_components.smart_campus.recordings.room.async_make_room"
GB = 1_000_000_000
MISSING = 2 * 60 * 45 * 500_000 - 1 * GB
"""Twice 45 minutes at 4 Mbit/s, of which 1 GB is there beyond the reserve."""


@pytest.fixture
async def recorder(hass: HomeAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    library = load_library(Path(__file__).parents[3] / "device_profiles")
    spec = DeviceSpec(
        profile=library.profiles["rtsp-camera"],
        catalogue=library.catalogue(Kind.RECORDER),
        endpoint=NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=554),
        options={"folder": str(tmp_path), "path": "/live", "reserve_bytes": 5 * GB, "reserve_percent": 0},
    )
    usage = SimpleNamespace(total=100 * GB, free=6 * GB)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    return make_recorder(hass, spec)


def _lesson() -> RecordingOrder:
    now = dt_util.utcnow()
    return RecordingOrder(id="lesson-1", title="Algebra", start=now, end=now + timedelta(minutes=45))


async def test_archive_is_asked_for_what_is_missing(hass: HomeAssistant, recorder: Recorder) -> None:
    with patch(ARCHIVE, return_value=0) as make_room, pytest.raises(RefusedError, match="are free on the disk"):
        await recorder.start(_lesson())
    ((asked_hass, wanted), _) = make_room.call_args
    assert asked_hass is hass
    assert wanted == pytest.approx(MISSING, rel=0.01)


async def test_archive_that_cannot_tell_makes_no_room_and_no_other_error(recorder: Recorder) -> None:
    with patch(ARCHIVE, side_effect=StoreUnavailableError), pytest.raises(RefusedError, match="are free on the disk"):
        await recorder.start(_lesson())


async def test_archive_without_a_confirmed_recording_deletes_nothing(recorder: Recorder) -> None:
    with pytest.raises(RefusedError, match="are free on the disk"):
        await recorder.start(_lesson())
