"""The code knows no text: another bureau's policy is answered from data beside it alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.reply import Answer, Clarification, Refusal, Reply, Status
from environment.settings import Settings
from tests.bot import asking

FIXTURES = Path(__file__).parent / "fixtures"
TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICY_VAR", str(tmp_path_factory.mktemp("var")))
        opened = Assistant.open(Settings(policy_documents=FIXTURES))
        _ = opened.knowledge.searcher
    return opened


def ask(assistant: Assistant, *turns: str, as_of: date = TODAY) -> Reply:
    return asking.ask(assistant, *turns, as_of=as_of)


def test_an_amount_is_computed_from_the_other_text(assistant: Assistant) -> None:
    reply = ask(assistant, "我们买节能设备投了260万，能补多少？")
    assert isinstance(reply, Answer)
    assert reply.computations[0].low == Decimal(260_000)
    assert [c.clause.id for c in reply.citations] == ["第4条"]


def test_below_the_threshold_nothing_is_payable(assistant: Assistant) -> None:
    reply = ask(assistant, "节能设备投资额199.99万元能拿多少")
    assert reply.status is Status.NOT_ELIGIBLE
    assert "200万元以上" in reply.conclusion


def test_a_missing_amount_is_asked_for_and_the_answer_is_taken_up(assistant: Assistant) -> None:
    first = assistant.ask("节能设备能补多少钱", as_of=TODAY)
    assert isinstance(first.reply, Clarification)
    second = assistant.ask("500万", first.context, as_of=TODAY)
    assert second.reply.computations[0].low == Decimal(500_000)


def test_an_article_is_found_by_its_number(assistant: Assistant) -> None:
    reply = ask(assistant, "第三条是什么？")
    assert [c.clause.id for c in reply.citations] == ["第3条"]
    assert "50万元一次性奖励" in reply.conclusion


def test_after_the_validity_no_amount_is_given(assistant: Assistant) -> None:
    reply = ask(assistant, "买节能设备投了260万，能补多少？", as_of=date(2027, 4, 1))
    assert reply.status is Status.EXPIRED
    assert all(computation.low is None for computation in reply.computations)


def test_what_the_text_does_not_state_is_refused(assistant: Assistant) -> None:
    reply = ask(assistant, "节能设备补助的申报材料有哪些？")
    assert isinstance(reply, Refusal)
    assert reply.status is Status.NOT_STATED
    assert "未载明" in reply.conclusion


def test_the_other_citys_own_policy_is_out_of_scope(assistant: Assistant) -> None:
    reply = ask(assistant, "宝安区有没有绿色工厂补贴？")
    assert isinstance(reply, Refusal)
    assert reply.status is Status.OUT_OF_SCOPE
