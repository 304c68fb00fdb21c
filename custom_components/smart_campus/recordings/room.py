"""Room on this machine's disk for the recordings it makes itself."""

import logging

from homeassistant.core import HomeAssistant

from ..archive.room import async_make_room
from ..campuslink.device.recorder.recorder import Recorder
from ..campuslink.device.recorder.stream.device import StreamRecorder
from ..store.rules.errors import StoreError

_LOGGER = logging.getLogger(__name__)


def share_disk(hass: HomeAssistant, recorder: Recorder) -> None:
    """Let the archive delete its oldest confirmed recordings when the recorder finds the disk full."""

    async def make_room(wanted: int) -> int:
        try:
            return await async_make_room(hass, wanted)
        except StoreError as err:
            _LOGGER.warning("No room could be made for recordings: %s", err)
            return 0

    if isinstance(recorder, StreamRecorder):
        recorder.set_room_maker(make_room)
