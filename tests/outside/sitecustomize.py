"""On the app's import path in tests: writes down every attempt to reach another machine.

Python loads this module before the program, so nothing that is imported later goes unseen. What
is looked up or connected to is appended, a line each, to the file that OUTSIDE_LOG names.
"""

import os
import sys
from pathlib import Path

LOG = Path(os.environ["OUTSIDE_LOG"])
HERE = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "::")


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):  # not a Unix socket's path
        host = arguments[1][0]
    else:
        return
    if host and str(host) not in HERE:
        with LOG.open("a", encoding="utf-8") as log:
            log.write(f"{event} {host}\n")


sys.addaudithook(_watch)
