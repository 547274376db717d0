"""Automatic numbers of Word: what numbering.xml and the styles say → what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from corpus.intake.formats.written import FORMATS

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS: Final = 9
_STYLES: Final = 20  # styles based on one another


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: its first number, how it is written, the text around it."""

    start: int
    format: str
    text: str
    gap: str  # between the number and the words
    restart: int  # goes back to its start behind a unit of a level above this one; 0: never
    style: str  # the paragraph style that carries it
    decimal: bool  # all numbers in it as digits


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    values: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Number:
    """A ``w:num``: a list and what it changes in it."""

    list: str
    starts: Mapping[int, int]
    levels: Mapping[int, _Level]


class Numbering:
    """Counts the numbered paragraphs of one document, in reading order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._styles = _read_styles(styles)
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, _Number] = {}
        self._begun: set[tuple[str, int]] = set()
        if numbering is not None:
            self._read(numbering)

    def style_name(self, paragraph: etree._Element) -> str:
        """The name of the style of a paragraph, in lower case: heading 1, toc 2."""
        style = self._styles.get(_value(paragraph, "pPr", "pStyle"))
        return style.name if style else ""

    def printed(self, paragraph: etree._Element) -> str:
        """The number printed before a paragraph, with the gap behind it; "" for none."""
        reference = self._reference(paragraph)
        number = self._numbers.get(reference[0]) if reference else None
        held = self._lists.get(number.list) if number else None
        if reference is None or number is None or held is None:
            return ""
        level = reference[1]
        shape = number.levels.get(level) or held.levels.get(level)
        if shape is None:
            return ""
        self._count(reference[0], number, held, level)
        if shape.format == "bullet":
            return "• "
        return _write(shape, level, held, number)

    # -- counting ----------------------------------------------------------------------------

    def _count(self, name: str, number: _Number, held: _List, level: int) -> None:
        first = (name, level) not in self._begun
        self._begun.add((name, level))
        shape = number.levels.get(level) or held.levels[level]
        if first and level in number.starts:
            held.values[level] = number.starts[level]
        elif level in held.values:
            held.values[level] += 1
        else:
            held.values[level] = shape.start
        for below in range(level + 1, _LEVELS):
            lower = number.levels.get(below) or held.levels.get(below)
            if lower and (level < lower.restart if lower.restart >= 0 else True):
                held.values.pop(below, None)

    # -- where a paragraph is numbered ---------------------------------------------------------

    def _reference(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The number and the level of a paragraph: its own, else those of its style."""
        own = _numbered(paragraph.find(f"{W}pPr"))
        style_id = _value(paragraph, "pPr", "pStyle")
        if own and own[0]:
            return None if own[0] == "0" else (own[0], own[1] if own[1] is not None else 0)
        level = own[1] if own else None
        for _ in range(_STYLES):
            style = self._styles.get(style_id)
            if style is None:
                return None
            if style.number == "0":
                return None
            if style.number:
                found = level if level is not None else self._level_of(style)
                return style.number, found
            level = style.level if level is None else level
            style_id = style.based_on
        return None

    def _level_of(self, style: _Style) -> int:
        number = self._numbers.get(style.number)
        held = self._lists.get(number.list) if number else None
        for level, shape in held.levels.items() if held else ():
            if shape.style == style.id:
                return level
        return style.level or 0

    # -- reading -------------------------------------------------------------------------------

    def _read(self, numbering: etree._Element) -> None:
        links: dict[str, str] = {}  # a list that only points to a style → that style
        owners: dict[str, str] = {}  # a style → the list that it is made of
        for abstract in numbering.iterfind(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId", "")
            self._lists[name] = _List(_levels(abstract))
            if link := _value(abstract, "numStyleLink"):
                links[name] = link
            if owner := _value(abstract, "styleLink"):
                owners[owner] = name
        for name, link in links.items():
            if link in owners:
                self._lists[name] = self._lists[owners[link]]
        for number in numbering.iterfind(f"{W}num"):
            starts: dict[int, int] = {}
            levels: dict[int, _Level] = {}
            for change in number.iterfind(f"{W}lvlOverride"):
                level = _integer(change.get(f"{W}ilvl"), 0)
                if change.find(f"{W}startOverride") is not None:
                    starts[level] = _integer(_value(change, "startOverride"), 1)
                levels.update(_levels(change))
            name = number.get(f"{W}numId", "")
            self._numbers[name] = _Number(_value(number, "abstractNumId"), starts, levels)


@dataclass(frozen=True, slots=True)
class _Style:
    id: str
    name: str
    based_on: str
    number: str
    level: int | None


def _read_styles(styles: etree._Element | None) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for style in styles.iterfind(f"{W}style") if styles is not None else ():
        number = _numbered(style.find(f"{W}pPr")) or ("", None)
        name = style.get(f"{W}styleId", "")
        found[name] = _Style(
            name, _value(style, "name").lower(), _value(style, "basedOn"), number[0], number[1]
        )
    return found


def _numbered(properties: etree._Element | None) -> tuple[str, int | None] | None:
    reference = properties.find(f"{W}numPr") if properties is not None else None
    if reference is None:
        return None
    level = _value(reference, "ilvl")
    return _value(reference, "numId"), _integer(level, 0) if level else None


def _levels(parent: etree._Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in parent.iterfind(f"{W}lvl"):
        number = _integer(level.get(f"{W}ilvl"), 0)
        restart = _value(level, "lvlRestart")
        found[number] = _Level(
            start=_integer(_value(level, "start"), 0),
            format=_value(level, "numFmt") or "decimal",
            text=_value(level, "lvlText"),
            gap=_value(level, "suff") or "tab",
            restart=_integer(restart, 0) if restart else -1,
            style=_value(level, "pStyle"),
            decimal=level.find(f"{W}isLgl") is not None,
        )
    return found


def _write(shape: _Level, level: int, held: _List, number: _Number) -> str:
    text = shape.text
    for place in range(_LEVELS):
        sign = f"%{place + 1}"
        if sign not in text:
            continue
        other = number.levels.get(place) or held.levels.get(place) or shape
        value = held.values.get(place, other.start)
        plain = (shape.decimal and place < level) or other.format not in FORMATS
        text = text.replace(sign, str(value) if plain else FORMATS[other.format](value))
    if not text.strip():
        return ""
    return text if shape.gap == "nothing" or text[-1] in "、．）】" else f"{text} "


def _value(element: etree._Element, *path: str) -> str:
    """The ``w:val`` of the element at a path of names, "" where there is none."""
    found = element.find("/".join(f"{W}{name}" for name in path))
    return "" if found is None else found.get(f"{W}val", "")


def _integer(text: str | None, otherwise: int) -> int:
    """A whole number within what a list can count to."""
    try:
        return min(max(int(text or ""), 0), 100_000)
    except ValueError:
        return otherwise
