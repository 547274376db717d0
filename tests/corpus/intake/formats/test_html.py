"""Web pages: the matter without what stands around it, in whatever encoding, and harmless."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.intake.formats import Kind, Original, as_html, read
from corpus.problem import DataError

_TEXT = (
    "<p>　　一、对符合条件的企业，给予一次性资助。</p>"
    "<p>　　二、本措施由区主管部门负责解释，自印发之日起施行。</p>"
)
_AROUND = (
    "<div class='nav'><a href='/'>首页</a><a href='/a'>政务公开</a></div>{}"
    "<div class='foot'>主办：某区办公室，邮编：000000</div>"
)


def _page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def _read(folder: Path, page: str | bytes) -> Original:
    path = folder / "page.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read(path)


def test_what_stands_around_goes_and_is_said(tmp_path: Path) -> None:
    page = _page(_AROUND.format(f"<div><h1>若干措施</h1><div id='zoom'>{_TEXT}</div></div>"))
    found = _read(tmp_path, page)
    assert found.kind is Kind.HTML
    assert found.text.splitlines() == [
        "若干措施",
        "一、对符合条件的企业，给予一次性资助。",
        "二、本措施由区主管部门负责解释，自印发之日起施行。",
    ]


def test_a_page_without_parts_keeps_every_paragraph(tmp_path: Path) -> None:
    assert "首段" in _read(tmp_path, _page(f"<p>首段。</p>{_TEXT}<p>附件目录</p>")).text


def test_a_paragraph_beside_a_larger_part_is_not_lost(tmp_path: Path) -> None:
    found = _read(tmp_path, _page(f"<p>各有关单位，现予印发。</p><div>{_TEXT * 5}</div>"))
    assert found.text.startswith("各有关单位，现予印发。\n")


def test_line_breaks_end_lines_and_lists_are_numbered(tmp_path: Path) -> None:
    body = (
        "<div>一、范围。<br>二、对象：<ol start='3'><li>甲企业，</li><li>乙企业。</li></ol></div>"
    )
    assert _read(tmp_path, _page(body)).text.splitlines() == [
        "一、范围。", "二、对象：", "3. 甲企业，", "4. 乙企业。",
    ]  # fmt: skip


def test_a_table_keeps_merged_cells(tmp_path: Path) -> None:
    table = (
        "<table><tr><td rowspan='2'>国家级</td><td>首次</td><td>20万元</td></tr>"
        "<tr><td>再次</td><td>10万元</td></tr></table>"
    )
    found = _read(tmp_path, _page(_TEXT + table))
    assert found.text.endswith("| 国家级 | 首次 | 20万元 |\n| 国家级 | 再次 | 10万元 |\n")


def test_a_table_that_only_sets_out_the_page_is_none(tmp_path: Path) -> None:
    frame = f"<table><tr><td>左栏</td><td><div>{_TEXT * 3}</div></td></tr></table>"
    assert "|" not in _read(tmp_path, _page(frame)).text


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("gb18030", "gb2312"), ("gb18030", "utf-8"), ("utf-8", "gb2312"), ("utf-16", ""),
        ("utf-8-sig", ""),
    ],
)  # fmt: skip
def test_its_bytes_are_believed_before_its_word(tmp_path: Path, codec: str, declared: str) -> None:
    page = _page(_TEXT, f"<meta charset={declared}>" if declared else "")
    assert "给予一次性资助" in _read(tmp_path, page.encode(codec)).text


def test_an_encoding_of_elsewhere_is_taken_from_what_it_declares(tmp_path: Path) -> None:
    page = _page("<p>補助辦法，第一條。</p>" * 3, "<meta charset=big5>")
    assert "補助辦法" in _read(tmp_path, page.encode("big5")).text


def test_hidden_words_and_scripts_are_no_text(tmp_path: Path) -> None:
    hidden = "<div style='display: none'>看不见，的字。</div><script>var 变量='，。';</script>"
    found = _read(tmp_path, _page(hidden + _TEXT))
    assert "看不见" not in found.text
    assert "变量" not in found.text


def test_the_preview_runs_and_fetches_nothing(tmp_path: Path) -> None:
    evil = (
        "<img src='http://evil.example/a.png' onerror='alert(1)'><svg onload='alert(2)'></svg>"
        "<a href='javascript:alert(3)'>点</a><iframe src='//evil.example'></iframe>"
        "<p style='background:url(http://evil.example)' onclick='x()'>字</p>"
        "<img src='data:image/svg+xml;base64,PHN2Zz4='>"
        "<img src='data:image/png;base64,iVBORw0KGgo='>"
        "<object data='x'></object><link rel=stylesheet href='http://evil.example/a.css'>"
    )
    path = tmp_path / "page.html"
    path.write_text(_page(f"<div>{_TEXT}{evil}</div>"), encoding="utf-8")
    page = as_html(path)
    assert "给予一次性资助" in page
    for bad in (
        "evil",
        "onerror",
        "onclick",
        "javascript",
        "<svg",
        "svg+xml",
        "iframe",
        "style",
        "href",
    ):
        assert bad not in page, bad
    assert page.count("data:image/png") == 1


@pytest.mark.parametrize("depth", [150, 5_000])
def test_deep_nesting_is_read_or_refused_but_does_no_harm(tmp_path: Path, depth: int) -> None:
    page = _page("<div>" * depth + _TEXT + "</div>" * depth)
    try:
        found = _read(tmp_path, page)
    except DataError:
        assert depth > 150
    else:
        assert "一次性资助" in found.text


def test_a_cell_that_claims_a_million_columns_is_bounded(tmp_path: Path) -> None:
    table = "<table><tr><td colspan='1000000' rowspan='1000000'>甲，</td><td>乙</td></tr></table>"
    assert "| 甲， | 乙 |" in _read(tmp_path, _page(_TEXT + table)).text
