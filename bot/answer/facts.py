"""From the frame of a question to the facts of a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.answer.quantities import FIRMS, chosen, counted, doubtful
from bot.engine.facts import Facts, Interval, Value
from bot.engine.facts import Item as Fact
from bot.question.account import Inner, Item
from bot.question.amounts import COUNTED, Amount, Role
from bot.question.ask import Question
from bot.question.place_roles import PlaceRole, is_held_there
from bot.question.places import AWAY, Place, is_abroad
from corpus.numerals import exact_decimal
from corpus.numerals.people import AmountError, reading
from corpus.rules import InputType, Rule
from corpus.rules.model import Input

# What a thing that stays where it is is told with: 设在宝安; not 在上海参展.
_AT: Final = ("设在", "开在", "落在", "位于", "都在", "也在", "放在", "建在", "安在", "摆在")
_ROUGHLY: Final = "约数"
_ROUGH: Final = 5  # a rough amount within a fifth of a threshold may lie on either side


@dataclass(frozen=True, slots=True)
class Heard:
    """The facts of a rule as heard in a question; ``echoes`` repeat them for the user to check.

    ``problem`` is a Chinese sentence on an amount that can't be used as it stands; ``inner`` are
    costs inside the amounts, of which the text does not say that they count.
    """

    facts: Facts
    echoes: tuple[str, ...] = ()
    problem: str = ""
    inner: tuple[Inner, ...] = ()


def facts_for(rule: Rule, question: Question, items: Sequence[Item]) -> Heard:
    """The facts a question gives for a rule; `items` are the amounts that are meant for it."""
    shared: dict[str, Value] = {**_truths(rule, question), **_years(rule, question, items)}
    money = next((e for e in rule.required if e.type is InputType.MONEY), None)
    count = next((e for e in rule.required if e.type is InputType.COUNT), None)
    told, problem = counted(rule, question)
    if problem := problem or doubtful(rule, question, items):
        return Heard(Facts({**shared, **told}), problem=problem)
    shared.update(told)
    shared.update(chosen(rule, question))
    echoes: list[str] = []
    facts: list[Fact] = []
    inner: tuple[Inner, ...] = ()
    if money is not None:
        if problem := _near_threshold(rule, items):
            return Heard(Facts(shared), problem=problem)
        facts = [_fact(rule, money, item) for item in items]
        echoes = [note for item in items for note in item.notes]
        inner = tuple(cost for item in items for cost in item.inner)
    elif count is not None and count.unit in FIRMS:
        try:
            facts, turnovers = _counted(rule, count, question)
        except AmountError as error:  # 销售十几个亿
            return Heard(Facts(shared), problem=str(error))
        shared.update(turnovers)
        if facts and not question.heads.heads:
            echoes = [f"按{count.label}为1{count.unit}计"]
    if len(facts) == 1 and not facts[0].label and facts[0].year is None:
        shared.update(facts[0].values)
        facts = []
    return Heard(Facts(shared, tuple(facts)), tuple(dict.fromkeys(echoes)), inner=inner)


def _fact(rule: Rule, money: Input, item: Item) -> Fact:
    year = item.ordinal if item.ordinal is not None else item.year
    if _year_input(rule) is None and not rule.unit.yearly:
        year = None if item.ordinal is None and not item.label else year
    return Fact(item.label, year, {money.name: Interval(item.low, item.high)})


def _year_input(rule: Rule) -> Input | None:
    return next((e for e in rule.inputs.values() if e.type is InputType.YEAR), None)


def _years(rule: Rule, question: Question, items: Sequence[Item]) -> dict[str, Value]:
    """Which year of a sequence is meant, and the calendar year that it counts from."""
    entry = _year_input(rule)
    if entry is None:
        return {}
    found: dict[str, Value] = {}
    founded = question.frame.founded
    if entry.first and founded is not None:
        found[entry.first] = founded
    ordinals = question.frame.ordinals
    placed = any(item.ordinal is not None or item.year is not None for item in items)
    if len(ordinals) == 1 and not any(item.ordinal is not None for item in items):
        found[entry.name] = ordinals[0]
    elif placed and len(items) == 1 and items[0].ordinal is not None:
        found[entry.name] = items[0].ordinal
    return found


def _near_threshold(rule: Rule, items: Iterable[Item]) -> str:
    """A question back where a rough amount lies so near a threshold that the answer turns on it."""
    edges = _thresholds(rule)
    for item in items:
        rough = any(_ROUGHLY in note for note in item.notes)  # not 97万8, whatever the 8 is
        near = rough and any(abs(item.low - e) < e / _ROUGH for e in edges)
        high = item.high
        across = item.rough and any(item.low < e and (high is None or e <= high) for e in edges)
        if near or across:
            return f"“{item.text}”不是确数，正在门槛附近，请告知确切金额"
    return ""


def _thresholds(rule: Rule) -> list[Decimal]:
    """The amounts, in 元, that a rule compares with."""
    terms = rule.terms.values()
    return [exact_decimal(t.value) for t in terms if t.comparison is not None and t.money]


def _counted(
    rule: Rule, entry: Input, question: Question
) -> tuple[list[Fact], Mapping[str, Value]]:
    """The enterprises that count, and what their turnovers say where all of them count alike."""
    threshold = max(_thresholds(rule), default=None)
    told = [(input_of(rule, t), t) for t in question.frame.account.turnovers]
    values = [(e, t) for e, t in told if e is not None]
    if nameless := next((t for e, t in told if e is None and not t.name), None):
        raise AmountError(f"“{nameless.token.text}”是哪一个数？请连同名称一起说")
    counted = question.heads
    if threshold is not None and len(values) > 1 and _apart(values):
        whole = counted.whole or len(values)
        short = sum(1 for _, t in values if t.quantity.amount < threshold)
        if len(values) == whole:
            fit = counted.heads[0].number if len(counted.heads) == 1 else whole
            return [_heads(entry, max(0, min(whole, fit) - short))], {}
        if len(counted.heads) == 1 and len(values) == counted.heads[0].number:
            return [_heads(entry, len(values) - short)], {}  # 五家，两家是区内的；另外三家…
    shared = {e.name: Interval(*_bounds(t)) for e, t in values}
    latest = max((h.year for h in counted.heads if h.year), default=None)
    before = question.context.heads.heads
    one_year = bool(before) and not question.frame.together  # 今年又引进1家，今年奖多少
    kept = [h for h in counted.heads if not one_year or h.year in (None, latest)]
    # 去年引进4家，今年又引进2家，今年这一年奖励多少
    kept = [h for h in kept if h.year and h.year == question.frame.applied] or kept
    facts = [
        Fact(h.label, h.year, {entry.name: Interval(Decimal(h.number), Decimal(h.number))})
        for h in kept
    ]
    if len(facts) == 1 and not facts[0].label:
        facts = [_heads(entry, kept[0].number)]
    if not facts and (shared or any(name in rule.inputs for name in question.truths)):
        facts = [_heads(entry, 1)]
    if counted.whole > 1 and any(
        t in question.frame.amounts
        and question.frame.parts[t.segment].has("count")
        and t.quantity.amount < (threshold or 0)
        for _, t in values
    ):
        shared = {}  # the turnover of the part that falls short
    return facts, shared


def _heads(entry: Input, number: int) -> Fact:
    return Fact(values={entry.name: Interval(Decimal(number), Decimal(number))})


def _bounds(amount: Amount) -> tuple[Decimal, Decimal | None]:
    read = reading(amount.quantity)
    return read.low, read.high


def _apart(told: Sequence[tuple[Input, Amount]]) -> bool:
    """Whether the turnovers are of several enterprises, not of one: the same kind twice."""
    names = [e.name for e, _ in told]
    actors = {t.actor for _, t in told}
    return len(set(names)) < len(names) or len(actors) > 1


def input_of(rule: Rule, amount: Amount) -> Input | None:
    """The input that a turnover belongs to: the one whose name or alias it was called by."""
    for entry in rule.inputs.values():
        names = (entry.name, *entry.aliases)
        if (
            entry.type is InputType.MONEY
            and amount.name
            and any(amount.name in name or name in amount.name for name in names)
        ):
            return entry
    return None


def _truths(rule: Rule, question: Question) -> Mapping[str, bool]:
    names = [n for c in rule.conditions for n in (c.name, c.fact) if n]
    said = {name: question.truth(name, rule.document_id) for name in names}
    truths = {name: held for name, held in said.items() if held is not None}
    for condition in rule.conditions:
        if condition.name in truths and condition.fact:
            truths[condition.fact] = truths[condition.name]
    if (place := operating_outside(question)) is not None:
        for condition in rule.conditions:
            if condition.general and "经营地" in condition.span.text:
                truths[condition.name] = not place
    return truths


def operating_outside(question: Question) -> bool | None:
    """Whether the enterprise says that it works outside the region; None where it says nothing."""
    working = [place for place in question.places if place.role is PlaceRole.OPERATING]
    if not working or place_unclear(question):
        return None
    return not any(place.local for place in working)


def place_unclear(question: Question) -> str:
    """The place a firm is said to be at, where another firm and a local place are named too."""
    away = [p for p in question.places if p.role is PlaceRole.OPERATING and not p.local]
    here = any(p.local and p.role is PlaceRole.OPERATING for p in question.places)
    if here and sum(amount.role in (*COUNTED, Role.NEIGHBOUR) for amount in question.figures) > 1:
        return ""  # 龙岗的厂188万，惠州分厂900万: each has its own amount
    if away and (here or _is_of_some(away[0], question)):
        return away[0].name
    before = question.context.frame
    named = any(place.local for place in question.places) or bool(before and before.account.items)
    others = any(part.has("actor.other", "actor.group") for part in question.frame.parts)
    if away:
        return away[0].name if named and others else ""
    if here:
        return ""
    return next((p.name for p in question.places if _is_somewhere(p, question)), "")


def _is_of_some(place: Place, question: Question) -> bool:
    """部分设备不在龙岗, 投了315万，还有一家在龙华: a part, which leaves open where the rest is."""
    name = place.name.removesuffix(AWAY)
    parts = [p for p in question.frame.parts if name in p.text()]
    counted = [amount.segment for amount in question.figures if amount.role in COUNTED]
    if len(counted) > 1 and parts and parts[0].index > counted[0]:
        return True
    return any(p.has("vague", "operator.part", "operator.scale_half", "rate") for p in parts)


def _is_somewhere(place: Place, question: Question) -> bool:
    """实验室都在东莞厚街: something is at a place elsewhere, and nothing says what that means."""
    if place.role is PlaceRole.INVESTED:
        return True
    named = place.role in (PlaceRole.MENTION, PlaceRole.VISITED)
    if place.local or not named or is_abroad(place.name):
        return False
    parts = [p for p in question.frame.parts if place.name in p.text()]
    spent = {amount.segment for amount in question.figures if amount.role in COUNTED}
    return any(
        part.text().partition(place.name)[0].endswith(_AT)
        or (part.index in spent and not is_held_there(part.text()))
        for part in parts
    )
