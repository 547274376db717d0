"""Conversations as they are kept, on either database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.records.columns import now
from bot.records.conversations import MOST, REASON
from bot.records.ids import new_id
from bot.records.members import AccountError, Member
from bot.records.records import Records
from bot.records.tables import ConversationRecord, Feedback, Remark, StaffCase, Task, TurnRecord
from bot.records.task import TaskError, Wanted
from tests.bot.records.saying import DAY, said

BY = Member("wang", "王科", frozenset())


@pytest.fixture
def conversation(records: Records) -> str:
    """A conversation of an owner, with one turn."""
    key = new_id()
    assert records.conversations.begin(key, "owner", said()) == 1
    return key


def test_a_turn_comes_back_as_it_was_kept(records: Records) -> None:
    key = new_id()
    reply: dict[str, Any] = {
        "conclusion": "可获资助70万元，“最高500万元”［1］。\n𠮷",
        "computations": [{"low": "700000.00", "steps": [None, True, 1.5]}],
    }
    records.conversations.begin(key, "", said(reply=reply, seconds=0.125, grade=None))
    [turn] = records.conversations.turns(key)
    assert (turn.number, turn.day, turn.channel, turn.status) == (1, DAY, "api", "answered")
    assert (turn.reply, turn.matters, turn.unread) == (reply, ["technical-renovation"], ["喀纳斯"])
    assert (turn.grade, turn.texts, turn.seconds) == (None, {"measures": "a" * 64}, 0.125)
    assert turn.at.tzinfo is not None
    assert abs(turn.at - now()) < timedelta(minutes=1)


def test_json_is_kept_in_chinese_so_that_it_can_be_searched(
    records: Records, conversation: str
) -> None:
    with records.database.reading() as session:
        stored = session.connection().exec_driver_sql("SELECT CAST(reply AS TEXT) FROM turn")
        assert "可获资助70万元" in str(stored.scalar())


def test_a_moment_without_a_zone_is_refused_and_one_of_another_zone_kept_as_it_is(
    records: Records, conversation: str
) -> None:
    begun = datetime.fromisoformat("2026-11-22T08:00:00.123456+08:00")
    with records.database.writing() as session:
        kept = session.get_one(ConversationRecord, conversation)
        kept.begun = begun
    with records.database.reading() as session:
        kept = session.get_one(ConversationRecord, conversation)
        assert kept.begun == begun
        assert kept.begun.utcoffset() == timedelta(0)
        found = select(ConversationRecord.id).where(ConversationRecord.begun <= begun)
        assert session.scalar(found) == conversation
    with pytest.raises(Exception, match="没有时区"), records.database.writing() as session:
        session.get_one(ConversationRecord, conversation).begun = datetime(2026, 1, 1)  # noqa: DTZ001


def test_turns_are_numbered_in_order_by_however_many_threads_they_are_kept(
    records: Records, conversation: str
) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(
            pool.map(lambda n: records.conversations.add(conversation, said(f"第{n}句")), range(40))
        )
    assert sorted(number or 0 for number in numbers) == list(range(2, 42))
    kept = records.conversations.turns(conversation, "owner")
    assert [turn.number for turn in kept] == list(range(1, 42))
    assert {turn.message for turn in kept[1:]} == {f"第{n}句" for n in range(40)}
    assert [t.number for t in records.conversations.turns(conversation, latest=3)] == [39, 40, 41]


def test_a_conversation_that_is_gone_or_full_takes_no_turn(
    records: Records, conversation: str
) -> None:
    assert records.conversations.add("nobody", said()) is None
    assert records.conversations.turns("nobody") == []
    with records.database.writing() as session:
        session.scalars(select(TurnRecord)).one().number = MOST
    assert records.conversations.add(conversation, said()) is None


def test_a_conversation_is_its_owners(records: Records, conversation: str) -> None:
    kept = records.conversations
    kept.begin(new_id(), "other", said("别人的"))
    kept.add(conversation, said("第二句"))
    [heading] = kept.of("owner")
    assert (heading.id, heading.first, heading.turns) == (conversation, said().message, 2)
    assert kept.owned(conversation, "owner")
    assert not kept.owned(conversation, "other")
    assert kept.turns(conversation, "other") == []
    assert not kept.remove(conversation, "other")
    assert kept.share(conversation, 1, "other") is None
    assert kept.judge(conversation, 1, "other", useful=True, reason="") is None


def test_what_the_api_keeps_is_shared_and_judged_by_nobody(records: Records) -> None:
    key = new_id()
    records.conversations.begin(key, "", said())
    assert records.conversations.share(key, 1, "") is None
    assert records.conversations.judge(key, 1, "", useful=False, reason="") is None


def test_a_permalink_is_made_once_and_leads_to_its_turn_alone(
    records: Records, conversation: str
) -> None:
    key = records.conversations.share(conversation, 1, "owner")
    assert key is not None
    assert len(key) >= 24
    assert records.conversations.share(conversation, 1, "owner") == key
    assert records.conversations.share(conversation, 2, "owner") is None
    turn = records.conversations.shared(key)
    assert turn is not None
    assert turn.conversation_id == conversation
    assert records.conversations.shared(key[:-1]) is None


@pytest.mark.parametrize(("strange", "plain"), [("\0", ""), ("\ud83d", ""), ("a\0\udfff", "a")])
def test_what_no_text_has_is_not_kept_and_nothing_fails_of_it(
    records: Records, conversation: str, strange: str, plain: str
) -> None:
    reply = {"text": f"甲{strange}乙", strange: [strange, r"\u0000"]}
    turn = said(f"问{strange}题", reply=reply, status="not_stated", unread=(strange, "词"))
    assert records.conversations.add(conversation, turn) == 2
    assert records.conversations.judge(conversation, 2, "owner", useful=False, reason=strange)
    records.tasks.gather()  # reads of the reply in the database
    kept = records.conversations.turns(conversation)[-1]
    assert kept.message == f"问{plain}题"
    assert kept.reply == {"text": f"甲{plain}乙", plain: [plain, r"\u0000"]}
    assert {row.task.title for row in records.tasks.page(Wanted()).rows} == {f"问{plain}题"}
    assert len(records.tasks.page(Wanted(text=f"问{strange}")).rows) == 2
    assert records.conversations.shared(strange) is None
    assert records.conversations.export(strange) is None


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, 10**30])
def test_a_number_that_no_row_has_finds_none(
    records: Records, conversation: str, number: int
) -> None:
    kept = records.conversations
    assert kept.turn(number) is None
    assert kept.share(conversation, number, "owner") is None
    assert kept.judge(conversation, number, "owner", useful=True, reason="") is None
    assert not records.service_info.withdraw(BY, number)
    with pytest.raises(AccountError):
        records.keys.revoke("a", number)
    with pytest.raises(TaskError):
        records.tasks.open(number)


def test_feedback_is_masked_and_of_bounded_length(records: Records, conversation: str) -> None:
    reason = "打13812345678找我" + "长" * 2 * REASON
    assert records.conversations.judge(conversation, 1, "owner", useful=False, reason=reason)
    with records.database.reading() as session:
        kept = session.scalars(select(Feedback)).one()
    assert kept.reason.startswith("打138＊＊＊＊＊＊＊＊找我")
    assert len(kept.reason) == REASON
    assert not kept.useful


def test_whoever_reads_the_records_reads_no_number_that_tells_who_asked(records: Records) -> None:
    key = new_id()
    message = "我是13812345678（ｚhang.san＠qq.com），技改投了350万"
    reply = {"conclusion": "电话13812345678，投了350万元", "ledger": [{"text": "zhang.san@qq.com"}]}
    turn = said(message, reply=reply, unread=("zhang", "喀纳斯", "1381234"))
    records.conversations.begin(key, "", turn)
    exported = str(records.conversations.export(key))
    for hidden in ("12345678", "1234567", "qq.com", "＠qq", "san"):
        assert hidden not in exported
    for shown in ("技改投了350万", "投了350万元", "喀纳斯"):
        assert shown in exported


def test_an_export_holds_all_that_is_kept_of_a_conversation(
    records: Records, conversation: str
) -> None:
    records.conversations.add(conversation, said("第二句"))
    records.conversations.judge(conversation, 2, "owner", useful=False, reason="没有说明材料")
    exported = records.conversations.export(conversation)
    assert exported is not None
    assert [turn["message"] for turn in exported["turns"]] == [said().message, "第二句"]
    assert exported["turns"][0]["reply"] == said().reply
    assert [one["reason"] for one in exported["turns"][1]["feedback"]] == ["没有说明材料"]
    assert datetime.fromisoformat(exported["begun"]).tzinfo == UTC
    assert records.conversations.export("nobody") is None


def test_deleting_a_conversation_takes_all_that_hangs_on_it_and_no_more(
    records: Records, conversation: str
) -> None:
    other = new_id()
    records.conversations.begin(other, "owner", said("另一段"))
    judged = records.conversations.judge(conversation, 1, "owner", useful=False, reason="不清楚")
    assert judged is not None
    with records.database.writing() as session:
        task = Task(kind="disliked", subject="1", title="题", matters=[], state="open")
        task.turn_id = judged.id
        session.add(task)
        session.flush()
        session.add(Remark(task_id=task.id, actor="a", deed="noted", words="记一笔"))
        session.add(StaffCase(turn_id=judged.id, case={"turns": ["题"]}, author="a"))
    assert records.conversations.remove(conversation, "owner")
    with records.database.reading() as session:
        left = {
            table: session.scalar(select(func.count()).select_from(table))
            for table in (ConversationRecord, TurnRecord, Feedback, Task, Remark, StaffCase)
        }
        assert left == {
            ConversationRecord: 1, TurnRecord: 1, Feedback: 0, Task: 0, Remark: 0, StaffCase: 1,
        }  # fmt: skip
        assert session.scalars(select(StaffCase.turn_id)).all() == [None]  # the case outlives it
    assert not records.conversations.remove(conversation)
    assert [turn.message for turn in records.conversations.turns(other)] == ["另一段"]
