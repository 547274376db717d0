"""The proposed reading as a plain sentence, which the user confirms and the reader reads again.

The sentence is written by code in words that the reader knows; its figures are the user's own. It
is offered only where reading it gives exactly the amounts of the proposal, reckoned here apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from bot.model.judged import Judged
from bot.model.proposal import COUNTED, Asks, Is, ProposalError, Sum
from bot.pipeline import Turn
from bot.question.account import Item
from bot.question.amounts import Amount
from bot.question.ask import Question
from bot.reply import Grade
from corpus.collection import Collection
from corpus.numerals.people import AmountError, reading
from corpus.rules import Condition, InputType, Rule

_VERBS: Final = {
    Is.SPENT: "投入",
    Is.PLANNED: "计划投入",
    Is.CONTRACTED: "合同金额",
    Is.RECEIVED: "已经拿到补贴",
}
_ASKS: Final = {
    Asks.AMOUNT: "能补多少？",
    Asks.TOTAL: "一共能补多少？",
    Asks.DIFFERENCE: "相差多少？",
}
_UNMET: Final = ("不是{}", "没有{}", "未{}", "{}没有通过")
_NAMED: Final = (Is.TURNOVER, Is.RECEIVED)  # told, though no formula is applied to them
_MEANT: Final = "我的意思是："

Ask = Callable[[str], tuple[tuple[Question, ...], Turn]]  # reads and answers a sentence


@dataclass(frozen=True, slots=True)
class _Item:
    """An amount that is to count, with what tells it from others."""

    low: Fraction
    high: Fraction | None
    year: int | None
    nth: int | None


def matters(collection: Collection) -> dict[str, Rule]:
    """The matters that an amount may be of, by their names."""
    return {rule.name: rule for rule in collection.rules.values()}


def conditions(collection: Collection) -> dict[str, tuple[str, Condition]]:
    """The conditions that enterprises tell of, by their names, each with its text's id."""
    told = {(text, saying.name) for text, each in collection.sayings.items() for saying in each}
    return {
        name: (rule.document_id, condition)
        for rule in collection.rules.values()
        for condition in rule.conditions
        if (rule.document_id, name := condition.fact or condition.name) in told
    }


def restate(judged: Judged, collection: Collection, ask: Ask) -> tuple[str, str]:
    """What to tap, and the sentence that is read then.

    Raises ProposalError: the reading can't be said in one sentence, or it is read as another.
    """
    if not any(one.role in COUNTED for one, _ in judged.sums) and not judged.proposal.counts:
        raise ProposalError("没有可算的金额或个数")
    if sum(one.role is Is.TURNOVER for one, _ in judged.sums) > 1:
        raise ProposalError("产值或收入不止一笔：一句话说不清是哪一家的")
    before = judged.question.context.frame
    if judged.question.followed and before is not None and before.account.items:
        raise ProposalError("前文已有金额：是加上还是改成，一句话说不清")
    applied = judged.question.frame.applied
    asks = (f"{applied}年申报" if applied else "") + _ASKS[judged.proposal.ask]
    told = [*filter(None, _sentence(judged, collection)), asks]
    sentence = "，".join(told)
    questions, turn = ask(sentence)
    if len(questions) != 1:
        raise ProposalError("不止一个问题")
    _same(judged, questions[0])
    waits = turn.context.pending is not None
    if turn.reply.grade is not Grade.STATED and not waits:
        raise ProposalError(f"照这样理解还有不清楚的：{turn.reply.conclusion}")
    unused = [a.token.text for s, a in judged.sums if s.role not in (*COUNTED, *_NAMED)]
    ignored = [f"“{words}”" for words in judged.ignored]
    left_out = f"（不影响：{'、'.join((*unused, *ignored))}）" if unused or ignored else ""
    return f"{_MEANT}{sentence}{left_out}", sentence


def _sentence(judged: Judged, collection: Collection) -> Iterator[str]:
    question = judged.question
    spoken = _matter_of(judged, collection)
    layers = [collection.library.document(d).short_title for d in sorted(question.documents)]
    founded = f"{question.frame.founded}年设立的" if question.frame.founded else ""
    yield "".join((*(f"按{title}" for title in layers), founded, spoken))
    known = matters(collection)
    for one, amount in judged.sums:
        if one.role in COUNTED:
            own = one.matter if one.matter in known and one.matter != spoken else ""
            yield from _counted(one, amount, judged, own)
        elif one.role is Is.TURNOVER:
            yield f"上年{amount.name or '营业收入'}{amount.token.text}"
        elif one.role is Is.RECEIVED:
            yield f"{_VERBS[one.role]}{amount.token.text}"
    for count in judged.proposal.counts:
        yield f"{_input_of(known.get(spoken))}{judged.figures[count.count].text}"
    proposed = {told.name: told.met for told in judged.proposal.conditions}
    heard = {n: met for n, met in question.truths.items() if question.context.truths.get(n) != met}
    named = conditions(collection)
    for name, met in (heard | proposed).items():
        if name in named:  # else another name of the same
            yield _condition(name, met, collection)


def _matter_of(judged: Judged, collection: Collection) -> str:
    """The matter that is spoken of first: the only one of the amounts, else that of the message."""
    known = matters(collection)
    told = dict.fromkeys(s.matter for s, _ in judged.sums if s.role in COUNTED and s.matter)
    if any(name not in known for name in told):
        raise ProposalError(f"没有这些事项：{'、'.join(told)}")
    topics = [name for name, rule in known.items() if _topic(rule) in judged.question.topics]
    for name in told:
        if topics and name not in topics:
            raise ProposalError(f"问的是{topics[0]}，不是{name}")
    return next(iter((*topics, *told)), "")


def _topic(rule: Rule) -> str:
    return rule.topic or rule.id


def _input_of(rule: Rule | None) -> str:
    entries = rule.required if rule else ()
    counts = [entry for entry in entries if entry.type is InputType.COUNT]
    return next((entry.aliases[0] for entry in counts if entry.aliases), "")


def _counted(one: Sum, amount: Amount, judged: Judged, matter: str) -> Iterator[str]:
    year, nth, text = judged.year(one, amount), judged.nth(one, amount), amount.token.text
    when = (f"{year}年" if year else "") + (f"第{nth}年" if nth else "")
    lead = f"{one.whose}{when}{matter}"
    if one.times:
        unit = judged.figures[one.times].quantity
        yield f"{lead}每{unit.unit if unit else ''}{text}"
        yield f"一共{judged.figures[one.times].text}"
    elif one.share:
        yield f"{lead}一共投入{text}"
        yield f"我们承担{judged.figures[one.share].text}"
    else:
        yield f"{lead}{_VERBS[one.role]}{text}"
    yield from (f"另外又投入{judged.others[words].token.text}" for words in one.added)
    yield from (f"其中{judged.others[words].token.text}要扣除" for words in one.taken)


def _condition(name: str, met: bool, collection: Collection) -> str:
    """The condition in words of its own text that its sayings hear as meant."""
    document, condition = conditions(collection)[name]
    sayings = [s for s in collection.sayings.get(document, ()) if s.name == name]
    forms = ("{}",) if met else _UNMET
    for words in (*condition.aliases, condition.name, condition.span.text):
        for said in (form.format(words) for form in forms):
            if any(saying.heard(said) is met for saying in sayings):
                return said
    raise ProposalError(f"“{name}”说不清楚")


def _same(judged: Judged, read: Question) -> None:
    """Whether a sentence is read as the proposal says, amount for amount."""
    account = read.frame.account
    stuck = (*account.stuck, *read.heads.stuck, *read.frame.open)
    if stuck:
        raise ProposalError(f"照这样理解还有不清楚的：{stuck[0]}")
    wanted = list(_items(judged))
    if not _alike(wanted, account.items):
        raise ProposalError("照这样说，读出来的金额不一样")
    before = judged.question.context.frame
    got = [r.amount for r in before.account.received] if before else []
    for role, held, carried in (
        (Is.TURNOVER, account.turnovers, []),
        (Is.RECEIVED, [r.amount for r in account.received], got),
    ):
        said = [amount for one, amount in judged.sums if one.role is role]
        if _values(said) + _values(carried) != _values(held):
            raise ProposalError(f"照这样说，读出来的{role}不一样")
    counts = [q for c in judged.proposal.counts if (q := judged.figures[c.count].quantity)]
    counted = [int(q.value) for q in counts] or [h.number for h in judged.question.heads.heads]
    if counted != [head.number for head in read.heads.heads]:
        raise ProposalError("照这样说，读出来的个数不一样")
    heard = judged.question.truths
    wanted_truths = {told.name: told.met for told in judged.proposal.conditions} | dict(heard)
    lost = [name for name, met in wanted_truths.items() if read.truths.get(name) is not met]
    if lost or any(wanted_truths.get(name) is not met for name, met in read.truths.items()):
        raise ProposalError("照这样说，读出来的条件不一样")
    if _about(read) != _about(judged.question):
        raise ProposalError("照这样说，问的文件、地方或日期不一样")


def _about(question: Question) -> tuple[object, ...]:
    """Which texts, places and day a question is about."""
    scope, read = question.scope, question.frame
    where = (scope.documents, scope.elsewhere, question.documents, question.places)
    when = (question.as_of, read.applied, read.applications, read.founded)
    return (*where, *when, read.asked_year, read.asked_ordinal, read.trade)


def _alike(wanted: Iterable[_Item], given: Iterable[Item]) -> bool:
    """The same amounts; a year that the proposal does not give may come from the thread."""
    left = list(given)
    for item in wanted:
        same = [
            g
            for g in left
            if Fraction(g.low) == item.low
            and (None if g.high is None else Fraction(g.high)) == item.high
            and item.year in (None, g.year)
            and item.nth in (None, g.ordinal)
        ]
        if not same:
            return False
        left.remove(same[0])
    return not left


def _items(judged: Judged) -> Iterator[_Item]:
    """What the amounts that count come to, reckoned from the user's figures alone."""
    for one, amount in judged.sums:
        if one.role not in COUNTED:
            continue
        low, high = _bounds(amount)
        changes = (*one.added, *one.taken, *filter(None, (one.times, one.share)))
        if changes and low != high:
            raise ProposalError(f"“{one.amount}”不是确切的数，不能再加减")
        more = sum(_exact(judged.others[words]) for words in one.added)
        less = sum(_exact(judged.others[words]) for words in one.taken)
        factor = _factor(one.times, judged) * _factor(one.share, judged)
        low = (low + more - less) * factor
        yield _Item(
            low, low if changes else high, judged.year(one, amount), judged.nth(one, amount)
        )


def _bounds(amount: Amount) -> tuple[Fraction, Fraction | None]:
    try:
        read = reading(amount.quantity)
    except AmountError as error:
        raise ProposalError(str(error)) from None
    return Fraction(read.low), None if read.high is None else Fraction(read.high)


def _exact(amount: Amount) -> Fraction:
    low, high = _bounds(amount)
    if low != high:
        raise ProposalError(f"“{amount.token.text}”不是确切的数，不能加减")
    return low


def _factor(words: str, judged: Judged) -> Fraction:
    quantity = judged.figures[words].quantity if words else None
    return quantity.value if quantity else Fraction(1)


def _values(amounts: Iterable[Amount]) -> Counter[Fraction]:
    return Counter(a.quantity.value for a in amounts)
