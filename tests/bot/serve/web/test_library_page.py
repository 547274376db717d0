"""The page 政策库 in a browser: what is found, where Back leads, the same in a new tab."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.bot.serve.web.conftest import Opener

DOC = "longgang-fashion-measures-2024"


def test_words_are_looked_up_and_a_clause_is_opened_from_what_is_found(opened: Opener) -> None:
    page = opened("/library")
    page.get_by_label("查找").fill("责任单位 重大活动")
    page.get_by_label("查找").press("Enter")
    expect(page.locator("#clause h2.said")).to_contain_text("含有“责任单位 重大活动”")
    expect(page.locator("#clause mark").first).to_be_visible()
    page.locator("#clause .found a").first.click()
    expect(page.locator("#clause article")).to_contain_text("重大活动")


def test_back_and_forward_lead_where_one_was_and_an_address_shows_the_same_elsewhere(
    opened: Opener,
) -> None:
    page = opened("/library")
    page.get_by_role("link", name="10.培育引进时尚行业重大活动").click()
    expect(page.locator("#clause")).to_contain_text("责任单位：区工业和信息化局")
    first = page.url
    page.get_by_role("link", name="4.支持时尚制造企业技术改造升级").click()
    expect(page.locator("#clause h2").first).to_contain_text("技术改造")
    page.go_back()
    assert page.url == first
    expect(page.locator("#clause")).to_contain_text("责任单位：区工业和信息化局")
    page.go_back()
    expect(page.locator("#clause h2.said")).to_contain_text("收录")
    page.go_forward()
    other = page.context.new_page()
    other.goto(page.url)
    assert other.inner_text("#clause") == page.inner_text("#clause")


def test_the_tree_opens_where_the_clause_stands(opened: Opener) -> None:
    page = opened(f"/library?doc={DOC}&clause=四.第1款")
    expect(page.locator("#contents a[aria-current]")).to_be_in_viewport()


def test_the_original_is_saved_under_the_title(opened: Opener) -> None:
    page = opened(f"/library?doc={DOC}")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载原件").click()
    assert waiting.value.suggested_filename == "龙岗区关于促进时尚产业高质量发展若干措施.txt"


def test_what_is_looked_for_never_runs(opened: Opener) -> None:
    page = opened(
        '/library?q="><img src=x onerror=window.pwned=1>&place=<script>window.pwned=1</script>'
    )
    expect(page.get_by_label("查找")).to_have_value('"><img src=x onerror=window.pwned=1>')
    assert page.evaluate("window.pwned") is None
