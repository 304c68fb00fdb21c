"""The demo's own Home Assistant folder: what is in it before the first start, and what is remembered between starts."""

import json
import secrets
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from .storage import listen_on, use_loopback_adapter, write_storage

CHECKOUT = Path(__file__).parent.parent
INTEGRATION = CHECKOUT / "custom_components" / "smart_campus"

SMALL = "small"
"""The campus that is started unless another one is asked for."""

CONFIGURATION = """\
# Written by script/demo. Only what the demo shows; nothing here reaches any address but this machine's own.
homeassistant:
  media_dirs:
    local: {media}
frontend:
config:
history:
logbook:
media_source:
energy:
mobile_app:
automation: !include automations.yaml
input_button:
sun:
recorder:
  commit_interval: 5
system_health:
logger:
  default: warning
  logs:
    custom_components.smart_campus: info
"""


@dataclass(kw_only=True, slots=True)
class Memory:
    """What the demo must know again at the next start."""

    password: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    base_port: int = 0
    """First of the simulator's ports; 0 before the first start."""
    is_onboarded: bool = False
    entry_id: str = ""
    subentries: dict[str, str] = field(default_factory=dict)
    """Subentry id by the simulator's device id."""
    places: dict[str, str] = field(default_factory=dict)
    """Where each device was when it was set up or moved last, by the simulator's device id."""


class DemoFolder:
    """One folder per language, so that both can be looked at side by side."""

    def __init__(self, path: Path, *, archive: Path | None = None) -> None:
        """path: made when it is not there. archive: a built release to install in place of the checkout's own files."""
        self.path = path
        self._archive = archive
        self.log = path / "home-assistant.log"
        self.memory = Memory()

    @classmethod
    def open(
        cls,
        language: str,
        *,
        fresh: bool,
        path: Path | None = None,
        archive: Path | None = None,
        campus: str = SMALL,
    ) -> Self:
        """Return a folder with everything Home Assistant needs for its start but the port.

        path: None takes the folder of the language and the campus in the checkout.
        """
        name = language if campus == SMALL else f"{language}-{campus}"
        path = (path or CHECKOUT / ".demo" / name).resolve()
        if fresh:
            shutil.rmtree(path, ignore_errors=True)
        folder = cls(path, archive=archive)
        folder.prepare()
        return folder

    def prepare(self) -> None:
        """Write what is missing; an interrupted first run starts over."""
        memory = self._read_memory()
        if memory is None or not memory.is_onboarded:
            shutil.rmtree(self.path, ignore_errors=True)
        self.memory = memory or Memory()
        self.path.mkdir(parents=True, exist_ok=True)
        media = self.path / "media"
        media.mkdir(exist_ok=True)
        configuration = CONFIGURATION.format(media=json.dumps(str(media)))
        (self.path / "configuration.yaml").write_text(configuration, encoding="utf-8")
        self._install(self.path / "custom_components" / "smart_campus")
        (self.path / "automations.yaml").touch()
        self.log.unlink(missing_ok=True)
        use_loopback_adapter(self.path)
        if not self.memory.is_onboarded:
            # Finishing this step over the interface would start integrations that call services on the internet
            write_storage(self.path, "onboarding", {"done": ["core_config"]}, version=4)

    def _install(self, target: Path) -> None:
        target.parent.mkdir(exist_ok=True)
        if target.is_symlink():
            target.unlink()
        shutil.rmtree(target, ignore_errors=True)
        if self._archive is None:
            target.symlink_to(INTEGRATION, target_is_directory=True)
        else:
            shutil.unpack_archive(self._archive, target)

    def set_port(self, port: int) -> None:
        """Make Home Assistant listen on one port of the loopback address only."""
        listen_on(self.path, port)

    def save(self) -> None:
        """Remember for the next start."""
        self._memory_file.write_text(json.dumps(asdict(self.memory), indent=2), encoding="utf-8")
        self._memory_file.chmod(0o600)

    @property
    def _memory_file(self) -> Path:
        return self.path / "demo.json"

    def _read_memory(self) -> Memory | None:
        try:
            return Memory(**json.loads(self._memory_file.read_text(encoding="utf-8")))
        except OSError, ValueError, TypeError:
            return None
