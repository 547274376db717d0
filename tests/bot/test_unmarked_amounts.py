"""Amounts of a text that nobody marked: which numbers of a message count, and which are asked."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.pipeline import check
from bot.render import render_text
from bot.reply import Status
from tests.bot.asking import ask
from tests.bot.unmarked import opened

ORCHARD = """青竹县果园扶持办法
一、租地补贴
补贴标准：每连续租满1年补贴6000元。
补贴期限：累计不超过3年。
二、开园奖励
对新开果园的农户，给予一次性奖励1万元。
三、种苗补贴
种植杨梅的，每亩补贴200元。
四、等级奖补
对获评三级、四级、五级的果园，分别给予10万元、20万元、30万元奖补。
五、棚架补助
对果园按核定棚架给予补助，其中新建的棚架每亩补助不少于1万元，改建的棚架每亩补助不少于4000元。
六、证书补贴
对取得初级、中级、高级证书的果农，分别给予1000元、2000元、3000元补贴。
七、商标奖励
对注册地理商标的果园，给予一次性奖励5000元。
八、库房补贴
果园租用库房的，每年按库房租金的40%给予补贴。享受补贴面积不超过2000平方米。
九、首单奖励
对首次出口的果园，按照首笔订单的30%给予最高300万元奖励。
十、培训补贴
按果农培训费用的50%给予补贴，企业最高不超过100万元，个人最高不超过5000元。
十二、认证奖励
新获得绿色认证的，每个产品奖励2万元，每家农户每年不超过6万元。
十三、果园贷款贴息
对果园的银行贷款，按照实际支付利息的50%给予贴息，每户每年不超过30万元。
十一、工作室补贴
果树工作室验收后，按核准预算的80%给予补贴。单位申报的项目最高10万元，个人申报的项目最高5万元。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("orchard"), ORCHARD, "《果园办法》")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("我们连续租满2年了，租地补贴多少", "1.2万元"),
        ("我们连续租满5年了，租地补贴多少", "1.8万元"),
        ("开园奖励加租地补贴，我们连续租满2年了，合起来多少", "合计2.2万元"),
        ("我们种了60亩杨梅，种苗补贴多少", "1.2万元"),
        ("我们果园评上四级，等级奖补多少", "20万元"),
        ("新获得绿色认证的有2款产品，认证奖励多少", "4万元"),
        ("果园贷款的利息付了20万能贴多少", "10万元"),
        ("新建的棚架核定了30亩，棚架补助多少", "不少于30万元"),
        ("租了1500平库房，年租金90万，库房补贴多少", "36万元"),
        ("租库房，年租金90万，押金20万，库房补贴多少", "36万元"),
        ("首笔订单800万，首单奖励多少", "240万元"),
        ("果农培训费用3万，我是个人，培训补贴多少", "5,000元"),
        ("果树工作室核准预算7.5万，我以个人名义申报的，工作室补贴多少", "5万元"),
        ("果农取得高级证书，证书补贴多少", "3,000元"),
        ("我们果园注册了地理商标，有200个工人，商标奖励多少", "5,000元"),
    ],
)
def test_a_number_told_in_the_words_of_the_provision_counts(
    assistant: Assistant, question: str, told: str
) -> None:
    reply = ask(assistant, question)
    assert reply.status is Status.ANSWERED
    assert told in render_text(reply)
    check(reply, assistant.knowledge)


@pytest.mark.parametrize(
    "question",
    [
        "我们快连续租满2年了，租地补贴多少",
        "我们租满2年了，第3年没租，租地补贴多少",
        "我们种了60亩杨梅，荒了，种苗补贴多少",
        "我们种了60亩杨梅和20亩梨，种苗补贴多少",
        "隔壁村种了60亩杨梅，我们的种苗补贴多少",
        "我们没评上四级，等级奖补多少",
        "我们果园三级升四级，等级奖补多少",
        "改建的棚架30亩，还没核定，棚架补助多少",
        "果园核定棚架30亩，棚架补助多少",
        "我们5个果农取得高级证书，证书补贴多少",
        "果农取得高级技师证书，证书补贴多少",
        "我们注册了4件地理商标，商标奖励多少",
        "租了3000平库房，年租金90万，库房补贴多少",
        "租库房年租金90万，只租了半年，库房补贴多少",
        "租库房，去年租金80万，今年租金90万，库房补贴多少",
        "租库房，月租金9万，库房补贴多少",
        "果树工作室核准预算7.5万，不是以个人名义申报的，工作室补贴多少",
        "果农培训费用3万，我们3个人，培训补贴多少",
        "租库房，年租金90万，三年库房补贴一共多少",
        "租库房，年租金90万，其中2万是罚款，库房补贴多少",
    ],
)
def test_a_number_or_a_kind_that_may_be_another_is_asked_about(
    assistant: Assistant, question: str
) -> None:
    assert ask(assistant, question).status is Status.NEEDS_INPUT


def test_a_limited_count_is_shown_with_its_unit(assistant: Assistant) -> None:
    told = render_text(ask(assistant, "我们连续租满5年了，租地补贴多少"))
    assert "5年 超过限量，按 3年" in told
    assert "3年 × 6,000元" in told


def test_a_limit_is_cited_where_it_stands(assistant: Assistant) -> None:
    reply = ask(assistant, "我们连续租满5年了，租地补贴多少")
    limit = next(one for one in reply.citations if "不超过3年" in one.quote)
    assert limit.clause.label.endswith("第2款")
