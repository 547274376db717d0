"""Evaluate the formula and conditions of a rule on one unit, writing the trace."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from bot.engine.facts import Unsure
from bot.engine.ranges import ANY, ZERO, Range, all_of, any_of, compare, growth, negate
from bot.engine.result import Step, Truth
from bot.engine.say import amount_words, bounds, cents, limit_words
from bot.engine.tiers import tier_value
from bot.engine.units import UnitFacts
from corpus.numerals import format_rate
from corpus.rules import Direction, Expression, InputType, Role, Rule, Term
from corpus.rules.formula import Call, Compare, Junction, Name, Not, Times, factors
from corpus.rules.unit import quota_factor

_SIGN = {">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}


@dataclass
class Evaluation:
    """One pass over one unit. ``widen`` takes ceiling and floor rates as the ranges they allow."""

    rule: Rule
    unit: UnitFacts
    widen: bool = False
    steps: list[Step] = field(default_factory=list)

    def value(self, expression: Expression) -> Range:
        """Return the range of a money, count or rate expression."""
        match expression:
            case Name(name):
                return self._name(name)
            case Times(left, right):
                return self._times(left, right)
            case Call("cap", (inner, limit)):
                return self._limit(inner, limit, cap=True)
            case Call("floor", (inner, limit)):
                return self._limit(inner, limit, cap=False)
            case Call("pick", (Name(sequence), Name(index))):
                return self._pick(self.rule.terms[sequence], index)
            case Call("tier", (subject, Name(table), *mode)):
                return self._tier(subject, self.rule.terms[table], mode)
            case Call(function, arguments):
                return self._plain(function, arguments)
        raise TypeError(f"not a value: {expression}")

    def truth(self, expression: Expression) -> Truth:
        """Return the three-valued state of a condition."""
        match expression:
            case Compare(operator, left, right):
                return self._compare(operator, left, right)
            case Junction("and", parts):
                return all_of([self.truth(part) for part in parts])
            case Junction(_, parts):
                return any_of([self.truth(part) for part in parts])
            case Not(part):
                return negate(self.truth(part))
            case Call("during", (Name(day), Name(period))):
                return self._during(day, self.rule.terms[period])
            case Call("one_of", (Name(choice), *options)):
                chosen = self.unit.choices.get(choice)
                listed = [option.name for option in options if isinstance(option, Name)]
                return Truth.UNKNOWN if chosen is None else _truth(chosen in listed)
            case Name(name):
                return flag(self.unit, name)
        raise TypeError(f"not a condition: {expression}")

    def _name(self, name: str) -> Range:
        term = self.rule.terms.get(name)
        if term is not None:
            return self._term(term)
        if self.rule.inputs[name].type is InputType.YEAR:
            return self._ordinal()
        return self.unit.ranges.get(name, ANY)

    def _term(self, term: Term) -> Range:
        if term.direction is Direction.BETWEEN:
            return Range(*term.values)
        return self._paid(term, Range.point(term.value))

    def _paid(self, term: Term, printed: Range) -> Range:
        """What a printed figure leaves possible: up to a ceiling, from a floor on."""
        if not self.widen:
            return printed
        if term.direction is Direction.CEILING or term.discretion:
            return Range(Fraction(0), printed.high)
        if term.direction is Direction.FLOOR:
            return Range(printed.low, None)
        return printed

    def _ordinal(self) -> Range:
        if self.unit.ordinal is None:
            return Range(Fraction(1), None)
        return Range.point(Fraction(self.unit.ordinal))

    def _times(self, left: Expression, right: Expression) -> Range:
        first, second = self.value(left), self.value(right)
        result = first * second
        term = self._read_by(right) or self._read_by(left)
        if term is not None and not self.widen:
            money, factor = (first, right) if self._read_by(right) else (second, left)
            by = self.factor_words(factor)
            label = "单位金额" if term.money else "比例"
            known = money.known
            formula = f"{self._subject(left, money)} × {by}"
            if known:
                formula += f" = {amount_words(result)}"
            self._step(label, term, formula, result if known else None)
        return result

    def _read_by(self, expression: Expression) -> Term | None:
        match expression:
            case Name(name):
                return self.rule.terms.get(name)
            case Call("pick", (Name(name), _)) | Call("tier", (_, Name(name), *_)):
                return self.rule.terms[name]
        return None

    def factor_words(self, expression: Expression) -> str:
        """Say a rate or unit amount as it is multiplied: 20% ｜ 2,000,000元."""
        term = self._read_by(expression)
        rate = self._again(expression)
        if term is None or term.money:
            return amount_words(rate)
        if rate.exact or rate.high is None:
            return format_rate(rate.low)
        return f"{format_rate(rate.low)}至{format_rate(rate.high)}"

    def _again(self, expression: Expression) -> Range:
        """The value of what has been evaluated, and whose steps are written, already."""
        return Evaluation(self.rule, self.unit, self.widen).value(expression)

    def _subject(self, expression: Expression, value: Range) -> str:
        if isinstance(expression, Times):
            parts = factors(expression)
            return " × ".join(self._subject(part, self._again(part)) for part in parts)
        if not value.known and isinstance(expression, Name):
            return f"{expression.name}（待填）"
        match expression:
            case Name(name) | Call("lesser", (Name(name), _)):
                entry = self.rule.inputs.get(name)
                if entry is not None and entry.type is InputType.COUNT:
                    return f"{bounds(value)}{entry.unit}"
        return amount_words(value)

    def _limit(self, inner: Expression, limit: Expression, *, cap: bool) -> Range:
        before, bound = self.value(inner), self.value(limit)
        after = before.at_most(bound) if cap else before.at_least(bound)
        term = self._read_by(limit)
        if term is not None and not self.widen:
            words = limit_words(before, bound, after, cap=cap)
            shown = after if before.known else None
            changed = before.known and after is not before and after != before
            self._step("上限" if cap else "下限", term, words, shown, bound=changed)
        return after

    def _pick(self, term: Term, index: str) -> Range:
        entry = self.rule.inputs[index]
        if entry.type is InputType.CHOICE:
            chosen = self.unit.choices.get(index)
            position = entry.choices.index(chosen) + 1 if chosen is not None else None
        else:
            position = self.unit.ordinal
        if position is None:
            return self._paid(term, Range(min(term.values), max(term.values)))
        if not 1 <= position <= len(term.values):
            return ZERO
        return self._paid(term, Range.point(term.values[position - 1]))

    def _tier(self, subject: Expression, table: Term, mode: list[Expression]) -> Range:
        value = self.value(subject)
        marginal = bool(mode) and mode[0] == Name("marginal")
        result = self._paid(table, tier_value(table, value, marginal=marginal))
        words = f"{self._subject(subject, value)} → {amount_words(result)}"
        self._step("分档", table, words, result)
        return result

    def _plain(self, function: str, arguments: tuple[Expression, ...]) -> Range:
        if function == "sum_over":
            return self._sum(arguments[1])
        values = [self.value(argument) for argument in arguments]
        match function:
            case "fixed":
                term = self._read_by(arguments[0])
                if term is not None:
                    self._step("定额", term, amount_words(values[0]), values[0])
                return values[0]
            case "lesser":
                return self._lesser(arguments, values)
            case "greater":
                return values[0].at_least(values[1])
            case "excess":
                result = values[0].minus(values[1])
                term = self._read_by(arguments[1])
                words = f"{amount_words(values[0])} − {amount_words(values[1])}"
                self._step("超出部分", term, f"{words} = {amount_words(result)}", result)
                return result
            case "growth":
                return growth(values[0], values[1])
        raise TypeError(f"unknown function {function}")

    def _lesser(self, arguments: tuple[Expression, ...], values: list[Range]) -> Range:
        """The lesser of two amounts, or no more of something than a limit allows."""
        counted, limit = arguments
        term = self._read_by(limit)
        if term is None or term.role is not Role.QUOTA or not isinstance(counted, Name):
            return values[0].at_most(values[1])
        unit = self.rule.inputs[counted.name].unit
        most = Range.point(term.value * (quota_factor(unit, term.units[0]) or 1))
        result = values[0].at_most(most)
        if values[0].known and result != values[0]:
            words = f"{bounds(values[0])}{unit} 超过限量，按 {bounds(most)}{unit}"
            self._step("限量", term, words, None, bound=True)
        return result

    def _sum(self, expression: Expression) -> Range:
        """Add up an expression over the items of the unit."""
        total = ZERO
        for amounts in self.unit.parts or (self.unit.ranges,):
            part = replace(self.unit, ranges={**self.unit.ranges, **amounts}, parts=())
            inner = Evaluation(self.rule, part, self.widen, self.steps)
            total = total + inner.value(expression)
        return total

    def _compare(self, operator: str, left: Expression, right: Expression) -> Truth:
        first, second = self.value(left), self.value(right)
        if isinstance(right, Name) and (term := self.rule.terms.get(right.name)):
            self._threshold(operator, left, first, term)
        return compare(first, operator, second)

    def _threshold(self, operator: str, left: Expression, value: Range, term: Term) -> None:
        label, unknown = "门槛", not value.known
        if term.role is Role.DURATION:
            label, unknown = "年限", self.unit.ordinal is None
        if unknown:
            return
        state = compare(value, operator, Range.point(term.value))
        verdict = {Truth.MET: "满足", Truth.NOT_MET: "不满足", Truth.UNKNOWN: "视实际数而定"}[state]
        if term.role is Role.DURATION:
            words = f"第{bounds(value)}年 {_SIGN[operator]} {term.value}年"
        else:
            edge = f"{_SIGN[operator]} {amount_words(Range.point(term.value))}"
            words = f"{self._subject(left, value)} {edge if term.money else term.reads_as}"
        ground = term.ground.value if term.ground else ""
        self._step(label, term, f"{words}：{verdict}", None, bound=state is not Truth.MET,
                   ground=ground)  # fmt: skip

    def _during(self, day: str, period: Term) -> Truth:
        given = self.unit.days.get(day)
        if given is None:
            return Truth.UNKNOWN
        first, last = period.values
        return _truth(first <= given.toordinal() <= last)

    def _step(
        self, label: str, term: Term | None, formula: str, result: Range | None,
        *, bound: bool = False, ground: str = "",
    ) -> None:  # fmt: skip
        if self.widen:
            return  # the trace is written once, on the numbers as printed
        low, high = (None, None) if result is None else cents(result)
        name = f"{self.unit.name}·{label}" if self.unit.name else label
        self.steps.append(
            Step(
                name, term.span if term else None, term.reads_as if term else "",
                formula, low, high, bound, ground,
            )
        )  # fmt: skip


def _truth(condition: bool) -> Truth:
    return Truth.MET if condition else Truth.NOT_MET


def flag(unit: UnitFacts, name: str) -> Truth:
    """Return the state of a yes/no fact of a unit."""
    value = unit.flags.get(name)
    if value is None or isinstance(value, Unsure):
        return Truth.UNKNOWN
    return _truth(value)
