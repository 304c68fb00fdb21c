"""What ffprobe, which is not ours, says of a recording."""

import asyncio
import json
from pathlib import Path
from typing import Any


async def probe(path: Path) -> dict[str, Any]:
    """Return streams and format of a file; decoding errors fail."""
    process = await asyncio.create_subprocess_exec(
        *("ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    assert process.returncode == 0, complained
    assert complained == b""
    found: dict[str, Any] = json.loads(said)
    return found
