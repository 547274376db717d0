"""What has been kept long enough is deleted, and nothing of it is left behind."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import String, cast, func, select, update

from bot.records.columns import now
from bot.records.ids import new_id
from bot.records.records import Records
from bot.records.retention import AT_ONCE, KINDS, purge
from bot.records.tables import (
    ConversationRecord,
    EvalResult,
    EvalRun,
    Remark,
    SignIn,
    StaffAccount,
    Table,
    Task,
    TurnRecord,
)
from bot.records.task import Deed
from environment.settings import Settings
from tests.bot.records.saying import said

SECRET = "喀纳斯湖边的眼镜厂"
LONG_AGO = now() - timedelta(days=4000)


def talked(records: Records, *, last: timedelta, message: str = "题") -> str:
    """A conversation that was last heard of some time ago."""
    key = new_id()
    records.conversations.begin(key, "owner", said(message))
    with records.database.writing() as session:
        session.execute(
            update(ConversationRecord).where(ConversationRecord.id == key).values(last=now() - last)
        )
    return key


def task(subject: str, state: str) -> Task:
    return Task(
        kind="draft", subject=subject, title=subject, matters=[], state=state,
        settled=LONG_AGO if state == "settled" else None, made=LONG_AGO,
    )  # fmt: skip


def run(key: str, state: str) -> EvalRun:
    return EvalRun(
        id=key, begun=LONG_AGO, state=state, version="1", corpus="", configuration={},
        questions="all", author="a", summary={},
    )  # fmt: skip


def test_conversations_go_when_they_were_last_heard_of_too_long_ago(
    records: Records, settings: Settings
) -> None:
    old = talked(records, last=timedelta(days=31))
    young = talked(records, last=timedelta(days=29))
    assert purge(records, settings.but(keep_conversations=30))["会话"] == 1
    assert records.conversations.export(old) is None
    assert records.conversations.export(young) is not None


def test_nothing_goes_of_what_is_kept_for_ever(records: Records, settings: Settings) -> None:
    old = talked(records, last=timedelta(days=4000))
    forever = {kind.setting: 0 for kind in KINDS}
    assert purge(records, settings.but(**forever)) == {}
    assert records.conversations.export(old) is not None
    assert records.audit.lines() == []


def test_what_is_settled_or_over_goes_and_what_is_not_stays(
    records: Records, settings: Settings
) -> None:
    with records.database.writing() as session:
        account = StaffAccount(name="a", person="甲", roles=[])
        settled = task("settled", "settled")
        session.add_all([account, settled, task("open", "open")])
        session.add_all([run("done", "done"), run("running", "running")])
        session.flush()
        session.add_all(
            [
                SignIn(id="old", account_id=account.id, last=LONG_AGO),
                SignIn(id="new", account_id=account.id),
                Remark(task_id=settled.id, actor="a", deed="settled", words=""),
                EvalResult(
                    run_id="done", case_id="c", category="x", clauses=[], turns=[], passed=True,
                    faults=[], reasons=[], counts={}, answer={}, seconds=0.1, stamp="", said="",
                ),
            ]
        )  # fmt: skip
    deleted = purge(records, settings)
    assert deleted == {"会话": 0, "已办结的待办": 1, "评测运行": 1, "登录": 1}
    with records.database.reading() as session:
        assert session.scalars(select(Task.subject)).all() == ["open"]
        assert session.scalars(select(EvalRun.id)).all() == ["running"]
        assert session.scalars(select(SignIn.id)).all() == ["new"]
        assert session.scalar(select(func.count()).select_from(Remark)) == 0
        assert session.scalar(select(func.count()).select_from(EvalResult)) == 0


def test_what_was_deleted_is_noted_by_its_number_alone(
    records: Records, settings: Settings
) -> None:
    talked(records, last=timedelta(days=4000), message=SECRET)
    purge(records, settings)
    [line] = records.audit.lines()
    assert (line.action, line.detail) == ("records.purged", {"会话": 1})
    assert list(records.audit.breaks()) == []


def test_however_many_there_are_all_go(records: Records, settings: Settings) -> None:
    old = now() - timedelta(days=4000)
    with records.database.writing() as session:
        session.add_all(
            ConversationRecord(id=str(n), owner="", begun=old, last=old)
            for n in range(2 * AT_ONCE + 1)
        )
    assert purge(records, settings)["会话"] == 2 * AT_ONCE + 1


def test_who_goes_on_at_that_moment_keeps_the_conversation_and_its_task(
    records: Records, settings: Settings
) -> None:
    key = talked(records, last=timedelta(days=31), message=SECRET)
    with records.database.writing() as session:
        turn = session.scalars(select(TurnRecord.id)).one()
        about = task("asked", "open")
        about.turn_id = turn
        session.add(about)
        session.flush()
        session.add(Remark(task_id=about.id, actor="a", deed=Deed.ASKED, words=str(turn)))
    with ThreadPoolExecutor() as pool:
        with records.database.writing_plainly() as going_on:
            going_on.execute(update(ConversationRecord).values(last=now()))
            purging = pool.submit(purge, records, settings.but(keep_conversations=30))
            with pytest.raises(TimeoutError):  # it waits for what is being written
                purging.result(timeout=0.5)
        assert purging.result(timeout=60)["会话"] == 0
    assert records.conversations.export(key) is not None
    with records.database.reading() as session:
        assert session.scalars(select(Remark.words)).one() == str(turn)


def by_request(records: Records, _: Settings, key: str) -> None:
    assert records.conversations.remove(key, "owner")


def by_age(records: Records, settings: Settings, _: str) -> None:
    assert purge(records, settings, now() + timedelta(days=366))["会话"] > 0


@pytest.mark.parametrize("deleted", [by_request, by_age])
def test_no_word_of_a_deleted_conversation_is_left_in_any_table_or_file(
    records: Records, settings: Settings, deleted: Callable[[Records, Settings, str], None]
) -> None:
    key = talked(records, last=timedelta(0), message=SECRET)
    long = {"conclusion": SECRET, "body": [f"{SECRET}{n}" for n in range(2000)]}  # overflow pages
    for _ in range(3):
        records.conversations.add(key, said(SECRET, reply=long, unread=(SECRET,)))
    judged = records.conversations.judge(key, 1, "owner", useful=False, reason=SECRET)
    assert judged is not None
    with records.database.writing() as session:
        about = task(SECRET, "open")
        about.turn_id = judged.id
        session.add(about)
        session.flush()
        session.add(Remark(task_id=about.id, actor="a", deed="noted", words=SECRET))
    assert found(records) >= {"turn.message", "turn.reply", "feedback.reason", "remark.words"}
    deleted(records, settings, key)
    assert found(records) == set()
    with records.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(TurnRecord)) == 0
    records.close()
    assert set(files(records)) == set()


def found(records: Records) -> set[str]:
    """Where the secret stands: columns of any table, and files of SQLite."""
    with records.database.reading() as session:
        columns = {
            str(column)
            for table in Table.metadata.sorted_tables
            for column in table.columns
            if session.scalar(
                select(func.count()).where(cast(column, String).contains(SECRET, autoescape=True))
            )
        }
    return columns | set(files(records))


def files(records: Records) -> list[str]:
    """The files of SQLite that hold the secret: the database, its log."""
    if not records.database.lite:
        return []  # the server's own
    place = Path(str(records.database.url.database))
    beside = list(place.parent.glob(f"{place.name}*"))
    assert beside
    return [path.name for path in beside if SECRET.encode() in path.read_bytes()]
