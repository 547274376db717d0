"""What waits for the staff: made from what was asked, once a question; done by somebody, kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.records.accounts import Member, Role
from bot.records.columns import now
from bot.records.records import Records
from bot.records.retention import purge
from bot.records.tables import TurnRecord
from bot.records.task import EACH, NOBODY, SETTLED, Pending, Row, TaskError, TaskKind, Wanted
from environment.settings import Settings
from tests.bot.records.asking import asked, judged

BY = Member("wang", "王科", frozenset({Role.CHECKER}))
PHONE = "办事电话是多少？"


def found(records: Records, **wanted: object) -> list[Row]:
    records.tasks.gather()
    return list(records.tasks.page(Wanted(**wanted)).rows)  # type: ignore[arg-type]


def test_a_question_that_many_ask_is_one_task_with_a_count(records: Records) -> None:
    asked(records, PHONE)
    asked(records, "办事 电话 是多少")
    asked(records, PHONE, matters=["cold"])  # of a matter it is another question
    assert sorted((row.task.title, row.times) for row in found(records)) == [
        ("办事 电话 是多少", 2), (PHONE, 1),
    ]  # fmt: skip
    asked(records, PHONE)
    assert [row.times for row in found(records, often=True)] == [3, 1]


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("answered", []),
        ("needs_input", []),
        ("not_stated", [TaskKind.UNANSWERED]),
        ("not_understood", [TaskKind.UNANSWERED]),
        ("out_of_scope", [TaskKind.BLOCKED]),
        ("not_held", [TaskKind.BLOCKED]),
    ],
)
def test_what_was_not_answered_waits(records: Records, status: str, kinds: list[str]) -> None:
    asked(records, PHONE, status=status)
    assert [row.task.kind for row in found(records)] == kinds


def test_an_answer_that_did_not_help_waits_unless_it_was_said_to_help_after_all(
    records: Records,
) -> None:
    (turn,) = asked(records, PHONE, status="answered", useful=False)
    judged(records, turn, useful=True)
    assert found(records) == []
    judged(records, turn, useful=False)
    assert [(row.task.kind, row.times) for row in found(records)] == [(TaskKind.DISLIKED, 1)]


def test_gathering_again_makes_nothing_twice(records: Records) -> None:
    asked(records, PHONE, "多久能办好？", useful=False)
    before = [(row.task.id, row.times) for row in found(records)]
    assert len(before) == 3
    assert [(row.task.id, row.times) for row in found(records)] == before


def test_tasks_are_narrowed_by_kind_matter_state_date_assignee_and_text(records: Records) -> None:
    early = datetime(2026, 1, 5, tzinfo=UTC)
    asked(records, "冷库怎么申请", matters=["cold"], at=early)
    asked(records, "能补100%吗", status="out_of_scope")
    first, second = sorted(found(records), key=lambda row: row.task.id)
    records.tasks.assign(BY, second.task.id, "li", "")

    def ids(**wanted: object) -> list[int]:
        return [row.task.id for row in found(records, **wanted)]

    assert ids(kind="blocked") == [second.task.id]
    assert ids(matter="cold") == [first.task.id]
    assert ids(matter="col") == []
    assert ids(until=datetime(2026, 2, 1, tzinfo=UTC)) == [first.task.id]
    assert ids(since=datetime(2026, 2, 1, tzinfo=UTC)) == [second.task.id]
    assert ids(assignee="li") == [second.task.id]
    assert ids(assignee=NOBODY) == [first.task.id]
    assert ids(text="100%") == [second.task.id]
    assert ids(text="%") == [second.task.id]  # no wildcard
    assert ids(state=SETTLED) == []


def conversation_of(records: Records, turn: int) -> str:
    with records.database.reading() as session:
        return str(
            session.scalars(select(TurnRecord.conversation_id).where(TurnRecord.id == turn)).one()
        )


@pytest.mark.parametrize("useful", [None, False])
def test_a_task_that_others_asked_too_outlives_who_asked_last(
    records: Records, useful: bool | None
) -> None:
    status = "not_found" if useful is None else "answered"
    (first,) = asked(records, PHONE, status=status, useful=useful)
    (last,) = asked(records, "办事 电话 是多少", status=status, useful=useful)
    (task_id,) = (row.task.id for row in found(records))
    records.tasks.note(BY, task_id, "已去问窗口")
    assert records.conversations.remove(conversation_of(records, last))
    (row,) = found(records)
    assert (row.task.id, row.task.title, row.task.turn_id, row.times) == (task_id, PHONE, first, 1)
    opened = records.tasks.open(task_id)
    assert ([turn.id for turn in opened.turns], len(opened.remarks)) == ([first], 1)
    asked(records, PHONE, status=status, useful=useful)  # SQLite gives it the number of the last
    assert [row.times for row in found(records)] == [2]
    purge(records, Settings(keep_conversations=1), now() + timedelta(days=2))
    assert found(records) == []


def test_a_page_has_fifty(records: Records) -> None:
    asked(records, *(f"第{n}问" for n in range(EACH + 3)))
    records.tasks.gather()
    pages = [records.tasks.page(Wanted(page=page)) for page in (1, 2)]
    assert [(len(one.rows), one.total, one.pages) for one in pages] == [(50, 53, 2), (3, 53, 2)]


def test_what_is_done_to_a_task_is_remarked_and_in_the_log(records: Records) -> None:
    asked(records, PHONE)
    (row,) = found(records)
    task_id = row.task.id
    records.tasks.assign(BY, task_id, "li", "请核实")
    with pytest.raises(TaskError, match="理由"):
        records.tasks.settle(BY, task_id, " ")
    records.tasks.settle(BY, task_id, "已填办事信息")
    assert found(records) == []
    with pytest.raises(TaskError, match=r"已由王科在.+办结，没有处理"):
        records.tasks.settle(BY, task_id, "已电话答复")
    with pytest.raises(TaskError, match="请先重新打开"):
        records.tasks.assign(BY, task_id, "li", "")
    records.tasks.reopen(BY, task_id, "电话换了")
    assert records.tasks.hand_over(BY, "li", "zhao", "休假") == 1
    told = [(one.deed, one.words) for one in records.tasks.open(task_id).remarks]
    assert told == [
        ("assigned", "li：请核实"), ("settled", "已填办事信息"), ("reopened", "电话换了"),
        ("handed_over", "li→zhao：休假"),
    ]  # fmt: skip
    assert [line.action for line in records.audit.lines()][::-1] == [
        "task.assign", "task.settle", "task.reopen", "task.hand_over",
    ]  # fmt: skip
    assert not list(records.audit.breaks())


def test_tasks_of_texts_come_and_go_with_what_waits(records: Records) -> None:
    rules = Pending(TaskKind.RULES, "cold", "《冷库办法》有2条规则待核对")
    end = Pending(TaskKind.EXPIRING, "cold@2026-12-31", "将届满", (), date(2026, 12, 31))
    records.tasks.sync([rules, end])
    assert {row.task.due for row in found(records)} == {None, date(2026, 12, 31)}
    records.tasks.sync([end])
    assert [row.task.kind for row in found(records)] == [TaskKind.EXPIRING]
    records.tasks.sync([rules, end])
    assert len(found(records)) == 2
    (ends,) = found(records, kind="expiring")
    records.tasks.settle(BY, ends.task.id, "新办法已报送")
    records.tasks.sync([rules, end])
    assert [row.task.kind for row in found(records)] == [TaskKind.RULES]  # somebody said it is done


def test_a_task_goes_with_the_conversation_that_asked_it(records: Records) -> None:
    (turn,) = asked(records, PHONE)
    assert len(found(records)) == 1
    record = records.conversations.turn(turn)
    assert record is not None
    assert records.conversations.remove(record.conversation_id)
    assert found(records) == []
