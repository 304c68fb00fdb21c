"""ntfy and e-mail through Home Assistant's own integrations, against local servers; and any other notify entity."""

import asyncio
from collections.abc import AsyncGenerator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from unittest.mock import MagicMock, patch

import pytest
from aiosmtpd.smtp import SMTP, Envelope
from homeassistant.components.ntfy import NTFY_KEY
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.alerts.channels.base import Event
from custom_components.smart_campus.alerts.channels.open_channel import OpenChannel
from custom_components.smart_campus.alerts.rules.alert import Severity
from simulator.chat_faults import ChatFault
from simulator.ntfy_server import NtfyServer

from .telling import EXTERNAL, found, message, open_channel, raise_alert


class Mailbox:
    """What a mail server took."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        """Take a mail."""
        assert isinstance(envelope.content, bytes)
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, EmailMessage, policy=policy.default))
        return self.answer


@pytest.fixture
async def mailbox(hass: HomeAssistant, socket_enabled: None, known_address: None) -> AsyncGenerator[Mailbox]:
    """Return the box of a mail server that core's SMTP integration sends to."""
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box, hostname="localhost"), "127.0.0.1", 0)
    entry = MockConfigEntry(
        domain="smtp",
        data={
            "server": "127.0.0.1",
            "port": server.sockets[0].getsockname()[1],
            "encryption": "none",
            "verify_ssl": False,
            "sender": "campus@example.org",
        },
        options={"timeout": 5},
        subentries_data=[
            ConfigSubentryDataWithId(
                subentry_id="r1", subentry_type="recipient", title="Li Wei", unique_id="li@example.org", data={}
            )
        ],
    )
    entry.add_to_hass(hass)
    with patch("homeassistant.components.smtp.discovery.async_load_platform"):
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
    yield box
    await hass.config_entries.async_unload(entry.entry_id)
    server.close()


@pytest.fixture
async def ntfy(hass: HomeAssistant, socket_enabled: None, known_address: None) -> AsyncGenerator[NtfyServer]:
    """Return a server that core's ntfy integration publishes to."""
    hass.data[NTFY_KEY] = MagicMock()
    async with NtfyServer() as server:
        entry = MockConfigEntry(
            domain="ntfy",
            data={"url": f"{server.url}/", "verify_ssl": True},
            subentries_data=[
                ConfigSubentryDataWithId(
                    subentry_id="t1", subentry_type="topic", title="duty", unique_id="duty", data={"topic": "duty"}
                )
            ],
        )
        entry.add_to_hass(hass)
        with patch("homeassistant.components.ntfy.PLATFORMS", [Platform.NOTIFY]):
            assert await hass.config_entries.async_setup(entry.entry_id)
            await hass.async_block_till_done()
            yield server
            await hass.config_entries.async_unload(entry.entry_id)


def entity_of(hass: HomeAssistant, platform: str) -> str:
    return next(each.entity_id for each in er.async_get(hass).entities.values() if each.platform == platform)


async def mail_channel(hass: HomeAssistant) -> OpenChannel:
    return await open_channel(hass, "email", entity_id=entity_of(hass, "smtp"))


async def test_mail_says_it_twice_and_carries_a_link(hass: HomeAssistant, mailbox: Mailbox) -> None:
    channel = await mail_channel(hass)
    assert (await channel.async_tell(message(await raise_alert(hass, severity=Severity.SAFETY)))).ok
    (mail,) = mailbox.mails
    assert (mail["Subject"], mail["X-Priority"]) == ("Wet floor in the hall", "1 (Highest)")
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert f"{EXTERNAL}/api/smart_campus/alert/" in plain.get_content()
    assert f'<a href="{EXTERNAL}/api/smart_campus/alert/' in html.get_content()


async def test_mail_to_a_contact_goes_to_their_own_entity(hass: HomeAssistant, mailbox: Mailbox) -> None:
    channel = await open_channel(hass, "email")
    alert = await raise_alert(hass)
    assert (await channel.async_tell(message(alert))).code == "no_address"
    assert (await channel.async_tell(message(alert, address={"notify_entity": entity_of(hass, "smtp")}))).ok


async def test_hostile_text_is_text_in_a_mail(hass: HomeAssistant, mailbox: Mailbox) -> None:
    channel = await mail_channel(hass)
    hostile = "<script>x</script>\r\nBcc: evil@example.org"
    await channel.async_tell(message(await raise_alert(hass), title=hostile, text=hostile))
    (mail,) = mailbox.mails
    assert mail["Bcc"] is None
    html = mail.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()


async def test_mail_server_that_refuses_is_a_failure_without_its_words(hass: HomeAssistant, mailbox: Mailbox) -> None:
    mailbox.answer = "554 you shall not pass, campus@example.org"
    channel = await mail_channel(hass)
    delivery = await channel.async_tell(message(await raise_alert(hass)))
    assert (delivery.ok, delivery.code, delivery.detail) == (False, "send_mail_connection_error", "")


async def test_ntfy_acknowledges_by_post_without_a_browser(
    hass: HomeAssistant, ntfy: NtfyServer, hass_client_no_auth: ClientSessionGenerator
) -> None:
    home = str((await hass_client_no_auth()).make_url("/")).rstrip("/")
    channel = await open_channel(hass, "ntfy", entity_id=entity_of(hass, "ntfy"))
    alert = await raise_alert(hass, severity=Severity.URGENT)
    assert (await channel.async_tell(message(alert))).ok
    (shown,) = ntfy.messages
    assert (shown["topic"], shown["title"], shown["priority"]) == ("duty", "Wet floor in the hall", 5)
    assert [(each["action"], each["label"]) for each in shown["actions"]] == [
        ("http", "Acknowledge"),
        ("view", "Details"),
    ]
    assert await ntfy.press("Acknowledge", base=(EXTERNAL, home)) == 200
    assert (await found(hass, alert)).acknowledged_at is not None


async def test_newer_ntfy_message_replaces_the_older(hass: HomeAssistant, ntfy: NtfyServer) -> None:
    channel = await open_channel(hass, "ntfy", entity_id=entity_of(hass, "ntfy"))
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert))
    over = message(alert, event=Event.RESOLVED, title="Dry again", buttons=())
    assert (await channel.async_withdraw(over)).ok
    assert [(each["title"], each["priority"]) for each in ntfy.messages] == [("Dry again", 2)]
    assert ntfy.published == 2


async def test_ntfy_over_its_limit_is_a_failure(hass: HomeAssistant, ntfy: NtfyServer) -> None:
    ntfy.faults.add(
        ChatFault(status=429, body={"code": 42901, "http": 429, "error": "limit reached: too many requests"})
    )
    channel = await open_channel(hass, "ntfy", entity_id=entity_of(hass, "ntfy"))
    delivery = await channel.async_tell(message(await raise_alert(hass)))
    assert (delivery.ok, delivery.code) == (False, "publish_failed_request_error")


async def test_any_other_notify_entity_gets_text_with_a_link(hass: HomeAssistant, mailbox: Mailbox) -> None:
    channel = await open_channel(hass, "notify", entity_id=entity_of(hass, "smtp"))
    assert (await channel.async_tell(message(await raise_alert(hass)))).ok
    text = mailbox.mails[0].get_content()
    assert f"Acknowledge here: {EXTERNAL}/api/smart_campus/alert/" in text


async def test_entity_that_is_not_there_is_a_failure(hass: HomeAssistant, known_address: None) -> None:
    assert await async_setup_component(hass, "notify", {})
    channel = await open_channel(hass, "notify", entity_id="notify.gone")
    assert (await channel.async_tell(message(await raise_alert(hass)))).code == "unknown_entity"
