"""Plain values of a document to a `Profile`, collecting every problem instead of stopping at the first."""

import re
from collections.abc import Mapping
from functools import partial
from typing import TypedDict

from ..errors import ProfileError
from ..model import Kind
from .document import Document, Key
from .parser_identify import parse_identify, parse_params
from .parser_points import PointContext, parse_points
from .parser_ports import parse_ports
from .parser_snmp import parse_tables
from .parser_texts import parse_caveat, parse_product, parse_recording, parse_source
from .parser_transport import parse_transport
from .schema import Catalogue, Caveat, Product, Profile, Recording, Source, TransportRules
from .section import Place, Reader, Section
from .traits import SHARED_BLOCKS, FindTrait, merge_traits

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def parse_profile(
    document: Document, catalogues: Mapping[Kind, Catalogue], find_trait: FindTrait, *, is_own: bool = False
) -> Profile:
    """Return the profile a file describes, its traits included.

    Raises ProfileError with every problem of the file and of the traits it includes, and nothing else, whatever the
    file holds.
    """
    reader = Reader()
    place = Place(document, (), document.root)
    top = Section(reader, place, place.children())
    kind = _parse_head(reader, top, catalogues)
    if kind is None:
        raise ProfileError(tuple(reader.problems))
    blocks = merge_traits(reader, top.entries, find_trait)
    top.known.update(("include", *SHARED_BLOCKS))
    texts = _parse_texts(reader, top)
    rules = _parse_rules(reader, top, blocks)
    top.close()
    if rules is None:
        raise ProfileError(tuple(reader.problems))
    context = PointContext(reader, catalogues[kind], rules, parse_params(reader, blocks.get("params", {})))
    points = parse_points(context, blocks.get("points", {}))
    ports = parse_ports(context, blocks.get("ports", {}))
    tables = parse_tables(reader, Section(reader, place, blocks.get("tables", {})))
    identify = parse_identify(context, Section(reader, place, blocks.get("identify", {})), points)
    if reader.problems:
        raise ProfileError(tuple(reader.problems))
    return Profile(
        kind=kind,
        transport=rules,
        points=points,
        identify=identify,
        params=context.params,
        ports=ports,
        tables=tables,
        file=document.file,
        is_own=is_own,
        **texts,
    )


def _parse_head(reader: Reader, top: Section, catalogues: Mapping[Kind, Catalogue]) -> Kind | None:
    top.need("schema", reader.integer(1, 1))
    kind = top.need("kind", reader.choice(Kind))
    if kind is not None and kind not in catalogues:
        reader.fail(top.entries["kind"], f"there is no valid catalogue of the kind {kind}")
        return None
    return kind


class _Texts(TypedDict):
    id: str
    name: str
    products: tuple[Product, ...]
    sources: tuple[Source, ...]
    tested: tuple[Recording, ...]
    caveats: tuple[Caveat, ...]
    covers: tuple[str, ...]


def _parse_texts(reader: Reader, top: Section) -> _Texts:
    return _Texts(
        id=top.need("id", partial(_parse_id, reader)) or "",
        name=top.need("name", reader.text) or "",
        products=top.need("products", reader.listing(partial(parse_product, reader))) or (),
        sources=top.need("sources", reader.listing(partial(parse_source, reader))) or (),
        tested=top.take("tested", reader.listing(partial(parse_recording, reader)), ()),
        caveats=top.take("caveats", reader.listing(partial(parse_caveat, reader)), ()),
        covers=top.take("covers", reader.listing(partial(_parse_id, reader)), ()),
    )


def _parse_rules(reader: Reader, top: Section, blocks: Mapping[str, Mapping[Key, Place]]) -> TransportRules | None:
    missing = [name for name in ("transport", "points") if name not in blocks]
    for name in missing:
        reader.fail(top.place, f"{name} is missing, here and in what is included")
    if missing:
        return None
    place = top.entries.get("transport", top.place)
    return parse_transport(reader, Section(reader, place, blocks["transport"]))


def _parse_id(reader: Reader, place: Place) -> str | None:
    value = reader.text(place)
    if value is None or _ID.fullmatch(value):
        return value
    reader.fail(place, f"{value[:40]} is no id; it would be lower-case words with hyphens, like eastron-sdm630")
    return None
