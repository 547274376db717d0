"""Character unigrams and bigrams of Chinese text as integers, computed by the array.

A Chinese word is one or two characters more often than not, so grams of one and two
characters find what a word segmenter finds without its mistakes (see
docs/decisions/0004-retrieval.md). A run of Latin letters or digits is one symbol.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_LATIN = re.compile(r"[a-z0-9][a-z0-9.+%-]*")
_OTHER = re.compile(r"[^0-9a-z\u3400-\u9fff\U000f0000-\U000ffffd\U00020000-\U0002fa1f]+")
_PRIVATE = 0xF0000  # a plane nobody writes in: one code for each Latin or digit run
_PRIVATE_SIZE = 0xFFFD

Keys = NDArray[np.int64]


def normalise(text: str) -> str:
    """Full-width to half-width, lower case; nothing else is lost."""
    return unicodedata.normalize("NFKC", text).lower()


def symbols(text: str) -> str:
    """The text with each Latin or digit run as one character and each gap as one space."""
    folded = _LATIN.sub(_symbol, normalise(text))
    return _OTHER.sub(" ", folded)


def _symbol(match: re.Match[str]) -> str:
    run = match.group().rstrip(".-")
    return f" {chr(_PRIVATE + zlib.crc32(run.encode()) % _PRIVATE_SIZE)} "


def gram_keys(texts: Sequence[str]) -> tuple[Keys, NDArray[np.int32]]:
    """Keys of all grams of all texts, and for each key the position of its text.

    A unigram's key is its code point, a bigram's key ``first << 32 | second``.
    """
    joined = "\n".join(symbols(text).replace("\n", " ") for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    owner = np.cumsum(codes == ord("\n"), dtype=np.int32)
    inside = (codes != ord("\n")) & (codes != ord(" "))
    pairs = np.flatnonzero(inside[:-1] & inside[1:])
    keys = np.concatenate([codes[inside], (codes[pairs] << 32) | codes[pairs + 1]])
    return keys, np.concatenate([owner[inside], owner[pairs]])


def gram_text(key: int) -> str:
    """A readable form of a key, for explanations; a Latin run shows as ``…``."""
    characters = (key,) if key < 1 << 32 else (key >> 32, key & 0xFFFFFFFF)
    return "".join("…" if code >= _PRIVATE else chr(code) for code in characters)
