"""What the texts of both languages and the code that uses them say, for the tests that compare them."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.campuslink.profile.library import load_library
from custom_components.smart_campus.config_flow import FLOWS
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.flows.ways import WAYS_BY_PROTOCOL, ways_of

ROOT = Path(__file__).parents[2] / "custom_components" / DOMAIN
LIBRARY = load_library(ROOT / "device_profiles")
NAMES = ("en", "zh-Hans")
TREES: dict[str, dict[str, Any]] = {
    name: json.loads((ROOT / "translations" / f"{name}.json").read_text("utf-8")) for name in NAMES
}


def leaves(tree: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, f"{path}.{key}".lstrip("."))
    else:
        yield path, tree


def keys(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield key
            yield from keys(value)


TEXTS = {name: dict(leaves(tree)) for name, tree in TREES.items()}
DASHBOARD_TEXTS: dict[str, str] = dict(
    leaves(json.loads((ROOT.parents[1] / "frontend/src/translations/zh-Hans.json").read_text("utf-8")))
)
"""The Chinese ones of the dashboard."""


def offenders(name: str, pattern: str) -> list[str]:
    """Return the paths of a language's texts in which a pattern is found."""
    return [path for path, text in TEXTS[name].items() if re.search(pattern, text)]


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", text))


def modules() -> Iterator[ast.Module]:
    for file in sorted(ROOT.rglob("*.py")):
        yield ast.parse(file.read_text("utf-8"), str(file))


def words_in_code() -> set[str]:
    """Return every plain text in the code."""
    return {
        node.value
        for module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def flows() -> dict[str, Any]:
    """Return the texts of every flow that adds a device, by kind."""
    return TREES["en"]["config_subentries"]


def steps_of(kind: Kind) -> dict[str, Any]:
    return flows()[kind]["step"]


def ways_by_kind() -> dict[Kind, set[str]]:
    """Return the connection forms of each kind, by what its profiles can be reached over."""
    found: dict[Kind, set[str]] = {kind: set() for kind in FLOWS}
    for profile in LIBRARY.profiles.values():
        if profile.kind in FLOWS and profile.transport.protocol in WAYS_BY_PROTOCOL:
            found[profile.kind] |= {way.step for way in ways_of(profile)}
    return {kind: steps for kind, steps in found.items() if steps}


def calls() -> Iterator[ast.Call]:
    for module in modules():
        yield from (node for node in ast.walk(module) if isinstance(node, ast.Call))


def texts_in(node: ast.AST) -> Iterator[str]:
    """Return the plain texts an expression can be."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from texts_in(body)
            yield from texts_in(orelse)


def arguments(name: str) -> Iterator[str]:
    for call in calls():
        for keyword in call.keywords:
            if keyword.arg == name:
                yield from texts_in(keyword.value)


def form_errors() -> Iterator[str]:
    """Return every key the code puts into a dictionary of form errors."""
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Dict) and is_errors(node):
                for value in node.values:
                    yield from texts_in(value)


def is_errors(node: ast.Dict) -> bool:
    """Return whether a dictionary looks like form errors: a field, and a key of lower-case words behind it."""
    pairs = [
        (next(texts_in(key), key), list(texts_in(value)))
        for key, value in zip(node.keys, node.values, strict=True)
        if key
    ]
    return bool(pairs) and all(
        (key == "base" or (isinstance(key, ast.Name) and key.id.startswith("CONF_")))
        and values
        and all(re.fullmatch(r"[a-z_]*", value) for value in values)
        for key, values in pairs
    )
