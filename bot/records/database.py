"""The database: SQLite beside the index, or PostgreSQL where the operator names one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from environment.settings import Settings

if TYPE_CHECKING:
    from alembic.config import Config

FILE: Final = "records.sqlite3"
MIGRATIONS: Final = Path(__file__).parent / "migrations"
WAITING: Final = 30  # seconds that a write waits for another
UNREACHED: Final = (
    "打不开记录库（{where}）：{why}。"
    "请检查 DATABASE_URL、数据库服务是否在运行，以及 POLICY_VAR 能否写入。"
)
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",  # readers never wait for a writer
    "PRAGMA synchronous=NORMAL",  # what is committed outlives the process, however it ends
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={WAITING * 1000}",
)


class RecordsError(RuntimeError):
    """The database can't be used. The message is Chinese and carries no password."""


class Database:
    """One database, brought up to the newest schema as it is opened.

    Raises:
        RecordsError: it can't be reached, or is of a later version of this program.
    """

    def __init__(self, url: str | URL) -> None:
        self.url = make_url(url)
        self.lite = self.url.get_backend_name() == "sqlite"
        shared = {"pool_size": 8, "max_overflow": 24, "pool_pre_ping": not self.lite}
        self.engine = create_engine(
            self.url,
            json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
            **shared,
        )
        if self.lite:
            _see_to_sqlite(self.engine)
        self._writing = self.engine.execution_options(writes=True)
        try:
            self._upgrade()
        except (SQLAlchemyError, OSError) as error:
            self.engine.dispose()
            why = str(getattr(error, "orig", error)).splitlines()[0]
            raise RecordsError(UNREACHED.format(where=self.where, why=why)) from error

    @classmethod
    def of(cls, settings: Settings) -> Database:
        """The database that the settings name."""
        return cls(url_of(settings))

    @property
    def where(self) -> str:
        """Where it is, without a password."""
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads; what it holds can be used after it has ended."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are kept when the block ends, and none where it raises.

        In SQLite one at a time: the lock is taken at the beginning, so that none fails later.
        """
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def _upgrade(self) -> None:
        from alembic import command  # a third of a second: only whoever opens a database

        with self._writing.begin() as connection:
            command.upgrade(configuration(connection), "head")


def url_of(settings: Settings) -> URL:
    """Where the records are: ``DATABASE_URL``, else a file in the data folder (which is made)."""
    if settings.database_url.get_secret_value():
        url = make_url(settings.database_url.get_secret_value())
        # plain postgresql:// would ask for a driver that is not installed
        return url.set(drivername="postgresql+psycopg")
    settings.policy_var.mkdir(parents=True, exist_ok=True)
    return URL.create("sqlite", database=str(settings.policy_var / FILE))


def configuration(connection: Connection) -> Config:
    """What Alembic goes by, on a connection of ours."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _see_to_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(raw: Any, _: object) -> None:  # noqa: ANN401 -- the driver's connection
        raw.isolation_level = None  # we say when a transaction begins: the driver is late
        for pragma in _PRAGMAS:
            raw.execute(pragma)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
