"""A clerk's walk in a real browser: a card is confirmed, an enterprise's own word leads to it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.records.members import Role
from environment.settings import DOCUMENTS, Settings
from tests.bot.serve.staff.conftest import META
from tests.bot.serve.staff.test_walk import fits
from tests.bot.serve.web.access import accessible
from tests.bot.serve.web.conftest import opened
from tests.running import PASSWORD, account_of, running_app

__all__ = ["opened"]
TEXT = (
    "样例县冷库若干办法\n\n"
    "第一条　为支持冷链发展，制定本办法。\n"
    "第二条　对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。\n"
    "第三条　对评为先进的企业，视情况给予适当奖励，最高30万元。\n"
)
QUESTION = "样例县的冰窖，设备投资额300万元，能补多少？"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The real app over the texts that come with it and one that nobody has annotated."""
    documents = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, documents)
    folder = documents / "cold"
    folder.mkdir()
    (folder / "text.txt").write_text(TEXT, "utf-8")
    meta = META.replace("id: sample", "id: cold").replace("样例市", "样例县")
    meta = meta.replace("样例县若干办法", "样例县冷库若干办法").replace(
        "《若干办法》", "《冷库办法》"
    )
    (folder / "meta.yaml").write_text(meta, "utf-8")
    with running_app(tmp_path, POLICY_DOCUMENTS=str(documents)) as app:
        account_of(Settings(policy_var=tmp_path / "var"), "clerk", Role.CHECKER, person="王科")
        yield app.address


def ask(page: Page, server: str) -> None:
    page.goto(f"{server}/")
    page.get_by_label("您的问题").fill(QUESTION)
    page.get_by_label("您的问题").press("Enter")
    expect(page.locator("#turn-1 .conclusion")).to_be_visible()


def test_a_card_is_asked_for_by_its_new_name(opened, server: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    page: Page = opened("/staff/desk")
    page.get_by_label("登录名").fill("clerk")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page).not_to_have_url(re.compile("sign-in"))  # going on at once would call it off
    ask(page, server)
    expect(page.locator("#turn-1")).to_contain_text("没有写“冰窖”")
    expect(page.locator("#turn-1 .conclusion")).not_to_contain_text("60万元")

    page.goto(f"{server}/staff/desk?kind=cards")
    page.get_by_role("link", name="《冷库办法》有2个程序读出的事项待核对").click()
    page.get_by_role("link", name="核对规则").last.click()
    expect(page.get_by_role("heading", name="事项（2，已核对 0）")).to_be_visible()
    fits(page, tmp_path, "text")
    accessible(page)
    page.locator("article", has_text="别称").filter(has_text="20%").get_by_role(
        "link", name="核对事项"
    ).click()
    fits(page, tmp_path, "card")
    accessible(page)

    page.get_by_label("名称", exact=True).fill("冷库补贴")
    page.get_by_label("别称，一行一个").fill("冰窖\n冻品仓")
    page.get_by_label("上限", exact=True).first.fill("最高不超过600万元")
    page.get_by_role("button", name="确认").click()
    expect(page.locator(".wrong")).to_contain_text("只有开头的“最高不超过”对得上")
    expect(page.get_by_label("别称，一行一个")).to_have_value("冰窖\n冻品仓")
    fits(page, tmp_path, "wrong")
    accessible(page)
    page.get_by_role("link", name="先看第一栏").click()
    page.get_by_label("上限", exact=True).first.fill("最高不超过500万元")
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("已核对　王科")).to_be_visible()
    expect(page.get_by_role("heading", name="事项（2，已核对 1）")).to_be_visible()
    fits(page, tmp_path, "checked")

    ask(page, server)
    expect(page.locator("#turn-1 .conclusion")).to_contain_text("60万元")
    expect(page.locator("#sources")).to_contain_text("《冷库办法》第二条")
    page.goto(f"{server}/staff/rules?doc=cold")
    page.locator("article", has_text=re.compile("冷库补贴.*已核对")).get_by_role(
        "link", name="核对事项"
    ).click()
    fits(page, tmp_path, "again")
    page.get_by_role("button", name="撤回核对").click()
    expect(page.get_by_text("已核对　王科")).to_be_hidden()
