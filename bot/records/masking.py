"""What tells who somebody is, covered before it is kept: numbers of people and firms, e-mail.

Amounts, dates and numbers of documents stay: only what has the form, and where there is one the
check digit, of such a number is covered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

COVER: Final = "＊"
SHOWN: Final = 3  # characters of a number that stay
_EDGE: Final = r"(?<![0-9A-Za-z])"
_END: Final = r"(?![0-9A-Za-z])"
_FORMS: Final = (
    re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),  # e-mail
    re.compile(_EDGE + r"[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d{4}[\dXx]" + _END),  # 身份证号
    re.compile(_EDGE + r"[0-9A-HJ-NP-RT-UW-Y]{2}\d{6}[0-9A-HJ-NP-RT-UW-Y]{10}" + _END),  # 信用代码
    re.compile(_EDGE + r"(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}" + _END),  # 手机
    re.compile(_EDGE + r"0\d{2,3}[- ]\d{7,8}" + _END),  # 固定电话
    re.compile(_EDGE + r"\d{16,19}" + _END),  # 银行账号
)
_FULL_WIDTH: Final = {ord("０") + n: str(n) for n in range(10)} | {ord("＠"): "@", ord("－"): "-"}


def masked(text: str) -> str:
    """The text with each such number covered but for its first three characters; same length."""
    kept = list(text)
    for start, end in _found(text):
        kept[start + SHOWN : end] = COVER * (end - start - SHOWN)
    return "".join(kept)


def masked_like(data: Any, message: str) -> Any:  # noqa: ANN401 -- JSON
    """Plain data in which whatever is masked in the message is masked too, and nothing else.

    A reply repeats words of the user; the telephone number that a policy prints stays.
    """
    covers = [(message[start:end], masked(message[start:end])) for start, end in _found(message)]
    return _covered(data, covers) if covers else data


def _found(text: str) -> list[tuple[int, int]]:
    plain = text.translate(_FULL_WIDTH)  # one character for one: places stay
    return [match.span() for form in _FORMS for match in form.finditer(plain)]


def _covered(data: Any, covers: Sequence[tuple[str, str]]) -> Any:  # noqa: ANN401 -- JSON
    if isinstance(data, str):
        for said, cover in covers:
            data = data.replace(said, cover)
        return data
    if isinstance(data, dict):
        return {key: _covered(value, covers) for key, value in data.items()}
    return [_covered(value, covers) for value in data] if isinstance(data, list) else data
