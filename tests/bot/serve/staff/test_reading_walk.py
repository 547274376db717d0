"""A 口径 in a real browser: written by one, signed by another, shown in the chat, voided."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.records.accounts import Role
from environment.settings import DOCUMENTS, Settings
from tests.bot.serve.staff.test_walk import fits
from tests.running import PASSWORD, account_of, running_app

MEASURES = "longgang-fashion-measures-2024"
CLAUSE = "三.(二).4"
READING = "技改投资额按不含税的价格计。"
QUESTION = "技改投资额含税吗？"
GROUND = "2026年第3次科务会"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The real app over documents of its own, as they come with it."""
    shutil.copytree(DOCUMENTS, tmp_path / "documents")
    settings = Settings(policy_var=tmp_path / "var")
    with running_app(tmp_path, POLICY_DOCUMENTS=str(tmp_path / "documents")) as app:
        account_of(settings, "wang", Role.CHECKER, person="王科")
        account_of(settings, "zhang", Role.SIGNER, person="张三")
        yield app.address


def signed_in(browser: Browser, server: str, name: str) -> Page:
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{server}/staff/readings")
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    return page


def asked(page: Page, server: str) -> None:
    page.goto(f"{server}/")
    page.get_by_label("您的问题").fill(QUESTION)
    page.get_by_label("您的问题").press("Enter")


def test_written_signed_answered_and_voided(browser: Browser, server: str, tmp_path: Path) -> None:
    checker = signed_in(browser, server, "wang")
    fits(checker, tmp_path, "readings")
    checker.locator("#new-doc").select_option(MEASURES)
    checker.get_by_label("条款（如 第4条、三（二）4）").fill("三（二）4")
    checker.get_by_role("button", name="开始写").click()
    expect(checker.locator(".beside .clause").first).to_contain_text("按照实际投资额的20%")
    checker.get_by_label("名称").fill("技改投资额含不含税")
    checker.get_by_label("口径：怎样理解").fill(READING)
    checker.get_by_label("照抄的原文").first.fill("按照实际投资额的30%")
    checker.get_by_label("问到时会出现的词，每行一组").fill("投资额\n含税 不含税")
    checker.get_by_role("button", name="存为新的一版").click()
    expect(checker.locator(".wrong")).to_contain_text("找不到“按照实际投资额的30%”")
    fits(checker, tmp_path, "fault")
    checker.get_by_label("照抄的原文").first.fill("按照实际投资额的20%")
    checker.get_by_role("button", name="存为新的一版").click()
    expect(checker.locator(".lead .badge")).to_have_text("草案")
    address = checker.url

    signer = signed_in(browser, server, "zhang")
    signer.goto(address)
    signer.get_by_label("签署的依据（会议、批示、文号等）").fill(GROUND)
    signer.get_by_role("button", name="签署", exact=True).click()
    expect(signer.locator(".lead .badge")).to_have_text("已签")
    fits(signer, tmp_path, "signed")

    enterprise = browser.new_context(locale="zh-CN").new_page()
    asked(enterprise, server)
    expect(enterprise.locator("#turn-1 .conclusion")).to_contain_text(READING.rstrip("。"))
    expect(enterprise.locator("#turn-1")).to_contain_text("口径已由张三（签署人，")
    expect(enterprise.locator("#turn-1")).to_contain_text(f"依据：{GROUND}")
    expect(enterprise.locator("#turn-1 .badge").first).to_have_text("有明确规定")
    expect(enterprise.locator("#turn-1 .draft")).to_have_count(0)

    text = tmp_path / "documents" / MEASURES / "text.txt"
    words = text.read_text("utf-8")
    assert "淘汰落后产" in words
    text.write_text(words.replace("淘汰落后产", "逐步淘汰落后产", 1), "utf-8")
    deadline = time.monotonic() + 60
    while signer.locator(".lead .badge").inner_text() != "失效" and time.monotonic() < deadline:
        time.sleep(1)
        signer.reload()
    expect(signer.locator(".lead .badge")).to_have_text("失效")
    fits(signer, tmp_path, "void")
    asked(enterprise, server)
    expect(enterprise.locator("#turn-1")).to_contain_text("签署后条文有改动，签署失效")
    expect(enterprise.locator("#turn-1 .draft")).to_contain_text("未经签署的草案，仅供参考")
