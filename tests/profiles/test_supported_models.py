"""The list of models in the READMEs: never more than the recordings allow."""

import json
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, at work on a folder with two READMEs, our profiles and no recording."""
    loader = SourceFileLoader("supported_models", str(ROOT / "script" / "supported-models"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    loader.exec_module(module)
    (tmp_path / "device_profiles").symlink_to(ROOT / "device_profiles")
    for name in module.READMES:
        (tmp_path / name).write_text(f"# Head\n{module.START}\noutdated line\n{module.END}\ntail\n", "utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return module


def _run(script: ModuleType, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["supported-models", *arguments])
    status = script.main()
    assert isinstance(status, int)
    return status


def _record(folder: Path, *, synthetic: bool) -> None:
    target = folder / "tests" / "profiles" / "eastron-sdm120" / "one"
    target.mkdir(parents=True)
    (target / "recording.json").write_text(json.dumps({"synthetic": synthetic}), "utf-8")


def _line(readme: Path, profile_id: str) -> str:
    return next(line for line in readme.read_text("utf-8").splitlines() if f"`{profile_id}`" in line)


def test_check_fails_on_an_old_list_and_writes_nothing(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (tmp_path / "README.md").read_text("utf-8")
    assert _run(script, monkeypatch, "--check") == 1
    assert (tmp_path / "README.md").read_text("utf-8") == before


def test_written_list_passes_the_check_and_keeps_the_text_around_it(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _run(script, monkeypatch) == 0
    assert _run(script, monkeypatch, "--check") == 0
    text = (tmp_path / "README.md").read_text("utf-8")
    assert text.startswith("# Head\n")
    assert text.endswith("\ntail\n")
    assert "outdated line" not in text


@pytest.mark.parametrize(("synthetic", "basis"), [(True, "from the manual"), (False, "tested")])
def test_only_a_recording_of_a_real_device_makes_a_model_tested(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, synthetic: bool, basis: str
) -> None:
    _record(tmp_path, synthetic=synthetic)
    _run(script, monkeypatch)
    assert _line(tmp_path / "README.md", "eastron-sdm120").endswith(f"| {basis} |")
    assert _line(tmp_path / "README.md", "eastron-sdm630").endswith("| from the manual |")


def test_chinese_list_says_the_same_in_chinese(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _run(script, monkeypatch)
    assert _line(tmp_path / "README.zh-CN.md", "schneider-iem3155").endswith("| 依据说明书 |")
