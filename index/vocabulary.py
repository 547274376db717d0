"""口语 → 政策: what people say and what the text says, as data with a reason for each entry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import yaml

from corpus.document import Wording
from index.grams import normalise

GENERAL = Path(__file__).with_name("vocabulary.yaml")
_LATIN_RUN = re.compile(r"[a-z]+(?:[ '][a-z]+)*")
_SHORTEST_PINYIN = 4  # letters: below that a run is an abbreviation (AI, ERP), not a reading


@dataclass(frozen=True, slots=True)
class Expansion:
    """A term that a search adds to a question, the words that caused it, and the reason."""

    said: str
    term: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A question in simplified characters, and what else to look for."""

    text: str
    added: tuple[Expansion, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """The added terms, each once."""
        return tuple(dict.fromkeys(expansion.term for expansion in self.added))

    @property
    def whole(self) -> str:
        """The question and the added terms, as one text."""
        return "，".join((self.text, *self.terms))


class Vocabulary:
    """All wordings that apply. `read` is the only thing a search needs."""

    def __init__(self, entries: Iterable[Wording]) -> None:
        self.entries = tuple(entries)
        self._patterns = [
            (said, entry, plain, _pattern(plain))
            for entry in self.entries
            for said in entry.say
            for plain in [normalise(simplify(said))]
        ]

    @classmethod
    def load(cls, own: Iterable[Wording] = ()) -> Vocabulary:
        """The general vocabulary, and what texts have of their own."""
        rows = yaml.safe_load(GENERAL.read_text(encoding="utf-8"))
        general = (Wording(tuple(row["say"]), tuple(row["mean"]), row["why"]) for row in rows)
        return cls((*general, *own))

    def read(self, question: str) -> Reading:
        """Simplify, read pinyin, and collect the terms that entries add. Deterministic."""
        text = normalise(simplify(question))
        added = list(self._read_pinyin(text))
        whole = " ".join([text, *(expansion.term for expansion in added)])
        for said, entry, plain, pattern in self._patterns:
            if plain in whole and pattern.search(whole):  # most are not: a search costs more
                added += [
                    Expansion(said, term, entry.why)
                    for term in entry.mean
                    if normalise(term) not in text
                ]
        return Reading(text, tuple(dict.fromkeys(added)))

    def _read_pinyin(self, text: str) -> Iterable[Expansion]:
        for match in _LATIN_RUN.finditer(text):
            letters = re.sub(r"[ ']", "", match.group())
            parts = [letters] if letters in self._by_pinyin else re.split(r"[ ']", match.group())
            for part in parts:
                for term in self._by_pinyin.get(part, ()):
                    yield Expansion(part, term, "拼音")

    @cached_property
    def _by_pinyin(self) -> dict[str, tuple[str, ...]]:
        """Readings of every Chinese term of the vocabulary; made when Latin letters turn up."""
        from pypinyin import lazy_pinyin

        terms = {term for entry in self.entries for term in (*entry.say, *entry.mean)}
        found: dict[str, list[str]] = {}
        for term in sorted(terms):
            if (
                not term.isascii()
                and len(letters := "".join(lazy_pinyin(term))) >= _SHORTEST_PINYIN
            ):
                found.setdefault(letters.lower(), []).append(term)
        return {letters: tuple(named) for letters, named in found.items()}


def _pattern(plain: str) -> re.Pattern[str]:
    escaped = re.escape(plain)
    return re.compile(rf"(?<![a-z]){escaped}(?![a-z])" if plain.isascii() else escaped)


def simplify(text: str) -> str:
    """Traditional characters to simplified ones; the length may change in rare words."""
    if text.isascii():
        return text
    return str(_converter().convert(text))


@cache
def _converter():  # type: ignore[no-untyped-def]  # noqa: ANN202 - opencc is untyped
    from opencc import OpenCC

    return OpenCC("t2s")
