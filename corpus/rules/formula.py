"""The formula language: names, ``*``, a closed set of functions, comparisons, and/or/not.

There are no numeric literals: a number of a formula is a name bound to words of the clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


class FormulaError(ValueError):
    """The formula can't be read. The message is Chinese and names the place."""


@dataclass(frozen=True, slots=True)
class Name:
    """An input, a bound term or, inside ``tier``, a mode."""

    name: str


@dataclass(frozen=True, slots=True)
class Times:
    """``left * right``."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the closed vocabulary with its arguments."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """``left operator right`` with one of >= > <= <."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Junction:
    """``and`` or ``or`` over several conditions."""

    operator: str
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Negation."""

    part: Expression


Expression = Name | Times | Call | Compare | Junction | Not

# function → least and most arguments
FUNCTIONS = {
    "cap": (2, 2),
    "floor": (2, 2),
    "pick": (2, 2),
    "tier": (2, 3),
    "lesser": (2, 2),
    "greater": (2, 2),
    "sum_over": (2, 2),
    "fixed": (1, 1),
    "excess": (2, 2),
    "growth": (2, 2),
    "during": (2, 2),
    "one_of": (2, 12),
}
_TOKEN = re.compile(r"\s*(>=|<=|[><*(),]|[^\s><=*(),]+)")
_LONGEST = 200  # tokens; nesting costs stack
_COMPARISONS = (">=", ">", "<=", "<")


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _TOKEN.findall(text)
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            raise FormulaError(
                f"公式“{self.text}”在“{token or '末尾'}”处应为“{expected or '名称'}”"
            )
        self.at += 1
        return token

    def either(self) -> Expression:
        return self._joined("or", self.both)

    def both(self) -> Expression:
        return self._joined("and", self.negation)

    def _joined(self, word: str, part: Callable[[], Expression]) -> Expression:
        parts = [part()]
        while self.peek() == word:
            self.take()
            parts.append(part())
        return parts[0] if len(parts) == 1 else Junction(word, tuple(parts))

    def negation(self) -> Expression:
        if self.peek() == "not":
            self.take()
            return Not(self.negation())
        return self.comparison()

    def comparison(self) -> Expression:
        left = self.product()
        if self.peek() in _COMPARISONS:
            return Compare(self.take(), left, self.product())
        return left

    def product(self) -> Expression:
        left = self.atom()
        while self.peek() == "*":
            self.take()
            left = Times(left, self.atom())
        return left

    def atom(self) -> Expression:
        if self.peek() == "(":
            self.take()
            inner = self.either()
            self.take(")")
            return inner
        token = self.take()
        if token in (*_COMPARISONS, "*", ")", ",", "and", "or", "not"):
            raise FormulaError(f"公式“{self.text}”在“{token}”处缺少名称")
        if any(char.isdigit() for char in token):
            raise FormulaError(
                f"公式“{self.text}”里出现了数字“{token}”：数字只能从原文词句绑定，不能写在公式里"
            )
        return self.call(token) if self.peek() == "(" else Name(token)

    def call(self, function: str) -> Expression:
        if function not in FUNCTIONS:
            known = "、".join(FUNCTIONS)
            raise FormulaError(f"公式“{self.text}”里没有“{function}”这个函数，可用：{known}")
        self.take("(")
        arguments = [self.either()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.either())
        self.take(")")
        least, most = FUNCTIONS[function]
        if not least <= len(arguments) <= most:
            raise FormulaError(f"公式“{self.text}”里 {function} 的参数个数不对")
        return Call(function, tuple(arguments))


def parse_formula(text: str) -> Expression:
    """Read a formula such as ``cap(投资额 * 比例, 上限)`` or ``产值 >= 门槛 or 收入 >= 门槛``.

    Raises:
        FormulaError: a token is out of place, a function is unknown, a number is written out or
            the formula is very long.

    """
    parser = _Parser(text)
    if len(parser.tokens) > _LONGEST:
        raise FormulaError(f"公式有 {len(parser.tokens)} 个词，最多 {_LONGEST} 个")
    expression = parser.either()
    if parser.peek():
        raise FormulaError(f"公式“{text}”在“{parser.peek()}”处多余")
    return expression


def summed(expression: Expression) -> Iterator[str]:
    """Every name used inside a ``sum_over``."""
    match expression:
        case Call("sum_over", (_, inner)):
            yield from names(inner)
        case Call(_, parts) | Junction(_, parts):
            for part in parts:
                yield from summed(part)
        case Times(left, right) | Compare(_, left, right):
            yield from summed(left)
            yield from summed(right)
        case Not(part):
            yield from summed(part)


def factors(expression: Expression) -> list[Expression]:
    """The factors of a product, left to right; an expression that is none is its own."""
    match expression:
        case Times(left, right):
            return [*factors(left), *factors(right)]
    return [expression]


def names(expression: Expression) -> Iterator[str]:
    """Every name an expression uses, left to right."""
    match expression:
        case Name(name):
            yield name
        case Times(left, right) | Compare(_, left, right):
            yield from names(left)
            yield from names(right)
        case Call(_, parts) | Junction(_, parts):
            for part in parts:
                yield from names(part)
        case Not(part):
            yield from names(part)
