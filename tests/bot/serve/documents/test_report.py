"""The report of a check-up in its three formats, read back."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook

from bot.engine import Engine
from bot.engine.entries import Entry, read_entries
from bot.serve.documents.pdf import Pages
from bot.serve.documents.report import DISCLAIMER, Report, report_of
from bot.serve.documents.report_docx import CELLS, report_docx
from bot.serve.documents.report_pdf import report_pdf
from bot.serve.documents.report_xlsx import report_xlsx

ENGINE = Engine.load()
DAY = date(2026, 11, 28)
HOSTILE = '<b>=1+1</b> & "公式"'


def report(**facts: str) -> Report:
    entries = [Entry(f"{name}#0", name, text) for name, text in facts.items()]
    filled = read_entries(ENGINE.rules.values(), entries)
    return report_of(ENGINE, ENGINE.checkup(filled.facts, as_of=DAY), filled.given, DAY)


REPORT = report(投资额="350万", 展位费="8万6", 数字化投入="62万")


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = (page.get_textpage().get_text_range() for page in document)
    return "".join("".join(pages).split())


def test_the_report_says_amounts_ends_and_what_the_user_typed() -> None:
    assert [(bar.name, bar.words) for bar in REPORT.bars] == [
        ("技术改造资助", "符合条件时70万元"),
        ("展位费扶持", "符合条件时不少于4.3万元"),
        ("数字化转型补贴", "符合条件时最高24.8万元"),
    ]
    assert REPORT.totals == (("可同时享受的合计", "如果待核实的条件都符合，不少于74.3万元"),)
    assert ("展位费", "8万6（= 86,000元（8.6万元）；“8万6”按8.6万元理解）") in REPORT.given
    assert "届时《若干措施》已届满" in REPORT.schemes[0].result


def test_the_pdf_holds_every_word_so_that_it_can_be_searched() -> None:
    written = report_pdf(REPORT)
    text = text_of(written)
    for words in ("政策体检报告", "不少于74.3万元", "技术改造资助", "2027-01-04", DISCLAIMER):
        assert words.replace(" ", "") in text
    assert written.startswith(b"%PDF-")


def test_words_in_a_pdf_are_never_taken_for_markup() -> None:
    pages = Pages(HOSTILE)
    pages.paragraph(HOSTILE)
    pages.table([("项目",), (HOSTILE,)], (1,))
    assert text_of(pages.written()).count("".join(HOSTILE.split())) == 3


def test_a_long_report_goes_on_over_pages_that_are_numbered() -> None:
    pages = Pages("长")
    for _ in range(200):
        pages.paragraph("一" * 60)
    text = text_of(pages.written())
    assert "第2页" in text
    assert text.count("一" * 60) == 200


def test_the_workbook_draws_amounts_and_validity_from_its_own_cells() -> None:
    written = report_xlsx(REPORT)
    book = load_workbook(BytesIO(written))
    assert book.sheetnames == ["体检报告", "金额", "有效期"]
    assert [cell.value for cell in book["金额"]["B"]][1:] == [70, 4.3, 24.8]
    assert book["有效期"]["B2"].value.date() == date(2024, 1, 5)
    assert book["有效期"]["D2"].value.date() == date(2027, 1, 4)
    charts = [name for name in ZipFile(BytesIO(written)).namelist() if "charts/chart" in name]
    assert len(charts) == 2
    assert "'金额'!" in ZipFile(BytesIO(written)).read(charts[0]).decode()


def test_nothing_typed_becomes_a_formula_of_the_workbook() -> None:
    made = Report(DAY, (("", "=1+1"),), (("=cmd", "=1+1"),), (), (), (), ())
    cells = [c for row in load_workbook(BytesIO(report_xlsx(made)))["体检报告"] for c in row]
    assert [c.value for c in cells if c.data_type == "f"] == []


def test_the_word_document_has_a_bar_for_each_amount_the_longest_first() -> None:
    word = WordDocument(BytesIO(report_docx(REPORT)))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    blocks = [len(cell) for cell in cells if cell and set(cell) == {"█"}]
    assert blocks == [CELLS, 1, round(CELLS * 24.8 / 70)]
    assert "还有37天" in cells


@pytest.mark.parametrize("write", [report_pdf, report_docx, report_xlsx])
def test_a_report_of_nothing_is_still_written(write) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert len(write(report())) > 1000
