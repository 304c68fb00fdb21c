"""The ledger's files as the page handles them: uploaded, checked, carried out, fetched; and as automations do."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.equipment.ledger import async_get_ledger

from ..conftest import FakeCampus, meter, set_up
from .conftest import Ask, take_over
from .files import bring_in, check, meter_row, table

ROWS = [
    meter_row(1, room="101"),
    meter_row(2, host="http://x/../"),
    {"asset number": "C-1", "name": "Chair"},
]


@pytest.fixture
async def upload(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Callable[[bytes], Awaitable[str]]:
    """Return what uploads a file and gives its id."""
    await async_setup_component(hass, DOMAIN, {})
    for component in ("file_upload", "websocket_api"):
        await async_setup_component(hass, component, {})
    client = await hass_client()

    async def send(data: bytes) -> str:
        form = FormData()
        form.add_field("file", data, filename="ledger.csv")
        answer = await client.post("/api/file_upload", data=form)
        found: dict[str, str] = await answer.json()
        return found["file_id"]

    return send


async def test_uploaded_file_is_checked_carried_out_and_told_step_by_step(
    hass: HomeAssistant,
    campus: FakeCampus,
    hass_ws_client: WebSocketGenerator,
    upload: Callable[[bytes], Awaitable[str]],
) -> None:
    await set_up(hass)
    client = await hass_ws_client(hass)
    file_id = await upload(table(ROWS))

    async def ask(command: str, **fields: Any) -> dict[str, Any]:
        await client.send_json_auto_id({"type": f"smart_campus/equipment/{command}", **fields})
        answer: dict[str, Any] = await client.receive_json()
        return answer

    checked = (await ask("import/check", site="site1", file_id=file_id, language="zh-Hans"))["result"]
    assert checked["counts"] == {"new": 2, "changed": 0, "unchanged": 0, "orphaned": 0, "errors": 1}
    assert checked["errors"] == [
        {
            "row": 3,
            "column": "主机",
            "code": "cell_no_host",
            "text": "第3行“主机”列：“http://x/../”不是主机。只填写主机名或 IP 地址，不含协议、路径或端口。",
        }
    ]
    assert [(change["row"], change["asset_number"]) for change in checked["changes"]] == [(2, "M-1"), (4, "C-1")]
    assert checked["forecast"]["fits"] is True
    assert checked["forecast"]["by_kind"]["meter"]["devices"] == 1
    page = (await ask("import/page", import_id=checked["import_id"], what="changes", offset=1))["result"]
    assert (page["total"], [change["asset_number"] for change in page["changes"]]) == (2, ["C-1"])
    page = (await ask("import/page", import_id=checked["import_id"], what="errors", language="en"))["result"]
    assert page["errors"][0]["column"] == "host"
    assert (await ask("import/apply", import_id=checked["import_id"]))["success"]
    events: list[dict[str, Any]] = []
    while not events or "result" not in events[-1]:
        events.append((await client.receive_json())["event"])
    assert events[0] == {"done": 0, "total": 2, "phase": "writing"}
    assert {key: events[-1]["result"][key] for key in ("new", "devices", "rooms", "failed")} == {
        "new": 2,
        "devices": 1,
        "rooms": 1,
        "failed": [],
    }
    imports = (await ask("imports", site="site1"))["result"]
    assert (imports["running"], [job["import_id"] for job in imports["imports"]]) == (None, [checked["import_id"]])
    again = await ask("import/check", site="site1", file_id=file_id)
    assert again["error"]["translation_key"] == "file_not_there"


async def test_every_command_that_writes_is_refused_to_who_may_not_manage(
    hass: HomeAssistant, campus: FakeCampus, hass_ws_client: WebSocketGenerator, hass_read_only_access_token: str
) -> None:
    entry = await set_up(hass)
    checked = await check(hass, entry, table(ROWS))
    client = await hass_ws_client(hass, hass_read_only_access_token)
    for command, fields in {
        "save": {"asset": {"site": "site1", "name": "Chair"}},
        "import/check": {"site": "site1", "file_id": "x"},
        "import/page": {"import_id": checked.import_id, "what": "errors"},
        "import/apply": {"import_id": checked.import_id},
        "imports": {},
        "export": {"format": "csv"},
    }.items():
        await client.send_json_auto_id({"type": f"smart_campus/equipment/{command}", **fields})
        answer = await client.receive_json()
        assert (command, answer["success"], answer["error"]["code"]) == (command, False, "unauthorized")
    assert entry.get_subentries_of_type("meter") == []


@pytest.mark.parametrize("file", [("csv", "en"), ("csv", "zh-Hans"), ("xlsx", "en"), ("xlsx", "zh-Hans")])
async def test_exported_ledger_brought_in_again_changes_nothing(
    hass: HomeAssistant,
    campus: FakeCampus,
    ask: Ask,
    hass_client_no_auth: ClientSessionGenerator,
    file: tuple[str, str],
) -> None:
    form, language = file
    entry = await set_up(hass, meter(9))
    rows = [
        meter_row(1, room="101", floor="1F", parameters="ct_ratio=40", serial="'-S1"),
        {"asset number": "+1", "name": "-Chair", "note": "'=HYPERLINK(1)", "keeper": "@Li", "state": "lent",
         "purchase date": "2024-08-30", "room": "102", "room type": "Laboratory"},
    ]  # fmt: skip
    await bring_in(hass, entry, table(rows))
    await hass.async_block_till_done()
    await take_over(entry)
    chair = (await async_get_ledger(hass)).find("+1")
    assert chair is not None
    assert (chair.name, chair.note) == ("-Chair", "=HYPERLINK(1)")
    url = (await ask("export", format=form, language=language, site="site1"))["result"]["url"]
    answer = await (await hass_client_no_auth()).get(url)
    data = await answer.read()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    if form == "csv":
        text = data.decode("utf-8-sig")
        assert "'=HYPERLINK(1)" in text
        assert "'-Chair" in text
    checked = await check(hass, entry, data)
    assert [(fault.row, fault.column, fault.key) for fault in checked.plan.faults] == []
    assert [dict(step.change) for step in checked.plan.steps] == []
    assert checked.plan.counts == {"new": 0, "changed": 0, "unchanged": 3, "orphaned": 0, "errors": 0}


async def test_template_is_for_everybody_who_is_signed_in(
    hass: HomeAssistant, campus: FakeCampus, ask: Ask, hass_client_no_auth: ClientSessionGenerator
) -> None:
    await set_up(hass)
    url = (await ask("template", format="csv", language="zh-Hans"))["result"]["url"]
    client = await hass_client_no_auth()
    assert (await (await client.get(url)).read()).decode("utf-8-sig").startswith("资产编号,名称,类别")
    assert (await client.get(url.partition("?")[0])).status == 401


async def test_actions_bring_a_file_in_and_write_one_out(
    hass: HomeAssistant, campus: FakeCampus, tmp_path: Path
) -> None:
    entry = await set_up(hass)
    path = tmp_path / "ledger.csv"
    path.write_bytes(table(ROWS))
    data = {"site": "site1", "file": str(path)}
    with pytest.raises(ServiceValidationError) as caught:
        await hass.services.async_call(DOMAIN, "import_equipment", data, blocking=True)
    assert caught.value.translation_key == "file_not_allowed"
    hass.config.allowlist_external_dirs = {str(tmp_path)}
    found = await hass.services.async_call(DOMAIN, "import_equipment", data, blocking=True, return_response=True)
    assert found is not None
    assert found["counts"]["new"] == 2
    assert entry.get_subentries_of_type("meter") == []
    found = await hass.services.async_call(
        DOMAIN, "import_equipment", {**data, "dry_run": False}, blocking=True, return_response=True
    )
    assert found is not None
    assert found["result"]["devices"] == 1
    written = await hass.services.async_call(
        DOMAIN, "export_equipment", {"format": "csv"}, blocking=True, return_response=True
    )
    assert written is not None
    path = Path(hass.config.path(str(written["path"])))
    text = await hass.async_add_executor_job(path.read_text, "utf-8-sig")
    assert text.count("\n") == 3
    user = MockUser(id="guest", groups=[]).add_to_hass(hass)
    for action, fields in {"import_equipment": data, "export_equipment": {}}.items():
        with pytest.raises(Unauthorized):
            await hass.services.async_call(DOMAIN, action, fields, blocking=True, context=Context(user_id=user.id))
