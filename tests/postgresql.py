"""A real PostgreSQL of our own: in a folder of its own, on a free port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.process import free_port, started
from tests.programs import POSTGRES

USER: Final = "postgres"  # Debian's package makes it; the server refuses to run as root


@contextmanager
def postgresql_server() -> Iterator[str]:
    """A server until the block ends; its address without a database: postgresql://…:port."""
    home = Path(tempfile.mkdtemp(prefix="postgresql-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(home, USER)
        data, port = home / "data", free_port()
        initdb = [str(POSTGRES.with_name("initdb")), "-D", str(data), "-U", USER, "-A", "trust"]
        subprocess.run(
            _as_user([*initdb, "--no-sync", "-E", "UTF8", "--locale=C"]),
            cwd=home, check=True, capture_output=True,
        )  # fmt: skip
        server = [
            str(POSTGRES), "-D", str(data), "-p", str(port), "-k", str(home), "-F",
            "-c", "listen_addresses=127.0.0.1",
        ]  # fmt: skip
        address = f"postgresql://{USER}@127.0.0.1:{port}"
        with started(_as_user(server), home / "log", lambda: _takes(address), folder=home):
            yield address
            stop = [str(POSTGRES.with_name("pg_ctl")), "-D", str(data), "stop", "-m", "immediate"]
            subprocess.run(_as_user(stop), cwd=home, check=True, capture_output=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _takes(server: str) -> bool:
    """Whether it takes connections: it listens before it does."""
    asked = [str(POSTGRES.with_name("pg_isready")), "-q", "-d", f"{server}/postgres"]
    return subprocess.run(asked, check=False).returncode == 0


def _as_user(command: list[str]) -> list[str]:
    return (
        ["setpriv", "--reuid", USER, "--regid", USER, "--init-groups", *command]
        if os.geteuid() == 0
        else command
    )
