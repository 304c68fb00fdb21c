"""What a diagnostic file says of a projector, and what it does not."""

import json

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from custom_components.smart_campus.diagnostics import async_get_device_diagnostics

from .conftest import Emulate, SetUp, lit

PASSWORD = "hunter2-secret"


async def test_a_file_shows_the_connection_and_neither_password_serial_nor_names(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit(name="Office of the dean"), password=PASSWORD)
    entry = await set_up(emulator.port, credentials={"password": PASSWORD})
    device = dr.async_get(hass).async_get(entry.runtime_data.coordinators["p1"].registry_id)
    assert device is not None
    text = json.dumps(await async_get_device_diagnostics(hass, entry, device))
    assert '"is_shared": false' in text
    assert "EB-L735U" in text
    assert not [secret for secret in (PASSWORD, "X8JK0000001", "Office of the dean", "127.0.0.1") if secret in text]
