"""Every amount of a message gets one role of the closed list, from the words of its own clause."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bot.question.amounts import SAID, Role
from bot.question.matters import topic_of
from bot.question.segments import segments
from tests.bot.question.reading import frame_of, tokens_of

# Role → sentences with the amount (in 万元) that has it.
SENTENCES: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.SPENT: (
        ("我们去年技改投了340万", "340"),
        ("去年买新设备花掉340万，想报技改", "340"),
        ("技改实际投入是340万元", "340"),
        ("展位费20万", "20"),
    ),
    Role.PLANNED: (
        ("技改今年打算投900万", "900"),
        ("技改预算500万", "500"),
        ("技改立项500万", "500"),
    ),
    Role.CONTRACTED: (("技改签了合同500万", "500"), ("技改合同金额500万", "500")),
    Role.PROOF: (("技改开了发票340万", "340"), ("技改发票金额340万", "340")),
    Role.PART: (
        ("技改投了360万，其中40万是设备款", "40"),
        ("技改投了360万，里面有40万是软件", "40"),
    ),
    Role.EXCLUDED: (
        ("技改投了360万，扣除退货的40万", "40"),
        ("技改投了360万，其中40万没有发票", "40"),
        ("技改投了360万，其中厂房装修60万不算", "60"),
    ),
    Role.UNIT_PRICE: (
        ("每台12万，买了20台设备", "12"),
        ("技改每月投12万，投了10个月", "12"),
        ("设备单价12万，买了20台", "12"),
    ),
    Role.TOTAL: (("技改前年100万、去年150万，一共250万", "250"),),
    Role.RECEIVED: (
        ("技改投了340万，已经拿过20万补贴", "20"),
        ("数字化投了60万，今年已经领了18万", "18"),
    ),
    Role.CLAIMED: (
        ("技改投了340万，是不是能补70万", "70"),
        ("技改投了340万，人家说能补80万", "80"),
        ("技改投了340万，想拿80万", "80"),
    ),
    Role.TURNOVER: (
        ("去年产值1.2亿，技改投了340万", "12000"),
        ("销售额800万，技改投了340万", "800"),
    ),
    Role.FINANCING: (("银行贷款200万，技改投了340万", "200"), ("自筹200万，技改投了340万", "200")),
    Role.TAX: (("去年纳税80万，技改投了340万", "80"), ("交了税80万，技改投了340万", "80")),
    Role.OTHER: (
        ("注册资本2000万，技改投了340万", "2000"),
        ("去年付房租80万，技改投了340万", "80"),
        ("发工资80万，技改投了340万", "80"),
    ),
    Role.NEIGHBOUR: (
        ("隔壁厂技改投了500万，我们投了340万", "500"),
        ("朋友的公司技改投了500万，我们技改投了340万", "500"),
    ),
    Role.QUOTED: (
        ("写“100万元（含）以上”", "100"),
        ("文件写着“最高500万元”，我们技改投了340万", "500"),
    ),
    Role.UNKNOWN: (("340万", "340"),),
}
CASES = [(role, text, wan) for role, told in SENTENCES.items() for text, wan in told]


@pytest.mark.parametrize(("role", "text", "wan"), CASES)
def test_an_amount_has_the_role_that_its_words_give(role: Role, text: str, wan: str) -> None:
    value = Fraction(wan) * 10000
    found = {a.token.quantity.value: a.role for a in frame_of(text).amounts if a.token.quantity}
    assert found[value] is role


def test_every_role_has_a_sentence_and_a_name_in_chinese() -> None:
    assert set(SENTENCES) == set(Role) == set(SAID)


@pytest.mark.parametrize("word", ["其他", "那些", "这边"])
def test_what_no_word_tells_is_unknown_beside_what_is_told(word: str) -> None:
    roles = [a.role for a in frame_of(f"技改投了340万，{word}60万").amounts]
    assert roles == [Role.SPENT, Role.UNKNOWN]


def test_a_number_beside_a_word_for_identifiers_is_no_amount() -> None:
    assert [a.token.text for a in frame_of("备案号是20250340，技改投了340万").amounts] == ["340万"]


def test_whose_an_amount_is_goes_on_until_somebody_else_is_named() -> None:
    text = "甲公司技改投了120万，数字化投了60万，乙公司技改投了90万"
    assert [a.actor for a in frame_of(text).amounts] == ["甲公司", "甲公司", "乙公司"]


def test_a_matter_goes_on_until_another_is_named() -> None:
    text = "技改去年投了340万，今年又花60万，展位费20万"
    topics = [a.topic for a in frame_of(text).amounts]
    assert topics == ["technical-renovation", "technical-renovation", "booth-fee"]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("技改的设备", "technical-renovation"),
        ("数字化采购", "digital-transformation"),
        ("花了多少", None),
    ],
)
def test_words_name_one_matter_or_none(text: str, topic: str | None) -> None:
    assert topic_of(tokens_of(text)) == topic


def test_a_small_clause_ends_at_a_mark_and_not_at_a_bracket() -> None:
    parts = segments(tokens_of("技改投了340万（含税），补多少？谢谢"))
    assert [part.text() for part in parts] == ["技改投了340万（含税）", "补多少", "谢谢"]
    assert [part.index for part in parts] == [0, 1, 2]
