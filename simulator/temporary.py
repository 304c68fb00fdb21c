"""Where simulated devices keep what is costly to make anew, or must stay the same over restarts."""

import os
import tempfile
from pathlib import Path


def temporary_file(name: str) -> Path:
    """Return the path of a file in this user's own folder for temporary files. Blocks: makes the folder."""
    folder = Path(tempfile.gettempdir()) / f"smart-campus-simulator-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / name
