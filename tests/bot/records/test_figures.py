"""What was asked is counted by day, by how it ended, by matter, by word and by time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.records.figures import GROUPS, figures
from bot.records.records import Records
from bot.reply import Status
from environment.settings import Settings
from tests.bot.records.asking import asked, judged

LAST = date(2026, 11, 28)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Records]:
    opened = Records.open(Settings(policy_var=tmp_path))
    yield opened
    opened.close()


def test_every_status_is_of_one_group() -> None:
    assert sorted(status for of in GROUPS.values() for status in of) == sorted(Status)


def test_days_are_those_of_china_and_both_ends_count(kept: Records) -> None:
    for moment in (
        datetime(2026, 11, 21, 15, 59, tzinfo=UTC),  # 23:59 on the day before the first
        datetime(2026, 11, 21, 16, 0, tzinfo=UTC),  # midnight
        datetime(2026, 11, 28, 15, 59, tzinfo=UTC),
        datetime(2026, 11, 28, 16, 0, tzinfo=UTC),  # the day after the last
    ):
        asked(kept, "问", at=moment)
    found = figures(kept.database, LAST, 7)
    assert found.total == 2
    assert [number for _, number in found.days] == [1, 0, 0, 0, 0, 0, 1]
    assert found.days[0][0] == "2026-11-22"


def test_ends_matters_words_feedback_and_times_are_counted(kept: Records) -> None:
    moment = datetime(2026, 11, 28, 4, tzinfo=UTC)
    for number in range(20):
        asked(kept, "问", status="answered", at=moment, seconds=number / 10, matters=["a", "b"])
    (turn,) = asked(
        kept, "问", at=moment, seconds=9.0, unread=["喀纳斯"], matters=["a"], useful=False,
        channel="api",
    )  # fmt: skip
    found = figures(kept.database, LAST, 7)
    assert dict(found.groups) == {"已答": 20, "追问": 0, "未载明或没找到": 1, "拒答": 0}
    assert found.matters == [("a", 21), ("b", 20)]
    assert found.words == [("喀纳斯", 1)]
    assert (found.useful, found.useless) == (0, 1)
    assert (found.median, found.slow) == (1.0, 1.9)
    judged(kept, turn, useful=True)
    assert (figures(kept.database, LAST, 7).useful, figures(kept.database, LAST, 7).useless) == (
        1,
        0,
    )
    assert figures(kept.database, LAST, 7, "api").total == 1


def test_nothing_asked_has_no_times(kept: Records) -> None:
    found = figures(kept.database, LAST, 30)
    assert (found.total, found.median, len(found.days)) == (0, None, 30)
