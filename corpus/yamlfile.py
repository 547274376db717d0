"""YAML as the data beside a text needs it: plain values, each with its line, nothing that expands.

Tags, aliases, several documents in one file and keys written twice are refused, so a small file
stays small; dates and yes/no are text. The file is read event by event, so depth costs no stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

import yaml

from corpus.problem import DataError, shown

Place = tuple[str | int, ...]  # the keys and positions that lead to a value
_DEEPEST: Final = 20
_INTEGER: Final = re.compile(r"[-+]?\d{1,15}", re.ASCII)
_DECIMAL: Final = re.compile(r"[-+]?(?:\d{1,15}\.\d{0,15}|\.\d{1,15})", re.ASCII)
_PLAIN: Final = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_ALIGN: Final = ("缩进没有对齐，或少了“-”、“:”", "请与上下几行对齐")
_QUOTE: Final = "请在整个值的两边加上单引号"
_START: Final = f"制表符请改成空格；是值的一部分时，{_QUOTE}"
# What the parser says (English, part of the message) → what is wrong, what to do.
_SYNTAX: Final = (
    ("',' or ']'", ("方括号没有配对，或少了逗号", "请补上“]”或“,”")),
    ("',' or '}'", ("花括号没有配对，或少了逗号", "请补上“}”或“,”")),
    ("mapping values are not allowed", ("这里不应有冒号", f"值里有“: ”时，{_QUOTE}")),
    ("could not find expected ':'", ("少了冒号", "请写成“字段: 值”")),
    ("tab character", ("缩进用了制表符", "请改用空格缩进")),
    ("cannot start any token", ("制表符和这个符号不能打头", _START)),
    ("end of stream", ("引号没有配对", "请补上另一半引号")),
    ("document indicator", ("引号没有配对", "请补上另一半引号")),
    ("unknown escape", ("双引号里的反斜杠写法不对", "请把双引号改成单引号")),
    ("expected key", _ALIGN),
    ("'-' indicator", _ALIGN),
    ("sequence entries are not allowed", _ALIGN),
    ("<document start>", ("括号或内容多余", "请删去多出来的部分")),
)  # fmt: skip
_OTHERWISE: Final = (
    "这里的写法不合格式",
    f"请对照别的文件夹里的同名文件；值里有特殊符号时，{_QUOTE}",
)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; ``key`` is the one whose value comes next."""

    value: list[Any] | dict[str, Any]
    place: Place
    key: str | None = None


@dataclass(slots=True)
class Tree:
    """The content of a YAML file (None, text, numbers, lists, mappings) and its values' lines."""

    content: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    _open: list[_Open] = field(default_factory=list)
    _documents: int = 0

    def take(self, event: yaml.Event) -> None:
        """Take in the next event of the file."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise DataError("出现了分隔线“---”", "每个文件只写一份，请删去分隔线", line)
            case yaml.AliasEvent():
                raise DataError("值以“*”打头，会被当作引用", f"本程序不用引用；{_QUOTE}", line)
            case yaml.ScalarEvent():
                self._put(_scalar(event), event, line)
            case yaml.SequenceStartEvent():
                self._enter([], event, line)
            case yaml.MappingStartEvent():
                self._enter({}, event, line)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._open.pop()

    def _enter(self, value: list[Any] | dict[str, Any], event: yaml.NodeEvent, line: int) -> None:
        if len(self._open) == _DEEPEST:
            raise DataError(f"嵌套超过 {_DEEPEST} 层", "请检查括号与缩进", line)
        self._open.append(_Open(value, self._put(value, event, line)))

    def _put(self, value: Any, event: yaml.NodeEvent, line: int) -> Place:  # noqa: ANN401 -- YAML
        """Put a value where it belongs; its place. The first value of a pair is its key."""
        if getattr(event, "tag", None) is not None:
            raise DataError("值以“!”打头，会被当作类型标记", f"本程序不用类型标记；{_QUOTE}", line)
        if not self._open:
            self.content = value
            self.lines[()] = line
            return ()
        outer = self._open[-1]
        if isinstance(outer.value, list):
            place: Place = (*outer.place, len(outer.value))
            outer.value.append(value)
        elif outer.key is None:
            outer.key = _key(event, outer.value, line)
            place = (*outer.place, outer.key)
        else:
            place = (*outer.place, outer.key)
            outer.value[outer.key] = value
            outer.key = None
        self.lines.setdefault(place, line)
        return place


_CRAMPED: Final = re.compile(r"\s*(?:- )?\w+(?:：|:[^\s/])")  # a field that YAML sees none in


def read_yaml(text: str) -> Tree:
    """Read a YAML file.

    Raises:
        DataError: it is not valid YAML, or uses what is refused here; with the line at fault.
    """
    tree = Tree()
    try:
        events: Iterable[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        for event in events:
            tree.take(event)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, text) from None
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise DataError("含有看不见的控制字符", "请删去，或重新输入这一行", line) from None
    return tree


def _key(event: yaml.NodeEvent, taken: dict[str, Any], line: int) -> str:
    """A key as it is written, whatever it looks like."""
    name = event.value if isinstance(event, yaml.ScalarEvent) else ""
    if not name:
        raise DataError("冒号前面没有字段名", "请写成“字段: 值”", line)
    if name in taken:
        raise DataError(f"{shown(name)}写了两次", "请合成一处", line)
    return str(name)


def _scalar(event: yaml.ScalarEvent) -> str | int | Decimal | bool | None:
    text: str = event.value
    if not event.implicit[0]:  # in quotes
        return text
    if text in _PLAIN:
        return _PLAIN[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


def _syntax(error: yaml.MarkedYAMLError, text: str) -> DataError:
    said = error.problem or ""
    if (line := _without_colon(error, text)) is not None:
        found = "字段名后面不是半角冒号加空格"
        return DataError(found, "请写成“字段: 值”：冒号用半角，后面空一格", line)
    found, mend = next((words for part, words in _SYNTAX if part in said), _OTHERWISE)
    mark = error.problem_mark
    if mark is None:
        return DataError(f"不是有效的 YAML（{found}）", mend)
    return DataError(f"第{mark.column + 1}列起不是有效的 YAML（{found}）", mend, mark.line + 1)


def _without_colon(error: yaml.MarkedYAMLError, text: str) -> int | None:
    """The line, from 1, on which a full-width or cramped colon led the parser astray."""
    lines = text.splitlines()
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark is not None]
    near = {line for mark in marks for line in (mark.line - 1, mark.line)}
    wrong = (n for n in sorted(near) if 0 <= n < len(lines) and _CRAMPED.match(lines[n]))
    return next((n + 1 for n in wrong), None)
