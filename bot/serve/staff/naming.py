"""A file's name as somebody's computer gave it, made fit to stand on our disk and on our pages."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn")  # categories of characters
_LONGEST: Final = 150  # bytes of a name; file systems take 255
_OUT: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f]')


def safe_name(given: str) -> str:
    """The last part of a name, without what leads elsewhere, hides it, or cannot be printed.

    ``../../etc/passwd`` → ``passwd``; never empty. The ending stays: under it the file is kept.
    """
    last = re.split(r"[\\/]", given)[-1]
    kept = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN)
    kept = _OUT.sub("_", kept).strip(". ")
    stem, dot, suffix = kept.rpartition(".")
    if not dot or not stem:
        stem, dot, suffix = kept, "", ""
    suffix = suffix[:8]
    while len(stem.encode()) > _LONGEST:
        stem = stem[:-1]
    return f"{stem}{dot}{suffix}" or "未命名"
