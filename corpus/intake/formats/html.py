"""Web pages: the text that is the page's matter, whatever stands around it.

Read with lxml and a few rules rather than with trafilatura, which was tried on 36 pages made of
twelve published texts: it lost table rows (12 of 48; all of them where the text is divided by <br>)
and joined or dropped lines there. Here only what is surely not the matter goes, and it is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree, html

from corpus.files import read_file
from corpus.intake.formats.folding import tidy
from corpus.intake.formats.matter import find_matter
from corpus.intake.formats.original import Draft
from corpus.intake.formats.table import Cell, write_table
from corpus.intake.formats.written import FORMATS
from corpus.problem import DataError, shown

_BYTES: Final = 20_000_000
_DECLARED: Final = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_NEVER: Final = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas",
    "button", "select", "input", "textarea", "nav", "header", "footer", "aside", "link",
}  # fmt: skip
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS: Final = {
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "main",
    "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "caption",
}  # fmt: skip
_LISTS: Final = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_SPAN: Final = 100  # columns or rows that a cell reaches over
_TITLE_META: Final = "ArticleTitle"  # of the meta data that sites of the government carry


def read_html(path: Path) -> Draft:
    """The matter of a web page: its title and text, tables as tables.

    Raises:
        DataError: it cannot be read, is too long or holds no text.
    """
    page, encoding = _parse(path)
    title = _title(page)
    body = page.find("body")
    main = find_matter(page if body is None else body)
    lines = _Reader().lines(main)
    if title and not any(title in line for line in lines[:6]):
        lines.insert(0, title)
    notes = [f"编码是 {encoding}，已转为 UTF-8"] if encoding else []
    around = _around(page, main)
    if around:
        notes.append(f"已去掉正文之外的导航、页脚等：{'、'.join(map(shown, around[:6]))}")
    return Draft((tuple(lines),), tuple(notes))


def html_preview(path: Path) -> str:
    """The matter of a web page with its tables and headings, everything else cleaned away."""
    import nh3

    page, _ = _parse(path)
    body = page.find("body")
    main = find_matter(page if body is None else body)
    return nh3.clean(
        etree.tostring(main, encoding="unicode", method="html"),
        tags=_SHOWN,
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "svg"},
        attributes={
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "rowspan"},
            "ol": {"start", "type"},
            "img": {"src"},
        },
        url_schemes={"data"},
        attribute_filter=_keep,
        link_rel=None,
    )


_SHOWN: Final = {
    "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "br", "ol", "ul", "li", "b", "strong",
    "em", "u", "sup", "sub", "table", "thead", "tbody", "tr", "td", "th", "caption", "blockquote",
    "img",
}  # fmt: skip
_DATA_PICTURE: Final = re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/=\s]{1,3000000}")


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img":
        return value if _DATA_PICTURE.fullmatch(value) else None
    return value


def _parse(path: Path) -> tuple[html.HtmlElement, str]:
    text, encoding = _decode(path)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except etree.ParserError as error:
        raise DataError("里面没有文字", "请核对是否放错了文件") from error
    for element in list(page.iter()):
        hidden = _HIDDEN.search(element.get("style") or "")
        if (element.tag in _NEVER or hidden) and element.getparent() is not None:
            element.drop_tree()
    return page, encoding


def _decode(path: Path) -> tuple[str, str]:
    """As an office's text is read; where that fails, as the page says of itself."""
    try:
        content = read_file(path, _BYTES)
    except DataError:
        raw = path.read_bytes()[: _BYTES + 1]
        declared = _DECLARED.search(raw[:4_096])
        if declared is None or len(raw) > _BYTES:
            raise
        name = declared[1].decode("ascii")
        try:
            return raw.decode(name), name
        except (UnicodeDecodeError, LookupError) as error:
            raise DataError(
                f"声明的编码是 {name}，内容却不是", "请用浏览器打开后另存为 UTF-8"
            ) from error
    return content.text, content.encoding


def _title(page: html.HtmlElement) -> str:
    """What the page says its matter is called; "" where it says nothing."""
    for meta in page.iter("meta"):
        if (meta.get("name") or "").lower() == _TITLE_META.lower() and meta.get("content"):
            return tidy(meta.get("content"))
    heading = page.find(".//h1")
    return tidy(heading.text_content()) if heading is not None else ""


def _around(page: html.HtmlElement, main: html.HtmlElement) -> list[str]:
    """What stands outside ``main``, each part by its first words."""
    kept = {main, *main.iterancestors()}
    found = []
    for ancestor in reversed(list(main.iterancestors())):
        for child in ancestor:
            if child not in kept and child.tag != "head":
                words = tidy(child.text_content())
                if words:
                    found.append(words)
    return found


# -- its lines ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """Walks a part of a page and writes its lines."""

    written: list[str] = field(default_factory=list)
    open: str = ""  # words of the line that is not yet at its end

    def lines(self, element: html.HtmlElement) -> list[str]:
        """The lines of ``element``."""
        self._inside(element)
        self._close()
        return self.written

    def _close(self) -> None:
        line = tidy(self.open)
        if line:
            self.written.append(line)
        self.open = ""

    def _element(self, element: html.HtmlElement) -> None:
        if element.tag == "br":
            self._close()
        elif element.tag == "table":
            self._close()
            self.written += write_table(list(_cells(element)))[0]
        elif element.tag in _BLOCKS:
            self._close()
            self.open = _number(element)
            self._inside(element)
            self._close()
        elif isinstance(element.tag, str):
            self._inside(element)

    def _inside(self, element: html.HtmlElement) -> None:
        self.open += _words(element.text)
        for child in element:
            self._element(child)
            self.open += _words(child.tail)


def _words(text: str | None) -> str:
    """Words as a page shows them: a line break in the source between two Chinese ones is none."""
    return re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", text or "").replace("\n", " ")


def _number(element: html.HtmlElement) -> str:
    """The number printed before an item of a numbered list."""
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start") or "1"
    place = sum(1 for _ in element.itersiblings("li", preceding=True))
    number = (int(start) if start.isdigit() else 1) + place
    shape = _LISTS.get(parent.get("type") or "1", "decimal")
    return f"{FORMATS[shape](number) if shape in FORMATS else number}. "


def _cells(table: html.HtmlElement) -> Iterator[Cell]:
    taken: set[tuple[int, int]] = set()
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    for number, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (number, column) in taken:
                column += 1
            across, down = _span(cell.get("colspan")), _span(cell.get("rowspan"))
            down = min(down, len(rows) - number)
            taken.update((number + i, column + j) for i in range(down) for j in range(across))
            yield Cell(tuple(_Reader().lines(cell)), number, column, across, down)
            column += across


def _span(text: str | None) -> int:
    return min(max(int(text), 1), _SPAN) if text and text.strip().isdigit() else 1
