"""What several do at the same moment comes out as if one had done it after the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import text

from bot.records import database
from bot.records.accounts import AccountError, Member, Role
from bot.records.columns import now
from bot.records.database import RecordsError
from bot.records.ids import new_id
from bot.records.readings import ReadingError, Signing, Stand
from bot.records.records import Records
from bot.records.retention import purge
from bot.records.service_info import Entered
from bot.records.task import Wanted
from environment.settings import Settings
from tests.bot.records.asking import asked
from tests.bot.records.saying import said

MANY = 8
BY = Member("wang", "王科", frozenset({Role.CHECKER}))


def at_once(deed: Callable[[int], object]) -> list[object]:
    """What each of several threads made of a deed that all begin together; refusals left out."""
    begin = Barrier(MANY)

    def one(number: int) -> object:
        begin.wait(20)
        with suppress(AccountError, ReadingError):
            return deed(number)
        return None

    with ThreadPoolExecutor(MANY) as pool:
        return [made for made in pool.map(one, range(MANY)) if made is not None]


def test_a_question_is_gathered_once(records: Records) -> None:
    asked(records, "电话是多少？", "多久能办好？", "要什么材料？", useful=False)
    at_once(lambda _: records.tasks.gather())
    assert [row.times for row in records.tasks.page(Wanted()).rows] == [1, 1, 1, 1]


def test_one_run_is_begun(records: Records) -> None:
    assert len(at_once(lambda _: records.runs.begin("own", "ping", {}))) == 1


def test_one_key_of_a_name_is_made(records: Records) -> None:
    assert len(at_once(lambda _: records.keys.make("admin", "网上大厅"))) == 1


def test_of_names_that_look_alike_one_is_taken(records: Records) -> None:
    def add(number: int) -> object:
        person = "甲乙丙丁戊己庚辛"[number]
        return records.accounts.add("t", f"wang{'1l'[number % 2]}", person, [], None)

    assert len(at_once(add)) == 1


def test_every_wrong_password_counts(records: Records) -> None:
    records.accounts.add("test", "wang", "王科", [Role.CHECKER], "hash")
    at_once(lambda _: records.sign_ins.failed("wang", "192.0.2.1"))
    with records.database.reading() as session:
        assert session.scalar(text("SELECT failures FROM account")) == MANY


def test_one_entry_of_a_kind_holds(records: Records) -> None:
    def enter(number: int) -> object:
        entered = Entered("a", "", "phone", str(number), "区政务网", date(2026, 11, 1))
        return records.service_info.enter(BY, entered)

    assert len(at_once(enter)) == MANY
    assert len(records.service_info.current(["a"], [])) == 1


def test_one_signature_is_given(records: Records) -> None:
    stand = Stand("r", "a", 0, {"title": "口径"})
    signing = Signing("签署人", "科务会", "0" * 64)
    at_once(lambda _: records.readings.sign(BY, stand, signing))
    assert len(records.readings.all()["r"].signatures) == 1


def test_two_administrators_do_not_take_each_others_role_away(records: Records) -> None:
    for name in ("root", "boss"):
        records.accounts.add("test", name, name, [Role.ADMIN], "hash")
    at_once(lambda n: records.accounts.change("test", ("root", "boss")[n % 2], roles=[]))
    left = [one.name for one in records.accounts.all() if Role.ADMIN in one.roles]
    assert len(left) == 1


def test_a_conversation_that_is_gone_on_with_is_not_old_any_more(
    records: Records, settings: Settings
) -> None:
    key = new_id()
    records.conversations.begin(key, "owner", said())
    later = now() + timedelta(days=400)
    with ThreadPoolExecutor(1) as pool, records.database.writing_plainly() as connection:
        connection.execute(
            text("UPDATE conversation SET last = :last"), {"last": later.replace(tzinfo=None)}
        )
        deleted = pool.submit(purge, records, settings, later)
        with suppress(TimeoutError):
            deleted.result(0.5)  # it waits, or it would have deleted by now
        connection.commit()
    assert deleted.result(20)["会话"] == 0
    assert records.conversations.export(key) is not None


def test_who_waits_too_long_to_write_is_told(
    records: Records, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAITING", 1)
    other = Records.open(settings)  # as another process
    with records.database.writing() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(RecordsError, match="读写失败"):
            other.audit.note("a", "task.note")
    other.audit.note("a", "task.note")
    other.close()
