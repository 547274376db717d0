"""Processes that a test starts beside itself, on ports nobody else has, and ends again."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 120  # seconds; a cold start beside other tests


def free_port() -> int:
    """Return a port of the loopback address that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something takes connections on a port of the loopback address."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def here(text: str, replaced: Mapping[str, str]) -> str:
    """The text with names, ports and paths replaced by those that it has on this machine."""
    words = "|".join(map(re.escape, sorted(replaced, key=len, reverse=True)))
    return re.sub(words, lambda found: replaced[found[0]], text)


@contextmanager
def started(
    command: Sequence[str],
    log: Path,
    ready: Callable[[], bool],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Run a command until the block ends, entering it once ``ready``.

    Raises:
        RuntimeError: it ended or was not ready in time; the message has its last words.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while not ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command}:\n{log.read_text('utf-8')[-4000:]}")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)
