"""The page 统计: charts that say in words what they show, and the same as a file."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

from openpyxl import load_workbook

from bot.records.accounts import Role
from tests.bot.records.asking import asked
from tests.bot.serve.staff.conftest import Office

FORMULA = "=HYPERLINK(1)"


def test_charts_are_whole_pictures_with_their_numbers_in_words(office: Office) -> None:
    asked(office.services.records, "冷库能补多少", "多久", matters=["cold"], unread=["<b>坏</b>"])
    page = office.clerk.get("/staff/figures", params={"days": "7"}).text
    pictures = ["<svg" + part.partition("</svg>")[0] + "</svg>" for part in page.split("<svg")[1:]]
    assert len(pictures) == 4
    for picture in pictures:
        root = ElementTree.fromstring(picture)
        names = [child.tag.rpartition("}")[2] for child in root]
        assert names[:2] == ["title", "desc"]
    assert "未载明或没找到 2" in page
    assert "<b>坏" not in page
    assert 'src="../site/chart.js?v=' in page


def test_the_file_has_the_same_numbers_and_no_formula(office: Office) -> None:
    asked(office.services.records, "问", unread=[FORMULA])
    answer = office.clerk.get("/staff/figures/xlsx", params={"days": "7", "channel": "page"})
    book = load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["概况", "每日", "状态", "事项", "词语不识"]
    assert book["概况"]["B4"].value == 1
    assert len(list(book["每日"].rows)) == 8
    cell = book["词语不识"]["A2"]
    assert (cell.value, cell.data_type) == (FORMULA, "s")


def test_no_question_and_strange_periods_are_no_failure(office: Office) -> None:
    page = office.clerk.get("/staff/figures", params={"days": "<9>", "channel": "'"})
    assert (page.status_code, "这段时间没有提问" in page.text) == (200, True)


def test_the_figures_are_for_the_staff(office: Office) -> None:
    assert office.member("root", Role.ADMIN).get("/staff/figures").status_code == 200
    for path in ("/staff/figures", "/staff/figures/xlsx"):
        assert office.visitor().get(path, follow_redirects=False).status_code == 303
