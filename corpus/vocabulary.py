"""The everyday wordings that hold for one text alone (vocabulary.yaml beside it).

An entry without a role only widens the search: what is said may mean passages with other words.
With the role ``same`` (同义) what is said is read as the first of those words, wherever this text
is asked; with ``idle`` (无关) it is known to change nothing, and means no other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError, model_validator

from corpus.document import Document, Role, Wording
from corpus.files import replace_file
from corpus.problem import DataError, shown
from corpus.shape import Quotes, Several, Shape, Words, conform, misfits

FILE: Final = "vocabulary.yaml"
LONGEST: Final = 20  # characters of a wording that is accepted
_SHORTEST: Final = 2


class WordingEntry(Shape):
    """A wording as ``vocabulary.yaml`` holds it: what is said, what it means, and why."""

    say: Quotes
    mean: Several = ()
    why: Words
    role: Role = ""

    @model_validator(mode="after")
    def _means_what_its_role_needs(self) -> WordingEntry:
        if bool(self.mean) == (self.role == "idle"):
            raise ValueError("无关的词不写 mean，其余的要写")
        return self


def read_vocabulary(entries: Iterable[WordingEntry]) -> tuple[Wording, ...]:
    """The wordings, in the order of the file."""
    return tuple(Wording(entry.say, entry.mean, entry.why, entry.role) for entry in entries)


def accept(folder: Path, document: Document, names: Sequence[str], entry: WordingEntry) -> None:
    """Write one wording behind those that the file beside a text has; what it has stays as it is.

    ``names`` are what the matters of the text are called.

    Raises:
        DataError: it can't be a wording of this text, or one of its words is there already.
    """
    known = {word for wording in document.vocabulary if wording.role for word in wording.say}
    for word in entry.say:
        if not _SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            fault = f"{shown(word)}不能作为说法"
            raise DataError(fault, f"请写{_SHORTEST}到{LONGEST}个字，不含数字和标点")
        if word in known:
            raise DataError(f"{document.short_title}已经收下{shown(word)}", "请先从文件里删去再改")
    for word in entry.mean:
        if word not in document.text and word not in names:
            fault = f"{document.short_title}里没有{shown(word)}"
            raise DataError(fault, "请照正文或事项名称里的写法填，一字不差")
    path = folder / FILE
    before = path.read_text("utf-8") if path.exists() else ""
    plain = entry.model_dump(mode="json", exclude_defaults=True)
    added = yaml.safe_dump([plain], allow_unicode=True, sort_keys=False, width=1000)
    text = f"{before.rstrip()}\n{added}" if before.strip() else added
    try:
        conform(list[WordingEntry], yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise DataError(f"{FILE}不是逐项一行的列表", "请先把它改成每项以“- ”打头") from error
    except ValidationError as error:
        found = "；".join(str(misfit) for _, misfit in misfits(list[WordingEntry], error))
        raise DataError(found, "请先改正文件") from error
    replace_file(path, text)
