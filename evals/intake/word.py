"""A text as a Word document: automatic multi-level numbers, a table with merged cells, heads."""

from __future__ import annotations

import re
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from corpus.outline.marks import Mark, Style, read_mark
from evals.intake.source import Source

_LEVELS = (
    (Style.CHAPTER, re.compile(r"第(.+)章"), "第%{}章", "chineseCounting"),
    (Style.ARTICLE, re.compile(r"第([一二三四五六七八九十百]+)条"), "第%{}条", "chineseCounting"),
    (Style.CN, re.compile(r"([一二三四五六七八九十]+)、"), "%{}、", "chineseCounting"),
    (Style.CN_PAREN, re.compile(r"（([一二三四五六七八九十]+)）"), "（%{}）", "chineseCounting"),
    (Style.NUM, re.compile(r"([0-9]+)(?:\.|．|、)"), "%{}{}", "decimal"),
    (Style.NUM_PAREN, re.compile(r"（([0-9]+)）"), "（%{}）", "decimal"),
)
_ABSTRACT = 90  # beyond the lists of the template


class _Lists:
    """One multi-level list as a clerk's Word keeps it; a number out of turn begins a new one."""

    def __init__(self, document: WordDocument, marks: list[Mark]) -> None:
        self._numbering = document.part.numbering_part.element
        self._suffix = next((m.printed[-1] for m in marks if m.style is Style.NUM), ".")
        self._values: dict[int, int] = {}
        self._add_list()
        self._number = self._add_number(None)

    def level(self, mark: Mark) -> int | None:
        """The level whose number Word would print just as ``mark`` is printed."""
        for level, (style, shape, _, _) in enumerate(_LEVELS):
            match = shape.fullmatch(mark.printed) if style is mark.style else None
            if match and not (style is Style.NUM and mark.printed[-1] != self._suffix):
                return level
        return None

    def number(self, paragraph: Paragraph, level: int, number: int) -> None:
        """Number a paragraph automatically."""
        if self._values.get(level, 0) + 1 != number:
            self._number = self._add_number((level, number))
        self._values = {k: v for k, v in self._values.items() if k < level} | {level: number}
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/>'
                f'<w:numId w:val="{self._number}"/></w:numPr>'
            )
        )

    def _add_list(self) -> None:
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:suff w:val="nothing"/>'
            f'<w:lvlText w:val="{text.format(i + 1, self._suffix)}"/></w:lvl>'
            for i, (_, _, text, form) in enumerate(_LEVELS)
        )
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_ABSTRACT}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        )
        first = self._numbering.find(qn("w:num"))
        self._numbering.insert(self._numbering.index(first), abstract) if first is not None else (
            self._numbering.append(abstract)
        )

    def _add_number(self, start: tuple[int, int] | None) -> int:
        number = len(self._numbering.findall(qn("w:num"))) + 100
        change = (
            f'<w:lvlOverride w:ilvl="{start[0]}">'
            f'<w:startOverride w:val="{start[1]}"/></w:lvlOverride>'
            if start
            else ""
        )
        self._numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}">'
                f'<w:abstractNumId w:val="{_ABSTRACT}"/>{change}</w:num>'
            )
        )
        return number


def make_docx(source: Source, path: Path) -> int:
    """Write the text as a Word document; how many of its numbers are automatic."""
    document = Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "某某市人民政府规范性文件"
    _add_page_number(section.footer.paragraphs[0])
    marks = [mark for line in source.paragraphs if (mark := read_mark(line, 0, len(line)))]
    lists = _Lists(document, marks)
    automatic = 0
    for i, line in enumerate(source.paragraphs):
        if i == source.place:
            _add_table(document, source)
        automatic += _add_line(document, lists, line, first=i == 0)
    if source.place >= len(source.paragraphs):
        _add_table(document, source)
    document.save(str(path))
    return automatic


def _add_line(document: WordDocument, lists: _Lists, line: str, *, first: bool) -> bool:
    mark = read_mark(line, 0, len(line))
    level = lists.level(mark) if mark and mark.number else None
    if mark is None or level is None or mark.number is None:
        paragraph = document.add_paragraph(line)
        if first:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return False
    lists.number(document.add_paragraph(line[mark.end :]), level, mark.number)
    return True


def _add_page_number(paragraph: Paragraph) -> None:
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _add_table(document: WordDocument, source: Source) -> None:
    rows = source.table
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for i, row in enumerate(rows):
        for j, words in enumerate(row):
            if words:
                table.cell(i, j).text = words
            else:
                table.cell(i - 1, j).merge(table.cell(i, j))
