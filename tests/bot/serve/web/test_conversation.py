"""A conversation keeps its place: reload, Back, a second tab; shared, judged, listed, deleted."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Browser, Page, expect

from tests.bot.serve.web.conftest import Opener
from tests.bot.serve.web.test_chat_turns import QUESTION, ask

ADDRESS: Final = re.compile(r"/c/[\w-]{16,64}$")


def test_reload_back_and_a_second_tab_keep_the_conversation(opened: Opener) -> None:
    page = opened("/")
    ask(page, QUESTION)
    expect(page).to_have_url(ADDRESS)
    page.reload()
    expect(page.locator("#turn-1 .conclusion")).to_contain_text("70万元")
    ask(page, "实行独立核算：符合", 2)
    page.get_by_role("link", name="测算", exact=True).click()
    expect(page).to_have_url(re.compile("/calc"))
    page.go_back()
    expect(page.locator("#turn-2 .conclusion")).to_contain_text("70万元")
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator(".turn")).to_have_count(2)


def test_a_new_conversation_has_an_address_of_its_own(opened: Opener) -> None:
    page = opened("/")
    ask(page, QUESTION)
    first = page.url
    page.get_by_role("button", name="新对话").click()
    expect(page).not_to_have_url(ADDRESS)
    ask(page, QUESTION)
    expect(page).to_have_url(ADDRESS)
    assert page.url != first


def test_another_browser_is_told_and_may_read_what_is_shared(
    opened: Opener, browser: Browser
) -> None:
    page = opened("/")
    turn = ask(page, QUESTION)
    turn.get_by_role("button", name="分享").click()
    address = turn.locator(".after-tools a").get_attribute("href")
    assert address is not None
    other: Page = browser.new_context(locale="zh-CN").new_page()
    other.goto(page.url)
    expect(other.locator("#talk")).to_contain_text("只能在当时的浏览器里打开")
    other.goto(address)
    expect(other.locator(".conclusion")).to_contain_text("70万元")
    other.locator("a.ref").first.click()
    expect(other).to_have_url(f"{address}#c1-1")


def test_what_did_not_help_is_said_with_a_reason(opened: Opener) -> None:
    page = opened("/")
    turn = ask(page, QUESTION)
    turn.get_by_role("button", name="没用").click()
    turn.get_by_label("哪里不对").fill("<script>alert(1)</script>")
    turn.get_by_role("button", name="提交").click()
    expect(turn.get_by_text("谢谢，已经记下")).to_be_visible()


def test_my_conversations_are_listed_and_deleted(opened: Opener) -> None:
    page = opened("/")
    ask(page, QUESTION)
    address = page.url
    page.get_by_role("link", name="我的会话").click()
    expect(page.get_by_role("link", name=QUESTION)).to_be_visible()
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("还没有会话")).to_be_visible()
    assert page.request.get(f"{address}/turns").status == 404
