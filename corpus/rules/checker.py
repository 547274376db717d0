"""Checking formulas: what may be multiplied, capped or compared with what."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.numerals import Comparison
from corpus.rules.formula import (
    Call,
    Compare,
    Expression,
    FormulaError,
    Junction,
    Name,
    Not,
    Times,
    factors,
)
from corpus.rules.model import Direction, Input, Term
from corpus.rules.types import OF_INPUT, OF_ROLE, SIGNATURES, TIER_MODES, Type
from corpus.rules.unit import quota_factor, unit_name


class Checker:
    """Types the expressions of one rule over its inputs and terms."""

    def __init__(self, inputs: Mapping[str, Input], terms: Mapping[str, Term]) -> None:
        self.inputs = inputs
        self.terms = terms

    def amount(self, expression: Expression) -> Direction:
        """Check that an expression is an amount of money; return how it relates to the payment.

        Raises:
            FormulaError: the expression is ill typed; the message is Chinese.

        """
        kind = self.type_of(expression)
        if kind is not Type.MONEY:
            raise FormulaError(f"公式的结果是{kind}，应为金额")
        return self.direction(expression)

    def condition(self, expression: Expression) -> None:
        """Check that an expression is a condition.

        Raises:
            FormulaError: the expression is ill typed; the message is Chinese.

        """
        if self.type_of(expression) is not Type.BOOL:
            raise FormulaError("条件的结果应为是或否")

    def type_of(self, expression: Expression) -> Type:
        """Return the type of an expression; raises FormulaError where it has none."""
        match expression:
            case Name(name):
                return self._name(name)
            case Times():
                return self._product(factors(expression))
            case Compare():
                return self._compare(expression)
            case Junction(_, parts):
                for part in parts:
                    self.condition(part)
                return Type.BOOL
            case Not(part):
                self.condition(part)
                return Type.BOOL
            case Call(function, arguments):
                return self._call(function, arguments)

    def _name(self, name: str) -> Type:
        if name in self.inputs:
            return OF_INPUT[self.inputs[name].type]
        if name in self.terms:
            return OF_ROLE[self.terms[name].role]
        raise FormulaError(f"公式用到的“{name}”既不是输入，也没有绑定原文词句")

    def _product(self, parts: list[Expression]) -> Type:
        """Money × rate, or counts × what is paid for each of them, units cancelling."""
        types = [self.type_of(part) for part in parts]
        if types.count(Type.UNIT_AMOUNT) == 1 and set(types) == {Type.UNIT_AMOUNT, Type.COUNT}:
            self._cancel(parts, types)
            return Type.MONEY
        if sorted(types) in (
            sorted((Type.MONEY, Type.RATE)),
            sorted((Type.MONEY, Type.UNIT_AMOUNT)),
        ):
            return Type.MONEY
        raise FormulaError(f"{'不能乘以'.join(types)}")

    def _cancel(self, parts: list[Expression], types: list[Type]) -> None:
        """人 × 月 × 元/人/月: every unit that is paid for is counted once, and no other."""
        paid = next(p for p, t in zip(parts, types, strict=True) if t is Type.UNIT_AMOUNT)
        name = _table_of(paid)
        wanted = sorted(self.terms[name.name].units) if isinstance(name, Name) else []
        counted = sorted(
            unit_name(self.inputs[name.name].unit)
            for part in parts
            for name in [part.arguments[0] if isinstance(part, Call) else part]
            if isinstance(name, Name) and name.name in self.inputs and part is not paid
        )
        if counted != wanted:
            raise FormulaError(
                f"数量的单位是“{'、'.join(counted)}”，单位金额按“{'、'.join(wanted)}”计，约不去"
            )

    def _compare(self, compare: Compare) -> Type:
        left = self.type_of(compare.left)
        right = self.type_of(compare.right)
        if right is Type.THRESHOLD and isinstance(compare.right, Name):
            term = self.terms[compare.right.name]
            if term.comparison is not Comparison(compare.operator):
                raise FormulaError(
                    f"公式写作“{compare.operator}”，而“{term.span.text}”读作{term.reads_as}"
                )
            wanted = (Type.MONEY,) if term.money else (Type.COUNT, Type.RATE)
            if left in wanted:
                return Type.BOOL
        if (left, right) == (Type.YEAR, Type.DURATION) and compare.operator == "<=":
            return Type.BOOL
        raise FormulaError(f"{left}不能与{right}比较")

    def _call(self, function: str, arguments: tuple[Expression, ...]) -> Type:
        if function == "tier":
            return self._tier(arguments)
        if function == "sum_over":
            return self._expect(function, arguments[1:], (Type.MONEY,), Type.MONEY)
        if function == "one_of":
            return self._one_of(arguments)
        types = tuple(self.type_of(argument) for argument in arguments)
        limit = arguments[-1]
        if (
            function == "cap"
            and isinstance(limit, Name)
            and limit.name in self.terms
            and types[-1] is Type.MONEY
        ):  # 给予50万元 is paid, it limits nothing
            raise FormulaError(f"“{limit.name}”是给付的数额，不是上限")
        if types[-1] is Type.QUOTA:
            self._same_unit(arguments)
        for wanted, result in SIGNATURES[function]:
            if types == wanted:
                return self._result(function, arguments, result)
        raise FormulaError(f"{function} 不接受（{'，'.join(types)}）")

    def _result(self, function: str, arguments: tuple[Expression, ...], result: Type) -> Type:
        if function != "pick" or not isinstance(arguments[0], Name):
            return result
        term = self.terms[arguments[0].name]
        if term.kinds and isinstance(arguments[1], Name):
            self._same_kinds(term, self.inputs[arguments[1].name])
        if term.units:
            return Type.UNIT_AMOUNT
        return Type.MONEY if term.money else Type.RATE

    def _same_unit(self, arguments: tuple[Expression, ...]) -> None:
        """A number of months is limited in months or years, one of 平方米 in 平方米."""
        counted, limit = arguments
        if isinstance(counted, Name) and isinstance(limit, Name) and counted.name in self.inputs:
            unit, (bound,) = self.inputs[counted.name].unit, self.terms[limit.name].units
            if quota_factor(unit, bound) is None:
                raise FormulaError(f"“{counted.name}”按{unit}计，限量“{limit.name}”按{bound}计")

    def _same_kinds(self, term: Term, entry: Input) -> None:
        """The choices of the input are the kinds of the table, in its order."""
        if entry.choices != tuple(kind.span.text for kind in term.kinds):
            raise FormulaError(f"“{entry.name}”的选项与“{term.name}”的类别不一致")

    def _expect(
        self, function: str, arguments: tuple[Expression, ...], wanted: tuple[Type, ...], kind: Type
    ) -> Type:
        if tuple(self.type_of(argument) for argument in arguments) != wanted:
            raise FormulaError(f"{function} 的参数应为{'，'.join(wanted)}")
        return kind

    def _tier(self, arguments: tuple[Expression, ...]) -> Type:
        subject, table, *mode = arguments
        if mode and not (isinstance(mode[0], Name) and mode[0].name in TIER_MODES):
            raise FormulaError("tier 的第三个参数应为 whole（全额）或 marginal（分段）")
        if self.type_of(table) is not Type.TABLE or not isinstance(table, Name):
            raise FormulaError("tier 的第二个参数应为分档")
        if self.type_of(subject) not in (Type.MONEY, Type.COUNT):
            raise FormulaError("tier 的第一个参数应为金额或数量")
        return Type.UNIT_AMOUNT if self.terms[table.name].units else Type.MONEY

    def _one_of(self, arguments: tuple[Expression, ...]) -> Type:
        subject, *options = arguments
        if not isinstance(subject, Name) or self.type_of(subject) is not Type.CHOICE:
            raise FormulaError("one_of 的第一个参数应为选项")
        choices = self.inputs[subject.name].choices
        for option in options:
            if not isinstance(option, Name) or option.name not in choices:
                raise FormulaError(f"one_of 里有不在“{subject.name}”选项中的值")
        return Type.BOOL

    def direction(self, expression: Expression) -> Direction:
        """Whether the value of an expression is exact, a ceiling or a floor."""
        match expression:
            case Name(name):
                term = self.terms.get(name)
                if term is not None and term.discretion:
                    return Direction.CEILING
                return term.direction if term else Direction.EXACT
            case Call("cap", (inner, limit)):
                bound = self.direction(limit)  # a limit is a ceiling by what it is
                own = self.direction(inner)
                own = own if bound is Direction.CEILING else _join(own, bound)
                return Direction.BETWEEN if own is Direction.FLOOR else own
            case Times(left, right):
                return _join(self.direction(left), self.direction(right))
            case Call(_, arguments):
                result = Direction.EXACT
                for argument in arguments:
                    if not (isinstance(argument, Name) and argument.name in TIER_MODES):
                        result = _join(result, self.direction(argument))
                return result
            case _:
                return Direction.EXACT


def _table_of(expression: Expression) -> Expression:
    """The table that a figure is picked from, or the figure itself."""
    if isinstance(expression, Call) and expression.function in ("pick", "tier"):
        return expression.arguments[0 if expression.function == "pick" else 1]
    return expression


def _join(left: Direction, right: Direction) -> Direction:
    if left is right or right is Direction.EXACT:
        return left
    return right if left is Direction.EXACT else Direction.BETWEEN
