"""An Opencast: each recording is a media package with its metadata, given to the ingest service.

Source: Opencast REST documentation, services.available, ingest (createMediaPackageWithID, addDCCatalog, addTrack,
ingest), assets (episode), and its authentication guide (digest with X-Requested-Auth).
"""

import json
import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, override
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from yarl import URL

from ...campuslink.device.recorder.orders import RecordingOrder
from ..rules.faults import ArchiveFaultError, FaultCode
from ..rules.metadata import dublin_core
from ..rules.xml_tree import XmlElement, read_xml
from .base import PROBE_PREFIX, Keep, Progress, Receipt, Target, check_content, compare
from .form import frame
from .http import HttpPeer
from .parcel import Parcel, ParcelFile

DEFAULT_WORKFLOW: Final = "schedule-and-upload"
EPISODE: Final = "dublincore/episode"
INGEST: Final = "org.opencastproject.ingest"
_HEADERS: Final = {"X-Requested-Auth": "Digest"}
_FLAVORS: Final = {"screen": "presentation/source"}
"""Flavor by source; whatever else shows the teacher's side."""
_NAMESPACE: Final = uuid5(NAMESPACE_URL, "smart-campus/recording")


class OpencastTarget(Target):
    """Ingests into an Opencast, and believes its asset manager only.

    The id of a media package follows from the recording's: a recording that is there already is not ingested again.
    """

    def __init__(self, peer: HttpPeer, base: URL, *, workflow: str = "") -> None:
        """Go by the address of the admin node. workflow: what is done with a recording once it is ingested."""
        self._peer = peer
        self._base = base
        self._workflow = workflow or DEFAULT_WORKFLOW

    @override
    async def probe(self) -> None:
        """Begin a media package with its metadata and discard it: ingesting one would start a workflow."""
        ingest = await self._ingest()
        package = await self._ask("GET", ingest / "createMediaPackage")
        name = f"{PROBE_PREFIX}{secrets.token_hex(4)}"
        now = datetime.now(UTC)
        order = RecordingOrder(id=name, title=name, start=now, end=now)
        fields = {"mediaPackage": package, "flavor": EPISODE, "dublinCore": dublin_core(name, "", order)}
        package = await self._form(ingest / "addDCCatalog", fields)
        if not any(element.attributes.get("type") == EPISODE for element in read_xml(package.encode()).find("catalog")):
            raise ArchiveFaultError(FaultCode.BAD_ANSWER, "the metadata is not in the media package")
        await self._form(ingest / "discardMediaPackage", {"mediaPackage": package})

    @override
    async def send(self, parcel: Parcel, progress: Progress, keep: Keep) -> Receipt:
        package_id = str(uuid5(_NAMESPACE, parcel.recording_id))
        receipt = {"package": package_id, "files": [f"{package_id}/{file.name}" for file in parcel.files]}
        if await self._holds(package_id, parcel):
            return receipt
        ingest = await self._ingest(str(progress.get("ingest", "")))
        package, done = str(progress.get("xml", "")), list(progress.get("done", ()))
        if not package:
            package = await self._ask("PUT", ingest / "createMediaPackageWithID" / package_id)
            catalogue = dublin_core(parcel.recording_id, parcel.room, parcel.order)
            package = await self._form(
                ingest / "addDCCatalog",
                {"mediaPackage": package, "flavor": EPISODE, "dublinCore": catalogue},
            )
            await keep({"ingest": str(ingest), "xml": package, "done": done})
        try:
            for file in parcel.files:
                if file.name not in done:
                    package = await self._add_track(ingest, package, file)
                    done.append(file.name)
                    await keep({"ingest": str(ingest), "xml": package, "done": done})
            await self._form(
                ingest / "ingest" / self._workflow,
                {"mediaPackage": package, "recording_id": parcel.recording_id},
            )
        except ArchiveFaultError as err:
            if err.code in {FaultCode.REFUSED, FaultCode.NOT_FOUND} and progress:
                # What was begun there is gone; begin anew next time
                await keep({})
            raise
        return receipt

    @override
    async def verify(self, parcel: Parcel, receipt: Receipt) -> None:
        tracks = await self._tracks(str(receipt["package"]))
        for file in parcel.files:
            await self._check(file, tracks.get(file.name))

    @override
    async def erase(self, receipt: Receipt) -> Sequence[str]:
        package = str(receipt["package"])
        try:
            await self._peer.ask("DELETE", self._base / "api" / "events" / package, headers=_HEADERS, also=(404,))
        except ArchiveFaultError:
            return [package]
        return []

    @override
    async def read(self, place: str, offset: int, length: int) -> AsyncGenerator[bytes]:
        package, _, name = place.partition("/")
        track = (await self._tracks(package)).get(name)
        if track is None:
            raise ArchiveFaultError(FaultCode.NOT_FOUND)
        url = self._own(track.text_of("url"))
        async for chunk in self._peer.stream(url, headers=_HEADERS, offset=offset, length=length):
            yield chunk

    async def _holds(self, package_id: str, parcel: Parcel) -> bool:
        """Return whether the asset manager has every file of a recording, as it is."""
        tracks = await self._tracks(package_id)
        try:
            for file in parcel.files:
                await self._check(file, tracks.get(file.name))
        except ArchiveFaultError as err:
            if err.code in {FaultCode.UNPROVEN, FaultCode.NOT_IDENTICAL}:
                return False
            raise
        return True

    async def _check(self, file: ParcelFile, track: XmlElement | None) -> None:
        if track is None:
            raise ArchiveFaultError(FaultCode.UNPROVEN, "the asset manager does not have it yet")
        if (size := track.text_of("size")).isdigit():
            compare("size", int(size), file.size)
        for checksum in track.find("checksum"):
            kind, told = checksum.attributes.get("type", "").lower(), checksum.text.strip().lower()
            if kind in {"md5", "sha256", "sha-256"} and told:
                compare(kind, told, file.md5 if kind == "md5" else file.sha256)
                return
        await check_content(
            self._peer.stream(self._own(track.text_of("url")), headers=_HEADERS), file.size, file.sha256
        )

    async def _tracks(self, package_id: str) -> dict[str, XmlElement]:
        """Return the tracks the asset manager holds of a media package, by file name."""
        answer = await self._peer.ask(
            "GET", self._base / "assets" / "episode" / package_id, headers=_HEADERS, also=(404,)
        )
        if answer.status == 404:
            return {}
        tracks = read_xml(answer.body).find("track")
        return {URL(track.text_of("url")).name: track for track in tracks}

    async def _add_track(self, ingest: URL, package: str, file: ParcelFile) -> str:
        fields = [("mediaPackage", package), ("flavor", _FLAVORS.get(file.source, "presenter/source"))]
        framed = frame(fields, "BODY", file.name)
        answer = await self._peer.send(
            "POST",
            ingest / "addTrack",
            file.path,
            length=file.size,
            headers=_HEADERS,
            before=framed.before,
            behind=framed.behind,
            content_type=framed.content_type,
        )
        return _package(answer.body)

    async def _ingest(self, known: str = "") -> URL:
        """Return where the ingest service is. known: where it was when this recording was begun; it is there still."""
        if known:
            return self._own(known)
        url = (self._base / "services" / "available.json").with_query(serviceType=INGEST)
        try:
            found = json.loads((await self._peer.ask("GET", url, headers=_HEADERS)).body)["services"]["service"]
            listed = found if isinstance(found, list) else [found]
            active = [service for service in listed if service.get("active", True) and service.get("online", True)]
            service: Mapping[str, Any] = secrets.choice(active)
            return self._own(f"{service['host']}{service['path']}")
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as err:
            raise ArchiveFaultError(FaultCode.SERVER_ERROR, "no ingest service is active") from err

    def _own(self, text: str) -> URL:
        """Return an address the server named. Raises REDIRECTED when it is on a host nobody agreed to."""
        try:
            url = URL(text)
        except ValueError:
            raise ArchiveFaultError(FaultCode.BAD_ANSWER, "not an address") from None
        if url.host != self._base.host or url.scheme != self._base.scheme:
            raise ArchiveFaultError(FaultCode.REDIRECTED, f"{url.host or ''}"[:80])
        return url

    async def _ask(self, method: str, url: URL) -> str:
        return _package((await self._peer.ask(method, url, headers=_HEADERS)).body)

    async def _form(self, url: URL, fields: Mapping[str, str]) -> str:
        body = urlencode(fields).encode()
        headers = {**_HEADERS, "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        answer = await self._peer.ask("POST", url, headers=headers, body=body)
        return answer.body.decode(errors="replace")


def _package(body: bytes) -> str:
    """Return a media package as it came. Raises BAD_ANSWER when it is none."""
    if read_xml(body).name != "mediapackage":
        raise ArchiveFaultError(FaultCode.BAD_ANSWER, "no media package")
    return body.decode()
