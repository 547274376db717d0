"""The report as a document of Word: the run in one sentence, tables, the cases that failed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.records.outcome import Outcome, category_title

if TYPE_CHECKING:
    from evals.report import Report

MOST: Final = 200  # failed cases that are told of; the workbook has all
_CUT: Final = 1200  # characters of an answer
_FONT: Final = "宋体"
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_document(report: Report, path: Path) -> None:
    """Write it."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document()
    normal = document.styles["Normal"]
    normal.font.name = _FONT
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.add_heading("政策问答评测报告", 0)
    document.add_paragraph().add_run(report.sentence).bold = True
    about = f"题目：{report.questions}　作答日期：{report.as_of}　写出时间：{report.stamp}（UTC）"
    document.add_paragraph(_clean(about))
    if report.since is not None:
        shared = f"与{report.since_name}相比，只算两次都有的 {len(report.since.shared)} 题。"
        document.add_paragraph(_clean(shared))
    _table(document, "指标", report.measures())
    _table(document, "各类题目", _categories(report))
    _table(document, "错误类型", _faults(report))
    failed = [one for one in report.outcomes if not one.passed]
    document.add_heading(f"答错的题目（{len(failed)}）", 1)
    for one in failed[:MOST]:
        _case(document, one)
    if len(failed) > MOST:
        document.add_paragraph(f"其余 {len(failed) - MOST} 题见 .xlsx 报告。")
    document.save(str(path))


def _categories(report: Report) -> Iterable[Sequence[str]]:
    yield ["类别", "答对"]
    for name, each in report.product.categories.items():
        yield [category_title(name), str(each["overall"])]


def _faults(report: Report) -> Iterable[Sequence[str]]:
    yield ["错误类型", "答错的题里", "答对的题里（不影响对错）"]
    for fault, count in report.product.faults.items():
        yield [str(fault), str(count.failed), str(count.passed)]


def _table(document: Any, title: str, rows: Iterable[Sequence[str]]) -> None:  # noqa: ANN401
    header, *body = rows
    document.add_heading(title, 1)
    table = document.add_table(rows=1, cols=len(header), style="Light Grid Accent 1")
    for cell, words in zip(table.rows[0].cells, header, strict=True):
        cell.text = _clean(words)
    for row in body:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(words)


def _case(document: Any, one: Outcome) -> None:  # noqa: ANN401
    document.add_heading(_clean(f"{one.case_id}　{'、'.join(one.faults)}"), 2)
    for turn in one.turns:
        document.add_paragraph(_clean(f"问：{turn[:_CUT]}"))
    document.add_paragraph(_clean(f"答：{str(one.answer.get('answer_text', ''))[:_CUT]}"))
    document.add_paragraph(_clean(f"错在：{'；'.join(one.reasons)}"))


def _clean(text: str) -> str:
    """Without characters that XML can't hold."""
    return _ILLEGAL.sub("", text)
