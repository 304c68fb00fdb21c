"""From words on a command line to an exit code: 0 done, 1 trouble, 2 wrong usage."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn, override

from ..errors import CampusLinkError
from . import discover, identify, lint, path, poll, record, simulate
from .console import SUCCESS, TROUBLE, WRONG_USAGE, Console
from .messages import Language, Messages, choose_language

type AddArguments = Callable[[argparse.ArgumentParser, Messages], None]
type Run = Callable[[argparse.Namespace, Console], int]

COMMANDS: Mapping[str, tuple[AddArguments, Run]] = {
    "discover": (discover.add_arguments, discover.run),
    "lint": (lint.add_arguments, lint.run),
    "identify": (identify.add_arguments, identify.run),
    "path": (path.add_arguments, path.run),
    "poll": (poll.add_arguments, poll.run),
    "record": (record.add_arguments, record.run),
    "simulate": (simulate.add_arguments, simulate.run),
}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in the chosen language."""

    messages = Messages(Language.EN)

    @override
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        detail = self.messages.translate_usage(message)
        self.exit(WRONG_USAGE, self.messages.say("wrong_usage", detail=detail) + "\n")


def build_parser(messages: Messages) -> argparse.ArgumentParser:
    """Return the parser of all commands, with help in one language."""
    parser = _Parser(prog="campuslink", description=messages.say("about"))
    parser.messages = messages
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = _Parser(add_help=False)
    common.add_argument("--language", choices=tuple(Language), help=messages.say("help_language"))
    common.add_argument("--profiles", metavar="DIR", help=messages.say("help_profiles"))
    for name, (add_arguments, _) in COMMANDS.items():
        about = messages.say(f"help_{name}")
        command = commands.add_parser(name, help=about, description=about, parents=[common])
        command.messages = messages
        add_arguments(command, messages)
    return parser


def _parse(words: Sequence[str], messages: Messages) -> argparse.Namespace:
    parser = build_parser(messages)
    arguments, rest = parser.parse_known_args(words)
    if rest and arguments.command != "simulate":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.rest = rest
    return arguments


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Expected trouble is one sentence on standard error, never a traceback."""
    words = list(sys.argv[1:] if argv is None else argv)
    console = Console(Messages(choose_language(words, os.environ)))
    arguments = _parse(words, console.messages)
    # Its own complaints about a silent device would stand beside the sentence that explains it.
    logging.getLogger("pymodbus").setLevel(logging.CRITICAL)
    _, run = COMMANDS[arguments.command]
    try:
        return run(arguments, console)
    except CampusLinkError as error:
        return console.explain(error, str(getattr(arguments, "host", "")))
    except BrokenPipeError:
        # The reader of a pipe left; flushing what it did not take would fail once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SUCCESS
    except OSError as error:
        console.say("file_trouble", file=error.filename or "", detail=error.strerror or error)
        return TROUBLE
    except KeyboardInterrupt:
        return SUCCESS
