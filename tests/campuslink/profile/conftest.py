"""A small library on disk and its catalogue."""

from pathlib import Path

import pytest

from campuslink.profile.catalogue import parse_catalogue

from .sample_profile import CATALOGUE, PROFILE, TRAIT, document, write


@pytest.fixture(scope="session")
def catalogues():
    catalogue = parse_catalogue(document(CATALOGUE, "meter.yaml"))
    return {catalogue.kind: catalogue}


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    root = tmp_path / "device_profiles"
    write(root / "catalogue/meter.yaml", CATALOGUE)
    write(root / "traits/modbus/example.yaml", TRAIT)
    write(root / "meter/example-three-phase.yaml", PROFILE)
    return root
