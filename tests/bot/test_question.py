"""What a message is understood to say."""

from __future__ import annotations

from datetime import date

import pytest

from bot.context import Context
from bot.question.asks import AskKind
from bot.question.dates import as_of
from bot.question.place_roles import PlaceRole
from bot.question.places import Region, places
from bot.question.text import MAX_LENGTH, Normaliser
from tests.bot.question.reading import TODAY, collection, messages, read, shown


@pytest.fixture(scope="module")
def normalise() -> Normaliser:
    return Normaliser(name for card in collection().cards for name in card.names)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("shuzihua butie duoshao", "数字化补贴多少"),
        ("我哋係四上企業，投咗55萬，補幾多？", "我们系四上企业,投了55万,补多少?"),
        ("請問，展位費補貼", "展位费补贴"),
        ("技术该造投了３５０万", "技术改造投了350万"),
        ("投资 1 750 000 元", "投资1750000元"),
        ("再加100万一共350万", "再加100万 一共350万"),
        ("第3、4、9条怎么写", "第3条、第4条、第9条怎么写"),
        ("<b>技改</b>\x00补\u200b贴", "技改补贴"),
    ],
)
def test_what_people_type_becomes_plain_written_chinese(
    normalise: Normaliser, typed: str, plain: str
) -> None:
    assert normalise(typed) == plain


@pytest.mark.parametrize(
    "kept", ["参展为什么被删", "系统上线了", "设计师不是法人", "不实行独立核算"]
)
def test_words_that_sound_like_others_are_left_alone(normalise: Normaliser, kept: str) -> None:
    assert normalise(kept) == kept


def test_only_so_much_of_a_message_is_read(normalise: Normaliser) -> None:
    assert len(normalise("技" * 100_000)) <= MAX_LENGTH


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("假设现在是2027年6月，还有效吗", date(2027, 6, 30)),
        ("2027年3月1日申报技改", date(2027, 3, 1)),
        ("2028年还能申请吗", date(2028, 6, 30)),
        ("明年申报还来得及吗", date(2027, 6, 30)),
    ],
)
def test_the_day_a_question_supposes_is_found(text: str, day: date) -> None:
    found = as_of(text, TODAY)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize("text", ["2025年投了300万能补多少", "去年砸进去三百万", "技改怎么补"])
def test_a_year_of_spending_is_not_the_day_of_the_question(text: str) -> None:
    assert as_of(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "role", "local"),
    [
        ("惠州的眼镜厂可以申请吗", PlaceRole.OPERATING, False),
        ("宝安区有没有眼镜产业补贴", PlaceRole.POLICY, False),
        ("注册在南山", PlaceRole.REGISTERED, False),
        ("工厂在横岗", PlaceRole.OPERATING, True),
        ("从福田引进一家总部", PlaceRole.ORIGIN, False),
        ("厂子不在龙岗", PlaceRole.OPERATING, False),
        ("本公司在东莞；去年参展的展位费花了5万", PlaceRole.OPERATING, False),
        ("我们在越南也有厂", PlaceRole.VISITED, False),
        ("我们在老挝投了个水电项目", PlaceRole.INVESTED, False),
        ("我们在老挝建了厂，项目能申请吗", PlaceRole.OPERATING, False),
    ],
)
def test_a_place_is_told_apart_by_what_is_said_of_it(
    text: str, role: PlaceRole, local: bool
) -> None:
    found = places(text, Region(frozenset({"龙岗"}), frozenset({"横岗"})))
    assert (found[0].role, found[0].local) == (role, local)


@pytest.mark.parametrize(
    ("text", "hosted", "alone"),
    [
        ("那家企业在罗湖，去年产值6.5亿", PlaceRole.ORIGIN, PlaceRole.OPERATING),
        ("他们原来在福田", PlaceRole.ORIGIN, PlaceRole.MENTION),
        ("这家公司注册在南山", PlaceRole.ORIGIN, PlaceRole.REGISTERED),
        ("我们园区在罗湖", PlaceRole.OPERATING, PlaceRole.OPERATING),
        ("其实我们公司在罗湖", PlaceRole.OPERATING, PlaceRole.OPERATING),
    ],
)
def test_where_firms_are_brought_in_a_firm_spoken_of_is_one_of_them(
    text: str, hosted: PlaceRole, alone: PlaceRole
) -> None:
    region = Region(frozenset({"龙岗"}), frozenset({"横岗"}))
    assert [places(text, region, hosts=hosts)[0].role for hosts in (True, False)] == [hosted, alone]


def test_a_statement_joins_the_question_behind_it() -> None:
    questions = messages()("我们是家具厂。上年技改投了180万。能补多少？", Context(), TODAY)
    assert [shown(item) for q in questions for item in q.frame.account.items] == ["180"]


def test_two_questions_are_read_one_by_one() -> None:
    questions = messages()("技改比例多少？数字化的上限呢？", Context(), TODAY)
    assert [q.topics[0] for q in questions] == ["technical-renovation", "digital-transformation"]


def test_a_follow_up_keeps_matter_and_aspect_and_takes_the_new_amount() -> None:
    question = read("技改投了350万能补多少", "那如果是800万呢")
    assert question.topics == ("technical-renovation",)
    assert question.wants(AskKind.AMOUNT)
    assert [shown(item) for item in question.frame.account.items] == ["800"]


def test_a_correction_of_one_year_leaves_the_others() -> None:
    question = read("平台三年分别投入160万、150万、140万，资助多少", "第一年改成500万的话呢")
    amounts = {item.ordinal: shown(item) for item in question.frame.account.items}
    assert amounts == {1: "500", 2: "150", 3: "140"}


def test_a_new_matter_drops_the_old_amounts() -> None:
    question = read("技改投了350万能补多少", "展位费怎么扶持")
    assert question.topics == ("booth-fee",)
    assert question.frame.account.items == ()


def test_a_matter_that_is_set_aside_is_not_asked_about() -> None:
    question = read("数字化先放一放，说技改，去年投资1150万")
    assert question.topics == ("technical-renovation",)


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("我们是四上企业", True),
        ("我们不是四上企业", False),
        ("还没进四上", False),
        ("是不是四上企业才行", None),
    ],
)
def test_a_condition_is_heard_denied_or_only_asked(text: str, truth: bool | None) -> None:
    assert read(text).truths.get("四上") is truth


def test_the_name_of_a_document_asks_for_no_revision() -> None:
    assert not read("按修订说明，活动投入800万，补贴金额？").wants(AskKind.CHANGED)
