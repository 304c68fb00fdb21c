"""Gives and takes rights in a controller's table of cards, and proves each change by reading it back.

Rights by the hour lie in time profiles. Numbers 200 to 254 are ours to write: cards with the same hours share one, and
one whose days are over, with those it is linked to, is free.
A card that was there before keeps its other doors, its days and its PIN.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from ...codec.uhppote import (
    ALWAYS,
    LAST_TIME_PROFILE,
    BoardCard,
    BoardRequest,
    BoardTimeProfile,
    ask_card,
    ask_time_profile,
    ask_to_delete_card,
    ask_to_put_card,
    ask_to_set_time_profile,
    read_card,
    read_consent,
    read_time_profile,
)
from ...errors import LinkError, NotWritableError, RefusalReason, RefusedError
from ...link.uhppote import UhppoteLink
from .access import UnprovenGrantError
from .windows import Span, last_day, split_window

OWN_PROFILES = range(200, LAST_TIME_PROFILE + 1)
MOST_CARD = 2**32 - 2
_NEVER = 0


class CardTable:
    """The cards of one controller."""

    def __init__(self, link: UhppoteLink) -> None:
        self._link = link

    async def read(self, card: str) -> BoardCard | None:
        """Return a card as the controller keeps it, None when it does not."""
        return read_card(await self._link.read(ask_card(self._link.serial, parse_card(card))))

    async def grant(
        self, card: str, doors: Collection[int], start: datetime, end: datetime, today: date
    ) -> Mapping[int, int]:
        """Let a card pass the doors within a window of the controller's time; return its rights to them before.

        Raises RefusedError when the controller keeps nothing of it, UnprovenGrantError when it may have kept it,
        NotWritableError when the card has other doors and is not valid for so long, or has these doors at other hours.
        """
        try:
            known = await self.read(card)
            before = {door: known.doors[door - 1] if known else _NEVER for door in doors}
            wanted = await self._prepare(parse_card(card), known, before, (start, end), today)
        except LinkError as err:
            raise RefusedError(RefusalReason.OTHER, f"{err}; no card was written") from err
        try:
            await self._put(wanted)
        except (RefusedError, LinkError) as err:
            await self._take_back(wanted.number, known, before)
            raise RefusedError(RefusalReason.OTHER, f"{err}; the card is as it was before") from err
        return before

    async def revoke(self, card: str, before: Mapping[int, int]) -> None:
        """Give a card its rights of before; one that is left without any is forgotten."""
        known = await self.read(card)
        if known is None:
            return
        rest = _with_rights(known, before)
        if any(rest.doors):
            await self._put(rest)
        else:
            await self._delete(known.number)

    async def _prepare(
        self,
        number: int,
        known: BoardCard | None,
        before: Mapping[int, int],
        window: tuple[datetime, datetime],
        today: date,
    ) -> BoardCard:
        """See to the hours of a window and return the card that has it."""
        start, end = window
        if any(right not in {_NEVER, ALWAYS} for right in before.values()):
            raise NotWritableError("the card has one of the doors at other hours already")
        spans = split_window(start, end)
        if known is not None:
            spans = spans or _whole_days(start, end)
        fitted = _fit_days(known, start.date(), last_day(end)) or BoardCard(
            number=number, start=start.date(), end=last_day(end), doors=(0, 0, 0, 0)
        )
        right = await self._write_spans(spans, today) if spans else ALWAYS
        return _with_rights(fitted, {door: right for door, old in before.items() if old != ALWAYS})

    async def _take_back(self, number: int, known: BoardCard | None, before: Mapping[int, int]) -> None:
        """Leave a card as it was before. Raises UnprovenGrantError when that cannot be proven."""
        try:
            if await self.read(str(number)) == known:
                return
            if known is None:
                await self._delete(number)
            else:
                await self._put(known)
        except (RefusedError, LinkError) as err:
            raise UnprovenGrantError(str(err), before) from err

    async def _put(self, card: BoardCard) -> None:
        """Write a card and prove it by reading; that also proves one whose answer was lost."""
        if card.start is None or card.end is None:
            raise NotWritableError("the card is kept without days of validity")
        is_taken, silence = await self._command(ask_to_put_card(self._link.serial, card))
        if not is_taken and silence is None:
            raise RefusedError(RefusalReason.OTHER, "the controller does not take the card")
        if await self.read(str(card.number)) != card:
            raise silence or RefusedError(RefusalReason.VALUE, "the controller keeps something else than it was given")

    async def _delete(self, number: int) -> None:
        _, silence = await self._command(ask_to_delete_card(self._link.serial, number))
        if await self.read(str(number)) is not None:
            raise silence or RefusedError(RefusalReason.OTHER, "the controller still keeps the card")

    async def _command(self, request: BoardRequest) -> tuple[bool, LinkError | None]:
        """Return what the controller answers, and why nothing is known of it: reading tells then."""
        try:
            return read_consent(await self._link.command(request)), None
        except LinkError as err:
            return False, err

    async def _write_spans(self, spans: Sequence[Span], today: date) -> int:
        """See to a chain of time profiles and return the number of its first."""
        kept = {number: await self._read_profile(number) for number in OWN_PROFILES}
        linked = 0
        for span in reversed(spans):
            wanted = BoardTimeProfile(number=0, start=span.start, end=span.end, hours=span.hours, linked=linked)
            linked = _find_same(kept, wanted) or _find_free(kept, today)
            wanted = replace(wanted, number=linked)
            if kept[linked] != wanted:
                await self._write_profile(wanted)
                kept[linked] = wanted
        return linked

    async def _write_profile(self, profile: BoardTimeProfile) -> None:
        is_taken, silence = await self._command(ask_to_set_time_profile(self._link.serial, profile))
        if not is_taken and silence is None:
            raise RefusedError(RefusalReason.OTHER, "the controller does not take the hours")
        if await self._read_profile(profile.number) != profile:
            raise silence or RefusedError(RefusalReason.VALUE, "the controller keeps other hours than it was given")

    async def _read_profile(self, number: int) -> BoardTimeProfile | None:
        return read_time_profile(await self._link.read(ask_time_profile(self._link.serial, number)))


def parse_card(card: str) -> int:
    """Return a card's number. Raises NotWritableError when it is none."""
    if not (card.isascii() and card.isdecimal() and 0 < int(card) <= MOST_CARD):
        raise NotWritableError("a card's number has digits only, up to 4294967294")
    return int(card)


def _fit_days(card: BoardCard | None, start: date, end: date) -> BoardCard | None:
    """Return a card that is valid on all the days; only one without rights of others may become valid for longer."""
    if card is None:
        return None
    if card.start is None or card.end is None:
        raise NotWritableError("the card is kept without days of validity")
    if card.start <= start <= end <= card.end:
        return card
    if any(right != _NEVER and right not in OWN_PROFILES for right in card.doors):
        raise NotWritableError(f"the card itself is valid from {card.start} to {card.end} only")
    return replace(card, start=min(card.start, start), end=max(card.end, end))


def _find_same(kept: Mapping[int, BoardTimeProfile | None], wanted: BoardTimeProfile) -> int | None:
    same = (number for number, profile in kept.items() if profile == replace(wanted, number=number))
    return next(same, None)


def _find_free(kept: Mapping[int, BoardTimeProfile | None], today: date) -> int:
    """Return a number that was never written, or else the one that has been over for longest."""
    last_days = {number: _last_day_of(kept, number) for number in kept}
    number = min(last_days, key=last_days.__getitem__)
    if last_days[number] >= today:
        raise NotWritableError(f"no time profile from {OWN_PROFILES.start} to {LAST_TIME_PROFILE} is free")
    return number


def _last_day_of(kept: Mapping[int, BoardTimeProfile | None], number: int) -> date:
    """Return the last day on which a card with a profile may pass, by that one or one it is linked to."""
    last, seen = date.min, set[int]()
    while number not in seen and (profile := kept.get(number)):
        last = max(last, profile.end)
        seen.add(number)
        number = profile.linked
    return last


def _whole_days(start: datetime, end: datetime) -> Sequence[Span]:
    """Return the span of a window of whole days, for a card whose own days are longer."""
    first = datetime.min.time()
    return (Span(start=start.date(), end=last_day(end), hours=(first, first.replace(hour=23, minute=59))),)


def _with_rights(card: BoardCard, rights: Mapping[int, int]) -> BoardCard:
    one, two, three, four = (rights.get(door, card.doors[door - 1]) for door in range(1, 5))
    return replace(card, doors=(one, two, three, four))
