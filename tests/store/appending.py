"""Appends numbered notes for ever and says which are acknowledged; ``--limit BYTES`` bounds every file it writes.

Run as a program, so that it can be killed.
"""

import argparse
import resource
import sys
from pathlib import Path

from custom_components.smart_campus.store.rules.errors import StoreFullError

from .notes import WAIT_S, notes, open_file


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    engine = open_file(options.folder)
    if options.limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (options.limit, options.limit))
    for number in range(1_000_000):
        futures = [engine.append("notes", notes(f"{number:08}-{row}")) for row in range(5)]
        try:
            for future in futures:
                future.result(WAIT_S)
        except StoreFullError as err:
            sys.stdout.write(f"full: {err}\n")
            break
        sys.stdout.write(f"{number:08}\n")
        sys.stdout.flush()
    engine.stop()


if __name__ == "__main__":
    main()
