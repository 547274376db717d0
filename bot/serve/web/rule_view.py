"""A rule as people read it: what each highlighted span of its clause is taken to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from bot.serve.web.markup import Highlight, Markup
from bot.serve.web.templating import render
from corpus.rules.formula import Call, Compare, Expression, Junction, Name, Not, Times
from corpus.rules.model import Rule

WORDINGS: Final = {
    "cap": "{0}，不超过{1}",
    "floor": "{0}，不低于{1}",
    "pick": "{0}的第{1}项",
    "tier": "{0}按{1}分档",
    "lesser": "{0}与{1}中较小者",
    "greater": "{0}与{1}中较大者",
    "sum_over": "各{0}的{1}之和",
    "fixed": "{0}",
    "excess": "{0}超过{1}的部分",
    "growth": "{0}比{1}的增长",
    "during": "{0}在{1}内",
    "one_of": "{0}属于{1}",
}  # the closed vocabulary of formulas, in words
SIGNS: Final = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}
JOINTS: Final = {"and": " 且 ", "or": " 或 "}


def bound_spans(rules: Sequence[Rule]) -> list[Highlight]:
    """The spans that rules read their numbers from, each with its role in the rule."""
    return [Highlight(term.span, term.name) for rule in rules for term in rule.terms.values()]


def calc_link(rule: Rule) -> str:
    """Address of the rule's form on the page 测算."""
    return f"calc?{urlencode({'rule': rule.id})}"


def rule_table(rule: Rule) -> Markup:
    """Terms, formula, conditions and what the words leave open."""
    return render(
        "rule.html.j2", rule=rule, formula=in_words(rule.amount), calc_link=calc_link(rule)
    )


def in_words(formula: Expression) -> str:
    """A formula as people write it: ``投资额 × 比例，以上限为限``."""
    match formula:
        case Name(name):
            return name
        case Times(left, right):
            return f"{in_words(left)} × {in_words(right)}"
        case Call(function, arguments):
            return WORDINGS[function].format(*(in_words(argument) for argument in arguments))
        case Compare(operator, left, right):
            return f"{in_words(left)} {SIGNS[operator]} {in_words(right)}"
        case Junction(operator, parts):
            return JOINTS[operator].join(in_words(part) for part in parts)
        case Not(part):
            return f"非（{in_words(part)}）"
