"""A library of many places: a text of another place never answers, what is over is said first."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from bot.answer.holdings import LINES, titled
from bot.assistant import Assistant
from bot.pipeline import check
from bot.render import render_text
from bot.reply import Clarification, Reply, Status
from environment.settings import DOCUMENTS, Settings
from tests.bot import many_places
from tests.bot.asking import ask


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    root = tmp_path_factory.mktemp("held") / "documents"
    root.mkdir()
    many_places.write(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICY_VAR", str(root.parent / "var"))
        opened = Assistant.open(Settings(policy_documents=root))
        assert opened.knowledge.collection.problems == ()
        _ = opened.knowledge.searcher
    return opened


@pytest.fixture(scope="module")
def beside_ours(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The bundled documents, which are marked, with a text of another place beside them."""
    root = tmp_path_factory.mktemp("beside") / "documents"
    shutil.copytree(DOCUMENTS, root)
    many_places.write(root)
    return Assistant.open(Settings(policy_documents=root, policy_var=root.parent / "var"))


def cited(reply: Reply) -> set[str]:
    return {citation.clause.document_id for citation in reply.citations}


@pytest.mark.parametrize(
    ("turns", "document", "words"),
    [
        (["龙华新建冷库每立方米扶持多少"], "longhua-cold-2025", "150元"),
        (["冷藏车购置补助按发票金额发放多少"], "longhua-cold", "15%"),  # no place: one text has it
        (["渔港灯塔维护每座灯塔每年奖补多少"], "yantian-harbour", "3万元"),
        (["深金融〔2024〕7号里贴息比例是多少"], "sz-loans", "30%"),
        (["深金融[2024]7号的流动资金贷款贴息最高多少"], "sz-loans", "20万元"),
        (["我们在盐田，流动资金贷款贴息多少"], "sz-loans", "30%"),  # a city's covers its districts
        (["我们在武汉，跨境退货商品复运进境免征关税吗"], "returns", "免征"),
    ],
)
def test_place_number_or_rare_words_lead_to_the_text(
    assistant: Assistant, turns: list[str], document: str, words: str
) -> None:
    reply = ask(assistant, *turns)
    assert document in cited(reply)
    assert words in render_text(reply)
    others = {name for name in many_places.TEXTS if name[:7] != document[:7]}
    assert not cited(reply) & others


def test_the_same_matter_of_district_and_city_is_answered_each_under_its_name(
    assistant: Assistant,
) -> None:
    reply = ask(assistant, "盐田技改投了350万，能补多少")
    said = "\n".join((reply.conclusion, *reply.body))
    assert [int(computed.low or 0) for computed in reply.computations] == [350_000, 175_000]
    assert "按《盐田措施》：可获补贴35万元" in said
    assert "按《深圳措施》：可获补贴17.5万元" in said
    assert "52.5万" not in said


def test_the_citys_own_policy_is_the_citys_alone(assistant: Assistant) -> None:
    reply = ask(assistant, "深圳市的技改投了350万能补多少")
    assert [int(computed.low or 0) for computed in reply.computations] == [175_000]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("武汉的冷链仓储补助多少", "没有收录武汉的政策文件"),
        ("有没有成都的政策", "没有收录成都的政策文件"),
        ("宝安区的冷链仓储补助怎么申请", "没有收录宝安的政策文件"),
        ("深金融〔2019〕99号怎么规定", "深金融〔2019〕99号没有收录"),
    ],
)
def test_what_no_text_covers_is_not_held_and_what_is_held_is_offered(
    assistant: Assistant, text: str, words: str
) -> None:
    reply = ask(assistant, text)
    assert reply.status in (Status.NOT_HELD, Status.OUT_OF_SCOPE)
    assert words in reply.conclusion
    assert "龙华区2份" in reply.conclusion
    assert not reply.computations


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("深圳流动资金贷款贴息多少", "已届满（过期）"),
        ("盐田渔港改造每座浮桥奖补多少", "这一条写明“政策实施期限截至2024年12月31日”"),
        ("龙华冷藏车购置补助按发票金额发放多少", "已被《冷链扶持细则》"),
    ],
)
def test_what_is_over_is_said_first_and_is_not_what_applies(
    assistant: Assistant, text: str, words: str
) -> None:
    reply = ask(assistant, text)
    assert reply.status is Status.EXPIRED
    assert words in reply.conclusion


def test_the_same_provision_is_stated_while_it_lasts(assistant: Assistant) -> None:
    reply = ask(assistant, "盐田渔港改造每座浮桥奖补多少", as_of=date(2024, 6, 1))
    assert reply.status is not Status.EXPIRED
    assert "过期" not in render_text(reply)


def test_a_text_without_a_validity_says_so_once(assistant: Assistant) -> None:
    said = render_text(ask(assistant, "《冷链补助办法》第一条是什么", as_of=date(2025, 1, 1)))
    assert said.count("《冷链补助办法》有效期未载明") == 1


@pytest.mark.parametrize(
    ("turns", "status", "words"),
    [
        (["龙华区冷链仓储补助办法还有效吗"], Status.SUPERSEDED, "已被《冷链扶持细则》"),
        (["贷款贴息办法还有效吗"], Status.EXPIRED, "已届满"),
        (["退货公告有效期到什么时候"], Status.ANSWERED, "2030年12月31日"),
        (["盐田渔港每座浮桥奖补多少", "这个政策还有效吗"], Status.EXPIRED, "2024年12月31日"),
    ],
)
def test_whether_a_text_is_valid_is_said_of_that_text(
    assistant: Assistant, turns: list[str], status: Status, words: str
) -> None:
    reply = ask(assistant, *turns)
    assert reply.status is status
    assert words in render_text(reply)


def test_a_source_carries_issuer_and_number(assistant: Assistant) -> None:
    said = render_text(ask(assistant, "深圳流动资金贷款贴息多少"))
    assert "《贷款贴息办法》第二条（深圳市金融局 深金融〔2024〕7号）" in said


def test_which_texts_are_held_is_answered_with_titles_and_counts(assistant: Assistant) -> None:
    reply = ask(assistant, "有没有龙华的政策")
    assert reply.conclusion == "收录了龙华的2份政策文件："
    assert reply.body == ("《冷链补助办法》", "《冷链扶持细则》")
    assert ask(assistant, "你们有哪些文件").conclusion == "收录了7份政策文件："


def test_a_long_list_is_cut_and_counted(assistant: Assistant) -> None:
    documents = assistant.knowledge.library.documents * 3
    assert len(titled(documents)) == LINES + 1
    assert titled(documents)[-1].startswith(f"另有{len(documents) - LINES}份")
    assert len(titled(documents[:LINES])) == LINES


def test_several_places_are_asked_about(assistant: Assistant) -> None:
    reply = ask(assistant, "技改投了350万能补多少")
    assert isinstance(reply, Clarification)
    assert set(reply.choices) == {"盐田区", "深圳市"}
    answered = ask(assistant, "技改投了350万能补多少", "深圳市")
    assert [int(computed.low or 0) for computed in answered.computations] == [175_000]


LIGHTHOUSE = "村里渔港那座灯塔坏了几年，一直是我们单位在维护，花了不少钱"


def test_what_only_a_text_of_another_place_speaks_of_is_told_as_that_text_s(
    beside_ours: Assistant,
) -> None:
    reply = ask(beside_ours, LIGHTHOUSE)
    assert cited(reply) == {"yantian-harbour"}
    assert any("您没有说是哪里的政策" in note and "盐田" in note for note in reply.notes)


@pytest.mark.parametrize(
    "question",
    [f"龙岗，{LIGHTHOUSE}", "明天深圳会下雨吗？", "评审专家都有谁，打分表能发我看看吗？"],
)
def test_a_place_said_or_words_of_no_text_lead_nowhere_else(
    beside_ours: Assistant, question: str
) -> None:
    reply = ask(beside_ours, question)
    assert "yantian-harbour" not in cited(reply)
    assert not any("您没有说是哪里的政策" in note for note in reply.notes)


def test_a_quote_of_an_unmarked_text_stands_in_its_provision(assistant: Assistant) -> None:
    reply = ask(assistant, "渔港浮桥改造的补助什么时候停的")
    assert any("每座浮桥奖补9万元。政策实施期限截至2024年12月31日" in line for line in reply.body)
    check(reply, assistant.knowledge)


def test_what_every_applicant_must_be_is_no_answer_to_a_question_on_another_text(
    beside_ours: Assistant,
) -> None:
    reply = ask(beside_ours, "我是个体户，维护村里渔港那座灯塔，一座座灯塔维护下来，能申请吗？")
    assert not cited(reply) or cited(reply) == {"yantian-harbour"}
    assert "独立法人资格" not in reply.conclusion
