"""What is imported comes with Home Assistant, with a core integration we depend on, or by the manifest."""

import ast
import json
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from custom_components.smart_campus.const import DOMAIN

ROOT = Path(__file__).parents[2] / "custom_components" / DOMAIN
MANIFEST = json.loads((ROOT / "manifest.json").read_text("utf-8"))
ALONE = {"cli", "testing"}
"""Parts of the library that run outside Home Assistant only."""
BESIDE = {
    "modbus_connection.pymodbus": "outside Home Assistant only",
    "aiomqtt": "outside Home Assistant only",
    "zeroconf": "imported only where core's zeroconf runs",
    "zeroconf.asyncio": "imported only where core's zeroconf runs",
}
CORE = Path(sys.modules["homeassistant"].__file__ or "").parent / "components"


def modules() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path
    for path in sorted((ROOT / "campuslink").resolve().rglob("*.py")):
        if not ALONE & set(path.parts):
            yield path


def imported() -> set[str]:
    """Return the top-level name of every absolute import."""
    found: set[str] = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module)
    return {name.partition(".")[0] for name in found - BESIDE.keys()} - set(sys.stdlib_module_names)


def names_of(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def brought() -> set[str]:
    """Return the distributions that are there when the integration starts."""
    found = {"homeassistant"} | names_of(requires("homeassistant") or []) | names_of(MANIFEST["requirements"])
    for core in MANIFEST["dependencies"]:
        manifest = json.loads((CORE / core / "manifest.json").read_text("utf-8"))
        found |= names_of(manifest.get("requirements", []))
    return found


def test_everything_imported_is_brought() -> None:
    distributions = packages_distributions()
    missing = {
        name
        for name in imported()
        if not {canonicalize_name(each) for each in distributions.get(name, [name])} & brought()
    }
    assert missing == set()


def test_requirements_are_written_as_hassfest_reads_them() -> None:
    assert [text for text in MANIFEST["requirements"] if " " in text] == []
    assert MANIFEST["requirements"] == sorted(MANIFEST["requirements"])
    assert names_of(MANIFEST["requirements"])
