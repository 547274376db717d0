"""The page of the log: what is shown, found, checked and downloaded."""

from __future__ import annotations

import csv
import io
import re
from typing import get_args

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from bot.records.audit import AuditAction
from bot.records.members import Role
from bot.serve.accounts.audit_routes import SHOWN
from bot.serve.accounts.deeds import WORDS, detail_in_words
from bot.serve.services import today
from tests.bot.records.breaking import change
from tests.bot.serve.staff.conftest import Office, csrf_of


@pytest.fixture
def admin(office: Office) -> TestClient:
    return office.member("root", Role.ADMIN, person="管理员甲")


def rows_of(page: str) -> list[str]:
    listed = page.partition('<ol class="log">')[2].partition("</ol>")[0]
    return [re.sub(r"<[^>]+>|\s+", " ", one) for one in listed.split("<li>")[1:]]


def test_the_newest_lines_are_shown_in_words(office: Office, admin: TestClient) -> None:
    office.services.records.accounts.change("root", "clerk", roles=[Role.EVALUATOR])
    first, second = rows_of(admin.get("/staff/audit").text)[:2]
    assert "root 改账户 clerk" in re.sub(" +", " ", first)
    assert "角色：评测" in first
    assert "root 登录" in re.sub(" +", " ", second)
    assert "来自：192.0.2.7；方式：密码" in second


def test_lines_are_found_by_who_by_deed_and_by_day(office: Office, admin: TestClient) -> None:
    note = office.services.records.audit.note
    note("zhang", "text.publish", "doc-1")
    note("li", "text.off", "doc-2")

    def found(**asked: str) -> list[str]:
        return rows_of(admin.get("/staff/audit", params=asked).text)

    assert len(found(who="zhang")) == len(found(who="doc-1")) == 1
    assert len(found(action="text.off")) == 1
    assert found(who="zhang", action="text.off") == []
    assert found(who="100%") == found(who="_hang") == []  # no pattern, letters
    assert len(found(day=str(today()))) == len(found())
    assert found(day="2020年1月2日") == []
    assert "日期请写成" in admin.get("/staff/audit", params={"day": "昨天"}).text
    for odd in ("0001-01-01", "9999-12-31", "x" * 300, "2026-13-01"):
        assert admin.get("/staff/audit", params={"day": odd, "below": odd}).status_code == 200


def test_older_lines_are_on_another_page(office: Office, admin: TestClient) -> None:
    for n in range(SHOWN):
        office.services.records.audit.note("zhang", "text.publish", f"doc-{n}")
    page = admin.get("/staff/audit?who=zhang").text
    assert len(rows_of(page)) == SHOWN
    assert "更早的" not in page
    office.services.records.audit.note("zhang", "text.publish", "one more")
    page = admin.get("/staff/audit?who=zhang").text
    older = re.findall(r'href="\.\./(staff/audit\?[^"]+)">更早的', page)[0]
    rest = rows_of(admin.get(f"/{older.replace('&amp;', '&')}").text)
    assert [one for one in rest if "doc-0" in one]
    assert len(rest) == 1


def test_whether_the_chain_holds_is_checked_when_asked(office: Office, admin: TestClient) -> None:
    token = {"csrf": csrf_of(admin)}
    assert "记录完整" in admin.post("/staff/audit/check", data=token).text
    change(office.services.records, "UPDATE audit SET actor = 'nobody' WHERE number = 1")
    broken = admin.post("/staff/audit/check", data=token).text
    assert "记录完整" not in broken
    assert "第1条：内容在写入以后被改动过" in broken


FORMULA = '=HYPERLINK("https://evil.example","点我")'


def test_a_download_is_what_was_found_and_computes_nothing(
    office: Office, admin: TestClient
) -> None:
    note = office.services.records.audit.note
    note("zhang", "text.publish", FORMULA)
    note("zhang", "text.publish", "a\x00\x1bb\u202e")
    note("li", "text.publish", "别的")
    answer = admin.get("/staff/audit/csv?who=zhang")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["cache-control"] == "no-store"
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[4] for line in lines] == ["对象", "ab", f"'{FORMULA}"]
    book = load_workbook(io.BytesIO(admin.get("/staff/audit/xlsx?who=zhang").content))
    cells = list(book.active.iter_rows())  # type: ignore[union-attr]
    assert [row[4].value for row in cells] == ["对象", "ab", f"'{FORMULA}"]
    assert {cell.data_type for row in cells for cell in row if cell.value} == {"s"}
    told = office.services.records.audit.lines(2)
    assert [(one.actor, one.action, one.detail["lines"]) for one in told] == [
        ("root", "audit.download", 2)
    ] * 2
    assert admin.get("/staff/audit/pdf").status_code == 404


def test_what_stands_in_the_log_is_never_a_page(office: Office, admin: TestClient) -> None:
    office.services.records.audit.note("<b>x</b>", "task.note", "<script>1</script>", z="<u>")
    page = admin.get("/staff/audit").text
    for one in ("<b>x", "<script>1", "<u>"):
        assert one not in page


def test_everything_that_can_be_written_down_has_words() -> None:
    assert set(get_args(AuditAction)) == WORDS.keys()


def test_details_are_said_in_words() -> None:
    said = detail_in_words({"roles": ["signer", "x"], "off": True, "password": True, "n": [1]})
    assert said == "角色：签署、x；停用：是；密码：已重设；n：[1]"
