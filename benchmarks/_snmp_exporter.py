"""Debian's prometheus-snmp-exporter on the same columns, as a peer: its processor time for one scrape."""

import json
import shutil
import tempfile
from pathlib import Path

from benchmarks._snmp_table import (
    AGENT_PORT,
    COLUMNS,
    COMMUNITY,
    EXPORTER_PORT,
    PORTS,
    ROWS_AT_ONCE,
    Namespace,
    cpu_seconds,
    running,
)

_URL = f"http://127.0.0.1:{EXPORTER_PORT}/snmp?module=ports&target=127.0.0.1:{AGENT_PORT}"
_SCRAPER = (
    "import sys, time, urllib.request\n"
    "url, count = sys.argv[1], int(sys.argv[2])\n"
    "for attempt in range(100):\n"
    "    try:\n"
    "        page = urllib.request.urlopen(url).read().decode()\n"
    "        break\n"
    "    except OSError:\n"
    "        time.sleep(0.1)\n"
    "for _ in range(count):\n"
    "    page = urllib.request.urlopen(url).read().decode()\n"
    "print(page.count('ifIndex='))\n"
)


def configuration() -> str:
    """Return the exporter's configuration: the columns, by name of the interface. JSON is YAML as well."""
    index = [{"labelname": "ifIndex", "type": "gauge"}]
    metrics = [
        {"name": name, "oid": oid, "type": kind, "indexes": index, "help": name}
        for name, (oid, kind) in COLUMNS.items()
    ]
    module = {
        "walk": [oid for oid, _ in COLUMNS.values()],
        "metrics": metrics,
        "version": 2,
        "max_repetitions": ROWS_AT_ONCE,
        "auth": {"community": COMMUNITY},
    }
    return json.dumps({"ports": module})


def measure_exporter(namespace: Namespace, scrapes: int) -> float:
    """Return milliseconds of the exporter's processor time a scrape; its clock ticks every 10 ms."""
    program = shutil.which("prometheus-snmp-exporter")
    if program is None:
        raise SystemExit("prometheus-snmp-exporter is missing: apt-get install prometheus-snmp-exporter")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "snmp.yml").write_text(configuration())
        command = [f"--config.file={folder}/snmp.yml", f"--web.listen-address=127.0.0.1:{EXPORTER_PORT}"]
        with running(namespace.command(program, *command)) as exporter:
            _scrape(namespace, 10)
            before = cpu_seconds(exporter.pid)
            _scrape(namespace, scrapes)
            return (cpu_seconds(exporter.pid) - before) / scrapes * 1e3


def _scrape(namespace: Namespace, count: int) -> None:
    """Scrape so often from within the namespace; every value must be in the page."""
    values = int(namespace.python("-c", _SCRAPER, _URL, str(count)))
    if values < PORTS * len(COLUMNS):
        raise RuntimeError(f"the exporter shows only {values} values")
