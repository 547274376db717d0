"""The LangChain tool, the calculation sheets and the JSON form."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

from docx import Document as WordDocument
from openpyxl import load_workbook

from bot.engine import Engine, Facts, Interval
from bot.engine.jsonable import computation_json
from bot.engine.sheet import DISCLAIMER, Sheet, to_docx, to_xlsx
from bot.engine.tool import compute_tool

ENGINE = Engine.load()
DAY = date(2026, 11, 22)
RULE = ENGINE.rule("technical-renovation")
RESULT = ENGINE.compute(RULE.id, Facts({"投资额": Interval.exact(3_500_000)}), as_of=DAY)
SHEET = Sheet(RULE, RESULT, ENGINE.citation(RULE), DAY, (("投资额", "=350万"),))


def test_the_tool_computes_from_the_users_own_words() -> None:
    tool = compute_tool(ENGINE, lambda: DAY)
    call = {"name": tool.name, "type": "tool_call", "id": "1", "args": {
        "rule": "technical-renovation", "facts": {"投资额": "350万"}}}  # fmt: skip
    message = tool.invoke(call)
    assert "资助70万元（700,000元）" in message.content
    assert "企业上一年度技术改造投资额100万元（含）以上的" in message.content
    assert message.artifact.low == Decimal(700_000)


def test_the_tool_answers_bad_input_in_words_and_without_an_amount() -> None:
    tool = compute_tool(ENGINE, lambda: DAY)
    for args in (
        {"rule": "technical-renovation", "facts": {"投资额": "3万50"}},
        {"rule": "none", "facts": {}},
        {"rule": "technical-renovation", "facts": {"利润": "350万"}},
    ):
        message = tool.invoke({"name": tool.name, "type": "tool_call", "id": "1", "args": args})
        assert message.content.startswith("不能计算：")
        assert message.artifact is None


def test_the_tool_lists_every_rule_with_its_inputs_and_a_typed_schema() -> None:
    tool = compute_tool(ENGINE, lambda: DAY)
    assert all(rule_id in tool.description for rule_id in ENGINE.rules)
    schema = tool.get_input_jsonschema()
    assert set(schema["properties"]) == {"rule", "facts", "as_of"}
    assert set(schema["required"]) == {"rule", "facts"}


def test_the_word_sheet_holds_amount_quote_steps_and_caveats() -> None:
    word = WordDocument(BytesIO(to_docx(SHEET)))
    text = "\n".join(p.text for p in word.paragraphs)
    cells = "\n".join(c.text for t in word.tables for row in t.rows for c in row.cells)
    assert RULE.quotes[0].text in text
    assert DISCLAIMER in text
    assert "资助70万元（700,000元）。" in cells
    assert "2026-11-22" in cells
    assert "3,500,000元 × 20% = 700,000元" in cells
    assert "《若干措施》三、（二）4" in cells


def test_the_workbook_holds_the_same_and_no_live_formula() -> None:
    book = load_workbook(BytesIO(to_xlsx(SHEET)))
    values = [str(cell.value) for row in book["测算表"] for cell in row if cell.value is not None]
    assert RULE.quotes[0].text in values
    assert "如果待核实的条件都符合，资助70万元（700,000元）。" in values
    assert DISCLAIMER in values
    assert not any(cell.data_type == "f" for row in book["测算表"] for cell in row)


def test_json_keeps_amounts_as_strings_and_spans_as_offsets() -> None:
    found = json.loads(json.dumps(computation_json(RESULT), ensure_ascii=False))
    assert (found["kind"], found["low"], found["high"]) == ("exact", "700000.00", "700000.00")
    span = found["steps"][1]["span"]
    text = ENGINE.document(RULE).text
    assert text[span["start"] : span["end"]] == span["text"] == "按照实际投资额的20%"
