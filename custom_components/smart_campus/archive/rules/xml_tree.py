"""XML of servers as a small tree. It is hostile until read here: no document type, no entities, no depth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from .faults import ArchiveFaultError, FaultCode

MOST_ELEMENTS: Final = 50_000
MOST_DEPTH: Final = 64


@dataclass(slots=True)
class XmlElement:
    """One element; names are without namespace."""

    name: str
    attributes: Mapping[str, str]
    text: str = ""
    children: list[XmlElement] = field(default_factory=list)

    def find(self, name: str) -> Iterator[XmlElement]:
        """Yield every element of a name in it and below, in order."""
        if self.name == name:
            yield self
        for child in self.children:
            yield from child.find(name)

    def text_of(self, name: str) -> str:
        """Return the text of the first element of a name below; empty without one."""
        return next((found.text.strip() for found in self.find(name)), "")


class _Builder:
    def __init__(self) -> None:
        self.root: XmlElement | None = None
        self._open: list[XmlElement] = []
        self._count = 0

    def refuse(self, *_args: object) -> None:
        raise ValueError("a document type")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= MOST_DEPTH:
            raise ValueError("too much")
        local = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        element = XmlElement(name.rpartition(":")[2], local)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        self._open[-1].text += data


def read_xml(data: bytes) -> XmlElement:
    """Return the root of a document. Raises BAD_ANSWER."""
    builder = _Builder()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as err:
        raise ArchiveFaultError(FaultCode.BAD_ANSWER, "no XML that can be read") from err
    if builder.root is None:
        raise ArchiveFaultError(FaultCode.BAD_ANSWER, "no XML")
    return builder.root
