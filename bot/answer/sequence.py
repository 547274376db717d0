"""Years of a sequence: 第二年, 三年依次…, 每年都投…, 2024年设立."""

from __future__ import annotations

import re
from typing import Final

from bot.engine.facts import Item, Value
from bot.question.ask import Question
from corpus.numerals import Quantity, QuantityKind, read_people
from corpus.rules import InputType, Rule
from corpus.rules.model import Input

_MOST_YEARS: Final = 10
_IN_TURN: Final = re.compile(r"依次|分别|逐年|三年|3年|连续|各年")
_EACH_YEAR: Final = re.compile(
    r"每年[^，。,]{0,6}\d[\d.]*(万|亿|元)|每一?年[^，。,]{0,4}(投|花|支出)|年年|都(是|投|投入|花)"
)
_FOUNDED: Final = re.compile(r"^(年)?(才|就|刚)?(设立|成立|建立|建成|开办|首次|开始办|第一次)")
_FOUNDED_BEFORE: Final = re.compile(r"(设立|成立|建立|建成|首次(补贴|举办)?)(于|是|时间)?(是|为)?$")


def in_years(rule: Rule, items: list[Item], question: Question) -> list[Item]:
    """The items of a rule that counts years, each with its year as far as the words say."""
    if _year_input(rule) is None:
        return items
    ordinals = _ordinals(question)
    if len(items) == 1 and len(ordinals) == 1:
        return [Item(items[0].label, ordinals[0], items[0].values)]
    years = next((int(q.value) for q in _of(question, QuantityKind.DURATION)), None)
    each = years is not None and years <= _MOST_YEARS and _EACH_YEAR.search(question.text)
    if len(items) == 1 and years and each:
        return [Item(items[0].label, i, items[0].values) for i in range(1, years + 1)]
    if any(item.year or item.label for item in items):
        return items
    if len(items) > 1 and (years == len(items) or _IN_TURN.search(question.text)):
        return [Item("", i, item.values) for i, item in enumerate(items, 1)]
    return items


def years(rule: Rule, question: Question) -> dict[str, Value]:
    """Which year of the sequence is meant, and the calendar year that it counts from."""
    entry = _year_input(rule)
    if entry is None:
        return {}
    found: dict[str, Value] = {}
    others: list[int] = []
    for quantity in _of(question, QuantityKind.YEAR):
        after = question.text[quantity.end : quantity.end + 6]
        before = question.text[max(0, quantity.start - 6) : quantity.start]
        if entry.first and (_FOUNDED.match(after) or _FOUNDED_BEFORE.search(before)):
            found[entry.first] = int(quantity.value)
        else:
            others.append(int(quantity.value))
    if question.figures:
        return found
    if ordinals := _ordinals(question):
        found[entry.name] = ordinals[0]
    elif others and isinstance(first := found.get(entry.first), int) and others[0] >= first:
        found[entry.name] = others[0] - first + 1
    return found


def _year_input(rule: Rule) -> Input | None:
    return next((e for e in rule.inputs.values() if e.type is InputType.YEAR), None)


def _ordinals(question: Question) -> list[int]:
    return [int(q.value) for q in _of(question, QuantityKind.ORDINAL)]


def _of(question: Question, kind: QuantityKind) -> list[Quantity]:
    return [q for q in read_people(question.text) if q.kind is kind and q.unit == "年"]
