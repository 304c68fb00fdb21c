"""A short run of the fuzz benchmark: only our errors come out, nothing hangs, no memory stays."""

import logging
from collections.abc import Iterator

import pytest

from benchmarks.fuzz_decoders import CODECS, LINKS, budgets, fuzz

FRAMES = {**dict.fromkeys(CODECS, 20_000), **dict.fromkeys(LINKS, 2_000), "modbus_rtu_link": 500}


@pytest.fixture(autouse=True)
def without_logging() -> Iterator[None]:
    """Keep the client library's complaints from being collected: they would count as memory that stays."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def figures_of(name: str) -> dict[str, float]:
    return {f"{name}_{key}": value for key, value in fuzz(name, FRAMES[name], seed=188).items()}


def exceeded(name: str, figures: dict[str, float]) -> dict[str, float]:
    """Return the budgets a run exceeds. What leaks does so in every run; what is kept once, in the first only."""
    return {key: limit for key, limit in budgets([name]).items() if figures[key] > limit}


@pytest.mark.parametrize("name", CODECS + LINKS)
def test_hostile_frames_raise_nothing_foreign_and_leave_nothing_behind(name):
    figures = figures_of(name)
    assert figures[f"{name}_frames"] >= FRAMES[name]
    assert figures[f"{name}_accepted"] > 0
    assert not exceeded(name, figures) or not exceeded(name, figures_of(name))
