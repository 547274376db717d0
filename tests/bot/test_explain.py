"""``ask --explain``: each stage of reading in Chinese, readable by who adds a way of saying."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.assistant import Assistant
from bot.context import Context
from bot.explain import ASKS, FATES, GRADES, KINDS, explained
from bot.pipeline import Asked
from bot.question.account import Fate
from bot.question.asks import AskKind
from bot.question.lexicon import general
from bot.reply import Grade

TODAY = date(2026, 11, 22)
MESSAGE = "我们厂去年技改投了350万，其中软件40万，营收8600万，嗷呜了一下，能补多少？"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICY_VAR", str(tmp_path_factory.mktemp("var")))
        opened = Assistant.open()
        _ = opened.knowledge.searcher
    return opened


def told(assistant: Assistant, *messages: str) -> list[str]:
    """The lines of the last message of a thread."""
    context = Context()
    lines: list[str] = []
    for message in messages:
        read = assistant.pipeline.questions(Asked(message, context, TODAY))
        turn = assistant.ask(message, context, as_of=TODAY)
        context = turn.context
        lines = explained(read, turn.reply)
    return lines


def block(lines: list[str], head: str) -> list[list[str]]:
    """The rows under the heading that begins so, in cells."""
    at = next(i for i, line in enumerate(lines) if line.startswith(head))
    rows = []
    for line in lines[at + 1 :]:
        if not line.startswith("  "):
            break
        rows.append(line.split())
    return rows


def test_every_stage_is_told(assistant: Assistant) -> None:
    lines = told(assistant, MESSAGE)
    tokens = block(lines, "词")
    assert ["我们厂", "谁", "actor.self"] in tokens
    assert ["其中", "运算", "operator.part"] in tokens
    assert ["嗷呜", "没有理解"] in tokens
    assert "".join(row[0] for row in tokens) == lines[0].removeprefix("问题：")
    topic = "technical-renovation"
    amounts = block(lines, "这句话里的金额")
    assert amounts[0] == ["350万", "投入", "本企业", topic, "2025年"]
    assert amounts[1][:2] == ["40万", "已包含在前面的数里"]
    assert amounts[2][:2] == ["8600万", "经营数据（营收）"]
    assert block(lines, "算进去的") == [["350万", "350万元", "投入", "本企业", topic, "2025年"]]
    assert block(lines, "问的是")[0][0] == "金额"
    assert ["日期", "2026-11-22"] in block(lines, "按哪些文件")
    assert block(lines, "没有理解") == [["嗷呜了一下"]]
    assert block(lines, "卡住") == [["（无）"]]
    assert [row[:2] for row in block(lines, "读懂之后每个数的去向")] == [
        ["350万", "采用"],
        ["40万", "未采用"],
        ["8600万", "未采用"],
    ]
    assert block(lines, "全文")[0][0].startswith("其中软件的“40万”能否计入")


def test_what_holds_it_up_is_told_with_the_answers_that_can_be_tapped(assistant: Assistant) -> None:
    lines = told(assistant, "我们厂去年技改投了350万，一台嗷嗷20万，能补多少？")
    assert "20万是哪一种" in block(lines, "卡住")[0][0]
    assert ["20万要扣除"] in block(lines, "可以点的回答")
    assert ["把握", GRADES[Grade.ASKED]] in block(lines, "答复")


def test_a_later_message_is_told_with_what_the_thread_gives(assistant: Assistant) -> None:
    lines = told(assistant, "去年技改投了350万，能补多少？", "40万要扣除")
    assert block(lines, "算进去的")[0][:2] == ["350万－40万", "310万元"]
    assert block(lines, "问的是") == [["金额", "—", "沿用上文"]]


def test_several_questions_are_told_one_by_one(assistant: Assistant) -> None:
    lines = told(assistant, "技改投了350万能补多少？另外，数字化有什么条件？")
    heads = [line for line in lines if line.startswith("问题")]
    assert [head[:4] for head in heads] == ["问题1：", "问题2："]


def test_columns_stand_below_each_other(assistant: Assistant) -> None:
    lines = told(assistant, MESSAGE)
    at = lines.index("词（原文、种类、词表里的名字）")
    wide = {len(row.partition("actor.self")[0].encode("gbk")) for row in lines[at + 1 : at + 2]}
    assert wide == {len(lines[at + 2].partition("year.-1")[0].encode("gbk"))}


def test_every_kind_has_a_chinese_name() -> None:
    used = {sense.partition(".")[0] for senses in general().values() for sense in senses}
    assert used <= KINDS.keys()
    assert (set(ASKS), set(FATES), set(GRADES)) == (set(AskKind), set(Fate), set(Grade))


def test_the_command_tells_a_thread(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POLICY_VAR", str(tmp_path))
    day = ("--as-of", "2026-11-22")
    assert main(["ask", "--explain", *day, "去年技改投了350万，能补多少？", "40万要扣除"]) == 0
    said = capsys.readouterr().out
    assert said.index("── 第1句：") < said.index("── 第2句：40万要扣除") < said.index("62万元")


@pytest.mark.parametrize("wrong", [["甲", "乙"], ["--explain"], ["--explain", "--json", "甲"]])
def test_what_the_command_cannot_do_is_said(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["ask", *wrong])
    assert "--explain" in capsys.readouterr().err
