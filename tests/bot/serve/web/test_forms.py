"""测算 and 政策体检 in a real browser: what is kept, said at a field, and seen on a phone."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.bot.serve.web.conftest import Opener

RENOVATION = "/calc?rule=technical-renovation"
AMOUNT = "上一年度技术改造实际投资额"
PHONE = {"width": 390, "height": 844}


def condition(page: Page, name: str, state: str) -> None:
    """Answer a condition."""
    page.get_by_role("group", name=name).get_by_label(state, exact=True).check()


def save_profile(page: Page) -> None:
    """Fill in and save the profile that the tests use."""
    page.get_by_label("行业", exact=True).select_option("眼镜")
    page.get_by_role("group", name="身份", exact=True).get_by_label("企业").check()
    condition(page, "四上企业", "符合")
    page.get_by_role("button", name="保存到这台设备").click()
    expect(page.locator(".saved")).to_have_text("已保存在这台设备上。")


def test_an_amount_says_what_it_was_taken_for_and_by_which_assumption(opened: Opener) -> None:
    page = opened(RENOVATION)
    page.get_by_label(AMOUNT).fill("812万6")
    meant = page.locator("[data-field='投资额#0'] .meant")
    expect(meant).to_have_text("= 8,126,000元（812.6万元）；“812万6”按812.6万元理解")
    expect(page.locator("#result .notes")).to_contain_text("“812万6”按812.6万元理解")


def test_what_was_typed_outlives_a_reload_and_a_look_at_another_scheme(opened: Opener) -> None:
    page = opened(RENOVATION)
    page.get_by_label(AMOUNT).fill("350万")
    condition(page, "实际经营地在龙岗区", "不符合")
    expect(page.locator("#result .conclusion")).to_contain_text("不符合条件")
    page.reload()
    expect(page.get_by_label(AMOUNT)).to_have_value("350万")
    expect(page.locator("#result .conclusion")).to_contain_text("不符合条件")
    page.get_by_role("link", name="展位费扶持").click()
    page.get_by_label("实际发生的展位费").fill("8万6")
    expect(page.locator("#result .conclusion")).to_contain_text("不符合条件")  # the firm's own
    page.get_by_role("link", name="技术改造资助").click()
    expect(page.get_by_label(AMOUNT)).to_have_value("350万")
    assert "350" not in page.url


def test_rows_of_several_projects_are_kept_and_can_be_taken_away(opened: Opener) -> None:
    page = opened("/checkup")
    amounts = page.get_by_label("平台项目当年实际总投入")
    amounts.nth(0).fill("260万")
    page.get_by_label("第1年").nth(0).check()
    matter = page.locator(".matter[data-matter='public-platform']")
    matter.get_by_role("button", name="再加一个项目").click()
    amounts.nth(1).fill("100万")
    page.get_by_label("第1年").nth(1).check()
    expect(page.locator("#result .result .sum strong")).to_have_text("180万元")  # 130万 + 50万
    page.reload()
    expect(amounts).to_have_count(2)
    expect(page.locator("#result .result .sum strong")).to_have_text("180万元")
    matter.get_by_role("button", name="减少一个").click()
    expect(page.locator("#result .result .sum strong")).to_have_text("130万元")


def test_what_was_typed_for_the_check_up_waits_in_the_form_of_a_scheme(opened: Opener) -> None:
    page = opened("/checkup")
    page.get_by_label(AMOUNT).fill("350万")
    expect(page.locator("#result .result .sum strong")).to_have_text("70万元")
    page.get_by_label("行业", exact=True).select_option("眼镜")
    page.goto(page.url.replace("/checkup", RENOVATION))
    expect(page.get_by_label(AMOUNT)).to_have_value("350万")
    expect(page.get_by_label("行业", exact=True)).to_have_value("眼镜")
    page.get_by_label(AMOUNT).fill("")  # what is emptied here stays empty
    page.get_by_label("行业", exact=True).select_option("没有选")
    expect(page.locator("#brief")).to_contain_text("还缺信息")
    page.reload()
    expect(page.get_by_label(AMOUNT)).to_have_value("")
    expect(page.get_by_label("行业", exact=True)).to_have_value("")


def test_everything_typed_is_gone_once_it_is_cleared(opened: Opener) -> None:
    page = opened(RENOVATION)
    page.get_by_label(AMOUNT).fill("350万")
    condition(page, "独立法人资格", "符合")
    expect(page.locator("#result .result .sum strong")).to_have_text("70万元")
    page.get_by_role("button", name="清空").click()
    expect(page.locator("#result .result .sum strong")).to_have_count(0)
    page.reload()
    expect(page.get_by_label(AMOUNT)).to_have_value("")
    assert page.locator("form input[type=radio]:checked").count() == 0


def test_one_wrong_field_never_holds_up_the_others(opened: Opener) -> None:
    page = opened("/checkup")
    page.get_by_label("数字化转型实际投入金额").fill("3万50")
    page.get_by_label(AMOUNT).fill("350万")
    expect(page.locator("#result .result .sum strong")).to_have_text("70万元")
    wrong = page.locator("[data-field='数字化投入#0'] .wrong")
    expect(wrong).to_contain_text("不止一种读法")
    expect(page.locator("#result .left-out")).to_contain_text("有1个填的内容没有看懂")
    page.get_by_text("按某一天的政策计算").click()
    page.get_by_label("日期").fill("下周")
    expect(page.locator("[data-field='as_of'] .wrong")).to_contain_text("现在按今天计算")
    expect(page.locator("#result .result .sum strong")).to_have_text("70万元")


def test_on_a_phone_the_result_is_in_view_while_one_types(opened: Opener) -> None:
    page = opened(RENOVATION)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a TypedDict of playwright's
    page.get_by_label(AMOUNT).fill("350万")
    brief = page.locator("#brief")
    expect(brief).to_have_text("如果条件都符合，可获 70万元")
    expect(brief).to_be_in_viewport()
    expect(page.locator("#result .sum")).not_to_be_in_viewport()
    brief.click()
    expect(page.locator("#result .sum")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_schemes_for_somebody_else_are_folded_and_come_back(opened: Opener) -> None:
    page = opened("/checkup")
    park = page.locator(".matter[data-matter='park-headquarters']")
    expect(park).to_have_attribute("open", "")
    page.get_by_role("group", name="身份", exact=True).get_by_label("企业").check()
    expect(park).not_to_have_attribute("open", "")
    expect(park.locator("summary")).to_contain_text("给产业园区运营方的")
    page.goto(page.url.replace("/checkup", RENOVATION))
    expect(page.locator(".schemes.folded a")).to_have_count(3)
    page.get_by_label("产业园区运营方").check()
    expect(page.locator(".schemes.folded a")).to_have_count(2)
    page.get_by_label("行业", exact=True).select_option("其他行业")
    expect(page.locator(".schemes.folded a")).to_have_count(5)  # all of the text that lists some


def test_a_profile_fills_the_forms_and_the_first_question_and_can_be_deleted(
    opened: Opener,
) -> None:
    page = opened("/profile")
    save_profile(page)
    expect(page.locator("#profile-words")).to_have_text("我们做眼镜，符合“四上企业”。")
    page.goto(page.url.replace("/profile", "/calc?rule=digital-transformation"))
    expect(page.locator(".from-profile")).to_be_visible()
    page.get_by_label("数字化转型实际投入金额").fill("62万")
    # nothing is asked back
    expect(page.locator("#brief")).to_have_text("如果条件都符合，最高 24.8万元")
    page.goto(re.sub(r"/calc.*", "/", page.url))
    box = page.locator("#question textarea")
    expect(box).to_have_value("我们做眼镜，符合“四上企业”。")
    box.press("End")
    box.press_sequentially("数字化投了62万，能补多少？")
    page.locator("#send").click()
    expect(page.locator(".turn .conclusion")).to_contain_text("24.8万元")
    expect(page.locator(".turn .asked")).to_contain_text("我们做眼镜，符合“四上企业”。")
    page.goto(re.sub(r"/c/.*", "/profile", page.url))
    page.get_by_role("button", name="删除档案").click()
    page.goto(page.url.replace("/profile", "/checkup"))
    expect(page.locator("#brief")).not_to_be_empty()
    assert page.locator("form input:checked").count() == 0
    assert page.evaluate("localStorage.getItem('policy-qa.profile')") is None


def test_an_address_that_holds_facts_goes_before_what_is_kept(opened: Opener) -> None:
    page = opened(RENOVATION)
    page.get_by_label(AMOUNT).fill("350万")
    expect(page.locator("#result .result .sum strong")).to_have_text("70万元")
    page.goto(f"{page.url}&投资额=500万")
    expect(page.get_by_label(AMOUNT)).to_have_value("500万")
    expect(page.locator("#result .result .sum strong")).to_have_text("100万元")


def test_what_the_browser_kept_of_something_hostile_does_no_harm(opened: Opener) -> None:
    page = opened(RENOVATION)
    bad = '<img src=x onerror="window.pwned=true">'
    page.get_by_label(AMOUNT).fill(bad)
    expect(page.locator("[data-field='投资额#0'] .wrong")).to_contain_text("<img")
    for kept in ("[]", "no json", '{"forms":3,"rows":{"technical-renovation":{"nowhere":9}}}'):
        page.evaluate("kept => localStorage.setItem('policy-qa.form', kept)", kept)
        page.reload()
        expect(page.locator("#result .reply")).to_be_visible()
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx"])
def test_the_report_is_downloaded_without_leaving_the_form(opened: Opener, suffix: str) -> None:
    page = opened("/checkup")
    page.get_by_label(AMOUNT).fill("350万")
    button = page.locator(f"button[formaction$='report.{suffix}']")
    with page.expect_download() as waiting:
        button.click()
    assert re.fullmatch(
        rf"政策体检报告-\d{{4}}-\d\d-\d\d\.{suffix}", waiting.value.suggested_filename
    )
    written = waiting.value.path().read_bytes()
    if suffix == "pdf":
        text = pypdfium2.PdfDocument(written)[0].get_textpage().get_text_range()
        assert "70万元" in text
    else:
        assert written.startswith(b"PK")
    expect(page.get_by_label(AMOUNT)).to_have_value("350万")


@pytest.mark.parametrize("path", ["/", "/calc", "/checkup", "/library", "/profile"])
def test_the_banner_of_a_text_that_ends_soon_stands_above_every_page(
    opened: Opener, server: str, path: str
) -> None:
    page = opened(path)
    expected = "有效期提醒" in page.request.get(f"{server}/calc").text()
    expect(page.locator(".masthead")).to_be_visible()
    if expected:
        expect(page.locator(".expiry")).to_contain_text("有效期")
        box = page.locator(".expiry").bounding_box()
        assert box is not None
        assert box["y"] == 0
    else:
        expect(page.locator(".expiry")).to_have_count(0)


def test_without_scripts_a_form_is_still_computed(browser, server: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{server}/calc?rule=public-platform")
    page.get_by_role("button", name="再加一个项目").click()
    amounts = page.get_by_label("平台项目当年实际总投入")
    amounts.nth(0).fill("260万")
    amounts.nth(1).fill("100万")
    for at in (0, 1):
        page.get_by_label("第1年").nth(at).check()
    page.get_by_role("button", name="计算").click()
    expect(page.locator("#result .result .sum strong")).to_have_text("180万元")
    context.close()
