"""The form of a text in which marks are looked for: look-alikes folded, what is unseen left out.

Everything is recognised in the folded form; every offset, quote and printed mark is taken from the
text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_RADICALS = (*range(0x2E80, 0x2FE0), *range(0x3192, 0x3196), *range(0xF900, 0xFB00))
_DIGITS = range(0x1D7CE, 0x1D800)  # mathematical ones
_BLANKS = (0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F)
_PRINTED = str.maketrans("笫苐﹒․﹑､﹙﹚❨❩﹕﹔﹐｡", "第第..、、（）（）：；，。")


def _look_alikes() -> dict[int, str]:
    """Character by character what it is another form of: ⼆ → 二, 笫 → 第, ﹒ → a full stop."""
    folded = {code: unicodedata.normalize("NFKC", chr(code)) for code in (*_RADICALS, *_DIGITS)}
    table = {code: text for code, text in folded.items() if len(text) == 1 and text != chr(code)}
    table |= dict.fromkeys(_BLANKS, " ")
    table |= dict.fromkeys((0x0B, 0x85, 0x2028, 0x2029), "\n")
    return table | {code: chr(folded) for code, folded in _PRINTED.items()}


_TABLE = _look_alikes()
_SUSPECT = re.compile(  # ranges that hold all of what is folded or unseen: quickly looked for
    "[\0-\x08\x0b\x0e-\x1b\x7f\x85\xad\u061c\u1680\u180e\u2000-\u200f\u2024\u2028-\u202f\u205f-\u206f"
    "⺀-\u2fdf\u3192-\u3195笫苐\ue000-\ufaff\ufe00-\ufe0f\ufe50-\ufe6f\ufeff\uff61-\uff64\ufff9-\ufffb❨❩"
    "\U0001d7ce-\U0001d7ff\U000e0100-\U000fffff]"
)
_UNSEEN = re.compile(  # control, zero-width, direction, variation and private-use characters
    "[\0-\x08\x0e-\x1b\x7f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\ufff9-\ufffb\ue000-\uf8ff\U000e0100-\U000e01ef\U000f0000-\U000ffffd]+"
)
_MARKUP = re.compile(  # of Markdown: ## 第一条 ｜ 1\. ｜ **第一条**
    r"^[ \t]*#{1,6}[ \t]+|\\(?=[.()\-#*+\[\]_])|(?P<bold>\*\*|__)(?=\S)[^*_\n]{1,200}(?P=bold)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded form of a text and the way back.

    ``origins[i]`` is the offset, in the text, of character ``i`` of the folded form. ``openings``
    gives the offset at which what stands at ``i`` begins, where characters before it were left out.
    """

    text: str
    origins: Sequence[int]
    openings: dict[int, int] = field(default_factory=dict)

    def begin(self, at: int) -> int:
        """Where, in the text, begins what stands at ``at``, signs before it included."""
        return self.openings.get(at, self.origins[at])

    def end(self, at: int) -> int:
        """The offset, in the text, behind the character before ``at``."""
        return self.origins[at - 1] + 1 if at else 0


def fold(text: str) -> Folded:
    """The folded form of ``text``. Takes time linear in its size, little where nothing is odd."""
    seen = text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text
    suspect = _SUSPECT.search(seen) is not None
    if suspect:
        seen = seen.translate(_TABLE)
    dropped = _dropped(seen, suspect=suspect)
    if not dropped:
        return Folded(seen, range(len(seen) + 1))
    return _without(seen, sorted(dropped))


def _dropped(text: str, *, suspect: bool) -> set[tuple[int, int, bool]]:
    """What is left out: start, end, and whether it belongs to what follows it."""
    found: set[tuple[int, int, bool]] = set()
    if suspect:
        found = {(match.start(), match.end(), True) for match in _UNSEEN.finditer(text)}
    if "#" not in text and "\\" not in text and "**" not in text and "__" not in text:
        return found
    for match in _MARKUP.finditer(text):
        if match["bold"]:
            found.add((match.start(), match.start() + 2, True))
            found.add((match.end() - 2, match.end(), False))
        else:
            found.add((match.start(), match.end(), True))
    return found


def _without(text: str, dropped: Iterable[tuple[int, int, bool]]) -> Folded:
    pieces: list[str] = []
    origins: list[int] = []
    openings: dict[int, int] = {}
    position = 0
    for start, end, opens in dropped:
        if start > position:
            pieces.append(text[position:start])
            origins.extend(range(position, start))
        if opens:
            openings.setdefault(len(origins), start)
        else:
            openings.pop(len(origins), None)
        position = max(position, end)
    pieces.append(text[position:])
    origins.extend(range(position, len(text) + 1))
    return Folded("".join(pieces), origins, openings)
