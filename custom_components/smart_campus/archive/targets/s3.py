"""Object storage that speaks like Amazon's S3: large files in parts, each with a checksum the server keeps."""

import asyncio
import base64
import hashlib
import math
from collections.abc import AsyncGenerator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, override
from xml.sax.saxutils import escape

from yarl import URL

from ..rules.faults import ArchiveFaultError, FaultCode
from ..rules.xml_tree import XmlElement, read_xml
from .base import FileTarget, Keep, Progress, check_content, compare
from .folder import local_file
from .http import Answer, HttpPeer
from .parcel import ParcelFile
from .sigv4 import EMPTY_SHA256, S3Keys, canonical_query, quote_path, sign

PART: Final = 8 * 1024 * 1024
"""S3 takes parts of 5 MiB to 5 GiB, and 10,000 of them."""
MOST_PARTS: Final = 9_000


@dataclass(frozen=True, slots=True)
class _Part:
    number: int
    offset: int
    size: int
    sha256: str
    """In base64, as S3 tells it; empty where it does not."""
    etag: str = ""
    """With its quotes; the MD5 of the part where the server does not encrypt with keys of its own."""

    def equals(self, wanted: _Part) -> bool:
        """Return whether a part the server has is the one that is wanted."""
        is_same = self.sha256 == wanted.sha256 if self.sha256 else self.etag.strip('"') == wanted.etag
        return is_same and self.size == wanted.size


class S3Target(FileTarget):
    """A bucket. Sent parts are asked for after an interruption and not sent again.

    Source: Amazon S3 API reference, CreateMultipartUpload, UploadPart, ListParts, CompleteMultipartUpload, HeadObject.
    """

    def __init__(
        self, peer: HttpPeer, endpoint: URL, bucket: str, keys: S3Keys, *, prefix: str = "", part_size: int = PART
    ) -> None:
        """endpoint: without the bucket, which goes into the path."""
        self._peer = peer
        self._endpoint = endpoint
        self._bucket = bucket
        self._keys = keys
        self._prefix = prefix.strip("/")
        self._part_size = part_size
        self._joined: dict[str, str] = {}
        """The checksum of all parts' checksums, as S3 tells it, of what was just sent."""

    @override
    async def put(self, file: ParcelFile, place: str, part: Progress, keep: Keep) -> None:
        with suppress(ArchiveFaultError):
            await self.check(place, file.size, file.sha256, file.md5)
            return
        if file.size <= self._part_size:
            await self._put_whole(file, place)
            return
        upload_id = str(part.get("upload_id", "")) if part.get("sha256") == file.sha256 else ""
        sent: dict[int, _Part] = {}
        if upload_id:
            try:
                sent = await self._sent(place, upload_id)
            except ArchiveFaultError as err:
                if err.code is not FaultCode.NOT_FOUND:
                    raise
                upload_id = ""
        if not upload_id:
            upload_id = await self._begin(file, place)
            await keep({"sha256": file.sha256, "upload_id": upload_id})
        await self._put_parts(file, place, upload_id, sent)

    @override
    async def put_bytes(self, place: str, content: bytes) -> None:
        digest = hashlib.sha256(content)
        await self._ask(
            "PUT", place, headers={"x-amz-checksum-sha256": _base64(digest.digest())}, body=content, also=()
        )

    @override
    async def check(self, place: str, size: int, sha256: str, md5: str) -> None:
        answer = await self._ask("HEAD", place, headers={"x-amz-checksum-mode": "ENABLED"})
        length = answer.headers.get("Content-Length", "")
        compare("size", int(length) if length.isdigit() else length, size)
        told = answer.headers.get("x-amz-checksum-sha256", "")
        if told and told.partition("-")[0] in {_base64(bytes.fromhex(sha256)), self._joined.pop(place, None)}:
            return
        # A checksum of parts that were sent before a restart says nothing of the whole, so that is read back
        url, headers = self._signed("GET", place, {}, {}, EMPTY_SHA256)
        await check_content(self._peer.stream(url, headers=headers), size, sha256)

    @override
    async def remove(self, place: str) -> None:
        await self._ask("DELETE", place, also=(404,))

    @override
    def read(self, place: str, offset: int, length: int) -> AsyncGenerator[bytes]:
        url, headers = self._signed("GET", place, {}, {}, EMPTY_SHA256)
        return self._peer.stream(url, headers=headers, offset=offset, length=length)

    async def _put_whole(self, file: ParcelFile, place: str) -> None:
        headers = {"x-amz-checksum-sha256": _base64(bytes.fromhex(file.sha256))}
        url, headers = self._signed("PUT", place, {}, headers, file.sha256)
        await self._peer.send("PUT", url, file.path, length=file.size, headers=headers)

    async def _put_parts(self, file: ParcelFile, place: str, upload_id: str, sent: Mapping[int, _Part]) -> None:
        size = max(self._part_size, math.ceil(file.size / MOST_PARTS))
        parts, digests = [], b""
        for number, offset in enumerate(range(0, file.size, size), 1):
            length = min(size, file.size - offset)
            digest, md5 = await asyncio.to_thread(_digests_of, file.path, offset, length)
            digests += digest
            wanted = _Part(number, offset, length, _base64(digest), md5)
            there = sent.get(number)
            if there is None or not there.equals(wanted):
                parts.append(await self._put_part(file, place, upload_id, wanted))
            else:
                parts.append(replace(wanted, etag=there.etag))
        await self._complete(place, upload_id, parts)
        self._joined[place] = _base64(hashlib.sha256(digests).digest())

    async def _put_part(self, file: ParcelFile, place: str, upload_id: str, part: _Part) -> _Part:
        query = {"partNumber": str(part.number), "uploadId": upload_id}
        payload = base64.b64decode(part.sha256).hex()
        url, headers = self._signed("PUT", place, query, {"x-amz-checksum-sha256": part.sha256}, payload)
        answer = await self._peer.send("PUT", url, file.path, offset=part.offset, length=part.size, headers=headers)
        return replace(part, etag=answer.headers.get("ETag", ""))

    async def _begin(self, file: ParcelFile, place: str) -> str:
        headers = {"x-amz-checksum-algorithm": "SHA256", "x-amz-meta-sha256": file.sha256}
        answer = await self._ask("POST", place, {"uploads": ""}, headers=headers)
        if not (upload_id := read_xml(answer.body).text_of("UploadId")):
            raise ArchiveFaultError(FaultCode.BAD_ANSWER, "no UploadId")
        return upload_id

    async def _sent(self, place: str, upload_id: str) -> dict[int, _Part]:
        """Return the parts the server has. Raises NOT_FOUND when it forgot the upload."""
        parts: dict[int, _Part] = {}
        marker = ""
        while True:
            query = {"uploadId": upload_id, **({"part-number-marker": marker} if marker else {})}
            root = read_xml((await self._ask("GET", place, query)).body)
            found = [_part_of(element) for element in root.find("Part")]
            parts |= {part.number: part for part in found}
            marker = root.text_of("NextPartNumberMarker")
            if root.text_of("IsTruncated") != "true" or not found or not marker:
                return parts

    async def _complete(self, place: str, upload_id: str, parts: list[_Part]) -> None:
        listed = "".join(
            f"<Part><PartNumber>{part.number}</PartNumber><ETag>{escape(part.etag)}</ETag>"
            f"<ChecksumSHA256>{escape(part.sha256)}</ChecksumSHA256></Part>"
            for part in parts
        )
        body = (
            '<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"{listed}</CompleteMultipartUpload>"
        ).encode()
        answer = await self._ask("POST", place, {"uploadId": upload_id}, body=body)
        # S3 may say 200 first and find out behind it
        root = read_xml(answer.body)
        if root.name == "Error":
            raise ArchiveFaultError(FaultCode.SERVER_ERROR, root.text_of("Code")[:80])

    async def _ask(
        self,
        method: str,
        place: str,
        query: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        also: tuple[int, ...] = (),
    ) -> Answer:
        payload = hashlib.sha256(body).hexdigest() if body is not None else EMPTY_SHA256
        url, signed = self._signed(method, place, query or {}, headers or {}, payload)
        return await self._peer.ask(method, url, headers=signed, body=body, also=also)

    def _signed(
        self, method: str, place: str, query: Mapping[str, str], headers: Mapping[str, str], payload_sha256: str
    ) -> tuple[URL, dict[str, str]]:
        key = f"{self._prefix}/{place}" if self._prefix else place
        base = self._endpoint.raw_path.rstrip("/")
        path = f"{base}{quote_path(f'/{self._bucket}/{key}')}"
        default = {"http": 80, "https": 443}.get(self._endpoint.scheme)
        host = self._endpoint.raw_host or ""
        host = host if self._endpoint.port in {None, default} else f"{host}:{self._endpoint.port}"
        text = f"{self._endpoint.scheme}://{host}{path}"
        if query:
            text += f"?{canonical_query(query)}"
        signed = sign(
            self._keys,
            method,
            host=host,
            path=path,
            query=query,
            headers=headers,
            payload_sha256=payload_sha256,
            now=datetime.now(UTC),
        )
        return URL(text, encoded=True), signed


def _part_of(element: XmlElement) -> _Part:
    number, size = element.text_of("PartNumber"), element.text_of("Size")
    if not (number.isascii() and number.isdigit() and size.isascii() and size.isdigit()):
        raise ArchiveFaultError(FaultCode.BAD_ANSWER, "a part without a number")
    return _Part(int(number), 0, int(size), element.text_of("ChecksumSHA256"), element.text_of("ETag"))


def _digests_of(path: Path, offset: int, length: int) -> tuple[bytes, str]:
    """Return the SHA-256 of a stretch, and its MD5 in hexadecimal."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with local_file(path), path.open("rb") as file:
        file.seek(offset)
        while length > 0 and (chunk := file.read(min(1 << 20, length))):
            sha256.update(chunk)
            md5.update(chunk)
            length -= len(chunk)
    return sha256.digest(), md5.hexdigest()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
