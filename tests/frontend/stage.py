"""One card of the bundle in a real Chromium, in front of a frontend and a server that the test plays."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page, Route

ROOT: Final = Path(__file__).parents[2]
HERE: Final = Path(__file__).parent
BUNDLE: Final = ROOT / "custom_components" / "smart_campus" / "dashboard" / "bundle" / "smart-campus.js"
AXE: Final = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
ADDRESS: Final = "http://campus.test"
FILES: Final[Mapping[str, tuple[Path, str]]] = {
    "/smart-campus/attention": (HERE / "stage.html", "text/html"),
    "/theme.css": (HERE / "theme.css", "text/css"),
    "/stage.js": (HERE / "stage.js", "text/javascript"),
    "/smart-campus.js": (BUNDLE, "text/javascript"),
}
MDI: Final = next(ROOT.glob(".venv/lib/python3*/site-packages/hass_frontend/static/mdi"))

type Answers = Mapping[str, Any]


class Stage:
    """A page with one card on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        """What the console told, and requests for what is not there."""

    async def open(self) -> None:
        """Load the page; nothing of it comes from the network."""
        self.page.on("console", lambda each: self.complaints.append(each.text) if each.type == "error" else None)
        self.page.on("pageerror", lambda each: self.complaints.append(str(each)))
        await self.page.route("**/*", self._serve)
        await self.page.goto(f"{ADDRESS}/smart-campus/attention")
        await self.page.wait_for_function("window.stage !== undefined")

    async def show(
        self,
        card: str,
        answers: Answers,
        *,
        language: str = "en",
        is_dark: bool = False,
        width: int = 1280,
        height: int = 900,
        most: int | None = None,
        **config: Any,
    ) -> None:
        """Put a card on the page. answers: the server's, by command or ``domain.action``. most: its width in pixels."""
        await self.page.set_viewport_size({"width": width, "height": height})
        await self.page.evaluate(
            "([isDark, most]) => { document.documentElement.classList.toggle('dark', isDark);"
            " document.querySelector('#place').style.maxWidth = most ? `${most}px` : 'none'; }",
            [is_dark, most],
        )
        given = {"type": f"custom:smart-campus-{card}-card", **config}
        await self.page.evaluate(
            "([config, language, answers]) => window.stage.show(config, language, answers)",
            [given, language, answers],
        )
        await self.settle()

    async def settle(self) -> None:
        """Wait until what was sent is drawn."""
        await self.page.wait_for_load_state("networkidle")
        await self.page.evaluate(
            "() => new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 20))"
        )

    async def emit(self, command: str, event: Any) -> None:
        """Send an event to everybody who subscribed."""
        await self.page.evaluate("([type, event]) => window.stage.emit(type, event)", [command, event])
        await self.settle()

    async def asked(self, command: str) -> Sequence[Mapping[str, Any]]:
        """Return what was asked of a command, or of an action by its name."""
        found: list[dict[str, Any]] = await self.page.evaluate("window.stage.asked")
        return [each for each in found if command in (each["type"], each.get("service"))]

    async def violations(self) -> list[str]:
        """Return what axe finds wrong, by rule and element."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.add_script_tag(content=_read(AXE).decode())
        found = await self.page.evaluate("async () => (await axe.run(document)).violations")
        return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in found for node in each["nodes"]]

    async def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        width: int = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return width

    async def _serve(self, route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS)
        if path in FILES:
            file, kind = FILES[path]
            await route.fulfill(body=_read(file), content_type=kind)
        elif path.startswith("/icon/"):
            await route.fulfill(body=self._icon(path.removeprefix("/icon/")), content_type="text/plain")
        elif path == "/favicon.ico":
            await route.fulfill(body=b"", content_type="image/x-icon")
        else:
            self.complaints.append(f"no such page: {route.request.url}")
            await route.abort()

    def _icon(self, name: str) -> str:
        """Return the path of an icon of Home Assistant's own set; one that is not in it is complained of."""
        found = _load_icons().get(name)
        if found is None:
            self.complaints.append(f"no such icon: {name}")
        return found or ""


@cache
def _read(file: Path) -> bytes:
    return file.read_bytes()


@cache
def _load_icons() -> dict[str, str]:
    icons: dict[str, str] = {}
    for part in json.loads((MDI / "iconMetadata.json").read_text(encoding="utf-8"))["parts"]:
        icons |= json.loads((MDI / f"{part['file']}.json").read_text(encoding="utf-8"))
    return icons
