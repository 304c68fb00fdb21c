"""The table that everybody reads, and a real agent that holds it: net-snmp's snmpd in a network namespace."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IF_TABLE, IF_X_TABLE = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
COLUMNS: dict[str, tuple[str, str]] = {
    "ifAdminStatus": (f"{IF_TABLE}.7", "gauge"),
    "ifOperStatus": (f"{IF_TABLE}.8", "gauge"),
    "ifLastChange": (f"{IF_TABLE}.9", "gauge"),
    "ifInDiscards": (f"{IF_TABLE}.13", "counter"),
    "ifInErrors": (f"{IF_TABLE}.14", "counter"),
    "ifOutDiscards": (f"{IF_TABLE}.19", "counter"),
    "ifOutErrors": (f"{IF_TABLE}.20", "counter"),
    "ifHCInOctets": (f"{IF_X_TABLE}.6", "counter"),
    "ifHCOutOctets": (f"{IF_X_TABLE}.10", "counter"),
    "ifCounterDiscontinuityTime": (f"{IF_X_TABLE}.19", "gauge"),
}
"""What a poll of a switch's ports asks for, each time: OID and type as the exporter's configuration names it."""
RARE_COLUMNS: dict[str, str] = {
    "ifDescr": f"{IF_TABLE}.2",
    "ifType": f"{IF_TABLE}.3",
    "ifName": f"{IF_X_TABLE}.1",
    "ifHighSpeed": f"{IF_X_TABLE}.15",
    "ifAlias": f"{IF_X_TABLE}.18",
}
"""What is asked for once in a while."""
SYS_UPTIME = "1.3.6.1.2.1.1.3.0"
COMMUNITY = "benchmark"
PORTS = 48
ROWS_AT_ONCE = 50
"""Rows in one answer; the same for all that can ask so."""
AGENT_PORT = 1161
EXPORTER_PORT = 9116


@dataclass(frozen=True, kw_only=True, slots=True)
class Namespace:
    """A network of its own, in which programs can be run."""

    name: str

    def command(self, *arguments: str) -> list[str]:
        """Return the command line that runs in it."""
        return ["ip", "netns", "exec", self.name, *arguments]

    def python(self, *arguments: str) -> str:
        """Run Python in it and return what it prints."""
        ran = subprocess.run(self.command(sys.executable, *arguments), check=True, stdout=subprocess.PIPE, text=True)
        return ran.stdout


@contextlib.contextmanager
def switch_namespace() -> Iterator[Namespace]:
    """Make a network with 48 Ethernet interfaces besides its loopback. Needs root."""
    if os.geteuid() != 0:
        raise SystemExit("The agent's interfaces are made in a network namespace: run this benchmark as root.")
    namespace = Namespace(name=f"bench-snmp-{os.getpid()}")
    _run("ip", "netns", "add", namespace.name)
    try:
        _run(*namespace.command("ip", "link", "set", "lo", "up"))
        for pair in range(PORTS // 2):
            ends = (f"ge0-{2 * pair + 1}", f"ge0-{2 * pair + 2}")
            _run(*namespace.command("ip", "link", "add", ends[0], "type", "veth", "peer", "name", ends[1]))
            for end in ends:
                _run(*namespace.command("ip", "link", "set", end, "up"))
        yield namespace
    finally:
        _run("ip", "netns", "del", namespace.name)


@contextlib.contextmanager
def running_snmpd(namespace: Namespace) -> Iterator[None]:
    """Run snmpd in the namespace until the context ends."""
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder, "snmpd.conf")
        configuration.write_text(f"agentaddress udp:127.0.0.1:{AGENT_PORT}\nrocommunity {COMMUNITY}\n")
        program = shutil.which("snmpd", path=f"{os.environ['PATH']}:/usr/sbin") or "snmpd"
        arguments = ["-f", "-C", "-c", str(configuration), "-Lf", f"{folder}/log", "-I", "-smux,agentx"]
        with running(
            namespace.command(program, *arguments, "-p", f"{folder}/pid"),
            environment={"SNMP_PERSISTENT_DIR": folder, "MIBS": ""},
        ):
            _wait_for_agent(namespace)
            yield


@contextlib.contextmanager
def running(command: Sequence[str], *, environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the context ends."""
    process = subprocess.Popen(
        command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def cpu_seconds(process_id: int) -> float:
    """Return the processor time a process has used, all of its threads together."""
    fields = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wait_for_agent(namespace: Namespace) -> None:
    question = ["snmpget", "-v2c", "-c", COMMUNITY, "-t", "1", "-r", "20", f"127.0.0.1:{AGENT_PORT}", SYS_UPTIME]
    _run(*namespace.command(*question))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
