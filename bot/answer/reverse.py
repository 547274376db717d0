"""The reverse question: how much must be invested to get so much, or to reach a threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from bot.answer.facts import facts_for
from bot.answer.knowledge import Knowledge
from bot.answer.layers import rules_of
from bot.answer.sources import Sources
from bot.answer.target import Target, contact
from bot.answer.validity import line
from bot.answer.wording import amount_phrase, steps_line
from bot.engine.facts import FactError, Facts, Value
from bot.engine.invert import Inversion, invert
from bot.engine.result import Computation, Kind
from bot.question.amounts import COUNTED, Amount, Role
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue, cues_of
from bot.question.counts import Heads
from bot.question.roles import PAID
from bot.question.years import ordinals
from bot.reply import Answer, Clarification, Reply, Status
from corpus.cards import Card
from corpus.numerals import format_plain, format_yuan
from corpus.rules import InputType, Rule

_ANY: Final = Decimal("0.01")  # 元: the least payment, which the threshold itself yields
_LEFT: Final = ("operator.remainder", "link.rest", "link.remaining")
_FIRMS: Final = ("actor.named", "actor.group")
_LACKING: Final = ("还差", "差多少", "差几")
# Roles that the amount aimed at may have: 想拿60万, 能到手60万, 60万怎么来.
_AIMS: Final = (Role.CLAIMED, Role.RECEIVED, Role.PLANNED, Role.UNKNOWN, Role.NEIGHBOUR)


@dataclass(frozen=True, slots=True)
class _Found:
    """What must be spent under one rule; ``ordinal`` is the year of a sequence, None for others."""

    card: Card
    rule: Rule
    ordinal: int | None
    inversion: Inversion


def answer_reverse(question: Question, knowledge: Knowledge) -> Reply | None:
    """The least amount that reaches the payment asked for, or the greatest one.

    Under every text that pays for the matter, the latest first; in each year of a sequence where
    the question does not say which one.
    """
    if not question.wants(AskKind.REVERSE) or _others_had_the_most(question):
        return None
    if _lacks_payment(question):
        return Clarification(
            status=Status.NEEDS_INPUT,
            conclusion="“还差多少”可以指投入，也可以指补贴。",
            question="您问的是还要再投入多少，还是补贴比上限少多少？",
        )
    several = len({t.text for p in question.frame.parts for t in p.tokens if t.has(*_FIRMS)}) > 1
    several = several or (len(question.frame.account.items) > 1 and _asks_for_more(question))
    if several or any(_is_had(a, question) for a in question.figures) or _unclear_aim(question):
        return Clarification(
            status=Status.NEEDS_INPUT,
            conclusion="要投入多少，取决于想拿到多少。",
            question="您想拿到的补贴是多少？",
            choices=("拿满上限",),
        )
    for topic in question.topics:
        rules = sorted(
            rules_of(question, topic, knowledge),
            key=lambda pair: -(knowledge.document(pair[0].clause).year or 0),
        )
        found = [one for card, rule in rules for one in _inverted(card, rule, question, knowledge)]
        if found:
            return _told(found, question, knowledge)
    return None


def _inverted(card: Card, rule: Rule, question: Question, knowledge: Knowledge) -> Iterator[_Found]:
    target = _target(question)
    document = knowledge.document(card.clause)
    for ordinal in _years(rule, question):
        facts = _other_facts(rule, question, ordinal)
        try:
            found = invert(rule, facts, as_of=question.as_of, document=document, target=target)
        except FactError:
            continue
        yield _Found(card, rule, ordinal, found)


def _is_hearsay(amount: Amount, question: Question) -> bool:
    """上次有人跟他讲要100万: what is said of or by somebody else aims at nothing."""
    return question.frame.parts[amount.segment].has("actor.other", "actor.third")


def _target(question: Question) -> Decimal | None:
    """The payment aimed at: the amount said, the least one (才有资格), or None for the most."""
    spent = {item.text for item in question.frame.account.items}
    wished = () if _asks_for_more(question) else (Role.UNKNOWN,)  # 有个15万就行
    said = [
        a
        for a in question.figures
        if a.role in wished or (a.role in _AIMS and a.token.text not in spent)
    ]
    if _wants_the_most(question):
        said = [a for a in said if not _is_hearsay(a, question)]
    if said:
        return min(said, key=lambda a: _AIMS.index(a.role)).quantity.amount
    return _ANY if Cue.ENTRY in question.cues and not _wants_the_most(question) else None


def _unclear_aim(question: Question) -> bool:
    """看中64万的机器，想让补贴刚好补掉它: an amount is said that may be the one aimed at."""
    full = _wants_the_most(question)
    telling = (*COUNTED, Role.UNIT_PRICE, Role.OTHER, Role.TOTAL, Role.PART)
    told = any(a.role in telling for a in question.figures)
    if _target(question) is None and not full:
        return True
    if _target(question) == _ANY:
        return told and not _asks_for_more(question)
    return False


def _is_had(amount: Amount, question: Question) -> bool:
    """已到手14万，剩的额度…: what was got already is no aim, and lowers what is left to aim at."""
    words = (*amount.before, *amount.after)
    got = any(t.has("verb.received") for t in words)
    left = any(p.has(*_LEFT) for p in question.frame.parts)
    backward = Cue.BACKWARD in question.cues
    granted = amount.role is Role.RECEIVED and any(t.has("verb.granted") for t in words)
    granted = granted and not backward  # 批了96万，倒推实际投入
    most = amount.role is Role.RECEIVED and _wants_the_most(question)  # 拿了12万，要拿满
    return granted or (got and left) or most


def _asks_for_more(question: Question) -> bool:
    """还得再投多少: how much is missing is asked, so that what is said was spent."""
    words = ("operator.add", "operator.cut_by", "operator.difference")
    lacking = any(t.text.startswith(_LACKING) for p in question.frame.parts for t in p.tokens)
    return lacking or any(p.has("ask") and p.has(*words) for p in question.frame.parts)


def _lacks_payment(question: Question) -> bool:
    """补贴离500万封顶还差多少: the payment may be what is lacking, not what was spent."""
    return any(
        part.has("role.claimed", "scheme")
        and any(t.text.startswith(_LACKING) for t in part.tokens)
        and any(t.text.endswith(PAID) for t in part.tokens)
        for part in question.frame.parts
    )


def _wants_the_most(question: Question) -> bool:
    return Cue.MOST in question.cues


def _others_had_the_most(question: Question) -> bool:
    """听说别人拿满五百万的，我们去年就花156万: it is told of others, nobody aims at it."""
    told = [part for part in question.frame.parts if Cue.MOST in cues_of(part.text())]
    return bool(told) and all(part.has("actor.other") for part in told)


def _lacking(found: _Found, question: Question) -> str:
    """已投入83万元，还差17万元: where the question says what was spent and asks how much more."""
    items = question.frame.account.items
    if len(items) != 1 or not _asks_for_more(question) or items[0].low != items[0].high:
        return ""
    least, spent = found.inversion.least, items[0].low
    return (
        ""
        if least is None or least <= spent
        else (f"已有{format_yuan(spent)}，还差{format_yuan(least - spent)}：")
    )


def _years(rule: Rule, question: Question) -> Sequence[int | None]:
    """The years of a sequence to reckon for: the one asked about, else each."""
    entry = next((e for e in rule.inputs.values() if e.type is InputType.YEAR), None)
    if entry is None or entry.optional:
        return (None,)
    asking = (ordinals(part.tokens) for part in question.frame.parts if part.has("ask"))
    said = next((years for years in asking if len(years) == 1), question.frame.ordinals)
    before = question.context.frame if question.followed and not said else None
    if before is not None:
        said = before.ordinals  # 到第二年了 / 想拿60万，投入得多少
    if len(said) == 1:
        return said
    rates = max((len(t.values) for t in rule.terms.values()), default=1)
    return range(1, rates + 1)


def _told(found: Sequence[_Found], question: Question, knowledge: Knowledge) -> Reply:
    sources = Sources(knowledge.library)
    lines: list[str] = []
    several = len({one.card.id for one in found}) > 1
    for one in found:
        markers = "".join(
            dict.fromkeys(sources.cite(one.card.clause, span) for span in one.rule.quotes)
        )
        head = f"按{knowledge.called(one.card.clause)}，" if several else ""
        head += f"第{one.ordinal}年：" if len(found) > 1 and one.ordinal else ""
        first, *rest = _lines(one, markers)
        lines += [f"{head}{_lacking(one, question)}{first}", *rest]
    main = found[0].card
    return Answer(
        status=Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        due=tuple(_stated(one.inversion) for one in found[:1] if one.inversion.at is not None),
        computations=tuple(one.inversion.at for one in found if one.inversion.at is not None),
        citations=sources.citations,
        validity=line(knowledge.document(main.clause)),
        contact=contact((Target(main.clause, main, question),), knowledge),
    )


def _stated(found: Inversion) -> Computation:
    """The amount that the reply states: what must be spent, not what it yields."""
    assert found.at is not None
    return replace(found.at, kind=Kind.EXACT, low=found.least, high=found.least, parts=(), steps=())


def _lines(found: _Found, markers: str) -> Iterator[str]:
    """What must be spent, how that comes out, and what is only a ceiling."""
    rule, inversion = found.rule, found.inversion
    if inversion.least is None:
        yield f"{inversion.words.rstrip('。')}{markers}。"
        return
    entry = rule.inputs[inversion.input]
    least, plain = f"{inversion.least}{entry.unit}", ""
    if entry.type is InputType.MONEY:
        least, exact = format_yuan(inversion.least), format_plain(inversion.least)
        plain = f"（{exact}）" if exact != least else ""
    goal = f"要达到{format_yuan(inversion.target)}" if inversion.target > _ANY else "要有份"
    yield f"{goal}，{entry.label}至少为{least}{plain}{markers}。"
    if inversion.at is not None and inversion.at.kind is not Kind.NEEDS_INPUT:
        if steps := steps_line(inversion.at):
            yield f"计算：{steps}。"
        if inversion.at.kind is Kind.AT_MOST:
            yield f"注意：{amount_phrase(inversion.at, rule)}。"


def _other_facts(rule: Rule, question: Question, ordinal: int | None) -> Facts:
    """The facts besides the amount that is looked for; conditions count as met."""
    heard = facts_for(rule, replace(question, heads=Heads()), ()).facts
    shared: dict[str, Value] = dict(heard.shared)
    for condition in rule.conditions:
        if condition.fact:
            shared.setdefault(condition.fact, not condition.excludes)
    if ordinal is not None:
        entry = next(e for e in rule.inputs.values() if e.type is InputType.YEAR)
        shared[entry.name] = ordinal
    return Facts(shared, heard.items)
