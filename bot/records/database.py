"""The database: SQLite beside the index, or PostgreSQL where the operator names one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.records.columns import written
from environment.settings import Settings

if TYPE_CHECKING:
    from alembic.config import Config

FILE: Final = "records.sqlite3"
MIGRATIONS: Final = Path(__file__).parent / "migrations"
WAITING: Final = 10  # seconds that a write waits for another process's
UNREACHED: Final = (
    "打不开记录库（{where}）：{why}。"
    "请检查 DATABASE_URL、数据库服务是否在运行，以及 POLICY_VAR 能否写入。"
)
LATER: Final = (
    "记录库（{where}）是由更新的版本建立的，这个版本不认识它的结构（{revision}）。"
    "请换用更新的程序，或用它备份的文件恢复。"
)
FAILED: Final = "记录库（{where}）读写失败：{why}。"
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",  # readers never wait for a writer
    "PRAGMA synchronous=NORMAL",  # what is committed outlives the process, however it ends
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten
)
_CONNECTING: Final = {
    "connect_timeout": 5,  # seconds that a server may take to answer
    "client_encoding": "utf8",  # whatever PGCLIENTENCODING says
}
_UNWRITABLE: Final = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_IOERR")
# PostgreSQL: one at a time brings the schema up to date, and one changes what is kept
_UPGRADING: Final = 0x706F6C69
_CHANGING: Final = _UPGRADING + 1
_ALONE: Final = text(
    "SELECT set_config('lock_timeout', :patience, true), pg_advisory_xact_lock(:key)"
)


class RecordsError(RuntimeError):
    """The database can't be used. The message is Chinese and carries no password."""


class UnwritableError(RecordsError):
    """The data folder takes no file, or no more: nothing can be kept, all else can be done."""


class Database:
    """One database, brought up to the newest schema as it is opened.

    Raises:
        RecordsError: it can't be reached, or is of a later version of this program.
        UnwritableError: there is no writing where SQLite's file lies.
    """

    def __init__(self, url: URL) -> None:
        self.url = url
        self.lite = url.get_backend_name() == "sqlite"
        if self.lite:
            _make_private(Path(url.database or ""))
        own: dict[str, Any] = {"pool_size": 8, "max_overflow": 40}  # one a thread that answers
        if not self.lite:
            own |= {"pool_pre_ping": True, "connect_args": _CONNECTING}
        self.engine = create_engine(url, json_serializer=written, **own)
        if self.lite:
            _see_to_sqlite(self.engine)
        self._writing = self.engine.execution_options(writes=True)
        # SQLite's own queue is one of sleeps of up to .1 s: threads of ours line up here instead.
        self._turn = Lock() if self.lite else nullcontext()
        try:
            self._upgrade()
        except (SQLAlchemyError, OSError) as error:
            self.engine.dispose()
            kind = UnwritableError if _unwritable(error) else RecordsError
            raise kind(UNREACHED.format(where=self.where, why=_why(error))) from error
        except RecordsError:
            self.engine.dispose()
            raise

    @classmethod
    def of(cls, settings: Settings) -> Database:
        """The database that the settings name. Raises RecordsError."""
        return cls(url_of(settings))

    @property
    def where(self) -> str:
        """Where it is, without a password."""
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads; what it holds can be used after it has ended.

        Raises:
            RecordsError: the database fails.
        """
        with self._told(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are kept when the block ends, and none where it raises.

        One at a time, in either database and of all processes: what was read in the block still
        holds when it ends, and no two wait for each other.

        Raises:
            RecordsError: the database fails, or another one writes for more than `WAITING`
                seconds; IntegrityError, for what it refuses, passes as it is.
        """
        with (
            self._told(),
            self._turn,
            Session(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            if not self.lite:
                session.execute(_ALONE, {"key": _CHANGING, "patience": f"{WAITING}s"})
            yield session

    @contextmanager
    def writing_plainly(self) -> Iterator[Connection]:
        """As `writing`, for statements alone: a third of the cost of a session.

        In PostgreSQL beside whatever else is written: for the turns, which lock what they need.
        """
        with self._told(), self._turn, self._writing.begin() as connection:
            yield connection

    def tidy(self) -> None:
        """See that what was deleted is gone from the log beside the file of SQLite as well."""
        if not self.lite:
            return
        with self._told(), self._turn, self.engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in a sentence of ours what failed of the database."""
        try:
            yield
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise RecordsError(FAILED.format(where=self.where, why=_why(error))) from error

    def _upgrade(self) -> None:
        from alembic import command  # a third of a second: only whoever opens a database
        from alembic.util import CommandError

        with self._writing.connect() as connection:
            if self.lite:
                # A step that changes a table drops the old one: with the keys on, what refers to
                # it would go as well. They can be turned off outside of a transaction only.
                _pragma(connection, "foreign_keys=OFF")
            try:
                with connection.begin():
                    if not self.lite:
                        _see_to_encoding(connection)
                        connection.execute(
                            text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADING}
                        )
                    command.upgrade(configuration(connection), "head")
                    _see_that_keys_hold(connection)
            except CommandError as error:
                told = LATER.format(where=self.where, revision=_why(error))
                raise RecordsError(told) from error
            finally:
                if self.lite:
                    _pragma(connection, "foreign_keys=ON")


def url_of(settings: Settings) -> URL:
    """Where the records are: ``DATABASE_URL``, else a file in the data folder (which is made).

    Raises:
        RecordsError: the address can't be read.
        UnwritableError: the folder can't be made.
    """
    if address := settings.database_url.get_secret_value():
        try:
            # plain postgresql:// would ask for a driver that is not installed
            return make_url(address).set(drivername="postgresql+psycopg")
        except (SQLAlchemyError, ValueError):  # which would repeat the password
            told = UNREACHED.format(where="DATABASE_URL", why="地址的写法不对")
            raise RecordsError(told) from None
    try:
        settings.policy_var.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = UNREACHED.format(where=settings.policy_var, why=_why(error))
        raise UnwritableError(told) from error
    return URL.create("sqlite", database=str(settings.policy_var / FILE))


def configuration(connection: Connection) -> Config:
    """What Alembic goes by, on a connection of ours."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _see_to_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(raw: Any, _: object) -> None:  # noqa: ANN401 -- the driver's connection
        raw.isolation_level = None  # we say when a transaction begins: the driver is late
        for pragma in (*_PRAGMAS, f"PRAGMA busy_timeout={WAITING * 1000}"):
            raw.execute(pragma)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_private(file: Path) -> None:
    """Make the file, if there is none, so that nobody else reads it; SQLite's logs follow it.

    Where it can't be made, opening it says why.
    """
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError:
        return


def _pragma(connection: Connection, pragma: str) -> None:
    raw: Any = connection.connection.dbapi_connection
    raw.execute(f"PRAGMA {pragma}")


def _see_that_keys_hold(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise RecordsError(f"记录库的表 {broken[0]} 里有一行所指的内容不存在，没有升级。")


def _see_to_encoding(connection: Connection) -> None:
    """Raises RecordsError where a PostgreSQL would refuse Chinese, or take it for bytes."""
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise RecordsError(
            f"数据库的编码是 {encoding}，应是 UTF8，存不了中文。请另建一个："
            "createdb --encoding=UTF8 --template=template0 名称。"
        )


def _unwritable(error: BaseException) -> bool:
    name = getattr(getattr(error, "orig", error), "sqlite_errorname", "")
    return str(name).startswith(_UNWRITABLE)


def _why(error: BaseException) -> str:
    """The first line of what the driver says."""
    lines = str(getattr(error, "orig", error)).strip().splitlines()
    return lines[0] if lines else type(error).__name__
