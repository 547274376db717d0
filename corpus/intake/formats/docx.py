"""Word (.docx): what the page would show, tracked changes accepted, numbers printed.

The XML is read as it is: a library that hands on paragraphs has lost automatic numbers, tracked
changes and text boxes by then.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from corpus.intake.formats import bounds
from corpus.intake.formats.archive import open_archive
from corpus.intake.formats.folding import tidy
from corpus.intake.formats.numbering import Numbering, W
from corpus.intake.formats.original import Draft
from corpus.intake.formats.preview import Block, Picture, write_html
from corpus.intake.formats.table import Cell, write_table
from corpus.intake.formats.wordparts import Parts
from corpus.intake.formats.wordtable import WRAPPERS, place_cells
from corpus.problem import DataError, shown

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
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
        self._parts = Parts(archive)
        self._numbering = Numbering(
            self._parts.read("numbering.xml"), self._parts.read("styles.xml")
        )
        self._seen: Counter[str] = Counter()
        self._boxes: list[etree._Element] = []
        self._remarks: list[etree._Element] = []
        self._held = ""  # words of a paragraph whose end was deleted: they go on in the next
        self._length = 0

    # -- blocks --------------------------------------------------------------------------------

    def blocks(self) -> Iterator[Block | Picture | _Table]:
        """Paragraphs, pictures and tables in reading order."""
        yield from self._flow(self._parts.body)
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
            elif element.tag in WRAPPERS:
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
            yield self._block(words, _heading(style))
        for remark in self._remarks:
            said = tidy("".join(map(self._words, remark.iter(f"{W}p"))))
            yield self._block(f"（脚注：{said}）")
        yield from self._pictures(paragraph)
        inside, self._boxes, self._remarks = self._boxes, boxes, remarks
        for box in inside:
            self._seen["boxes"] += 1
            yield from self._flow(box)

    def _block(self, words: str, heading: int = 0) -> Block:
        """A paragraph; refused where a short file says its words again and again."""
        self._length += len(words)
        if self._length > bounds.CHARACTERS:
            raise DataError("字数太多，一份政策放不下", "请按文件拆开")
        return Block(words, heading)

    def _pictures(self, paragraph: etree._Element) -> Iterator[Picture]:
        for blip in paragraph.iter(f"{_DRAWN}blip"):
            content = self._parts.picture(blip.get(f"{_REL}embed", ""))
            if content is not None:
                self._seen["pictures"] += 1
                yield Picture(content)

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
        if tag in WRAPPERS:
            self._seen["insertions"] += tag in (f"{W}ins", f"{W}moveTo")
            return self._words(element)
        return self._rare(element)

    def _rare(self, element: etree._Element) -> str:
        tag = element.tag
        if tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            note = self._parts.footnote(element.get(f"{W}id", ""))
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
        slots, deleted = place_cells(table)
        self._seen["deletions"] += deleted
        for slot in slots:
            paragraphs = tuple(self._paragraphs(slot.cell))
            yield Cell(paragraphs, slot.row, slot.column, slot.across, slot.down)

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
        if margins := self._parts.heads():
            lines.append(f"页眉页脚不属于正文，已去掉：{'、'.join(map(shown, margins[:6]))}")
        lines += [said.format(seen[name]) for name, said in _SAID if seen[name]]
        return lines


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
