"""From what a question counts and names to the inputs of a rule that are no money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.engine.facts import Interval, Value
from bot.question.ask import Question
from bot.question.measured import Measured
from corpus.rules import Input, InputType, Rule
from corpus.rules.unit import unit_name

FIRMS: Final = ("家", "间")  # enterprises are counted by what a message says of them


def counted(rule: Rule, question: Question) -> tuple[Mapping[str, Value], str]:
    """What the question counts for a rule, and a question back where it isn't clear what is meant.

    A number counts for an input of its unit if it is the only one of that unit and is told of what
    is applied for; a bare number answers the input that was asked for.
    """
    found: dict[str, Value] = {}
    for entry in rule.required:
        if entry.type is not InputType.COUNT or entry.unit in FIRMS:
            continue
        told = [one for one in question.quantities if _is_of(one, entry, question)]
        if len({one.number for one in told}) > 1:
            said = "、".join(f"“{one.text}”" for one in told)
            return found, f"{said}里哪一个是{entry.label}？"
        asked = question.context.pending == entry.name
        if told and not (told[0].clear or asked):
            return found, f"“{told[0].text}”是申报的{entry.label}吗？请说明{entry.label}是多少"
        if told:
            found[entry.name] = Interval.exact(told[0].number)
    return found, ""


def _is_of(one: Measured, entry: Input, question: Question) -> bool:
    if one.unit:
        return one.unit == unit_name(entry.unit)
    return question.context.pending == entry.name


def chosen(rule: Rule, question: Question) -> Mapping[str, Value]:
    """The kind of a table that the question names, where it names one alone."""
    found: dict[str, Value] = {}
    for entry in rule.inputs.values():
        if entry.type is not InputType.CHOICE:
            continue
        named = [one for one in entry.choices if question.names(one)]
        if len(named) == 1:
            found[entry.name] = named[0]
    return found
