"""Which library reads, and what happens where one is missing."""

import importlib
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from campuslink.link.credentials import Credentials
from campuslink.link.snmp import backend
from campuslink.link.snmp.backend import Backend, backend_in_use, backend_version, open_snmp_link, preload
from campuslink.link.snmp.gufo import GufoLink
from campuslink.link.snmp.pysnmp_link import PysnmpLink

KEYS = {"auth_protocol": "sha", "auth_key": "12345678", "priv_protocol": "aes", "priv_key": "abcdefgh"}
COMMUNITY = {"community": "public"}
USER = {"version": "3", "user": "monitor"}


@pytest.fixture(autouse=True)
def undecided() -> None:
    backend_in_use.cache_clear()
    preload.cache_clear()


def test_gufo_reads_where_it_is_installed() -> None:
    assert preload() is Backend.GUFO
    assert backend_version().startswith("gufo_snmp 0.")


@pytest.mark.parametrize("problem", ["missing", "changed inside"])
def test_pysnmp_reads_where_gufo_is_missing_or_other_than_known(problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.import_module

    def import_module(name: str, package: str | None = None) -> ModuleType:
        if name != "gufo.snmp._fast":
            return real(name, package)
        if problem == "missing":
            raise ImportError(name)
        changed: Any = SimpleNamespace(GetIter=object)
        return changed  # type: ignore[no-any-return]

    monkeypatch.setattr(backend.importlib, "import_module", import_module)
    assert preload() is Backend.PYSNMP
    assert isinstance(open_snmp_link("127.0.0.1", 161, Credentials(COMMUNITY)), PysnmpLink)
    assert backend_version().startswith("pysnmp 7.")


def test_library_without_version_is_named_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(backend, "version", version)
    assert backend_version() == "gufo_snmp"


@pytest.mark.parametrize(
    ("credentials", "kind"),
    [
        (COMMUNITY, GufoLink),
        (USER, GufoLink),
        (USER | KEYS, GufoLink),
        (COMMUNITY | {"version": "1"}, PysnmpLink),
        (USER | KEYS | {"context": "vlan-10"}, PysnmpLink),
        (USER | {"auth_protocol": "sha", "auth_key": "12345678"}, PysnmpLink),
    ],
)
def test_gufo_reads_only_what_it_reads_rightly(credentials: dict[str, str], kind: type) -> None:
    link = open_snmp_link("127.0.0.1", 161, Credentials(credentials))
    assert type(link) is kind
    assert link.line == "udp:127.0.0.1:161"


def test_slow_library_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; from campuslink.link.snmp.backend import open_snmp_link; "
        "from campuslink.link.credentials import Credentials; "
        "open_snmp_link('127.0.0.1', 161, Credentials({'community': 'public'})); "
        "print('pysnmp' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == "False"
