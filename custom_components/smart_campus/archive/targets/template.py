"""A platform of the trade, as a person described it: one request for each file, and how the answer proves it."""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import override

from yarl import URL

from ...campuslink.device.recorder.orders import RecordingOrder
from ..rules.faults import ArchiveFaultError, FaultCode
from ..rules.template import Template, check_answer, fill, fill_header, fill_url, without_secret
from .base import PROBE_PREFIX, Keep, Progress, Receipt, Target, check_content
from .form import frame
from .http import HttpPeer
from .parcel import Parcel, ParcelFile

type Words = Mapping[str, str]


class TemplateTarget(Target):
    """Sends by template. What the platform proves by its answer is believed; else the file is read back.

    A platform that gives files back is asked first whether it has one already. Others get the same
    ``Idempotency-Key`` whenever the same file is sent again.
    """

    def __init__(self, peer: HttpPeer, template: Template) -> None:
        self._peer = peer
        self._template = template
        self.can_read = bool(template.read_url)
        self.can_erase = bool(template.delete_url)

    @override
    async def probe(self) -> None:
        folder = Path(await asyncio.to_thread(mkdtemp))
        try:
            file = await asyncio.to_thread(_probe_file, folder)
            parcel = Parcel(
                recording_id=file.name, room="", order=_probe_order(), folder="", side_name="", side=b"", files=(file,)
            )
            receipt = await self.send(parcel, {}, _keep_nothing)
            await self.verify(parcel, receipt)
            if self.can_erase:
                await self.erase(receipt)
        finally:
            await asyncio.to_thread(rmtree, folder, ignore_errors=True)

    @override
    async def send(self, parcel: Parcel, progress: Progress, keep: Keep) -> Receipt:
        done: list[str] = list(progress.get("done", ()))
        for file in parcel.files:
            if file.name not in done:
                await self._send(file, self._words(parcel, file))
                done.append(file.name)
                await keep({"done": done})
        words = [without_secret(self._words(parcel, file)) for file in parcel.files]
        return {
            "files": [fill_url(self._template.read_url, each) for each in words],
            "erase": [fill_url(self._template.delete_url, each) for each in words],
            "names": [file.name for file in parcel.files],
        }

    @override
    async def verify(self, parcel: Parcel, receipt: Receipt) -> None:
        if self._template.proves:
            return
        if not self.can_read:
            raise ArchiveFaultError(FaultCode.UNPROVEN, "neither its answer nor a copy read back proves anything")
        for file in parcel.files:
            await self._check(file, self._words(parcel, file))

    @override
    async def erase(self, receipt: Receipt) -> Sequence[str]:
        left = []
        for place, name in zip(receipt["erase"], receipt["names"], strict=True):
            if not place:
                left.append(name)
                continue
            try:
                url = self._url(place, {"secret": self._template.secret})
                await self._peer.ask("DELETE", url, headers=self._headers({}), also=(404,))
            except ArchiveFaultError:
                left.append(name)
        return left

    @override
    def read(self, place: str, offset: int, length: int) -> AsyncGenerator[bytes]:
        url = self._url(place, {"secret": self._template.secret})
        return self._peer.stream(url, headers=self._headers({}), offset=offset, length=length)

    async def _send(self, file: ParcelFile, words: Words) -> None:
        template = self._template
        if self.can_read:
            with suppress(ArchiveFaultError):
                await self._check(file, words)
                return
        headers = {
            **self._headers(words),
            "Idempotency-Key": f"{file.sha256[:32]}-{file.name[:40].encode().hex()[:40]}",
        }
        url = self._url(template.url, words)
        if template.is_form:
            fields = [(name, fill(value, words)) for name, value in template.fields.items()]
            framed = frame(fields, template.file_field, file.name)
            answer = await self._peer.send(
                template.method,
                url,
                file.path,
                length=file.size,
                headers=headers,
                before=framed.before,
                behind=framed.behind,
                content_type=framed.content_type,
            )
        else:
            answer = await self._peer.send(template.method, url, file.path, length=file.size, headers=headers)
        check_answer(template, answer.body, words)

    async def _check(self, file: ParcelFile, words: Words) -> None:
        url = self._url(self._template.read_url, words)
        await check_content(self._peer.stream(url, headers=self._headers(words)), file.size, file.sha256)

    def _headers(self, words: Words) -> dict[str, str]:
        words = {**words, "secret": self._template.secret}
        return {name: fill_header(value, words) for name, value in self._template.headers.items()}

    def _url(self, text: str, words: Words) -> URL:
        try:
            return URL(fill_url(text, words), encoded=True)
        except ValueError:
            raise ArchiveFaultError(FaultCode.NOT_FOUND, "not an address") from None

    def _words(self, parcel: Parcel, file: ParcelFile) -> dict[str, str]:
        order = parcel.order
        return {
            "id": parcel.recording_id,
            "name": file.name,
            "folder": parcel.folder,
            "room": parcel.room,
            "course": order.course,
            "teacher": order.teacher,
            "group": order.group,
            "title": order.title,
            "language": order.language,
            "start": order.start.isoformat(),
            "end": order.end.isoformat(),
            "source": file.source,
            "size": str(file.size),
            "sha256": file.sha256,
            "md5": file.md5,
            "secret": self._template.secret,
        }


async def _keep_nothing(_progress: Progress) -> None:
    """Keep nothing: a probe is not gone on with."""


def _probe_file(folder: Path) -> ParcelFile:
    name = f"{PROBE_PREFIX}{secrets.token_hex(4)}.txt"
    content = f"Smart Campus, {datetime.now(UTC).isoformat()}\n".encode()
    (folder / name).write_bytes(content)
    return ParcelFile(
        path=folder / name,
        name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
    )


def _probe_order() -> RecordingOrder:
    now = datetime.now(UTC).replace(microsecond=0)
    return RecordingOrder(id="probe", title="probe", start=now, end=now + timedelta(minutes=1))
