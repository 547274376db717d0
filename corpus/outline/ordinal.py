"""The numbers that structural marks carry: 三 ｜ 十二 ｜ 12 ｜ １２ ｜ ⑫."""

from __future__ import annotations

import unicodedata

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
_NAMES = "零一二三四五六七八九"


def read_ordinal(text: str) -> int | None:
    """The number a mark shows, or None where the characters make no number (十十, 二〇二四).

    Chinese numerals are read up to 999, Arabic ones in any width, circled ones by their value.
    """
    if len(text) == 1 and text not in _DIGITS and text not in _UNITS:
        value = unicodedata.numeric(text, None)
        return None if value is None else int(value)
    plain = unicodedata.normalize("NFKC", text)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    return _read_chinese(plain)


def _read_chinese(text: str) -> int | None:
    total, digit, last_unit = 0, None, 1000
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last_unit:
                return None
            total += (1 if digit is None else digit) * unit
            digit, last_unit = None, unit
        elif char in _DIGITS and (digit is None or digit == 0):
            digit = _DIGITS[char]
        else:
            return None
    return total + (digit or 0)


def chinese(number: int) -> str:
    """1…999 in Chinese numerals, as marks print them: 12 → 十二; other numbers as digits."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_NAMES[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _NAMES[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_NAMES[ones] if ones else "")
