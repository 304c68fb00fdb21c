"""What one permission gives, to whom, and where. What is not given is refused."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from ...campuslink.model import Kind


class Right(StrEnum):
    """What somebody may do."""

    CONTROL = "control"
    """Operate: turn on and off, start and stop, answer alerts."""
    MANAGE = "manage"
    """Change what is kept of the campus. Whoever manages also controls."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """What somebody wants to touch."""

    kind: Kind | None = None
    """None for what is no device of a kind: an alert, a work order."""
    area_id: str | None = None
    """None for what stands in no room, and for a site as a whole."""
    floor_id: str | None = None
    """Floor of the area; None when it has none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Permission:
    """One permission as an administrator gave it."""

    user_ids: frozenset[str]
    right: Right
    area_ids: frozenset[str] = frozenset()
    floor_ids: frozenset[str] = frozenset()
    """Without areas and floors it holds in the whole site."""
    kinds: frozenset[Kind] = frozenset()
    """Empty for every kind, and for what is no device."""

    def gives(self, user_id: str, right: Right) -> bool:
        """Return whether it gives somebody a right, anywhere."""
        return user_id in self.user_ids and right in (self.right, Right.CONTROL)

    def covers(self, scope: Scope) -> bool:
        """Return whether it holds for what is touched."""
        return self.covers_place(scope) and (not self.kinds or scope.kind in self.kinds)

    def covers_place(self, scope: Scope) -> bool:
        """Return whether it holds where that is, for one kind at least."""
        if not (self.area_ids or self.floor_ids):
            return True
        return scope.area_id in self.area_ids or scope.floor_id in self.floor_ids


def is_given(permissions: Iterable[Permission], user_id: str, right: Right, scope: Scope) -> bool:
    """Return whether somebody, who is no administrator, may do that."""
    return any(each.gives(user_id, right) and each.covers(scope) for each in permissions)


def is_given_in(permissions: Iterable[Permission], user_id: str, right: Right, scope: Scope) -> bool:
    """Return whether somebody may do that with one kind at least where something stands."""
    return any(each.gives(user_id, right) and each.covers_place(scope) for each in permissions)


def is_given_somewhere(permissions: Collection[Permission], user_id: str, right: Right) -> bool:
    """Return whether somebody may do that with anything at all."""
    return any(each.gives(user_id, right) for each in permissions)
