"""How enterprises say that a condition holds or not (facts.yaml beside each text)."""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from corpus.library import Library
from corpus.problem import DataError, shown
from corpus.shape import Shape, Words
from corpus.sheet import Sheet

# What `re` says (English, part of the message) → what is wrong.
_FAULTS: Final = (
    ("parenthes", "圆括号没有配对"),
    ("subpattern", "圆括号没有配对"),
    ("unterminated character set", "方括号没有配对"),
    ("nothing to repeat", "“*”“+”“?”前面没有内容"),
    ("multiple repeat", "“*”“+”“?”连写了两个"),
    ("bad escape", "“\\”后面的字符不对"),
    ("bad character range", "方括号里的“-”前后颠倒"),
    ("look-behind requires fixed-width", "“(?<…)”里的字数不确定"),
)

# The only reader of patterns there is; type stubs do not name it.
_parser: Final = importlib.import_module("re._parser")
_constants: Final = importlib.import_module("re._constants")
_REPEATS: Final = (_constants.MAX_REPEAT, _constants.MIN_REPEAT)
_SIMPLER: Final = "请去掉外面或里面的“*”“+”"
_NEGATION: Final = re.compile(
    r"(不是|不属于|不(?=实行|满足|符合|具备)|没有?|未|非|并非|还没|不在|没进|未进|不算|尚未|无|忘了|不用|没去|没做|没办|未经|不具备|不具有|缺|漏了)[^，。,；;？?]{0,12}$|不(?!仅|但|只|光|管|论)[^，。,]{0,2}$"
)
_NEGATED_AFTER: Final = re.compile(
    r"^[^，。,；;？?]{0,4}(没(有)?(通过|签|办|做|过)|未(通过|签|办)|不通过|没过|不健全|不行)"
)
_ASKED_AFTER: Final = re.compile(
    r"^[^，。,；;？?]{0,6}(吗|么|还是|要不要|需不需要|是什么|是指|怎么|算不算|什么意思|有什么)"
)
_ASKED_BEFORE: Final = re.compile(
    r"(是不是|是否|要不要|需不需要|需要|必须|用不用|什么是|何谓|有没有|如果不|不做|要)[^，。,；;？?]{0,4}$"
)
_UNAWARE: Final = re.compile(
    r"(不知道|不晓得|没想到|没听说)(?!.*(是不是|算不算|要不要|是否|有没有))[^，。,；;？?]{0,10}$"
)
_SUPPOSED: Final = re.compile(r"(如果|假如|假设|若|要是|万一)[^，。,；;？?]{0,8}$")


@dataclass(frozen=True, slots=True)
class Saying:
    """The wordings of one condition."""

    name: str
    met: re.Pattern[str]
    unmet: re.Pattern[str] | None
    tells: bool  # whether a question that says this can only be about the matter that requires it

    def heard(self, text: str) -> bool | None:
        """What a text says of the condition last; None where it says nothing or only asks."""
        if self.unmet is not None and self.unmet.search(text):
            return False
        said = None
        for match in self.met.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            if _NEGATED_AFTER.match(after):
                return False
            if _UNAWARE.search(before):
                return False  # 当时不知道要先备案
            supposed = _SUPPOSED.search(before) is not None
            if not supposed and (_ASKED_AFTER.match(after) or _ASKED_BEFORE.search(before)):
                continue
            said = _NEGATION.search(before) is None
        return said


def key_of(document_id: str, name: str) -> str:
    """The name of a condition of one text, where another text words one of that name otherwise."""
    return f"{document_id}#{name}"


def by_key(sayings: Mapping[str, tuple[Saying, ...]]) -> dict[str, Saying]:
    """The wordings of several texts: by name where all agree, else by text and name."""
    found: dict[str, list[tuple[str, Saying]]] = {}
    for document_id, said in sayings.items():
        for one in said:
            found.setdefault(one.name, []).append((document_id, one))
    return {
        name if all(one == same[0][1] for _, one in same) else key_of(document_id, name): saying
        for name, same in found.items()
        for document_id, saying in same
    }


class SayingEntry(Shape):
    """The wordings of a condition as ``facts.yaml`` holds them, as regular expressions."""

    name: Words
    met: Words
    unmet: Words | None = None
    tells: bool = False


def read_sayings(entries: list[SayingEntry], sheet: Sheet, library: Library) -> tuple[Saying, ...]:
    """The wordings beside one text; what is no regular expression is reported to the sheet."""
    sayings = []
    for at, entry in enumerate(entries):
        sheet.name_entry(entry.name, at, "name")
        patterns: dict[str, re.Pattern[str]] = {}
        for key, written in (("met", entry.met), ("unmet", entry.unmet)):
            if written is not None:
                with sheet.collecting(at, key):
                    patterns[key] = _pattern(written)
        if "met" in patterns:
            saying = Saying(entry.name, patterns["met"], patterns.get("unmet"), entry.tells)
            sayings.append(saying)
    return tuple(sayings)


def _repeats_a_repeat(parsed: Any, *, inside: bool = False) -> bool:  # noqa: ANN401
    """Whether something unbounded is repeated without bound: such a search may never end."""
    for operation, argument in parsed:
        unbounded = operation in _REPEATS and argument[1] == _parser.MAXREPEAT
        if inside and unbounded:
            return True
        parts = argument if isinstance(argument, tuple | list) else (argument,)
        for part in parts:
            below = part if isinstance(part, list) else (part,)
            for one in below:
                if isinstance(one, _parser.SubPattern) and _repeats_a_repeat(
                    one, inside=inside or unbounded
                ):
                    return True
    return False


def _pattern(written: str) -> re.Pattern[str]:
    """The regular expression. Raises DataError where it is none, or can be read in two ways."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            pattern = re.compile(written)
        if _repeats_a_repeat(_parser.parse(written)):
            raise DataError(f"{shown(written)}里有重复之中再重复的写法，可能永远找不完", _SIMPLER)
        if pattern.search(""):
            raise DataError(f"{shown(written)}什么都不写也算说到", "请去掉多余的“|”或“*”“?”")
        return pattern
    except re.error as error:
        why = next((words for part, words in _FAULTS if part in error.msg), "写法不合规则")
        at = "" if error.pos is None else f"，在第{error.pos + 1}个字处"
    except (Warning, OverflowError, RecursionError):
        why, at = "括号套得太深、次数太大，或有两种读法", ""
    found = f"{shown(written)}不是有效的正则表达式：{why}{at}"
    raise DataError(found, "括号要成对；要找的是符号本身时，在它前面加“\\”")
