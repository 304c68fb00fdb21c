"""Recorders are opened by the protocol of their profile."""

from dataclasses import replace

import pytest
from aiohttp import ClientSession

from campuslink.device.recorder.dahua import DahuaRecorder
from campuslink.device.recorder.extron import ExtronRecorder
from campuslink.device.recorder.isapi import IsapiRecorder
from campuslink.device.recorder.obs import ObsRecorder
from campuslink.device.recorder.opening import OPENERS, open_recorder
from campuslink.device.recorder.pearl import PearlRecorder
from campuslink.device.spec import DeviceSpec
from campuslink.errors import CodecError
from campuslink.link.endpoint import LocalEndpoint, NetworkEndpoint
from campuslink.model import Kind
from campuslink.profile.library import Library
from campuslink.profile.schema import Transport

CLASSES = {
    "epiphan-pearl": PearlRecorder,
    "extron-smp": ExtronRecorder,
    "hikvision-isapi-recorder": IsapiRecorder,
    "obs-studio": ObsRecorder,
    "dahua-cgi-recorder": DahuaRecorder,
}


def make_spec(library: Library, profile_id: str) -> DeviceSpec:
    profile = library.get(profile_id)
    assert profile is not None
    transport = profile.transport.transports[0]
    return DeviceSpec(
        profile=profile,
        catalogue=library.catalogue(profile.kind),
        endpoint=NetworkEndpoint(transport=transport, host="127.0.0.1", port=profile.transport.port or 80),
    )


@pytest.mark.parametrize("profile_id", CLASSES)
async def test_each_profile_opens_its_family(library: Library, session: ClientSession, profile_id: str) -> None:
    recorder = open_recorder(make_spec(library, profile_id), session)
    assert type(recorder) is CLASSES[profile_id]
    assert {"state", "elapsed"} <= recorder.points.keys() <= library.catalogue(Kind.RECORDER).points.keys()
    await recorder.close()


def test_every_recorder_profile_can_be_opened(library: Library) -> None:
    protocols = {each.transport.protocol for each in library.profiles.values() if each.kind is Kind.RECORDER}
    assert protocols <= OPENERS.keys()


async def test_params_choose_among_the_recorders_of_one_device(library: Library, session: ClientSession) -> None:
    spec = replace(make_spec(library, "epiphan-pearl"), params={"recorder": 3, "multitrack": 1, "cms": 1})
    recorder = open_recorder(spec, session)
    assert recorder.can_schedule
    assert vars(recorder)["_id"] == "m3"


def test_what_is_no_recorder_is_not_opened(library: Library) -> None:
    with pytest.raises(CodecError, match="no recorder speaks"):
        open_recorder(make_spec(library, "uhppote-ut0311"), None)


def test_a_recorder_over_http_needs_a_session_and_a_host(library: Library, session: ClientSession) -> None:
    spec = make_spec(library, "epiphan-pearl")
    with pytest.raises(CodecError, match="no session"):
        open_recorder(spec, None)
    with pytest.raises(CodecError, match="network"):
        open_recorder(replace(spec, endpoint=LocalEndpoint(name="x")), None)


async def test_https_is_spoken_where_the_endpoint_says_so(library: Library, session: ClientSession) -> None:
    spec = make_spec(library, "epiphan-pearl")
    https = NetworkEndpoint(transport=Transport.HTTPS, host="127.0.0.1", port=443)
    assert open_recorder(replace(spec, endpoint=https), session).line == "pearl:127.0.0.1:443"
