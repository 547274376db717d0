"""Cut a draft into sentences with their markers, whole or as it streams in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MARKER = re.compile(r"[\[［【](\d{1,3})[\]］】]")
_ENDS = "。！？!?"
_CLOSERS = '”」』）)’"'
_OPEN, _CLOSE = "“「『", "”」』"
_BULLET = re.compile(
    r"\s*(?:[-*•·✓✔☑▪]|\d{1,2}[.、．)）](?!\d)|[（(]?[一二三四五六七八九十\d]{1,2}[)）]|[①-⑳])\s*"
)
LONGEST = (
    600  # characters of one sentence; a longer one is cut, so that streaming never waits on it
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence as written. ``cited`` are its source numbers, its heading line's included."""

    raw: str  # as written, with markers
    text: str  # markers and bullet removed
    cited: tuple[int, ...]
    bullet: bool = False
    heading: bool = False  # ends with a colon: introduces what follows


def markers(text: str) -> tuple[int, ...]:
    """The source numbers of ``[1][3]``, each once, in order."""
    return tuple(dict.fromkeys(int(match[1]) for match in MARKER.finditer(text)))


@dataclass
class Splitter:
    """Gives sentences as soon as they are complete; markers after the full stop belong to them.

    A line that ends with a colon and cites a source lends its markers to the bullets below it.
    """

    _buffer: str = ""
    _blank: str = ""  # line breaks that go with the next sentence
    _lent: tuple[int, ...] = ()
    _in_line: bool = field(default=False)  # whether the current line has begun already

    def feed(self, chunk: str) -> list[Sentence]:
        """The sentences that ``chunk`` completes."""
        self._buffer += chunk
        found: list[Sentence] = []
        while (cut := self._cut()) is not None:
            raw, self._buffer = self._buffer[:cut], self._buffer[cut:]
            found.extend(self._sentence(raw))
        return found

    def close(self) -> list[Sentence]:
        """What is left when the draft has ended."""
        found = self.feed("")
        rest, self._buffer = self._buffer, ""
        return [*found, *self._sentence(rest)]

    def _cut(self) -> int | None:
        """Where the first complete sentence ends, or None while more may still belong to it."""
        depth = 0
        for index, char in enumerate(self._buffer):
            if char == "\n":
                return index + 1
            depth += (char in _OPEN) - (char in _CLOSE)
            if (char in _ENDS and depth <= 0) or index >= LONGEST:
                return self._after_markers(index + 1)
        return None

    def _after_markers(self, start: int) -> int | None:
        """The end after closers and markers; None if the buffer ends before that is known."""
        rest = re.compile(r"(?:[”」』）)’\"]|\s*[\[［【]\d{1,3}[\]］】])*").match(
            self._buffer, start
        )
        end = rest.end() if rest else start
        tail = self._buffer[end:]
        undecided = not tail or re.fullmatch(r"[ \t]*(?:[\[［【]\d{0,3})?", tail)
        return None if undecided else end

    def _sentence(self, raw: str) -> list[Sentence]:
        body, new_line = raw.strip(), not self._in_line
        self._in_line = not raw.endswith("\n")
        if not body:
            self._blank += raw
            return []
        raw, self._blank = self._blank + raw, ""
        bullet = _BULLET.match(raw) if new_line else None
        text = MARKER.sub("", raw[bullet.end() :] if bullet else raw).strip()
        cited = markers(raw)
        heading = text.endswith(("：", ":"))
        if new_line and not bullet:
            self._lent = cited if heading else ()
        if bullet and not cited:
            cited = self._lent
        if not text:
            return []
        return [Sentence(raw, text, cited, bullet is not None, heading)]


def split(draft: str) -> list[Sentence]:
    """Every sentence of a whole draft."""
    splitter = Splitter()
    return [*splitter.feed(draft), *splitter.close()]
