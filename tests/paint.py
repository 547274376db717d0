"""``python -m tests.paint ADDRESS…``: when something is first seen of a page over a slow line."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS
from tests.programs import CHROMIUM

LINE: Final = {
    "offline": False,
    "latency": 40,  # ms
    "downloadThroughput": 1.6e6 / 8,  # bytes a second
    "uploadThroughput": 1.6e6 / 8,
}
WIDTH, HEIGHT = 390, 844  # of a phone
PAINTED: Final = """() => new Promise((done) =>
  new PerformanceObserver((seen) =>
    seen.getEntriesByName("first-contentful-paint").forEach((one) => done(one.startTime))
  ).observe({ type: "paint", buffered: true }))"""


def main() -> None:
    """Print the least and the greatest of each address, in ms."""
    parser = argparse.ArgumentParser(description="慢线路上打开一页，多久看到东西")
    parser.add_argument("addresses", nargs="+", help="网址，如 http://127.0.0.1:7860/")
    parser.add_argument("--times", type=int, default=3, help="每个网址打开几次")
    args = parser.parse_args()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        for address in args.addresses:
            taken = sorted(first_paint(browser, address) for _ in range(args.times))
            sys.stdout.write(f"{address}\t{taken[0]:.0f}–{taken[-1]:.0f} 毫秒\n")


def first_paint(browser: Browser, address: str) -> float:
    """After how many milliseconds something is seen, with nothing kept from before."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        page.goto(address)
        return float(page.evaluate(PAINTED))
    finally:
        context.close()


if __name__ == "__main__":
    main()
