"""What a unit's own text says about it: its heading, and who is responsible (责任单位)."""

from __future__ import annotations

import re

from corpus.outline.marks import Style
from corpus.outline.node import Node

_QUOTED = re.compile(r"原?[“\"「]第[^”\"」]{1,60}[”\"」]")
_BRACKETED = re.compile(r"[【〔（(]([^】〕）)，。]{1,20})[】〕）)]")  # 第一条 【目的】
_RUN_IN = re.compile(r"([^。；：，;:,、（）()]{2,20})[：:](?=.)|([^。；：;:]{2,40})。(?=.)")
_SENTENCE_START = re.compile(
    r"本(?:办法|措施|意见|细则|政策|通知|方案|规定|条例|制度)|为(?:了|深入|贯彻|进一步|规范|促进|推动|加[快强])"
)
_LONGEST = 60
_LABEL = 15  # characters of a label that ends with a colon: 支持标准：
RESPONSIBLE = re.compile(
    r"[（(]\s*(?:责任|牵头|配合|主办|承办|落实|实施|参加|协办)(?:责任)?(?:单位|部门|处室|科室)\s*[：:]"
    r"((?:[^（）()]|[（(][^（）()]{0,40}[）)]){1,600})[）)]"
)
RESPONSIBLE_LINE = re.compile(  # a line that only says who is responsible, closed or not
    RESPONSIBLE.pattern.partition("((?:")[0] + r"|[（(].{2,200}(?:负责|牵头|配合|落实)[）)]$"
)
_ROLE = re.compile(r"^(?:责任|牵头|配合|主办|承办|落实|实施|参加|协办)(?:单位|部门)\s*[：:]")


def first_paragraph(node: Node) -> str:
    """The node's first paragraph without its mark, line breaks inside it removed."""
    parts = []
    for line in node.lines:
        parts.append(line.body if line is node.lines[0] else line.text)
        if not line.open:
            break
    return "".join(part.strip() for part in parts)


def read_heading(node: Node) -> tuple[str, bool]:
    """The heading of a unit and whether text of its own follows it in the same paragraph.

    ``("", True)`` for a unit that is a sentence and has no heading.
    """
    text = first_paragraph(node)
    bracketed = _BRACKETED.match(text) if node.style is Style.ARTICLE else None
    if bracketed:
        return bracketed.group(1), bracketed.end() < len(text)
    quoted = _QUOTED.match(text)
    if quoted:
        return quoted.group(), quoted.end() < len(text)
    run_in = _RUN_IN.match(text)
    if run_in and not _SENTENCE_START.match(text):
        return run_in.group(1) or run_in.group(2), True
    if text.endswith(("。", "；", ";", "！", "，")):
        more = len(node.lines) > 1 or bool(node.children)
        sentence = _SENTENCE_START.match(text) is not None or text.count("。") != 1
        if node.style is Style.ARTICLE and any(c.style is None for c in node.children):
            sentence = True  # it is 第一款, and the paragraph below it 第二款
        if more and not sentence and text.endswith("。") and len(text) <= 30:
            return text[:-1], False
        return "", True
    if len(text) <= _LONGEST and "。" not in text:
        return text.rstrip("：:"), _introduces(node, text)
    return "", bool(text)


def read_responsible(text: str) -> tuple[str, ...]:
    """The bodies named in “（责任单位：…）”, as printed and in order."""
    names: list[str] = []
    for match in RESPONSIBLE.finditer(text):
        for part in re.split(r"[、,，;；]", re.sub(r"\s", "", match.group(1))):
            name = _ROLE.sub("", part).rstrip("。")
            if name and name not in names:
                names.append(name)
    return tuple(names)


def _introduces(node: Node, text: str) -> bool:
    """Whether a line that a list follows is a sentence of its own: 企业应当提交下列材料：."""
    if not text.endswith(("：", ":")):
        return False
    return node.style is Style.ARTICLE or "，" in text or len(text) > _LABEL
