"""What the words of a bound span read as: value, comparison, direction, scope, discretion."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from corpus.document import Span
from corpus.numerals import (
    Comparison,
    Quantity,
    QuantityKind,
    as_rate,
    exact_decimal,
    format_plain,
    format_rate,
    read,
)
from corpus.rules.lexicon import DISCRETION, scope_of, senses
from corpus.rules.model import DIRECTIONS, THRESHOLDS, Direction, Ground, Role, Term
from corpus.rules.unit import read_units, unit_name

_DEFINED = re.compile(r"所称[^。]{0,30}以上[^。]{0,30}(?:包含|包括|含)本(?:数|级)")
_PRINTED_MARK = re.compile(r"[（(]不?含")
_INCLUDING = re.compile(r"及以[上下]|不[少低小]于|不[多高大]于|不超过")
_FORMER = re.compile(r"原")
_UPWARD = (Comparison.AT_LEAST, Comparison.ABOVE)
_DOWNWARD = (Comparison.AT_MOST, Comparison.BELOW)


class WordsError(ValueError):
    """The words don't say what the rule claims. ``word`` is the word at fault."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word


@dataclass(frozen=True, slots=True)
class Bound:
    """A span that a rule binds under a name and a role, in the text of one document."""

    name: str
    role: Role
    span: Span
    document_text: str

    @property
    def text(self) -> str:
        """The words without the breaks that a line or a converter left inside them."""
        return "".join(self.span.text.split())


def _only(bound: Bound, kinds: tuple[QuantityKind, ...], what: str) -> Quantity:
    quantity = _one(bound, kinds, what)
    if quantity.low != quantity.high:
        raise WordsError(quantity.text, f"“{quantity.text}”不是一个确定的数")
    return quantity


def _one(bound: Bound, kinds: tuple[QuantityKind, ...], what: str) -> Quantity:
    """The one number of the words, which may have two ends."""
    found = [q for q in map(as_rate, read(bound.text)) if q.kind in kinds]
    if len(found) != 1:
        raise WordsError(bound.text, f"绑定“{bound.name}”的词句“{bound.text}”里应恰有一个{what}")
    if found[0].issue:
        raise WordsError(found[0].text, found[0].issue)
    return found[0]


def _direction(bound: Bound) -> Comparison | None:
    """Find the one direction the span's words give. Agreeing words count once: 达…以上."""
    found = [sense for _, sense in senses(bound.text)]
    upward = any(sense in _UPWARD for sense in found)
    downward = any(sense in _DOWNWARD for sense in found)
    if upward and downward:
        raise WordsError(bound.text, f"“{bound.text}”里的方向词互相矛盾")
    strict = [s for s in found if s in (Comparison.ABOVE, Comparison.BELOW)]
    return (strict or found or [None])[0]


def _require(bound: Bound, wanted: tuple[Comparison | None, ...], reads: str) -> None:
    actual = _direction(bound)
    if actual not in wanted:
        words = "、".join(word for word, _ in senses(bound.text)) or bound.text
        raise WordsError(
            words, f"“{bound.text}”的方向与 {bound.role.value} 不符：原文词句读作{reads}"
        )


_READS = {
    None: "没有方向词的确定数",
    Comparison.AT_LEAST: "不低于（≥）",
    Comparison.ABOVE: "超过（>）",
    Comparison.AT_MOST: "不超过（≤）",
    Comparison.BELOW: "低于（<）",
}
_WHOLE = (
    QuantityKind.MONEY,
    QuantityKind.COUNT,
    QuantityKind.RATE,
    QuantityKind.NUMBER,
    QuantityKind.DURATION,
)


def _threshold(bound: Bound) -> Term:
    quantity = _only(bound, _WHOLE, "数")
    comparison = _printed(bound.text, _direction(bound))
    if comparison is not THRESHOLDS[bound.role]:
        actual = _READS.get(comparison, "其他方向")
        raise WordsError(
            bound.text,
            f"“{bound.text}”读作{actual}，与 {bound.role.value} 不符",
        )
    ground = _ground(bound, comparison)
    included = comparison in (Comparison.AT_LEAST, Comparison.AT_MOST)
    sign = {">=": "≥", "<=": "≤"}.get(comparison.value, comparison.value)
    mark = "含本数" if included else "不含本数"
    return Term(
        bound.name, bound.role, bound.span, (quantity.value,),
        f"{sign} {_show(quantity)}（{mark}）", quantity.kind is QuantityKind.MONEY,
        comparison, ground, scope_of(bound.text),
    )  # fmt: skip


def _printed(text: str, comparison: Comparison | None) -> Comparison | None:
    """（含） and （不含） win over the convention."""
    mark = _PRINTED_MARK.search(text)
    if mark is None or comparison is None:
        return comparison
    excluded, upward = "不含" in mark[0], comparison in _UPWARD
    if excluded:
        return Comparison.ABOVE if upward else Comparison.BELOW
    return Comparison.AT_LEAST if upward else Comparison.AT_MOST


def _ground(bound: Bound, comparison: Comparison) -> Ground:
    text = bound.text
    if _PRINTED_MARK.search(text) or _INCLUDING.search(text):
        return Ground.PRINTED
    if comparison in (Comparison.ABOVE, Comparison.BELOW):
        return Ground.EXCLUDED
    defined = _DEFINED.search(bound.document_text)
    return Ground.DOCUMENT if defined else Ground.CONVENTION


def _show(quantity: Quantity) -> str:
    if quantity.kind is QuantityKind.MONEY:
        return format_plain(exact_decimal(quantity.value))
    if quantity.kind is QuantityKind.RATE:
        return format_rate(quantity.value)
    return f"{quantity.value}{quantity.unit}"


_SIGNS = {Direction.CEILING: "≤ ", Direction.FLOOR: "≥ "}
_SAID = {Direction.CEILING: Comparison.AT_MOST, Direction.FLOOR: Comparison.AT_LEAST}


def _figure(bound: Bound, kind: QuantityKind, what: str) -> tuple[tuple[Fraction, ...], str]:
    """The value of a figure, or the two ends of a range, and how it reads: ≤ 20%."""
    direction = DIRECTIONS.get(bound.role, Direction.EXACT)
    _require(bound, (_SAID.get(direction),), _READS.get(_direction(bound), "其他方向"))
    if direction is not Direction.BETWEEN:
        quantity = _only(bound, (kind,), what)
        return (quantity.value,), f"{_SIGNS.get(direction, '')}{_show(quantity)}"
    quantity = _one(bound, (kind,), what)
    if quantity.vague or quantity.low >= quantity.high:
        raise WordsError(quantity.text, f"“{quantity.text}”没有写明两端")
    return (quantity.low, quantity.high), quantity.text


def _rate(bound: Bound) -> Term:
    values, reads = _figure(bound, QuantityKind.RATE, "比例")
    return _term(bound, values, reads, money=False)


def _sequence(bound: Bound) -> Term:
    found = [q for q in read(bound.text) if q.kind in (QuantityKind.RATE, QuantityKind.MONEY)]
    if len(found) < 2 or len({q.kind for q in found}) != 1:
        raise WordsError(bound.text, f"“{bound.text}”里应依次有几个同类的数")
    _require(bound, (None,), "带有方向的数")
    values = tuple(q.value for q in found)
    money = found[0].kind is QuantityKind.MONEY
    return _term(bound, values, "、".join(_show(q) for q in found), money=money)


def _limit(bound: Bound) -> Term:
    quantity = _only(bound, (QuantityKind.MONEY,), "金额")
    wanted = Comparison.AT_MOST if bound.role is Role.CAP else Comparison.AT_LEAST
    _require(bound, (wanted,), _READS.get(_direction(bound), "其他方向"))
    sign = "≤" if bound.role is Role.CAP else "≥"
    return _term(bound, (quantity.value,), f"{sign} {_show(quantity)}", money=True)


def _unit_amount(bound: Bound) -> Term:
    values, reads = _figure(bound, QuantityKind.MONEY, "金额")
    units, number = read_units(bound.text)
    if not units:
        raise WordsError(bound.text, f"“{bound.text}”没有写明每多少给多少")
    each = "每".join(("", f"{number}{units[0]}", *units[1:]))
    term = _term(bound, tuple(v / number for v in values), f"{each}{reads}", money=True)
    return replace(term, units=units)


def _fixed(bound: Bound) -> Term:
    values, reads = _figure(bound, QuantityKind.MONEY, "金额")
    return _term(bound, values, reads, money=True)


def _duration(bound: Bound) -> Term:
    quantity = _only(bound, (QuantityKind.DURATION,), "期限")
    return _term(bound, (quantity.value,), _show(quantity), money=False)


def _period(bound: Bound) -> Term:
    days = [q for q in read(bound.text) if q.kind is QuantityKind.DATE and q.unit == "日"]
    if len(days) != 2 or days[0].value > days[1].value:
        raise WordsError(bound.text, f"“{bound.text}”里应有起止两个日期")
    values = tuple(q.value for q in days)
    return _term(bound, values, f"{days[0].day}至{days[1].day}", money=False)


def _quota(bound: Bound) -> Term:
    quantity = _only(bound, (QuantityKind.COUNT, QuantityKind.DURATION), "数量")
    _require(bound, (None, Comparison.AT_MOST), _READS.get(_direction(bound), "其他方向"))
    term = _term(bound, (quantity.value,), f"≤ {_show(quantity)}", money=False)
    return replace(term, units=(unit_name(quantity.unit),))


def _former(bound: Bound) -> Term:
    if not _FORMER.search(bound.text):
        raise WordsError(bound.text, f"“{bound.text}”没有“原”字，不能当作原有内容略过")
    return _term(bound, (Fraction(0),), "原有内容，不参与计算", money=False)


def _term(bound: Bound, values: tuple[Fraction, ...], reads: str, *, money: bool) -> Term:
    discretion = DISCRETION.search(bound.text)
    return Term(
        bound.name, bound.role, bound.span, values, reads, money,
        scope=scope_of(bound.text), discretion=discretion[0] if discretion else "",
        direction=DIRECTIONS.get(bound.role, Direction.EXACT),
    )  # fmt: skip


_UNIT_AMOUNTS = (Role.UNIT_AMOUNT, Role.UNIT_CEILING, Role.UNIT_FLOOR, Role.UNIT_RANGE)
_READERS: dict[Role, Callable[[Bound], Term]] = {
    **dict.fromkeys(THRESHOLDS, _threshold),
    **dict.fromkeys((Role.RATE, Role.RATE_CEILING, Role.RATE_FLOOR, Role.RATE_RANGE), _rate),
    **dict.fromkeys((Role.CAP, Role.FLOOR), _limit),
    Role.SEQUENCE: _sequence,
    **dict.fromkeys(_UNIT_AMOUNTS, _unit_amount),
    **dict.fromkeys((Role.FIXED, Role.FIXED_CEILING, Role.FIXED_FLOOR, Role.FIXED_RANGE), _fixed),
    Role.DURATION: _duration,
    Role.PERIOD: _period,
    Role.QUOTA: _quota,
    Role.FORMER: _former,
}


def read_term(bound: Bound) -> Term:
    """Read what a bound span says.

    Raises:
        WordsError: the words don't have the role's number, or give another direction.

    """
    return _READERS[bound.role](bound)
