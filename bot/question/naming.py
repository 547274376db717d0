"""Naming: which texts a message calls by title, short title or document number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from corpus.document import Document

_TITLE: Final = re.compile(r"《([^《》]{2,80})》")
_SHORTEST: Final = 4  # characters of a title that is said to be not held
_NUMBER: Final = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{1,12})\s?[〔\[(（【]\s?(?P<year>(?:19|20)\d\d)\s?[〕\])）】]\s?"
    r"(?:第\s?)?(?P<n>\d{1,4})\s?号"
)
_ANYBODYS: Final = 6  # characters of a name: shorter ones may be any text's
_ISSUER: Final = 2  # characters before a number that tell whose it is
_SEVERAL: Final = 3  # texts that one shortened title may mean


class Naming:
    """What the texts held are called, and what of it a message says."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._titles = _titles(documents)
        self._order = {name: number for number, name in enumerate(self._titles)}
        self._starting: dict[str, list[str]] = {}  # by the first character
        for name in self._titles:
            self._starting.setdefault(name[:1], []).append(name)
        self._numbers = {
            (m["year"], m["n"], m["who"]): d.id
            for d in documents
            for m in _NUMBER.finditer(d.number or "")
        }

    def __call__(self, text: str, *, placed: bool = False) -> frozenset[str]:
        """Ids of the texts that a message names; a title in book marks may be shortened.

        ``placed``: a place is said. What any text may be called (细则) is then no title unless it
        stands in book marks: 临港那个政策的细则 is none of another place's.
        """
        rest = text
        found: set[str] = set()
        for name in self._standing_in(text):
            said = f"《{name}》" if placed and len(name) < _ANYBODYS else name
            if said in rest:
                found |= self._titles[name]
                rest = rest.replace(name, "□")
        for match in _NUMBER.finditer(text):
            found |= self._numbered(match)
        for match in _TITLE.finditer(rest):
            found |= self._abridged(match.group(1))
        return frozenset(found)

    def _standing_in(self, text: str) -> list[str]:
        """The titles whose words stand in a text, longest first; of thousands only those."""
        names = {
            name
            for at, char in enumerate(text)
            for name in self._starting.get(char, ())
            if text.startswith(name, at)
        }
        return sorted(names, key=self._order.__getitem__)

    def numbers(self, text: str) -> tuple[str, ...]:
        """The document numbers of texts held, as a message says them."""
        return tuple(match.group() for match in _NUMBER.finditer(text) if self._numbered(match))

    def unheld(self, text: str) -> str:
        """A title in book marks, or a number, that no text bears and no text mentions."""
        for match in _TITLE.finditer(text):
            said = plain(match.group(1))
            borne = any(_abridges(said, title) for title in self._titles)
            if len(said) >= _SHORTEST and not borne and not any(said in t for t in self._texts):
                return match.group()
        for match in _NUMBER.finditer(text):
            if not self._numbered(match) and not self._mentioned(match):
                return match.group()
        return ""

    def _numbered(self, match: re.Match[str]) -> set[str]:
        """请问石政发〔2020〕3号: the words before a number are no part of it."""
        return {
            document
            for (year, n, who), document in self._numbers.items()
            if (year, n) == (match["year"], match["n"]) and match["who"].endswith(who)
        }

    def _mentioned(self, match: re.Match[str]) -> bool:
        said = f"{match['who'][-_ISSUER:]}{match['year']}{match['n']}号"
        return any(said in text for text in self._bracketless)

    def _abridged(self, said: str) -> frozenset[str]:
        """《房租通实施细则》 for one of few titles that hold these characters in this order."""
        short = plain(said)
        found = frozenset[str]().union(
            *(documents for title, documents in self._titles.items() if _abridges(short, title))
        )
        return found if len(short) >= _SHORTEST and len(found) <= _SEVERAL else frozenset()

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(plain(document.text) for document in self._documents)

    @cached_property
    def _bracketless(self) -> tuple[str, ...]:
        return tuple(re.sub(r"[〔〕\[\]【】]", "", text) for text in self._texts)


def plain(text: str) -> str:
    """A text without blanks, quotation marks and brackets, which titles are typed without."""
    return re.sub(r"[\s（）()“”\"]", "", text).lower()


def _abridges(said: str, title: str) -> bool:
    """Whether a title is said in short: 龙岗区若干措施 for 龙岗区关于促进…若干措施."""
    rest = iter(plain(title))
    return all(char in rest for char in said)


def _titles(documents: Sequence[Document]) -> Mapping[str, frozenset[str]]:
    """What documents are called, longest first → those that are called so."""
    names: dict[str, set[str]] = {}
    for document in documents:
        own = (document.title, document.short_title, *document.aliases)
        for name in (*own, *document.explains_aliases):
            names.setdefault(name.strip("《》").lower(), set()).add(document.id)
    longest = sorted(names, key=len, reverse=True)
    return {name: frozenset(names[name]) for name in longest}
