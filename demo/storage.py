"""Home Assistant's storage files, written before its start so that it talks to nothing but the loopback address."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"


def write_storage(folder: Path, key: str, data: Mapping[str, Any], *, version: int = 1, minor_version: int = 1) -> None:
    """Write one storage file of the Home Assistant that lives in a folder."""
    path = folder / ".storage" / key
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"version": version, "minor_version": minor_version, "key": key, "data": data}
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def use_loopback_adapter(folder: Path) -> None:
    """Keep mDNS and SSDP on this machine."""
    write_storage(folder, "core.network", {"configured_adapters": ["lo"]})


def listen_on(folder: Path, port: int) -> None:
    """Make the web server listen on one port of the loopback address only."""
    stable = {
        "server_host": [HOST],
        "server_port": port,
        "cors_allowed_origins": [],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": True,
        "ssl_profile": "modern",
        "use_x_frame_options": True,
        "created_at": datetime.now(UTC).isoformat(),
        "error": None,
        "error_message": None,
    }
    data = {"stable": stable, "pending": None, "yaml_migration_done": True}
    write_storage(folder, "http", data, version=2, minor_version=2)
