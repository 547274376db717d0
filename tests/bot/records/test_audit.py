"""The audit log: what the database refuses, and what of a broken log is found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from bot.records.audit import ANCHOR, START, Audit, Break, hashed
from bot.records.audit_lines import Search, found
from bot.records.database import RecordsError
from bot.records.records import Records
from bot.records.tables import AuditLine
from environment.settings import Settings
from tests.bot.records.breaking import change


@pytest.fixture
def audit(records: Records) -> Audit:
    """A log of five lines."""
    for number in range(1, 6):
        records.audit.note("张三", "reading.sign", f"口径{number}", ground="第4条", n=number)
    assert list(records.audit.breaks()) == []
    return records.audit


def broken(records: Records, *statements: str) -> list[Break]:
    """What is found after somebody who owns the database has changed the log."""
    change(records, *statements)
    return list(records.audit.breaks())


def test_lines_are_numbered_and_chained(audit: Audit) -> None:
    lines = audit.lines()
    assert [line.number for line in lines] == [5, 4, 3, 2, 1]
    assert [line.before for line in lines] == [*(line.hash for line in lines[1:]), START]
    assert lines[0].detail == {"ground": "第4条", "n": 5}
    assert audit.head == (5, lines[0].hash)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = '李四' WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "DELETE FROM audit",
        "INSERT INTO audit SELECT 9, at, actor, action, subject, detail, before, hash"
        " FROM audit WHERE number = 3",
    ],
)
def test_the_database_refuses_to_change_remove_or_slip_in_a_line(
    records: Records, audit: Audit, statement: str
) -> None:
    with pytest.raises(Exception, match="append-only"), records.database.writing() as session:
        session.execute(text(statement))
    assert list(audit.breaks()) == []


def test_sqlite_does_not_replace_a_line_behind_its_triggers(records: Records, audit: Audit) -> None:
    if not records.database.lite:
        with pytest.raises(Exception, match="append-only"), records.database.writing() as session:
            session.execute(text("TRUNCATE audit"))
        return
    replace = (
        "REPLACE INTO audit SELECT number, at, '李四', action, subject, detail, before, hash"
        " FROM audit WHERE number = 5"
    )
    with pytest.raises(Exception, match="append-only"), records.database.writing() as session:
        session.execute(text(replace))
    assert list(audit.breaks()) == []


@pytest.mark.parametrize("column", ["actor", "action", "subject", "detail", "at", "before"])
def test_a_changed_line_is_found(records: Records, audit: Audit, column: str) -> None:
    value = {"detail": "'{}'", "at": "'2026-01-01 00:00:00.000000'"}.get(column, "'别的'")
    found = broken(records, f"UPDATE audit SET {column} = {value} WHERE number = 3")
    assert found[-1].number == 3
    assert found[-1].why == "内容在写入以后被改动过"


def test_a_changed_line_whose_hash_was_computed_anew_is_found(
    records: Records, audit: Audit
) -> None:
    line = audit.lines()[2]
    line.actor = "李四"
    anew = f"UPDATE audit SET actor = '李四', hash = '{hashed(line)}' WHERE number = 3"
    assert broken(records, anew) == [Break(4, "与上一条接不上")]


def test_a_chain_that_was_computed_anew_to_its_end_is_found(records: Records, audit: Audit) -> None:
    line = audit.lines()[0]
    line.actor = "李四"
    anew = f"UPDATE audit SET actor = '李四', hash = '{hashed(line)}' WHERE number = 5"
    assert broken(records, anew) == [Break(5, f"与库外（{ANCHOR}）记下的校验值不同")]


def test_a_line_that_was_taken_out_is_found(records: Records, audit: Audit) -> None:
    assert broken(records, "DELETE FROM audit WHERE number = 3") == [Break(3, "缺少第3条")]


def test_lines_that_were_taken_out_are_found(records: Records, audit: Audit) -> None:
    found = broken(records, "DELETE FROM audit WHERE number < 4")
    assert found == [Break(1, "缺少第1至3条")]


def test_an_end_that_was_cut_off_is_found(records: Records, audit: Audit) -> None:
    [found] = broken(records, "DELETE FROM audit WHERE number > 3")
    assert found == Break(4, f"末尾被截去：库外（{ANCHOR}）记到第5条，库里只到第3条")


def test_lines_that_were_swapped_are_found(records: Records, audit: Audit) -> None:
    found = broken(
        records,
        "UPDATE audit SET number = -3 WHERE number = 3",
        "UPDATE audit SET number = 3 WHERE number = 4",
        "UPDATE audit SET number = 4 WHERE number = -3",
    )
    assert {one.number for one in found} >= {3, 4}


def test_an_emptied_log_is_found(records: Records, audit: Audit) -> None:
    assert [one.number for one in broken(records, "DELETE FROM audit")] == [1]


@pytest.mark.parametrize("content", [None, "", "x y", "5", b"\xff"])
def test_what_is_noted_outside_being_gone_is_found(
    records: Records, settings: Settings, audit: Audit, content: str | bytes | None
) -> None:
    anchor = settings.policy_var / ANCHOR
    if content is None:
        anchor.unlink()
    else:
        anchor.write_bytes(content if isinstance(content, bytes) else content.encode())
    [found] = audit.breaks()
    assert "无从核对" in found.why


def test_a_new_database_has_an_empty_log_that_holds(records: Records) -> None:
    assert list(records.audit.breaks()) == []
    assert records.audit.head == (0, START)


def test_a_line_is_kept_with_what_it_tells_of_or_not_at_all(records: Records) -> None:
    def stopped() -> None:
        with records.database.writing() as session:
            records.audit.add(session, "张三", "account.add", "李四")
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        stopped()
    assert records.audit.lines() == []


def test_many_threads_write_one_chain(records: Records) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: records.audit.note("张三", "task.note", str(n)), range(40)))
    assert records.audit.head[0] == 40
    assert list(records.audit.breaks()) == []
    assert {line.subject for line in records.audit.lines()} == {str(n) for n in range(40)}


def test_what_no_text_has_is_not_kept_and_the_chain_holds(records: Records) -> None:
    nul, half = "a\0b", "c\ud83dd"
    records.audit.note(nul, "task.note", nul + half, why=[nul, {half: r"\u0000", "\\": "\\\0"}])
    [line] = records.audit.lines()
    assert (line.actor, line.subject) == ("ab", "abcd")
    assert line.detail == {"why": ["ab", {"cd": r"\u0000", "\\": "\\"}]}
    assert list(records.audit.breaks()) == []


def test_lines_are_found_in_small_and_capital_letters_alike(records: Records) -> None:
    records.audit.note("Wang", "task.note", "A_b%")
    for who in ("wang", "WANG", "a_B", "%"):
        assert len(found(records.database, Search(who=who), 9)) == 1
    assert found(records.database, Search(who="a__"), 9) == []


def test_a_failing_database_is_told_in_a_sentence(records: Records) -> None:
    with pytest.raises(RecordsError, match="读写失败"), records.database.reading() as session:
        session.execute(text("SELECT * FROM nothing"))
    assert AuditLine.__tablename__ == "audit"
