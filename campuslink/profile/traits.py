"""What profiles of a family share: the `include` of a profile and the files it names."""

import re
from collections.abc import Callable, Mapping

from ..errors import ProfileError
from .document import Document, Key
from .section import Place, Reader

SHARED_BLOCKS = ("transport", "points", "identify", "params", "ports", "tables")

type FindTrait = Callable[[str], Document | None]
"""Takes ``modbus/three-phase`` and returns the file, or None. Raises ProfileError when it is no valid YAML."""

_NAME = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*")


def merge_traits(reader: Reader, top: Mapping[Key, Place], find_trait: FindTrait) -> Mapping[str, dict[Key, Place]]:
    """Return the shared blocks of a profile: its own keys over those of later traits over those of earlier ones.

    Blocks merge one level deep: a point, a serial setting or a list is replaced whole. A block that neither the profile
    nor a trait has is not in the answer.
    """
    blocks: dict[str, dict[Key, Place]] = {}
    include = top.get("include")
    for place in reader.listing(lambda each: each)(include) or () if include else ():
        document = _load(reader, place, find_trait)
        if document is not None:
            entries = Place(document, (), document.root).children()
            _check_trait(reader, entries)
            _merge(reader, blocks, entries)
    _merge(reader, blocks, top)
    return blocks


def _load(reader: Reader, place: Place, find_trait: FindTrait) -> Document | None:
    name = reader.text(place)
    if name is None:
        return None
    if not _NAME.fullmatch(name):
        reader.fail(place, f"{name[:40]} is no path of a trait, like modbus/three-phase")
        return None
    try:
        document = find_trait(name)
    except ProfileError as error:
        reader.problems.extend(error.problems)
        return None
    if document is None:
        reader.fail(place, f"no file traits/{name}.yaml")
    return document


def _check_trait(reader: Reader, entries: Mapping[Key, Place]) -> None:
    for key, place in entries.items():
        if key == "include":
            reader.fail(place, "a trait cannot include another; name both in the profile")
        elif key not in SHARED_BLOCKS:
            reader.fail(place, f"a trait holds {', '.join(SHARED_BLOCKS)}; remove {key}")


def _merge(reader: Reader, blocks: dict[str, dict[Key, Place]], entries: Mapping[Key, Place]) -> None:
    for name in SHARED_BLOCKS:
        place = entries.get(name)
        if place is not None and (children := reader.children(place)) is not None:
            blocks[name] = {**blocks.get(name, {}), **children}
