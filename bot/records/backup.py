"""Backing up and putting back all that is kept, as one file.

SQLite is copied by its own online copy, PostgreSQL by the programs that come with it; both while
the service runs. Nothing is put back while a service holds the data folder: that is for the caller
to see to.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import URL

from bot.records.audit import ANCHOR, START, SYSTEM
from bot.records.columns import now
from bot.records.database import FILE, Database, RecordsError, url_of
from bot.records.records import Records
from bot.records.tables import Table
from environment.settings import Settings

PROGRAMS: Final = Path("/usr/lib/postgresql")  # where Debian puts them, by version
THERE: Final = "{file} 已经存在，没有覆盖它。请换一个文件名，或先移走它。"
NO_BACKUP: Final = "{file} 不是本程序的备份（{why}），没有恢复。"
FULL: Final = (
    "记录库里已有内容（{what}），没有恢复。"
    "确定要用备份代替它，请加 --replace；原有的内容会另存一份。"
)
SAVED: Final = "{error}原有的内容另存在 {saved}，没有丢失。"
NO_PROGRAM: Final = (
    "这台机器上没有 {name}（PostgreSQL 的客户端程序，Debian 的 postgresql-client 包）。请安装它，"
    "版本不低于数据库服务，或在数据库服务所在的机器上直接用它备份。"
)
_MAGIC: Final = b"SQLite format 3\x00"


def back_up(settings: Settings, file: Path) -> None:
    """Write all that is kept to a new file, which nobody else may read.

    Raises:
        RecordsError: there is such a file already, or it can't be written.
    """
    with closing(Records.open(settings)) as records:
        _copy(records.database, file)
        records.audit.note(SYSTEM, "records.backed_up", file.name)


def restore(settings: Settings, file: Path, *, replace: bool = False) -> Path | None:
    """Put a backup in the place of what is kept; where the copy of that lies, if there was any.

    The audit log goes on from where it was backed up, with a line that says what it replaced.

    Raises:
        RecordsError: it is no backup, or something is kept already and not to be replaced.
    """
    url = url_of(settings)
    place = Path(url.database or "") if url.get_backend_name() == "sqlite" else None
    _see_to_backup(file, lite=place is not None)
    fresh = _made_ready(file, place) if place else None
    saved = _copy_beside(settings)
    number, head = _set_aside(settings, saved, replace=replace)
    try:
        if place and fresh:
            _put(fresh, place)
        else:
            _run("pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction",
                 str(file))  # fmt: skip
        (settings.policy_var / ANCHOR).unlink(missing_ok=True)
        with closing(Records.open(settings)) as after:
            after.audit.note(SYSTEM, "records.restored", file.name, replaced=number, hash=head)
    except RecordsError as error:
        if not saved.exists():
            raise
        raise RecordsError(SAVED.format(error=error, saved=saved)) from error
    return saved if saved.exists() else None


def _copy_beside(settings: Settings) -> Path:
    """Where what a backup replaces is kept."""
    stamp = now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    return settings.policy_var / f"before-restore-{stamp}.backup"


def _set_aside(settings: Settings, saved: Path, *, replace: bool) -> tuple[int, str]:
    """Copy what is kept, if anything; what the audit log ended with.

    Raises:
        RecordsError: something is kept and not to be replaced, or can't be read and copied.
    """
    try:
        before = Records.open(settings)
    except RecordsError:
        broken = settings.policy_var / FILE
        if not replace or settings.database_url.get_secret_value() or not broken.exists():
            raise
        broken.rename(saved)  # for whoever can still get something out of it
        return 0, START
    with closing(before):
        held = _held(before.database)
        if held and not replace:
            what = "、".join(f"{name} {count} 行" for name, count in held.items())
            raise RecordsError(FULL.format(what=what))
        if held:
            _copy(before.database, saved)
        head = before.audit.head
        if not before.database.lite:
            _empty(before.database)
        return head


def _copy(database: Database, file: Path) -> None:
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise RecordsError(THERE.format(file=file)) from None
    except OSError as error:
        raise RecordsError(f"写不了 {file}：{error.strerror}。") from error
    try:
        if not database.lite:
            _run("pg_dump", database.url, "--format=custom", "--no-owner", f"--file={file}")
            return
        source = str(database.url.database)
        with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(file)) as copy:
            held.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    except sqlite3.Error as error:
        file.unlink()
        raise RecordsError(f"没有备份成：{error}。") from error
    except RecordsError:
        file.unlink()
        raise


def _see_to_backup(file: Path, *, lite: bool) -> None:
    """Raises RecordsError where the file is no sound backup of this kind of database."""
    try:
        with file.open("rb") as opened:
            start = opened.read(len(_MAGIC))
    except OSError as error:
        raise RecordsError(NO_BACKUP.format(file=file, why=error.strerror)) from error
    if lite != (start == _MAGIC) or not (lite or start.startswith(b"PGDMP")):
        wanted = "SQLite" if lite else "PostgreSQL"
        told = NO_BACKUP.format(file=file, why=f"现在用的记录库是 {wanted}，备份应是它的")
        raise RecordsError(told)
    if not lite:
        return
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            [found] = opened.execute("PRAGMA integrity_check(1)").fetchone()
            opened.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise RecordsError(NO_BACKUP.format(file=file, why=error)) from error
    if found != "ok":
        raise RecordsError(NO_BACKUP.format(file=file, why=f"文件已损坏：{found}"))


def _made_ready(file: Path, place: Path) -> Path:
    """A copy beside the database, private and at the newest schema.

    Raises:
        RecordsError: it is of a later version of this program, or there is no room.
    """
    fresh = place.with_suffix(".new")
    try:
        fresh.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        shutil.copyfile(file, fresh)
        Database(URL.create("sqlite", database=str(fresh))).close()
    except OSError as error:
        raise RecordsError(f"写不了 {fresh}：{error.strerror}。") from error
    except RecordsError:
        fresh.unlink()
        raise
    return fresh


def _put(fresh: Path, place: Path) -> None:
    """Put a file in the place of the database and of the logs beside it."""
    for log in ("-wal", "-shm"):
        place.with_name(place.name + log).unlink(missing_ok=True)
    fresh.replace(place)


def _held(database: Database) -> Mapping[str, int]:
    """The tables that hold something, with the number of rows."""
    with database.reading() as session:
        counts = {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Table.metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}


def _empty(database: Database) -> None:
    """Take every table of ours out of a PostgreSQL, with the functions of its triggers."""
    with database.writing_plainly() as connection:
        for name in inspect(connection).get_table_names():
            if name in Table.metadata.tables or name == "alembic_version":
                connection.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')
        for function in ("audit_unchanged", "audit_next"):
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {function}()")


def _run(name: str, url: URL, *options: str) -> None:
    """Run a program of PostgreSQL on a database; the password is in no list of processes."""
    server = url.set(drivername="postgresql", password=None).render_as_string(False)
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    if url.password is not None:
        environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run(
        [_program(name), f"--dbname={server}", *options],
        env=environment, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        why = (done.stderr.strip().splitlines() or [f"{done.returncode}"])[0]
        raise RecordsError(f"{name} 没有做完：{why}")


def _program(name: str) -> str:
    """Where a program of PostgreSQL is, the newest. Raises RecordsError where there is none."""
    versions = [path for path in PROGRAMS.glob(f"*/bin/{name}") if path.parts[-3].isdecimal()]
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    found = str(newest) if newest else shutil.which(name)
    if found is None:
        raise RecordsError(NO_PROGRAM.format(name=name))
    return found
