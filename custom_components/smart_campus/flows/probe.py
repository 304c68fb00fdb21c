"""One real reading of a device before it is saved, by the same engine that will poll it."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from modbus_connection import GatewayPathUnavailableError, GatewayTargetError

from ..campuslink.device.spec import DeviceSpec
from ..campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    CodecError,
    CredentialsError,
    GarbledAnswerError,
    LinkConflictError,
    MismatchError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from ..campuslink.model import DeviceIdentity, Kind, Reading
from ..campuslink.profile.schema import Catalogue, Profile
from ..kinds import KINDS
from .discovery import async_discover_address
from .draft import Draft
from .forms import has_address

PROBE_LIMIT_S = 40.0
"""Beyond every timeout of the requests themselves: a form must come back."""

_GATEWAY_REASONS = (RefusalReason.GATEWAY_PATH, RefusalReason.GATEWAY_TARGET)
_OTHER_MODEL_REASONS = (RefusalReason.FUNCTION, RefusalReason.ADDRESS, RefusalReason.VALUE)

SENTENCES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((CannotConnectError,), "cannot_connect"),
    ((NoAnswerError, TimeoutError), "no_answer"),
    ((GarbledAnswerError, CodecError), "garbled"),
    ((LinkConflictError, HomeAssistantError), "link_conflict"),
    ((CredentialsError,), "wrong_credentials"),
    ((MismatchError,), "wrong_model"),
    ((RefusedError,), "refused"),
    ((CampusLinkError,), "cannot_read"),
)
"""Translation keys by cause: each is mended differently."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """What a meter told when it was tried."""

    draft: Draft
    """With the address found, where none was entered, and with what the device must prove from now on."""
    identity: DeviceIdentity
    readings: Mapping[str, Reading]
    """Good readings of the main values; at least one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProbeFault:
    """Why a meter could not be read."""

    key: str
    """Translation key of the sentence shown."""
    detail: str = ""
    """What the device or the line said, in its own words."""


async def async_probe(hass: HomeAssistant, draft: Draft, profile: Profile, catalogue: Catalogue) -> Probe | ProbeFault:
    """Identify the meter of a draft and poll its main values once."""
    try:
        async with asyncio.timeout(PROBE_LIMIT_S):
            return await _async_read(hass, draft, profile, catalogue)
    except (CampusLinkError, HomeAssistantError, TimeoutError) as err:
        return fault_of(err)


def fault_of(err: CampusLinkError | HomeAssistantError | TimeoutError) -> ProbeFault:
    """Return the sentence for an error, with what the device or the line said."""
    causes = (err, err.__cause__)
    if any(isinstance(cause, GatewayPathUnavailableError | GatewayTargetError) for cause in causes):
        return ProbeFault(key="wrong_unit", detail=str(err))
    # Who refuses every question of a model is another model; who is locked or broken may be the right one
    refusal = next((cause for cause in causes if isinstance(cause, RefusedError)), None)
    if refusal and refusal.reason not in _OTHER_MODEL_REASONS:
        return ProbeFault(key="wrong_unit" if refusal.reason in _GATEWAY_REASONS else "refused", detail=str(refusal))
    return ProbeFault(key=next(key for kinds, key in SENTENCES if isinstance(err, kinds)), detail=str(err))


def main_points(points: Collection[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return those of a device's points that are shown from the start, in the catalogue's order; all without one.

    Of lighting all: its channels have entities of their own.
    """
    if catalogue.kind is Kind.LIGHTING:
        return tuple(points)
    shown = tuple(
        entry.id for entry in catalogue.points.values() if entry.entity and entry.entity.enabled and entry.id in points
    )
    return shown or tuple(points)


async def _async_read(hass: HomeAssistant, draft: Draft, profile: Profile, catalogue: Catalogue) -> Probe | ProbeFault:
    if not draft.address and has_address(profile.transport.protocol):
        draft = draft.at(await async_discover_address(hass, draft.endpoint, profile.transport))
    spec = DeviceSpec(
        profile=profile,
        catalogue=catalogue,
        endpoint=draft.endpoint,
        address=draft.address,
        credentials=draft.credentials,
        params=draft.params,
        options=draft.options,
    )
    kind = KINDS[profile.kind]
    async with kind.hold(hass, spec) as device:
        identity = await device.identify()
        report = await device.poll(main_points(device.points, catalogue))
        draft = replace(draft, options={**draft.options, **kind.learn(device)})
    good = {point: reading for point, reading in report.readings.items() if reading.is_good}
    return Probe(draft=draft, identity=identity, readings=good) if good else ProbeFault(key="nothing_read")
