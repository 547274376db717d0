"""The schema: from nothing, from the step before, and what can't be brought up to date."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import insert, inspect, text

from bot.records import database
from bot.records.columns import now
from bot.records.database import FILE, Database, RecordsError
from bot.records.ids import new_id
from bot.records.records import Records
from bot.records.tables import ConversationRecord, Table
from environment.settings import Settings
from tests.bot.records.saying import said
from tests.records import KINDS, Databases, PostgresqlDatabases

HEAD = "0003"
ACCOUNT = """
INSERT INTO account (name, person, roles, password, made, off, failures)
VALUES ('wang', '王科', '[]', 'x', '2026-01-01 00:00:00.000000', false, 0)
"""  # as the first step knew them


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Return settings that name a database of one kind and then of the other, without a table."""
    databases: Databases = request.getfixturevalue(request.param)
    with databases.empty(tmp_path / "var") as named:
        yield named


def test_an_empty_database_is_brought_to_what_the_code_expects(records: Records) -> None:
    with records.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, Table.metadata) == []
        assert set(inspect(connection).get_table_names()) == {
            *Table.metadata.tables, "alembic_version",
        }  # fmt: skip


def test_opening_again_changes_nothing(records: Records, settings: Settings) -> None:
    key = new_id()
    records.conversations.begin(key, "owner", said())
    again = Records.open(settings)
    assert again.conversations.export(key) == records.conversations.export(key)
    again.close()


def test_rows_of_the_step_before_are_still_there_afterwards(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def to_the_first_step(config: object, _: str) -> None:
        upgrade(config, "0001")  # type: ignore[arg-type]

    upgrade = command.upgrade
    with monkeypatch.context() as earlier:
        earlier.setattr(command, "upgrade", to_the_first_step)
        old = Records.open(settings)
    key = new_id()
    old.conversations.begin(key, "owner", said("第一步时问的"))
    for number in range(3):
        old.audit.note("张三", "task.note", str(number))
    with old.database.writing() as session:  # nothing refuses it yet
        session.execute(text("UPDATE audit SET actor = actor"))
        session.execute(text(ACCOUNT))
    old.close()
    new = Records.open(settings)
    assert [turn.message for turn in new.conversations.turns(key)] == ["第一步时问的"]
    assert (new.audit.head[0], list(new.audit.breaks())) == (3, [])
    assert [(one.person, one.given) for one in new.accounts.all()] == [("王科", False)]
    with pytest.raises(Exception, match="append-only"), new.database.writing() as session:
        session.execute(text("UPDATE audit SET actor = actor"))
    new.close()


STEP = '''"""A step that changes a table others refer to."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = None


def upgrade() -> None:
    with op.batch_alter_table("conversation", recreate="auto") as changed:
        changed.alter_column("owner", type_=sa.String(length=128))
'''


def test_a_step_that_changes_a_table_keeps_what_refers_to_it(
    records: Records, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_id()
    records.conversations.begin(key, "owner", said())
    with records.database.writing() as session:
        session.execute(text("DELETE FROM alembic_version"))
    records.close()
    steps = tmp_path / "steps"
    (steps / "versions").mkdir(parents=True)
    (steps / "versions" / "step_9001.py").write_text(STEP, "utf-8")
    (steps / "env.py").write_text((database.MIGRATIONS / "env.py").read_text("utf-8"), "utf-8")
    monkeypatch.setattr(database, "MIGRATIONS", steps)
    changed = Records.open(settings)
    assert len(changed.conversations.turns(key)) == 1
    assert changed.conversations.remove(key)  # the keys hold again
    assert changed.conversations.export(key) is None
    with changed.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM turn")).scalar() == 0
    changed.close()


def test_a_database_of_a_later_version_is_left_alone_and_said(
    records: Records, settings: Settings
) -> None:
    with records.database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(RecordsError, match=r"更新的版本.*9999"):
        Database.of(settings)


@pytest.mark.parametrize("place", ["127.0.0.1:port/x", "127.0.0.1:1/x"])
def test_an_address_that_cannot_be_read_or_reached_is_said_without_its_password(
    tmp_path: Path, place: str
) -> None:
    address = SecretStr(f"postgresql://a:geheim@{place}")
    with pytest.raises(RecordsError) as told:
        Database.of(Settings(policy_var=tmp_path, database_url=address))
    assert "打不开记录库" in str(told.value)
    assert "geheim" not in str(told.value)


def test_a_database_that_can_keep_no_chinese_is_refused(
    postgresql: PostgresqlDatabases, tmp_path: Path
) -> None:
    with (
        postgresql.empty(tmp_path / "var", encoding="SQL_ASCII") as named,
        pytest.raises(RecordsError, match=r"编码是 SQL_ASCII，应是 UTF8"),
    ):
        Database.of(named)


def test_a_connection_that_the_server_has_ended_is_made_anew(
    postgresql: PostgresqlDatabases, tmp_path: Path
) -> None:
    with postgresql.ready(tmp_path / "var") as named, closing(Records.open(named)) as records:
        records.audit.note("张三", "task.note")
        with closing(Records.open(named)) as other, other.database.reading() as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        records.audit.note("张三", "task.note")
        assert records.audit.head[0] == 2


def test_the_file_is_read_by_nobody_else(tmp_path: Path) -> None:
    settings = Settings(policy_var=tmp_path / "var")
    records = Records.open(settings)
    records.conversations.begin(new_id(), "", said())
    files = [path for path in settings.policy_var.iterdir() if path.name.startswith(FILE)]
    assert len(files) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    records.close()


def test_what_the_database_refuses_is_told_apart_from_its_failing(records: Records) -> None:
    row = {"id": "a", "owner": "", "begun": now(), "last": now()}
    with records.database.writing_plainly() as connection:
        connection.execute(insert(ConversationRecord), row)
    with pytest.raises(Exception, match=r"(?i)unique"), records.database.writing() as session:
        session.execute(insert(ConversationRecord), row)
