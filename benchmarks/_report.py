"""The one shape in which every benchmark reports."""

import json
import os
import platform
import sys
from dataclasses import dataclass, field
from importlib.metadata import version


@dataclass(kw_only=True)
class Report:
    """Figures of one run, with the budgets they are held against."""

    name: str
    figures: dict[str, float] = field(default_factory=dict)
    """Number by key; the key ends in its unit."""
    budgets: dict[str, float] = field(default_factory=dict)
    """Upper limit by the key of the figure it limits."""

    def print(self) -> None:
        """Print a table for people, then one JSON object as the last line."""
        print(f"# {self.name}: {CONDITIONS}")
        for key, value in self.figures.items():
            limit = self.budgets.get(key)
            verdict = "" if limit is None else f"   budget {limit:g}: {'met' if value <= limit else 'MISSED'}"
            print(f"{key:48} {value:14.4g}{verdict}")
        met = all(self.figures[key] <= limit for key, limit in self.budgets.items())
        print(json.dumps({"name": self.name, "figures": self.figures, "budgets": self.budgets, "met": met}), flush=True)


def conditions() -> str:
    """Return in one line what the figures depend on."""
    return (
        f"{os.process_cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"Home Assistant {version('homeassistant')}, {sys.platform}"
    )


CONDITIONS = conditions()
