"""Find every number of a text with its kind and offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from corpus.numerals.chinese import Number, UnreadableError, read_number
from corpus.numerals.comparison import Compared, around
from corpus.numerals.quantity import Comparison, Quantity, QuantityKind
from corpus.numerals.shapes import IDENTIFIER, NEVER, PHRASE, SHORT_YEAR, TIME
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
_ARABIC = r"\d+(?:,\d+)*(?:\.\d+)?"
_HAN = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸两兩俩十百千拾佰仟"
_MEASURES = (
    "人次 平方米 平米 公里 千瓦 家 个 名 人 项 次 场 件 台 套 户 幢 栋 间 亩 座 条 款 种 类 届 "
    "位 份 期 倍 档 辆 吨 米 例 只 张 篇 枚 班 团 晚 级 月 批"
)
_COUNT = "|".join(_MEASURES.split()).replace("|人|", "|人(?!民币)|")
_DURATION = r"年|个月|个?工作日|天|日|周|个?季度|个?小时"
_CURRENCIES = (
    "美元 美金 港元 港币 港幣 欧元 日元 日圆 英镑 澳元 澳币 澳门元 加元 韩元 瑞士法郎 "
    "新加坡元 新币 新台币 台币 USD HKD EUR JPY GBP AUD"
)
_FOREIGN = "|".join(_CURRENCIES.split())
_PREFIXES = r"¥|人民币|US\$|HK\$|\$|€|£|USD|HKD|EUR"
_YUAN = r"元(?!素|件|旦|宇|宙|器|月|气)"
_RMB = "人民币|[Rr][Mm][Bb]|CNY"
_KNIFE = "刀(?![具片库模口])"  # dollars
_FOREIGN_TYPED = f"{_FOREIGN}|美刀|加币|港纸|泰铢|卢布|越南盾|(?i:USD|HKD|EUR|JPY|GBP|AUD)"
_NOT_CHENG = "立为本果员效功长熟交品就都人份套"
_DASH = r"\s*(?:至|到|——|—|–|-|~|～)\s*"
_NTH = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DAY = (
    r"(?P<y>[12]\d{3}|[一二][〇零○一二三四五六七八九]{3})\s*(?:年|(?P<sep>[-/.]))\s*"
    # what stands behind the month follows what stood behind the year: 2026年22.5万元 is no date,
    # and of 2026年1月40万 only the month
    rf"(?P<m>{_NTH})\s*(?(sep)(?P=sep)|月)\s*(?:(?P<d>{_NTH})\s*[日号]?)?(?!\d|\s*[万亿千百元块])"
)
_YEAR = (
    r"(?P<year>(?:19|20)\d\d|[一二][〇零○九][〇零○一二三四五六七八九]{2})"
    r"(?:\s*年(?!级)|(?=[-—–至到](?:19|20)\d\d\s*年))"
)
_BOUNDED = (QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.RATE, QuantityKind.NUMBER)
_SURELY_WHOLE = 1000  # 3000到1万 starts at 3000元; 80到120万 at 80万元
_SCIENTIFIC = r"\d+(?:\.\d+)?[eE][+-]?\d+"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What else than the strict grammar a reader accepts."""

    wan: str = ""  # characters read as 万: wW
    yuan: str = _YUAN
    foreign: str = _FOREIGN
    prefixes: str = _PREFIXES
    han: str = _HAN
    typed: bool = False  # also what people write and published texts don't: 8万6, 三成五, 24年3月


STRICT = Lexicon()
PEOPLE = Lexicon(
    wan="wW",
    yuan=rf"{_YUAN}|块钱?|圆|{_RMB}",
    foreign=rf"{_FOREIGN_TYPED}|{_KNIFE}",
    prefixes=rf"{_PREFIXES}|{_RMB}|{_FOREIGN_TYPED}|(?<![菜剪刻铣车镰砍])刀",
    han=_HAN + "廿卅卌",
    typed=True,
)
# 170万二期, 350万两年内, 20万3台: what follows the 万 counts something else
_NEXT_NUMBER = (
    r"(?<=[万亿萬億wW])(?:(?:\d{1,2}|[一二两三四五六七八九十]{1,3})\s*"
    r"(?:期|年|月|个月|个(?!亿|万)|个?工作日|号|届|家|场|台|套|天|季度|成|折|倍)|(?:19|20)\d\d\s*年"
    r"|一[起般下些块共直定样切旦并笔项件人名次点批])"
)
_THOUSAND = r"(?<=\d\d)\s?[kK](?![A-Za-z超高画屏显])"
_POINT_FIRST = r"(?<![^\s，。；、：（(了约是投资入])\.\d*[1-9]"  # .12亿; not 买了设备.100万
_HALF = r"(?<=个)半(?=\s*[万亿])|(?<=[万亿萬億])半(?![年天月个数成价辈路场途日夜])"
_CHENG_DIGIT = r"[一二三四五六七八九1-9](?![\d一二三四五六七八九十百千万亿.家个年项名])"
_TYPED_CHENG = rf"成(?:半|{_CHENG_DIGIT})?(?![{_NOT_CHENG}])"


def _run(lexicon: Lexicon) -> str:
    big, han, not_next = r"\s*[万亿萬億](?!P)", lexicon.han, ""
    if lexicon.wan:
        big += rf"|\s?[{lexicon.wan}](?![A-Za-z])"
    if lexicon.typed:
        big, not_next = rf"{big}|{_THOUSAND}", rf"(?!{_NEXT_NUMBER})"
    start = rf"{_ARABIC}|[{han}]|半(?=个?\s*(?:{big}))|[几数](?=[十百千万亿])"
    rough = (
        rf"[来多余几](?=\s*(?:[十百千元块个家名]|{big}))"
        r"|(?<=[万亿wW十百千])[来多余](?!于|少|次|年|了\s*[\d{han}])|(?<=十)几"
    )
    inside = rf"{_ARABIC}|[{han}]|{big}|点(?=[\d{han}])|个(?=\s*(?:{big}))|{rough}"
    if lexicon.typed:
        start += rf"|[几数](?=个[万亿])|{_POINT_FIRST}(?=\s*(?:{big}))"
        inside += rf"|个(?=半\s*[万亿])|{_HALF}"
    return rf"(?:{start})(?:{not_next}(?:{inside}))*"


def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    run, typed = _run(lexicon), lexicon.typed
    cheng = _TYPED_CHENG if typed else rf"成半?(?![{_NOT_CHENG}])"
    return re.compile(
        rf"(?P<phrase>{PHRASE if typed else NEVER})|{_DAY}|{_YEAR}"
        rf"|{IDENTIFIER}|{TIME}|{SHORT_YEAR if typed else NEVER}|(?P<science>{_SCIENTIFIC})"
        rf"|(?P<per>[百千万])分之(?P<perrun>{run})"
        rf"|(?P<bottom>[{_HAN}\d]+)分之(?P<top>[{_HAN}\d]+)"
        rf"|(?P<slash>\d+/\d+)"
        rf"|(?P<nth>第)?(?P<sign>(?<![\d万亿元%A-Za-z])[-负]\s?)?"
        rf"(?:(?P<prefix>{lexicon.prefixes})\s*)?(?P<run>{run})"
        rf"(?:\s*(?P<mid>{lexicon.yuan}|%)?{_DASH}(?!(?:19|20)\d\d\s*年)(?P<run2>{run}))?"
        rf"\s*(?P<unit>{lexicon.foreign}|{lexicon.yuan}|个百分点|%|‰|{cheng}|"
        rf"{_DURATION}|{_COUNT})?"
    )


class Scanner:
    """Reads quantities with one lexicon; see `read` and `read_people` of this package."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._pattern = _pattern(lexicon)

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
        own = re.fullmatch(rf"¥|{_RMB}", match["prefix"] or "¥")
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
        duration = re.fullmatch(_DURATION, unit)
        return QuantityKind.DURATION if duration else QuantityKind.COUNT


def _prefix_unit(match: re.Match[str]) -> str:
    own = re.fullmatch(rf"¥|{_RMB}", match["prefix"] or "")
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
