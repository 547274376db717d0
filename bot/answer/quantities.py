"""From what a question counts and names to the inputs of a rule that are no money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.engine.facts import Interval, Value
from bot.question.account import Item
from bot.question.amounts import Role
from bot.question.ask import Question
from bot.question.kinds import kinds_named
from bot.question.measured import Measured
from corpus.document import Span
from corpus.drafting.naming import content_of
from corpus.numerals import Comparison, QuantityKind, exact_decimal, read
from corpus.rules import Condition, Input, InputType, Rule
from corpus.rules.unit import quota_factor, unit_name

_LIKE: Final = 2  # characters of a name that a clause has in common with it
_AREAS: Final = ("平方米", "亩", "公顷")
_RECKONED: Final = (InputType.MONEY, InputType.COUNT)
_UNCOUNTED: Final = frozenset(("", "年", "月", "天", "季度", "平方米", "亩", "公顷", "级"))
FIRMS: Final = ("家", "间")  # enterprises are counted by what a message says of them


def counted(rule: Rule, question: Question) -> tuple[Mapping[str, Value], str]:
    """What the question counts for a rule, and a question back where it isn't clear what is meant.

    A number counts for an input of its unit if it is the only one of that unit and is not told of
    the enterprise itself; a bare number answers the input that was asked for. What a condition
    compares is taken where its clause names it: 登记注册10个月.
    """
    found: dict[str, Value] = {}
    written = "".join(quote.text for quote in rule.quotes)
    for entry in rule.inputs.values():
        if entry.type is not InputType.COUNT or entry.unit in FIRMS:
            continue
        told = [one for one in question.quantities if _is_of(one, entry, question)]
        if len({one.number for one in told}) > 1 and not entry.optional:
            said = "、".join(f"“{one.text}”" for one in told)
            return found, f"{said}里哪一个是{entry.label}？"
        asked = question.context.pending == entry.name
        if told and not (told[0].clear_beside(written) or asked or entry.optional):
            return found, f"“{told[0].text}”是申报的{entry.label}吗？请说明{entry.label}是多少"
        if len({one.number for one in told}) == 1:
            factor = quota_factor(entry.unit, told[0].unit) or 1
            found[entry.name] = Interval.exact(told[0].number * factor)
    return found, _several(rule, question)


def _several(rule: Rule, question: Question) -> str:
    """A question back where several are told of what a drafted rule gives one sum for: 4件专利."""
    if not rule.drafted or any(entry.type in _RECKONED for entry in rule.required):
        return ""
    compared = [condition for condition in rule.conditions if condition.when is None]
    own = {word for quote in rule.quotes for word in content_of(quote.text)}
    for one in question.quantities:
        of_it = any(word in one.beside for word in own)
        stated = any(_counts(condition, {one.unit}, ()) for condition in compared)
        if one.number > 1 and one.unit not in _UNCOUNTED and of_it and not stated:
            return f"原文给的是一项的数额，没有写“{one.text}”怎样合计；请一次只问一项（一人、一家）"
    return ""


def doubtful(rule: Rule, question: Question, items: Sequence[Item]) -> str:
    """A question back where amounts told for a drafted rule may not all be what it is paid for."""
    if not rule.drafted or not items:
        return ""
    texts = "、".join(f"“{item.text}”" for item in items)
    if len({item.year for item in items}) > 1:
        return f"{texts}是几年的；请一次只问一年的"
    if part := next((one for one in question.figures if one.role is Role.PART), None):
        return f"“{part.token.text}”也算在内吗？请说明符合条件的一共是多少"
    names = [name for entry in rule.required for name in (entry.name, *entry.aliases)]
    by_year = any(f"年{name}" in question.text for name in names)
    if by_year and any(one.unit == "月" for one in question.quantities):
        return f"{texts}是一整年的；请说明申报的几个月一共是多少"
    return ""


def _is_of(one: Measured, entry: Input, question: Question) -> bool:
    if not one.unit:
        return question.context.pending == entry.name
    if quota_factor(entry.unit, one.unit) is None and not _of_one_thing(one, entry):
        return False
    if one.full and not entry.optional and "满" not in entry.span.text:
        return False  # 社保交满6个月: a condition is met, not for how many months it is paid
    return not entry.optional or any(
        name[-_LIKE:] in one.beside or name[:_LIKE] in one.beside
        for name in (entry.name, *entry.aliases)
    )


def _of_one_thing(one: Measured, entry: Input) -> bool:
    """Whether another word counts the thing that is paid for: 4款产品, of 每个产品."""
    told = one.beside.partition(one.text)[2]
    paid = entry.span.text.partition(f"每{entry.unit}")[2][:_LIKE]
    return len(paid) == _LIKE and told.startswith(paid)


def questioned(rule: Rule, question: Question) -> Rule:
    """The rule with a question for each condition that a number of the message may be about.

    我们登记了10个月, where the text has 登记注册满12个月 and nothing says that the two are one; so
    an amount, where the words of a condition compare one. An area below the one up to which is
    paid needs none.
    """
    if not rule.drafted:
        return rule
    units = {one.unit for one in question.quantities if one.unit and not one.full}
    kinds = [kind.span for term in rule.terms.values() for kind in term.kinds]
    spent = bool(question.frame.account.items)
    conditions = tuple(
        replace(one, ask=f"是否符合“{''.join(one.span.text.split())}”？")
        if one.when is None
        and one.ask is None
        and (_counts(one, units, kinds) or (spent and _is_over_a_sum(one)))
        and not _within(one, question)
        else one
        for one in rule.conditions
    )
    return replace(rule, conditions=conditions)


def _counts(condition: Condition, units: set[str], kinds: Sequence[Span]) -> bool:
    """Whether the words of a condition hold a number of one of the units that names no kind."""
    start = condition.span.start
    return any(
        unit_name(quantity.unit) in units
        for quantity in read(condition.span.text)
        if quantity.kind in (QuantityKind.COUNT, QuantityKind.DURATION)
        and not any(kind.start <= start + quantity.start < kind.end for kind in kinds)
    )


def _is_over_a_sum(condition: Condition) -> bool:
    """Whether the words of a condition compare an amount: 固定资产投资100万元以上的企业."""
    return any(
        quantity.kind is QuantityKind.MONEY and quantity.comparison is not None
        for quantity in read(condition.span.text)
    )


def _within(condition: Condition, question: Question) -> bool:
    """Whether the only area told is one that a limit of it leaves: 1500平, of 不超过2000平方米."""
    stated = [q for q in read(condition.span.text) if unit_name(q.unit) in _AREAS]
    told = [one for one in question.quantities if one.unit in _AREAS]
    if len(stated) != 1 or len(told) != 1 or stated[0].comparison is not Comparison.AT_MOST:
        return False
    alike = told[0].unit == unit_name(stated[0].unit)
    return alike and told[0].clear and told[0].number <= exact_decimal(stated[0].value)


def chosen(rule: Rule, question: Question) -> Mapping[str, Value]:
    """The kind of a table that the question names, where it names one alone and denies none."""
    found: dict[str, Value] = {}
    for entry in rule.inputs.values():
        if entry.type is not InputType.CHOICE:
            continue
        named = kinds_named(question, entry.choices)
        if len(named) == 1:
            found[entry.name] = named[0]
    return found
