"""What is tapped beside a condition is understood, for every condition of every bundled rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pytest

from bot.assistant import Assistant
from bot.engine.result import ConditionState, Kind, Truth
from bot.reply import Clarification, Reply
from bot.settling import ANSWERS, settling_words
from corpus.collection import Collection
from tests.bot.asking import ask

EVENT: Final = "办时装周花了300万，能补多少？"
ASKED: Final = {
    "park-headquarters": "园区当年引进了2家总部企业，产值5亿，能奖多少？",
    "technical-renovation": "上一年度技改投了350万，能补多少？",
    "digital-transformation": "数字化转型投了60万，能补多少？",
    "public-platform": "公共服务平台第1年投了260万，能补多少？",
    "booth-fee": "展位费花了8万，能补多少？",
    "major-event": EVENT,
    "major-event-2026": EVENT,
    "smart-glasses": "智能眼镜采购额100万，能补多少？",
}
STATES: Final = {True: Truth.MET, False: Truth.NOT_MET, None: Truth.UNKNOWN}
TAPPED: Final = [
    (rule.id, condition.name)
    for rule in Collection.load().rules.values()
    for condition in rule.conditions
    if condition.when is None
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICY_VAR", str(tmp_path_factory.mktemp("var")))
        return Assistant.open()


def stands(reply: Reply, rule_id: str, name: str) -> ConditionState:
    (found,) = (
        state
        for computation in reply.computations
        if computation.rule_id == rule_id
        for state in computation.conditions
        if state.name == name
    )
    return found


def test_every_rule_is_asked_about() -> None:
    assert {rule_id for rule_id, _ in TAPPED} == ASKED.keys()


@pytest.mark.parametrize(("rule_id", "name"), TAPPED)
def test_each_answer_settles_its_condition_and_the_amount_is_computed_anew(
    assistant: Assistant, rule_id: str, name: str
) -> None:
    question = ASKED[rule_id]
    assert stands(ask(assistant, question), rule_id, name).yes_or_no
    for said, held in ANSWERS.items():
        reply = ask(assistant, question, settling_words(name, said))
        assert stands(reply, rule_id, name).state is STATES[held]
        failed = reply.computations[0].kind is Kind.NOT_ELIGIBLE
        if rule_id == reply.computations[0].rule_id:
            assert failed is (held is False)
    taken_back = ask(assistant, question, *(settling_words(name, a) for a in ("不符合", "符合")))
    assert stands(taken_back, rule_id, name).state is Truth.MET


def test_conditions_are_settled_one_after_the_other_and_stay_so(assistant: Assistant) -> None:
    names = [name for rule_id, name in TAPPED if rule_id == "technical-renovation"]
    taps = [settling_words(name, "符合") for name in names]
    reply = ask(assistant, ASKED["technical-renovation"], *taps, "那如果是400万呢")
    assert reply.computations[0].low == Decimal(800_000)
    assert {state.state for state in reply.computations[0].conditions} == {Truth.MET}


@pytest.mark.parametrize("said", ["不清楚", "我们还不确定。", "不知道", "说不准"])
def test_not_to_know_is_no_denial_of_what_was_asked(assistant: Assistant, said: str) -> None:
    reply = ask(assistant, ASKED["digital-transformation"], said)
    assert isinstance(reply, Clarification)
    assert stands(reply, "digital-transformation", "四上企业").state is Truth.UNKNOWN
    assert reply.computations[0].high == Decimal(240_000)


@pytest.mark.parametrize("said", ["投资额达到门槛：符合", "天气：符合"])
def test_what_names_no_condition_settles_nothing(assistant: Assistant, said: str) -> None:
    thread = assistant.ask(ASKED["technical-renovation"]).context
    assert not any(assistant.ask(said, thread).context.truths.values())
