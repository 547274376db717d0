"""Word (.docx): what the page would show, tracked changes accepted, numbers printed.

The XML is read as it is: a library that hands on paragraphs has lost automatic numbers, tracked
changes and text boxes by then.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from corpus.intake.formats.archive import open_archive, read_entry
from corpus.intake.formats.folding import tidy
from corpus.intake.formats.numbering import Numbering, W
from corpus.intake.formats.original import Draft
from corpus.intake.formats.preview import Block, Picture, write_html
from corpus.intake.formats.table import Cell, write_table
from corpus.intake.formats.xml import read_xml
from corpus.problem import DataError, shown

_MAIN: Final = "word/document.xml"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OPENED: Final = {  # elements that only wrap what counts
    f"{W}{name}"
    for name in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
    )
}
_GONE: Final = {f"{W}del": "deletions", f"{W}moveFrom": "deletions"}
_CHARACTERS: Final = {
    f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Table:
    cells: tuple[Cell, ...]


def read_docx(path: Path) -> Draft:
    """The text of a Word document.

    Raises:
        DataError: it is damaged, encrypted, too large, or nests too deeply.
    """
    with open_archive(path) as archive:
        story = _Story(archive)
        blocks = list(story.blocks())
        notes = story.notes()
    lines: list[str] = []
    tables = 0
    for block in blocks:
        if isinstance(block, _Table):
            rows, is_table = write_table(block.cells)
            lines += rows
            tables += is_table
        elif isinstance(block, Block):
            lines += _lines(block.text)
    if tables:
        notes.append(f"表格 {tables} 个，逐行保留")
    return Draft((tuple(lines),), tuple(notes))


def docx_html(path: Path) -> str:
    """A Word document as harmless HTML: paragraphs with their numbers, tables, pictures."""
    with open_archive(path) as archive:
        found = list(_Story(archive).blocks())
    return write_html(block.cells if isinstance(block, _Table) else block for block in found)


def _lines(text: str) -> list[str]:
    return [line for line in map(tidy, text.split("\n")) if line]


class _Story:
    """The main text of one document, walked once."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._body = read_xml(read_entry(archive, _MAIN), _MAIN).find(f"{W}body")
        self._numbering = Numbering(self._part("word/numbering.xml"), self._part("word/styles.xml"))
        self._footnotes = {
            note.get(f"{W}id"): note
            for name in ("footnote", "endnote")
            for note in self._notes_of(name)
        }
        self._targets = self._relations()
        self._seen: Counter[str] = Counter()
        self._boxes: list[etree._Element] = []
        self._remarks: list[etree._Element] = []
        self._held = ""  # words of a paragraph whose end was deleted: they go on in the next

    def _part(self, name: str) -> etree._Element | None:
        return read_xml(read_entry(self._archive, name), name) if name in self._names else None

    def _notes_of(self, name: str) -> Iterator[etree._Element]:
        root = self._part(f"word/{name}s.xml")
        return root.iterfind(f"{W}{name}") if root is not None else iter(())

    def _relations(self) -> dict[str, str]:
        """Names of the parts inside that the main text refers to; what lies outside is left."""
        root = self._part("word/_rels/document.xml.rels")
        return {
            item.get("Id", ""): posixpath.normpath(posixpath.join("word", item.get("Target", "")))
            for item in (root if root is not None else ())
            if isinstance(item.tag, str) and item.get("TargetMode") != "External"
        }

    # -- blocks --------------------------------------------------------------------------------

    def blocks(self) -> Iterator[Block | Picture | _Table]:
        """Paragraphs, pictures and tables in reading order."""
        if self._body is None:
            raise DataError("里面没有正文", "请用 Word 或 WPS 打开后另存一份")
        yield from self._flow(self._body)
        if self._held:
            yield Block(self._held)

    def _flow(self, parent: etree._Element) -> Iterator[Block | Picture | _Table]:
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                cells = tuple(self._cells(element))
                if cells:
                    yield _Table(cells)
            elif element.tag in _OPENED:
                self._seen["insertions"] += element.tag == f"{W}ins"
                yield from self._flow(element)
            elif element.tag == f"{W}altChunk":
                self._seen["chunks"] += 1

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block | Picture | _Table]:
        style = self._numbering.style_name(paragraph)
        boxes, self._boxes = self._boxes, []
        remarks, self._remarks = self._remarks, []
        words = self._words(paragraph)
        if style.startswith("toc ") or style.startswith("目录"):
            self._seen["contents"] += bool(words.strip())
            words = ""
        goes_on = paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None  # its end was deleted
        number = "" if goes_on and not words.strip() else self._numbering.printed(paragraph)
        if words.strip() and not self._held:
            words = number + words.lstrip()  # an empty paragraph is counted too
        words, self._held = self._held + words, ""
        if goes_on:
            self._held = words
        elif words.strip():
            yield Block(words, _heading(style))
        for remark in self._remarks:
            yield Block(f"（脚注：{tidy(''.join(map(self._words, remark.iter(f'{W}p'))))}）")
        yield from self._pictures(paragraph)
        inside, self._boxes, self._remarks = self._boxes, boxes, remarks
        for box in inside:
            self._seen["boxes"] += 1
            yield from self._flow(box)

    def _pictures(self, paragraph: etree._Element) -> Iterator[Picture]:
        for blip in paragraph.iter(f"{_DRAWN}blip"):
            name = self._targets.get(blip.get(f"{_REL}embed", ""))
            if name in self._names and name is not None:
                self._seen["pictures"] += 1
                yield Picture(read_entry(self._archive, name))

    # -- words ---------------------------------------------------------------------------------

    def _words(self, parent: etree._Element) -> str:
        """The words of a paragraph or of a part of one; text boxes and footnotes are set aside."""
        return "".join(self._piece(element) for element in parent)

    def _piece(self, element: etree._Element) -> str:
        tag = element.tag
        if tag == f"{W}t" or tag == f"{_MATH}t":
            return element.text or ""
        if tag in _CHARACTERS:
            return _CHARACTERS[tag]
        if tag == f"{W}r":
            if _is_hidden(element):
                self._seen["hidden"] += 1
                return ""
            return self._words(element)
        if tag in _GONE:
            self._seen[_GONE[tag]] += 1
            return ""
        if tag in _OPENED:
            self._seen["insertions"] += tag in (f"{W}ins", f"{W}moveTo")
            return self._words(element)
        return self._rare(element)

    def _rare(self, element: etree._Element) -> str:
        tag = element.tag
        if tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            note = self._footnotes.get(element.get(f"{W}id"))
            if note is not None:
                self._remarks.append(note)
                self._seen["footnotes"] += 1
        elif tag == f"{W}sym":
            return chr(int(element.get(f"{W}char", "F0B7")[:4], 16))
        elif tag == f"{W}ruby":
            base = element.find(f"{W}rubyBase")
            return "" if base is None else self._words(base)
        elif tag == f"{W}commentReference":
            self._seen["comments"] += 1
        elif tag == f"{_MC}AlternateContent":
            choice = element.find(f"{_MC}Choice")
            return self._words(element.find(f"{_MC}Fallback") if choice is None else choice)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self._boxes += element.iter(f"{W}txbxContent")
        elif isinstance(tag, str) and tag.startswith(_MATH):
            return self._words(element)
        return ""

    # -- tables --------------------------------------------------------------------------------

    def _cells(self, table: etree._Element) -> Iterator[Cell]:
        """The cells of a table; those merged into one from above make it taller."""
        placed: list[tuple[etree._Element, int, int, int]] = []  # cell, row, column, columns
        number = 0
        for row in _rows(table):
            if row.find(f"{W}trPr/{W}del") is not None:
                self._seen["deletions"] += 1
                continue
            column = _number(row, "trPr", "gridBefore")
            for cell in _children(row, f"{W}tc"):
                across = max(_number(cell, "tcPr", "gridSpan"), 1)
                placed.append((cell, number, column, across))
                column += across
            number += 1
        merged = {(row, column) for cell, row, column, _ in placed if _is_merged(cell)}
        for cell, row, column, across in placed:
            if (row, column) in merged:
                continue
            down = 1
            while (row + down, column) in merged:
                down += 1
            yield Cell(tuple(self._paragraphs(cell)), row, column, across, down)

    def _paragraphs(self, cell: etree._Element) -> Iterator[str]:
        for block in self._flow(cell):
            if isinstance(block, _Table):
                yield from write_table(block.cells)[0]
            elif isinstance(block, Block):
                yield from _lines(block.text)

    # -- notes ---------------------------------------------------------------------------------

    def notes(self) -> list[str]:
        """What was left out or decided, once all blocks were read."""
        seen = self._seen
        lines = []
        if seen["insertions"] or seen["deletions"]:
            counts = f"插入 {seen['insertions']} 处、删除 {seen['deletions']} 处"
            lines.append(f"修订痕迹已按接受处理：{counts}")
        margins = list(dict.fromkeys(self._marginal()))
        if margins:
            lines.append(f"页眉页脚不属于正文，已去掉：{'、'.join(map(shown, margins[:6]))}")
        lines += [said.format(seen[name]) for name, said in _SAID if seen[name]]
        return lines

    def _marginal(self) -> Iterator[str]:
        for name in sorted(self._names):
            if posixpath.dirname(name) == "word" and posixpath.basename(name).startswith(
                ("header", "footer")
            ):
                root = self._part(name)
                text = (
                    tidy("".join(t.text or "" for t in root.iter(f"{W}t")))
                    if root is not None
                    else ""
                )
                if text:
                    yield text


_SAID: Final = (
    ("footnotes", "脚注 {} 条，放在所在段落之后的括号里"),
    ("comments", "批注 {} 条不属于正文，已去掉"),
    ("contents", "目录 {} 行不属于正文，已去掉"),
    ("boxes", "文本框 {} 个，文字放在所在段落之后，请核对位置"),
    ("hidden", "隐藏文字 {} 处已去掉"),
    ("chunks", "嵌入的另一份文件 {} 个没有读，请另外放入"),
    ("pictures", "图片 {} 张，里面的文字没有读，请核对"),
)


def _heading(style: str) -> int:
    """The level of a heading style, 0 for other paragraphs."""
    for name in ("heading ", "标题 "):
        if style.startswith(name) and style[len(name) :].isdigit():
            return min(int(style[len(name) :]), 6)
    return 1 if style == "title" else 0


def _is_hidden(run: etree._Element) -> bool:
    hidden = run.find(f"{W}rPr/{W}vanish")
    return hidden is not None and hidden.get(f"{W}val", "1") not in ("0", "false")


def _is_merged(cell: etree._Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return _children(table, f"{W}tr")


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _OPENED:
            yield from _children(element, tag)


def _number(element: etree._Element, *path: str) -> int:
    found = element.find("/".join(f"{W}{name}" for name in path))
    text = "" if found is None else found.get(f"{W}val", "")
    return min(int(text), 100) if text.isdigit() else 0
