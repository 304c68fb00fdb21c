"""All profiles and catalogues there are, read once, with what is wrong kept beside what can be used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ..errors import Problem, ProfileError
from ..model import EMPTY, Kind
from .catalogue import parse_catalogue
from .document import MAX_BYTES, Document, parse_document
from .parser import parse_profile
from .schema import Catalogue, Profile
from .traits import FindTrait

_CATALOGUE_FOLDER = "catalogue"
_TRAIT_FOLDER = "traits"


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """Profiles by id, own ones in the place of ours."""

    profiles: Mapping[str, Profile]
    catalogues: Mapping[Kind, Catalogue]
    problems: tuple[Problem, ...] = ()
    """Of every file, own ones included; nothing of a file with an error is used."""
    own_ids: frozenset[str] = frozenset()
    """Ids whose profile comes from the installation's own folder."""
    rejected_own: Mapping[str, tuple[Problem, ...]] = EMPTY
    """By own file that is not valid, why; the shipped profile of its id, if any, is in use."""
    documents: Mapping[str, Document] = EMPTY
    """By profile id, the file as read, for messages with a line."""

    def catalogue(self, kind: Kind) -> Catalogue:
        """Return the closed vocabulary of a kind.

        Raises ProfileError when the kind's catalogue file is missing or not valid.
        """
        catalogue = self.catalogues.get(kind)
        if catalogue is None:
            fault = Problem(file=f"catalogue/{kind}.yaml", line=1, key="", message="missing or not valid")
            raise ProfileError((fault,))
        return catalogue

    def get(self, profile_id: str) -> Profile | None:
        """Return the profile of this id, or the one that covers it, or None."""
        found = self.profiles.get(profile_id)
        return found or next((each for each in self.profiles.values() if profile_id in each.covers), None)


def load_library(shipped: Path, own: Path | None = None) -> Library:
    """Read every catalogue, trait and profile. Blocks: call it off the event loop.

    shipped: folder with ``catalogue/<kind>.yaml``, ``traits/**.yaml`` and ``<kind>/*.yaml``.
    own: folder with profiles at any depth and ``traits/`` of its own, which need not exist.
    Never raises for what the files hold; see `Library.problems`.
    """
    problems: list[Problem] = []
    catalogues = _load_catalogues(shipped / _CATALOGUE_FOLDER, problems)
    ours = _load_profiles(shipped, catalogues, _trait_finder(shipped), is_own=False)
    theirs = _load_profiles(own, catalogues, _trait_finder(own, shipped), is_own=True) if own else _Loaded()
    problems += [*ours.problems, *theirs.problems]
    return Library(
        profiles=MappingProxyType({**ours.profiles, **theirs.profiles}),
        catalogues=MappingProxyType(catalogues),
        problems=tuple(problems),
        own_ids=frozenset(theirs.profiles),
        rejected_own=MappingProxyType(theirs.rejected),
        documents=MappingProxyType({**ours.documents, **theirs.documents}),
    )


@dataclass(slots=True)
class _Loaded:
    """What one folder gave."""

    profiles: dict[str, Profile] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rejected: dict[str, tuple[Problem, ...]] = field(default_factory=dict)


def _load_profiles(root: Path, catalogues: Mapping[Kind, Catalogue], find_trait: FindTrait, *, is_own: bool) -> _Loaded:
    loaded = _Loaded()
    for path in _find_files(root):
        if path.relative_to(root).parts[0] in {_CATALOGUE_FOLDER, _TRAIT_FOLDER}:
            continue
        try:
            document = _read(path)
            profile = parse_profile(document, catalogues, find_trait, is_own=is_own)
            _refuse_double(loaded, profile, document)
        except ProfileError as error:
            loaded.problems += error.problems
            loaded.rejected[str(path)] = error.problems
            continue
        loaded.profiles[profile.id] = profile
        loaded.documents[profile.id] = document
    return loaded


def _refuse_double(loaded: _Loaded, profile: Profile, document: Document) -> None:
    if (first := loaded.profiles.get(profile.id)) is not None:
        message = f"{profile.id} is the id of {first.file} too; rename one"
        raise ProfileError((Problem(file=document.file, line=document.line(("id",)), key="id", message=message),))


def _load_catalogues(folder: Path, problems: list[Problem]) -> dict[Kind, Catalogue]:
    catalogues: dict[Kind, Catalogue] = {}
    for path in _find_files(folder):
        try:
            catalogue = parse_catalogue(_read(path))
        except ProfileError as error:
            problems += error.problems
        else:
            catalogues[catalogue.kind] = catalogue
    return catalogues


def _trait_finder(*roots: Path) -> FindTrait:
    """Return a finder that looks in the roots in order and reads each trait once."""
    known: dict[str, Document | None] = {}

    def find(name: str) -> Document | None:
        if name not in known:
            paths = [root / _TRAIT_FOLDER / f"{name}.yaml" for root in roots]
            path = next((each for each in paths if each.is_file()), None)
            known[name] = None if path is None else _read(path)
        return known[name]

    return find


def _find_files(root: Path) -> Iterator[Path]:
    """Yield the YAML files below a folder in a fixed order; hidden ones and what is no file are skipped."""
    for path in sorted(root.rglob("*.yaml")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if not is_hidden and path.is_file():
            yield path


def _read(path: Path) -> Document:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        fault = Problem(file=str(path), line=1, key="", message=f"cannot be read: {error.strerror}")
        raise ProfileError((fault,)) from error
    return parse_document(data, str(path))
