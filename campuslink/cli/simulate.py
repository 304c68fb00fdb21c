"""``campuslink simulate``: hands over to the simulator of the source checkout."""

import argparse
import importlib.util
import runpy
import sys
from pathlib import Path

from .console import SUCCESS, CommandError, Console
from .messages import Messages

PACKAGE = "simulator"


def add_arguments(parser: argparse.ArgumentParser, messages: Messages) -> None:
    """Add nothing: what the command line does not know goes to the simulator."""
    parser.epilog = messages.say("help_simulate_rest")


def run(arguments: argparse.Namespace, console: Console) -> int:  # noqa: ARG001 - every command has this signature
    """Run the simulator until it ends. Raises CommandError where there is none."""
    checkout = Path(__file__).parents[2]
    if (checkout / PACKAGE / "__main__.py").exists() and str(checkout) not in sys.path:
        sys.path.insert(0, str(checkout))
    if importlib.util.find_spec(PACKAGE) is None:
        raise CommandError("no_simulator")
    sys.argv = [PACKAGE, *arguments.rest]
    runpy.run_module(PACKAGE, run_name="__main__", alter_sys=True)
    return SUCCESS
