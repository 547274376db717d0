"""What tells who somebody is, covered before it is kept: numbers of people and firms, e-mail.

Amounts, dates and numbers of documents stay: only what has the form of such a number is covered,
and never what a unit of money follows. A check digit is not asked for: a mistyped number is
somebody's all the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

COVER: Final = "＊"
SHOWN: Final = 3  # characters of a number that stay
_START: Final = r"(?<![0-9A-Za-z¥$])(?<![0-9][.,])"
_END: Final = r"(?![0-9A-Za-z])(?!\.[0-9])(?!,[0-9]{3})(?![ ]?(?:[元圆块万亿千百]|人民币))"
_CREDIT: Final = "[0-9A-HJ-NP-RT-UW-Ya-hj-np-rt-uw-y]"
_NUMBERS: Final = (
    r"[1-9]\d{5}[- ]?(?:19|20)\d{2}[01]\d[0-3]\d[- ]?\d{3}[\dXx]",  # 身份证号
    _CREDIT + r"{2}\d{6}" + _CREDIT + r"{10}",  # 统一社会信用代码
    r"(?:(?:\+|00)?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}",  # 手机
    r"(?:0\d{2,3}|[(]0\d{2,3}[)])[- ]?\d{7,8}(?:[-转]\d{1,5})?",  # 固定电话
    r"\d{15,19}",  # 银行账号、旧的身份证号与注册号
    r"[3-6]\d{3}(?:[- ]\d{4}){3}(?:[- ]?\d{1,3})?(?![- ]\d)",  # 银行账号，四位一组
)
_FORMS: Final = (
    re.compile(r"(?<![\w.%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII),
    *(re.compile(_START + number + _END, re.ASCII) for number in _NUMBERS),
)
_PLAIN: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {
    ord("　"): " ",
    ord("—"): "-",
    ord("–"): "-",
    ord("￥"): "¥",
}  # fmt: skip -- one character for one: places stay
_PARTS: Final = re.compile(r"[0-9A-Za-z]{6,}")  # of a number or an address that tell it by itself


def masked(text: str) -> str:
    """The text with each such number covered but for its first three characters; same length."""
    kept = list(text)
    for start, end in _found(text):
        kept[start + SHOWN : end] = COVER * (end - start - SHOWN)
    return "".join(kept)


def masked_like(data: Any, message: str) -> Any:  # noqa: ANN401 -- JSON
    """Plain data in which whatever is masked in the message is masked too, and nothing else.

    A reply repeats words of the user, in plain characters or without blanks; the telephone number
    that a policy prints stays.
    """
    covers = {said: _cover(said) for said in sorted(_said(message), key=len, reverse=True)}
    return _covered(data, tuple(covers.items())) if covers else data


def telling(words: Iterable[str], message: str) -> tuple[str, ...]:
    """The words without those that are a part of what is masked in the message."""
    hidden = [_plain(message[start:end]).lower() for start, end in _found(message)]
    return tuple(
        word for word in words if not any(_plain(word).lower() in number for number in hidden)
    )


def _found(text: str) -> list[tuple[int, int]]:
    plain = text.translate(_PLAIN)
    return [match.span() for form in _FORMS for match in form.finditer(plain)]


def _said(message: str) -> set[str]:
    """What is masked in the message, and the other ways in which a reply may write it."""
    said = {message[start:end] for start, end in _found(message)}
    said |= {_plain(one) for one in said}
    said |= {re.sub(r"[- ()（）]", "", one) for one in said}
    return said | {part for one in said for part in _PARTS.findall(one)}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _cover(said: str) -> str:
    return said[:SHOWN] + COVER * (len(said) - SHOWN)


def _covered(data: Any, covers: Sequence[tuple[str, str]]) -> Any:  # noqa: ANN401 -- JSON
    if isinstance(data, str):
        for said, cover in covers:
            data = data.replace(said, cover)
        return data
    if isinstance(data, dict):
        return {key: _covered(value, covers) for key, value in data.items()}
    return [_covered(value, covers) for value in data] if isinstance(data, list) else data
