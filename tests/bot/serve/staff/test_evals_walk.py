"""An evaluator's walk in a real browser: a file goes in, two runs, what changed, a chart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.records.accounts import Role
from environment.settings import Settings
from tests.bot.serve.web.conftest import opened
from tests.running import PASSWORD, account_of, running_app

__all__ = ["opened"]
EDGE = """Math.max(document.documentElement.scrollWidth,
  ...[...document.querySelectorAll(".card, .alert, .lead p, .field, .do")]
    .map(box => box.getBoundingClientRect().right))"""
CASES = """编号,类别,问题,应引条款,应得金额（元）,要点
甲,金额,上一年度技改投了350万，能补多少？,measures:4,70万元,20%
乙,金额,上一年度技改投了350万，能补多少？,measures:4,71万元,20%
丙,查条款,若干措施第4条是什么？,measures:4,,20%|500万
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The real app, with an evaluator."""
    with running_app(tmp_path) as app:
        account_of(Settings(policy_var=tmp_path / "var"), "ping", Role.EVALUATOR, person="平评")
        yield app.address


def fits(page: Page, tmp_path: Path, name: str) -> None:
    """Look at a page as on a desk and as on a phone; nothing may stand out."""
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
        assert page.evaluate(EDGE) <= width
    page.set_viewport_size({"width": 1280, "height": 900})


def run_once(page: Page, server: str) -> None:
    page.goto(f"{server}/staff/evals")
    page.get_by_label("题目", exact=True).select_option(label="放入的文件：三题.csv")
    page.get_by_role("button", name="开始").click()
    expect(page.get_by_role("link", name="下载 .xlsx 报告")).to_be_visible(timeout=120_000)


def test_from_a_file_to_what_changed_between_two_runs(opened, server: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    page: Page = opened("/staff/evals")
    page.get_by_label("登录名").fill("ping")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    file = tmp_path / "三题.csv"
    file.write_text(CASES.replace("71万元", "很多"), "utf-8")
    page.get_by_label("题目文件").set_input_files(file)
    page.get_by_role("button", name="放入").click()
    expect(page.get_by_role("alert")).to_contain_text("第 3 行 E 列“应得金额（元）”")
    fits(page, tmp_path, "refused")
    file.write_text(CASES, "utf-8")
    page.get_by_label("题目文件").set_input_files(file)
    page.get_by_role("button", name="放入").click()

    run_once(page, server)
    expect(page.locator(".lead")).to_contain_text("3 题中答对 2 题（66.7%）")
    expect(page.locator(".evals-case .reasons")).to_contain_text("金额700000元，应为710000元")
    fits(page, tmp_path, "run")
    link = page.get_by_role("link", name="在咨询页打开")
    assert (link.get_attribute("href") or "").startswith("../../?q=")

    file.write_text(CASES.replace("71万元", "70万元").replace("丙", "丁"), "utf-8")
    page.goto(f"{server}/staff/evals")
    page.get_by_label("题目文件").set_input_files(file)
    page.get_by_role("button", name="放入").click()
    run_once(page, server)
    page.get_by_role("link", name="与上次逐题比较").click()
    expect(page.locator("main")).to_contain_text("相同的题目 1，以下只算这些")
    expect(page.locator("main")).to_contain_text("只在前一次 1，只在后一次 1")
    fits(page, tmp_path, "compare")
    page.get_by_role("link", name="各次评测").click()
    expect(page.locator("#evals-trend circle")).to_have_count(2)
    fits(page, tmp_path, "board")
