"""Collections of any size, made from the texts of a folder: the documents with others beside them.

Above the number of texts given come variants of them: another place wherever one is named, other
years, other amounts. They are the same each time.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from bot.question.places import Region, names
from environment.settings import DOCUMENTS
from evals.neighbours import TITLE
from evals.table import TableError

_NUMBER: Final = re.compile(r"(?<![\d第.])\d{2,}(?!\d|\s*[.、）)])")  # no mark of a clause
_YEARS: Final = range(2000, 2030)
_LIES_IN: Final = ("区", "市", "县", "省", "镇")


def read_texts(folders: Sequence[Path]) -> tuple[tuple[str, str], ...]:
    """Title and text of every .txt file, in the order of the names.

    Raises:
        TableError: there is none.
    """
    paths = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    if not paths:
        raise TableError(f"{'、'.join(map(str, folders))}：没有 .txt 文本。")
    return tuple((path.stem[:TITLE], path.read_text(encoding="utf-8")) for path in paths)


def write_collection(root: Path, texts: Sequence[tuple[str, str]], size: int) -> None:
    """A policy folder for each of ``size`` documents below ``root``: the documents held, then ours.

    A text is in its own place the first time, then in others.
    """
    shutil.copytree(DOCUMENTS, root)
    for number in range(size - len(list(DOCUMENTS.iterdir()))):
        time, which = divmod(number, len(texts))
        title, text = texts[which]
        meta: dict[str, object] = {"kind": "其他"}
        if time:
            place = _places()[number % len(_places())]
            title, text = f"{place}{moved(title, time)}", moved(text, time)
            meta["region"] = [place]
        folder = root / f"grown-{number:05}"
        folder.mkdir()
        meta |= {"id": folder.name, "title": title, "short_title": f"《{title}》"}
        (folder / "text.txt").write_text(text, encoding="utf-8")
        written = yaml.safe_dump(meta, allow_unicode=True)
        (folder / "meta.yaml").write_text(written, encoding="utf-8")


def moved(text: str, time: int) -> str:
    """A text with other places, years and numbers; ``time`` says which, from 1 on."""
    held = _places()
    at = {place: number for number, place in enumerate(held)}
    text = _pattern().sub(lambda m: held[(at[m.group()] + 7 * time) % len(held)], text)
    return _NUMBER.sub(lambda match: _other(match.group(), time), text)


def _other(digits: str, time: int) -> str:
    if len(digits) == 4 and int(digits) in _YEARS:
        return str(_YEARS[(int(digits) - _YEARS.start + time) % len(_YEARS)])
    first = (int(digits[0]) - 1 + time) % 9 + 1 if digits[0] != "0" else 0
    return f"{first}{digits[1:]}"


@cache
def _places() -> tuple[str, ...]:
    """The places that are known by name, without those that lie in none."""
    return tuple(name for name in names(Region(frozenset()), ()) if name[-1] not in _LIES_IN)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _places()), key=len, reverse=True)))
