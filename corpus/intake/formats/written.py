"""How lists write their numbers: 一, （1）'s 1, ①, 甲, iv. Names as WordprocessingML has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from corpus.outline.ordinal import chinese

_LEGAL: Final = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def _letters(number: int) -> str:
    """1 → a, 27 → aa, as Word counts on."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _of_series(first: str, last: int) -> Callable[[int], str]:
    return lambda n: chr(ord(first) + n - 1) if 1 <= n <= last else str(n)


def _of_list(names: str) -> Callable[[int], str]:
    return lambda n: names[(n - 1) % len(names)]


FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    **dict.fromkeys(
        (
            "chineseCounting", "chineseCountingThousand", "japaneseCounting",
            "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting",
        ),
        chinese,
    ),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"),
        lambda n: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(n)),
    ),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda n: chinese(n).translate(_LEGAL),
    ),
    **dict.fromkeys(
        ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _of_series("①", 20)
    ),
    "decimalEnclosedParen": _of_series("⑴", 20),
    "decimalEnclosedFullstop": _of_series("⒈", 20),
    "ideographEnclosedCircle": _of_series("㊀", 10),
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"),
        lambda n: "".join(chr(ord("０") + int(digit)) for digit in str(n)),
    ),
    "decimalZero": lambda n: f"{n:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "ideographTraditional": _of_list(_STEMS),
    "ideographZodiac": _of_list(_BRANCHES),
    "decimal": str,
    "none": lambda n: "",
}  # fmt: skip
