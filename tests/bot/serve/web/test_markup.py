"""HTML that is safe by construction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.serve.web.markup import Highlight, Markup, highlighted, linked, tag
from corpus.document import Span

HOSTILE = "<img src=x onerror=alert(1)>\"'&"


def test_whatever_is_typed_is_escaped_in_text_and_in_attributes() -> None:
    shown = tag("p", HOSTILE, title=HOSTILE)
    assert "<img" not in shown
    assert shown.count("&lt;img src=x onerror=alert(1)&gt;&#34;&#39;&amp;") == 2


def test_an_attribute_without_value_is_left_out() -> None:
    assert tag("a", "x", href="/", aria_current=None, class_="y") == '<a href="/" class="y">x</a>'


def test_markers_become_links_and_unknown_ones_stay_as_they_are() -> None:
    shown = linked("按20%资助[1]，另见[3]", ("/#c1-1",))
    assert '<a class="ref" href="/#c1-1" aria-label="查看依据1">1</a>' in shown
    assert shown.endswith("另见[3]")


def test_a_highlight_names_its_role() -> None:
    shown = highlighted("按照20%资助", 10, [Highlight(Span(12, 15, "20%"), "比例")])
    assert shown.startswith('按照<mark title="比例">20%<span class="role"')
    assert shown.endswith("</mark>资助")


def test_words_that_two_spans_share_are_shown_once() -> None:
    marks = [Highlight(Span(0, 4, "一二三四")), Highlight(Span(2, 6, "三四五六"))]
    assert highlighted("一二三四五六七", 0, marks) == "<mark>一二三四</mark><mark>五六</mark>七"


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70))))
def test_highlighting_never_changes_or_loses_a_character(
    text: str, places: list[tuple[int, int]]
) -> None:
    marks = [Highlight(Span(min(place), max(place), "")) for place in places]
    shown = highlighted(text, 0, marks)
    bare = shown.replace("<mark>", "").replace("</mark>", "")
    assert Markup(bare) == Markup("{}").format(text)
