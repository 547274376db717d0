"""What a later text changed of a clause: its own words, never a silence that it does not keep."""

from __future__ import annotations

import pytest

from tests.bot.answer.replying import reply

DELETED = "删除原实施细则“第十一条 支持时尚企业参加展会”"
MODIFIED = "修改原实施细则“第十二条 支持培育时尚产业重大活动”"


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("若干措施第9条有变化吗", DELETED),
        ("原第十一条删除后，若干措施第9条还在文本里吗", DELETED),
        ("若干措施第10条被修改了吗", MODIFIED),
    ],
)
def test_a_clause_of_the_earlier_text_is_told_what_was_done_to_its_matter(
    text: str, operation: str
) -> None:
    found = reply(text)
    assert operation in found.conclusion
    assert any(line.startswith("较早的《若干措施》三、（四）") for line in found.body)
    assert "本身有没有修改，原文未载明。" in found.notes[-1]
