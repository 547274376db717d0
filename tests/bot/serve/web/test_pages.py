"""Pages 测算, 政策体检 and 政策库 in a real browser, and what all pages share."""

from __future__ import annotations

import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from corpus.collection import Collection
from tests.bot.serve.web.conftest import Opener

PAGES = ("./", "calc", "checkup", "library", "profile")


@pytest.mark.parametrize("link", PAGES)
def test_every_page_speaks_chinese_only_and_fits_a_phone(opened: Opener, link: str) -> None:
    page = opened(f"/{link}")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".masthead nav a[aria-current]")).to_have_attribute("href", link)
    expect(page.locator(".lead h1")).to_be_visible()
    shown = page.inner_text("body")
    printed = "".join(document.text for document in Collection.load().library.documents)
    assert set(re.findall(r"[A-Za-z]{3,}", shown)) <= set(re.findall(r"[A-Za-z]{3,}", printed))
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_amount_follows_what_is_typed_with_its_clause_beside_it(opened: Opener) -> None:
    page = opened("/calc?rule=technical-renovation")
    box = page.get_by_label("上一年度技术改造实际投资额")
    box.fill("350万")
    expect(page.locator("#result .sum strong")).to_have_text("70万元")
    roles = page.locator("#clause mark .role").all_inner_texts()
    assert roles == ["门槛", "比例", "上限"]
    box.fill("3000万")
    expect(page.locator("#result .sum strong")).to_have_text("500万元")
    expect(page.locator("#result li.bound")).to_contain_text("超过上限")


UNREADABLE = {"3万50": "不止一种读法", "-5万": "负数", "一些": "没有可识别的金额"}


def test_an_amount_that_cannot_be_read_is_explained_at_its_field(opened: Opener) -> None:
    page = opened("/calc?rule=technical-renovation")
    box = page.get_by_label("上一年度技术改造实际投资额")
    for typed, said in UNREADABLE.items():
        box.fill(typed)
        expect(page.locator("[data-field='投资额#0'] .wrong")).to_contain_text(said)
        expect(box).to_have_attribute("aria-invalid", "true")
        expect(page.locator("#result .sum")).to_have_count(0)


def test_several_years_of_a_platform_are_added_up_and_kept_when_a_row_is_added(
    opened: Opener,
) -> None:
    page = opened("/calc")
    expect(page.locator("#result")).to_be_visible()
    page.get_by_role("link", name="公共服务平台资助").click()
    amounts = page.get_by_label("平台项目当年实际总投入")
    expect(amounts).to_have_count(1)
    amounts.nth(0).fill("260万")
    page.get_by_label("第1年").check()
    expect(page.locator("#result .sum strong")).to_have_text("130万元")
    page.get_by_role("button", name="再加一个项目").click()
    expect(amounts).to_have_count(2)
    expect(amounts.nth(0)).to_have_value("260万")
    page.get_by_label("项目名称").nth(1).fill("项目1")
    amounts.nth(1).fill("240万")
    page.get_by_label("第2年").nth(1).check()
    expect(page.locator("#result .sum strong")).to_have_text("202万元")
    expect(page.locator("#result .parts")).to_contain_text("第2年")


def test_a_condition_that_is_not_met_takes_the_amount_away(opened: Opener) -> None:
    page = opened("/calc?rule=technical-renovation")
    page.get_by_label("上一年度技术改造实际投资额").fill("350万")
    expect(page.locator("#result .sum strong")).to_have_text("70万元")
    condition = page.get_by_role("group", name="实际经营地在龙岗区")
    condition.get_by_label("不符合").check()
    expect(page.locator("#result .conclusion")).to_contain_text("不符合条件")


def test_the_calculation_sheet_is_downloaded_in_both_formats(opened: Opener) -> None:
    page = opened("/calc?rule=technical-renovation")
    page.get_by_label("上一年度技术改造实际投资额").fill("350万")
    for suffix in ("docx", "xlsx"):
        link = page.locator(f"#result a[href*='sheet.{suffix}']")
        with page.expect_download() as waiting:
            link.click()
        assert waiting.value.suggested_filename.endswith(f".{suffix}")
        assert waiting.value.path().read_bytes().startswith(b"PK")


def test_the_check_up_lists_every_scheme_by_amount_and_what_is_missing(opened: Opener) -> None:
    page = opened("/checkup")
    page.get_by_label("上一年度技术改造实际投资额").fill("350万")
    page.get_by_label("数字化转型实际投入金额").fill("62万")
    findings = page.locator("#result > * .finding:visible, #result .finding:visible")
    expect(findings.first).to_contain_text("技术改造资助")
    expect(findings.nth(1)).to_contain_text("四上")
    worth = page.locator("#result .finding:visible .worth b").all_inner_texts()
    assert worth[:2] == ["70万元", "24.8万元"]
    expect(page.locator("#result .sum").first).to_contain_text("70万元")
    expect(page.locator("#result")).to_contain_text("从优不重复")


def test_a_clause_is_opened_from_the_tree_with_all_that_is_known_of_it(opened: Opener) -> None:
    page = opened("/library")
    page.get_by_role("link", name="10.培育引进时尚行业重大活动").click()
    shown = page.locator("#clause")
    expect(shown.locator("mark .role", has_text="上限").first).to_be_visible()
    expect(shown).to_contain_text("责任单位：区工业和信息化局")
    expect(shown).to_contain_text("事项卡片")
    expect(shown.locator(".badge", has_text="草案").first).to_be_visible()
    sides = shown.locator(".sides").first
    expect(sides).to_contain_text("1000万元")
    expect(sides).to_contain_text("30%")
    assert "clause=" in page.url


def test_an_address_of_a_clause_opens_it(opened: Opener) -> None:
    page = opened("/library?doc=longgang-fashion-measures-2024&clause=四.第1款")
    expect(page.locator("#clause")).to_contain_text("实际经营地在龙岗区")


@pytest.mark.parametrize(
    "address", ["doc=<img src=x onerror=window.pwned=1>&clause=九.9",
                "doc=longgang-fashion-measures-2024&clause=<img src=x onerror=window.pwned=1>"]
)  # fmt: skip
def test_an_address_of_no_clause_is_said_to_be_one(page: Page, server: str, address: str) -> None:
    answer = page.goto(f"{server}/library?{address}")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("#clause [role=alert]")).to_contain_text("没有找到这一条")
    assert page.evaluate("window.pwned") is None


def test_nothing_that_gradio_places_at_the_root_of_the_host_is_left_in_a_page(server: str) -> None:
    with urllib.request.urlopen(server, timeout=60) as answer:
        page = answer.read().decode()
    assert '<link rel="manifest"' not in page
    assert "<base" not in page
    assert not re.search(r"""(href|src|action)=["']/""", page)


def test_the_bar_and_the_heading_are_seen_before_gradio_has_started(
    page: Page, server: str
) -> None:
    page.route("**/assets/**", lambda route: route.abort())  # a line on which nothing of it arrives
    page.goto(server)
    expect(page.get_by_role("heading", level=1, include_hidden=True)).to_be_visible()
    expect(page.locator(".masthead")).to_be_visible()
    expect(page.get_by_label("您的问题")).to_have_count(0)  # what could not be used yet
    page.unroute_all()
    page.reload()
    expect(page.get_by_label("您的问题")).to_be_visible()
    expect(page.locator("#arriving")).to_have_count(0)
    expect(page.locator(".masthead")).to_have_count(1)
