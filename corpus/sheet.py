"""One YAML file beside a text: its content, where each value stands, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from pydantic import ValidationError

from corpus.library import ClauseNotFoundError
from corpus.problem import DataError, Problem, shown
from corpus.shape import conform, misfits
from corpus.yamlfile import Place, read_yaml

T = TypeVar("T")


class Sheet:
    """A file that could be read as YAML. Readers report to it what they find, and go on."""

    def __init__(self, folder: str, name: str, text: str) -> None:
        """Read the file's text. Raises DataError where it is no YAML."""
        self.folder = folder
        self.name = name
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []
        self.ids: dict[str, int | None] = {}  # id of each entry → its line
        self._tree = read_yaml(text)
        self._text = text.splitlines()

    def conform(self, kind: type[T]) -> T | None:
        """The content as that shape; None, with everything that does not fit reported."""
        if self._tree.content is None:
            self.report(DataError("只有注释，没有内容", "请写上内容，不用的文件请删去"), ())
            return None
        try:
            return conform(kind, self._tree.content)
        except ValidationError as error:
            for place, misfit in misfits(kind, error):
                self.report(misfit, place)
        return None

    def line(self, place: Place) -> int | None:
        """The line (from 1) of a value, or of what holds it where it is not written."""
        while place and place not in self._tree.lines:
            place = place[:-1]
        return self._tree.lines.get(place)

    def line_of_words(self, place: Place, words: str) -> int | None:
        """The line where words stand, from a place on; the line of the place if nowhere."""
        start = self.line(place) or 1
        lines = enumerate(self._text[start - 1 :], start)
        return next((number for number, line in lines if words in line), start)

    def report(self, error: DataError, place: Place, line: int | None = None) -> None:
        """Note what is wrong with the value of a place."""
        at = error.line or line or self.line(place)
        self.problems.append(Problem(self.folder, self.name, at, error.found, error.mend))

    def remark(self, error: DataError, place: Place) -> None:
        """Note what is made do without; the folder is used all the same."""
        line = self.line(place)
        self.remarks.append(Problem(self.folder, self.name, line, error.found, error.mend))

    @contextmanager
    def collecting(self, *place: str | int) -> Iterator[None]:
        """Report what is raised about the value of a place, so that all is shown at once."""
        try:
            yield
        except DataError as error:
            self.report(error, place)
        except ClauseNotFoundError as error:
            self.report(DataError(str(error), "请照正文的编号写，如 三.(二).4、第4条"), place)

    def name_entry(self, name: str, *place: str | int) -> None:
        """Note the id of an entry; an id that another entry of the file has is reported."""
        if name in self.ids:
            self.report(duplicate(name, f"第{self.ids[name]}行"), place)
        self.ids.setdefault(name, self.line(place))


def duplicate(name: str, where: str) -> DataError:
    """An id that is already taken, there."""
    return DataError(f"{shown(name)}与{where}的重复", "同一个名称只能用一次，请改名或合成一处")
