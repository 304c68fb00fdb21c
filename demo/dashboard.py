"""The dashboards of the demo: the campus, which makes itself, and the entrances with what only a demo has."""

from collections.abc import Sequence

from .api import Api, Json

CAMPUS, ENTRANCES = "smart-campus", "demo-entrances"
"""Their paths."""
VIEWS = ("attention", "buildings", "recordings", "network", "energy", "gates", "equipment")
"""Those of the campus."""
TITLES = {
    CAMPUS: {"en": "Smart Campus", "zh-Hans": "智慧校园"},
    ENTRANCES: {"en": "Entrances", "zh-Hans": "入口"},
}
ICONS = {CAMPUS: "mdi:school", ENTRANCES: "mdi:door-sliding"}
STRATEGY = {"strategy": {"type": "custom:smart-campus"}}


async def make_dashboards(api: Api, entrances: Sequence[Json], language: str) -> None:
    """Make both, or bring them up to date. entrances: sections of the second one."""
    known = {dashboard["url_path"] for dashboard in await api.command("lovelace/dashboards/list")}
    view = {"type": "sections", "path": "entrances", "title": TITLES[ENTRANCES][language], "sections": [*entrances]}
    for path, config in ((CAMPUS, STRATEGY), (ENTRANCES, {"views": [view]})):
        if path not in known:
            await api.command(
                "lovelace/dashboards/create",
                url_path=path,
                title=TITLES[path][language],
                icon=ICONS[path],
                mode="storage",
                show_in_sidebar=True,
                require_admin=False,
            )
        await api.command("lovelace/config/save", url_path=path, config=config)
