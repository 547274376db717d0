"""How people cite a unit: 三、（二）4 ｜ 第三条第（二）项 ｜ 四、附则第1款."""

from __future__ import annotations

from corpus.clause import ClauseKind, Level
from corpus.outline.marks import Style
from corpus.outline.node import Node
from corpus.outline.ordinal import chinese

_LONGEST_HEADING = 20


def label_of(nodes: tuple[Node, ...], levels: tuple[Level, ...], heading: str) -> str:
    """The label of the last of ``nodes``; the earlier ones are the units its path goes through."""
    label, below_article = "", 0
    for position, (node, level) in enumerate(zip(nodes, levels, strict=True)):
        last = position == len(nodes) - 1
        if node.style is Style.ARTICLE:
            below_article = 1
            label += _article(node, level)
        elif below_article and node.style is not None:
            label += _item(node, level, below_article)
            below_article += 1
        else:
            label += _part(node, level, heading if last else "", article=below_article > 0)
        label += _again(level)
        if not last and nodes[-1].kind is ClauseKind.PARAGRAPH and position == len(nodes) - 2:
            label += _short_heading(node)
    return label


def _article(node: Node, level: Level) -> str:
    sub = level.token.partition("之")[2].partition("[")[0]
    return f"第{chinese(node.number or 0)}条" + (f"之{chinese(int(sub))}" if sub else "")


def _item(node: Node, level: Level, depth: int) -> str:
    """Below an article the first list holds 项, the second 目."""
    number = node.number or 0
    word = {1: "项", 2: "目"}.get(depth)
    if word is None:
        return _mark(node, level)
    shown = {
        Style.CN: chinese(number),
        Style.CN_PAREN: f"（{chinese(number)}）",
        Style.NUM_PAREN: f"（{number}）",
    }.get(node.style or Style.NUM, str(number))
    return f"第{shown}{word}"


def _part(node: Node, level: Level, heading: str, *, article: bool) -> str:
    if node.kind is ClauseKind.PARAGRAPH and node.number and level.token.startswith("第"):
        return f"第{chinese(node.number) if article else node.number}款"
    if node.style is None:
        return level.token.partition("[")[0]
    label = _mark(node, level)
    if node.style is Style.CN and 0 < len(heading) <= _LONGEST_HEADING:
        label += heading
    return label


def _mark(node: Node, level: Level) -> str:
    number = node.number
    if number is None or node.style in (Style.ANNEX, Style.CASE):
        return level.token.partition("[")[0]
    word = level.token.partition("[")[0]
    if node.style is not None and node.style <= Style.SECTION:
        return f"第{chinese(number)}{word[len(f'第{number}') :]}"
    return {
        Style.CN: f"{chinese(number)}、",
        Style.CN_PAREN: f"（{chinese(number)}）",
        Style.NUM: f"{number}",
        Style.NUM_PAREN: f"（{number}）",
        Style.NUM_HALF: f"{number}）",
        Style.CIRCLED: chr(0x245F + number) if number <= 20 else f"（{number}）",
    }[node.style or Style.NUM]


def _again(level: Level) -> str:
    _, found, rest = level.token.partition("[")
    return f"（第{rest.rstrip(']')}处）" if found else ""


def _short_heading(node: Node) -> str:
    """四、附则第1款: the heading of a section shows before the number of its paragraph."""
    if node.style is not Style.CN:
        return ""
    body = node.lines[0].body
    return body if len(body) <= _LONGEST_HEADING else ""
