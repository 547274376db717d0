"""``python -m evals redrafted``: the rules that people wrote, drafted anew from the text alone.

Each rule of the bundled documents stands beside what the drafter reads in the same words: its
numbers, the conditions it has found, and what both come to on the same figures. Every difference
is listed; nothing of what people wrote is given to the drafter.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

from bot.engine import Facts
from bot.engine.facts import Interval, Value
from bot.engine.outcome import outcome
from bot.engine.ranges import Range
from corpus.collection import Collection
from corpus.document import Span
from corpus.drafting.draft import Drafts, draft
from corpus.numerals import exact_decimal
from corpus.rules import InputType, Role, Rule

_SUMS: Final = ("1", "9999.99", "100000", "1234567.89", "30000000", "400000000")  # 元
_COUNTS: Final = ("1", "2", "3", "7", "40")
_BESIDE: Final = (Decimal("-0.01"), Decimal(0), Decimal("0.01"))  # 元 around each number written
_SHOWN: Final = 3  # figures on which amounts differ that are listed


@dataclass(frozen=True, slots=True)
class Redrafted:
    """A rule beside its draft.

    ``draft`` is None where nothing was drafted from its words, and ``differences`` say why or in
    what the two differ; none: they say the same. ``figures`` is on how many both were computed.
    """

    rule: Rule
    draft: Rule | None
    differences: tuple[str, ...]
    figures: int = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare no options: the bundled documents are what it is about."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Print every rule with its draft; 1 where a draft comes to another amount.

    Raises:
        CorpusError: the bundled documents are not sound.
    """
    del args
    found = redrafted(Collection.load())
    for one in found:
        said = "一致" if one.draft and not one.differences else "不同" if one.draft else "未起草"
        on = f"（{one.figures}组数）" if one.figures else ""
        sys.stdout.write(f"{said}{on}　{one.rule.name}　{one.rule.clause_id}\n")
        sys.stdout.writelines(f"  {line}\n" for line in one.differences)
    drafted = sum(one.draft is not None for one in found)
    wrong = sum(any(line.startswith("金额") for line in one.differences) for one in found)
    sys.stdout.write(f"人写的规则 {len(found)} 条，起草出 {drafted} 条，金额不同 {wrong} 条\n")
    return 1 if wrong else 0


def redrafted(collection: Collection) -> tuple[Redrafted, ...]:
    """Every rule that people wrote beside what is drafted from the same words."""
    library = collection.library
    drafts = {one.id: draft(library, one) for one in library.documents}
    written = (rule for rule in collection.rules.values() if not rule.drafted)
    return tuple(_beside(rule, drafts[rule.document_id]) for rule in written)


def _beside(rule: Rule, drafts: Drafts) -> Redrafted:
    drafted = next((one for one in drafts.rules if _meet(one.quotes, rule.quotes)), None)
    if drafted is None:
        held = (h for h in drafts.held if _meet((h.span,), rule.quotes))
        reasons = tuple(f"{h.why}：{''.join(h.words.split())}" for h in held)
        return Redrafted(rule, None, reasons or ("没有读出给付的句子",))
    amounts, figures = _amounts(rule, drafted)
    differences = (*_numbers(rule, drafted), *_conditions(rule, drafted), *amounts)
    return Redrafted(rule, drafted, differences, figures)


def _meet(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one for b in other)


def _numbers(rule: Rule, drafted: Rule) -> Iterator[str]:
    """The numbers that only one of the two has bound."""
    for one, other, who in ((rule, drafted, "起草没有绑定"), (drafted, rule, "起草另绑定")):
        bound = [term.span for term in other.terms.values()]
        for term in one.terms.values():
            if not _meet((term.span,), bound):
                yield f"数：{who}“{term.span.text}”"


def _conditions(rule: Rule, drafted: Rule) -> Iterator[str]:
    """The conditions of the rule's own clause whose words the draft has as no condition."""
    read = [condition.span for condition in drafted.conditions]
    for condition in rule.conditions:
        own = not condition.general and condition.when is None
        if own and not _meet((condition.span,), read):
            yield f"条件：起草没有读出“{condition.span.text}”"


def _amounts(rule: Rule, drafted: Rule) -> tuple[tuple[str, ...], int]:
    """On which figures the two come to different amounts, and on how many they were computed."""
    kinds = [[entry.type for entry in one.required] for one in (rule, drafted)]
    if kinds[0] != kinds[1]:
        return ("金额：要问的数不同，没有比较",), 0
    differing, figures = [], 0
    for values in product(*(_samples(rule, entry.type) for entry in rule.required)):
        figures += 1
        one, other = (_total(each, values) for each in (rule, drafted))
        if (one.low, one.high) != (other.low, other.high):
            told = "、".join(map(str, values))
            differing.append(f"金额：{told} 时写的是{_said(one)}，起草的是{_said(other)}")
    return tuple(differing[:_SHOWN]), figures


def _said(amount: Range) -> str:
    high = "没有上限" if amount.high is None else f"{float(amount.high):.2f}元"
    return high if amount.low == amount.high else f"{float(amount.low):.2f}元至{high}"


def _samples(rule: Rule, kind: InputType) -> Sequence[Decimal]:
    """Figures of every size, and those around each sum that the rule writes."""
    if kind is not InputType.MONEY:
        return [Decimal(count) for count in _COUNTS]
    sums = [Decimal(one) for one in _SUMS]
    rates = [t.value for t in rule.terms.values() if not t.money and t.role is not Role.DURATION]
    for term in rule.terms.values():
        for value in term.values if term.money else ():
            reached = [exact_decimal(value), *(exact_decimal(value / rate) for rate in rates)]
            sums += [one + step for one in reached for step in _BESIDE]
    return sorted({one for one in sums if one > 0})


def _total(rule: Rule, values: Sequence[Decimal]) -> Range:
    names = [entry.name for entry in rule.required]
    given: Mapping[str, Value] = {
        name: Interval.exact(value) for name, value in zip(names, values, strict=True)
    }
    return outcome(rule, Facts(given)).total
