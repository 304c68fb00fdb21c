"""Recordings in an object store: moto's server, and signatures compared with botocore's."""

from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import aiohttp
import boto3
import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from moto.server import ThreadedMotoServer
from yarl import URL

from custom_components.smart_campus.archive.rules.faults import ArchiveFaultError, FaultCode
from custom_components.smart_campus.archive.rules.pace import Pace
from custom_components.smart_campus.archive.targets.http import HttpPeer
from custom_components.smart_campus.archive.targets.s3 import S3Target
from custom_components.smart_campus.archive.targets.sigv4 import EMPTY_SHA256, S3Keys, canonical_query, quote_path, sign

from .conftest import Keeper, parcel_of, write_file

MIB = 1024 * 1024
KEYS = S3Keys(access_key="AKIDEXAMPLE", secret_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", region="eu-west-1")
KEY = "campus/A101/2026-11-25/teacher.mp4"


@pytest.fixture
def moto(socket_enabled: None) -> Generator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store(moto: str) -> Generator[Any]:
    client = boto3.client(
        "s3",
        endpoint_url=moto,
        region_name="eu-west-1",
        aws_access_key_id=KEYS.access_key,
        aws_secret_access_key=KEYS.secret_key,
        config=Config(s3={"addressing_style": "path"}),
    )
    client.create_bucket(Bucket="lessons", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    yield client
    for found in client.list_objects_v2(Bucket="lessons").get("Contents", []):
        client.delete_object(Bucket="lessons", Key=found["Key"])
    for found in client.list_multipart_uploads(Bucket="lessons").get("Uploads", []):
        client.abort_multipart_upload(Bucket="lessons", Key=found["Key"], UploadId=found["UploadId"])
    client.delete_bucket(Bucket="lessons")


@pytest.fixture
def make(session: aiohttp.ClientSession, moto: str, store: object) -> Callable[[Pace], S3Target]:
    return lambda pace: S3Target(
        HttpPeer(session, pace), URL(moto), "lessons", KEYS, prefix="campus", part_size=5 * MIB
    )


@pytest.fixture
def target(make: Callable[[Pace], S3Target], pace: Pace) -> S3Target:
    return make(pace)


@pytest.mark.parametrize(
    ("method", "path", "query", "headers"),
    [
        ("GET", "/lessons/教学楼 A101/a+b&c~d.mp4", {}, {}),
        ("PUT", "/lessons/x", {"partNumber": "3", "uploadId": "a/b+c=="}, {"x-amz-checksum-sha256": "q=="}),
        ("POST", "/lessons/x", {"uploads": ""}, {"X-Amz-Meta-Note": "two  spaces "}),
    ],
)
def test_signature_equals_botocores(method: str, path: str, query: dict[str, str], headers: dict[str, str]) -> None:
    now = datetime(2026, 11, 25, 2, 0, 1, tzinfo=UTC)
    url = f"https://s3.example.org:8443{quote_path(path)}" + (f"?{canonical_query(query)}" if query else "")
    request = AWSRequest(method=method, url=url, headers=headers)
    with patch("botocore.auth.get_current_datetime", return_value=now.replace(tzinfo=None)):
        S3SigV4Auth(Credentials(KEYS.access_key, KEYS.secret_key), "s3", "eu-west-1").add_auth(request)

    signed = sign(
        KEYS,
        method,
        host="s3.example.org:8443",
        path=quote_path(path),
        query=query,
        headers=headers,
        payload_sha256=EMPTY_SHA256,
        now=now,
    )

    assert signed["Authorization"] == request.headers["Authorization"]


@pytest.mark.parametrize("size", [1000, 12 * MIB + 17])
async def test_recording_is_there_whole_and_proven(
    target: S3Target, store: Any, tmp_path: Path, keeper: Keeper, size: int
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", size))

    receipt = await target.send(parcel, {}, keeper)
    await target.verify(parcel, receipt)

    assert store.get_object(Bucket="lessons", Key=KEY)["Body"].read() == (tmp_path / "teacher.mp4").read_bytes()
    side = store.get_object(Bucket="lessons", Key="campus/A101/2026-11-25/rec-1.json")
    assert side["Body"].read() == parcel.side


class Counting(Pace):
    """Counts what is sent, and breaks the connection after so much."""

    def __init__(self, most: int = 1 << 40) -> None:
        super().__init__(None)
        self.sent = 0
        self.most = most

    async def take(self, count: int) -> None:
        self.sent += count
        if self.sent > self.most:
            raise ArchiveFaultError(FaultCode.UNREACHABLE)


async def test_interrupted_upload_goes_on_with_the_parts_the_server_lacks(
    make: Callable[[Pace], S3Target], store: Any, tmp_path: Path, keeper: Keeper
) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 12 * MIB))
    with pytest.raises(ArchiveFaultError):
        await make(Counting(6 * MIB)).send(parcel, {}, keeper)

    second = Counting()
    receipt = await make(second).send(parcel, keeper.last, keeper)
    await make(Counting()).verify(parcel, receipt)

    assert second.sent == 7 * MIB
    assert store.list_multipart_uploads(Bucket="lessons").get("Uploads", []) == []


async def test_upload_the_server_forgot_begins_anew(target: S3Target, tmp_path: Path, keeper: Keeper) -> None:
    file = write_file(tmp_path / "teacher.mp4", 6 * MIB)
    parcel = parcel_of(file)
    progress = {"place": parcel.place_of(file.name), "part": {"sha256": file.sha256, "upload_id": "gone"}}

    await target.verify(parcel, await target.send(parcel, progress, keeper))


async def test_changed_copy_is_noticed(target: S3Target, store: Any, tmp_path: Path, keeper: Keeper) -> None:
    parcel = parcel_of(write_file(tmp_path / "teacher.mp4", 1000))
    receipt = await target.send(parcel, {}, keeper)
    store.put_object(Bucket="lessons", Key=KEY, Body=bytes(1000))

    with pytest.raises(ArchiveFaultError) as caught:
        await target.verify(parcel, receipt)

    assert caught.value.code is FaultCode.NOT_IDENTICAL


async def test_recording_can_be_read_from_the_middle_and_erased(
    target: S3Target, store: Any, tmp_path: Path, keeper: Keeper
) -> None:
    file = write_file(tmp_path / "teacher.mp4", 1000)
    receipt = await target.send(parcel_of(file), {}, keeper)

    assert (
        b"".join([chunk async for chunk in target.read(receipt["files"][0], 100, 50)])
        == (file.path.read_bytes()[100:150])
    )
    assert await target.erase(receipt) == []
    assert store.list_objects_v2(Bucket="lessons")["KeyCount"] == 0


async def test_probe_leaves_nothing_behind_and_notices_a_missing_bucket(
    target: S3Target, store: Any, session: aiohttp.ClientSession, pace: Pace, moto: str
) -> None:
    await target.probe()
    assert store.list_objects_v2(Bucket="lessons")["KeyCount"] == 0

    with pytest.raises(ArchiveFaultError) as caught:
        await S3Target(HttpPeer(session, pace), URL(moto), "nowhere", KEYS).probe()
    assert caught.value.code is FaultCode.NOT_FOUND
