"""Epiphan Pearl recorders over REST."""

from collections.abc import AsyncIterator, Sequence
from typing import override

from ...codec.pearl import (
    PearlEvent,
    PearlFile,
    PearlStatus,
    PearlStorage,
    read_events,
    read_files,
    read_firmware,
    read_recorders,
    read_result,
    read_serial,
    read_signals,
    read_storage,
    read_system,
    read_uploads,
    write_event,
)
from ...errors import LinkError, MismatchError, NotWritableError, RefusalReason, RefusedError
from ...link.pearl import PearlLink
from ...link.web import escaped
from ...model import DeviceIdentity
from ...profile.schema import Catalogue, Profile
from .hardware import (
    CLOCK_LIMIT_S,
    IDENTITY_POINTS,
    OBSERVED_POINTS,
    REAL_CLOCKS,
    Clocks,
    HardwareRecorder,
    needed_bytes,
    plain_name,
)
from .orders import Preflight, RecordedFile, RecorderState, RecordingOrder
from .orders_kept import files_within
from .pictures import MOST_PICTURE_BYTES, require_picture
from .progress import Observation
from .sources import Readings, Source
from .titles import read_title, tag_title

PAGE = 50
MOST_PAGES = 10
_STATES = {
    "starting": RecorderState.STARTING,
    "started": RecorderState.RECORDING,
    "stopped": RecorderState.IDLE,
    "disabled": RecorderState.IDLE,
    "error": RecorderState.ERROR,
}


class PearlRecorder(HardwareRecorder):
    """One of the recorders of a Pearl. It tells nothing of sound, and of pictures only whether a signal comes in."""

    has_preview = True

    def __init__(
        self,
        profile: Profile,
        catalogue: Catalogue,
        link: PearlLink,
        *,
        recorder: str = "1",
        channel: str = "1",
        has_cms: bool = False,
        clocks: Clocks = REAL_CLOCKS,
    ) -> None:
        """Make one. recorder: its id (``1``, ``m1``); channel: whose picture; has_cms: it takes events."""
        self._link = link
        self._id = recorder
        self._channel = channel
        self._has_cms = has_cms
        self.can_schedule = has_cms
        super().__init__(profile, catalogue, link, clocks)

    @override
    async def prepare(self) -> None:
        await self._link.find_base()

    @override
    async def identify(self) -> DeviceIdentity:
        try:
            await self.prepare()
            found = await self._read_identity()
            await self._status()
        except RefusedError as err:
            raise MismatchError(f"no recorder of a Pearl: {err}") from err
        model = str(found["model"])
        if "pearl" not in model.casefold():
            raise MismatchError(f"product_name: {model}, expected a Pearl")
        serial, firmware = found["serial"], found["firmware"]
        return DeviceIdentity(
            manufacturer="Epiphan",
            model=model,
            serial=str(serial) if serial else None,
            firmware=str(firmware) if firmware else None,
        )

    @override
    async def preflight(self, order: RecordingOrder) -> Preflight:
        await self.prepare()
        notes: dict[str, str] = {}
        status = await self._status()
        if status.description:
            notes["source"] = status.description
        offset_s = (await self._read_system())["clock_offset"]
        storage = await self._try(self._get_storage(), notes, "disk")
        signals = await self._try(self._get_signals(), {}, "source")
        is_clock_known = isinstance(offset_s, float)
        if is_clock_known and abs(float(offset_s or 0)) > CLOCK_LIMIT_S:
            notes["clock"] = f"{offset_s:+.0f} s"
        has_space = None
        if storage is not None:
            has_space = storage.state == "ready" and (storage.free or 0) >= needed_bytes(order)
            if not has_space:
                notes["disk"] = f"{storage.state}, {storage.free} bytes free"
        return Preflight(
            is_clock_right="clock" not in notes if is_clock_known else None,
            clock_offset_s=offset_s if isinstance(offset_s, float) else None,
            has_space=has_space,
            has_source=any(signals) if signals else None,
            notes=notes,
        )

    @override
    async def list_files(self, order: RecordingOrder) -> Sequence[RecordedFile]:
        await self.prepare()
        await self._read_system()
        start, end = self._kept.time_of(order, self._now())
        found: list[RecordedFile] = []
        for page in range(MOST_PAGES):
            files = await self._get_files(page * PAGE, PAGE)
            found += [self._recorded(file) for file in files]
            if len(files) < PAGE:
                break
        return files_within(found, start, end)

    @override
    async def preview(self) -> bytes | None:
        await self.prepare()
        path = self._link.path(f"channels/{escaped(self._channel)}/preview?resolution=640&format=jpg")
        return require_picture(await self._link.get(path, most_bytes=MOST_PICTURE_BYTES))

    @override
    async def schedule(self, orders: Sequence[RecordingOrder]) -> None:
        """Create events for these orders. A Pearl cannot take events back: raises RefusedError where it should."""
        self._require_cms()
        await self.prepare()
        events = {tag: event for event in await self._get_events() for tag in [read_title(event.title)[1]] if tag}
        for order in orders:
            event = events.pop(order.id, None)
            if event is None or event.start != order.start or event.finish != order.end:
                await self._create(order)
        left = [event.title for event in events.values() if event.status == "scheduled"]
        if left:
            raise RefusedError(
                RefusalReason.FUNCTION, f"a Pearl cannot take events back; delete them on its page: {', '.join(left)}"
            )

    @override
    async def scheduled(self) -> Sequence[RecordingOrder]:
        self._require_cms()
        await self.prepare()
        found: list[RecordingOrder] = []
        for event in await self._get_events():
            title, tag = read_title(event.title)
            if tag and event.start and event.finish:
                found.append(RecordingOrder(id=tag, title=title, start=event.start, end=event.finish))
        return found

    @override
    def _sources(self) -> Sequence[Source]:
        return (
            Source(points=OBSERVED_POINTS, ask=self._read_observation),
            Source(points=frozenset({"picture"}), ask=self._read_picture, is_optional=True),
            Source(points=frozenset({"clock_offset", "cpu_load", "temperature"}), ask=self._read_system),
            Source(points=frozenset({"storage_free", "storage_total"}), ask=self._read_storage),
            Source(points=frozenset({"upload_state"}), ask=self._read_uploads, is_optional=True),
            Source(points=IDENTITY_POINTS, ask=self._read_identity),
        )

    @override
    async def _observe(self) -> Observation:
        status = await self._status()
        state = _STATES.get(status.state, RecorderState.ERROR)
        if state is not RecorderState.RECORDING:
            return Observation(state=state)
        growing = next((file for file in await self._get_files(0, 1) if file.is_recording), None)
        return Observation(
            state=state,
            elapsed_s=status.duration_s,
            written=None if growing is None else growing.size,
            title=await self._running_title(),
        )

    @override
    async def _begin(self, order: RecordingOrder) -> None:
        await self._command("start")

    @override
    async def _end(self) -> None:
        await self._command("stop")

    @override
    def _fetch(self, file: RecordedFile, offset: int) -> AsyncIterator[bytes]:
        path = self._link.path(f"recorders/{escaped(self._id)}/archive/files/{escaped(file.id)}")
        return self._link.download(path, offset=offset)

    async def _command(self, word: str) -> None:
        path = self._link.path(f"recorders/{escaped(self._id)}/control/{word}")
        read_result(await self._link.request("POST", path))

    async def _status(self) -> PearlStatus:
        found = read_recorders(await self._get(f"recorders/status?ids={escaped(self._id)}"))
        status = next((each for each in found if each.id == self._id), None)
        if status is None:
            raise RefusedError(RefusalReason.ADDRESS, f"there is no recorder {self._id}")
        return status

    async def _get_files(self, first: int, most: int) -> tuple[PearlFile, ...]:
        path = f"recorders/{escaped(self._id)}/archive/files?from={first}&limit={most}"
        return read_files(await self._get(path))

    async def _get_events(self, query: str = "") -> tuple[PearlEvent, ...]:
        start = escaped(self._now().isoformat(timespec="seconds"))
        return read_events(await self._get(f"schedule/events?{query or f'from={start}'}&limit=200"))

    async def _running_title(self) -> str:
        if not self._has_cms:
            return ""
        running = [event for event in await self._get_events("status=running") if event.title]
        return read_title(running[0].title)[0] if running else ""

    async def _create(self, order: RecordingOrder) -> None:
        duration_s = int((order.end - order.start).total_seconds())
        body = write_event(tag_title(order), order.start, duration_s, (self._id,))
        await self._link.request("POST", self._link.path("schedule/events"), body, "application/json")

    async def _get(self, path: str) -> bytes:
        return await self._link.get(self._link.path(path))

    async def _get_storage(self) -> PearlStorage:
        return read_storage(await self._get("system/storages/main/status"))

    async def _get_signals(self) -> tuple[bool, ...]:
        return read_signals(await self._get("inputs/status"))

    async def _read_picture(self) -> Readings:
        signals = await self._get_signals()
        return {"picture": None if not signals else "good" if any(signals) else "absent"}

    async def _read_system(self) -> Readings:
        system = read_system(await self._get("system/status"))
        return {
            "clock_offset": self._note_clock(system.at),
            "cpu_load": system.cpu_load,
            "temperature": system.temperature,
        }

    async def _read_storage(self) -> Readings:
        storage = await self._get_storage()
        return {"storage_free": storage.free, "storage_total": storage.total}

    async def _read_uploads(self) -> Readings:
        return {"upload_state": read_uploads(await self._get("afu/status"))}

    async def _read_identity(self) -> Readings:
        firmware = read_firmware(await self._get("system/firmware"))
        try:
            serial = read_serial(await self._get("system/connectivity/details"))
        except LinkError, RefusedError:
            serial = ""
        return {
            "manufacturer": "Epiphan",
            "model": firmware.product,
            "serial": serial or None,
            "firmware": firmware.version or None,
        }

    def _recorded(self, file: PearlFile) -> RecordedFile:
        name = plain_name(f"{file.name}.{file.extension}" if file.extension else file.name or file.id)
        return RecordedFile(
            id=file.id,
            name=name,
            size=file.size,
            start=self._ours(file.created),
            duration_s=file.duration_s,
            is_growing=file.is_recording,
            order_id="",
        )

    def _require_cms(self) -> None:
        if not self._has_cms:
            raise NotWritableError("this Pearl holds no schedule: set in its profile that it is bound to a CMS")
