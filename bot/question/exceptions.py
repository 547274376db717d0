"""Parts of a whole that a condition leaves out: 5家里2家没签协议, 80万里20万是个人消费."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from corpus.sayings import Saying

_SEGMENT: Final = re.compile(r"[^，,；;。：:\n]+")
_REST: Final = re.compile(r"其余|剩下|剩余")


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Offsets of the quantities that are left out or merely repeat the rest, and the text without.

    ``left_out`` is to be taken from the whole, ``ignored`` neither counts nor is taken.
    """

    left_out: frozenset[int]
    ignored: frozenset[int]
    text: str


def exceptions(text: str, starts: Iterable[int], sayings: Mapping[str, Saying]) -> Exceptions:
    """The quantities (by offset) that a later part of the sentence says fail a condition.

    The first quantity is the whole and never left out.
    """
    ordered = sorted(starts)
    left_out: set[int] = set()
    ignored: set[int] = set()
    kept = text
    segments = [(m.start(), m.end()) for m in _SEGMENT.finditer(text)]
    for index, (start, end) in enumerate(segments):
        inside = [at for at in ordered[1:] if start <= at < end]
        if not inside:
            continue
        tail = end
        following = segments[index + 1] if index + 1 < len(segments) else None
        if following and not _holds(ordered, following) and not _rest(text, following):
            tail = following[1]  # what is said next is still said of this part
        said = text[start:tail]
        if _REST.search(text[start:end]):
            ignored.update(inside)
        elif any(saying.heard(said) is False for saying in sayings.values()):
            left_out.update(inside)
            kept = kept.replace(said, "")
    return Exceptions(frozenset(left_out), frozenset(ignored), kept)


def _rest(text: str, segment: tuple[int, int]) -> bool:
    return _REST.search(text[segment[0] : segment[1]]) is not None


def beside(text: str, figure: int, counts: Iterable[int]) -> int | None:
    """The later count that stands in the same segment as a figure: 1家…产值只有3.8亿."""
    later = sorted(counts)[1:]
    for match in _SEGMENT.finditer(text):
        if match.start() <= figure < match.end():
            return next((at for at in later if match.start() <= at < match.end()), None)
    return None


def _holds(starts: list[int], segment: tuple[int, int]) -> bool:
    return any(segment[0] <= at < segment[1] for at in starts)
