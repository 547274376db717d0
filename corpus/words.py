"""The one door to jieba: words, where words help.

They name what a drafted card is about, quote what a message says that nothing knows, and make the
training vocabulary and a baseline. Search itself works on character grams; see `index.grams`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType

_CONTENT = frozenset(
    "nvabjls"
)  # first letters of the tags of nouns, verbs, adjectives, set phrases
_PLACE = "ns"  # the tag of place names
_TELLING_NONE = frozenset("cdmpqruyz")  # of words for relations, degrees, numbers and units
_QUALITIES = frozenset("abz")  # of words that tell how something is, not what
_COMMON = 300  # occurrences in the corpus that jieba's dictionary was counted on


@cache
def _jieba() -> ModuleType:
    import jieba  # its dictionary takes a second to load: only where a word is wanted

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba  # type: ignore[no-any-return]


def words(text: str) -> list[str]:
    """The text cut into words, in order; joining them gives the text back."""
    return list(_jieba().lcut(text, HMM=False))


def is_common(word: str) -> bool:
    """Whether a word is frequent in general Chinese, so that it tells little: 工业, 引进."""
    return bool(_jieba().dt.FREQ.get(word, 0) >= _COMMON)


@cache
def _tags() -> Mapping[str, str]:
    _jieba()
    from jieba import posseg  # reads the dictionary once more, for the kinds of words

    posseg.dt.initialize()
    tags: Mapping[str, str] = posseg.dt.word_tag_tab
    return tags


def is_place(word: str) -> bool:
    """Whether a word is a name of a place: 青川县."""
    return _tags().get(word, "") == _PLACE


def is_telling(word: str) -> bool:
    """Whether a word can be part of a name: no relation, degree, number or unit (平方米)."""
    return _tags().get(word, "")[:1] not in _TELLING_NONE


def is_quality(word: str) -> bool:
    """Whether a word tells how something is and not what: 显著."""
    return _tags().get(word, "")[:1] in _QUALITIES


def content_words(text: str) -> Iterator[tuple[int, str]]:
    """Where nouns, verbs and adjectives of two characters and more begin, and the words.

    A word that the dictionary lacks is cut into what it has.
    """
    start = 0
    for word in words(text):
        tag = _tags().get(word, "")
        if len(word) > 1 and tag[:1] in _CONTENT:
            yield start, word
        start += len(word)


def search_words(text: str) -> list[str]:
    """Words and the shorter words inside them, as search engines index Chinese."""
    return [word for word in _jieba().lcut_for_search(text) if word.strip()]


def dictionary() -> Iterator[tuple[str, int]]:
    """Every word of jieba's dictionary with its frequency in general Chinese."""
    for word, frequency in _jieba().dt.FREQ.items():
        if frequency > 0:  # prefixes of words are listed with 0
            yield word, frequency
