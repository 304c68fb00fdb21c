"""Cameras recorded side by side: ours against bare `ffmpeg -c copy` and against core's `camera.record`.

All read the same film of 2 Mbit/s (1280x720, 25 pictures a second, AAC) from GStreamer's RTSP server. What counts is
the processor time of who records: ffmpeg, its keeper and this process for ours; ffmpeg alone for the bare one; a whole
real Home Assistant, less what it uses when it records nothing, for core's. The checks of picture and sound are off for
the comparison with bare ffmpeg, and their price is told apart.
"""

import argparse
import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks._home_assistant import ROOT, free_port, running, temporary_folder, write_config_folder
from benchmarks._report import Report
from campuslink.device.recorder.opening import open_recorder
from campuslink.device.recorder.orders import RecordingOrder
from campuslink.device.recorder.recorder import Recorder
from campuslink.device.spec import DeviceSpec
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.model import Kind
from campuslink.profile.library import Library, load_library
from campuslink.profile.schema import Transport

SYSTEM_PYTHON = "/usr/bin/python3"
TICKS = os.sysconf("SC_CLK_TCK")
FILM_S = 900
SETTLE_S = 12.0
HA_TIMEOUT_S = 300


@dataclass(frozen=True, kw_only=True)
class Timing:
    """How many, how long, how often."""

    cameras: int
    seconds: float
    rounds: int


def make_film(folder: Path) -> Path:
    """Return a film of 2 Mbit/s; a short one is coded, then repeated without coding."""
    short, film = folder / "short.mp4", folder / "film.mp4"
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=20"),
            *("-f", "lavfi", "-i", "anoisesrc=amplitude=0.1:sample_rate=48000:duration=20", "-c:v", "libx264"),
            *("-preset", "veryfast", "-g", "50", "-b:v", "1900k", "-minrate", "1900k", "-maxrate", "1900k"),
            *("-bufsize", "1900k", "-x264-params", "nal-hrd=cbr:bframes=0", "-c:a", "aac", "-b:a", "96k", str(short)),
        ],
        check=True,
    )
    repeated = ("-stream_loop", str(FILM_S // 20), "-i", str(short), "-c", "copy", str(film))
    subprocess.run(["ffmpeg", "-v", "error", *repeated], check=True)
    return film


@contextlib.contextmanager
def served(film: Path) -> Iterator[int]:
    """Serve the film while the context lasts; yields the port."""
    port = free_port()
    command = [SYSTEM_PYTHON, str(ROOT / "benchmarks/_movie_server.py"), str(port), str(film)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        if server.stdout is None or server.stdin is None or server.stdout.readline() != b"ready\n":
            raise RuntimeError("GStreamer's RTSP server did not start; script/setup brings what it needs")
        try:
            yield port
        finally:
            server.stdin.close()
            server.terminate()


def cpu_seconds(marks: Sequence[str], *, with_self: bool = False) -> float:
    """Return the processor time of living processes with one of these words on their command line.

    Their children that ended count with them.
    """
    total = sum(os.times()[:4]) if with_self else 0.0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                line = (entry / "cmdline").read_bytes().decode(errors="replace")
                if any(mark in line for mark in marks):
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                    total += sum(map(int, fields[11:15])) / TICKS
    return total


async def measure(marks: Sequence[str], seconds: float, *, with_self: bool = False) -> float:
    """Return the share of a core that is used from now on, in percent."""
    before, began = cpu_seconds(marks, with_self=with_self), time.monotonic()
    await asyncio.sleep(seconds)
    return 100 * (cpu_seconds(marks, with_self=with_self) - before) / (time.monotonic() - began)


async def measure_bare(port: int, timing: Timing, container: str) -> float:
    """Return what bare ffmpeg uses for one camera, in percent of a core."""
    with tempfile.TemporaryDirectory(prefix="bare-copy-") as name:
        processes = [
            await asyncio.create_subprocess_exec(
                *("ffmpeg", "-nostdin", "-v", "error", "-rtsp_transport", "tcp", "-i", f"rtsp://127.0.0.1:{port}/live"),
                *("-c", "copy", "-f", container, str(Path(name) / f"{number}.{container}")),
                stderr=asyncio.subprocess.DEVNULL,
            )
            for number in range(timing.cameras)
        ]
        try:
            await asyncio.sleep(SETTLE_S)
            used = await measure([name], timing.seconds)
            if any(process.returncode is not None for process in processes):
                raise RuntimeError("a bare ffmpeg ended")
            return used / timing.cameras
        finally:
            for process in processes:
                process.terminate()
                await process.wait()


@contextlib.asynccontextmanager
async def recording(library: Library, port: int, cameras: int, folder: Path, *, checks: bool) -> AsyncIterator[None]:
    """Record with ours while the context lasts."""
    now = datetime.now(UTC)
    recorders: list[Recorder] = []
    for number in range(cameras):
        spec = DeviceSpec(
            profile=library.profiles["rtsp-camera"],
            catalogue=library.catalogue(Kind.RECORDER),
            endpoint=NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=port),
            options={
                "folder": str(folder / str(number)),
                "path": "/live",
                "checks": checks,
                "reserve_bytes": 0,
                "reserve_percent": 0,
                "mbit_s": 0.1,
            },
        )
        recorders.append(open_recorder(spec, None))
    order = RecordingOrder(id="benchmark", title="Benchmark", start=now, end=now + timedelta(minutes=15))
    try:
        await asyncio.gather(*(recorder.start(order) for recorder in recorders))
        yield
    finally:
        for recorder in recorders:
            await recorder.close()


async def measure_ours(library: Library, port: int, timing: Timing, *, checks: bool) -> float:
    """Return what ours uses for one camera, in percent of a core."""
    with tempfile.TemporaryDirectory(prefix="our-copy-") as name:
        async with recording(library, port, timing.cameras, Path(name), checks=checks):
            await asyncio.sleep(SETTLE_S)
            return await measure([name], timing.seconds, with_self=True) / timing.cameras


def measure_core(port: int, timing: Timing) -> Mapping[str, float]:
    """Return what core's `camera.record` uses for one camera, in percent of a core beyond an idle Home Assistant."""
    with temporary_folder() as folder:
        output, films = folder / "figures.json", folder / "films"
        films.mkdir()
        settings = {
            "cameras": timing.cameras,
            "url": f"rtsp://127.0.0.1:{port}/live",
            "folder": str(films),
            "output": str(output),
            "seconds": timing.seconds,
            "settle_s": SETTLE_S,
        }
        allowed = f"homeassistant:\n  allowlist_external_dirs: [{json.dumps(str(films))}]\n"
        write_config_folder(folder, f"{allowed}stream:\nbench_recording: {json.dumps(settings)}\n")
        with running(folder) as process:
            process.wait(timeout=HA_TIMEOUT_S)
        if not output.exists():
            raise RuntimeError(f"core recorded nothing:\n{(folder / 'output.txt').read_text()[-2000:]}")
        figures = json.loads(output.read_text())
    if figures["recorded"] != timing.cameras:
        raise RuntimeError(f"core wrote {figures['recorded']} files")
    used = 100 * (figures["recording_cpu_share"] - figures["idle_cpu_share"]) / timing.cameras
    return {"cpu": used, "memory_mib": figures["memory_mib"]}


async def measure_copies(port: int, timing: Timing) -> dict[str, list[float]]:
    """Return percent of a core for one camera, by way and round; the ways take turns."""
    library = load_library(ROOT / "device_profiles")
    found: dict[str, list[float]] = {"mp4": [], "mpegts": [], "ours": [], "checked": []}
    for _ in range(timing.rounds):
        for container in ("mp4", "mpegts"):
            found[container].append(await measure_bare(port, timing, container))
        found["ours"].append(await measure_ours(library, port, timing, checks=False))
        found["checked"].append(await measure_ours(library, port, timing, checks=True))
    return found


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two cameras, one short round")
    parser.add_argument("--cameras", type=int, default=8)
    parser.add_argument("--without-core", action="store_true", help="leave out Home Assistant's camera.record")
    options = parser.parse_args()
    timing = (
        Timing(cameras=2, seconds=10, rounds=1)
        if options.quick
        else Timing(cameras=options.cameras, seconds=40, rounds=2)
    )
    with temporary_folder() as folder, served(make_film(folder)) as port:
        found = asyncio.run(measure_copies(port, timing))
        core = {} if options.without_core else measure_core(port, timing)
    bare, stream, ours, checked = (statistics.mean(each) for each in found.values())
    figures = {
        "cameras": float(timing.cameras),
        "bare_ffmpeg_percent_of_a_core": bare,
        "bare_ffmpeg_transport_stream_percent_of_a_core": stream,
        "ours_percent_of_a_core": ours,
        "ours_per_bare_ratio": ours / bare,
        "ours_per_bare_transport_stream_ratio": ours / stream,
        "checks_percent_of_a_core": checked - ours,
        "ours_with_checks_percent_of_a_core": checked,
        "streams_two_cores_carry": 200 / checked,
        "load_average": os.getloadavg()[0],
    }
    if core:
        figures |= {
            "camera_record_percent_of_a_core": core["cpu"],
            "camera_record_memory_mib": core["memory_mib"],
            "ours_with_checks_per_camera_record_ratio": checked / core["cpu"],
        }
    Report(name="recording", figures=figures, budgets={"ours_per_bare_ratio": 1.1}).print()


if __name__ == "__main__":
    main()
