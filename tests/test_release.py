"""The release archive holds what Home Assistant runs, and nothing of what it was made from."""

from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

SCRIPT = Path(__file__).parents[1] / "script" / "build"


def names_in_archive() -> set[str]:
    loader = SourceFileLoader("build_script", str(SCRIPT))
    spec = spec_from_loader("build_script", loader)
    assert spec is not None
    script = module_from_spec(spec)
    loader.exec_module(script)
    return {inside.as_posix() for inside, _source in script.archive_files()}


def test_archive_holds_the_dashboard_as_one_file_and_none_of_its_sources() -> None:
    names = names_in_archive()
    assert [name for name in names if name.startswith("dashboard/bundle/")] == ["dashboard/bundle/smart-campus.js"]
    assert not [name for name in names if name.endswith((".ts", ".map", ".js")) and "/bundle/" not in name]
    assert not [name for name in names if "node_modules" in name or "frontend" in name.split("/")]
