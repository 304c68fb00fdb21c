"""Paths of the campus network: servers on loopback addresses, and the probe that tries them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .certificates import make_certificate, server_context
from .demo_places import COMPUTER_ROOM, TEACHING_A
from .path_servers import NameServer, OpenPort, PathServer, TimeServer, WebServer
from .system import Action, Body, Identity, Json, Names

PROBE_ID = "paths-campus"
WEB_HOST = "127.0.50.10"
PORTAL_HOST = "127.0.50.11"
NAME_HOST = "127.0.50.53"
TIME_HOST = "127.0.50.123"
OLD_TIME_HOST = "127.0.50.124"
STORAGE_HOST = "127.0.50.20"
DEAD_HOST = "127.0.50.99"
PORTS = 7
"""Ports in a row the paths take."""

CERTIFICATE_DAYS = 9.5
OLD_CLOCK_OFFSET_S = -2.5

ROUND_S = 10
"""Seconds between two rounds of the probe."""

FAULTS = ("none", "down", "refuse_time", "unsynchronised", "error")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Path:
    name: Names
    target: Mapping[str, object]
    server: PathServer | None = None
    """None where nobody listens, ever."""
    expected: str = "ok"
    """State the path is in while nothing is disturbed."""


class PathSystem:
    """The probe of the campus and what it looks at."""

    def __init__(self, base_port: int = 0) -> None:
        """base_port: first of `PORTS` ports in a row, 0 for free ones."""
        self._base_port = base_port
        self._paths: dict[str, _Path] = {}
        self._faults: dict[str, str] = {}

    async def start(self) -> None:
        """Let every server listen; the free ports of the first start are kept. Raises OSError when one is taken."""
        if not self._paths:
            self._paths = {str(path.target["id"]): path for path in _make_paths(self._base_port)}
        for server in self._servers():
            await server.start()

    async def stop(self) -> None:
        """Close every socket."""
        for server in self._servers():
            await server.stop()

    def devices(self) -> Sequence[Json]:
        """Return the probe: its paths as a person would enter them, and the state each is meant to be in."""
        identity = Identity(
            id=PROBE_ID,
            kind="probe",
            profile="network-paths",
            name=Names(en="Campus paths", zh_hans="校园链路"),
            room=COMPUTER_ROOM,
            building=TEACHING_A,
            options={
                "list": {"en": self._as_text("en"), "zh-Hans": self._as_text("zh-Hans")},
                "normal_s": ROUND_S,
                "rounds_to_turn": 2,
            },
        )
        states = {target_id: path.expected for target_id, path in self._paths.items()}
        endpoint = {"transport": "local", "name": PROBE_ID}
        targets = [self._target(path) for path in self._paths.values()]
        return [identity.to_json(endpoint=endpoint, targets=targets, states=states, faults=dict(self._faults))]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return how many paths there are, and how many are meant to fail. Raises KeyError for another device."""
        if device_id != PROBE_ID:
            raise KeyError(device_id)
        states = [
            "failing" if self._faults.get(target_id, "none") != "none" else path.expected
            for target_id, path in self._paths.items()
        ]
        return {"targets_total": len(states), "targets_failing": states.count("failing")}

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return ``fault``: ``{"target": "storage", "fault": "down"}``. Raises KeyError for another device."""
        if device_id != PROBE_ID:
            raise KeyError(device_id)
        return {"fault": self.set_fault}

    async def set_fault(self, body: Body) -> None:
        """Disturb the far end of one path. Raises ValueError for a target or fault there is not."""
        target_id, fault = str(body.get("target")), str(body.get("fault", "none"))
        path = self._paths.get(target_id)
        if path is None or path.server is None or fault not in FAULTS:
            raise ValueError(f"target is one of {', '.join(self._paths)}; fault one of {', '.join(FAULTS)}")
        _disturb(path.server, fault)
        await path.server.stop()
        if fault != "down":
            await path.server.start()
        self._faults[target_id] = fault

    def _servers(self) -> list[PathServer]:
        return [path.server for path in self._paths.values() if path.server is not None]

    def _target(self, path: _Path) -> Json:
        port = {} if path.server is None else {"port": path.server.port}
        return {**path.target, "name": path.name.to_json(), **port}

    def _as_text(self, language: str) -> str:
        """Return the paths as a person would type them, one a line."""
        return "\n".join(_line(self._target(path), path.name.to_json()[language]) for path in self._paths.values())


def _line(target: Json, name: str) -> str:
    port = f":{target['port']}" if "port" in target else ""
    asked = f"/{target['query']}" if "query" in target else ""
    trust = "; trust=no" if target.get("is_trust_checked") is False else ""
    return f"{name}; {target['way']}://{target['host']}{port}{asked}{trust}"


def _disturb(server: PathServer, fault: str) -> None:
    match server:
        case TimeServer():
            server.stratum = 0 if fault == "refuse_time" else 2
            server.reference = b"RATE" if fault == "refuse_time" else b"\x7f\x00\x00\x01"
            server.leap = 3 if fault == "unsynchronised" else 0
        case WebServer():
            server.status = 503 if fault == "error" else 200


def _make_paths(base_port: int) -> list[_Path]:
    ports = [base_port + index if base_port else 0 for index in range(PORTS)]
    certificate = server_context(*make_certificate(PORTAL_HOST, days_left=CERTIFICATE_DAYS))
    return [
        _Path(
            name=Names(en="Gateway", zh_hans="网关"),
            target={"id": "gateway", "way": "ping", "host": "127.0.0.1"},
        ),
        _Path(
            name=Names(en="Name server", zh_hans="域名服务器"),
            target={"id": "dns", "way": "dns", "host": NAME_HOST, "query": "www.campus.example"},
            server=NameServer(NAME_HOST, ports[0], names={"www.campus.example": ["127.0.50.10"]}),
        ),
        _Path(
            name=Names(en="Website", zh_hans="校园网站"),
            target={"id": "website", "way": "http", "host": WEB_HOST},
            server=WebServer(WEB_HOST, ports[1]),
        ),
        _Path(
            name=Names(en="Registrar system", zh_hans="教务系统"),
            target={
                "id": "portal",
                "way": "https",
                "host": PORTAL_HOST,
                "is_trust_checked": False,
            },
            server=WebServer(PORTAL_HOST, ports[2], context=certificate),
            expected="degraded",
        ),
        _Path(
            name=Names(en="Time server 1", zh_hans="时间服务器1"),
            target={"id": "time", "way": "ntp", "host": TIME_HOST},
            server=TimeServer(TIME_HOST, ports[3]),
        ),
        _Path(
            name=Names(en="Time server 2", zh_hans="时间服务器2"),
            target={"id": "old_time", "way": "ntp", "host": OLD_TIME_HOST},
            server=TimeServer(OLD_TIME_HOST, ports[4], offset_s=OLD_CLOCK_OFFSET_S),
            expected="degraded",
        ),
        _Path(
            name=Names(en="Recording storage", zh_hans="录播存储"),
            target={"id": "storage", "way": "tcp", "host": STORAGE_HOST},
            server=OpenPort(STORAGE_HOST, ports[5]),
        ),
        _Path(
            name=Names(en="Backup egress", zh_hans="备用出口"),
            target={
                "id": "backup_link",
                "way": "tcp",
                "host": DEAD_HOST,
                "port": ports[6] or 9,
            },
            expected="failing",
        ),
    ]
