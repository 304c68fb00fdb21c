"""A device behind a login: each set of credentials that was given is tried once, and none that was not."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from itertools import takewhile

from ..device.base import PollableDevice
from ..errors import CampusLinkError, CredentialsError
from ..link.credentials import NO_CREDENTIALS, Credentials
from ..link.endpoint import NetworkEndpoint
from ..model import DeviceIdentity
from ..profile.schema import Profile
from .finding import Finding, Remark, Service, short_text
from .matching import Match, MatchSearch
from .visit import Bench, Visit

MOST_LOGINS = 3
"""Sets of credentials tried on one device: many lock an account after five wrong ones."""


async def match_behind_login(
    bench: Bench,
    visit: Visit,
    endpoint: NetworkEndpoint,
    profiles: Sequence[Profile],
    logins: Sequence[Credentials],
    *,
    service: Service,
    label: str,
    is_open: bool = False,
    proves_itself: bool = False,
) -> Finding:
    """Return what a device turns out to be. A refused login ends its own try.

    is_open: whether it wants no login. proves_itself: whether the protocol alone leaves no doubt about the profile.
    """

    def finding(
        matches: Sequence[Match] = (), login: Credentials = NO_CREDENTIALS, remark: Remark | None = None
    ) -> Finding:
        best = matches[0] if matches else None
        return Finding(
            service=service,
            endpoint=endpoint,
            matches=tuple(matches),
            identity=best.identity if best else DeviceIdentity(),
            credentials=login,
            remark=remark,
            label=label,
            name=short_text(best.name) if best else "",
        )

    if not is_open and not logins:
        return finding(remark=Remark.NEEDS_LOGIN)
    is_refused = False
    for login in (NO_CREDENTIALS,) if is_open else logins[:MOST_LOGINS]:

        def open_as(profile: Profile, login: Credentials = login) -> AbstractAsyncContextManager[PollableDevice]:
            return bench.hold_device(bench.spec(profile, endpoint, login))

        await visit.take_turn()
        try:
            matches = await MatchSearch(open_as, stops_at=(CredentialsError,)).find(profiles)
        except CredentialsError:
            is_refused = True
        except CampusLinkError:
            break
        else:
            if matches:
                return finding([_settled(match, proves_itself) for match in by_likeness(matches)], login)
            break
    if is_refused:
        return finding(remark=Remark.NEEDS_LOGIN if is_open else Remark.LOGIN_REFUSED)
    return finding(remark=Remark.NO_PROFILE)


def by_likeness(matches: Sequence[Match]) -> list[Match]:
    """Return the matches, the surest first; of those without a mark the one whose products are called most alike."""
    return sorted(matches, key=lambda match: (match.is_exact, _likeness(match), match.rank), reverse=True)


def _settled(match: Match, proves_itself: bool) -> Match:
    """Return the match, without doubt where the model told is one of the products or the protocol proves itself."""
    told = (match.identity.model or "").casefold()
    is_product = any(told.startswith(product.model.casefold()) for product in match.profile.products)
    return replace(match, is_exact=match.is_exact or proves_itself or is_product)


def _likeness(match: Match) -> int:
    """Return how many characters the model that was told shares with the beginning of a product's name."""
    told = (match.identity.model or "").casefold()
    return max((_common_length(told, product.model.casefold()) for product in match.profile.products), default=0)


def _common_length(one: str, other: str) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
