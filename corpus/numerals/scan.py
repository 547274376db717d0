"""Find every number of a text with its kind and offsets."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from corpus.numerals.chinese import Number, UnreadableError, read_number
from corpus.numerals.comparison import Compared, around
from corpus.numerals.grammar import DURATION, RMB, Lexicon, pattern
from corpus.numerals.quantity import Comparison, Quantity, QuantityKind
from corpus.numerals.special import special
from corpus.numerals.spoken import assumption, ends_phrase, extended

# one character for one character, so that offsets stay those of the source
_SAME_LENGTH = str.maketrans(
    {
        **{chr(0xFF10 + i): str(i) for i in range(10)},
        **{chr(0xFF21 + i): chr(0x41 + i) for i in range(26)},
        **{chr(0xFF41 + i): chr(0x61 + i) for i in range(26)},
        **dict(zip("％．￥－／＄\u00a0\u3000", "%.¥-/$  ", strict=True)),
        "−": "-",
    }
)
_SPACED = re.compile(r"(?<![\d.,] )(?<![\d.,])\d{1,3}(?: \d{3}){2,}(?![\d.]| \d)")
_FULL_COMMA = re.compile(r"(?<!\d)\d{1,3}(?:，\d{3}){2,}(?!\d)")
_BOUNDED = (QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.RATE, QuantityKind.NUMBER)
_SURELY_WHOLE = 1000  # 3000到1万 starts at 3000元; 80到120万 at 80万元


class Scanner:
    """Reads quantities with one lexicon; see `read` and `read_people` of this package."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._pattern = pattern(lexicon)

    def scan(self, source: str) -> tuple[Quantity, ...]:
        """Every quantity of ``source`` in order. Offsets count characters of ``source``."""
        typed = self._lexicon.typed
        text = _plain(source, typed=typed)
        found: list[Quantity] = []
        position = 0
        while match := self._pattern.search(text, position):
            if match["phrase"]:
                position = match.end()
                continue
            quantity = special(match, source) or self._general(match, source)
            if quantity is None:
                position = match.end("run")
                continue
            if typed:
                quantity = extended(text, source, quantity)
            bounded = typed and quantity.kind in _BOUNDED
            compared = around(text, quantity.start, quantity.end, typed=bounded)
            found.append(_compare(quantity, compared))
            # （含100万元） after 100万元以上 says the same number again
            position = compared.end if compared.printed else quantity.end
        return tuple(found)

    def _general(self, match: re.Match[str], source: str) -> Quantity | None:
        unit = match["unit"] or ""
        if _is_phrase(match):
            if match["nth"]:
                return None
            unit = ""
        kind = self._kind(match, unit)
        if kind is None:
            return None
        spoken = self._lexicon.typed and not (unit or match["nth"])
        spoken = spoken and ends_phrase(
            match.string, match.start(), match.end("run2" if match["run2"] else "run")
        )
        end = match.end("unit") if unit else max(match.end("run"), match.end("run2"))
        start = match.start()
        try:
            number, issue = _bounds(match, spoken=spoken), ""
        except UnreadableError as error:
            number, issue = Number(Fraction(0), Fraction(0), Fraction(0)), str(error)
        number = _scaled(number, unit, kind)
        issue = issue or _issue(match, kind, unit, source[start:end])
        if match["sign"]:
            number = Number(-number.value, -number.high, -number.low)
        quantity = Quantity(
            kind, number.value, number.low, number.high, unit or _prefix_unit(match),
            start, end, source[start:end],
            approximate=number.approximate, vague=number.vague, issue=issue,
        )  # fmt: skip
        assumed = number.assumed or match["run"].startswith(".")
        return replace(quantity, assumed=assumption(quantity)) if assumed else quantity

    def _kind(self, match: re.Match[str], unit: str) -> QuantityKind | None:
        run, arabic = match["run"], any(c.isdigit() for c in match["run"])
        if match["nth"]:
            return QuantityKind.ORDINAL
        own = re.fullmatch(rf"¥|{RMB}", match["prefix"] or "¥")
        if not own or re.fullmatch(self._lexicon.foreign, unit):
            return QuantityKind.FOREIGN
        if match["prefix"] or re.fullmatch(self._lexicon.yuan, unit):
            return QuantityKind.MONEY
        if unit:
            return self._counted(match, unit)
        if re.search(r"[万亿萬億wWkK]", (match["run2"] or "") + run):
            return QuantityKind.MONEY  # published texts too drop the 元 of 500万元
        return QuantityKind.NUMBER if arabic or (self._lexicon.typed and _long(run)) else None

    def _counted(self, match: re.Match[str], unit: str) -> QuantityKind:
        """What a number with a unit that is no currency counts."""
        if unit == "个" and self._lexicon.typed and _slang(match):
            return QuantityKind.NUMBER
        if unit in ("%", "‰", "个百分点") or unit.startswith("成"):
            return QuantityKind.RATE
        if unit == "期" and self._lexicon.typed and _phase(match):
            return QuantityKind.ORDINAL
        if unit == "月" and match["run2"]:
            return QuantityKind.TIME
        duration = re.fullmatch(DURATION, unit)
        return QuantityKind.DURATION if duration else QuantityKind.COUNT


def _prefix_unit(match: re.Match[str]) -> str:
    own = re.fullmatch(rf"¥|{RMB}", match["prefix"] or "")
    return "元" if own else match["prefix"] or ""


def _plain(source: str, *, typed: bool) -> str:
    text = source.translate(_SAME_LENGTH)
    if typed:  # 1 200 000元
        text = _SPACED.sub(lambda m: m[0].replace(" ", ","), text)
    return _FULL_COMMA.sub(lambda m: m[0].replace("，", ","), text)


def _long(run: str) -> bool:
    """Whether a Chinese run without a unit is a number on its own: 三百五, 二十; not 一 or 十."""
    return len(run) >= 2 and any(c in "十百千拾佰仟" for c in run) and run not in ("千百", "百千")


def _slang(match: re.Match[str]) -> bool:
    """350个 at the end of a phrase: 万 in trade slang, or a count without its noun."""
    tail = match.string[match.end() : match.end() + 1]
    return tail in ("", "，", ",", "。", "；", "？", "?", "！", " ", "能", "可") and bool(
        re.fullmatch(r"\d{2,}", match["run"])
    )


def _phase(match: re.Match[str]) -> bool:
    """二期 is the second one; 分二期, 共三期 and 两期 are counts."""
    before = match.string[max(0, match.start() - 1) : match.start()]
    return re.fullmatch("[一二三四五六]", match["run"]) is not None and before not in tuple(
        "分共办做"
    )


def _is_phrase(match: re.Match[str]) -> bool:
    """Whether 一次性, 同一项目, 统一, 一批 … only look like a count."""
    text = match.string
    if match["nth"]:
        return text.startswith(("方", "时间", "线", "手"), match.end())
    if match["run"] != "一" or match["run2"]:
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return before in tuple("同统唯单专逐任之其每上下") or after == "性" or match["unit"] == "批"


def _bounds(match: re.Match[str], *, spoken: bool) -> Number:
    """One number, or the two ends of a range; 80到120万 shares its 万."""
    if match["run2"] is None:
        return read_number(match["run"], spoken=spoken)
    last = read_number(match["run2"], spoken=spoken)
    tail = re.search(r"[十百千万亿萬億wWkK个\s]*$", match["run2"])
    first = read_number(match["run"], spoken=spoken)
    if tail and tail[0] and re.fullmatch(r"[\d.,]+|[一二两三四五六七八九]", match["run"]):
        shared = read_number(match["run"] + tail[0].strip())
        plausible = shared.low < last.high or first.low < _SURELY_WHOLE
        first = shared if plausible else first
    if first.low >= last.high:
        raise UnreadableError(f"“{match[0].strip()}”的两端前大后小，请写明")
    assumed = first.assumed or last.assumed
    return Number(first.low, first.low, last.high, approximate=True, assumed=assumed)


def _scaled(number: Number, unit: str, kind: QuantityKind) -> Number:
    if kind is not QuantityKind.RATE:
        return number
    by = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "个百分点": Fraction(1, 100)}
    factor = by.get(unit, Fraction(1, 10))
    extra = Fraction(0)
    if unit.startswith("成") and len(unit) == 2:  # 三成五, 三成半
        extra = Fraction(1, 20) if unit[1] == "半" else read_number(unit[1]).value / 100
    return Number(
        number.value * factor + extra, number.low * factor + extra, number.high * factor + extra,
        number.approximate, number.vague,
    )  # fmt: skip


def _issue(match: re.Match[str], kind: QuantityKind, unit: str, printed: str) -> str:
    if kind is QuantityKind.FOREIGN:
        return f"“{printed}”是外币，需要指定日期的汇率折算成人民币"
    if match["sign"]:
        return f"“{printed}”是负数，请核对"
    if kind is QuantityKind.NUMBER and unit == "个":
        return f"“{printed}”是指{match['run']}万元，还是{match['run']}个？"
    return ""


def _compare(quantity: Quantity, compared: Compared) -> Quantity:
    """Add the comparison of the words around it to a quantity."""
    if compared.comparison is None:
        return quantity
    about = compared.comparison is Comparison.ABOUT
    return replace(
        quantity, comparison=compared.comparison, printed=compared.printed,
        approximate=quantity.approximate or about,
    )  # fmt: skip
