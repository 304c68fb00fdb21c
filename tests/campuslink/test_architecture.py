"""The arrows of docs/architecture.md, read from the syntax tree."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = ("errors", "model", "codec", "profile", "plan", "link", "device", "discovery", "poller", "testing", "cli")
RANK = {name: rank for rank, name in enumerate(LAYERS)}
LIBRARY = sorted((ROOT / "campuslink").rglob("*.py"))
GLUE = sorted(
    path
    for path in (ROOT / "custom_components").rglob("*.py")
    if "campuslink" not in path.relative_to(ROOT / "custom_components").parts
)
RULES = [path for path in GLUE if "rules" in path.parts]
SIMULATOR = sorted((ROOT / "simulator").rglob("*.py"))
GLUE_TESTS = sorted((ROOT / "tests" / "integration").rglob("*.py"))
VENDORED = "custom_components.smart_campus.campuslink"


def module_of(path: Path) -> tuple[str, ...]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def package_of(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).parent.parts


def imports(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield (level, absolute dotted name as a tuple) of each import; an imported name is part of it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield 0, tuple(alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            base = package_of(path)[: len(package_of(path)) - node.level + 1] if node.level else ()
            stem = (*base, *(node.module.split(".") if node.module else ()))
            for alias in node.names:
                yield node.level, (*stem, alias.name)


def describe(path: Path) -> str:
    return "/".join(path.relative_to(ROOT).parts)


@pytest.mark.parametrize("path", LIBRARY, ids=describe)
def test_library_imports_itself_relatively_only(path: Path) -> None:
    assert [name for level, name in imports(path) if not level and name[0] in {"campuslink", "custom_components"}] == []


@pytest.mark.parametrize("path", LIBRARY, ids=describe)
def test_library_knows_nothing_of_home_assistant(path: Path) -> None:
    assert [
        name for _, name in imports(path) if name[0] in {"homeassistant", "pytest_homeassistant_custom_component"}
    ] == []


@pytest.mark.parametrize("path", LIBRARY, ids=describe)
def test_arrows_between_layers_go_one_way(path: Path) -> None:
    own = module_of(path)[1] if len(module_of(path)) > 1 else "cli"
    used = {name[1] for level, name in imports(path) if level and len(name) > 1}
    assert {layer for layer in used if layer in RANK and RANK[layer] > RANK.get(own, len(LAYERS))} == set()


@pytest.mark.parametrize("path", LIBRARY, ids=describe)
def test_every_module_belongs_to_a_layer(path: Path) -> None:
    assert len(module_of(path)) == 1 or module_of(path)[1] in {*RANK, "__main__"}


@pytest.mark.parametrize("path", LIBRARY, ids=describe)
def test_only_testing_and_the_command_line_use_testing(path: Path) -> None:
    is_user = len(module_of(path)) > 1 and module_of(path)[1] in {"testing", "cli", "__main__"}
    assert is_user or [name for level, name in imports(path) if level and name[1:2] == ("testing",)] == []


@pytest.mark.parametrize("path", GLUE, ids=describe)
def test_glue_leaves_testing_alone(path: Path) -> None:
    assert [name for _, name in imports(path) if {"campuslink", "testing"} <= set(name)] == []


@pytest.mark.parametrize("path", SIMULATOR, ids=describe)
def test_simulator_speaks_without_the_library(path: Path) -> None:
    assert [name for _, name in imports(path) if "campuslink" in name] == []


@pytest.mark.parametrize("path", [*GLUE, *GLUE_TESTS], ids=describe)
def test_glue_and_its_tests_reach_the_library_by_one_name(path: Path) -> None:
    foreign = [".".join(name) for _, name in imports(path) if "campuslink" in name]
    assert [name for name in foreign if not f"{name}.".startswith(f"{VENDORED}.")] == []


@pytest.mark.parametrize("path", GLUE, ids=describe)
def test_glue_imports_neither_simulator_nor_tests(path: Path) -> None:
    assert [name for _, name in imports(path) if name[0] in {"simulator", "tests"}] == []


@pytest.mark.parametrize("path", RULES, ids=describe)
def test_rules_know_nothing_of_home_assistant(path: Path) -> None:
    used = list(imports(path))
    assert [name for _, name in used if name[0] in {"homeassistant", "voluptuous", "probatio"}] == []
    assert [name for level, name in used if level and not {"rules", "campuslink"} & set(name)] == []
    assert [name for level, name in used if not level and name[0] == "custom_components"] == []
