"""The numbers that structural marks carry: 三 ｜ 十二 ｜ 12 ｜ １２ ｜ ⑫."""

from __future__ import annotations

import unicodedata

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NAMES = "零一二三四五六七八九"
_ZEROS = frozenset("零〇○")


def read_ordinal(text: str) -> int | None:
    """The number a mark shows, or None where the characters make no number (十十, 二〇二四).

    Chinese numerals are read up to 9999, spelled (一百零二) or, with a nought in them, digit by
    digit (一〇二); Arabic ones in any width, circled ones by their value.
    """
    if len(text) == 1 and text not in _DIGITS and text not in _UNITS:
        value = unicodedata.numeric(text, None)
        return None if value is None else int(value)
    plain = unicodedata.normalize("NFKC", text)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    return _read_chinese(plain)


def _read_chinese(text: str) -> int | None:
    if 1 < len(text) < 4 and not _ZEROS.isdisjoint(text) and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[char]) for char in text)) or None
    total, digit, last_unit = 0, None, 10_000
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
    """1…9999 in Chinese numerals, as marks print them: 12 → 十二; other numbers as digits."""
    if not 0 < number < 10_000:
        return str(number)
    text, skipped = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if skipped and text else "") + _NAMES[digit] + word
        skipped = not digit
    return text[1:] if 10 <= number < 20 else text
