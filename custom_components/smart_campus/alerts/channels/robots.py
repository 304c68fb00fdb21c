"""The group robots of WeCom, DingTalk and Feishu: addresses, signatures, limits."""

import re
from collections.abc import Mapping
from typing import Any, Final

from yarl import URL

from .open_channel import ChannelContext
from .robot import Robot, RobotChannel
from .rules import dingtalk, feishu, wecom
from .rules.card import Card
from .rules.signing import dingtalk_signature, feishu_signature
from .rules.verdict import DINGTALK_ROBOT, FEISHU, WECOM

CONF_KEY: Final = "webhook"
CONF_SIGNING: Final = "sign_secret"
CONF_REGION: Final = "region"
LARK: Final = "lark"
_PLAIN_KEY: Final = re.compile(r"[0-9A-Za-z_-]{8,128}")


def key_of(text: str, *, parameter: str | None) -> str | None:
    """Return the key in the address of a robot, or the key itself; None when it is neither.

    parameter: the part of the query that holds it; None: it ends the path.
    """
    text = text.strip()
    if "://" in text:
        try:
            url = URL(text)
        except ValueError:
            return None
        text = url.query.get(parameter, "") if parameter else url.name
    return text if _PLAIN_KEY.fullmatch(text) else None


def _wecom_request(context: ChannelContext, card: Card, _now_s: float) -> tuple[URL, Mapping[str, Any]]:
    url = URL(context.hosts.wecom) / "cgi-bin/webhook/send" % {"key": context.text(CONF_KEY)}
    return url, wecom.robot_body(card)


def _dingtalk_request(context: ChannelContext, card: Card, now_s: float) -> tuple[URL, Mapping[str, Any]]:
    query = {"access_token": context.text(CONF_KEY)}
    if secret := context.text(CONF_SIGNING):
        at_ms = int(now_s * 1000)
        query |= {"timestamp": str(at_ms), "sign": dingtalk_signature(secret, at_ms)}
    return URL(context.hosts.dingtalk) / "robot/send" % query, dingtalk.robot_body(card)


def _feishu_request(context: ChannelContext, card: Card, now_s: float) -> tuple[URL, Mapping[str, Any]]:
    host = context.hosts.lark if context.text(CONF_REGION) == LARK else context.hosts.feishu
    body = feishu.robot_body(card)
    if secret := context.text(CONF_SIGNING):
        body = {"timestamp": str(int(now_s)), "sign": feishu_signature(secret, int(now_s)), **body}
    return URL(host) / "open-apis/bot/v2/hook" / context.text(CONF_KEY), body


WECOM_ROBOT: Final = Robot(platform=WECOM, size=8, per_minute=12, reserve=3, request=_wecom_request)
"""At most 20 a minute are allowed."""
DINGTALK_ROBOT_KIND: Final = Robot(platform=DINGTALK_ROBOT, size=8, per_minute=12, reserve=3, request=_dingtalk_request)
"""At most 20 a minute are allowed; beyond that it says nothing for ten minutes."""
FEISHU_ROBOT: Final = Robot(platform=FEISHU, size=4, per_minute=60, reserve=1, request=_feishu_request)
"""At most 100 a minute and 5 a second are allowed."""


def open_wecom_robot(context: ChannelContext) -> RobotChannel:
    """Return a robot of a WeCom group."""
    return RobotChannel(context, WECOM_ROBOT)


def open_dingtalk_robot(context: ChannelContext) -> RobotChannel:
    """Return a robot of a DingTalk group."""
    return RobotChannel(context, DINGTALK_ROBOT_KIND)


def open_feishu_robot(context: ChannelContext) -> RobotChannel:
    """Return a robot of a Feishu or Lark group."""
    return RobotChannel(context, FEISHU_ROBOT)
