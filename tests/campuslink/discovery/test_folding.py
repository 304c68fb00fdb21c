"""Which answers of one address are one device."""

from dataclasses import replace

import pytest

from campuslink.discovery.finding import Finding, Remark, Service, short_text
from campuslink.discovery.folding import fold
from campuslink.discovery.matching import Match
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.model import DeviceIdentity
from campuslink.profile.schema import Transport

from .network import LIBRARY


def found(service: Service, profile: str = "", *, port: int = 1, serial: str = "", **more: object) -> Finding:
    identity = DeviceIdentity(serial=serial or None)
    matches = (
        (Match(profile=LIBRARY.profiles[profile], identity=identity, is_exact=True, good=1, points=1),)
        if profile
        else ()
    )
    endpoint = NetworkEndpoint(transport=Transport.TCP, host="10.0.0.1", port=port)
    finding = Finding(service=service, endpoint=endpoint, matches=matches, identity=identity)
    return replace(finding, **more)  # type: ignore[arg-type]  # fields of a test's own choice


PROJECTOR = found(Service.PJLINK, "pjlink-class-2", name="Beamer")
RECORDER = found(Service.WEB, "hikvision-isapi-recorder", serial="A1")
CAMERA = found(Service.RTSP, remark=Remark.NEEDS_STREAMS)
LOCKED = found(Service.WEB, remark=Remark.NEEDS_LOGIN)
SWITCH = found(Service.SNMP, "cisco-ios", name="core", location="Closet")
AGENT = found(Service.SNMP, remark=Remark.NO_PROFILE, name="printer", location="Room 5")
ANY_AGENT = replace(
    SWITCH,
    matches=(
        Match(profile=LIBRARY.profiles["generic-if-mib"], identity=DeviceIdentity(), is_exact=False, good=0, points=0),
    ),
)
UNIT_1 = found(Service.MODBUS, "abb-b23", address="1")
UNIT_2 = found(Service.MODBUS, "abb-b23", address="2")


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ([PROJECTOR, found(Service.TEXT, "epson-esc-vp21")], [PROJECTOR]),
        ([RECORDER, CAMERA], [RECORDER]),
        ([LOCKED, CAMERA], [LOCKED]),
        ([CAMERA], [CAMERA]),
        ([UNIT_1, UNIT_2], [UNIT_1, UNIT_2]),
        ([RECORDER, found(Service.WEB, "hikvision-isapi-recorder", port=2, serial="A1")], [RECORDER]),
        ([RECORDER, found(Service.WEB, "epiphan-pearl", port=2, serial="B2")], None),
        ([SWITCH, UNIT_1], None),
        ([ANY_AGENT], None),
        ([], []),
    ],
)
def test_a_device_is_shown_once(answers: list[Finding], kept: list[Finding] | None) -> None:
    assert [each.endpoint for each in fold(answers)] == [each.endpoint for each in (answers if kept is None else kept)]
    assert len(fold(answers)) == len(answers if kept is None else kept)


@pytest.mark.parametrize("agent", [AGENT, ANY_AGENT])
def test_agent_of_something_that_names_itself_only_says_where_it_is(agent: Finding) -> None:
    (kept,) = fold([agent, PROJECTOR])
    assert (kept.service, kept.name, kept.location) == (Service.PJLINK, "Beamer", agent.location)


def test_texts_of_strangers_are_one_short_line() -> None:
    assert short_text("a\r\n\x1b[31mb\u202e" + "c" * 1000).startswith("a [31mb c")
    assert len(short_text("c" * 100_000)) == 120
    assert short_text(None) == ""
