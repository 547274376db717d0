"""Databases of either kind, each a test's own: copies of one that was migrated once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, Protocol
from uuid import uuid4

import psycopg
import pytest
from pydantic import SecretStr

from bot.records.database import FILE
from bot.records.records import Records
from environment.settings import Settings

KINDS: Final = ("sqlite", "postgresql")  # fixtures, each of which returns the databases of a kind
# For tests of something else that need records of whatever kind.
ONE_KIND: Final = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


def in_environment(settings: Settings) -> dict[str, str]:
    """Variables by which a program finds the records that the settings name."""
    return {
        "POLICY_VAR": str(settings.policy_var),
        "DATABASE_URL": settings.database_url.get_secret_value(),
    }


class Databases(Protocol):
    """The databases of one kind. ``var`` is the folder of whoever uses one; it is made."""

    def empty(self, var: Path) -> AbstractContextManager[Settings]:
        """Settings that name a database without a table, until the block ends."""

    def ready(self, var: Path) -> AbstractContextManager[Settings]:
        """Settings that name a database at the newest schema, with no row, until the block ends."""


class SqliteDatabases:
    """Files; ``home`` is a folder of their own."""

    def __init__(self, home: Path) -> None:
        self._migrated = home / FILE
        Records.open(Settings(policy_var=home)).close()

    @contextmanager
    def empty(self, var: Path) -> Iterator[Settings]:
        """See `Databases`."""
        var.mkdir(parents=True)
        yield Settings(policy_var=var)

    @contextmanager
    def ready(self, var: Path) -> Iterator[Settings]:
        """See `Databases`."""
        with self.empty(var) as settings:
            shutil.copy(self._migrated, var / FILE)  # with its permissions
            yield settings


class PostgresqlDatabases:
    """Databases of a server, which is named without one: postgresql://…:port."""

    def __init__(self, server: str, home: Path) -> None:
        self._server = server
        self._connection = psycopg.connect(f"{server}/postgres", autocommit=True)
        settings = Settings(policy_var=home, database_url=SecretStr(f"{server}/migrated"))
        self._do("CREATE DATABASE migrated")
        Records.open(settings).close()

    def empty(self, var: Path, encoding: str = "UTF8") -> AbstractContextManager[Settings]:
        """See `Databases`."""
        return self._copied(f"template0 ENCODING {encoding}", var)

    def ready(self, var: Path) -> AbstractContextManager[Settings]:
        """See `Databases`."""
        return self._copied("migrated", var)

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    @contextmanager
    def _copied(self, template: str, var: Path) -> Iterator[Settings]:
        var.mkdir(parents=True)
        name = f"t{uuid4().hex}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield Settings(policy_var=var, database_url=SecretStr(f"{self._server}/{name}"))
        finally:
            # Each is 8 MB. One that has not been let go of is dropped all the same.
            self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        self._connection.execute(statement.encode())  # names of our own
