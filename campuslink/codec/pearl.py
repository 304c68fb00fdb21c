"""What Epiphan Pearl recorders answer over REST, as typed values.

Source: Pearl REST API v2.0 (OpenAPI, 2025-03). Answers are ``{"status": "ok", "result": ...}`` or carry a message.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..errors import GarbledAnswerError, RefusalReason, RefusedError
from .isapi import clean, parse_json
from .json_values import flag_in, moment_in, number_in, object_in, objects, text_in, whole_in


@dataclass(frozen=True, kw_only=True, slots=True)
class PearlStatus:
    """One recorder of a device; its id is a text (``1``, ``m1`` for several tracks)."""

    id: str
    state: str
    """``disabled``, ``starting``, ``started``, ``stopped`` or ``error``; empty where it is not told."""
    duration_s: float | None
    description: str
    """What is wrong, in state ``error``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PearlSystem:
    """The device as a whole."""

    at: datetime | None
    """Its clock; without a zone where it names none."""
    cpu_load: float | None
    temperature: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PearlStorage:
    """One storage; sizes in bytes."""

    state: str
    """``ready``, ``nodev``, ``dev``, ``devro`` or ``formatting``."""
    free: int | None
    total: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PearlFile:
    """One file of a recorder."""

    id: str
    name: str
    extension: str
    created: datetime | None
    duration_s: float | None
    size: int | None
    is_recording: bool
    event_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PearlFirmware:
    """What the device is."""

    product: str
    version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PearlEvent:
    """One event of the device's schedule."""

    id: str
    status: str
    """``scheduled``, ``running``, ``paused`` or ``finished``."""
    title: str
    start: datetime | None
    finish: datetime | None


def read_result(data: bytes) -> Any:  # noqa: ANN401 - JSON, typed by whoever takes it
    """Return what an answer holds. Raises RefusedError when it says that it holds nothing, GarbledAnswerError."""
    answer = parse_json(data)
    if "status" not in answer:
        raise GarbledAnswerError("the answer has no status")
    if answer["status"] != "ok":
        raise RefusedError(RefusalReason.OTHER, text_in(answer, "message") or clean(answer["status"]) or "not ok")
    return answer.get("result")


def read_message(data: bytes) -> str:
    """Return why a request was refused, in the device's words; empty when it says nothing."""
    try:
        return text_in(parse_json(data), "message")
    except GarbledAnswerError:
        return ""


def read_recorders(data: bytes) -> tuple[PearlStatus, ...]:
    """Read the answer to ``recorders/status``. Raises GarbledAnswerError when it is no list."""
    found = [_status(item, object_in(item, "status")) for item in _items(data)]
    return tuple(item for item in found if item.id)


def read_system(data: bytes) -> PearlSystem:
    """Read the answer to ``system/status``."""
    found = _object(data)
    return PearlSystem(
        at=moment_in(found, "date"), cpu_load=number_in(found, "cpuload"), temperature=number_in(found, "cputemp")
    )


def read_storage(data: bytes) -> PearlStorage:
    """Read the answer to ``system/storages/{id}/status``."""
    found = _object(data)
    return PearlStorage(state=text_in(found, "state"), free=whole_in(found, "free"), total=whole_in(found, "total"))


def read_files(data: bytes) -> tuple[PearlFile, ...]:
    """Read the answer to ``archive/files``; files without an id are left out."""
    found = [
        PearlFile(
            id=text_in(item, "id"),
            name=text_in(item, "name"),
            extension=text_in(item, "extension"),
            created=moment_in(item, "created"),
            duration_s=number_in(item, "duration"),
            size=whole_in(item, "size"),
            is_recording=flag_in(item, "recording") is True,
            event_id=text_in(item, "event_id"),
        )
        for item in _items(data)
    ]
    return tuple(item for item in found if item.id)


def read_uploads(data: bytes) -> str | None:
    """Read the answer to ``afu/status``: the state of the uploader that needs a person most, None without any."""
    states = {text_in(object_in(item, "status"), "state") for item in _items(data)}
    return next((state for state in ("error", "uploading", "paused", "idle", "disabled") if state in states), None)


def read_signals(data: bytes) -> tuple[bool, ...]:
    """Read the answer to ``inputs/status``: for each video input whether a signal comes in."""
    videos = [object_in(object_in(item, "status") or item, "video") for item in _items(data)]
    return tuple(text_in(video, "state") == "active" for video in videos if "state" in video)


def read_firmware(data: bytes) -> PearlFirmware:
    """Read the answer to ``system/firmware``. Raises GarbledAnswerError without a product's name."""
    found = _object(data)
    if not (product := text_in(found, "product_name")):
        raise GarbledAnswerError("the device does not say what it is")
    return PearlFirmware(product=product, version=text_in(found, "version"))


def read_serial(data: bytes) -> str:
    """Read the answer to ``system/connectivity/details``: a Pearl's name on the network is its serial number."""
    return text_in(_object(data), "mdns")


def read_events(data: bytes) -> tuple[PearlEvent, ...]:
    """Read the answer to ``schedule/events``; events without an id are left out."""
    found = [
        PearlEvent(
            id=text_in(item, "id"),
            status=text_in(item, "status"),
            title=text_in(item, "title"),
            start=moment_in(item, "start"),
            finish=moment_in(item, "finish"),
        )
        for item in _items(data)
    ]
    return tuple(item for item in found if item.id)


def write_event(title: str, start: datetime, duration_s: int, recorders: tuple[str, ...]) -> str:
    """Return the body that creates an event of recording alone. start: with a zone; duration: 60 s or more."""
    body = {
        "type": "vod",
        "title": title,
        "start": int(start.timestamp()),
        "duration": max(duration_s, 60),
        "recorders": list(recorders),
    }
    return json.dumps(body, ensure_ascii=False)


def _status(item: Mapping[str, Any], status: Mapping[str, Any]) -> PearlStatus:
    return PearlStatus(
        id=text_in(item, "id"),
        state=text_in(status, "state"),
        duration_s=number_in(status, "duration"),
        description=text_in(status, "description"),
    )


def _items(data: bytes) -> list[Mapping[str, Any]]:
    found = read_result(data)
    if not isinstance(found, list):
        raise GarbledAnswerError("the result is no list")
    return list(objects(found))


def _object(data: bytes) -> Mapping[str, Any]:
    found = read_result(data)
    if not isinstance(found, dict):
        raise GarbledAnswerError("the result is no object")
    return found
