"""Whether a page is there for everybody: by axe-core's rules, zoomed in, by keyboard alone."""

from __future__ import annotations

from typing import Final, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Look = Literal["light", "dark"]
LOOKS: Final[tuple[Look, ...]] = ("light", "dark")
DESKTOP: Final = (1280, 900)
PHONE: Final = (390, 844)
ZOOMED: Final = ((640, 450), (320, 225))  # what 200 % and 400 % leave of a window of 1280 × 900
GRAVE: Final = ("serious", "critical")
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


def grave(page: Page) -> list[str]:
    """What axe-core finds serious on a page as it stands, each with its place and why."""
    return [
        f"{one['id']}: {node['target']} {(node['any'] or [{}])[0].get('message')}"
        for one in Axe().run(page).response["violations"]
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def nothing_is_cut_off(page: Page) -> None:
    """Fail where words of a page as it stands reach beyond the window and can't be scrolled to."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(CUT_OFF) == []


def the_keyboard_reaches_every_control(page: Page) -> None:
    """Fail where a control is not reached, out of order, or without showing where the focus is."""
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


def accessible(page: Page) -> None:
    """Fail where a page as it stands, light or dark, on a desk or zoomed in, shuts anybody out."""
    for look in LOOKS:
        page.emulate_media(color_scheme=look)
        assert grave(page) == [], look
    page.emulate_media(color_scheme="light")
    for width, height in ZOOMED:
        page.set_viewport_size({"width": width, "height": height})
        nothing_is_cut_off(page)
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    the_keyboard_reaches_every_control(page)
