"""The archive of the demo: a teaching platform that refuses what comes first, and then works."""

from collections.abc import Mapping

import aiohttp

from .api import Api, Json
from .flows import SUBENTRY_FLOW, FlowError, fill, subentries_of
from .folder import Memory

KIND = "platform"
TIMEOUT_S = 30
REFUSAL = "server_error: HTTP 503"
"""How the log tells of an upload the platform refuses."""
REFUSALS = 2
"""Uploads that are answered with an error before the platform works."""

type Device = Mapping[str, Json]


async def add_archive(api: Api, memory: Memory, control_url: str, platform: Device, language: str) -> None:
    """Add the platform as the site's archive, or follow it to another port; then have it fail for a while."""
    place = f"http://{platform['endpoint']['host']}:{platform['endpoint']['port']}/files/{{name}}"
    answers = {
        "name": platform["name"][language],
        "method": "PUT",
        "url": place,
        "read_url": place,
        "delete_url": place,
        "success": "/code = 0\n/data/sha256 = {sha256}",
        "headers": "Authorization: Bearer {secret}",
        "secret": platform["token"],
    }
    stored = [each for each in await subentries_of(api, memory) if each["subentry_type"] == "archive"]
    handler = {"handler": [memory.entry_id, "archive"]}
    if stored:
        step = await api.post(SUBENTRY_FLOW, {**handler, "subentry_id": stored[0]["subentry_id"]})
    else:
        step = await api.post(SUBENTRY_FLOW, handler)
        step = await api.post(f"{SUBENTRY_FLOW}/{step['flow_id']}", {"next_step_id": "http"})
    step = await api.post(f"{SUBENTRY_FLOW}/{step['flow_id']}", fill(step["data_schema"], answers))
    if step["type"] not in ("create_entry", "abort"):
        raise FlowError(f"the archive: {step}")
    await _fail(control_url, platform["id"])


async def _fail(control_url: str, platform_id: str) -> None:
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with aiohttp.ClientSession(control_url, timeout=timeout) as side_door:
        body = {"status": 503, "times": REFUSALS}
        async with side_door.post(f"/devices/{platform_id}/fail", json=body) as answer:
            answer.raise_for_status()
