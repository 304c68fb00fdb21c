"""Which profiles fit a device that answers, the surest first: profiles are tried on it until marks or values speak."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from ..errors import CampusLinkError, CannotConnectError, LinkConflictError, LinkError, NoAnswerError
from ..model import DeviceIdentity, Kind, UpdateReport
from ..profile.schema import Profile

SILENCES_BEFORE_GIVING_UP = 3
"""Profiles that may get no answer at all before the device is taken for silent."""

WORKING_SHARE = 0.9
"""Share of a profile's points that must read well for it to work on a device; options may be missing."""

NAME_POINT = "device_name"
"""Point of catalogues under which devices tell the name that people gave them."""


class Candidate(Protocol):
    """What a device must be able to do to be matched; every device of the library is one."""

    @property
    def profile(self) -> Profile:
        """The profile it was opened with."""

    @property
    def points(self) -> Collection[str]:
        """The points it can be asked for."""

    async def identify(self) -> DeviceIdentity:
        """Check the device against the profile."""

    async def poll(self, points: frozenset[str]) -> UpdateReport:
        """Read the points."""


type OpenCandidate = Callable[[Profile], AbstractAsyncContextManager[Candidate]]
"""Opens the device in question as one of a profile, for a context."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A profile that fits, and how well."""

    profile: Profile
    identity: DeviceIdentity
    is_exact: bool
    """Whether a mark only this model holds was read; else its values are merely plausible."""
    good: int
    """Points that gave a good reading."""
    points: int
    """Points that were asked for."""
    name: str = ""
    """What the device calls itself, of devices that people give names; a stranger's words."""

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Return what matches are sorted by, the surest highest: of profiles that work, the one that tells most."""
        works = self.good >= WORKING_SHARE * self.points
        return self.is_exact, works, self.good

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for programs."""
        return {
            "profile": self.profile.id,
            "name": self.profile.name,
            "exact": self.is_exact,
            "good": self.good,
            "points": self.points,
            "identity": asdict(self.identity),
        }


def is_marked(profile: Profile) -> bool:
    """Tell whether a device of the profile names itself, so that a match leaves no doubt."""
    # A recorder names its model, and its family takes no other
    is_named = profile.kind is Kind.RECORDER
    return is_named or bool(profile.identify.exact) or any(mark.object_id for mark in profile.identify.system)


class MatchSearch:
    """Tries profiles on one device and remembers whether it ever answered."""

    def __init__(self, open_candidate: OpenCandidate, *, stops_at: tuple[type[CampusLinkError], ...] = ()) -> None:
        """stops_at: what ends the search besides a line that is down or in use, such as a refused password."""
        self.silence: LinkError | None = None
        """The last failure while the device has never answered."""
        self._open = open_candidate
        self._stops_at = stops_at
        self._silences = 0
        self._has_answered = False

    async def find(self, profiles: Iterable[Profile]) -> list[Match]:
        """Try the profiles with marks, then, unless one fits, the others; return what fits, the surest first.

        Raises LinkError when the line is down or the device is silent.
        """
        candidates = list(profiles)
        marked = [profile for profile in candidates if is_marked(profile)]
        unmarked = [profile for profile in candidates if not is_marked(profile)]
        matches = await self._try_all(marked) or await self._try_all(unmarked)
        return sorted(matches, key=lambda match: match.rank, reverse=True)

    async def _try_all(self, profiles: Sequence[Profile]) -> list[Match]:
        tried = [await self._try(profile) for profile in profiles]
        return [match for match in tried if match is not None]

    async def _try(self, profile: Profile) -> Match | None:
        try:
            async with self._open(profile) as device:
                identity = await device.identify()
                return await _measure(device, identity)
        except CannotConnectError, LinkConflictError:
            raise
        except LinkError as error:
            self._note_silence(error)
        except CampusLinkError as error:
            if isinstance(error, self._stops_at):
                raise
            self._has_answered, self.silence = True, None
        return None

    def _note_silence(self, error: LinkError) -> None:
        if self._has_answered:
            return
        self.silence = error
        self._silences += isinstance(error, NoAnswerError)
        if self._silences >= SILENCES_BEFORE_GIVING_UP:
            raise error


async def _measure(device: Candidate, identity: DeviceIdentity) -> Match:
    points = frozenset(device.profile.points) or frozenset(device.points)
    try:
        report = await device.poll(points)
    except CampusLinkError:
        report = UpdateReport(readings={})
    named = report.readings.get(NAME_POINT)
    return Match(
        profile=device.profile,
        identity=identity,
        is_exact=is_marked(device.profile),
        good=sum(reading.is_good for reading in report.readings.values()),
        points=len(points),
        name=str(named.value) if named is not None and named.is_good else "",
    )
