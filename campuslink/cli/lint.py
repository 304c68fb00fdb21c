"""``campuslink lint``: every problem of a library or of own profiles, one a line."""

import argparse
from pathlib import Path

from ..errors import Problem
from ..profile.lint import lint_library
from .console import SUCCESS, TROUBLE, WRONG_USAGE, CommandError, Console
from .library import library_folder, open_library
from .messages import Messages

FIXTURES = Path("tests") / "profiles"
"""Where a source checkout keeps the recordings profiles were tested with."""


def add_arguments(parser: argparse.ArgumentParser, messages: Messages) -> None:
    """Add what ``lint`` takes."""
    parser.add_argument("path", nargs="?", type=Path, metavar="PATH", help=messages.say("help_lint_path"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print ``file:line: key: what is wrong`` for each problem; 1 when one of them is an error."""
    checked, problems = _check(arguments.path, arguments.profiles)
    for problem in problems:
        console.print(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if errors:
        console.say("lint_bad", errors=errors, warnings=warnings)
        return TROUBLE
    console.say("lint_ok", profiles=checked, warnings=warnings)
    return SUCCESS


def _check(path: Path | None, profiles: str | None) -> tuple[int, list[Problem]]:
    """Return the number of valid profiles that were checked, and what is wrong."""
    if path is None or (path / "catalogue").is_dir():
        root = library_folder(path or profiles)
        fixtures = root.parent / FIXTURES
        library = open_library(root)
        return len(library.profiles), list(lint_library(library, fixtures if fixtures.is_dir() else None))
    if not path.exists():
        raise CommandError("no_such_path", exit_code=WRONG_USAGE, path=path)
    library = open_library(library_folder(profiles), own=path if path.is_dir() else path.parent)
    checked = [profile for profile in library.profiles.values() if _lies_in(profile.file, path)]
    return len(checked), [problem for problem in lint_library(library) if _lies_in(problem.file, path)]


def _lies_in(file: str, path: Path) -> bool:
    return Path(file).resolve().is_relative_to(path.resolve())
