"""`script/demo` in both languages, from an empty folder, with the checkout's files and with the built release."""

import subprocess
import sys
from pathlib import Path

import pytest

from .demo_process import CHECKOUT, check_demo, processes_of, running_demo

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


def test_chinese_demo_reads_every_device_and_logs_no_fault(tmp_path: Path) -> None:
    result = check_demo("--language", "zh-Hans", "--folder", str(tmp_path / "demo"))
    assert (result["exit_code"], result["ok"], result["errors"], result["faults"]) == (0, True, [], {})
    assert result["devices"] == {
        "meter": {"good": 28},
        "switch": {"good": 6},
        "probe": {"good": 1},
        "projector": {"good": 19, "offline": 1},
        "gate": {"good": 5},
        "lighting": {"good": 22},
        "environment": {"good": 25},
        "recorder": {"good": 6},
    }


def test_built_release_works_in_an_empty_home_assistant(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "script/build"], cwd=CHECKOUT, check=True)
    folder = tmp_path / "demo"
    result = check_demo("--folder", str(folder), "--archive", str(CHECKOUT / "build" / "smart_campus.zip"))
    assert (result["exit_code"], result["ok"], result["errors"], result["faults"]) == (0, True, [], {})
    installed = folder / "custom_components" / "smart_campus"
    assert not [path for path in (installed, *installed.rglob("*")) if path.is_symlink()]


def test_nothing_outlives_the_demo(tmp_path: Path) -> None:
    with running_demo("--folder", str(tmp_path / "demo")) as demo:
        assert processes_of(tmp_path)
    assert (demo.process.returncode, processes_of(tmp_path)) == (0, [])
