"""The command line with switches: recorded agents stand in for the network, everything else is real."""

import json
from pathlib import Path

import pytest

from campuslink.cli import main
from campuslink.device.switch import opening
from campuslink.errors import CredentialsError, NoAnswerError
from campuslink.link.credentials import Credentials
from campuslink.testing.fixtures import load_case, load_recording
from campuslink.testing.snmp import FakeSnmpLink

ROOT = Path(__file__).parents[3]
HUAWEI = ROOT / "tests" / "profiles" / "huawei-vrp" / "synthetic-poe-and-failed-fan"


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> FakeSnmpLink:
    link = FakeSnmpLink.from_snmprec("\n".join(load_recording(HUAWEI).objects))

    def open_link(host: str, port: int, credentials: Credentials, **_: object) -> FakeSnmpLink:
        if credentials.get("community") != "secret-word":
            raise CredentialsError("SNMP 1 and 2c need a community")
        link.is_closed = False
        return link

    monkeypatch.setattr(opening, "open_snmp_link", open_link)
    monkeypatch.setenv("CAMPUSLINK_COMMUNITY", "secret-word")
    return link


def test_identify_names_the_profile_of_the_maker(agent: FakeSnmpLink, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "switch.example", "--protocol", "snmp", "--json"]) == 0
    (match,) = json.loads(capsys.readouterr().out)
    assert (match["profile"], match["exact"], match["identity"]["model"]) == (
        "huawei-vrp",
        True,
        "S5720-28X-PWR-LI-AC",
    )


def test_poll_shows_computed_points_too(agent: FakeSnmpLink, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["poll", "--host", "switch.example", "--profile", "huawei-vrp", "--json"]
    assert main([*arguments, "--points", "ports_up,cpu_load"]) == 0
    readings = json.loads(capsys.readouterr().out)["readings"]
    assert {point: (reading["value"], reading["unit"]) for point, reading in readings.items()} == {
        "ports_up": (2, None),
        "cpu_load": (44, "%"),
    }
    assert main([*arguments[:-1]]) == 0
    assert "ports_up" in capsys.readouterr().out


def test_record_writes_a_folder_that_replays(
    agent: FakeSnmpLink, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    arguments = ["record", "--host", "switch.example", "--protocol", "snmp", "--out", str(tmp_path), "--name", "new"]
    assert main(arguments) == 0
    case = load_case(tmp_path / "huawei-vrp" / "new")
    assert case.expectation is not None
    assert case.expectation.readings["cpu_load"] == 44
    assert case.expectation.ports["GigabitEthernet0/0/1"]["poe_power"] == 12.7
    written = (tmp_path / "huawei-vrp" / "new" / "recording.json").read_text("utf-8")
    assert "secret-word" not in written
    assert "教室" not in written


def test_silent_switch_is_one_sentence(agent: FakeSnmpLink, capsys: pytest.CaptureFixture[str]) -> None:
    agent.error = NoAnswerError("timeout")
    assert main(["poll", "--host", "switch.example", "--profile", "huawei-vrp"]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_missing_credentials_are_one_sentence(
    agent: FakeSnmpLink, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CAMPUSLINK_COMMUNITY")
    assert main(["poll", "--host", "switch.example", "--profile", "huawei-vrp"]) == 1
    assert "credentials" in capsys.readouterr().err
