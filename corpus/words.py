"""The one door to jieba: words, where words help.

They name what a drafted card is about, quote what a message says that nothing knows, and make the
training vocabulary and a baseline. Search itself works on character grams; see `index.grams`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from types import ModuleType

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


def search_words(text: str) -> list[str]:
    """Words and the shorter words inside them, as search engines index Chinese."""
    return [word for word in _jieba().lcut_for_search(text) if word.strip()]


def dictionary() -> Iterator[tuple[str, int]]:
    """Every word of jieba's dictionary with its frequency in general Chinese."""
    for word, frequency in _jieba().dt.FREQ.items():
        if frequency > 0:  # prefixes of words are listed with 0
            yield word, frequency
