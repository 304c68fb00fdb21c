"""Real Home Assistant processes in throwaway folders, with nothing but loopback to talk to."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from demo.storage import listen_on, use_loopback_adapter, write_storage

ROOT = Path(__file__).resolve().parent.parent
STAMP = "2026-01-01T00:00:00+00:00"
STOP_TIMEOUT_S = 30


class HomeAssistantError(Exception):
    """The Home Assistant under measurement did not do its part."""


def write_config_folder(folder: Path, configuration: str, entries: Sequence[Mapping[str, Any]] = ()) -> None:
    """Lay out a configuration folder with our integration, the benchmarks' own components and stored config entries."""
    components = folder / "custom_components"
    components.mkdir()
    for component in (ROOT / "benchmarks/components").iterdir():
        components.joinpath(component.name).symlink_to(component)
    components.joinpath("smart_campus").symlink_to(ROOT / "custom_components/smart_campus")
    folder.joinpath("configuration.yaml").write_text(configuration)
    write_storage(folder, "core.config_entries", {"entries": entries}, minor_version=5)
    use_loopback_adapter(folder)
    listen_on(folder, free_port())


def free_port() -> int:
    """Return a loopback port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextlib.contextmanager
def running(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run Home Assistant in a folder while the context lasts; what it prints goes to output.txt there."""
    with folder.joinpath("output.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "homeassistant", "--config", str(folder), "--skip-pip"],
            cwd=folder,  # where Python looks for custom_components first
            env={**os.environ, "BENCH_BEGUN_AT": str(time.time())},
            stdout=output,
            stderr=output,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="smart-campus-bench-") as name:
        yield Path(name)
