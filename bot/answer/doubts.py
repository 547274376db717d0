"""Doubts: what has to be asked before anything is computed, because it would change the amount."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from bot.answer.claims import Claim, counts_money
from bot.answer.facts import place_unclear
from bot.answer.firms import (
    of_another,
    of_several_firms,
    of_several_hosts,
    rules_asked,
    some_firms,
)
from bot.answer.knowledge import Knowledge
from bot.answer.layers import rules_of
from bot.answer.paid_before import got_before, got_or_hoped, received_unclear
from bot.answer.target import texts_of
from bot.question.account import Stuck, unclear_amount
from bot.question.amounts import Role
from bot.question.ask import Question
from bot.question.asks import Cue
from bot.question.conditions import denials, fails, under_way
from bot.question.place_roles import PlaceRole
from bot.question.segments import MONEY, Segment
from bot.question.token import Token
from bot.question.units import how_many
from bot.question.years import ordinals
from corpus.numerals import QuantityKind

_ABROAD: Final = ("境外", "对外投资", "海外", "国（境）外", "走出去")
_SURPRISED: Final = ("哦", "噢", "喔", "哇", "啊", "呀")
_JOINED: Final = frozenset("年场届次批期笔项样块") | {""}  # units of what is reckoned together

Doubt = Callable[[Question, Sequence[Claim], Knowledge], Stuck | None]


def stuck_on(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> list[Stuck]:
    """What the account of a question leaves open, then the first doubt of the table."""
    doubts = (doubt(question, found, knowledge) for doubt in _TABLE)
    first = next((stuck for stuck in doubts if stuck is not None), None)
    stuck = [*question.frame.account.stuck, *question.heads.stuck]
    return stuck if first is None else [*stuck, first]


def met_and_not(question: Question) -> Stuck | None:
    """80副在产线用，20副送人了: a condition met in one clause and, of so many, not in another."""
    parts = question.frame.parts
    for name in (name for name, held in question.truths.items() if not held):
        met = any(p.has(f"condition.{name}") and not fails((p,)) for p in parts)
        some = [p for p in parts if p.has(f"barrier.{name}") and fails((p,))]
        lots = any(t.counts(QuantityKind.COUNT, *MONEY) for p in some for t in p.tokens)
        lots = lots or (len(question.figures) > 1 and any(_denies(name, p) for p in parts))
        if met and lots:
            return Stuck("其中有的不符合条件：符合条件的是多少？")
    return None


def _denies(name: str, part: Segment) -> bool:
    """另一场忘了备案: a clause that says of one of several that a condition is not met."""
    return denials((part,)).get(name) is False and not part.has("operator.replace")


def _met_and_not(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    return met_and_not(question)


def _not_all_told(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """三年一共, 两场加起来: fewer amounts were read than are meant together."""
    items = [item for claim in found for item in claim.items]
    counted = question.heads.heads or any(item.multiplied for item in items)
    if not question.frame.together or not items or counted:
        return None
    each = any(rule.unit.items for rule in rules_asked(question, found, knowledge))
    none = sum(1 for p in question.frame.parts if _tells_of_nothing(p))
    for part in question.frame.parts:
        if not part.has("operator.total", "link.sum_asked") or part.holds_money:
            continue
        for token in part.tokens:
            whole = each and token.counts(QuantityKind.COUNT)  # two events are two items
            read = sum(1 if whole else item.amounts for item in items)
            if _together(token) > read + none:
                texts = "、".join(f"“{item.text}”" for item in items)
                if sum(item.amounts for item in items) >= _together(token):
                    return Stuck(f"{texts}里各是多少？请逐个说明。")  # two events as one sum
                return Stuck(f"您问的是{token.text}一共，只读到{texts}：其余各是多少？")
    return None


def _tells_of_nothing(part: Segment) -> bool:
    """第二年没有投入: a year that is told, if with no amount."""
    return bool(ordinals(part.tokens)) and part.has("negation") and not part.holds_money


def _together(token: Token) -> int:
    """How many are meant together: 三年, 两场, 两样; 0 where the token says no number."""
    quantity = token.quantity
    if quantity is not None and token.counts(QuantityKind.COUNT, QuantityKind.DURATION):
        return int(quantity.value) if quantity.unit.removeprefix("个") in _JOINED else 0
    if token.has("link.all_of_them"):
        return how_many(token)
    return 0


def _elsewhere(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """惠州那家的厂在惠州: which firm is there decides whether anything is due."""
    place = place_unclear(question)
    invested = any(one.role is PlaceRole.INVESTED and one.name == place for one in question.places)
    asked = texts_of(question, knowledge)
    titles = "".join(d.title for d in knowledge.library.documents if d.id in asked)
    if not place or (invested and any(word in titles for word in _ABROAD)):
        return None  # a text of projects abroad asks for no place of work here
    return Stuck(f"要申请的这家企业，实际经营地是不是{place}？", ("是", "不是"))


def _of_some(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """800万那场没通过: one of several amounts fails."""
    if any(fails((part,)) for part in question.frame.of_some):
        return Stuck("其中有的不符合条件：符合条件的是哪几笔？")
    return None


def _some_barred(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """350万那场评审没过, of two events told before: which of them is not said of both."""
    for claim in found:
        several = len(claim.items) > 1 or any(item.amounts > 1 for item in claim.items)
        rules = (rule for _, rule in rules_of(question, claim.topic, knowledge))
        named = {condition.name for rule in rules for condition in rule.conditions}
        for part in question.frame.parts if several else ():
            denied = {name for name, held in denials((part,)).items() if held is False}
            if denied & named and not part.has("link.all_of_them"):
                return Stuck("不符合条件的是其中哪几笔？符合条件的合计是多少？")
    return None


def _under_way(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """正在备案: whether a condition is met that is only begun."""
    token = under_way(question.frame.parts)
    rules = [rule for c in found for _, rule in rules_of(question, c.topic, knowledge)]
    named = {condition.name for rule in rules for condition in rule.conditions}
    if token is None or not named & set(token.under("condition")):
        return None
    said = token.text
    return Stuck(f"“{said}”已经办好了吗？", (f"{said}已经办好", f"还没有{said}"))


def _some_of_it(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """部分设备是租的: something is said of a part, and not how much that is."""
    items = [item for claim in found for item in claim.items]
    parts = question.frame.parts if items else ()
    before = question.context.frame
    if items and before is not None and question.followed and not question.figures:
        parts = (*parts, *before.parts)
    for part in parts:
        if not part.holds_money and not part.asks and _is_of_a_part(part):
            text = part.text().strip()
            return Stuck(f"“{text}”：这部分是多少，要从“{items[0].text}”中扣除吗？")
    return None


def _is_of_a_part(part: Segment) -> bool:
    """有的是二手: a part is what the clause is about; no 备案是有的, no 有几家."""
    words = [t for t in part.tokens if not t.has("mark", "operator.part")]
    first = next((t for t in words if not t.has("filler") or t.has("vague")), None)
    return (
        first is not None
        and first.has("vague")
        and "家" not in first.text
        and first is not words[-1]
    )


def _year_asked(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """The year of a sequence that is asked about is not among those told."""
    only, told = question.frame.asked_ordinal, {i.ordinal for c in found for i in c.items}
    if only is not None and told - {None} and only not in told:
        return Stuck(f"第{only}年投入了多少？")
    return None


def _the_former(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """前面先说的那个呢: which of the matters that the thread spoke of is meant."""
    topics = question.context.left
    if len(topics) < 2 or question.named or Cue.FORMER not in question.cues:
        return None
    cards = (next(iter(knowledge.cards.of_topic(topic)), None) for topic in topics)
    return Stuck("您说的是前面哪一项？", tuple(f"{card.name}补多少" for card in cards if card))


def _phases(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """分四期，一期65万，去年付了三期: whether an instalment told is each or the first."""
    parts = question.frame.parts
    if not any(part.has("operator.phased") for part in parts):
        return None
    for part in parts:
        counted = [t for t in part.tokens if t.has("label") and t.has("ordinal")]
        if counted and part.has("verb.spent") and not part.holds_money:
            return Stuck(f"“{part.text()}”：这几期一共付了多少？")
    return None


def _several_applications(
    question: Question, found: Sequence[Claim], knowledge: Knowledge
) -> Stuck | None:
    """2023年投、2024年报的和2024年投、2025年报的: each is computed by itself."""
    years = sorted(question.frame.applications)
    several = len(years) > 1 and sum(len(claim.items) for claim in found) > 1
    told = "、".join(f"{year}年" for year in years)
    return Stuck(f"{told}各申报了哪一笔？请一次问一年。") if several else None


def _two_amounts(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """A difference is asked for where there is one amount under one text."""
    rules = sum(len(rules_of(question, claim.topic, knowledge)) for claim in found[:1])
    if question.frame.differs and len(found) < 2 and rules < 2:
        return Stuck("要比较的是哪两个数？请把两个数一起写出来。")
    return None


def _echoed(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """500万哦, behind a cap of 500万 that was quoted: money spent, or the text's own figure."""
    said = [token for token in question.frame.tokens if not token.has("mark")]
    figures = [amount.token for amount in question.figures]
    surprised = [token for token in said if token.text in _SURPRISED]
    if not question.followed or len(said) != 2 or [*figures, *surprised] != said:
        return None
    stated = question.figures[0].quantity.value in _stated(question, found, knowledge)
    return unclear_amount(figures[0].text) if stated else None


def _stated(
    question: Question, found: Sequence[Claim], knowledge: Knowledge
) -> frozenset[Fraction]:
    """The figures that the rules asked about have themselves, as their texts write them."""
    terms = (t for rule in rules_asked(question, found, knowledge) for t in rule.terms.values())
    return frozenset(value for term in terms for value in term.values)


def _unnamed(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """还有一家3.2亿的: an amount that nothing names, where only turnovers may count."""
    if not found or any(counts_money(question, claim.topic, knowledge) for claim in found):
        return None
    account = question.frame.account
    read = {t.quantity.value for t in account.turnovers}  # 7亿那家: said again
    stated = _stated(question, found, knowledge)
    for amount in question.figures:
        fresh = amount.quantity.value not in read | stated
        taken = any(amount.token.text in item.text for item in account.items)
        if amount.role is Role.UNKNOWN and fresh and taken:
            return Stuck(f"“{amount.token.text}”是什么数：产值、销售收入，还是别的？")
    return None


# The first doubt is asked: whose amount it is, then what qualifies, then what is missing.
_TABLE: Final[tuple[Doubt, ...]] = (
    of_another, _met_and_not, of_several_firms, of_several_hosts, _not_all_told, _elsewhere,
    _of_some, _some_barred, _the_former, _phases, _under_way, _some_of_it, _several_applications,
    _year_asked, some_firms, received_unclear, got_before, got_or_hoped, _two_amounts, _unnamed,
    _echoed,
)  # fmt: skip
