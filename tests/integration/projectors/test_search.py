"""Looking for projectors on the network."""

from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from custom_components.smart_campus.campuslink.errors import CannotConnectError
from custom_components.smart_campus.campuslink.link.pjlink_notices import Found, NoticeReceiver
from custom_components.smart_campus.const import DOMAIN

from .conftest import Emulate, SetUp, lit


async def search(hass: HomeAssistant, **data: str) -> object:
    return await hass.services.async_call(DOMAIN, "search_projectors", data, blocking=True, return_response=True)


async def test_found_projectors_tell_whether_they_are_set_up(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    await set_up((await emulate(lit())).port)
    found = (Found("192.0.2.9", "00:26:ab:00:00:09"), Found("127.0.0.1", "00:26:ab:00:00:01"))
    with patch.object(NoticeReceiver, "search", return_value=found) as asked:
        answer = await search(hass, broadcast="192.0.2.255")
    asked.assert_awaited_once_with("192.0.2.255")
    assert answer == {
        "projectors": [
            {"host": "127.0.0.1", "mac": "00:26:ab:00:00:01", "is_set_up": True},
            {"host": "192.0.2.9", "mac": "00:26:ab:00:00:09", "is_set_up": False},
        ]
    }


async def test_a_search_that_cannot_be_sent_is_a_sentence(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    await set_up((await emulate()).port)
    with (
        patch.object(NoticeReceiver, "search", side_effect=CannotConnectError("udp port 4352: in use")),
        pytest.raises(HomeAssistantError) as error,
    ):
        await search(hass)
    assert error.value.translation_key == "projector_search_failed"


@pytest.mark.parametrize("broadcast", ["", "campus", "::1", "10.0.0.256", "10.0.0.1; rm"])
async def test_only_an_address_is_taken(broadcast: str, hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    await set_up((await emulate()).port)
    with pytest.raises(Exception, match="IPv4"):
        await search(hass, broadcast=broadcast)
