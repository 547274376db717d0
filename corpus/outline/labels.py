"""How people cite a unit: 三、（二）4 ｜ 第三条第（二）项 ｜ 四、附则第1款."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.clause import ClauseKind, Level
from corpus.outline.marks import Style
from corpus.outline.node import Node
from corpus.outline.ordinal import chinese

_LONGEST_HEADING = 20


@dataclass(frozen=True, slots=True)
class Prefix:
    """What the labels below a unit begin with. ``depth`` counts levels from the article on."""

    text: str = ""
    depth: int = 0


def prefix_below(above: Prefix, node: Node, level: Level) -> Prefix:
    """The prefix of what stands below ``node``."""
    text = above.text + _own(above, node, level, "")
    if node.style is Style.ARTICLE:
        return Prefix(text, 1)
    return Prefix(text, above.depth + 1 if above.depth and node.style is not None else above.depth)


def label_of(above: Prefix, node: Node, level: Level, heading: str) -> str:
    """The label of a unit that stands below ``above``."""
    between = ""
    if node.kind is ClauseKind.PARAGRAPH and node.parent is not None:
        between = _short_heading(node.parent)
    return above.text + between + _own(above, node, level, heading)


def _own(above: Prefix, node: Node, level: Level, heading: str) -> str:
    if node.style is Style.ARTICLE:
        own = _article(node, level)
    elif above.depth and node.style is not None:
        own = _item(node, level, above.depth)
    else:
        own = _part(node, level, heading, article=above.depth > 0)
    return own + _again(level) if "[" in level.token else own


def _article(node: Node, level: Level) -> str:
    if "至" in level.token:
        return re.sub(r"[0-9]+", lambda found: chinese(int(found.group())), _token(level))
    sub = level.token.partition("之")[2].partition("[")[0]
    return f"第{chinese(node.number or 0)}条" + (f"之{chinese(int(sub))}" if sub else "")


def _item(node: Node, level: Level, depth: int) -> str:
    """Below an article the first list holds 项, the second 目."""
    if depth > 2:
        return _mark(node, level)
    number = node.number or 0
    if node.style is Style.CN:
        shown = chinese(number)
    elif node.style is Style.CN_PAREN:
        shown = f"（{chinese(number)}）"
    elif node.style is Style.NUM_PAREN:
        shown = f"（{number}）"
    else:
        shown = str(number)
    return f"第{shown}{'项' if depth == 1 else '目'}"


def _part(node: Node, level: Level, heading: str, *, article: bool) -> str:
    if node.kind is ClauseKind.PARAGRAPH and node.number and level.token.startswith("第"):
        return f"第{chinese(node.number) if article else node.number}款"
    if node.style is None:
        return _token(level)
    label = _mark(node, level)
    if node.style is Style.CN and 0 < len(heading) <= _LONGEST_HEADING:
        label += heading
    return label


def _mark(node: Node, level: Level) -> str:
    number, style = node.number, node.style
    if number is None or style is None or style in (Style.ANNEX, Style.CASE):
        return _token(level)
    if style <= Style.SECTION:
        return f"第{chinese(number)}{_token(level)[len(f'第{number}') :]}"
    if style is Style.CN:
        return f"{chinese(number)}、"
    if style is Style.CN_PAREN:
        return f"（{chinese(number)}）"
    if style is Style.NUM:
        return str(number)
    if style is Style.NUM_HALF:
        return f"{number}）"
    if style is Style.CIRCLED and number <= 20:
        return chr(0x245F + number)
    return f"（{number}）"


def _token(level: Level) -> str:
    return level.token.partition("[")[0]


def _again(level: Level) -> str:
    _, found, rest = level.token.partition("[")
    return f"（第{rest.rstrip(']')}处）" if found else ""


def _short_heading(node: Node) -> str:
    """四、附则第1款: the heading of a section shows before the number of its paragraph."""
    if node.style is not Style.CN:
        return ""
    body = node.lines[0].body
    return body if len(body) <= _LONGEST_HEADING else ""
