"""OBS Studio through obs-websocket: it records on a computer of its own, whose files are not reached through it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path, PureWindowsPath
from typing import Any, override

from ...codec.json_values import text_in
from ...codec.obs import Stats, read_picture, read_record_status, read_stats
from ...errors import GarbledAnswerError, MismatchError, RefusalReason, RefusedError
from ...link.obs import ObsLink
from ...model import DeviceIdentity
from ...profile.schema import Catalogue, Profile
from .hardware import OBSERVED_POINTS, REAL_CLOCKS, Clocks, HardwareRecorder, needed_bytes, plain_name
from .orders import Preflight, RecordedFile, RecorderState, RecordingOrder
from .pictures import MOST_PICTURE_BYTES, require_picture
from .progress import Observation
from .sound import SILENT_DB, SoundWatch
from .sources import Readings, Source

MOST_PATHS = 100


class ObsRecorder(HardwareRecorder):
    """One OBS. What it stopped recording is known by name for as long as this process runs."""

    can_pause = True
    has_preview = True

    def __init__(
        self,
        profile: Profile,
        catalogue: Catalogue,
        link: ObsLink,
        *,
        folder: Path | None = None,
        clocks: Clocks = REAL_CLOCKS,
    ) -> None:
        """Make one. folder: where the folder OBS records to is mounted on this machine; None where it is not."""
        self._link = link
        self._folder = folder
        self._sound = SoundWatch()
        self._paths: dict[str, list[str]] = {}
        """What was written, by order."""
        self.holds_files = folder is not None
        link.hear = self._hear
        super().__init__(profile, catalogue, link, clocks)

    @override
    async def identify(self) -> DeviceIdentity:
        try:
            found = await self._link.ask("GetVersion")
            await self._observe()
        except RefusedError as err:
            raise MismatchError(f"OBS would tell its version; this one says {err}") from err
        if not (version := text_in(found, "obsVersion")):
            raise MismatchError("no obsVersion in the answer to GetVersion")
        return DeviceIdentity(manufacturer="OBS Project", model="OBS Studio", firmware=version)

    @override
    async def pause(self) -> RecorderState:
        return await self._set("PauseRecord", RecorderState.PAUSED, "pause")

    @override
    async def resume(self) -> RecorderState:
        return await self._set("ResumeRecord", RecorderState.RECORDING, "go on")

    @override
    async def preflight(self, order: RecordingOrder) -> Preflight:
        notes: dict[str, str] = {}
        stats = await self._stats()
        scene = await self._scene()
        items = (await self._link.ask("GetSceneItemList", {"sceneName": scene})).get("sceneItems")
        level_db = await self._link.listen()
        has_space = None if stats.free is None else stats.free >= needed_bytes(order)
        if has_space is False:
            notes["disk"] = f"{stats.free} bytes free"
        notes["source"] = f"scene {scene}"
        notes["sound"] = "no input is active" if level_db is None else f"{level_db:.0f} dB"
        return Preflight(
            has_space=has_space,
            has_source=bool(items) if isinstance(items, list) else None,
            has_sound=level_db is not None and level_db > SILENT_DB,
            notes=notes,
        )

    @override
    async def list_files(self, order: RecordingOrder) -> Sequence[RecordedFile]:
        return [
            RecordedFile(id=path, name=plain_name(_base_name(path)), order_id=order.id)
            for path in self._paths.get(order.id, ())
        ]

    @override
    def local_path(self, file: RecordedFile) -> Path | None:
        name = _base_name(file.id)
        return None if self._folder is None or name in {"", ".", ".."} else self._folder / name

    @override
    async def preview(self) -> bytes | None:
        wish = {"sourceName": await self._scene(), "imageFormat": "jpg", "imageWidth": 640}
        picture = require_picture(read_picture(await self._link.ask("GetSourceScreenshot", wish)))
        if len(picture) > MOST_PICTURE_BYTES:
            raise GarbledAnswerError("the picture is too large")
        return picture

    @override
    def _sources(self) -> Sequence[Source]:
        return (
            Source(points=OBSERVED_POINTS, ask=self._read_observation),
            Source(points=frozenset({"sound", "sound_level"}), ask=self._read_sound),
            Source(points=frozenset({"storage_free", "cpu_load"}), ask=self._read_stats),
            Source(points=frozenset({"manufacturer", "model", "firmware"}), ask=self._read_identity),
        )

    @override
    async def _observe(self) -> Observation:
        status = read_record_status(await self._link.ask("GetRecordStatus"))
        state = RecorderState.IDLE
        if status.is_active:
            state = RecorderState.PAUSED if status.is_paused else RecorderState.RECORDING
        return Observation(state=state, elapsed_s=status.elapsed_s, written=status.written)

    @override
    async def _begin(self, order: RecordingOrder) -> None:
        await self._link.ask("StartRecord", again=False)

    @override
    async def _end(self) -> None:
        self._note_path(text_in(await self._link.ask("StopRecord", again=False), "outputPath"))

    @override
    def _fetch(self, file: RecordedFile, offset: int) -> AsyncIterator[bytes]:
        raise RefusedError(RefusalReason.FUNCTION, "OBS hands out no files; mount the folder it records to")

    async def _set(self, command: str, state: RecorderState, word: str) -> RecorderState:
        async with self._commands:
            if (await self._look()).state is not state:
                await self._link.ask(command, again=False)
            return await self._wait_for({state}, word)

    async def _stats(self) -> Stats:
        return read_stats(await self._link.ask("GetStats"))

    async def _scene(self) -> str:
        found = await self._link.ask("GetCurrentProgramScene")
        return text_in(found, "sceneName") or text_in(found, "currentProgramSceneName")

    async def _read_sound(self) -> Readings:
        level_db = await self._link.listen()
        state = self._sound.hear(level_db, self._steady())
        return {"sound": "absent" if level_db is None else state and state.value, "sound_level": level_db}

    async def _read_stats(self) -> Readings:
        stats = await self._stats()
        return {"storage_free": stats.free, "cpu_load": stats.cpu_load}

    async def _read_identity(self) -> Readings:
        version = text_in(await self._link.ask("GetVersion"), "obsVersion")
        return {"manufacturer": "OBS Project", "model": "OBS Studio", "firmware": version or None}

    def _hear(self, _kind: str, data: Mapping[str, Any]) -> None:
        self._note_path(text_in(data, "outputPath"))
        if self._push is not None:
            self._push.on_news(OBSERVED_POINTS)

    def _note_path(self, path: str) -> None:
        order = self._kept.current
        if not path or order is None:
            return
        paths = self._paths.setdefault(order.id, [])
        if path not in paths:
            paths.append(path)
            del paths[:-MOST_PATHS]
        while len(self._paths) > MOST_PATHS:
            del self._paths[next(iter(self._paths))]


def _base_name(path: str) -> str:
    """Return the last part of a path of any system."""
    return PureWindowsPath(path).name
