"""What is printed on each page and is not part of the text: running heads, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.intake.formats.sheet import Row
from corpus.outline.marks import read_mark

_ZONE = 0.13  # of the height of a page, at its top and its bottom
_OUTERMOST = 3  # lines there that can be heads
_SHARE = 0.3  # of the pages that carry the same one; left and right pages may differ
_FEWEST = 3  # of the pages of a text of more than three: two can agree by chance
_SAME_PLACE = 0.012  # of the height; a scan lies a little higher or lower on each page
# The page's number at either end of a head; numbers inside it are its words.
_DIGITS = re.compile(r"^[0-9０-９]+|(?:[0-9０-９]+[/／])?[0-9０-９]+(?=\s*[页版]?$)")
_NUMBER = re.compile(
    r"[-—–―─－·•\s]*第?\s*[0-9０-９]{1,4}\s*页?"
    r"(?:\s*[/／,，、共]+\s*[0-9０-９]{1,4}\s*页?)?[-—–―─－·•\s]*"
    r"|(?:page|p\.)\s*[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?",
    re.IGNORECASE,
)
# What browsers print around a page: when and what, from where and which page.
_BROWSER = re.compile(
    r"(?:https?|file)://\S+\s+[0-9]+/[0-9]+"
    r"|[0-9]{1,4}[/-][0-9]{1,2}[/-][0-9]{2,4},?\s*(?:上午|下午)?[0-9]{1,2}:[0-9]{2}.*"
)


def find_heads(sheets: Sequence[tuple[float, Sequence[Row]]]) -> tuple[list[set[int]], list[str]]:
    """For each page (its height, its lines) the indexes of the lines that are heads.

    And the words of those that several pages carry, each once.
    """
    zones = [_marginal(height, rows) for height, rows in sheets]
    counted = Counter(
        key
        for (height, rows), zone in zip(sheets, zones, strict=True)
        for key in {_key(rows[i], height) for side in zone for i in side}
    )
    least = _FEWEST if len(sheets) > _FEWEST else 2
    needed = max(least, round(_SHARE * len(sheets)))
    heads: list[set[int]] = []
    words: dict[str, str] = {}
    for (height, rows), zone in zip(sheets, zones, strict=True):
        found: set[int] = set()
        for side in zone:
            for i in side:  # from the edge of the page inwards, as far as there are heads
                text = rows[i].text
                repeated = _count(counted, _key(rows[i], height)) >= needed
                if _NUMBER.fullmatch(text) and i in (0, len(rows) - 1):
                    found.add(i)
                elif _BROWSER.fullmatch(text) or (repeated and not _is_unit(text)):
                    found.add(i)
                    words.setdefault(_DIGITS.sub("", text), text)
                else:
                    break
        heads.append(found)
    return heads, list(words.values())


def _marginal(height: float, rows: Sequence[Row]) -> tuple[list[int], list[int]]:
    """The lines in the head of a page and in its foot, the outermost first."""
    top = [i for i in range(min(_OUTERMOST, len(rows))) if rows[i].box.bottom < _ZONE * height]
    last = range(len(rows) - 1, max(len(rows) - 1 - _OUTERMOST, len(top) - 1), -1)
    return top, [i for i in last if rows[i].box.top > (1 - _ZONE) * height]


def _is_unit(text: str) -> bool:
    """Whether a line begins with the number of a clause: a list can repeat its words."""
    return read_mark(text, 0, len(text)) is not None


def _key(row: Row, height: float) -> tuple[str, int]:
    text = _DIGITS.sub("#", re.sub(r"\s", "", row.text))
    return text, round(row.box.top / (height * _SAME_PLACE))


def _count(counted: Counter[tuple[str, int]], key: tuple[str, int]) -> int:
    text, place = key
    return counted[text, place - 1] + counted[text, place] + counted[text, place + 1]
