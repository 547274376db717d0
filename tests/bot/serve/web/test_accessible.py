"""Every page for everybody: by axe-core's rules, zoomed in, in the dark, by keyboard alone."""

from __future__ import annotations

from itertools import product
from typing import Any, Final, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot.records.accounts import Role
from environment.settings import Settings
from tests.bot.serve.web.pages import ALL, STAFF
from tests.running import PASSWORD, Running, account_of

LOOKS: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
DESKTOP: Final = (1280, 900)
PHONE: Final = (390, 844)
ZOOMED: Final = ((640, 450), (320, 225))  # what 200 % and 400 % leave of a window of 1280 × 900
GRAVE: Final = ("serious", "critical")
OFFICER: Final = "everything"
TABS: Final = 400  # more than any page has controls

# Words that reach beyond the window, where nothing around them can be scrolled.
CUT_OFF: Final = """() => {
  const scrolled = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(one).overflowX)) return true;
    return false;
  };
  const cut = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (!node.data.trim() || !holder.checkVisibility({ visibilityProperty: true })) continue;
    if (holder.closest(".skip, .unseen, script, style, option") || scrolled(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width && (box.right > innerWidth + 1 || box.left < -1)) cut.push(node.data.trim());
  }
  return cut;
}"""
CONTROLS: Final = "a[href], button, input, select, textarea, summary, [tabindex='0']"
# Where the focus is: which of all controls, whether it can be seen that it is there.
FOCUSED: Final = """(controls) => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const look = getComputedStyle(one);
  return {
    place: [...document.querySelectorAll(controls)].indexOf(one),
    seen: look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0,
    what: one.outerHTML.slice(0, 120),
  };
}"""
# Every control that must be reached; of radio buttons one is, the arrows lead to the others.
REACHABLE: Final = """(controls) =>
  [...document.querySelectorAll(controls)].flatMap((one, place) => {
    const kept = one.disabled || one.tabIndex < 0 || ["hidden", "radio"].includes(one.type);
    return kept || !one.checkVisibility() ? [] : [place];
  })"""


@pytest.fixture(scope="module", autouse=True)
def officer(running: Running) -> None:
    """Add an account that may see every page of the staff."""
    account_of(Settings(policy_var=running.log.parent / "var"), OFFICER, *Role)


def shown(page: Page, server: str, name: str, size: tuple[int, int] = DESKTOP) -> None:
    """Open a page of the list in a window of that size; those of the staff signed in."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(server + ALL[name])
    if name in STAFF and "sign-in" in page.url:
        page.get_by_label("登录名").fill(OFFICER)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.goto(server + ALL[name])
    expect(page.locator("h1").first).to_be_visible()


@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing_serious_light_or_dark_on_desktop_or_phone(
    page: Page, server: str, name: str
) -> None:
    for look, size in product(LOOKS, (DESKTOP, PHONE)):
        page.emulate_media(color_scheme=look)
        shown(page, server, name, size)
        found: list[dict[str, Any]] = Axe().run(page).response["violations"]
        grave = [
            f"{look} {size} {one['id']}: {node['target']} {(node['any'] or [{}])[0].get('message')}"
            for one in found
            if one["impact"] in GRAVE
            for node in one["nodes"]
        ]
        assert grave == []


@pytest.mark.parametrize("name", ALL)
def test_zoomed_in_nothing_is_cut_off(page: Page, server: str, name: str) -> None:
    for size in ZOOMED:
        shown(page, server, name, size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("name", ALL)
def test_the_keyboard_reaches_every_control_in_order_and_shows_where_it_is(
    page: Page, server: str, name: str
) -> None:
    shown(page, server, name)
    page.wait_for_load_state("networkidle")  # a banner that comes later would shift the controls
    reached: list[int] = []
    for _ in range(TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED, CONTROLS)
        if focused is None:  # behind the last control: the next is the first
            continue
        if focused["place"] in reached:
            break
        assert focused["seen"], focused["what"]
        reached.append(focused["place"])
    first = reached.index(min(reached))  # a page may begin in its box
    assert reached[first:] + reached[:first] == sorted(reached)
    assert set(page.evaluate(REACHABLE, CONTROLS)) <= set(reached)


def test_the_first_key_skips_the_bar_on_top(page: Page, server: str) -> None:
    shown(page, server, "政策库")
    for _ in range(page.locator(".expiry a").count() + 1):  # a warning stands before the bar
        page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("查找")).to_be_focused()


def test_every_page_has_one_first_heading_and_a_title_that_no_other_has(
    page: Page, server: str
) -> None:
    titles = []
    for name in ALL:
        shown(page, server, name)
        expect(page.locator("h1")).to_have_count(1)
        titles.append(page.title())
    assert all(titles)
    assert len(set(titles)) == len(titles), titles
