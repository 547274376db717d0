"""Who signs a text and when (落款): the last lines of the text, or before an annex."""

from __future__ import annotations

import re

from corpus.outline.lines import Line
from corpus.outline.marks import Style

_DATE = re.compile(
    r"(?:\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|[二〇零一二三四五六七八九十○]{4}年.{1,3}月.{1,3}日)"
    r"(?:[（(].{0,12}[）)])?"
)
_ORGAN = re.compile(r".{2,30}(?:局|府|厅|委|办|部|署|会|院|行|中心|公司|小组|领导小组)")
_ASIDE = re.compile(
    r"[（(]?此件.{0,12}公开.{0,6}[）)]?|抄送[:：].*"
    r"|[（(]?(?:.{2,30}[局府厅委办部署会院室]\s*)?\d{4}年\d{1,2}月\d{1,2}日印发[）)]?"
)


def closing_lines(lines: list[Line]) -> set[int]:
    """落款 and date: the last lines of the text, or the last ones before an annex."""
    found: set[int] = set()
    for i, line in enumerate(lines):
        if line.mark or not _DATE.fullmatch(line.text) or not _ends_part(lines, i):
            continue
        found.add(i)
        above = i - 1
        while above > 0 and i - above <= 4 and _is_organ(lines[above]):
            found.add(above)
            above -= 1
        below = i + 1
        while below < len(lines) and _ASIDE.fullmatch(lines[below].text):
            found.add(below)
            below += 1
    return found


def _is_organ(line: Line) -> bool:
    return line.mark is None and not line.remnant and _ORGAN.fullmatch(line.text) is not None


def _ends_part(lines: list[Line], i: int) -> bool:
    for line in lines[i + 1 : i + 5]:
        if line.mark and line.mark.style is Style.ANNEX:
            return True
        if not (line.remnant or _ASIDE.fullmatch(line.text)):
            return False
    return i + 5 >= len(lines)
