"""Messages of obs-websocket 5 as typed values, without I/O.

Source: obs-websocket 5, protocol.md (rpc version 1).
"""

import base64
import binascii
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from ..errors import GarbledAnswerError, RefusalReason, RefusedError
from ..model import EMPTY
from .json_values import flag_in, number_in, object_in, objects, text_in, whole_in

RPC_VERSION = 1
OUTPUTS = 1 << 6
"""Events of recording and streaming."""
METERS = 1 << 16
"""Sound levels, twenty times a second."""
FLOOR_DB = -100.0
"""Level of no sound at all."""
AUTHENTICATION_FAILED = 4009
MOST_INPUTS = 256
_MEGABYTE = 1 << 20
_REASONS = {
    204: RefusalReason.FUNCTION,
    207: RefusalReason.BUSY,
    500: RefusalReason.BUSY,
    600: RefusalReason.ADDRESS,
    700: RefusalReason.DEVICE_FAILURE,
}


class Op(IntEnum):
    """What a message is."""

    HELLO = 0
    IDENTIFY = 1
    IDENTIFIED = 2
    REIDENTIFY = 3
    EVENT = 5
    REQUEST = 6
    RESPONSE = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordStatus:
    """The answer to ``GetRecordStatus``."""

    is_active: bool
    is_paused: bool
    elapsed_s: float | None
    written: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stats:
    """The answer to ``GetStats``."""

    cpu_load: float | None
    free: int | None
    """Bytes left where it records to."""


def read_message(text: str) -> tuple[int, Mapping[str, Any]]:
    """Return what a message is and its data. Raises GarbledAnswerError."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as err:
        raise GarbledAnswerError("not JSON") from err
    if not isinstance(found, dict) or (op := whole_in(found, "op")) is None or not isinstance(found.get("d"), dict):
        raise GarbledAnswerError("a message of OBS has op and d")
    return op, found["d"]


def authentication(password: str, salt: str, challenge: str) -> str:
    """Return the proof of a password that never travels."""
    secret = base64.b64encode(hashlib.sha256((password + salt).encode()).digest())
    return base64.b64encode(hashlib.sha256(secret + challenge.encode()).digest()).decode()


def read_challenge(hello: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return salt and challenge of a greeting, None where no password is wanted."""
    wanted = object_in(hello, "authentication")
    salt, challenge = text_in(wanted, "salt"), text_in(wanted, "challenge")
    return (salt, challenge) if salt and challenge else None


def write_identify(proof: str, events: int) -> str:
    """Return the answer to a greeting. proof: empty where none is wanted. events: which are told."""
    data: dict[str, Any] = {"rpcVersion": RPC_VERSION, "eventSubscriptions": events}
    if proof:
        data["authentication"] = proof
    return _message(Op.IDENTIFY, data)


def write_reidentify(events: int) -> str:
    """Return a wish for other events."""
    return _message(Op.REIDENTIFY, {"eventSubscriptions": events})


def write_request(kind: str, number: str, data: Mapping[str, Any] = EMPTY) -> str:
    """Return a request."""
    return _message(Op.REQUEST, {"requestType": kind, "requestId": number, "requestData": dict(data)})


def read_response(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a response holds. Raises RefusedError when the request failed."""
    status = object_in(data, "requestStatus")
    if flag_in(status, "result") is True:
        return object_in(data, "responseData")
    code = whole_in(status, "code") or 0
    words = text_in(status, "comment") or f"code {code}"
    raise RefusedError(_REASONS.get(code, RefusalReason.OTHER), words)


def read_record_status(data: Mapping[str, Any]) -> RecordStatus:
    """Read the answer to ``GetRecordStatus``. Raises GarbledAnswerError when it does not tell."""
    active = flag_in(data, "outputActive")
    if active is None:
        raise GarbledAnswerError("OBS does not tell whether it records")
    elapsed_ms = number_in(data, "outputDuration")
    return RecordStatus(
        is_active=active,
        is_paused=flag_in(data, "outputPaused") is True,
        elapsed_s=None if elapsed_ms is None else elapsed_ms / 1000,
        written=whole_in(data, "outputBytes"),
    )


def read_stats(data: Mapping[str, Any]) -> Stats:
    """Read the answer to ``GetStats``."""
    free = number_in(data, "availableDiskSpace")
    return Stats(cpu_load=number_in(data, "cpuUsage"), free=None if free is None else int(free * _MEGABYTE))


def read_level(event: Mapping[str, Any]) -> float | None:
    """Return the loudest peak in dB of the event ``InputVolumeMeters``, None when no input is active."""
    peaks = [
        level
        for item in objects(object_in(event, "eventData").get("inputs"))[:MOST_INPUTS]
        for channel in _lists(item.get("inputLevelsMul"))
        for level in _peak(channel)
    ]
    if not peaks:
        return None
    loudest = max(peaks)
    return FLOOR_DB if loudest <= 0 else max(20 * math.log10(loudest), FLOOR_DB)


def read_picture(data: Mapping[str, Any]) -> bytes:
    """Read the answer to ``GetSourceScreenshot``. Raises GarbledAnswerError."""
    text = data.get("imageData")
    if not isinstance(text, str):
        raise GarbledAnswerError("there is no picture in the answer")
    try:
        return base64.b64decode(text.partition(",")[2], validate=True)
    except (binascii.Error, ValueError) as err:
        raise GarbledAnswerError("the picture is not in base 64") from err


def _message(op: Op, data: Mapping[str, Any]) -> str:
    return json.dumps({"op": int(op), "d": data})


def _lists(value: object) -> list[list[object]]:
    return [each for each in value[:16] if isinstance(each, list)] if isinstance(value, list) else []


def _peak(channel: list[object]) -> list[float]:
    """Return the peak of magnitude, peak and input peak."""
    found = number_in({"peak": channel[1]}, "peak") if len(channel) > 1 else None
    return [] if found is None else [found]
