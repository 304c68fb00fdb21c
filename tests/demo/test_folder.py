"""What the demo's folder holds before Home Assistant first starts, and what it keeps."""

import json
from pathlib import Path

import pytest

from demo.folder import DemoFolder


@pytest.fixture
def folder(tmp_path: Path) -> DemoFolder:
    folder = DemoFolder(tmp_path / "demo")
    folder.prepare()
    return folder


def _stored(folder: DemoFolder, key: str) -> dict[str, object]:
    return json.loads((folder.path / ".storage" / key).read_text(encoding="utf-8"))["data"]


def test_server_listens_on_the_loopback_address_only(folder: DemoFolder) -> None:
    folder.set_port(8124)
    stored = _stored(folder, "http")
    assert stored["pending"] is None
    assert (stored["stable"]["server_host"], stored["stable"]["server_port"]) == (["127.0.0.1"], 8124)


def test_step_that_starts_internet_services_is_done_beforehand(folder: DemoFolder) -> None:
    assert _stored(folder, "onboarding") == {"done": ["core_config"]}


def test_integration_is_the_checkouts_own(folder: DemoFolder) -> None:
    assert (folder.path / "custom_components" / "smart_campus" / "manifest.json").exists()


def test_password_survives_a_restart(folder: DemoFolder) -> None:
    folder.memory.is_onboarded = True
    folder.save()
    again = DemoFolder(folder.path)
    again.prepare()
    assert again.memory == folder.memory


def test_interrupted_first_run_starts_over(folder: DemoFolder) -> None:
    (folder.path / "left-over").touch()
    DemoFolder(folder.path).prepare()
    assert not (folder.path / "left-over").exists()


def test_memory_is_readable_by_its_owner_only(folder: DemoFolder) -> None:
    folder.save()
    assert (folder.path / "demo.json").stat().st_mode & 0o077 == 0
