"""Which texts the page 政策库 lists: by place, kind and validity, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeVar
from urllib.parse import urlencode

from corpus.document import Document
from corpus.versions import Period, period

T = TypeVar("T")
PAGE: Final = 20  # texts, or clauses found, on one page
LONGEST: Final = 100  # characters that are searched for
LAST: Final = 9999  # pages that an address may name
NOWHERE: Final = "未标明地区"
STATES: Final[Mapping[str, str]] = {
    "valid": "在有效期内",
    "coming": "尚未施行",
    "over": "已过有效期或已废止",
    "open": "有效期未载明",
}  # as an address names them → in words
_STATE_OF: Final = {
    Period.WITHIN: "valid",
    Period.ENDING: "valid",
    Period.BEFORE: "coming",
    Period.AFTER: "over",
    Period.UNKNOWN: "open",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What an address of the page asks for; "" where it asks for nothing."""

    words: str = ""
    place: str = ""
    kind: str = ""
    state: str = ""
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Selection:
        """Read an address; what nobody could have chosen counts as not asked for."""
        page = query.get("page", "")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) <= 4 else 1
        words, place, kind, state = (
            query.get(name, "").strip()[:LONGEST] for name in ("q", "place", "kind", "state")
        )
        return cls(words, place, kind, state if state in STATES else "", min(max(number, 1), LAST))

    def address(self, page: int = 1) -> str:
        """The address of the same selection, at a page of it."""
        asked = {"q": self.words, "place": self.place, "kind": self.kind, "state": self.state}
        chosen = {name: value for name, value in asked.items() if value}
        if page > 1:
            chosen["page"] = str(page)
        return f"library?{urlencode(chosen)}".rstrip("?")

    def admits(self, document: Document, state: str) -> bool:
        """Whether a text in that state is among what is asked for; the words aside."""
        return (
            self.place in ("", place_of(document))
            and self.kind in ("", document.kind.value)
            and self.state in ("", state)
        )

    @property
    def filtered(self) -> bool:
        """Whether it leaves texts out."""
        return replace(self, words="", page=1) != Selection()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a longer list: ``first`` counts from 1, ``pages`` is how many there are."""

    first: int
    total: int
    page: int
    pages: int


def leaf(found: Sequence[T], page: int) -> tuple[Sequence[T], Leaf]:
    """What stands on a page of a list; of a page beyond the last, the last."""
    pages = max(-(-len(found) // PAGE), 1)
    page = min(page, pages)
    start = (page - 1) * PAGE
    return found[start : start + PAGE], Leaf(start + 1, len(found), page, pages)


def place_of(document: Document) -> str:
    """The place a text applies to, by its fullest name."""
    return max(document.region, key=len, default=NOWHERE)


def state_of(document: Document, day: date, repealed: frozenset[str]) -> str:
    """Whether a text applies on a day, as an address names it: a key of ``STATES``."""
    return "over" if document.id in repealed else _STATE_OF[period(document, day)]


def choices(documents: Iterable[Document]) -> tuple[list[str], list[str]]:
    """The places and the kinds that there are among some texts."""
    held = list(documents)
    return sorted({place_of(one) for one in held}), sorted({one.kind.value for one in held})
