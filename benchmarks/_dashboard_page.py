"""What a dashboard costs a browser: how long its views take to generate, to show themselves, and what they keep."""

import asyncio
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.async_api import CDPSession, Page

ROUNDS = 5
FIND = """selector => {
    const search = root => {
        const found = [...root.querySelectorAll(selector)].find(each => each.getBoundingClientRect().height > 0);
        if (found) return found;
        for (const each of root.querySelectorAll("*")) {
            const inner = each.shadowRoot && search(each.shadowRoot);
            if (inner) return inner;
        }
        return null;
    };
    return search(document) ? performance.now() : 0;
}"""
"""Milliseconds since the navigation began, once something that the selector finds is shown in any shadow root."""
GENERATE = """async ([tag, config, rounds]) => {
    await customElements.whenDefined(tag);
    const strategy = customElements.get(tag), hass = document.querySelector("home-assistant").hass, times = [];
    for (let round = 0; round < rounds; round++) {
        const begun = performance.now();
        const made = await strategy.generate(structuredClone(config), hass);
        times.push(performance.now() - begun);
        if (!made.views && !made.sections && !made.cards) throw new Error(`${tag} made nothing`);
    }
    return times;
}"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A view that was opened."""

    first_paint_s: float
    memory_mib: float
    messages_per_s: float
    bytes_per_s: float


async def generation_ms(page: Page, tag: str, config: dict[str, object]) -> float:
    """Return the median time in which a strategy makes its part; what it asks the server for is in it."""
    times: Sequence[float] = await page.evaluate(GENERATE, [tag, config, ROUNDS])
    return statistics.median(times)


async def show(page: Page, url: str, selector: str, listen_s: float) -> Shown:
    """Open a view anew and watch it. selector: finds what a person came for."""
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    times = []
    for _ in range(ROUNDS):
        await page.goto("about:blank")
        await page.goto(url, wait_until="commit")
        shown = await page.wait_for_function(FIND, arg=selector, polling="raf", timeout=120_000)
        times.append(float(await shown.json_value()) / 1000)
    frames: list[int] = []
    session.on("Network.webSocketFrameReceived", lambda event: frames.append(len(event["response"]["payloadData"])))
    await page.wait_for_load_state("networkidle")
    await asyncio.sleep(5)
    memory_mib = await _memory_mib(session)
    frames.clear()
    await asyncio.sleep(listen_s)
    seen = list(frames)
    await session.detach()
    return Shown(statistics.median(times), memory_mib, len(seen) / listen_s, sum(seen) / listen_s)


async def _memory_mib(session: CDPSession) -> float:
    await session.send("HeapProfiler.enable")
    await session.send("HeapProfiler.collectGarbage")
    await session.send("Performance.enable")
    metrics = (await session.send("Performance.getMetrics"))["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")) / 1024 / 1024
