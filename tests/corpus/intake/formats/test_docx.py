"""Word files: numbers, tables, tracked changes, and what stands beside the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.intake.formats import Kind, Original, as_html, read
from tests.corpus.intake.formats.making import levels, make_docx, numbered, paragraph, part

_CHINESE = levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
_ARTICLES = levels(("chineseCounting", "第%1条"), ("decimal", "%1.%2"))
_LIST = part(
    "numbering",
    f'<w:abstractNum w:abstractNumId="0">{_CHINESE}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{_ARTICLES}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>',
)


def _read(path: Path, body: str, parts: dict[str, str] | None = None) -> Original:
    return read(make_docx(path / "a.docx", body, parts))


def _lines(path: Path, body: str, **parts: str) -> list[str]:
    return _read(path, body, {f"{name}.xml": text for name, text in parts.items()}).text.split()


def test_automatic_numbers_of_several_levels_become_what_is_printed(tmp_path: Path) -> None:
    body = [("甲", 0), ("乙", 1), ("丙", 2), ("丁", 2), ("戊", 1), ("己", 2), ("庚", 0), ("辛", 1)]
    found = _lines(tmp_path, "".join(numbered(w, n) for w, n in body), numbering=_LIST)
    assert " ".join(found) == "一、甲 （一）乙 1. 丙 2. 丁 （二）戊 1. 己 二、庚 （一）辛"


def test_two_lists_count_apart_and_one_goes_on_behind_the_other(tmp_path: Path) -> None:
    body = numbered("甲", 0) + numbered("乙", 0, 2) + numbered("丙", 0) + numbered("丁", 0, 2)
    found = _read(tmp_path, body, {"numbering.xml": _LIST}).text
    assert found == "一、甲\n第一条 乙\n二、丙\n第二条 丁\n"


def test_a_number_of_two_levels_names_both(tmp_path: Path) -> None:
    body = numbered("甲", 0, 2) + numbered("乙", 1, 2) + numbered("丙", 1, 2)
    assert "一.1 乙" in _read(tmp_path, body, {"numbering.xml": _LIST}).text
    legal = _LIST.replace('<w:lvlText w:val="%1.%2"/>', '<w:lvlText w:val="%1.%2"/><w:isLgl/>')
    assert "1.2 丙" in _read(tmp_path, body, {"numbering.xml": legal}).text


def test_a_list_told_to_begin_anew_does(tmp_path: Path) -> None:
    body = numbered("甲", 2) + numbered("乙", 2) + numbered("丙", 2, 3) + numbered("丁", 2, 3)
    assert _read(tmp_path, body, {"numbering.xml": _LIST}).text == "1. 甲\n2. 乙\n1. 丙\n2. 丁\n"


def test_an_empty_numbered_paragraph_is_counted_as_word_counts_it(tmp_path: Path) -> None:
    body = numbered("甲", 0) + numbered("<w:r/>", 0) + numbered("丙", 0)
    assert _read(tmp_path, body, {"numbering.xml": _LIST}).text == "一、甲\n三、丙\n"


def test_a_style_numbers_its_paragraphs_and_zero_takes_the_number_away(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:styleId="Base"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Own"><w:name w:val="own"/><w:basedOn w:val="Base"/></w:style>',
    )
    styled = '<w:pStyle w:val="Own"/>'
    body = (
        paragraph("甲", styled)
        + paragraph("乙", styled + '<w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph("丙", styled)
    )
    found = _read(tmp_path, body, {"numbering.xml": _LIST, "styles.xml": styles}).text
    assert found == "第一条 甲\n乙\n第二条 丙\n"


@pytest.mark.parametrize(
    ("form", "third"),
    [
        ("decimal", "3"), ("japaneseCounting", "三"), ("ideographDigital", "三"),
        ("decimalEnclosedCircle", "③"), ("decimalFullWidth", "３"), ("upperRoman", "III"),
        ("lowerLetter", "c"), ("ideographTraditional", "丙"), ("chineseLegalSimplified", "叁"),
        ("decimalZero", "03"), ("ideographEnclosedCircle", "㊂"), ("nobodyKnowsThis", "3"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_list_says(tmp_path: Path, form: str, third: str) -> None:
    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{levels((form, "%1、"))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    body = "".join(numbered(words, 0) for words in "甲乙丙")
    assert _lines(tmp_path, body, numbering=numbering)[-1] == f"{third}、丙"


def test_bullets_are_marks_and_not_numbers(tmp_path: Path) -> None:
    numbering = part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{levels(("bullet", ""))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    assert _read(tmp_path, numbered("甲", 0), {"numbering.xml": numbering}).text == "• 甲\n"


def test_tracked_changes_are_accepted_and_said(tmp_path: Path) -> None:
    words = (
        "<w:r><w:t>最高</w:t></w:r>"
        "<w:del><w:r><w:delText>100</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>200</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>新处</w:t></w:r></w:moveTo>"
        "<w:r><w:t>万元。</w:t></w:r>"
    )
    found = _read(tmp_path, paragraph(words))
    assert found.text == "最高200新处万元。\n"
    assert any("修订痕迹已按接受处理" in note for note in found.notes)


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    body = paragraph("前半，", "<w:rPr><w:del/></w:rPr>") + paragraph("后半。")
    assert _read(tmp_path, body).text == "前半，后半。\n"


def _cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def _rows(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_merged_cells_keep_their_rows_whole(tmp_path: Path) -> None:
    table = _rows(
        _cell("级别", '<w:gridSpan w:val="2"/>') + _cell("标准"),
        _cell("国家级", '<w:vMerge w:val="restart"/>') + _cell("首次") + _cell("20万元"),
        _cell("", "<w:vMerge/>") + _cell("再次") + _cell("10万元"),
    )
    assert _read(tmp_path, table).text.splitlines() == [
        "| 级别 | 标准 |",
        "| 国家级 | 首次 | 20万元 |",
        "| 国家级 | 再次 | 10万元 |",
    ]


def test_a_deleted_row_is_gone_and_numbers_in_cells_are_printed(tmp_path: Path) -> None:
    table = (
        f"<w:tbl><w:tr><w:tc>{numbered('甲', 2)}</w:tc>{_cell('1万元')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{_cell('删') + _cell('去')}</w:tr>"
        f"<w:tr><w:tc>{numbered('乙', 2)}</w:tc>{_cell('2万元')}</w:tr></w:tbl>"
    )
    found = _read(tmp_path, table, {"numbering.xml": _LIST}).text
    assert found == "| 1. 甲 | 1万元 |\n| 2. 乙 | 2万元 |\n"


_BOX = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"


def test_what_stands_beside_the_text_is_left_out_or_placed_and_said(tmp_path: Path) -> None:
    body = (
        paragraph("目录行", '<w:pStyle w:val="T1"/>')
        + paragraph(
            "<w:r><w:t>规上企业</w:t></w:r>"
            '<w:r><w:footnoteReference w:id="1"/></w:r>'
            '<w:r><w:commentReference w:id="0"/></w:r>'
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
            "<w:r><w:t>可以申请。</w:t></w:r>"
        )
        + paragraph(f"<w:r><w:pict><v:textbox>{_BOX}</v:textbox></w:pict></w:r>")
    )
    note = f'<w:footnote w:id="1">{paragraph("指年收入两千万以上。")}</w:footnote>'
    parts = {
        "styles.xml": part("styles", '<w:style w:styleId="T1"><w:name w:val="toc 1"/></w:style>'),
        "footnotes.xml": part("footnotes", note),
        "header1.xml": part("hdr", paragraph("内部资料")),
    }
    found = _read(tmp_path, body, parts)
    assert found.text == "规上企业可以申请。\n（脚注：指年收入两千万以上。）\n框内\n"
    for said in ("内部资料", "脚注 1 条", "批注 1 条", "目录 1 行", "隐藏文字 1 处", "文本框 1 个"):
        assert any(said in note for note in found.notes), said


def test_a_text_box_stored_twice_for_older_programs_is_read_once(tmp_path: Path) -> None:
    words = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{_BOX}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{_BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert _read(tmp_path, paragraph(words)).text == "框内\n"


def test_a_line_break_inside_a_paragraph_ends_the_line(tmp_path: Path) -> None:
    words = "<w:r><w:t>一、甲</w:t><w:br/><w:t>（一）乙</w:t></w:r>"
    assert _read(tmp_path, paragraph(words)).text == "一、甲\n（一）乙\n"


def test_it_is_one_page_and_knows_its_source(tmp_path: Path) -> None:
    found = _read(tmp_path, paragraph("正文。"))
    assert (found.kind, [(p.number, p.start, p.end) for p in found.pages]) == (
        Kind.DOCX,
        [(1, 0, 4)],
    )
    assert len(found.sha256) == 64


def test_the_preview_says_the_same_and_refers_to_nothing(tmp_path: Path) -> None:
    relations = (
        "<Relationships>"
        "<Relationship Id='r1' TargetMode='External' Target='http://evil.example/p.png'/>"
        "<Relationship Id='r2' Target='media/a.png'/>"
        "<Relationship Id='r3' Target='../../../etc/passwd'/>"
        "</Relationships>"
    )
    blips = (f'<a:blip r:embed="r{i}"/>' for i in (1, 2, 3))
    pictures = "".join(f"<w:r><w:drawing>{blip}</w:drawing></w:r>" for blip in blips)
    body = (
        numbered("&lt;script&gt;alert(1)&lt;/script&gt;", 0)
        + paragraph(f"<w:hyperlink r:id='r1'><w:r><w:t>链接</w:t></w:r></w:hyperlink>{pictures}")
        + _rows(_cell("级别", '<w:gridSpan w:val="2"/>'), _cell("甲") + _cell("乙"))
    )
    path = make_docx(
        tmp_path / "a.docx",
        body,
        {
            "numbering.xml": _LIST,
            "_rels/document.xml.rels": relations,
            "media/a.png": b"\x89PNG\r\n\x1a\n-",
        },
    )
    page = as_html(path)
    assert "<p>一、&lt;script&gt;alert(1)&lt;/script&gt;</p>" in page
    assert '<td colspan="2" rowspan="1">级别</td>' in page
    assert page.count("data:image/png;base64,") == page.count("<img") == 1
    assert "http" not in page
    assert "<script" not in page
