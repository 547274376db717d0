"""One spelling for what can be written in many: the grader's own reading of an answer's text.

The grader must not share the number grammar of the product it judges, so this one is separate
and only as large as answers need. Numbers become markers, the spelling of the shared grader:
``⟦360000⟧`` an amount in 元, ``⟦P20⟧`` 20 %, ``⟦D2024-1-5⟧`` a day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_OPEN, _CLOSE = "（〔［[【﹝", "）〕］]】﹞"
_FOLD = str.maketrans(
    {
        **dict.fromkeys(_OPEN, "("),
        **dict.fromkeys(_CLOSE, ")"),
        **dict.fromkeys("—–‐‑‒―−～~﹣", "-"),
        "，": "、",  # NFKC would turn it into the comma that groups thousands
        "萬": "万",
        "億": "亿",
        "贊": "赞",
        "補": "补",
    }
)
_QUOTES = str.maketrans(dict.fromkeys("“”‘’「」『』\"'`＂＇"))
_QUOTED = re.compile(r"[“「『\"][^”」』\"]*[”」』\"]")
_SENTENCE_END = re.compile(r"[。;!?]")
_NOT = frozenset("不没未无非否莫勿难")
_REBUTTED = re.compile(
    r"不符|不对|错误|有误|不正确|不准确|不实|不成立|并非|不是|没有依据|无依据|不存在|不属实"
    r"|与(?:文件|原文|条文).{0,4}(?:不|相悖)"
)

_DIGIT_ROWS = "零〇○ 一壹 二两兩贰貳 三叁參 四肆 五伍 六陆陸 七柒 八捌 九玖"
_DIGITS = {c: number for number, row in enumerate(_DIGIT_ROWS.split()) for c in row}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
_MYRIADS = {"万": 10**4, "w": 10**4, "亿": 10**8}
_CN = "".join(_DIGITS) + "十拾百佰千仟"
_N = r"\d+(?:\.\d+)?"

_DAY = re.compile(r"(20\d\d)[年\-/.](0?[1-9]|1[0-2])[月\-/.](0?[1-9]|[12]\d|3[01])日?(?!\d)")
_PERCENT = re.compile(
    rf"百分之(?P<spoken>[{_CN}点]+|{_N})|(?P<figure>{_N})(?:%|个百分点)"
    rf"|(?P<tenths>[一二两三四五六七八九\d])成(?![本为立功果员品交就长型效])"
)
_MONEY = re.compile(
    rf"(?<![\d.a-z⟦])(?:¥|人民币|rmb)?(?P<n>{_N})个?(?P<unit>[十百千]?(?:万|亿|w(?![a-z])))[零又]?"
    rf"(?:(?P<rest>{_N})(?P<rest_unit>[十百千]?万|[千百])?)?(?P<yuan>元|块钱|块|人民币|rmb)?"
)
_YUAN = re.compile(rf"(?<![\d.a-z⟦])(?:¥|人民币|rmb)?({_N})([千百k]?)(?:元|块钱|块)整?(?:人民币)?")
_SPOKEN = re.compile(
    rf"(?<![{_CN}])(?P<big>[{_CN}点]+个?[万亿][{_CN}万亿]*)(?:元|块钱|块)?整?"
    rf"|(?P<small>[{_CN}]+)(?:元|块钱|块)整?"
)
_BARE = re.compile(r"(?<![\d.\-a-z⟦])\d{5,}(?:\.\d+)?(?![\d.]*[\-年月日%号⟧])")
_MARKED_AMOUNT = re.compile(r"⟦(\d+(?:\.\d+)?)⟧")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """NFKC, one kind of bracket and dash, no white space or emphasis, lower case, 5,000 → 5000."""
    text = unicodedata.normalize("NFKC", text.translate(_FOLD)).translate(_FOLD)
    text = re.sub(r"[\s\u200b\ufeff]+|\*\*", "", text).replace("￥", "¥")
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text).lower()


def bare(text: str) -> str:
    """`fold` without quotation marks."""
    return fold(text).translate(_QUOTES)


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """`bare` with every day, percentage and amount replaced by its marker."""
    text = _DAY.sub(lambda m: f"⟦D{m[1]}-{int(m[2])}-{int(m[3])}⟧", bare(text))
    text = _PERCENT.sub(_percent_marker, text)
    text = _MONEY.sub(_money_marker, text)
    text = _YUAN.sub(lambda m: _marker(Decimal(m[1]) * _TENS.get(m[2], 1)), text)
    text = _SPOKEN.sub(_spoken_marker, text)
    return _BARE.sub(lambda m: _marker(Decimal(m[0])), text)


def amounts_in(text: str) -> frozenset[Decimal]:
    """Every amount of money that a text names, in 元."""
    return frozenset(Decimal(found) for found in _MARKED_AMOUNT.findall(canonical(text)))


def read_amounts(value: object) -> tuple[Decimal, ...]:
    """``amount_yuan`` of an answer row (number, "500万元", a list of them, null) in 元."""
    if value is None or isinstance(value, bool) or value == "":
        return ()
    if isinstance(value, list | tuple):
        return tuple(amount for part in value for amount in read_amounts(part))
    written = re.sub(r"元|rmb|人民币|¥|,", "", fold(str(value)))
    try:
        return (Decimal(written),)
    except InvalidOperation:
        return tuple(Decimal(found) for found in _MARKED_AMOUNT.findall(canonical(str(value)))[:1])


def holds(synonym: str, text: str) -> bool:
    """Whether a text holds a ``must_contain`` synonym.

    ``re:…`` is a regular expression; ``+…`` needs an occurrence without a negation in the four
    characters before it. A number never matches inside a longer number.
    """
    if synonym.startswith("re:"):
        return any(re.search(synonym[3:], form) for form in (bare(text), canonical(text)))
    wanted = synonym.removeprefix("+")
    affirmed = synonym.startswith("+")
    return any(
        not (affirmed and _negated(form, at, 4))
        for form, needle in ((bare(text), bare(wanted)), (canonical(text), canonical(wanted)))
        for at in _occurrences(needle, form)
        if not _inside_number(form, at, needle)
    )


def offends(forbidden: str, text: str) -> bool:
    """Whether a text says what ``must_not_contain`` forbids.

    Excused where it stands in quotation marks, is negated just before, or rebutted just after in
    the same sentence. ``strict:…`` and ``re:…`` have no excuse.
    """
    if forbidden.startswith("re:"):
        return re.search(forbidden[3:], bare(text)) is not None
    if forbidden.startswith("strict:"):
        return fold(forbidden[7:]) in fold(text)
    unquoted = _QUOTED.sub(lambda m: "◇" * len(m[0]), fold(text))
    return any(
        not _negated(form, at, 10) and not _rebutted(form, at + len(needle))
        for form, needle in (
            (bare(unquoted), bare(forbidden)),
            (canonical(unquoted), canonical(forbidden)),
        )
        for at in _occurrences(needle, form)
    )


def chinese_number(text: str) -> Decimal | None:
    """一千二百万, 三百五, 一点二亿 → Decimal; None for what is no numeral."""
    for myriad, scale in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.partition(myriad)
        if found:
            first = chinese_number(head)
            return None if first is None else _with_tail(first * scale, tail, scale)
    whole, point, decimals = text.partition("点")
    if point:
        if not decimals or any(c not in _DIGITS for c in decimals):
            return None
        first = chinese_number(whole) if whole else Decimal(0)
        spelled = "".join(str(_DIGITS[c]) for c in decimals)
        return None if first is None else first + Decimal(f"0.{spelled}")
    return _section(text)


def _with_tail(value: Decimal, tail: str, scale: int) -> Decimal | None:
    """Add what follows 万 or 亿; a lone digit is one place lower: 一万二 → 12,000."""
    if not tail:
        return value
    if len(tail) == 1 and tail in _DIGITS:
        return value + _DIGITS[tail] * scale // 10
    rest = chinese_number(tail)
    return None if rest is None else value + rest


def _section(text: str) -> Decimal | None:
    """Below 万: 三百五十, 三百五, 二〇二四, 十."""
    if not text or any(c not in _DIGITS and c not in _TENS for c in text):
        return None
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return Decimal("".join(str(_DIGITS[c]) for c in text))
    total, digit, place = 0, None, 1
    for c in text:
        if c in _TENS:
            place = _TENS[c]
            total += (1 if digit is None else digit) * place
            digit = None
        else:
            digit = _DIGITS[c]
            place = place if digit else 1
    if digit:
        total += digit * (place // 10 if place >= 100 else 1)
    return Decimal(total)


def _marker(amount: Decimal) -> str:
    return f"⟦{_plain(amount)}⟧"


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _percent_marker(match: re.Match[str]) -> str:
    value: Decimal | None
    if match["figure"]:
        value = Decimal(match["figure"])
    elif match["tenths"]:
        value = (chinese_number(match["tenths"]) or Decimal(match["tenths"])) * 10
    else:
        spoken = match["spoken"]
        value = Decimal(spoken) if spoken[0].isdigit() else chinese_number(spoken)
    return match[0] if value is None else f"⟦P{_plain(value)}⟧"


def _scale(unit: str) -> int:
    scale = 1
    for c in unit:
        scale *= _TENS.get(c) or _MYRIADS[c]
    return scale


def _money_marker(match: re.Match[str]) -> str:
    """1亿2000万 is one amount; in 1亿2 the lone 2 stays outside, since it may be anything."""
    scale = _scale(match["unit"])
    value = Decimal(match["n"]) * scale
    rest = match["rest"]
    if rest is None:
        return _marker(value)
    if not match["rest_unit"] and not match["yuan"]:
        return _marker(value) + rest
    added = Decimal(rest) * _scale(match["rest_unit"] or "")
    return _marker(value + added) if added < scale else match[0]


def _spoken_marker(match: re.Match[str]) -> str:
    value = chinese_number((match["big"] or match["small"]).replace("个", ""))
    return match[0] if value is None or (match["big"] and not value) else _marker(value)


def _occurrences(needle: str, form: str) -> Iterator[int]:
    at = form.find(needle) if needle else -1
    while at >= 0:
        yield at
        at = form.find(needle, at + 1)


def _inside_number(form: str, at: int, needle: str) -> bool:
    """Whether the needle's first or last digit belongs to a longer number of the text."""
    before = form[at - 1] if at else ""
    after = form[at + len(needle) : at + len(needle) + 1]
    cut_left = needle[0].isdigit() and (before.isdigit() or before == ".")
    return cut_left or (needle[-1].isdigit() and after.isdigit() and "." not in needle)


def _negated(form: str, at: int, reach: int) -> bool:
    before = _SENTENCE_END.split(form[max(0, at - reach) : at])[-1]
    return not _NOT.isdisjoint(before)


def _rebutted(form: str, end: int) -> bool:
    return _REBUTTED.search(_SENTENCE_END.split(form[end : end + 40])[0]) is not None
