"""What proves to a device that we may talk to it. Nothing prints the values."""

from collections.abc import Iterator, Mapping
from typing import override


class Credentials(Mapping[str, str]):
    """Texts by name, immutable; which names there are depends on the protocol.

    snmp: ``version`` ("1", "2c", "3"), ``community``; for version 3 ``user``, ``auth_protocol``, ``auth_key``,
    ``priv_protocol``, ``priv_key``, ``context``. pjlink and text: ``password``.
    isapi, pearl, dahua: ``username``, ``password``; sis: ``password``, over SSH ``username`` as well.
    obs: ``password``.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        """values: copied; none means that the device asks for nothing."""
        self._values = dict(values or {})

    @override
    def __getitem__(self, key: str) -> str:
        return self._values[key]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    @override
    def __len__(self) -> int:
        return len(self._values)

    @override
    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(sorted(self._values))})"


NO_CREDENTIALS = Credentials()
