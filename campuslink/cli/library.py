"""The profiles a command works with."""

import difflib
from pathlib import Path

from ..profile.library import Library, load_library
from ..profile.schema import Profile
from .console import WRONG_USAGE, CommandError

FOLDER = "device_profiles"


def library_folder(folder: Path | str | None) -> Path:
    """Return the folder of profiles that was named, else the one that lies beside this package."""
    return Path(folder) if folder else Path(__file__).parents[2] / FOLDER


def open_library(root: Path, *, own: Path | None = None) -> Library:
    """Load the library. Raises CommandError when the folder holds no catalogue."""
    if not (root / "catalogue").is_dir():
        raise CommandError("no_library", exit_code=WRONG_USAGE, folder=root)
    return load_library(root, own)


def find_profile(library: Library, profile_id: str) -> Profile:
    """Return a profile by its id or an id it covers. Raises CommandError, with the nearest ids, when there is none."""
    profile = library.get(profile_id)
    if profile is not None:
        return profile
    if any(Path(problem.file).stem == profile_id for problem in library.problems):
        raise CommandError("broken_profile", profile=profile_id)
    near = difflib.get_close_matches(profile_id, library.profiles, cutoff=0.4)
    key = "unknown_profile_near" if near else "unknown_profile"
    raise CommandError(key, exit_code=WRONG_USAGE, profile=profile_id, near=", ".join(near))
