"""Gives and takes rights in a controller's table of cards, and proves each change by reading it back.

Rights by the hour lie in time profiles. Numbers 200 to 254 are ours to write: cards with the same hours share one, and
one whose days are over is free.
A card that was there before keeps its other doors, its days and its PIN.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from ...codec.uhppote import (
    ALWAYS,
    LAST_TIME_PROFILE,
    BoardCard,
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
from ...errors import NotWritableError, RefusalReason, RefusedError
from ...link.uhppote import UhppoteLink
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

        Raises RefusedError when another card is read back than was written, NotWritableError when the card has other
        doors for good and is not valid for so long, or has these doors at other hours already.
        """
        known = await self.read(card)
        before = {door: known.doors[door - 1] if known else _NEVER for door in doors}
        if any(right not in {_NEVER, ALWAYS} for right in before.values()):
            raise NotWritableError("the card has one of the doors at other hours already")
        spans = split_window(start, end)
        if known is not None:
            spans = spans or _whole_days(start, end)
        fitted = _fit_days(known, start.date(), last_day(end)) or BoardCard(
            number=parse_card(card), start=start.date(), end=last_day(end), doors=(0, 0, 0, 0)
        )
        right = await self._write_spans(spans, today) if spans else ALWAYS
        await self._put(_with_rights(fitted, {door: right for door, old in before.items() if old != ALWAYS}))
        return before

    async def revoke(self, card: str, before: Mapping[int, int]) -> None:
        """Give a card its rights of before; one that is left without any is forgotten."""
        known = await self.read(card)
        if known is None:
            return
        rest = _with_rights(known, before)
        if any(rest.doors):
            await self._put(rest)
            return
        await self._link.command(ask_to_delete_card(self._link.serial, known.number))
        if await self.read(card) is not None:
            raise RefusedError(RefusalReason.OTHER, "the controller still keeps the card")

    async def _put(self, card: BoardCard) -> None:
        if not read_consent(await self._link.command(ask_to_put_card(self._link.serial, card))):
            raise RefusedError(RefusalReason.OTHER, "the controller does not take the card")
        if await self.read(str(card.number)) != card:
            raise RefusedError(RefusalReason.VALUE, "the controller keeps something else than it was given")

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
        serial = self._link.serial
        if not read_consent(await self._link.command(ask_to_set_time_profile(serial, profile))):
            raise RefusedError(RefusalReason.OTHER, "the controller does not take the hours")
        if await self._read_profile(profile.number) != profile:
            raise RefusedError(RefusalReason.VALUE, "the controller keeps other hours than it was given")

    async def _read_profile(self, number: int) -> BoardTimeProfile | None:
        return read_time_profile(await self._link.read(ask_time_profile(self._link.serial, number)))


def parse_card(card: str) -> int:
    """Return a card's number. Raises NotWritableError when it is none."""
    if not (card.isascii() and card.isdecimal() and 0 < int(card) <= MOST_CARD):
        raise NotWritableError("a card's number has digits only, up to 4294967294")
    return int(card)


def _fit_days(card: BoardCard | None, start: date, end: date) -> BoardCard | None:
    """Return a card that is valid on all the days; only one without a door for good may become valid for longer."""
    if card is None or card.start <= start <= end <= card.end:
        return card
    if ALWAYS in card.doors:
        raise NotWritableError(f"the card itself is valid from {card.start} to {card.end} only")
    return replace(card, start=min(card.start, start), end=max(card.end, end))


def _find_same(kept: Mapping[int, BoardTimeProfile | None], wanted: BoardTimeProfile) -> int | None:
    same = (number for number, profile in kept.items() if profile == replace(wanted, number=number))
    return next(same, None)


def _find_free(kept: Mapping[int, BoardTimeProfile | None], today: date) -> int:
    for number, profile in kept.items():
        if profile is None or profile.end < today:
            return number
    raise NotWritableError(f"no time profile from {OWN_PROFILES.start} to {LAST_TIME_PROFILE} is free")


def _whole_days(start: datetime, end: datetime) -> Sequence[Span]:
    """Return the span of a window of whole days, for a card whose own days are longer."""
    first = datetime.min.time()
    return (Span(start=start.date(), end=last_day(end), hours=(first, first.replace(hour=23, minute=59))),)


def _with_rights(card: BoardCard, rights: Mapping[int, int]) -> BoardCard:
    one, two, three, four = (rights.get(door, card.doors[door - 1]) for door in range(1, 5))
    return replace(card, doors=(one, two, three, four))
