"""The three apps with buttons, under one handle each, so that one test tries them all."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulator.chat_platforms import ChatPlatforms

LI = {"wecom_bot": "li", "dingtalk_app": "u-li", "feishu_app": "ou_li"}
WANG = {"wecom_bot": "wang", "dingtalk_app": "u-wang", "feishu_app": "ou_wang"}
ADDRESS = {"wecom_bot": "wecom_user", "dingtalk_app": "dingtalk_user", "feishu_app": "feishu_user"}
SETTINGS: dict[str, dict[str, str]] = {
    "wecom_bot": {"bot_id": "bot-1", "secret": "bot-secret"},
    "dingtalk_app": {"client_id": "ding-app", "client_secret": "ding-secret", "template_id": "card.schema"},
    "feishu_app": {"app_id": "cli_1", "app_secret": "app-secret", "region": "feishu"},
}


def address(kind: str, who: dict[str, str] = LI) -> dict[str, str]:
    """Return where a person is found."""
    return {ADDRESS[kind]: who[kind]}


async def until(is_so: Callable[[], bool]) -> None:
    """Return once something is so on the other side of a socket; the caller sets the limit."""
    while not is_so():  # noqa: ASYNC110  counters of the simulator are no events
        await asyncio.sleep(0.01)


@dataclass
class Bot:
    """One platform's app, pressed the way its users press."""

    chats: ChatPlatforms
    kind: str

    @property
    def app(self) -> Any:
        """Return the simulated app."""
        apps = {
            "wecom_bot": self.chats.wecom_bot,
            "dingtalk_app": self.chats.dingtalk_app,
            "feishu_app": self.chats.feishu_app,
        }
        return apps[self.kind]

    @property
    def handles(self) -> list[str]:
        """Return what each card is pressed by, the oldest first."""
        if self.kind == "wecom_bot":
            cards = [each["template_card"] for each in self.chats.wecom_bot.messages if "template_card" in each]
            return [card["task_id"] for card in cards]
        return list(self.chats.dingtalk_app.cards if self.kind == "dingtalk_app" else self.chats.feishu_app.messages)

    async def press(self, button: str, who: dict[str, str] = LI, *, event_id: str = "", handle: str = "") -> str:
        """Press a button of the newest card, or of another; return all the person sees of it then."""
        user, handle = who[self.kind], handle or self.handles[-1]
        if self.kind == "dingtalk_app" and button not in {"acknowledge", "snooze"}:
            button = "own_1"
        return str(await self.app.press(user, handle, button, event_id=event_id))

    def texts(self) -> str:
        """Return all that persons see."""
        if self.kind == "wecom_bot":
            return str(self.chats.wecom_bot.messages)
        return str(self.chats.dingtalk_app.cards if self.kind == "dingtalk_app" else self.chats.feishu_app.messages)
