"""A lost connection is said on the page, and taken back, without a storm of questions."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

BAR = ".offline-bar"


def counted(page: Page) -> list[str]:
    """Return the list that every look at the service is added to from now on."""
    looks: list[str] = []
    page.on("request", lambda one: looks.append(one.url) if "healthz" in one.url else None)
    return looks


def test_a_device_without_a_network_is_told_so_until_it_has_one(page: Page, server: str) -> None:
    page.goto(f"{server}/library")
    expect(page.locator(BAR)).to_have_count(0)
    page.context.set_offline(True)
    expect(page.locator(BAR)).to_contain_text("没有连上网络")
    expect(page.locator(BAR)).to_be_in_viewport()
    page.context.set_offline(False)
    expect(page.locator(BAR)).to_have_count(0)


def test_a_service_that_is_gone_is_looked_for_more_and_more_seldom(page: Page, server: str) -> None:
    page.clock.install()
    page.goto(f"{server}/library")
    looks = counted(page)
    page.route("**/healthz", lambda route: route.abort())
    page.evaluate("fetch('healthz').catch(() => null)")  # as a page's own call fails
    expect(page.locator(BAR)).to_contain_text("与服务的连接断开了")
    for _ in range(60):
        page.clock.run_for(10_000)
        page.wait_for_timeout(20)
    assert 5 <= len(looks) <= 20  # in ten minutes
    page.unroute("**/healthz")
    for _ in range(30):
        page.clock.run_for(3_000)
        page.wait_for_timeout(50)
    expect(page.locator(BAR)).to_have_count(0)


def test_what_a_proxy_says_in_place_of_the_service_counts_as_gone(page: Page, server: str) -> None:
    def gateway(route: Route) -> None:
        route.fulfill(status=502, body="")

    page.goto(f"{server}/library")
    page.route("**/healthz", gateway)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(BAR)).to_contain_text("与服务的连接断开了")


def test_the_words_say_themselves_to_who_hears_the_page(page: Page, server: str) -> None:
    page.goto(f"{server}/library")
    page.context.set_offline(True)
    expect(page.get_by_role("alert")).to_contain_text("会自己消失")
