"""What every test has: a temporary folder that no other process shares."""

import logging
import tempfile
from collections.abc import Generator
from unittest.mock import patch

import pytest

# The harness has every statement of every database logged
logging.getLogger("sqlalchemy.engine").setLevel(logging.WARNING)


@pytest.fixture(autouse=True)
def enable_event_loop_debug() -> None:
    """Leave the event loop as it is in operation: in its debug mode every callback notes where it came from."""


@pytest.fixture(autouse=True, scope="session")
def own_temporary_folder(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Uploads lie at one place of the system's folder, and each Home Assistant deletes it for all when it stops."""
    with patch.object(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary"))):
        yield
