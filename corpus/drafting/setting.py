"""What a text says of cases without granting or altering anything: its conditions, its procedure.

A word that stands there tells no other case than the one a provision pays for. What is excepted,
halved, raised or paid otherwise stands in sentences with a figure or a word that turns.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SENTENCE: Final = re.compile(r"[^。；;\n]+")
_FIGURE: Final = re.compile(
    r"\d[\d.,]*\s*[万亿]?元|\d\s*[%％]|百分之|[一二三四五六七八九十百千]+[万亿]?元"
)
_EXCEPTS: Final = re.compile(r"除外|不含|不包括|不予|不享受|不适用|以外的")
_TURNS: Final = re.compile(
    r"除外|例外|另行|重新|减半|折半|减少|加倍|翻倍|双倍|[上下]浮|提高|降低|取消|撤销|追回|退回|停止|终止|"
    r"不(?!少于|低于|超过|高于|限|断|良)|未|非|免予|拒"
)
_PIECE: Final = re.compile(r"[^，,。；;（）()\n]+")
_KEPT: Final = 256  # texts whose setting is kept


def granted(text: str) -> str:
    """The pieces of a provision that except nobody, blanks left out: no 出租车、营运车辆除外."""
    pieces = (m[0] for m in _PIECE.finditer(text))
    return "".join("，".join(one for one in pieces if not _EXCEPTS.search(one)).split())


@lru_cache(maxsize=_KEPT)
def setting(text: str) -> str:
    """The sentences of a text that pay nothing and turn nothing, blanks left out."""
    plain = (m[0] for m in _SENTENCE.finditer(text))
    kept = (one for one in plain if not (_FIGURE.search(one) or _TURNS.search(one)))
    return "".join("。".join(kept).split())
