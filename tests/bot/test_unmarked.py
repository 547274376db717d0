"""A text that nobody marked: what its headings, its closing lines and its provisions say."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.pipeline import check
from bot.render import render_text
from bot.reply import Reply, Status
from environment.settings import DOCUMENTS, Settings
from tests.bot.asking import ask
from tests.bot.unmarked import opened

BAMBOO = """青竹县竹编工坊补助办法
一、补助标准
竹编工坊租用场地的，按实际租金的30%给予补助，每年最高6万元。
竹编工坊参加展销的，每次补助800元。工坊当年被通报过的，不予补助。
二、申报材料
1.补助申请表；
2.租赁合同和付款凭证。
三、申报流程
工坊向所在乡镇提交材料，乡镇初审后报县农业局，县农业局核定后由县财政局拨付。
四、咨询电话
青竹县城关所：0571-1111111
柳溪镇服务站：0571-2222222
石门镇服务站：0571-3333333
云岭镇服务站：0571-4444444
五、附则
本办法由青竹县农业局负责解释，自印发之日起施行，适用于乡村工坊试点期间。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("unmarked"), BAMBOO, "《竹编办法》")


def quoted(reply: Reply) -> str:
    return "\n".join(citation.quote for citation in reply.citations)


@pytest.mark.parametrize(
    ("question", "held", "apart"),
    [
        ("竹编工坊的补助要准备什么材料？", "租赁合同和付款凭证", "0571"),
        ("竹编工坊补助怎么申请，走什么流程？", "乡镇初审后报县农业局", "0571"),
        ("竹编工坊补助的事打哪个电话？", "0571-1111111", "租赁合同"),
    ],
)
def test_a_field_is_told_by_the_section_that_is_headed_so(
    assistant: Assistant, question: str, held: str, apart: str
) -> None:
    reply = ask(assistant, question)
    assert reply.status is Status.ANSWERED
    assert held in quoted(reply)
    assert apart not in quoted(reply)
    check(reply, assistant.knowledge)


def test_of_a_line_for_every_place_that_of_the_place_said(assistant: Assistant) -> None:
    reply = ask(assistant, "我们是青竹县柳溪镇的竹编工坊，补助的事打哪个电话？")
    assert "0571-2222222" in quoted(reply)
    assert "0571-3333333" not in quoted(reply)


def test_a_text_without_an_end_is_told_by_what_it_says_of_its_beginning(
    assistant: Assistant,
) -> None:
    reply = ask(assistant, "《竹编办法》现在还有效吗？")
    assert "适用于乡村工坊试点期间" in quoted(reply)
    assert "截止日期原文未载明" in reply.conclusion


def test_the_exception_beside_a_quote_is_read_with_it(assistant: Assistant) -> None:
    reply = ask(assistant, "竹编工坊去参加展销，一次补助多少")
    assert "800元" in render_text(reply)
    assert "被通报过的，不予补助" in render_text(reply)


def test_a_marked_text_is_answered_field_by_field() -> None:
    reply = ask(Assistant.open(Settings(policy_documents=DOCUMENTS)), "技改资助的责任单位是哪个")
    assert not any("所在条款的原文" in line for line in reply.body)


def test_a_list_of_an_unmarked_text_has_what_it_offers_and_says_it_may_lack_some(
    assistant: Assistant,
) -> None:
    reply = ask(assistant, "青竹县对竹编工坊都有哪些支持？列一下")
    assert "30%" in quoted(reply)
    assert "800元" in quoted(reply)
    assert any("可能不全" in note for note in reply.notes)


def test_before_the_first_text_is_taken_in_every_message_is_told_so(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    empty = Assistant.open(Settings(policy_documents=folder, policy_var=tmp_path / "var"))
    for message in ("你好", "技改投了350万能补多少", "有哪些补贴", "第3条写了什么", "？"):
        reply = ask(empty, message)
        assert (reply.status, reply.citations) == (Status.UNAVAILABLE, ())
        assert "还没有收录" in reply.conclusion


def test_of_a_single_text_the_nearest_is_shown_however_little_it_shares(
    assistant: Assistant,
) -> None:
    told = "我表弟以前在外头跑长途运输，去年腊月回来折腾了小半年，眼下就想打听打听"
    reply = ask(assistant, f"{told}乡镇初审严不严")
    assert reply.status is Status.NOT_FOUND
    assert reply.citations


def test_beside_a_sum_of_the_users_own_a_cap_alone_is_no_answer(tmp_path: Path) -> None:
    text = (
        "青竹县油坊支持办法\n"
        "一、油坊新开零售店的，支持比例不超过审定投资额的50%，最高不超过100万元。\n"
    )
    mill = opened(tmp_path, text, "《油坊办法》")
    told = "祖传的油坊，新开了零售店，七七八八审定下来168万。最多能支持多少？"
    assert "50%" in quoted(ask(mill, told))
    assert "100万元" in quoted(ask(mill, "油坊新开零售店最多支持多少？"))


def test_a_section_that_names_other_matters_is_only_the_nearest(tmp_path: Path) -> None:
    text = (
        "青竹县磨坊扶持办法\n一、水磨补助\n水磨每座补助800元。\n二、一次性开业奖励\n"
        "新开的磨坊奖励3000元。\n三、申报材料\n水磨补助：申请表和照片。\n"
    )
    mill = opened(tmp_path, text, "《磨坊办法》")
    assert ask(mill, "水磨补助要交什么材料？").status is Status.ANSWERED
    other = ask(mill, "开业奖励要交什么材料？")
    assert other.status is Status.NEAREST


def test_what_no_pattern_finds_in_an_unmarked_text_is_not_said_to_be_missing(
    assistant: Assistant,
) -> None:
    reply = ask(assistant, "竹编工坊的补助什么时候申请？")
    assert "全文" not in reply.conclusion
