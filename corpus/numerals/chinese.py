"""The value of a run of digits and Chinese numerals: 1亿2千万, 三百五十, 壹佰, 两三百万, 30多万."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

DIGITS = {
    **dict(zip("零〇○一二三四五六七八九", (0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    **dict(zip("貳參陸", (2, 3, 6), strict=True)),
    **dict(zip("两兩俩", (2, 2, 2), strict=True)),
}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG = {
    **dict.fromkeys("kK", 10**3),
    **dict.fromkeys("万萬wW", 10**4),
    **dict.fromkeys("亿億", 10**8),
}
TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_ZERO = "零〇○"
_SOME = "几幾数"  # an unknown digit from 2 to 9
_ROUGH = "来多余"
ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_LONGEST = 200  # characters; more digits than any amount has, and than int() takes at once
_TOKEN = re.compile(rf"\s*(?:({ARABIC})|([^\s]))")


@dataclass(frozen=True, slots=True)
class Number:
    """The reading of a run. ``issue`` is a Chinese reason why it isn't one number, "" if it is.

    ``assumed``: it has other readings too, and was read as people mean it: 8万6, 50k.
    """

    value: Fraction
    low: Fraction
    high: Fraction
    approximate: bool = False
    vague: bool = False
    issue: str = ""
    assumed: bool = False


class UnreadableError(ValueError):
    """The characters aren't a number in any usual reading. The message is Chinese."""


def _ambiguous(run: str) -> UnreadableError:
    return UnreadableError(f"“{run}”可以有不止一种读法，请写明单位和完整数字")


@dataclass
class _Section:
    """A part below 万: digits with 十、百、千; filled token by token."""

    run: str
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    pending: tuple[Fraction, Fraction] | None = None
    last_unit: int = 10_000
    step: Fraction = Fraction(1)  # place of the last digit: how far 多 may reach
    digits: str = ""  # Chinese digits in a row, for 二〇二四 and 两三
    arabic: str = ""
    zero: bool = False
    units: bool = False
    implied: bool = False  # 百万: no digit before 百
    vague: bool = False
    rough: str = ""
    decimals: str | None = None
    empty: bool = True

    def arabic_number(self, token: str) -> None:
        if self.decimals == "":  # 1点5亿
            self.decimals = token
            return
        if self.pending is not None or self.decimals is not None:
            raise _ambiguous(self.run)
        number = Fraction(token.replace(",", ""))
        self.pending, self.arabic, self.empty = (number, number), token, False

    def digit(self, char: str) -> None:
        self.empty = False
        if self.decimals is not None:
            self.decimals += str(DIGITS[char])
        elif char in _ZERO and self.units and self.pending is None:
            self.zero = True
        elif self.arabic and self.pending is not None:
            raise _ambiguous(self.run)
        else:
            self.digits += str(DIGITS[char])
            self.pending = _digit_run(self.digits)

    def some(self) -> None:
        if self.pending is not None:
            raise _ambiguous(self.run)
        low = 1 if self.units else 2
        self.pending, self.vague, self.empty = (Fraction(low), Fraction(10)), True, False

    def unit(self, size: int) -> None:
        if size >= self.last_unit or self.decimals is not None:
            raise _ambiguous(self.run)
        if self.pending is None:
            self.implied |= size != 10
            self.pending = (Fraction(1), Fraction(1))
        self._add(Fraction(size))
        self.last_unit, self.units, self.empty = size, True, False

    def half(self) -> None:
        """Add a half to what was counted so far: 一个半亿; on its own it counts: 半个亿."""
        if self.decimals is not None or self.units:
            raise _ambiguous(self.run)
        low, high = self.pending or (Fraction(0), Fraction(0))
        self.pending, self.empty = (low + Fraction(1, 2), high + Fraction(1, 2)), False

    def shorten(self, big: int | None) -> bool:
        """Give a last digit the place that speech leaves out: 三百五 is 350, 8万6 is 86,000."""
        size = self.last_unit if self.units else big or 0
        one_digit = len(self.arabic or self.digits) == 1 and self.run[-1] not in "0零〇○两兩俩"
        if size <= 10 or not one_digit or self.zero or self.pending is None:
            return False
        self._add(Fraction(size, 10))
        return True

    def _add(self, size: Fraction) -> None:
        if self.pending is None:
            return
        self.low += self.pending[0] * size
        self.high += self.pending[1] * size
        self.step = _place(self.arabic) * size if self.arabic else size
        self.pending, self.digits, self.arabic, self.zero = None, "", "", False

    def point(self) -> None:
        if self.pending is None or self.decimals is not None:
            raise _ambiguous(self.run)
        self.decimals = ""

    def close(self) -> tuple[Fraction, Fraction]:
        """Return the section's bounds. A digit right after 百 or 千 (三百五) has two readings."""
        if self.decimals is not None:
            if not self.decimals or self.pending is None:
                raise _ambiguous(self.run)
            part = Fraction(int(self.decimals), 10 ** len(self.decimals))
            self.pending = (self.pending[0] + part, self.pending[1] + part)
        skipped = self.units and self.last_unit > 10 and not self.zero
        if skipped and self.pending is not None:
            raise _ambiguous(self.run)
        self._add(Fraction(1))
        return self.low, self.high


def _digit_run(digits: str) -> tuple[Fraction, Fraction]:
    """两三 → (2, 3), 三五 → (3, 5); any other row of digits is read place by place: 二〇二四."""
    if len(digits) == 2 and 0 < int(digits[1]) - int(digits[0]) <= 2 and digits[0] != "0":
        return Fraction(int(digits[0])), Fraction(int(digits[1]))
    return Fraction(int(digits)), Fraction(int(digits))


def _place(arabic: str) -> Fraction:
    """Place of the last nonzero digit: 300 → 100, 350 → 10, 1.2 → 1/10."""
    plain = arabic.replace(",", "")
    if "." in plain:
        return Fraction(1, 10 ** len(plain.split(".")[1]))
    return Fraction(10 ** (len(plain) - len(plain.rstrip("0")) if plain.strip("0") else 0))


@dataclass
class _Total:
    """Sum over the sections: 亿 part and what follows it."""

    run: str
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    last_big: int | None = None
    value_step: Fraction = Fraction(1)
    vague: bool = False
    rough: str = ""
    bigs: int = 0
    spoken: bool = False
    assumed: bool = False

    def big(self, section: _Section, size: int) -> None:
        if section.empty and self.last_big == 10**4 and size == 10**8:  # 万亿
            self.low, self.high = self.low * size, self.high * size
            self.value_step *= size
        elif section.empty and self.last_big is None:
            raise UnreadableError(f"“{self.run}”没有写出数字")
        else:
            low, high = section.close()
            if self.last_big == 10**4 and size == 10**8:  # 1万2千亿
                self.low, self.high = (self.low + low) * size, (self.high + high) * size
            elif self.last_big is not None and size >= self.last_big:
                raise _ambiguous(self.run)
            else:
                self.low, self.high = self.low + low * size, self.high + high * size
            self.value_step = section.step * size
            self.vague |= section.vague
            self.rough = section.rough or self.rough
            if section.implied:
                self.vague = True
        self.last_big, self.bigs = size, self.bigs + 1

    def tail(self, section: _Section) -> None:
        if section.empty:
            return
        if self.spoken and section.shorten(self.last_big):
            self.assumed = True
        elif self.last_big is not None and not _full_tail(section, self.last_big):
            raise _ambiguous(self.run)
        low, high = section.close()
        self.low, self.high = self.low + low, self.high + high
        self.value_step, self.rough = section.step, section.rough or self.rough
        self.vague |= section.vague or section.implied

    def half(self) -> None:
        """一万半 is 1.5万; 两百万半 may be 250万 or 200.5万."""
        if not self.spoken or self.last_big is None or self.high >= 10 * self.last_big:
            raise _ambiguous(self.run)
        self.low, self.high = self.low + self.last_big // 2, self.high + self.last_big // 2
        self.assumed = True


def _full_tail(section: _Section, big: int) -> bool:
    """Whether what follows 万 or 亿 says its own place: 3万5000, 一万五千, 一亿零三; not 3万5."""
    if section.zero or section.digits.startswith("0"):
        return True
    whole = section.arabic.replace(",", "").split(".")[0]
    return len(whole) == len(str(big)) - 1 or (big == 10**4 and section.units)


def read_number(run: str, *, spoken: bool = False) -> Number:
    """Read a whole run such as ``1亿2千万``, ``二〇二四``, ``两三百万``, ``30多万``.

    ``spoken`` gives a last digit without its place the next one, as in speech: 3万5 is 35,000.

    Raises:
        UnreadableError: the run has several readings (3万5) or none.

    """
    if len(run) > _LONGEST:
        raise UnreadableError(f"“{run[:20]}…”太长，不是可识别的数字")
    total, section = _Total(run, spoken=spoken), _Section(run)
    for match in _TOKEN.finditer("".join(TENS.get(char, char) for char in run)):
        arabic, char = match.groups()
        if arabic:
            section.arabic_number(arabic)
        elif char in BIG:
            total.big(section, BIG[char])
            total.assumed |= char in "kK"
            section = _Section(run)
        elif char == "半" and section.empty and total.bigs:
            total.half()
        elif char in _ROUGH:
            _rough(total, section, char)
        else:
            _take(section, char)
    total.tail(section)
    return _number(total)


def _take(section: _Section, char: str) -> None:
    """Hand one Chinese character to the section it belongs to."""
    if char in DIGITS:
        section.digit(char)
    elif char in SMALL:
        section.unit(SMALL[char])
    elif char in _SOME:
        section.some()
    elif char in "点.":
        section.point()
    elif char == "半":
        section.half()
    elif char != "个" or section.empty:
        raise UnreadableError(f"“{section.run}”不是可识别的数字")


def _rough(total: _Total, section: _Section, char: str) -> None:
    if section.empty:
        total.rough = char  # 300多万 and 300万余 reach as far
        return
    section.rough = char
    if section.pending is not None:
        section._add(Fraction(1))


def _number(total: _Total) -> Number:
    low, high = total.low, total.high
    value, approximate = low, low != high
    if total.rough in ("多", "余"):
        high, approximate = low + total.value_step, True
    elif total.rough == "来":
        approximate = True
    return Number(value, low, high, approximate, total.vague, assumed=total.assumed)
