"""Every page for everybody: by axe-core's rules, zoomed in, in the dark, by keyboard alone."""

from __future__ import annotations

import re
from itertools import product
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from bot.records.accounts import Role
from environment.settings import Settings
from tests.bot.serve.web.access import (
    DESKTOP,
    LOOKS,
    PHONE,
    ZOOMED,
    grave,
    nothing_is_cut_off,
    the_keyboard_reaches_every_control,
)
from tests.bot.serve.web.pages import ALL, STAFF
from tests.running import PASSWORD, Running, account_of

OFFICER: Final = "everything"


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
        expect(page).not_to_have_url(re.compile("sign-in"))  # going on at once would call it off
        page.goto(server + ALL[name])
    expect(page.locator("h1").first).to_be_visible()


@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing_serious_light_or_dark_on_desktop_or_phone(
    page: Page, server: str, name: str
) -> None:
    for look, size in product(LOOKS, (DESKTOP, PHONE)):
        page.emulate_media(color_scheme=look)
        shown(page, server, name, size)
        assert grave(page) == [], (look, size)


@pytest.mark.parametrize("name", ALL)
def test_zoomed_in_nothing_is_cut_off(page: Page, server: str, name: str) -> None:
    for size in ZOOMED:
        shown(page, server, name, size)
        nothing_is_cut_off(page)


@pytest.mark.parametrize("name", ALL)
def test_the_keyboard_reaches_every_control_in_order_and_shows_where_it_is(
    page: Page, server: str, name: str
) -> None:
    shown(page, server, name)
    the_keyboard_reaches_every_control(page)


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
