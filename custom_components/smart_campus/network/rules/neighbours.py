"""Who a switch says it is, and whom it sees at its ports by LLDP."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from ...campuslink.codec.mac_text import normalise_mac
from .text import clean_text, list_of


@dataclass(frozen=True, kw_only=True, slots=True)
class SwitchIdentity:
    """By what other switches know a switch."""

    key: str
    """What the installation calls it."""
    chassis: frozenset[str] = frozenset()
    """Chassis ids it announces; hardware addresses in any notation."""
    name: str = ""
    """sysName."""
    addresses: frozenset[str] = frozenset()
    """Where it is managed: IP addresses as text."""

    def cleaned(self) -> Self:
        """Return it with every text in the form that is compared."""
        return type(self)(
            key=self.key,
            chassis=frozenset(filter(None, map(clean_chassis, self.chassis))),
            name=clean_text(self.name),
            addresses=frozenset(filter(None, map(clean_address, self.addresses))),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """What a switch sees at one of its ports. Empty where the neighbour does not say."""

    port: str
    """Key of the port it is seen at."""
    chassis: str = ""
    remote_port: str = ""
    name: str = ""
    address: str = ""

    def cleaned(self) -> Self:
        """Return it with every text in the form that is compared."""
        return type(self)(
            port=self.port,
            chassis=clean_chassis(self.chassis),
            remote_port=clean_text(self.remote_port),
            name=clean_text(self.name),
            address=clean_address(self.address),
        )

    def to_json(self) -> list[str]:
        """Return a JSON array for `neighbour_from_json`."""
        return [self.port, self.chassis, self.remote_port, self.name, self.address]


def neighbour_from_json(data: object) -> Neighbour:
    """Rebuild what `Neighbour.to_json` returned. Raises ValueError when it is damaged."""
    texts = [str(item) for item in list_of(data)]
    if len(texts) != 5:
        raise ValueError("damaged neighbour")
    port, chassis, remote_port, name, address = texts
    return Neighbour(port=port, chassis=chassis, remote_port=remote_port, name=name, address=address).cleaned()


def identity_to_json(switch: SwitchIdentity) -> dict[str, Any]:
    """Return a JSON object for `identity_from_json`; the key stands beside it."""
    return {"chassis": sorted(switch.chassis), "name": switch.name, "addresses": sorted(switch.addresses)}


def identity_from_json(key: str, data: Mapping[str, Any]) -> SwitchIdentity:
    """Rebuild what `identity_to_json` returned; what is damaged is left out."""
    return SwitchIdentity(
        key=key,
        chassis=frozenset(map(str, list_of(data.get("chassis")))),
        name=str(data.get("name", "")),
        addresses=frozenset(map(str, list_of(data.get("addresses")))),
    ).cleaned()


def clean_chassis(text: str) -> str:
    """Return a chassis id in the form that is compared."""
    return normalise_mac(text) or clean_text(text)


def clean_address(text: str) -> str:
    """Return a management address in the form that is compared."""
    return clean_text(text).lower()
