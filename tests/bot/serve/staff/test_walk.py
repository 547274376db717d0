"""A clerk's walk in a real browser: from a Word file to an amount that somebody has checked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.engine.remarks import DRAFTED
from bot.records.members import Role
from environment.settings import DOCUMENTS, Settings
from tests.bot.serve.staff.making import TITLE, cold_store
from tests.bot.serve.web.conftest import opened
from tests.running import PASSWORD, account_of, running_app

__all__ = ["opened"]
# What stands out to the right is cut off rather than scrolled to; so every box is measured.
BOXES = ".card, .clause, .alert, .lead p, .field, .do, .turn"
EDGE = f"""Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll(
  "{BOXES}")].map(box => box.getBoundingClientRect().right))"""
QUESTION = "在苏州市吴江区新建冷库，设备投资额300万元，能补多少？"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The real app over documents of its own, as they come with it."""
    shutil.copytree(DOCUMENTS, tmp_path / "documents")
    with running_app(tmp_path, POLICY_DOCUMENTS=str(tmp_path / "documents")) as app:
        account_of(Settings(policy_var=tmp_path / "var"), "clerk", Role.CHECKER, person="王科")
        yield app.address


# The fields whose text is longer than what is seen of it.
CUT = """() => [...document.querySelectorAll(".staff textarea")]
  .filter(one => one.checkVisibility() && one.scrollHeight > one.clientHeight + 1)
  .map(one => one.name)"""


def fits(page: Page, tmp_path: Path, name: str) -> None:
    """Look at a page as on a desk and as on a phone; nothing may stand out."""
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=tmp_path / f"{name}-{width}.png")
        assert page.evaluate(EDGE) <= width
        assert page.evaluate(CUT) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def ask(page: Page, server: str) -> None:
    page.goto(f"{server}/")
    page.get_by_label("您的问题").fill(QUESTION)
    page.get_by_label("您的问题").press("Enter")
    expect(page.locator("#turn-1 .conclusion")).to_contain_text("60万元")


def test_from_a_word_file_to_a_checked_amount(opened, server: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    word = cold_store(tmp_path / "冷库补贴.docx")
    page: Page = opened("/staff/import")
    fits(page, tmp_path, "sign-in")
    page.get_by_label("登录名").fill("clerk")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    fits(page, tmp_path, "desk")
    page.get_by_label("选择文件").set_input_files(word)
    page.get_by_role("button", name="放入").click()
    page.get_by_role("link", name="冷库补贴.docx").click()
    expect(page.locator(".units .kind.table")).to_have_text("表格")
    expect(page.frame_locator(".sheet iframe").locator("td").first).to_have_text("单位")
    page.get_by_label("成文日期").fill("2024年2月31日")
    page.get_by_role("button", name="发布").click()
    expect(page.locator(".asked-of .wrong")).to_contain_text("成文日期")
    fits(page, tmp_path, "import")
    page.get_by_label("成文日期").fill("2024年2月21日")
    page.get_by_role("button", name="发布").click()
    expect(page.get_by_text("已发布")).to_be_visible()

    page.goto(f"{server}/staff/rules")
    page.get_by_role("link", name=TITLE).click()
    ask(page, server)
    expect(page.locator("#turn-1")).to_contain_text(DRAFTED)
    expect(page.locator("#sources")).to_contain_text("按照设备投资额的20%给予补贴")

    page.goto(f"{server}/staff/rules")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("link", name="打开核对").click()
    page.get_by_label("设备投资额", exact=True).fill("3000万")
    page.get_by_role("button", name="试算").click()
    expect(page.locator(".result .sum strong")).to_have_text("500万元")
    page.get_by_label("按年计：原文的话（可不填）").fill("每年一次，" * 60)  # a long one
    fits(page, tmp_path, "rule")
    page.get_by_label("按年计：原文的话（可不填）").fill("")
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("已核对　王科")).to_be_visible()
    ask(page, server)
    expect(page.locator("#turn-1")).not_to_contain_text("尚未经人工核对")
    fits(page, tmp_path, "answer")
