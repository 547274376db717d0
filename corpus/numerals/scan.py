"""Find every number of a text with its kind and offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from corpus.numerals.chinese import Number, UnreadableError, read_number
from corpus.numerals.comparison import Compared, around
from corpus.numerals.quantity import Comparison, Quantity, QuantityKind
from corpus.numerals.special import special

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
_FULL_COMMA = re.compile(r"(?<!\d)\d{1,3}(?:，\d{3}){2,}(?!\d)")
_ARABIC = r"\d+(?:,\d+)*(?:\.\d+)?"
_HAN = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸两兩俩十百千拾佰仟"
_MEASURES = (
    "人次 平方米 平米 公里 千瓦 家 个 名 人 项 次 场 件 台 套 户 幢 栋 间 亩 座 条 款 种 类 届 "
    "位 份 期 倍 档 辆 吨 米 例 只 张 篇 枚 班 团 晚 级 月 批"
)
_COUNT = "|".join(_MEASURES.split())
_DURATION = r"年|个月|个?工作日|天|日|周|个?季度|个?小时"
_CURRENCIES = (
    "美元 美金 港元 港币 港幣 欧元 日元 日圆 英镑 澳元 澳币 澳门元 加元 韩元 瑞士法郎 "
    "新加坡元 新币 新台币 台币 USD HKD EUR JPY GBP AUD"
)
_FOREIGN = "|".join(_CURRENCIES.split())
_NOT_CHENG = "立为本果员效功长熟交品就都人份套"
_DASH = r"\s*(?:至|到|——|—|–|-|~|～)\s*"
_NTH = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DAY = (
    r"(?P<y>[12]\d{3}|[一二][〇零○一二三四五六七八九]{3})\s*(?:年|(?P<sep>[-/.]))\s*"
    # what stands behind the month follows what stood behind the year: 2026年22.5万元 is no date
    rf"(?P<m>{_NTH})\s*(?(sep)(?P=sep)|月)\s*(?:(?P<d>{_NTH})\s*[日号]?)?(?!\d)"
)
_YEAR = (
    r"(?P<year>(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
    r"(?:\s*年(?!级)|(?=[-—–至到](?:19|20)\d\d\s*年))"
)
_SURELY_WHOLE = 1000  # 3000到1万 starts at 3000元; 80到120万 at 80万元
_SCIENTIFIC = r"\d+(?:\.\d+)?[eE][+-]?\d+"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What else than the strict grammar a reader accepts."""

    wan: str = ""  # characters read as 万: wW
    yuan: str = r"元(?!素|件|旦|宇|宙|器|月|气)"
    bare: bool = False  # a number without a unit is reported for asking back


STRICT = Lexicon()
PEOPLE = Lexicon(wan="wW", yuan=r"元(?!素|件|旦|宇|宙|器|月|气)|块钱?|圆", bare=True)


def _run(lexicon: Lexicon) -> str:
    wan = rf"|\s?[{lexicon.wan}](?![A-Za-z])" if lexicon.wan else ""
    big = rf"\s*[万亿萬億](?!P){wan}"
    start = rf"(?:{_ARABIC}|[{_HAN}]|半(?=个?\s*(?:{big}))|[几数](?=[十百千万亿]))"
    rough = (
        rf"[来多余几](?=\s*(?:[十百千元块个家名]|{big}))"
        r"|(?<=[万亿wW十百千])[来多余](?!于|少|次|年)|(?<=十)几"
    )
    inside = rf"{_ARABIC}|[{_HAN}]|{big}|点(?=[\d{_HAN}])|个(?=\s*(?:{big}))|{rough}"
    return rf"{start}(?:{inside})*"


class Scanner:
    """Reads quantities with one lexicon; see `read` and `read_people` of this package."""

    def __init__(self, lexicon: Lexicon) -> None:
        run = _run(lexicon)
        self._lexicon = lexicon
        self._pattern = re.compile(
            rf"{_DAY}|{_YEAR}|(?P<science>{_SCIENTIFIC})"
            rf"|(?P<per>[百千万])分之(?P<perrun>{run})"
            rf"|(?P<bottom>[{_HAN}\d]+)分之(?P<top>[{_HAN}\d]+)"
            rf"|(?P<slash>\d+/\d+)"
            rf"|(?P<nth>第)?(?P<sign>(?<![\d万亿元%A-Za-z])[-负]\s?)?"
            rf"(?:(?P<prefix>¥|人民币|US\$|HK\$|\$|€|£|USD|HKD|EUR)\s*)?(?P<run>{run})"
            rf"(?:\s*(?P<mid>{lexicon.yuan}|%)?{_DASH}(?!(?:19|20)\d\d\s*年)(?P<run2>{run}))?"
            rf"\s*(?P<unit>{_FOREIGN}|{lexicon.yuan}|个百分点|%|‰|成半?(?![{_NOT_CHENG}])|"
            rf"{_DURATION}|{_COUNT})?"
        )

    def scan(self, source: str) -> tuple[Quantity, ...]:
        """Every quantity of ``source`` in order. Offsets count characters of ``source``."""
        text = _plain(source)
        found: list[Quantity] = []
        position = 0
        while match := self._pattern.search(text, position):
            quantity = special(match, source) or self._general(match, source)
            if quantity is None:
                position = match.end("run")
                continue
            compared = around(text, quantity.start, quantity.end)
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
        end = match.end("unit") if unit else max(match.end("run"), match.end("run2"))
        start = match.start()
        try:
            number, issue = _bounds(match), ""
        except UnreadableError as error:
            number, issue = Number(Fraction(0), Fraction(0), Fraction(0)), str(error)
        number = _scaled(number, unit, kind)
        issue = issue or _issue(match, kind, unit, source[start:end])
        if match["sign"]:
            number = Number(-number.value, -number.high, -number.low)
        return Quantity(
            kind, number.value, number.low, number.high, unit or _prefix_unit(match),
            start, end, source[start:end],
            approximate=number.approximate, vague=number.vague, issue=issue,
        )  # fmt: skip

    def _kind(self, match: re.Match[str], unit: str) -> QuantityKind | None:
        run, arabic = match["run"], any(c.isdigit() for c in match["run"])
        if match["nth"]:
            return QuantityKind.ORDINAL
        if unit in _CURRENCIES.split() or match["prefix"] not in (None, "¥", "人民币"):
            return QuantityKind.FOREIGN
        if match["prefix"] or re.fullmatch(self._lexicon.yuan, unit):
            return QuantityKind.MONEY
        if unit == "个" and self._lexicon.bare and _slang(match):
            return QuantityKind.NUMBER
        if unit in ("%", "‰", "成", "成半", "个百分点"):
            return QuantityKind.RATE
        if unit and re.fullmatch(_DURATION, unit):
            return QuantityKind.DURATION
        if unit:
            return QuantityKind.COUNT
        if re.search(r"[万亿萬億wW]", (match["run2"] or "") + run):
            return QuantityKind.MONEY  # published texts too drop the 元 of 500万元
        return QuantityKind.NUMBER if arabic or (self._lexicon.bare and _long(run)) else None


def _plain(source: str) -> str:
    text = source.translate(_SAME_LENGTH)
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


def _is_phrase(match: re.Match[str]) -> bool:
    """Whether 一次性, 同一项目, 统一, 一批 … only look like a count."""
    text = match.string
    if match["nth"]:
        return text.startswith(("方", "时间", "线", "手"), match.end())
    if match["run"] != "一" or match["run2"]:
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return before in tuple("同统唯单专逐任之其每上下") or after == "性" or match["unit"] == "批"


def _bounds(match: re.Match[str]) -> Number:
    """One number, or the two ends of a range; 80到120万 shares its 万."""
    if match["run2"] is None:
        return read_number(match["run"])
    last = read_number(match["run2"])
    tail = re.search(r"[十百千万亿萬億wW个\s]*$", match["run2"])
    first = read_number(match["run"])
    if tail and tail[0] and re.fullmatch(r"[\d.,]+|[一二两三四五六七八九]", match["run"]):
        shared = read_number(match["run"] + tail[0].strip())
        plausible = shared.low < last.high or first.low < _SURELY_WHOLE
        first = shared if plausible else first
    if first.low >= last.high:
        raise UnreadableError(f"“{match[0].strip()}”的两端前大后小，请写明")
    return Number(first.low, first.low, last.high, approximate=True)


def _scaled(number: Number, unit: str, kind: QuantityKind) -> Number:
    if kind is not QuantityKind.RATE:
        return number
    by = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "个百分点": Fraction(1, 100)}
    factor = by.get(unit, Fraction(1, 10))
    extra = Fraction(1, 20) if unit == "成半" else Fraction(0)
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


def _prefix_unit(match: re.Match[str]) -> str:
    return {"¥": "元", "人民币": "元", None: ""}.get(match["prefix"], match["prefix"] or "")


def _compare(quantity: Quantity, compared: Compared) -> Quantity:
    """Add the comparison of the words around it to a quantity."""
    if compared.comparison is None:
        return quantity
    about = compared.comparison is Comparison.ABOUT
    return replace(
        quantity, comparison=compared.comparison, printed=compared.printed,
        approximate=quantity.approximate or about,
    )  # fmt: skip
