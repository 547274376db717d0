"""Wordings: each word of the list in its example, and what no wording may do."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise, permutations

import pytest
import yaml

from bot.assistant import Assistant
from bot.model.statements import Statement, statements
from bot.model.wording import says_the_same, words
from bot.reply import Answer, Status
from evals.model.scripts import Task, masked, scripted
from tests.bot.model.talking import plainly, talking

DATA = yaml.safe_load(files("bot.model").joinpath("wording.yaml").read_text("utf-8"))
QUESTION = "我们厂上一年度技改投了350万，能补多少？"


def statement(text: str, *names: str) -> Statement:
    [found] = statements(Answer(status=Status.ANSWERED, conclusion="", body=(text,)), names)
    return found


@pytest.mark.parametrize("entry", DATA["openings"], ids=lambda entry: str(entry["words"]))
def test_each_opening_may_stand_before_its_example(entry: dict[str, str]) -> None:
    assert says_the_same(statement(entry["example"]), entry["words"] + entry["example"])


@pytest.mark.parametrize("group", DATA["same"], ids=lambda group: "".join(group["phrases"]))
def test_each_group_means_the_same_in_its_example(group: dict[str, list[str]]) -> None:
    one, other = group["example"]
    assert says_the_same(statement(one), other)
    assert says_the_same(statement(other), one)
    for phrase, instead in permutations(group["phrases"], 2):
        assert says_the_same(statement(f"甲{phrase}乙"), f"甲{instead}乙")


def test_phrases_of_a_group_deny_permit_direct_and_join_alike() -> None:
    telling = "不未没无才可能应须必若最至少多超且或及各仅"
    for group in words().same:
        said = {tuple(char for char in phrase if char in telling) for phrase in group}
        assert len(said) == 1, group
        assert min(map(len, group)) > 1


def test_what_must_not_change_is_a_place_and_fills_back_to_the_line() -> None:
    text = (
        "《若干措施》三、（二）4，“最高500万元”[1]：350万元×20%＝70万元，区工业和信息化局2026年审"
    )
    one = statement(text, "区工业和信息化局", "三、（二）4")
    assert one.masked == (
        "⟦S2.文件⟧⟦S2.名称⟧，⟦S2.引文⟧⟦S2.出处⟧：⟦S2.金额⟧×⟦S2.比例⟧＝⟦S2.金额2⟧，"
        "⟦S2.名称2⟧⟦S2.年份⟧审"
    )
    assert one.filled(one.masked) == text


LINE = "如果已备案，最高不超过300万元；未备案的不得申请，也可选择50%或者一次性补助[1]。"
FALSE = {
    "an amount written by hand": ("⟦S2.金额⟧", "800万元"),
    "a place left out": ("⟦S2.比例⟧", ""),
    "a place twice": ("⟦S2.金额⟧", "⟦S2.金额⟧⟦S2.金额⟧"),
    "a place of another statement": ("⟦S2.金额⟧", "⟦S3.金额⟧"),
    "a place of another kind": ("⟦S2.金额⟧", "⟦S2.比例⟧"),
    "a denial left out": ("未备案", "备案"),
    "a denial put in": ("已备案", "已不备案"),
    "a condition left out": ("如果已备案，", ""),
    "a direction left out": ("最高不超过", ""),
    "a permission made an order": ("可选择", "应选择"),
    "or made and": ("或者", "和"),
    "words exchanged": ("已备案", "备案已"),
    "a promise put in": ("。", "，一定能拿到。"),
    "a question": ("。", "？"),
    "a link": ("。", "http://a.b"),
    "markup": ("。", "<b>"),
    "a half": ("⟦S2.金额⟧", "⟦S2.金额⟧的一半"),
    "an invisible mark": ("。", "\u200b"),
    "a word put inside another": ("未备案", "未来备案"),
    "a mark that turns a denial off": ("不得申请", "不，得申请"),
    "a mark left out": ("；", ""),
    "an opening in the middle": ("；", "；提醒一下，"),
}  # fmt: skip


@pytest.mark.parametrize("kind", FALSE)
def test_what_changes_the_meaning_is_not_the_same(kind: str) -> None:
    one = statement(LINE)
    assert says_the_same(one, one.masked)
    old, new = FALSE[kind]
    assert old in one.masked
    assert not says_the_same(one, one.masked.replace(old, new, 1))


@pytest.mark.parametrize("text", ["", " ", "无", "不是", "您好！", "2026年", LINE, "的" * 5_000])
def test_words_that_are_no_statement_are_not_the_same(text: str) -> None:
    assert not says_the_same(statement(LINE), text)


def test_lines_become_final_one_by_one_and_none_is_taken_back(assistant: Assistant) -> None:
    def reworded(task: Task, text: str) -> dict[str, object]:
        return {"statements": [{"n": n, "text": f"提醒一下，{t}"} for n, t in masked(text).items()]}

    plain = plainly(assistant, QUESTION).reply
    with talking(assistant, scripted(reworded), wording=True) as talk:
        said = talk.said(QUESTION)
    for earlier, later in pairwise(said):
        assert later.lines[: len(earlier.lines)] == earlier.lines
    reply = said[-1].turn.reply
    assert said[-1].lines[0] == plain.conclusion == reply.conclusion
    assert reply.body == tuple(f"提醒一下，{line}" for line in plain.body)
    assert reply.notes[:-1] == tuple(f"提醒一下，{line}" for line in plain.notes)


def test_blanks_around_a_wording_are_not_shown(assistant: Assistant) -> None:
    def padded(task: Task, text: str) -> dict[str, object]:
        return {
            "statements": [{"n": n, "text": f"\n\n\u3000{t}\n"} for n, t in masked(text).items()]
        }

    plain = plainly(assistant, QUESTION).reply
    with talking(assistant, scripted(padded), wording=True) as talk:
        assert talk.reply(QUESTION).body == plain.body


def test_one_bad_wording_is_shown_as_code_wrote_it_beside_good_ones(assistant: Assistant) -> None:
    def mixed(task: Task, text: str) -> dict[str, object]:
        first, *rest = masked(text).items()
        lines = [{"n": first[0], "text": "可以补⟦S2.金额⟧，肯定给。"}]
        return {
            "statements": [*lines, *({"n": n, "text": f"提醒一下，{line}"} for n, line in rest)]
        }

    plain = plainly(assistant, QUESTION).reply
    with talking(assistant, scripted(mixed), wording=True) as talk:
        reply = talk.reply(QUESTION)
    assert reply.body == plain.body
    assert reply.notes[:-1] == tuple(f"提醒一下，{line}" for line in plain.notes)


def test_a_line_that_was_passed_over_is_not_changed_any_more(assistant: Assistant) -> None:
    def backwards(task: Task, text: str) -> dict[str, object]:
        lines = sorted(masked(text).items(), reverse=True)
        return {"statements": [{"n": n, "text": f"提醒一下，{line}"} for n, line in lines]}

    plain = plainly(assistant, QUESTION).reply
    with talking(assistant, scripted(backwards), wording=True) as talk:
        reply = talk.reply(QUESTION)
    assert (reply.body, reply.notes[:-2]) == (plain.body, plain.notes[:-1])
