"""What is wrong with a policy folder, said so that whoever keeps the folder can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 60  # characters of a value that a message repeats
_WIDEST = 300  # characters of a finding


class CorpusError(ValueError):
    """Not one policy folder can be used. The message says why, a line for each problem."""

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> CorpusError:
        """The error whose message lists these problems."""
        lines = "\n".join(f"  {problem}" for problem in problems)
        return cls(f"没有一份政策能够载入，请先改正：\n{lines}")


class DataError(ValueError):
    """A piece of data cannot be used. Whoever knows where it stands makes a `Problem` of it."""

    def __init__(self, found: str, mend: str, line: int | None = None) -> None:
        super().__init__(f"{found}；{mend}")
        self.found = found
        self.mend = mend
        self.line = line


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about one folder; as a string it is one Chinese line.

    ``found`` says what was found and what was expected, ``mend`` what to do. ``file`` is empty
    where the folder itself is meant, ``line`` (from 1) is None where no line can be told.
    """

    folder: str
    file: str
    line: int | None
    found: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.folder}/{self.file}" if self.file else self.folder
        at = f" 第{self.line}行" if self.line else ""
        found = self.found if len(self.found) <= _WIDEST else f"{self.found[:_WIDEST]}…"
        return one_line(f"{place}{at}：{found}；{self.mend}。")


def one_line(text: str) -> str:
    """The text without line breaks and without what a terminal could not print."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "�" for char in text)


def shown(value: object) -> str:
    """A value as a message repeats it: in Chinese quotation marks, cut where it is long."""
    text = str(value)
    return f"“{text}”" if len(text) <= _LONGEST else f"“{text[:_LONGEST]}…”"
