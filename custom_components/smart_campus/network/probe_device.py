"""How probes are opened: all of them share one prober, and so one ICMP socket a family."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, override

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.ssl import get_default_context

from ..campuslink.device.base import PollableDevice
from ..campuslink.device.probe.device import MOST_TARGETS, ProbeDevice
from ..campuslink.device.probe.verdict import ROUNDS_TO_TURN
from ..campuslink.device.spec import DeviceSpec
from ..campuslink.errors import CodecError
from ..campuslink.link.base import LinkSource
from ..campuslink.link.endpoint import LocalEndpoint
from ..campuslink.link.probe.prober import Prober
from ..campuslink.link.probe.target import Target
from ..const import DOMAIN

CONF_TARGETS = "targets"
CONF_ROUNDS = "rounds_to_turn"
ROUNDS = range(1, 11)
"""How many bad rounds in a row may be asked for before a path counts as bad."""


@dataclass(slots=True)
class _Shared:
    prober: Prober
    users: int = 0


DATA_PROBER: HassKey[_Shared] = HassKey(f"{DOMAIN}_prober")


class SharedProbeDevice(ProbeDevice):
    """A probe that gives the prober back when it is closed."""

    hass: HomeAssistant
    _is_closed = False

    @override
    async def close(self) -> None:
        await super().close()
        if not self._is_closed:
            self._is_closed = True
            await _async_release(self.hass)


@asynccontextmanager
async def async_hold_prober(hass: HomeAssistant) -> AsyncIterator[Prober]:
    """Lend the prober for the context, for attempts without a device."""
    prober = _acquire(hass)
    try:
        yield prober
    finally:
        await _async_release(hass)


async def async_open_probe(hass: HomeAssistant, links: LinkSource, spec: DeviceSpec) -> PollableDevice:
    """Open a probe. Raises CodecError when its settings are damaged."""
    return _open(hass, spec)


@asynccontextmanager
async def async_hold_probe(hass: HomeAssistant, spec: DeviceSpec) -> AsyncIterator[PollableDevice]:
    """Hold a probe for the context. Raises like `async_open_probe`."""
    device = _open(hass, spec)
    try:
        yield device
    finally:
        await device.close()


def read_targets(options: Mapping[str, Any]) -> tuple[Target, ...]:
    """Return the targets of a probe's options. Raises CodecError when they are damaged."""
    stored = options.get(CONF_TARGETS, [])
    if not isinstance(stored, list):
        raise CodecError("the targets must be a list")
    targets = tuple(Target.from_json(each) for each in stored)
    if len({target.id for target in targets}) != len(targets) or len(targets) > MOST_TARGETS:
        raise CodecError(f"at most {MOST_TARGETS} targets, each with an id of its own")
    return targets


def read_rounds(options: Mapping[str, Any]) -> int:
    """Return how many bad rounds in a row make a path bad."""
    rounds = options.get(CONF_ROUNDS, ROUNDS_TO_TURN)
    return int(rounds) if rounds in ROUNDS else ROUNDS_TO_TURN


def _open(hass: HomeAssistant, spec: DeviceSpec) -> ProbeDevice:
    if not isinstance(spec.endpoint, LocalEndpoint):
        raise CodecError("a probe has no place on the network")
    targets = read_targets(spec.options)
    device = SharedProbeDevice(
        spec.profile,
        spec.catalogue,
        _acquire(hass),
        targets,
        endpoint=spec.endpoint,
        rounds_to_turn=read_rounds(spec.options),
    )
    device.hass = hass
    return device


def _acquire(hass: HomeAssistant) -> Prober:
    shared = hass.data.get(DATA_PROBER)
    if shared is None:
        shared = hass.data[DATA_PROBER] = _Shared(Prober(make_context=get_default_context))
    shared.users += 1
    return shared.prober


async def _async_release(hass: HomeAssistant) -> None:
    shared = hass.data[DATA_PROBER]
    shared.users -= 1
    if shared.users == 0:
        del hass.data[DATA_PROBER]
        await shared.prober.close()
