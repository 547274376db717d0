"""Reads the award of a sentence, or names the words that keep it from being read.

A sentence is an award only if a shape and what may follow it account for everything behind its
beginning; what stands before is addressee and conditions. Anything else is a hindrance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from corpus.drafting.award import Award, Figure, Hindrance
from corpus.drafting.kinds import PAID, inside, read_kinds, units_of
from corpus.drafting.sentences import Sentence
from corpus.drafting.shapes import SHAPES
from corpus.drafting.tail import Tail, read_tail, unread_scope
from corpus.drafting.words import (
    AID,
    BARRED,
    DENIED,
    DOWN,
    LEFT_OPEN,
    NO_GRANT,
    RUNNING,
    UP,
    VAGUE,
    is_amount,
)
from corpus.numerals import Comparison, Quantity, QuantityKind
from corpus.rules.band import TO
from corpus.rules.lexicon import DISCRETION, senses
from corpus.rules.model import DIRECTIONS, Direction, Role
from corpus.rules.unit import UNIT, each_of, quota_factor, unit_name

_LED_BY: Final = re.compile(rf"(?:{UP}|{DOWN}|约|近)$")
_JOINED: Final = re.compile("(?:[、，,和且及]|[，,]?(?:给予|予以))$")
_INCLUDING: Final = r"(?:[（(]不?含[^）)]{0,6}[）)])?"
_RIGHT: Final = re.compile(rf"(?!{DISCRETION.pattern})可以?")
_TIMES: Final = (QuantityKind.DURATION, QuantityKind.YEAR, QuantityKind.DATE)
_ROLES: Final = {
    (QuantityKind.RATE, False): ("rate", "rate_ceiling", "rate_floor", "rate_range"),
    (QuantityKind.MONEY, False): ("fixed", "fixed_ceiling", "fixed_floor", "fixed_range"),
    (QuantityKind.MONEY, True): ("unit_amount", "unit_ceiling", "unit_floor", "unit_range"),
}


def read_award(sentence: Sentence) -> Award | Hindrance | None:
    """The award of a sentence; a hindrance where it grants something that is not wholly read.

    None for a sentence without a figure or without a word for a grant.
    """
    if not sentence.figures or not re.search(rf"{AID}|给予|发放", sentence.mask):
        return None
    if barred := BARRED.search(sentence.plain):
        return Hindrance(barred[0], "这类表述不由程序读出数额")
    if by_kind := read_kinds(sentence):
        return denied(sentence, by_kind.figure.end) or by_kind
    hindrance: Hindrance | None = None
    aided = re.search(AID, sentence.mask) is not None
    if not aided and NO_GRANT.search(sentence.plain):
        return None
    for shape, match in _matches(sentence):
        found = _award(sentence, shape, match)
        if isinstance(found, Award):
            return found
        hindrance = hindrance or found
    if not aided:
        return None  # 给予 and 发放 alone are said of anything
    return hindrance or Hindrance(sentence.plain[:40], "没有读懂怎样给付")


def _matches(sentence: Sentence) -> Iterator[tuple[str, re.Match[str]]]:
    for shape, pattern in SHAPES.items():
        if match := pattern.search(sentence.mask):
            yield shape, match


def _award(sentence: Sentence, shape: str, match: re.Match[str]) -> Award | Hindrance:
    figure = _figure(sentence, match)
    if isinstance(figure, Hindrance):
        return figure
    base = _base(sentence, match) if "base" in match.re.groupindex else None
    if isinstance(base, Hindrance):
        return base
    caps = _told_before(sentence, match)
    if isinstance(caps, Hindrance):
        return caps
    quotas = _paid_for(sentence, match, figure)
    if isinstance(quotas, Hindrance):
        return quotas
    tail = read_tail(sentence, max(match.end(), figure.end), figure.units)
    if isinstance(tail, Hindrance):
        return tail
    caps += tail.caps
    if no := _overcapped(sentence, figure, caps, tail) or denied(sentence, match.end("figure")):
        return no
    free = DIRECTIONS.get(figure.role) is not Direction.CEILING
    if free and (left := LEFT_OPEN.search(sentence.plain[: match.start()])):
        return Hindrance(left[0], "由主管部门裁量，不是确定的数额")
    over = match.span("over") if "over" in match.re.groupindex else None
    start = (Figure(Role.ABOVE, *over),) if over else ()
    if hidden := _hidden(sentence, match, (figure, *caps, *quotas, *start)):
        return hidden
    return Award(
        sentence, shape, match["aid"], match.start() if over else figure.start, figure, base, over,
        caps, (*quotas, *tail.quotas), tail.listed, tail.ratio, cap_rows=tail.rows,
    )  # fmt: skip


def _overcapped(
    sentence: Sentence, figure: Figure, caps: tuple[Figure, ...], tail: Tail
) -> Hindrance | None:
    """Why the limits of an award can't be read together; None where they can."""
    if tail.rows and (caps or tail.ratio or figure.role.value.startswith("fixed")):
        return Hindrance(sentence.plain[slice(*tail.rows[0].kind)], "分类的上限之外还有上限")
    if caps and figure.role is Role.FIXED:
        return Hindrance(sentence.plain[caps[0].start : caps[0].end], "定额之外还有上限，没有读懂")
    return None


def denied(sentence: Sentence, end: int) -> Hindrance | None:
    """Whether the phrase that leads a figure denies the grant."""
    phrase = re.split("[，,；：]", sentence.plain[:end])[-1]
    found = DENIED.search(phrase)
    return Hindrance(found[0], "这里说的是不给付") if found else None


def _told_before(sentence: Sentence, match: re.Match[str]) -> tuple[Figure, ...] | Hindrance:
    """The cap that stands between a rate and the words of giving: 的20%、最高500万元给予补贴."""
    if "cap" not in match.re.groupindex or not match["cap"]:
        return ()
    start = match.start("scope")
    if why := unread_scope(match["scope"], sentence.plain[:start]):
        return Hindrance(sentence.plain[start : match.end("cap")], why)
    return (Figure(Role.CAP, start, match.end()),)


def _paid_for(
    sentence: Sentence, match: re.Match[str], figure: Figure
) -> tuple[Figure, ...] | Hindrance:
    """For how many it is paid, told beside the sum: 每月1000元、最长不超过3个月."""
    if "quota" not in match.re.groupindex or not match["quota"]:
        return ()
    start = match.start("quota")
    bound = next(q for q in sentence.quantities if inside(q, match.span("quota")))
    unit = unit_name(bound.unit)
    if not any(quota_factor(one, unit) for one in figure.units):
        return Hindrance(match["quota"], "限量与给付不按同一单位计，没有读懂")
    return (Figure(Role.QUOTA, start, match.end(), (unit,)),)


def is_range(sentence: Sentence, quantity: Quantity) -> bool:
    """产值在300万元（含）至500万元的: one end of what a condition lies between."""
    plain, start, end = sentence.plain, quantity.start, quantity.end
    behind = re.match(rf"{_INCLUDING}(?P<to>{TO})?", plain[end:])
    open_up = behind is not None and behind["to"] is not None
    closed = quantity.low != quantity.high
    closed = closed or any(match.end() == start for match in re.finditer(TO, plain))
    ended = re.match(rf"{_INCLUDING}(?:之间)?的", plain[end:])
    return open_up or (closed and ended is not None)


def _told_each(sentence: Sentence, quantity: Quantity) -> bool:
    """每成功介绍1名劳动者: what it is paid for, not a limit of it."""
    mark = each_of(sentence.plain, quantity)
    return mark is not None and quantity.value == 1 and "限" not in mark[0]


def _figure(sentence: Sentence, match: re.Match[str]) -> Figure | Hindrance:
    quantity = _quantity(sentence, match.start("figure"))
    start, end = _stretch(sentence, match)
    text = sentence.plain[start:end]
    units = units_of(text, sentence.plain[:start]) if quantity.kind is QuantityKind.MONEY else ()
    if units is None:
        return Hindrance(text, "按什么计，没有全部读懂")
    if units == ("年",) and "每年" in text:
        units = ()  # 每年200万元: how long, not how many
    told = {sense for _, sense in senses(text)}
    up = bool(told & {Comparison.AT_MOST, Comparison.BELOW})
    down = bool(told & {Comparison.AT_LEAST, Comparison.ABOVE})
    if up and down:
        return Hindrance(text, "上限与下限的说法并存")
    column = 3 if quantity.low != quantity.high else 1 if up else 2 if down else 0
    role = _ROLES[(quantity.kind, bool(units))][column]
    if quantity.issue or quantity.vague or not role:
        return Hindrance(quantity.text, quantity.issue or "数额没有写明")
    if column == 3 and (up or down):
        return Hindrance(text, "两端之外另有上限或下限")
    return Figure(Role(role), start, end, units)


def _stretch(sentence: Sentence, match: re.Match[str]) -> tuple[int, int]:
    """The words of a figure: from those that lead it to the word for the grant."""
    start, end = match.start(), match.end("figure")
    if "over" in match.re.groupindex:
        start = match.end("over")  # what comes before is what is counted
    elif led := _LED_BY.search(sentence.plain[:start]):
        start = led.start()  # 最高奖励100万元
    elif right := _RIGHT.match(sentence.plain, start):
        start = right.end()  # 可按每人1000元享受: it is theirs to take
    if running := RUNNING.search(sentence.plain[:start]):
        start = running.start()
    tail = re.compile(rf"(?:[/／·•每](?:{UNIT}))+").match(sentence.mask, end)
    end = tail.end() if tail else end
    if match.start("aid") >= match.end("figure"):
        end = match.end("aid")  # the words between belong to it: 100万元开办费扶持
    if "given" in match.re.groupindex:
        end = match.end("given")
    for group in ("scope", "quota"):
        if match.re.groupindex.get(group) and match[group] is not None:
            led = _JOINED.search(sentence.plain[: match.start(group)])
            end = led.start() if led else match.start(group)  # they have words of their own
    return start, end


def _quantity(sentence: Sentence, start: int) -> Quantity:
    return next(q for q in sentence.quantities if q.start <= start < q.end)


def _base(sentence: Sentence, match: re.Match[str]) -> tuple[int, int] | Hindrance:
    """The amount that a rate is taken of: its last word is one for money."""
    start, end = match.span("base")
    text = sentence.plain[start:end]
    if bound := re.match(UP, text):
        start += bound.end()
        text = sentence.plain[start:end]
    while text.startswith(("该", "其", "对", "按", "上述", "照")):
        start += 2 if text.startswith("上述") else 1
        text = sentence.plain[start:end]
    vague = match.start("base") > match.start("figure") and VAGUE.fullmatch(text)
    if not is_amount(text) or vague:
        return Hindrance(text or match[0], "没有读懂按什么的比例")
    return start, end


def _hidden(
    sentence: Sentence, match: re.Match[str], figures: tuple[Figure, ...]
) -> Hindrance | None:
    """A number inside the words of an award that is not its figure: nobody has read it."""
    if "base" in match.re.groupindex and any(
        q.kind not in _TIMES for q in sentence.quantities if inside(q, match.span("base"))
    ):
        return Hindrance(match["base"], "基数里还有一个没有读懂的数")
    figure, taken = figures[0], [(one.start, one.end) for one in figures]
    for quantity in sentence.quantities:
        own = any(a <= quantity.start < b for a, b in taken)
        if inside(quantity, match.span()) and not own:
            return Hindrance(quantity.text, "给付的话里还有一个没有读懂的数")
    led = re.split("[，,；：]", sentence.mask[: match.start()])[-1]
    if figure.role.value.startswith("fixed") and re.search("每(?!年)|按", led):
        return Hindrance(led, "前面说了按什么计，没有读懂")
    for quantity in sentence.quantities:
        if quantity.end > match.start():
            continue
        counted = unit_name(quantity.unit) in figure.units
        counted = counted and not _told_each(sentence, quantity)
        if counted and quantity.comparison in (None, Comparison.AT_MOST, Comparison.BELOW):
            return Hindrance(quantity.text, "前面还有一个数量，没有读懂是不是限额")
        if quantity.kind not in PAID or is_range(sentence, quantity):
            continue
        phrase = re.split("[，,；：]", sentence.mask[quantity.end : match.start()])[0]
        beside = phrase[:1] in tuple("、和及与或") or sentence.plain[quantity.end] == "、"
        upward = quantity.comparison in (Comparison.AT_LEAST, Comparison.ABOVE)
        if quantity.comparison is None or (beside and not upward) or re.search(AID, phrase):
            return Hindrance(quantity.text, "前面还有一个数，没有读懂是什么")
    return None
