"""Completeness of a rule: every number, direction and scope word of its quotes is bound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.document import Span
from corpus.numerals import DIRECTION, QuantityKind, read
from corpus.rules.formula import Call, Expression, Name, Times, names
from corpus.rules.lexicon import DISCRETION, SCOPE
from corpus.rules.model import Role, Rule
from corpus.rules.residue import residue
from corpus.rules.source import ClauseText

_EDGE = "。；;，,：:、\n\r（）()"
_NUMBERING = re.compile(
    r"\s*(?:第[^，。；]{1,8}[条章节款]|[（(]?[一二三四五六七八九十\d]{1,3}[）).、．])\s*"
)
_APPLICANT = ("企业", "单位", "机构", "家", "户")
Finding = tuple[str, str]


def lint(rule: Rule, clause: ClauseText, extra: Sequence[Span]) -> Iterator[Finding]:
    """Yield findings as (word, Chinese message)."""
    yield from _unbound(rule)
    yield from _overlooked(rule)
    yield from _unused(rule)
    yield from _outside(rule, clause, extra)
    yield from _edges(rule, clause)
    yield from _sequences(rule)
    yield from _caps_wrap(rule)
    yield from _scopes(rule)


def _covered(span: Span, start: int, end: int) -> bool:
    return span.start <= start and end <= span.end


def _unbound(rule: Rule) -> Iterator[Finding]:
    number_spans = [s for term in rule.terms.values() for s in term.spans]
    spans = number_spans + [c.span for c in rule.conditions if c.when is None]
    # A drafted condition is shown word for word; whoever writes one by hand says what it compares.
    compared = spans if rule.drafted else number_spans
    for quote in rule.quotes:
        for quantity in read(quote.text):
            at = quote.start + quantity.start
            if not any(_covered(s, at, at + len(quantity.text)) for s in spans):
                yield quantity.text, f"引文里的数“{quantity.text}”没有绑定"
        for pattern, name, allowed in (
            (DIRECTION, "方向词", compared),
            (SCOPE, "口径词", compared),
            (DISCRETION, "裁量词", spans),
        ):
            for match in pattern.finditer(quote.text):
                at = quote.start + match.start()
                if not any(_covered(s, at, at + len(match[0])) for s in allowed):
                    around = quote.text[max(0, match.start() - 4) : match.end() + 8]
                    yield match[0], f"引文“{around}”里的{name}“{match[0]}”没有绑定"


def _overlooked(rule: Rule) -> Iterator[Finding]:
    bound = [s for term in rule.terms.values() for s in term.spans]
    bound += [condition.span for condition in rule.conditions if condition.when is None]
    bound += [entry.span for entry in rule.inputs.values()]
    bound += [span for span in (rule.beneficiary,) if span]
    for words in residue(rule.quotes, bound):
        yield words, f"引文里的“{words}”没有对应任何输入、条件或绑定，可能漏了一项规定"


def _scopes(rule: Rule) -> Iterator[Finding]:
    """A cap per project or per year needs a rule that is computed per project or per year."""
    for cap in rule.caps:
        entity, words = cap.scope.entity, cap.span.text
        itemised = rule.unit.items or cap.name in rule.summed_caps
        if entity and not itemised and entity not in _APPLICANT:
            yield words, f"“{words}”按{entity}计，规则却没有按{entity}分项（per.items）"
        if cap.scope.yearly and not rule.unit.yearly:
            yield words, f"“{words}”按年计，规则却没有按年计算（per.year）"


def _unused(rule: Rule) -> Iterator[Finding]:
    used = set(names(rule.amount))
    for condition in rule.conditions:
        if condition.when is not None:
            used |= set(names(condition.when))
    for term in rule.terms.values():
        if term.name not in used and term.role is not Role.FORMER:
            yield term.span.text, f"绑定了“{term.name}”，公式和条件却没有用到"
    for name, entry in rule.inputs.items():
        if name not in used:
            yield entry.span.text, f"输入“{name}”没有用到"


def _outside(rule: Rule, clause: ClauseText, extra: Sequence[Span]) -> Iterator[Finding]:
    """No amount or rate of the clause may be left out of the quotes."""
    quoted = [*rule.quotes, *extra]
    for quantity in read(clause.text):
        at = clause.start + quantity.start
        if quantity.kind in (QuantityKind.MONEY, QuantityKind.RATE) and not any(
            _covered(s, at, at + len(quantity.text)) for s in quoted
        ):
            yield quantity.text, f"本条款里的“{quantity.text}”不在引文内，可能漏了一项规定"


def _edges(rule: Rule, clause: ClauseText) -> Iterator[Finding]:
    """Check that a quote starts and ends where a phrase does and hides no word next to it."""
    text = clause.document_text
    for quote in rule.quotes:
        line = text[text.rfind("\n", 0, quote.start) + 1 : quote.start]
        begins = line[-1:] in _EDGE or _NUMBERING.fullmatch(line)
        if not begins or text[quote.end : quote.end + 1] not in _EDGE:
            cut = text[max(0, quote.start - 4) : quote.start + 6]
            yield quote.text[:12], f"引文应从一个分句的开头引到结尾，现从“{cut}”处截断"


def _sequences(rule: Rule) -> Iterator[Finding]:
    durations = [t for t in rule.terms.values() if t.role is Role.DURATION]
    for term in rule.terms.values():
        if term.role is Role.SEQUENCE and durations:
            years = durations[0]
            if len(term.values) != years.value:
                yield (
                    years.span.text,
                    f"“{years.span.text}”是{years.reads_as}，“{term.span.text}”却有{len(term.values)}个数",
                )


def _caps_wrap(rule: Rule) -> Iterator[Finding]:
    """Every cap and floor stands outside the product that it limits."""
    limits = {t.name for t in rule.terms.values() if t.role in (Role.CAP, Role.FLOOR)}
    if _multiplied(rule.amount):
        yield rule.amount_text, "上限或下限套在里层再相乘，限不住最后的金额；应套在乘积外面"
    wrapped = set(_limiting(rule.amount))
    for name in limits - wrapped:
        yield rule.terms[name].span.text, f"“{name}”没有作为上限或下限套在金额外面"
    ordered = [rule.terms[name] for name in _limiting(rule.amount)]
    for outer, inner in pairwise(ordered):
        if outer.role is inner.role is Role.CAP and outer.value < inner.value:
            yield outer.span.text, f"“{outer.name}”在外层却小于内层的“{inner.name}”"


def _multiplied(expression: Expression) -> bool:
    """Whether a limited amount is multiplied on."""
    match expression:
        case Times(left, right):
            return any(True for part in (left, right) for _ in _limiting(part))
        case Call(_, arguments):
            return any(_multiplied(argument) for argument in arguments)
    return False


def _limiting(expression: Expression) -> Iterator[str]:
    """Names used as the limit of a cap or floor, outermost first."""
    match expression:
        case Call("cap" | "floor", (inner, Name(limit))):
            yield limit
            yield from _limiting(inner)
        case Call(_, arguments):
            for argument in arguments:
                yield from _limiting(argument)
        case Times(left, right):
            yield from _limiting(left)
            yield from _limiting(right)
