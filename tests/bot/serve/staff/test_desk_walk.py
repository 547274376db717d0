"""An officer's walk in a real browser: from a question without an answer to one that has an end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.records.accounts import Role
from bot.records.records import Records
from environment.settings import DOCUMENTS, Settings
from tests.bot.records.asking import asked
from tests.bot.serve.staff.test_walk import fits
from tests.bot.serve.web.conftest import opened
from tests.records import in_environment
from tests.running import PASSWORD, account_of, running_app

__all__ = ["opened"]
QUESTION = "技改资助的办事电话是多少？"
SCRIPT = "<script>document.body.dataset.breached=1</script>"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The real app over documents of its own, after two visitors have asked."""
    shutil.copytree(DOCUMENTS, tmp_path / "documents")
    own = {"POLICY_DOCUMENTS": str(tmp_path / "documents"), **in_environment(settings)}
    with running_app(tmp_path, **own) as app:
        account_of(settings, "clerk", Role.CHECKER, person="王科")
        account_of(settings, "li", Role.CHECKER, Role.SIGNER, person="李四")
        records = Records.open(settings)
        asked(records, "您好", QUESTION, unread=["喀纳斯"], matters=["technical-renovation"])
        asked(records, QUESTION, matters=["technical-renovation"])
        asked(records, SCRIPT, status="out_of_scope", useful=False)
        records.close()
        yield app.address


def test_from_an_unanswered_question_to_an_end(opened, server: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    page: Page = opened("/staff")
    page.get_by_label("登录名").fill("clerk")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="待办", exact=True)).to_be_visible()
    fits(page, tmp_path, "tasks")
    page.get_by_text("查找条件").click()
    page.get_by_label("含有的字").fill("电话")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=QUESTION).click()
    page.get_by_text("它怎样理解这句话").click()
    expect(page.locator("pre.read")).to_contain_text("问的是")
    fits(page, tmp_path, "task")

    page.get_by_role("link", name="存为评测题").click()
    fits(page, tmp_path, "case")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("staff-0001")).to_be_visible()

    page.goto(f"{server}/staff/service?doc=longgang-fashion-measures-2024")
    page.get_by_label("内容").fill("0755-12345678")
    page.get_by_label("来源", exact=True).fill("区政务网")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="正在使用的（1）")).to_be_visible()
    fits(page, tmp_path, "service")

    page.goto(f"{server}/staff/words")
    fits(page, tmp_path, "words")
    page.get_by_role("button", name="不收").click()
    expect(page.get_by_text("没有待处理的词")).to_be_visible()

    page.goto(f"{server}/staff/figures")
    with page.expect_download() as saved:
        page.get_by_role("button", name="保存为 PNG").first.click()
    assert Path(saved.value.path()).read_bytes().startswith(PNG)
    Path(saved.value.path()).rename(tmp_path / "chart.png")
    fits(page, tmp_path, "figures")

    page.goto(f"{server}/staff/desk?kind=disliked")
    page.locator("table a").first.click()
    assert page.evaluate("document.body.dataset.breached") is None
    page.get_by_label("交办给").select_option("li")
    page.get_by_role("button", name="交办", exact=True).click()
    expect(page.get_by_text("交办给：李四")).to_be_visible()
