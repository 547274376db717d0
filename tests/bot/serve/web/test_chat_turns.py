"""Page 咨询: clauses beside the answer, taps, stop, copy, print, a new conversation."""

from __future__ import annotations

import json
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.bot.serve.web.conftest import Opener

QUESTION: Final = "我们厂上一年度技改投了350万，能补多少？"
OTHER: Final = "数字化转型投了60万，能补多少？"
DESKTOP: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
both = pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["desktop", "phone"])


def opened_at(opened: Opener, window: dict[str, int]) -> Page:
    page = opened("/")
    page.set_viewport_size({"width": window["width"], "height": window["height"]})
    return page


def ask(page: Page, question: str, number: int = 1) -> Locator:
    box = page.get_by_label("您的问题")
    box.fill(question)
    box.press("Enter")
    return answered(page, number)


def answered(page: Page, number: int) -> Locator:
    turn = page.locator(f"#turn-{number}")
    expect(turn.locator(".conclusion")).to_be_visible()
    return turn


def place(page: Page) -> float:
    top: float = page.evaluate("scrollY")
    return top


# ---- what is sent ----


def test_a_turn_is_sent_alone_however_long_the_conversation(opened: Opener) -> None:
    page = opened("/")
    sizes: list[int] = []
    page.on("response", lambda r: sizes.append(len(r.body())) if r.url.endswith("/ask") else None)
    for number in range(1, 7):
        ask(page, QUESTION, number)
    while len(sizes) < 6:  # the body of the last is told a moment after it is shown
        page.wait_for_timeout(50)
    assert max(sizes) - min(sizes) < 200
    expect(page.locator(".turn")).to_have_count(6)


# ---- clauses ----


def test_beside_the_answer_a_clause_is_looked_at_and_the_place_is_kept(opened: Opener) -> None:
    page = opened_at(opened, DESKTOP)
    first = ask(page, QUESTION)
    ask(page, OTHER, 2)
    expect(page.locator("#sources .clause").first).to_contain_text("数智化")
    marker = first.locator(".conclusion a.ref").first
    marker.scroll_into_view_if_needed()
    before, address = place(page), page.url
    marker.press("Enter")
    looked = page.locator("#sources .looked-at")
    expect(looked).to_contain_text("技术改造")
    expect(looked).to_be_focused()
    assert (place(page), page.url) == (before, address)
    page.keyboard.press("Escape")
    expect(marker).to_be_focused()


def test_on_a_phone_a_clause_is_a_sheet_that_escape_closes(opened: Opener) -> None:
    page = opened_at(opened, PHONE)
    first = ask(page, QUESTION)
    ask(page, OTHER, 2)
    sheet = page.get_by_role("dialog", name="条款原文")
    expect(sheet).to_have_count(0)
    marker = first.locator(".conclusion a.ref").first
    marker.scroll_into_view_if_needed()
    before, address = place(page), page.url
    marker.click()
    expect(sheet).to_be_visible()
    expect(sheet.locator(".looked-at")).to_contain_text("技术改造")
    expect(sheet.locator("mark").first).to_contain_text("20%")
    expect(sheet.get_by_role("link", name="在政策库中打开").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(marker).to_be_focused()
    assert (place(page), page.url) == (before, address)
    first.locator("a.source").first.click()
    sheet.get_by_role("button", name="关闭").click()
    expect(sheet).to_have_count(0)


def test_the_library_opens_beside_the_conversation(opened: Opener) -> None:
    page = opened_at(opened, DESKTOP)
    ask(page, QUESTION)
    with page.expect_popup() as library:
        page.locator("#sources").get_by_role("link", name="在政策库中打开").click()
    expect(library.value.locator("#clause")).to_contain_text("技术改造")
    expect(page.locator("#turn-1 .conclusion")).to_be_visible()


# ---- conditions ----


@both
def test_conditions_are_tapped_one_by_one_and_the_headline_is_conditional_until_then(
    opened: Opener, window: dict[str, int]
) -> None:
    page = opened_at(opened, window)
    turn, number = ask(page, QUESTION), 1
    while (open_ := turn.get_by_role("button", name="：符合").first).count():
        expect(turn.locator(".conclusion")).to_contain_text("如果待核实的条件都符合，")
        expect(turn.locator(".sum .what")).to_have_text("如果条件都符合，可获")
        open_.click()
        number += 1
        turn = answered(page, number)
        expect(turn.locator(".asked")).to_contain_text("：符合")
        expect(page.locator(f"#turn-{number - 1} .say")).to_have_count(0)
    assert number == 6
    expect(turn.locator(".conclusion")).to_contain_text("可获资助70万元")
    expect(turn.locator(".conclusion")).not_to_contain_text("如果")
    expect(turn.locator(".sum .what")).to_have_text("可获")
    assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]


def test_a_condition_that_fails_takes_the_amount_away_and_can_be_taken_back(
    opened: Opener,
) -> None:
    page = opened("/")
    turn = ask(page, OTHER)
    turn.get_by_role("button", name="“四上”企业：不符合").click()
    turn = answered(page, 2)
    expect(turn.locator(".badge").first).to_have_text("不符合条件")
    expect(turn).to_be_focused()
    turn.get_by_role("button", name="“四上”企业：符合").click()
    expect(answered(page, 3).locator(".sum strong")).to_have_text("24万元")
    page.locator("#turn-3").get_by_role("button", name="“四上”企业：不清楚").click()
    expect(answered(page, 4).locator(".question")).to_contain_text("四上")


# ---- stop, copy, print, a new conversation ----


def test_what_is_underway_can_be_stopped_and_has_not_been_asked(opened: Opener) -> None:
    page = opened("/")
    ask(page, QUESTION)
    held: list[Route] = []
    page.route("**/ask", lambda route: held.append(route))
    box = page.get_by_label("您的问题")
    box.fill(OTHER)
    box.press("Enter")
    expect(page.locator("#turn-2 .waiting")).to_be_visible()
    expect(page.get_by_role("button", name="提问")).to_have_count(0)
    page.get_by_role("button", name="停止").click()
    expect(page.locator("#talk [role=alert]")).to_have_text("已停止，这一问没有回答。")
    expect(page.locator(".turn")).to_have_count(1)
    expect(box).to_have_value(OTHER)
    expect(page.locator("#turn-1 .say").first).to_be_visible()
    page.unroute("**/ask")
    turn = ask(page, "那如果是3000万呢", 2)
    expect(turn.locator(".conclusion")).to_contain_text("500万元")


def test_an_answer_is_copied_with_its_citations(opened: Opener, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened("/")
    ask(page, QUESTION).get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    words = page.evaluate("navigator.clipboard.readText()")
    assert f"问：{QUESTION}" in words
    assert "如果待核实的条件都符合，可获资助70万元" in words
    assert "[1] 《若干措施》三、（二）4：“企业上一年度" in words


def test_where_the_browser_gives_no_clipboard_it_is_copied_all_the_same(opened: Opener) -> None:
    page = opened("/")
    page.evaluate(
        """() => {
          navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
          document.addEventListener("copy", () => { window.kept = getSelection().toString()
            || document.activeElement.value; });
        }"""
    )
    ask(page, QUESTION).get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert "70万元" in page.evaluate("window.kept")


def test_on_paper_everything_is_shown_and_nothing_to_press(opened: Opener) -> None:
    page = opened("/")
    first = ask(page, OTHER)
    page.evaluate("window.print = () => { window.printed = true; }")
    first.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(first.locator("details.trial .steps")).to_be_visible()
    expect(first.locator(".cited .clause").first).to_be_visible()
    expect(first.locator(".cited mark").first).to_be_visible()
    for hidden in ("button", "textarea", ".masthead", "aside"):
        assert not any(one.is_visible() for one in page.locator(hidden).all())
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(first.locator("details.trial .steps")).to_be_hidden()


@both
def test_a_new_conversation_begins_with_nothing_and_asks_nothing(
    opened: Opener, window: dict[str, int]
) -> None:
    page = opened_at(opened, window)
    example = page.locator("button.choice").first.inner_text()
    ask(page, QUESTION)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("button.choice").first).to_have_text(example)
    expect(page.get_by_label("您的问题")).to_be_focused()
    expect(page.locator("#sources .clause")).to_have_count(0)
    turn = ask(page, "那如果是3000万呢")
    expect(turn.locator(".conclusion")).not_to_contain_text("500万元")


# ---- who does not see, or does not use a mouse ----


def test_a_conclusion_is_announced_and_the_page_has_one_heading(opened: Opener) -> None:
    page = opened("/")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("#said")).to_have_text("")
    turn = ask(page, QUESTION)
    said = page.get_by_role("status").filter(has_text="70万元")
    expect(said).to_have_text("如果待核实的条件都符合，可获资助70万元（700,000元）。")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(turn.get_by_role("heading", level=2)).to_have_text(QUESTION)
    expect(page.get_by_label("您的问题")).to_be_focused()


def test_a_question_is_asked_tapped_and_read_with_the_keyboard_alone(opened: Opener) -> None:
    page = opened("/")
    expect(page.get_by_label("您的问题")).to_be_focused()
    page.keyboard.type("技改投了350万\n", delay=1)
    turn = answered(page, 1)
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.settle .say')"):
            break
    words = page.evaluate("document.activeElement.dataset.say")
    page.keyboard.press("Enter")
    expect(answered(page, 2).locator(".asked")).to_have_text(words)
    expect(page.locator("#turn-2")).to_be_focused()
    expect(turn.locator(".say")).to_have_count(0)


# ---- what is hostile ----


def test_what_comes_back_broken_is_said_and_nothing_runs(opened: Opener) -> None:
    page = opened("/")
    hostile = "<img src=x onerror='window.pwned=1'>"
    page.route("**/ask", lambda r: r.fulfill(body=json.dumps({"problem": hostile}) + "\n"))
    box = page.get_by_label("您的问题")
    box.fill(hostile)
    box.press("Enter")
    expect(page.locator("#talk [role=alert]")).to_have_text(hostile)
    expect(box).to_have_value(hostile)
    page.unroute("**/ask")
    page.route("**/ask", lambda r: r.fulfill(body="{not json\n"))
    box.press("Enter")
    expect(page.locator("#talk [role=alert]")).to_contain_text("断开")
    assert page.evaluate("window.pwned") is None
    assert page.locator("#talk img").count() == 0


def test_what_is_typed_never_runs_in_a_clause_a_copy_or_a_tap(opened: Opener) -> None:
    page = opened("/")
    hostile = "技改投了350万<script>window.pwned=1</script>\"'><b onclick=alert(1)>，能补多少？"
    turn = ask(page, hostile)
    expect(turn.locator(".asked")).to_have_text(hostile)
    assert hostile in (turn.locator(".copy").get_attribute("data-copy") or "")
    for tap in turn.locator(".say").all():
        assert tap.evaluate("e => e.attributes.length") <= 5
    assert page.evaluate("window.pwned") is None
    assert page.locator("#talk script, #talk b[onclick]").count() == 0
