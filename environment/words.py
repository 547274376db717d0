"""The words of a command line in Chinese: argparse has them in English."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, str]] = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这份说明",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "the following arguments are required: %s": "缺少参数：%s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "没有“%(value)s”这一项，可用：%(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "“%(value)s”不合要求",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s：%(message)s",
    "expected one argument": "后面要写一个值",
    "expected at least one argument": "后面至少要写一个值",
    "expected at most one argument": "后面至多写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
    "not allowed with argument %s": "不能与 %s 同时使用",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是 %(matches)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
}


def speak_chinese() -> None:
    """Have every parser that is made from now on speak Chinese."""
    setattr(argparse, "_", lambda words: WORDS.get(words, words))  # noqa: B010 -- not declared
    setattr(argparse, "ngettext", _counted)  # noqa: B010


def _counted(one: str, several: str, count: int) -> str:
    words = one if count == 1 else several
    return WORDS.get(words, words)
