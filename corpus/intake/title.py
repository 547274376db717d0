"""The title of a text, and the notice that it was published with (印发通知).

The measures inside a notice are what is meant; the notice is the cover. A title may stand over
several lines, behind a number of a collection, or twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from corpus.document import Span
from corpus.intake.labels import Labelled
from corpus.intake.lines import Line, lines, locate, span_of
from corpus.intake.naming import KIND_AT_END, KIND_THEN_BLANK
from corpus.metadata import joined

_HEAD: Final = 3000  # characters in which the cover ends
_HEAD_LINES: Final = 30
_LONGEST: Final = 150
_NUMBER: Final = re.compile(r"(?:[一二三四五六七八九十百]{1,4}、|\d{1,3}\s*[.．、])\s*")
_COVER: Final = re.compile(
    r"(?:[一-鿿（）、]{2,60}?\s*)?(?:关于)?(?:印发|发布|公布|转发)\s*(?P<inner>《?[^。；：]{4,150}?》?)\s*的\s*(?:通知|公告)"
)
_HANDED_OUT: Final = re.compile(
    r"《(?P<title>(?:[^《》]|《[^《》]{2,60}》){4,150})》(?:[（(][^）)]{1,24}[）)])?[^。；《]{0,60}?"
    r"(?:印发|发布|公布|下发|转发)(?:给你们|各地|，|,|执行|实施|施行)"
)
_CITING: Final = re.compile(r"(?:按照|根据|依据|依照|落实|执行)")
_DAY_BEHIND: Final = re.compile(
    r"\s*[（(][^（()）]{0,4}(?:19|20)\d\d\s*年[^（()）]{1,20}日[^（()）]{0,8}[）)]$"
)
_FIRST_UNIT: Final = re.compile(r"第[一1](?:条|章|编|部分)|一、|[（(]一[）)]|1\s*[.．、]")
_BODY: Final = re.compile(r"(?:为|根据|按照|近日|各|依据)(?!.{0,40}$)|.*[。；：:]$")
_BEGINS: Final = re.compile(r"关于|《|[一-鿿]{2,12}(?:省|市|区|县|政府|局|厅|委)")
_NO_TITLE: Final = re.compile(
    r"[（(].*[）)]|.*[〔\[【].*号|.*(?:公告|令)\s*(?:\d{4}\s*年\s*)?第\s*\d+\s*号|(?:19|20)\d\d\s*年.*日|.*文件|附件\s*\d*[:：]?|目\s*录|\W*"
)
_CALLED: Final = re.compile(r"\s*[（(]简称[^）)]*[）)]$")


@dataclass(frozen=True, slots=True)
class Heading:
    """The title as printed, and the cover's title where there is one."""

    title: Span
    cover: Span | None = None

    @property
    def words(self) -> str:
        """The title on one line, without book-title marks around it."""
        words = _CALLED.sub("", joined(self.title.text))
        inner = re.fullmatch(r"《([^《》]*)》", words)
        return inner[1] if inner else words


def read_heading(text: str, labels: tuple[Labelled, ...]) -> Heading | None:
    """The title of a text; None where it prints none."""
    head = lines(text)[:_HEAD_LINES]
    labelled = next((one.value for one in labels if one.name == "title" and one.value), None)
    return (
        _covered(text)
        or (Heading(labelled) if labelled else None)
        or _above_labels(text, head, labels)
        or _above_body(text, head)
    )


def _covered(text: str) -> Heading | None:
    """The title inside a notice that publishes it."""
    cover, handed = _COVER.search(text, 0, _HEAD), _HANDED_OUT.search(text, 0, _HEAD)
    if cover is None or _CITING.match(cover.group()) or _has_spoken(text[: cover.start()]):
        return None  # a notice that the text only cites
    printed = span_of(text, cover.start(), cover.end())
    if handed is None:
        inner = span_of(text, cover.start("inner"), cover.end("inner"))
        return Heading(inner, printed)
    words = handed["title"]
    again = locate(text, words, handed.end())  # the title above its own text, if printed there
    return Heading(again or span_of(text, handed.start("title"), handed.end("title")), printed)


def _has_spoken(before: str) -> bool:
    """Whether a text has begun: a sentence is closed, or a line opens its first unit."""
    return bool(re.search("[。；？?]", before)) or any(
        _FIRST_UNIT.match(line.text) for line in lines(before.rpartition("\n")[0])
    )


def _above_labels(
    text: str, head: tuple[Line, ...], labels: tuple[Labelled, ...]
) -> Heading | None:
    """The lines above a box of labels; a title printed twice is taken once."""
    if not labels or not head or labels[0].start > head[-1].end:
        return None
    above = [line for line in head if line.end <= labels[0].start]
    if not above or len(above) > 6 or labels[0].name == "contact":
        return None
    end = above[max(range(len(above)), key=lambda at: _repeats(above, at))].end
    start = _behind_number(above[0])
    half = (end - start) // 2
    if len(above) == 1 and text[start : start + half] == text[end - half : end]:
        end = start + half  # printed twice on one line
    return Heading(span_of(text, start, end))


def _repeats(above: list[Line], at: int) -> float:
    """How well the lines behind one repeat those up to it; the last of several lines if none do."""
    first = "".join(line.text for line in above[: at + 1])
    rest = "".join(line.text for line in above[at + 1 :])
    ratio = SequenceMatcher(None, _NUMBER.sub("", first, count=1), rest, autojunk=False).ratio()
    return ratio if rest else 0.5


def _above_body(text: str, head: tuple[Line, ...]) -> Heading | None:
    """The lines directly above where the text begins to speak."""
    if not head:
        return None
    first = head[0]
    if (match := _in_long_line(first)) is not None:
        return Heading(span_of(text, _behind_number(first), first.start + match.end()))
    own = bool(KIND_AT_END.search(first.text)) and len(first.text) <= 60  # 一、某市补贴办法
    end = next((at for at, line in enumerate(head) if at >= own and _speaks(line)), len(head))
    block = [line for line in head[:end] if not _NO_TITLE.fullmatch(line.text)]
    if not block:
        return None
    start = _beginning(block)
    if block[-1].end - block[start].start > _LONGEST:
        return None
    dated = _DAY_BEHIND.search(block[-1].text)
    end = block[-1].start + dated.start() if dated else block[-1].end
    return Heading(span_of(text, _behind_number(block[start]), end))


def _in_long_line(line: Line) -> re.Match[str] | None:
    """The end of a title where the line goes on behind it: …实施意见 各县市区：…"""
    if len(line.text) <= 60:
        return None
    match = KIND_THEN_BLANK.search(line.text, 0, _LONGEST)
    return match if match and not re.search("[。；]", line.text[: match.end()]) else None


def _speaks(line: Line) -> bool:
    """Whether a line is the text itself: a first unit, a salutation, a sentence."""
    words = line.text
    return bool(
        _FIRST_UNIT.match(words)
        or _BODY.match(words)
        or (len(words) > 45 and re.search("[，。；]", words))
    )


def _beginning(block: list[Line]) -> int:
    """Which line of a block the title begins on: the nearest that makes a whole one."""
    for at in range(len(block) - 1, max(len(block) - 5, -1), -1):
        words = "".join(line.text for line in block[at:])
        bare = _NUMBER.sub("", words, count=1)
        if _BEGINS.match(bare) and KIND_AT_END.search(words):
            return at
    total = sum(len(line.text) for line in block)
    return 0 if len(block) <= 3 and total <= 90 else len(block) - 1


def _behind_number(line: Line) -> int:
    match = _NUMBER.match(line.text)
    return line.start + (match.end() if match else 0)
