"""Faults of the network become alerts: one for each fault, with what hangs on it, over restarts."""

from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.reports import Reports
from custom_components.smart_campus.alerts.rules.alert import Actor, Alert
from custom_components.smart_campus.alerts.rules.words import render
from custom_components.smart_campus.network.news import SIGNAL_NETWORK_NEWS, NetworkNews, NewsKind

from ..alerts.settling import settle_alerts
from ..conftest import FakeCampus
from .network_site import Stage
from .test_watch import cut, mend


async def open_alerts(hass: HomeAssistant) -> list[Alert]:
    await settle_alerts(hass)
    return list((await async_get_desk(hass)).alerts)


def titles(alerts: list[Alert]) -> list[str]:
    return [render(alert.title, "en") for alert in alerts]


async def test_one_dead_switch_is_one_alert_with_what_hangs_on_it(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry
) -> None:
    cut(stage, campus, "dist", "lab", meters=(1,))
    await stage.run(site, 300)
    (alert,) = await open_alerts(hass)
    assert render(alert.title, "en") == "Switch dist cannot be reached"
    assert render(alert.title, "zh-Hans") == "Switch dist 无法连接"
    assert sorted(render(child.title, "en") for child in alert.children) == [
        "Meter 1 has sent no readings for a while",
        "Switch lab cannot be reached",
    ]
    mend(stage, campus, "dist", "lab", meters=(1,))
    await stage.run(site, 180)
    assert await open_alerts(hass) == []


async def test_many_news_at_once_are_one_look_at_the_network(hass: HomeAssistant, site: MockConfigEntry) -> None:
    news = NetworkNews(kind=NewsKind.BECAME_UNREACHABLE, device_id="", area_ids=frozenset(), description="")

    with patch.object(Reports, "of_network", autospec=True, return_value=iter(())) as looked:
        for _ in range(100):
            async_dispatcher_send(hass, SIGNAL_NETWORK_NEWS, news)
        await hass.async_block_till_done()

    assert looked.call_count == 1


async def test_what_stays_dead_when_its_cause_is_well_again_is_an_alert_of_its_own(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry
) -> None:
    cut(stage, campus, "dist", "lab")
    await stage.run(site, 300)
    mend(stage, campus, "dist")
    await stage.run(site, 300)
    assert titles(await open_alerts(hass)) == ["Switch lab cannot be reached"]


async def test_reload_of_the_site_neither_repeats_nor_forgets_an_alert(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry
) -> None:
    cut(stage, campus, "gym")
    await stage.run(site, 300)
    (before,) = await open_alerts(hass)
    assert await hass.config_entries.async_reload(site.entry_id)
    await hass.async_block_till_done()
    await stage.run(site, 300)
    (after,) = await open_alerts(hass)
    assert after.id == before.id
    mend(stage, campus, "gym")
    await stage.run(site, 180)
    assert await open_alerts(hass) == []


async def test_fault_a_person_says_is_over_comes_back_only_after_a_while(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry
) -> None:
    cut(stage, campus, "gym")
    await stage.run(site, 300)
    (alert,) = await open_alerts(hass)
    desk = await async_get_desk(hass)
    await desk.async_resolve(alert.id, Actor("Li", None, "page"))
    await stage.run(site, 600)
    assert await open_alerts(hass) == []
    await stage.run(site, 420)
    assert titles(await open_alerts(hass)) == ["Switch gym cannot be reached"]
