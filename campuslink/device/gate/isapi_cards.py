"""Windows on a Hikvision device: a person of our own for each card, with days and hours, proven by reading back.

Persons that others made are never touched: a card that belongs to one of them is given no window.
"""

import json
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from ...codec.isapi import PersonWindow, read_card_owner, read_person
from ...errors import LinkError, NotWritableError, RefusalReason, RefusedError
from ...link.isapi import IsapiLink
from .access import UnprovenGrantError

PREFIX = "window"
LONGEST_CARD = 20
ALWAYS_PLAN = "1"
"""Number of the plan that holds at every hour, on every device."""

_BASE = "/ISAPI/AccessControl"
_FORMAT = "%Y-%m-%dT%H:%M:%S"


class PersonTable:
    """The windows of one device."""

    def __init__(self, link: IsapiLink) -> None:
        self._link = link

    async def grant(self, card: str, doors: Collection[int], start: datetime, end: datetime) -> Mapping[int, int]:
        """Let a card pass the doors within a window of the device's time; return that it had none of them before.

        Raises RefusedError when the device keeps nothing of it, UnprovenGrantError when it may have kept it,
        NotWritableError when the card belongs to somebody or has a window.
        """
        number = _number_of(card)
        try:
            if await self._owner_of(card) not in {None, number}:
                raise NotWritableError("the card belongs to a person on the device")
            if await self._find(number) is not None:
                raise NotWritableError("the card has a window already")
        except LinkError as err:
            raise RefusedError(RefusalReason.OTHER, f"{err}; no window was written") from err
        last = end.replace(microsecond=0) - timedelta(seconds=1)
        window = PersonWindow(start=start.strftime(_FORMAT), end=last.strftime(_FORMAT), doors=frozenset(doors))
        try:
            await self._write(number, window)
            await self._give(number, card)
        except (RefusedError, LinkError) as err:
            await self._take_back(number, doors)
            raise RefusedError(RefusalReason.OTHER, f"{err}; the device keeps no window") from err
        return dict.fromkeys(doors, 0)

    async def revoke(self, card: str, before: Mapping[int, int]) -> None:
        """Take doors off a card's window; a window without any is deleted. before: doors it had no right to."""
        number = _number_of(card)
        window = await self._find(number)
        if window is None:
            return
        if rest := window.doors - before.keys():
            await self._write(number, PersonWindow(start=window.start, end=window.end, doors=rest))
            return
        await self._forget(number)

    async def _take_back(self, number: str, doors: Collection[int]) -> None:
        """Leave no window. Raises UnprovenGrantError when that cannot be proven."""
        try:
            await self._forget(number)
        except (RefusedError, LinkError) as err:
            raise UnprovenGrantError(str(err), dict.fromkeys(doors, 0)) from err

    async def _forget(self, number: str) -> None:
        """Delete a person and prove it by looking; that also proves a request whose answer was lost."""
        silence: LinkError | None = None
        try:
            await self._delete(number)
        except LinkError as err:
            silence = err
        if await self._find(number) is not None:
            raise silence or RefusedError(RefusalReason.OTHER, "the device still keeps the window")

    async def _write(self, number: str, window: PersonWindow) -> None:
        plans = [{"doorNo": door, "planTemplateNo": ALWAYS_PLAN} for door in sorted(window.doors)]
        person = {
            "employeeNo": number,
            "name": number,
            "userType": "normal",
            "Valid": {"enable": True, "beginTime": window.start, "endTime": window.end, "timeType": "local"},
            "doorRight": ",".join(str(door) for door in sorted(window.doors)),
            "RightPlan": plans,
        }
        await self._send("PUT", "UserInfo/SetUp", {"UserInfo": person})
        if await self._find(number) != window:
            raise RefusedError(RefusalReason.VALUE, "the device keeps something else than it was given")

    async def _give(self, number: str, card: str) -> None:
        card_info = {"employeeNo": number, "cardNo": card, "cardType": "normalCard"}
        await self._send("PUT", "CardInfo/SetUp", {"CardInfo": card_info})
        if await self._owner_of(card) != number:
            raise RefusedError(RefusalReason.VALUE, "the device keeps something else than it was given")

    async def _delete(self, number: str) -> None:
        await self._send("PUT", "UserInfo/Delete", {"UserInfoDelCond": {"EmployeeNoList": [{"employeeNo": number}]}})

    async def _find(self, number: str) -> PersonWindow | None:
        condition = {**_search(), "EmployeeNoList": [{"employeeNo": number}]}
        return read_person(await self._send("POST", "UserInfo/Search", {"UserInfoSearchCond": condition}), number)

    async def _owner_of(self, card: str) -> str | None:
        condition = {**_search(), "CardNoList": [{"cardNo": card}]}
        return read_card_owner(await self._send("POST", "CardInfo/Search", {"CardInfoSearchCond": condition}), card)

    async def _send(self, method: str, path: str, body: Mapping[str, Any]) -> bytes:
        return await self._link.request(method, f"{_BASE}/{path}?format=json", json.dumps(body), "application/json")


def _search() -> dict[str, Any]:
    return {"searchID": uuid.uuid4().hex, "searchResultPosition": 0, "maxResults": 10}


def _number_of(card: str) -> str:
    """Return the number of the person that holds a card's window. Raises NotWritableError when it is no card."""
    if not (card.isascii() and card.isdecimal() and 0 < len(card) <= LONGEST_CARD):
        raise NotWritableError(f"a card's number has digits only, at most {LONGEST_CARD}")
    return f"{PREFIX}{card}"
