"""Whether said numbers meet written ones: never beside words that could mean another number."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.pipeline import check
from bot.reply import Status
from tests.bot.asking import ask
from tests.bot.unmarked import opened

POTTERY = """青竹县陶艺工坊扶持办法
一、申报条件
1.陶艺工坊场地面积不少于200平方米，签约陶艺师不少于5名。
2.工坊注册成立1年（含）以上。
3.线上陈列的陶器不少于300种，店内陈列的陶器不少于100种。
4.参训学员流失率不高于5%，学员30人以下的工坊流失率不高于20%。
5.自有窑炉不少于2座，县城以外的工坊除外。
6.没有超过2个月的停业记录，没有欠税1万元以上的情形。
二、扶持标准
符合条件的陶艺工坊，每家给予不超过8万元的扶持资金。
三、师徒津贴
1.师傅从艺3年（含）以上，8年（含）以下，由工坊购买社会保险12个月以上，且未被列入失信名单。
2.带出徒弟达到约定数量的，发给津贴，数量为5人以上的，津贴2000元；10人以上的，津贴5000元。
3.有下列情形之一的，不予津贴：
（1）师傅离开工坊超过2个月的；
（2）徒弟转行的。
4.师徒津贴应当自师傅证书核发之日起12个月内申请。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("compared"), POTTERY, "《陶艺办法》")


@pytest.mark.parametrize(
    ("question", "words", "met"),
    [
        ("我们陶艺工坊场地面积150平方米，够不够申报条件？", "不少于200平方米", False),
        ("陶艺工坊的场地面积有260平，够条件吗？", "不少于200平方米", True),
        ("陶艺工坊刚注册成立八个月，符合申报条件吗？", "注册成立1年", False),
        ("陶艺工坊注册成立两年了，符合申报条件吗？", "注册成立1年", True),
        ("我们陶艺工坊线上陈列的陶器250种，够不够申报条件？", "线上陈列的陶器不少于300种", False),
    ],
)
def test_a_number_is_held_against_the_one_its_words_tell(
    assistant: Assistant, question: str, words: str, met: bool
) -> None:
    reply = ask(assistant, question)
    verdict = "按数字符合这一条" if met else "按数字不符合这一条"
    assert f"如果两处说的是同一件事，{verdict}" in reply.conclusion
    assert words in reply.conclusion
    assert reply.status is Status.PARTLY
    assert any("其余条件没有核对" in note for note in reply.notes)
    check(reply, assistant.knowledge)


@pytest.mark.parametrize(
    "question",
    [
        "我们陶艺工坊学员流失率18%，符合申报条件吗？",  # 5% or 20%: it depends on how many
        "陶艺工坊陈列的陶器250种，够不够申报条件？",  # on the web or in the shop
        "陶艺工坊2025年成立的，符合申报条件吗？",  # a year is no duration
        "陶艺工坊能拿到每家8万的扶持吗？",  # what is paid is no condition
        "陶艺工坊去年卖了150万，够条件吗？",  # nothing is written of sales
        "陶艺工坊场地面积不是150平方米，够申报条件吗？",
        "隔壁那家陶艺工坊场地面积150平方米，我们够申报条件吗？",
        "陶艺工坊场地面积少了150平方米，够申报条件吗？",
        "陶艺工坊计划把场地面积扩到300平方米，够申报条件吗？",
        "陶艺工坊再过八个月就注册成立一年了，符合申报条件吗？",
        "陶艺工坊自有窑炉3座，其中2座是租的，够申报条件吗？",
        "陶艺工坊欠税2万元，够申报条件吗？",  # a ground of refusal is no requirement
        "陶艺工坊停业三个月，够申报条件吗？",
        "陶艺工坊场地面积以前150平方米，够申报条件吗？",
        "陶艺工坊承诺场地面积260平方米，够申报条件吗？",
    ],
)
def test_where_words_leave_it_open_nothing_is_said_to_be_met_or_not(
    assistant: Assistant, question: str
) -> None:
    reply = ask(assistant, question)
    assert "按数字" not in reply.conclusion


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("陶艺工坊的场地面积捯饬了150平方米，够申报条件吗？", "按数字不符合这一条"),
        ("陶艺工坊的场地面积捯饬了260平方米，够申报条件吗？", "按数字符合这一条"),
    ],
)
def test_where_a_word_is_not_known_the_numbers_speak_on_condition_that_both_are_of_the_same(
    assistant: Assistant, question: str, says: str
) -> None:
    reply = ask(assistant, question)
    assert reply.conclusion.startswith("请对照")
    assert f"如果两处说的是同一件事，{says}" in reply.conclusion
    assert reply.status is Status.PARTLY


@pytest.mark.parametrize(
    ("question", "words", "says"),
    [
        ("陶艺师傅从艺两年，师徒津贴够条件吗？", "从艺3年（含）以上", "按数字不符合"),  # a band
        ("陶艺师傅从艺九年，师徒津贴够条件吗？", "8年（含）以下", "按数字不符合"),
        (
            "师徒津贴，工坊给陶艺师傅社保才交了8个月，够条件吗？",
            "购买社会保险12个月",
            "按数字不符合",
        ),
        (
            "师徒津贴，师傅的证书是去年3月核发的，还行不行？",
            "自师傅证书核发之日起12个月内",
            "不符合这一条（已超过）",
        ),
        (
            "师徒津贴，师傅的证书是今年3月核发的，还行不行？",
            "自师傅证书核发之日起12个月内",
            "按数字符合",
        ),
        ("师徒津贴，陶艺师傅总共就带出徒弟3个人，够条件吗？", "数量为5人以上", "按数字不符合"),
    ],
)
def test_a_number_far_from_the_sentence_most_alike_is_held_against_its_own_condition(
    assistant: Assistant, question: str, words: str, says: str
) -> None:
    reply = ask(assistant, question)
    told = "\n".join((reply.conclusion, *reply.body))
    line = next(line for line in told.splitlines() if words in line)
    assert says in line


@pytest.mark.parametrize(
    "question",
    [
        "师徒津贴，陶艺师傅离开工坊三个月，够条件吗？",  # a ground of refusal
        "师徒津贴，隔壁那位陶艺师傅从艺两年，够条件吗？",
        "师徒津贴，师傅的证书是2025年11月核发的，还行不行？",  # it depends on the day
        "师徒津贴，师傅的工坊是去年3月装修的，还行不行？",  # another event
        "师徒津贴，陶艺师傅还没从艺两年，够条件吗？",
    ],
)
def test_a_number_of_a_refusal_of_others_or_denied_says_nothing(
    assistant: Assistant, question: str
) -> None:
    reply = ask(assistant, question)
    assert "按数字" not in "".join((reply.conclusion, *reply.body))


HATCHERY = """青竹县孵化园支持办法
一、认定奖励
孵化园孵化面积3000平方米以上的，可以申请认定奖励。
二、管理
孵化园面积5000平方米以上的，应配备消防员2人。
入园企业有下列情形之一的，应当退园：
1.场地空置超过60天；
2.客人投诉10次以上。
三、尾水超标2次以上的，列入黑名单。
"""


@pytest.mark.parametrize(
    "question",
    [
        "我们孵化园面积3500平方米，能申请认定奖励吗？",  # 5000 is where a duty begins
        "场地空置了50天，还能享受认定奖励吗？",
        "客人投诉了12次，还能申请认定奖励吗？",
        "尾水超标1次，能申请认定奖励吗？",
    ],
)
def test_a_duty_and_a_ground_for_being_thrown_out_are_no_conditions(
    tmp_path: Path, question: str
) -> None:
    reply = ask(opened(tmp_path, HATCHERY, "《孵化园办法》"), question)
    told = "\n".join((reply.conclusion, *reply.body)).split("所在条款的原文")[0]
    assert "按数字" not in told or "3000平方米以上" in told


CARE = """青竹县养老扶持办法
一、建设补助
民办养老院新建床位30张以上的，每张床位补助5000元。
二、运营补助
养老院按入住人数补助。未参加星级评定的机构，不能申请运营补助。
"""


def test_what_bars_another_matter_bars_none_of_the_one_that_is_named(tmp_path: Path) -> None:
    care = opened(tmp_path, CARE, "《养老办法》")
    barred = ask(care, "我们养老院没参加星级评定，运营补助能申请吗？")
    assert "按原文不符合" in barred.conclusion
    other = ask(care, "我们养老院没参加星级评定，建设补助能申请吗？")
    assert "按原文不符合" not in other.conclusion


def test_two_numbers_of_one_clause_are_told_apart(tmp_path: Path) -> None:
    text = "青竹县磨坊办法\n一、条件\n磨坊登记满12个月，就业5人以上。\n"
    reply = ask(opened(tmp_path, text, "《磨坊办法》"), "磨坊登记8个月、就业6人，符合条件吗？")
    missed, met = reply.conclusion, reply.body[0]
    assert "里的“8个月”" in missed
    assert "不符合这一条" in missed
    assert "里的“6人”" in met
    assert "按数字符合这一条" in met
