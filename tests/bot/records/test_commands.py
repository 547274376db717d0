"""``policy-qa audit`` and ``policy-qa records``: what they do, say and refuse."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.__main__ import main
from bot.records import backup as backing
from bot.records.audit import ANCHOR
from bot.records.database import FILE
from bot.records.ids import new_id
from bot.records.records import Records
from environment.alone import claim
from environment.settings import Settings
from tests.bot.records.breaking import change
from tests.bot.records.saying import said
from tests.records import in_environment

Said = tuple[int, str, str]  # exit status, what was printed, what was complained of
Command = Callable[..., Said]


@pytest.fixture
def command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Run a command over the records of the settings."""
    for name, value in in_environment(settings).items():
        monkeypatch.setenv(name, value)

    def run(*words: object) -> Said:
        status = main([str(word) for word in words])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


@pytest.fixture
def conversation(records: Records) -> str:
    key = new_id()
    records.conversations.begin(key, "owner", said("备份之前问的"))
    records.audit.note("张三", "task.note")
    return key


def test_a_sound_log_is_said_to_be_and_a_broken_one_where(
    command: Command, records: Records
) -> None:
    assert command("audit", "verify") == (0, "操作记录完整，共0条。\n", "")
    for number in range(3):
        records.audit.note("张三", "task.note", str(number))
    assert command("audit", "verify") == (0, "操作记录完整，共3条。\n", "")
    change(records, "UPDATE audit SET actor = '李四' WHERE number = 2")
    status, printed, _ = command("audit", "verify")
    assert status == 1
    assert printed == "第2条：内容在写入以后被改动过。\n操作记录不完整：1处不对。\n"


def test_what_was_backed_up_comes_back(
    command: Command, records: Records, settings: Settings, conversation: str, tmp_path: Path
) -> None:
    file = tmp_path / "copy.backup"
    status, printed, _ = command("records", "backup", file)
    assert (status, str(file) in printed) == (0, True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = records.conversations.export(conversation)
    late = new_id()
    records.conversations.begin(late, "owner", said("备份之后问的"))
    ended = records.audit.head
    records.close()
    status, _, complained = command("records", "restore", file)
    assert (status, "已有内容" in complained, "conversation 2 行" in complained) == (1, True, True)
    status, printed, complained = command("records", "restore", file, "--replace")
    assert (status, complained) == (0, "")
    assert "原有的内容另存在" in printed
    again = Records.open(settings)
    assert again.conversations.export(conversation) == before
    assert again.conversations.export(late) is None
    line = again.audit.lines()[0]
    assert (line.action, line.subject) == ("records.restored", "copy.backup")
    assert line.detail == {"replaced": ended[0], "hash": ended[1]}
    assert list(again.audit.breaks()) == []
    again.close()
    [saved] = settings.policy_var.glob("before-restore-*.backup")  # and what was replaced, too
    assert command("records", "restore", saved, "--replace")[0] == 0
    again = Records.open(settings)
    assert again.conversations.export(late) is not None
    again.close()


def test_a_backup_goes_into_an_empty_database_without_more_ado(
    command: Command, records: Records, settings: Settings, conversation: str, tmp_path: Path
) -> None:
    file = tmp_path / "copy.backup"
    assert command("records", "backup", file)[0] == 0
    before = records.conversations.export(conversation)
    if records.database.lite:
        records.close()
        for path in settings.policy_var.iterdir():
            path.unlink()
    else:
        backing._empty(records.database)
        records.close()
        (settings.policy_var / ANCHOR).unlink()
    assert command("records", "restore", file)[0] == 0
    again = Records.open(settings)
    assert again.conversations.export(conversation) == before
    again.close()
    assert command("audit", "verify")[0] == 0


def test_a_file_that_is_there_is_not_written_over(
    command: Command, records: Records, tmp_path: Path
) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("我的", "utf-8")
    status, _, complained = command("records", "backup", file)
    assert (status, "已经存在" in complained) == (1, True)
    assert file.read_text("utf-8") == "我的"
    status, _, complained = command("records", "backup", tmp_path / "no" / "such" / "folder")
    assert (status, "写不了" in complained) == (1, True)


@pytest.mark.parametrize("content", [None, b"", b"text", b"SQLite format 3\x00" + b"x" * 5000])
def test_what_is_no_backup_is_refused_and_nothing_lost(
    command: Command,
    records: Records,
    settings: Settings,
    conversation: str,
    tmp_path: Path,
    content: bytes | None,
) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    status, _, complained = command("records", "restore", file, "--replace")
    assert (status, "不是本程序的备份" in complained) == (1, True)
    assert records.conversations.export(conversation) is not None


def test_nothing_is_restored_while_a_service_holds_the_data(
    command: Command, records: Records, settings: Settings, conversation: str, tmp_path: Path
) -> None:
    file = tmp_path / "copy.backup"
    assert command("records", "backup", file)[0] == 0
    held = claim(settings.policy_var)
    assert held is not None
    status, _, complained = command("records", "restore", file, "--replace")
    os.close(held)
    assert (status, "请先停止服务" in complained) == (1, True)
    assert records.audit.lines()[0].action == "records.backed_up"


def test_a_backup_of_a_later_version_is_refused_and_nothing_lost(
    command: Command, records: Records, conversation: str, tmp_path: Path
) -> None:
    if not records.database.lite:
        return
    file = tmp_path / "copy.backup"
    assert command("records", "backup", file)[0] == 0
    with closing(sqlite3.connect(file)) as later, later:
        later.execute("UPDATE alembic_version SET version_num = '9999'")
    status, _, complained = command("records", "restore", file, "--replace")
    assert (status, "更新的版本" in complained) == (1, True)
    assert records.conversations.export(conversation) is not None


def test_a_database_that_is_broken_is_replaced_by_its_backup(
    command: Command, records: Records, settings: Settings, conversation: str, tmp_path: Path
) -> None:
    if not records.database.lite:
        return
    file = tmp_path / "copy.backup"
    assert command("records", "backup", file)[0] == 0
    before = records.conversations.export(conversation)
    records.close()
    (settings.policy_var / FILE).write_bytes(b"broken" * 1000)
    assert "打不开记录库" in command("records", "restore", file)[2]
    assert command("records", "restore", file, "--replace")[0] == 0
    again = Records.open(settings)
    assert again.conversations.export(conversation) == before
    again.close()


def test_without_the_programs_of_postgresql_it_is_said_what_to_install(
    command: Command, records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backing, "PROGRAMS", tmp_path)
    monkeypatch.setenv("PATH", "")
    status, _, complained = command("records", "backup", tmp_path / "copy.backup")
    if records.database.lite:
        assert status == 0
        return
    assert (status, "postgresql-client" in complained) == (1, True)
    assert not (tmp_path / "copy.backup").exists()


def test_what_is_too_old_is_deleted_and_counted(
    command: Command, records: Records, conversation: str
) -> None:
    with records.database.writing() as session:
        session.execute(text("UPDATE conversation SET last = '2000-01-01 00:00:00.000000'"))
    status, printed, _ = command("records", "purge")
    assert (status, printed) == (
        0,
        "已删除：会话 1 条、已办结的待办 0 条、评测运行 0 条、登录 0 条。\n",
    )
    assert records.conversations.export(conversation) is None


def test_a_conversation_is_named_by_its_address_too(command: Command, records: Records) -> None:
    records.conversations.begin("-an-older-id", "device", said())
    status, printed, _ = command("records", "export", "https://policy.example/c/-an-older-id")
    assert (status, json.loads(printed)["id"]) == (0, "-an-older-id")


def test_no_id_begins_as_an_option_does(monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter(("-abc", "--ab", "a-bc"))
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: next(made))
    assert new_id() == "a-bc"


def test_a_conversation_is_exported_and_deleted_on_request(
    command: Command, records: Records, conversation: str
) -> None:
    status, printed, _ = command("records", "export", conversation)
    assert status == 0
    assert json.loads(printed) == records.conversations.export(conversation)
    status, printed, _ = command("records", "delete", conversation)
    assert (status, printed.startswith("已删除这段会话")) == (0, True)
    assert records.audit.lines()[0].subject == conversation
    for deed in ("export", "delete"):
        status, _, complained = command("records", deed, conversation)
        assert (status, complained) == (1, f"没有编号为 {conversation} 的会话。\n")
