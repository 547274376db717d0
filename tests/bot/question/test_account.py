"""What the amounts of a message come to: each is used once, set aside, or asked about."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.question.account import Fate
from tests.bot.question.reading import asked, frame_of, items_of, wan

# Construction → messages with what is taken as spent, in 万元.
CONSTRUCTIONS: dict[str, tuple[tuple[str, list[str]], ...]] = {
    "one amount": (
        ("去年技改投了340万，补多少", ["340"]),
        ("技改投了340到360万，补多少", ["340-360"]),
        ("技改投了100万以上，补多少", ["100-"]),
    ),
    "restatement": (
        ("技改投了340万元（大写：叁佰肆拾万元整），补多少", ["340"]),
        ("技改投了340万，即叁佰肆拾万元，补多少", ["340"]),
    ),
    "part": (
        ("技改投了360万，其中40万是设备款，补多少", ["360"]),
        ("去年技改花了200万，上半年90万，下半年110万，补多少", ["200"]),
        ("前年技改200万，去年比前年多花了85万，就拿去年那部分来报，补多少", ["200", "285"]),
        ("技改投了360万，其中设备300万、安装60万，补多少", ["360"]),
    ),
    "exclusion": (
        ("技改投了360万，扣除退货的40万，补多少", ["320"]),
        ("去年往厂里砸了800万，里头真正算技改的450万，剩下是租金，补多少", ["450"]),
        ("去年技改买了10个点焊机，一共300万，补多少", ["300"]),
        ("去年技改投了300万，其中50万是今年付的，补多少", ["50", "250"]),
        ("去年把用了21年的老设备换了，技改花了300万，补多少", ["300"]),
        ("去年技改投了300万，还要再投200万，补多少", ["300"]),
        ("技改投了360万，其中40万没有发票，补多少", ["320"]),
        ("技改投了360万，审计核减了40万，补多少", ["320"]),
        ("技改投了360万，扣掉40万后剩320万，补多少", ["320"]),
        ("我们厂明年的预算是2100万，去年技改扣掉食堂19万以后是460万，补多少", ["460"]),
    ),
    "financing": (
        ("技改投了380万，其中银行贷款200万，补多少", ["380"]),
        ("银行贷款200万，技改投了380万，补多少", ["380"]),
    ),
    "correction": (
        ("去年技改投了150万，哦不，是250万，补多少", ["250"]),
        ("技改投了150万，说错了，250万，补多少", ["250"]),
    ),
    "unit × count": (
        ("每台12万，买了20台设备，技改补多少", ["240"]),
        ("境外展4个展位，2万一个，6个人去的，展位费补多少", ["8"]),
        ("买了20台设备，每台12万，技改补多少", ["240"]),
    ),
    "per month × months": (
        ("技改每月投12万，一共投了10个月，补多少", ["120"]),
        ("技改每季度投30万，全年，补多少", ["120"]),
    ),
    "plan against actual": (
        ("技改计划投500万，实际投了340万，补多少", ["340"]),
        ("技改备案500万，实际完成340万，补多少", ["340"]),
        ("技改去年投了400万，今年打算投900万，补多少", ["400"]),
    ),
    "contract against paid": (
        ("技改合同500万，付了390万，补多少", ["390"]),
        ("技改实付340万，发票开了360万，补多少", ["340"]),
    ),
    "neighbour": (
        ("隔壁厂技改投了500万，我们投了340万，补多少", ["340"]),
        ("我们技改投了340万，朋友的厂投了500万，补多少", ["340"]),
    ),
    "joined by a word": (
        ("去年技改投了340万，另外还有一笔60万也是设备款，补多少", ["400"]),
        ("技改设备300万和软件40万，补多少", ["340"]),
    ),
    "share": (
        ("技改投了500万，我们承担七成，补多少", ["350"]),
        ("技改投资800万的一半，补多少", ["400"]),
    ),
    "several years": (
        ("平台三年分别投入160万、150万、140万，资助多少", ["160", "150", "140"]),
        ("平台首年投200万，次年300万，补多少", ["200", "300"]),
        ("平台每年投入100万，三年，补多少", ["100", "100", "100"]),
    ),
}
TOLD = [(name, *each) for name, told in CONSTRUCTIONS.items() for each in told]


@pytest.mark.parametrize(("construction", "text", "spent"), TOLD)
def test_a_construction_comes_to_its_amount(construction: str, text: str, spent: list[str]) -> None:
    assert (wan(text), asked(text)) == (spent, ""), construction


@pytest.mark.parametrize(("construction", "text", "spent"), TOLD)
def test_every_amount_is_accounted_for_once(construction: str, text: str, spent: list[str]) -> None:
    frame = frame_of(text)
    dropped = Counter(e.text for e in frame.account.entries if e.fate is Fate.SET_ASIDE)
    for amount in frame.amounts:
        used = any(amount.token.text in item.text for item in frame.account.items)
        kept = any(amount.token.text in e.text for e in frame.account.entries)
        assert used or kept, (construction, amount.token.text)
        assert dropped[amount.token.text] <= 1, (construction, amount.token.text)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("技改投了340万，一共投了60万和80万，补多少", "合计"),
        ("技改投了340万，设备60万，补多少", "分开的几笔"),
        ("技改合同340万，发票300万，补多少", "实际投入是多少"),
        ("每台设备12万，技改补多少", "单价"),
        ("技改设备花了300万美元，补多少", "不是人民币"),
        ("技改投了40万，扣除退货的360万，补多少", "还大"),
        ("去年和今年技改一共投了300万，补多少", "2025年、2026年各是多少"),
        ("技改自己投了180万，另外220万是银行借的，补多少", "还是另外的投入"),
        ("智能眼镜上半年买了120万，下半年又补了130万，补多少", "还是拿到的补贴"),
        ("技改近三年投了900万，补多少", "每一年各是多少"),
        ("去年技改投了300万，其中20%是进口设备，补多少", "20%”指什么"),
        ("去年产值3亿，技改投了300万，比上年增长20%，补多少", "20%”指什么"),
        ("去年技改投了300万，平台补了30%，还能拿多少", "30%”指什么"),
        ("从去年6月到今年3月，技改投了300万，补多少", "2025年、2026年各是多少"),
        ("技改投了40万，其中60万是设备款，补多少", "还大"),
        ("技改要扣除的是40万，一共投了340万，补多少", "要从“340万”中扣除吗"),
    ],
)
def test_what_the_words_do_not_decide_is_asked(text: str, question: str) -> None:
    assert question in asked(text)


def test_amounts_of_several_firms_are_never_added() -> None:
    text = "甲公司技改投了120万，乙公司技改投了90万，各补多少"
    assert [(i.actor, int(i.low)) for i in items_of(text)] == [
        ("甲公司", 1_200_000),
        ("乙公司", 900_000),
    ]
    text = "A公司和B公司分别投了120万、150万做技改，各补多少"
    assert [(i.actor, int(i.low)) for i in items_of(text)] == [
        ("a公司", 1_200_000),
        ("b公司", 1_500_000),
    ]


def test_what_two_firms_spent_together_is_neither_ones() -> None:
    assert asked("甲公司和乙公司技改一共投了210万，补多少")


def test_a_conversion_that_is_said_is_taken() -> None:
    text = "技改投了300万美元（折合人民币2100万元），补多少"
    assert (wan(text), asked(text)) == (["2100"], "")


def test_what_the_other_side_spent_is_not_ours() -> None:
    text = "对方技改投了500万，我们技改投了340万，补多少"
    assert (wan(text), asked(text)) == (["340"], "")


def test_an_amount_mentioned_again_to_say_something_of_it_is_one() -> None:
    text = "技改投了340万，340万都付清了，补多少"
    assert (wan(text), asked(text)) == (["340"], "")


def test_amounts_of_several_schemes_keep_their_own() -> None:
    text = "技改投了340万，数字化投了60万，分别补多少"
    assert [(i.topic, int(i.low)) for i in items_of(text)] == [
        ("technical-renovation", 3_400_000),
        ("digital-transformation", 600_000),
    ]


def test_a_year_belongs_to_the_amount_beside_it() -> None:
    text = "技改前年100万、去年150万，一共250万，补多少"
    assert [(i.year, int(i.low)) for i in items_of(text)] == [(2024, 1_000_000), (2025, 1_500_000)]


def test_a_payment_already_got_is_kept_apart_with_its_year() -> None:
    account = frame_of("数字化投了60万，今年已经拿了18万，还能拿多少").account
    assert [(r.amount.token.text, r.year) for r in account.received] == [("18万", 2026)]
    assert [int(i.low) for i in account.items] == [600_000]


@pytest.mark.parametrize("text", ["技改投了340万", "340万"])
def test_an_item_keeps_the_words_it_was_read_from(text: str) -> None:
    assert [i.text for i in items_of(text)] == ["340万"]
