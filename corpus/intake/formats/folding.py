"""Characters that look right and compare wrong: what converters and fonts put in a text's place.

Only what has one meaning is folded. Full-width punctuation and marks (（一）、⑴、①、㎡) stay as
they are printed.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# CJK Radicals Supplement → the character each is drawn as (Unicode: EquivalentUnifiedIdeograph);
# NFKC knows two of them. The Kangxi radicals (U+2F00 …) NFKC knows all.
_RADICALS: Final = (
    "⺁厂⺈刀⺋卩⺌小⺍小⺎兀⺒巳⺓幺⺛旡⺜日⺝月⺞歺⺟母⺠民⺧牛⺩王⺬示⺮竹⺶羊⺷羊⺸羊⺻聿⺼肉⺽臼"
    "⻁虎⻃覀⻄西⻅见⻆角⻉贝⻊足⻋车⻏邑⻑長⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦"
    "⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_OF_RADICAL: Final = {ord(a): b for a, b in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}
_FOLDED: Final = re.compile("[\u2f00-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f\ufb00-\ufb06]")
_UNSEEN: Final = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufffe\uffff\ufe00-\ufe0f\x00-\x08\x0b-\x1f\x7f]"
)
_SPACE: Final = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BETWEEN: Final = re.compile(
    r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]) (?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])"
)
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def fold(text: str) -> str:
    """The text with radicals and compatibility ideographs as plain ones, unseen characters out."""
    text = _UNSEEN.sub("", text)
    text = _FOLDED.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    return text.translate(_OF_RADICAL)


def tidy(line: str) -> str:
    """One line: folded, its white space single and none at its ends."""
    return _SPACE.sub(" ", fold(line).replace("\n", " ").replace("\r", " ")).strip()


def count_private(text: str) -> int:
    """Characters of the private use area: what a font draws and no other program can read."""
    return len(_PRIVATE.findall(text))
