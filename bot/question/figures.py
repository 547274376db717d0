"""The amounts in a question and what each is: money spent, a claimed subsidy, a turnover."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from corpus.numerals import Mention, QuantityKind, mentions, read_people


class Role(StrEnum):
    """What an amount in a question is."""

    BASE = "base"  # what was invested, spent, bought: the formula's input
    CLAIMED = "claimed"  # a subsidy the user supposes, was told, or demands
    TURNOVER = "turnover"  # 产值、营收、销售额
    RECEIVED = "received"  # already got
    QUOTED = "quoted"  # stands in quotation marks: words of a text, not a fact


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount of a question with its role. ``name`` is the word it stands beside (产值)."""

    mention: Mention
    role: Role
    name: str = ""


_TURNOVER: Final = re.compile(
    r"(总产值|产值|营业收入|营收|销售收入|销售额|年销售|流水|年收入|收入|税收|纳税)[^，。,；;、？?]{0,8}$"
)
_CONCLUDES: Final = re.compile(r"(就是|等于|=|就得|应得|得出|算出来?)(是|有)?$")
_PIECES: Final = re.compile(r"(?P<n>\d{1,6})\s*(副|台|套|件|只|支|部|把|张|条|双|块)")
_PRICE: Final = re.compile(r"(单价|(每|一)(副|台|套|件|只|支|部|个|双))(是|为|卖|约|要|价)*")
_MEASURE: Final = re.compile(
    r"^\s*(副|台|套|件|只|支|部|个|把|张|条|双|人|名|次|场|年|天|岁|平|㎡|页|份)"
)
_THINGS: Final = re.compile(
    r"(?P<n>[两二三四五2-5])(个|场|家|次)[^，。；;]{0,10}?(?P<what>项目|平台|园区|活动|展会|大赛|论坛)"
    r"[^。；;]{0,16}?(分别|各自?|依次)"
)
_NUMERALS: Final = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_TURNOVER_AFTER: Final = re.compile(r"^(左右|多)?的?(总产值|产值|营业收入|营收|销售收入|销售额)")
_RECEIVED: Final = re.compile(r"(已经?|都|刚|之前|曾)(拿|领|获|得|享受|补)[^，。,；;？?]{0,8}$")
_CLAIMED: Final = re.compile(
    r"((能|可以?|会|应该?|要|就|是不是|直接|至少|最多|最高|答复|回答)?"
    r"(补贴?|补助|资助|奖励?|扶持|拿到?|领到?|给到?|批|返|发)(我们?)?(款|额|金|金额|是|为|了|到|满|够|足|出)?(的是)?(多少)?"
    r"|上限(提高|调|降|变|就)?(到|至|是|为|不是)?|封顶(是|为)?|最高(是|为|额)?|最多(是|为)?|凑(到|够|成|个)?|取整(到|成)?|进位(到|成)?|四舍五入(后|之后)?(就|也)?(到|成|是|算|等于)?"
    r"|从|差(了|个|着)?|放宽(到|至|为)|降(到|至|为)|提(高)?(到|至|为)|每[家个人项户](给|奖励?|补|资助)?|一[家个人](给|奖励?|补))"
    r"(可以|能|就|有|大概|大约|不超过|多达|整)?$"
)
_CLAIMED_AFTER: Final = re.compile(
    r"^(元|块|钱)?来?(答|回答|答复|写给|回复)|^(元|块|钱)?(以上|以内)?(的(那)?部分|这个?(上限|门槛|标准|封顶))|^(元|块|钱)?(左右|多)?的?[^，。,；;\d的]{0,4}(补贴|资助|奖励|补助|扶持|上限|封顶|到手|拿满)(?!的?(门槛|条件|起点))"
)


def figures(text: str, today: date) -> tuple[Figure, ...]:
    """Every amount of money in a question, in order, with its role."""
    found = [
        _figure(text, mention)
        for mention in mentions(
            text, today=today, kinds=(QuantityKind.MONEY, QuantityKind.NUMBER, QuantityKind.FOREIGN)
        )
        if _counts_money(text, mention)
    ]
    found = _concluded(text, found)
    return tuple(_labelled(text, _in_turn(text, _unit_price(text, found))))


def _concluded(text: str, found: list[Figure]) -> list[Figure]:
    """Of several amounts the one that is concluded from another: 投了310万, 就是124万对吧."""
    if sum(f.role is Role.BASE for f in found) < 2:
        return found
    return [
        replace(f, role=Role.CLAIMED)
        if f.role is Role.BASE and _CONCLUDES.search(text[: f.mention.quantity.start])
        else f
        for f in found
    ]


def _in_quotes(text: str, at: int) -> bool:
    before = text[:at]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _unit_price(text: str, found: list[Figure]) -> list[Figure]:
    """A number of pieces at a price each is their product: 500副, 单价3980元."""
    pieces, price = _PIECES.search(text), _PRICE.search(text)
    if pieces is None or price is None:
        return found
    each = next((f for f in found if f.mention.quantity.start == price.end()), None)
    if each is None:
        return found
    quantity, number = each.mention.quantity, int(pieces["n"])
    total = quantity.value * number
    product = replace(quantity, value=total, low=total, high=total)
    return [Figure(replace(each.mention, quantity=product), Role.BASE)]


def _in_turn(text: str, found: list[Figure]) -> list[Figure]:
    """Amounts of as many years as are named get the years in turn: 三年分别160万、150万、140万."""
    bases = [f for f in found if f.role is Role.BASE]
    unplaced = [f for f in bases if not (f.mention.ordinal or f.mention.label)]
    years = [
        int(q.value)
        for q in read_people(text)
        if q.kind is QuantityKind.DURATION and q.unit == "年"
    ]
    if len(bases) < 2 or len(unplaced) < len(bases) or len(bases) not in years:
        return found
    order = {id(f): i for i, f in enumerate(bases, 1)}
    return [
        replace(f, mention=replace(f.mention, ordinal=order[id(f)], year=None))
        if id(f) in order
        else f
        for f in found
    ]


def _labelled(text: str, found: list[Figure]) -> list[Figure]:
    """Amounts of as many projects as are named get one each: 两个平台项目…分别为500万和320万."""
    bases = [f for f in found if f.role is Role.BASE and not f.mention.label]
    things = _THINGS.search(text)
    if things is None or len(bases) < 2 or _NUMERALS.get(things["n"]) != len(bases):
        return found
    order = {id(f): i for i, f in enumerate(bases, 1)}
    return [
        replace(f, mention=replace(f.mention, label=f"{things['what']}{order[id(f)]}"))
        if id(f) in order
        else f
        for f in found
    ]


def counts(text: str, today: date) -> tuple[Mention, ...]:
    """Every count in a question (4家、2个园区、3场), in order."""
    return mentions(text, today=today, kinds=(QuantityKind.COUNT,))


def rates(text: str) -> tuple[Mention, ...]:
    """Every rate in a question (50%、三成), in order."""
    return tuple(Mention(q) for q in read_people(text) if q.kind is QuantityKind.RATE)


def _counts_money(text: str, mention: Mention) -> bool:
    quantity = mention.quantity
    if quantity.kind is not QuantityKind.NUMBER:
        return True
    # A bare number is an amount only beside a verb of spending: 投了350.
    if _MEASURE.match(text[quantity.end :]):
        return False
    before = text[max(0, quantity.start - 6) : quantity.start]
    return (
        re.search(r"(投|花|采购|买|投入|投资|支出|费用?)(了|额|是|大概|约)*$", before) is not None
    )


def _figure(text: str, mention: Mention) -> Figure:
    start, end = mention.quantity.start, mention.quantity.end
    if _in_quotes(text, start):
        return Figure(mention, Role.QUOTED)
    before, after = text[max(0, start - 16) : start], text[end : end + 12]
    if turnover := _TURNOVER.search(before) or _TURNOVER_AFTER.search(after):
        words = turnover.group(turnover.lastindex or 0)
        return Figure(mention, Role.TURNOVER, words)
    if _RECEIVED.search(before):
        return Figure(mention, Role.RECEIVED)
    if _CLAIMED.search(before) or _CLAIMED_AFTER.search(after):
        return Figure(mention, Role.CLAIMED)
    return Figure(mention, Role.BASE)
