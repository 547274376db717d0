"""Every page for everybody: by axe-core's rules, zoomed in, in the dark, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.records.accounts import Role
from environment.settings import Settings
from tests.bot.serve.web.access import (
    DESKTOP,
    LOOKS,
    PHONE,
    ZOOMED,
    Look,
    grave,
    nothing_is_cut_off,
    the_keyboard_reaches_every_control,
)
from tests.bot.serve.web.pages import ALL, STAFF
from tests.running import PASSWORD, Running, account_of

Shower = Callable[..., Page]  # of (name, window size, look)
OFFICER: Final = "everything"


@pytest.fixture(scope="module")
def officer(browser: Browser, running: Running) -> Iterator[BrowserContext]:
    """Sign an account in that may see every page of the staff.

    Once: who signs in for every page is refused after twenty of them within a minute.
    """
    account_of(Settings(policy_var=running.log.parent / "var"), OFFICER, *Role)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{running.address}/staff/sign-in")
        page.get_by_label("登录名").fill(OFFICER)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page).not_to_have_url(re.compile("sign-in"))
        yield context


@pytest.fixture
def shown(page: Page, officer: BrowserContext, server: str) -> Iterator[Shower]:
    """Open a page of the list in a window of a size; those of the staff signed in."""
    with officer.new_page() as of_staff:

        def show(name: str, size: tuple[int, int] = DESKTOP, look: Look = "light") -> Page:
            opened = of_staff if name in STAFF else page
            opened.emulate_media(color_scheme=look)
            opened.set_viewport_size({"width": size[0], "height": size[1]})
            opened.goto(server + ALL[name])
            expect(opened.locator("h1").first).to_be_visible()
            assert name not in STAFF or "sign-in" not in opened.url
            return opened

        yield show


@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing_serious_light_or_dark_on_desktop_or_phone(
    shown: Shower, name: str
) -> None:
    for look, size in product(LOOKS, (DESKTOP, PHONE)):
        assert grave(shown(name, size, look)) == [], (look, size)


@pytest.mark.parametrize("name", ALL)
def test_zoomed_in_nothing_is_cut_off(shown: Shower, name: str) -> None:
    for size in ZOOMED:
        nothing_is_cut_off(shown(name, size))


@pytest.mark.parametrize("name", ALL)
def test_the_keyboard_reaches_every_control_in_order_and_shows_where_it_is(
    shown: Shower, name: str
) -> None:
    the_keyboard_reaches_every_control(shown(name))


def test_the_first_key_skips_the_bar_on_top(shown: Shower) -> None:
    page = shown("政策库")
    for _ in range(page.locator(".expiry a").count() + 1):  # a warning stands before the bar
        page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("查找")).to_be_focused()


def test_every_page_has_one_first_heading_and_a_title_that_no_other_has(shown: Shower) -> None:
    titles = []
    for name in ALL:
        page = shown(name)
        expect(page.locator("h1")).to_have_count(1)
        titles.append(page.title())
    assert all(titles)
    assert len(set(titles)) == len(titles), titles
