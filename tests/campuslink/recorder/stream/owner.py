"""A process that owns a recording, to be killed: ``python -m tests.campuslink.recorder.stream.owner PORT FOLDER``."""

import asyncio
import logging
import sys
from pathlib import Path

from campuslink.device.recorder.opening import open_recorder
from campuslink.profile.library import load_library

from .conftest import ROOT, order, spec_for


async def main(port: int, folder: Path) -> None:
    """Record until killed; say so once it records."""
    recorder = open_recorder(spec_for(load_library(ROOT / "device_profiles"), port, folder, None, {}), None)
    await recorder.prepare()
    await recorder.start(order())
    sys.stdout.write("recording\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
