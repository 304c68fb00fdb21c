"""WeCom, DingTalk and Feishu on one loopback port: group robots and apps, with what their users see and press."""

import time
from collections.abc import Callable
from typing import Self

from aiohttp import web

from .chat_robots import DingTalkRobot, FeishuRobot, WeComRobot
from .dingtalk_app import DingTalkApp
from .feishu_app import FeishuApp
from .gateway import HOST
from .wecom_bot import PATH, WeComBot


class ChatPlatforms:
    """Use as ``async with ChatPlatforms() as chats``; listens on the loopback address only."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        """clock: the platforms' Unix time."""
        self.wecom_robot = WeComRobot(key="wecom-key-0123", clock=clock)
        self.dingtalk_robot = DingTalkRobot(key="ding-token-0123", sign_with="SEC0123", clock=clock)
        self.feishu_robot = FeishuRobot(key="feishu-hook-0123", sign_with="feishu-sign-0123", clock=clock)
        self.wecom_bot = WeComBot()
        self.dingtalk_app = DingTalkApp()
        self.feishu_app = FeishuApp()
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """Base address of everything over HTTP, valid while it is open."""
        return f"http://{HOST}:{self._port}"

    @property
    def wecom_socket(self) -> str:
        """Address of WeCom's long connection."""
        return f"ws://{HOST}:{self._port}{PATH}"

    async def __aenter__(self) -> Self:
        app = web.Application()
        for part in (
            self.wecom_robot,
            self.dingtalk_robot,
            self.feishu_robot,
            self.wecom_bot,
            self.dingtalk_app,
            self.feishu_app,
        ):
            app.add_routes(part.routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, 0).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        robots = (self.wecom_robot, self.dingtalk_robot, self.feishu_robot, self.dingtalk_app, self.feishu_app)
        for part in robots:
            part.faults.released.set()
        if self._runner is not None:
            await self._runner.cleanup()
