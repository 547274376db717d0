"""A flow of steps is cut behind its arrows, so that each step can be found."""

from __future__ import annotations

from bot.extract import sentences
from corpus.document import Document, DocumentKind
from corpus.library import Library

FLOW = (
    "网上填报：申报单位根据通知要求登录手艺服务平台填写并提交申报书→专家评审：县文旅局组织专家对申报材料进行评审→"
    "结果公示：县文旅局将名单在网站公示，公示期为7个工作日→拨付：县财政局拨付补助资金。"
)


def test_each_step_is_a_sentence_of_its_own() -> None:
    text = f"某办法\n一、办理流程\n{FLOW}\n"
    held = Library([Document("text", "某办法", DocumentKind.OTHER, text, "", "《某办法》")])
    found = [span.text for clause in held.clauses("text") for span in sentences(clause)]
    assert [s for s in found if s.startswith("结果公示：") and "7个工作日" in s]
    assert "".join(found).count("→") == FLOW.count("→")
