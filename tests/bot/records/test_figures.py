"""What was asked is counted by day, by how it ended, by matter, by word and by time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.records.figures import GROUPS, figures
from bot.records.records import Records
from bot.reply import Status
from tests.bot.records.asking import asked, judged

LAST = date(2026, 11, 28)


def test_every_status_is_of_one_group() -> None:
    assert sorted(status for of in GROUPS.values() for status in of) == sorted(Status)


def test_days_are_those_of_china_and_both_ends_count(records: Records) -> None:
    for moment in (
        datetime(2026, 11, 21, 15, 59, tzinfo=UTC),  # 23:59 on the day before the first
        datetime(2026, 11, 21, 16, 0, tzinfo=UTC),  # midnight
        datetime(2026, 11, 28, 15, 59, tzinfo=UTC),
        datetime(2026, 11, 28, 16, 0, tzinfo=UTC),  # the day after the last
    ):
        asked(records, "问", at=moment)
    found = figures(records.database, LAST, 7)
    assert found.total == 2
    assert [number for _, number in found.days] == [1, 0, 0, 0, 0, 0, 1]
    assert found.days[0][0] == "2026-11-22"


def test_ends_matters_words_feedback_and_times_are_counted(records: Records) -> None:
    moment = datetime(2026, 11, 28, 4, tzinfo=UTC)
    for number in range(20):
        asked(records, "问", status="answered", at=moment, seconds=number / 10, matters=["a", "b"])
    (turn,) = asked(
        records, "问", at=moment, seconds=9.0, unread=["喀纳斯"], matters=["a"], useful=False,
        channel="api",
    )  # fmt: skip
    found = figures(records.database, LAST, 7)
    assert dict(found.groups) == {"已答": 20, "追问": 0, "未载明或没找到": 1, "拒答": 0}
    assert found.matters == [("a", 21), ("b", 20)]
    assert found.words == [("喀纳斯", 1)]
    assert (found.useful, found.useless) == (0, 1)
    assert (found.median, found.slow) == (1.0, 1.9)
    judged(records, turn, useful=True)
    found = figures(records.database, LAST, 7)
    assert (found.useful, found.useless) == (1, 0)
    assert figures(records.database, LAST, 7, "api").total == 1


def test_of_what_was_asked_as_often_the_order_is_that_of_names(records: Records) -> None:
    for name in ("c", "a", "d", "b"):
        asked(records, "问", at=datetime(2026, 11, 28, 4, tzinfo=UTC), matters=[name])
    found = figures(records.database, LAST, 7)
    assert [matter for matter, _ in found.matters] == ["a", "b", "c", "d"]


def test_nothing_asked_has_no_times(records: Records) -> None:
    found = figures(records.database, LAST, 30)
    assert (found.total, found.median, len(found.days)) == (0, None, 30)
