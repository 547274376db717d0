"""Page 咨询 in a real browser, against the real app."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bot.serve.web.conftest import Opener

QUESTION = "我们厂上一年度技改投了350万，能补多少？"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("您的问题")
    box.fill(question)
    box.press("Enter")


def latest(page: Page, number: int = 1) -> str:
    conclusion = page.locator(f"#turn-{number} .conclusion")
    expect(conclusion).to_be_visible()
    return conclusion.inner_text()


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_amount_and_the_highlighted_clause_are_read_after_one_question(
    opened: Opener, window: dict[str, int]
) -> None:
    page = opened("/")
    page.set_viewport_size({"width": window["width"], "height": window["height"]})
    ask(page, QUESTION)
    assert "70万元" in latest(page)
    expect(page.locator("#turn-1 .sum strong")).to_have_text("70万元")
    expect(page.locator("#turn-1 .steps")).to_contain_text("3,500,000元 × 20%")
    marked = page.locator("#sources mark").first
    expect(marked).to_contain_text("20%")
    expect(page.locator("#sources .clause").first).to_contain_text("支持时尚制造企业技术改造升级")
    expect(page.locator("#sources .badge").first).to_have_text("有效期内")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= window["width"]


def test_on_a_phone_the_amount_is_in_the_first_screen_after_asking(opened: Opener) -> None:
    page = opened("/")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    ask(page, QUESTION)
    expect(page.locator("#turn-1 .sum strong")).to_be_in_viewport()


def test_a_marker_leads_to_the_clause_it_cites_and_the_conversation_stays(opened: Opener) -> None:
    page = opened("/?from=portal")
    ask(page, QUESTION)
    latest(page)
    page.locator("#turn-1 a.ref").first.click()
    expect(page.locator("#sources .clause.looked-at")).to_be_in_viewport()
    assert "70万元" in latest(page)


def test_a_follow_up_goes_on_with_the_same_matter(opened: Opener) -> None:
    page = opened("/")
    ask(page, QUESTION)
    assert "70万元" in latest(page)
    ask(page, "那如果是3000万呢")
    assert "500万元" in latest(page, 2)
    expect(page.locator("#turn-1 .sum strong")).to_have_text("70万元")


def test_an_example_can_be_tapped(opened: Opener) -> None:
    page = opened("/")
    example = page.locator("button.choice").first
    words = example.inner_text()
    example.click()
    latest(page)
    expect(page.locator("#turn-1 .asked")).to_have_text(words)


def test_what_may_be_tapped_next_follows_from_the_reply(opened: Opener) -> None:
    page = opened("/")
    before = page.locator("button.choice").first.inner_text()
    ask(page, QUESTION)
    latest(page)
    following = page.locator("button.choice:visible").first
    expect(following).to_be_visible()
    assert following.inner_text() != before
    following.click()
    latest(page, 2)


def test_another_day_is_taken_into_account_and_named(opened: Opener) -> None:
    page = opened("/")
    page.get_by_text("按某一天的政策回答").click()
    page.get_by_label("日期").fill("2027-06-01")
    ask(page, QUESTION)
    said = latest(page)
    assert "70万元" not in said
    expect(page.locator("#turn-1")).to_contain_text("按2027年6月1日回答")
    expect(page.locator("#sources .badge").first).to_have_text("已过有效期")


def test_a_day_that_is_none_is_explained_and_the_question_stays(opened: Opener) -> None:
    page = opened("/")
    page.get_by_text("按某一天的政策回答").click()
    page.get_by_label("日期").fill("明天")
    ask(page, QUESTION)
    expect(page.locator("#talk [role=alert]")).to_contain_text("2026-11-22")
    expect(page.get_by_label("您的问题")).to_have_value(QUESTION)


HOSTILE = (
    '<img src=x onerror="window.pwned=1">技改投了350万能补多少',
    "<script>window.pwned=1</script>技改投了350万能补多少",
    "技改投了350万能补多少<svg/onload=window.pwned=1>",
    "技改投了350万能补多少${window.pwned=1}{{constructor.constructor('window.pwned=1')()}}",
    '技改投了350万能补多少"><iframe src="javascript:parent.pwned=1"></iframe>',
)


def test_markup_that_is_typed_is_shown_as_typed_and_never_runs(opened: Opener) -> None:
    page = opened("/")
    for number, hostile in enumerate(HOSTILE, start=1):
        ask(page, hostile)
        latest(page, number)
        expect(page.locator(f"#turn-{number} .asked")).to_have_text(hostile)
    assert page.evaluate("window.pwned") is None
    assert page.locator("#talk img, #talk script, #talk svg, #talk iframe").count() == 0


def test_thirty_thousand_characters_are_refused_in_words_and_kept(opened: Opener) -> None:
    page = opened("/")
    ask(page, "技改" * 15_000)
    expect(page.locator("#talk [role=alert]")).to_contain_text("30,000个字")
    assert len(page.get_by_label("您的问题").input_value()) == 30_000


def test_two_thousand_characters_are_answered(opened: Opener) -> None:
    page = opened("/")
    ask(page, QUESTION + "谢谢" * 950)
    assert latest(page)


ODD = ("\u202e技改\u0007投了350万\u200b能补多少", "How much subsidy do we get?", "😀😀", "？？？")


def test_odd_input_gets_a_reply_in_chinese(opened: Opener) -> None:
    page = opened("/")
    for number, typed in enumerate(ODD, start=1):
        ask(page, typed)
        assert re.search(r"[\u4e00-\u9fff]", latest(page, number))
    assert "Traceback" not in page.inner_text("body")


def test_an_empty_question_is_asked_for(opened: Opener) -> None:
    page = opened("/")
    ask(page, "   ")
    expect(page.locator("#talk [role=alert]")).to_contain_text("请先输入问题")


NUMBERS = "我们厂去年技改投了350万，质保金20万，能补多少？"


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_number_of_the_user_has_a_row_and_a_tap_changes_how_it_is_taken(
    opened: Opener, window: dict[str, int]
) -> None:
    page = opened("/")
    page.set_viewport_size({"width": window["width"], "height": window["height"]})
    ask(page, NUMBERS)
    assert "70万元" in latest(page)
    rows = page.locator("#turn-1 .ledger li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("350万采用投入")
    expect(rows.nth(1)).to_contain_text("20万未采用质保金")
    expect(page.locator("#turn-1 .line")).to_have_count(0)  # not told twice
    assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]
    page.get_by_role("button", name="20万：要扣除").click()
    assert "66万元" in latest(page, 2)
    expect(page.locator("#turn-2 .asked")).to_have_text("20万要扣除")
    expect(page.locator("#turn-2 .ledger .less")).to_have_text("扣除")
    expect(page.locator("#turn-1 .say")).to_have_count(0)  # a row changes the latest reply alone


def test_a_number_is_changed_by_completing_a_message_that_waits_in_the_box(opened: Opener) -> None:
    page = opened("/")
    ask(page, NUMBERS)
    latest(page)
    page.get_by_role("button", name="350万：改数").click()
    box = page.get_by_label("您的问题")
    expect(box).to_have_value("改成")
    expect(box).to_be_focused()
    box.press_sequentially("400万")
    box.press("Enter")
    assert "80万元" in latest(page, 2)


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_question_back_leads_the_reply_with_its_answers_and_no_amount(
    opened: Opener, window: dict[str, int]
) -> None:
    page = opened("/")
    page.set_viewport_size({"width": window["width"], "height": window["height"]})
    ask(page, "公共服务平台当年投了260万，能补多少？")
    question = page.locator("#turn-1 .question")
    expect(question).to_contain_text("第几年")
    expect(page.locator("#turn-1 .answers .say").last).to_be_in_viewport()
    expect(page.locator("#turn-1 .sum")).to_have_count(0)
    sizes = [
        page.locator(f"#turn-1 {part}").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        for part in (".question", ".conclusion")
    ]
    assert sizes[0] > sizes[1]
    page.get_by_role("button", name="第1年").click()
    assert "130万元" in latest(page, 2)
    expect(page.locator("#turn-2 .asked")).to_have_text("第1年")


def test_an_amount_with_words_that_nobody_understood_is_marked(opened: Opener) -> None:
    page = opened("/")
    ask(page, "去年技改投了340万，我们公司有个嗷呜计划，能补多少？")
    assert "68万元" in latest(page)
    apart = page.locator("#turn-1 .conclusion .uncounted")
    expect(apart).to_have_text("没有理解、未计入：“我们公司有个嗷呜计划”，如有影响请说明。")
    expect(page.locator("#turn-1 .sum.reserved .what")).to_have_text(
        "只按已理解的部分，如果条件都符合，可获"
    )
    expect(page.locator("#turn-1 .badge.warn")).to_have_text("有内容没有理解")


MIDDLE = """(one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  const words = range.getBoundingClientRect();
  return Math.round(words.top + words.height / 2);
}"""


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_two_tools_beside_the_heading_stand_in_one_line(
    opened: Opener, window: dict[str, int]
) -> None:
    page = opened("/")
    page.set_viewport_size({"width": window["width"], "height": window["height"]})
    mine, anew = (page.locator(one).evaluate(MIDDLE) for one in ("#mine", "#anew"))
    assert abs(mine - anew) <= 1


def test_a_draft_that_nobody_signed_is_not_shown_as_laid_down(opened: Opener) -> None:
    page = opened("/")
    ask(page, "技改的20%是固定比例吗？")
    latest(page)
    badges = page.locator("#turn-1 .state .badge")
    expect(badges).to_have_text(["未经签署的草案，仅供参考"])
    first = page.locator("#turn-1 .reply > p").nth(1)  # after the badges, before the conclusion
    expect(first).to_have_text("这一答复含有未经签署的草案，仅供参考，不是文件的规定。")
    copied = page.locator("#turn-1 [data-copy]").first.get_attribute("data-copy")
    assert copied is not None
    assert "草案，仅供参考，不是文件的规定。\n“按照" in copied
