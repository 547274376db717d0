"""Wholes: what lies inside an amount said before, what is taken from it, and what adds up to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.question.account import Entry, Fate, Inner, Item, what_it_is
from bot.question.amounts import COUNTED, SAID, Amount, Role
from bot.question.book import Book, Draft, is_listed
from bot.question.costs import cost_of
from bot.question.matters import topic_of
from corpus.numerals import format_yuan
from corpus.numerals.people import AmountError, reading


def total(book: Book, amount: Amount) -> None:
    """合计: equals the sum of what was said, or there is something to ask."""
    mine = [d for d in book.drafts if d.item.actor == amount.actor and d.item.role in COUNTED]
    if not mine and any("respectively" in d.amount.operators for d in book.drafts):
        book.ask(mismatch(amount.token.text, book.drafts))  # 各投60万，凑一起120万
        return
    if not mine:
        book.count(replace(amount, role=Role.SPENT))
        return
    if amount.quantity.amount == lowest(mine) or amount.quantity.issue:
        book.set_aside(amount.token.text, "等于各项之和")
        for draft in mine:
            draft.joined = True
        return
    book.ask(mismatch(amount.token.text, mine))


def with_other_costs(book: Book, totals: Sequence[Draft], items: Sequence[Draft]) -> bool:
    """一共花了18万: 展位费9.6万, 机票5万, 搭建3.4万: whether a total is of other costs as well."""
    others = (a for a in book.found if a.role in (Role.OTHER, Role.TAX))
    costs = sum((a.quantity.amount for a in others), Decimal(0))
    return bool(costs) and len(totals) == 1 and lowest(totals) == lowest(items) + costs


def part(book: Book, amount: Amount) -> None:
    """其中40万: inside the whole before, or of a year of its own."""
    book.count_loose()
    whole = next((d for d in reversed(book.drafts) if d.item.actor == amount.actor), None)
    if whole is None and book.spent_before and _is_settled_later(book, amount):
        book.set_aside(amount.token.text, "按后面说的实际数计")
        return
    if whole is None and book.spent_before and not _own_base(amount):
        text = amount.token.text
        book.ask(f"“{text}”在前面的金额里面：计入，还是要扣除？", *what_it_is(text)[:2])
        return
    if whole is None:
        book.count(replace(amount, role=Role.SPENT))
        return
    if _of_the_rest(book, amount, whole):
        return
    if amount.topic and whole.item.topic is None and whole.item.role is Role.SPENT:
        book.drop(whole, "还包括其他费用的总数")  # 厂里砸了800万，里头真正算技改的450万
        book.count(replace(amount, role=Role.SPENT), year=whole.item.year)
        return
    if any(t.has("actor.other", "actor.third", "place.other") for t in amount.after):
        text = amount.token.text  # 其中25万是东莞那家公司用的
        book.ask(f"“{text}”是别家的：要从“{whole.item.text}”中扣除吗？", *what_it_is(text)[:2])
        return
    if whole.item.high is not None and amount.quantity.amount > whole.item.high:
        text = amount.token.text
        book.ask(f"“{text}”比所属的“{whole.item.text}”还大，请核对这两个数。")
    elif _is_of_another_year(book, amount, whole.item):
        _divide(book, amount, whole)
    else:
        book.set_aside(amount.token.text, "已包含在前面的数里")
        whole.inside += amount.quantity.amount
        if (cost := cost_of(amount)) and not amount.quantity.issue:
            told = reading(amount.quantity)
            high = told.low if told.high is None else told.high
            inner = Inner(amount.token.text, cost, told.low, high)
            whole.item = replace(whole.item, inner=(*whole.item.inner, inner))


def beside_a_part(book: Book, amount: Amount) -> bool:
    """里面有300万土建，200万装修: a cost listed behind one that lies inside the whole."""
    cost = amount.role in (Role.OTHER, Role.TAX) and "add" not in amount.operators
    listed = cost and not any(t.has("verb") for t in amount.before)
    return listed and book.last is not None and book.last.role is Role.PART


def _is_settled_later(book: Book, amount: Amount) -> bool:
    """里头有60万记错了，实际是480万: what it comes to is said behind it."""
    later = (a for a in book.found if a.token.start > amount.token.start)
    return any("settle" in a.operators for a in later)


def _own_base(amount: Amount) -> bool:
    """其中展位费5万, 里面技改的是80万: the part is what the matter asks for, not less of it."""
    return any(t.has("input", "scheme") and not t.has("verb") for t in amount.before)


def _of_the_rest(book: Book, amount: Amount, whole: Draft) -> bool:
    """230万里含了50万数字化，其余才是技改: the part is of one matter, the rest of another."""
    later = [p for p in book.parts if p.index >= amount.segment and not p.holds_money]
    rest = next((topic_of(p.tokens) for p in later if p.has("link.rest", "link.remaining")), None)
    mine = topic_of(amount.after) or topic_of(amount.before)
    item = whole.item
    if rest is None or mine == rest or item.high is None:
        return False
    value = amount.quantity.amount
    whole.item = replace(item.minus(value, value, amount.token.text), topic=rest)
    if mine is None:  # 其中400万是收购股份，剩下的才是技改
        book.set_aside(amount.token.text, "不是这一项的投入")
    else:
        book.count(replace(amount, role=Role.SPENT, topic=mine), year=item.year)
    return True


def exclude(book: Book, amount: Amount) -> None:
    """扣除40万: taken from the last whole of the same applicant; the surer bound on either side."""
    book.count_loose()
    last = book.last
    beside = last is not None and last.segment == amount.segment and last.role in COUNTED
    if beside and is_listed(amount):
        book.set_aside(amount.token.text, SAID[Role.EXCLUDED])  # 1.5万、2万，最后一场取消了
        return
    whole = next((d for d in reversed(book.drafts) if _may_contain(d, amount)), None)
    if whole is None:
        book.excluded.append(amount)
        return
    try:
        less = reading(amount.quantity)
    except AmountError as error:
        book.ask(str(error))
        return
    if _is_beside(amount):
        base = any(t.has("input") and not t.has("verb") for t in whole.amount.before)
        if base or "add" in amount.operators:  # 展位费16.8万: other costs are not inside
            book.set_aside(amount.token.text, "您说不算在内")
            return
        question = f"“{amount.token.text}”要从“{whole.item.text}”中扣除吗？"
        book.ask(question, "要扣除", "已经扣除过了")
        return
    item = whole.item
    left = item.minus(less.low, less.high, amount.token.text)
    if left.low < 0:
        book.ask(f"要扣除的“{amount.token.text}”比“{item.text}”还大，请核对。")
        return
    whole.item = left
    book.entries.append(Entry(amount.token.text, Fate.USED, f"从“{item.text}”中扣除"))


def _is_beside(amount: Amount) -> bool:
    """差旅2.6万我知道不算: money of another kind, not said to lie inside the whole."""
    return (
        not {"part", "exclude"} & amount.operators
        and any(t.has("role.other", "role.tax") for t in (*amount.before, *amount.after[:2]))
        and any(t.has("operator.exclude") for t in amount.after)
    )


def drop_the_wider(book: Book, amount: Amount) -> None:
    """花了31万，里头展位费17.6万: the whole said before is of more than the base."""
    if "part" in amount.operators and book.drafts and amount.role is Role.SPENT:
        wider = book.drafts[-1].item.low
        while book.drafts and book.drafts[-1].item.low == wider:  # 花了18万，18万里展位费10万
            book.set_aside(book.drafts.pop().item.text, "还包括其他费用的总数")


def lowest(drafts: Iterable[Draft]) -> Decimal:
    """The sum of the lower bounds, in 元."""
    return sum((d.item.low for d in drafts), Decimal(0))


def mismatch(whole: str, drafts: Sequence[Draft]) -> str:
    """The question back where a total is not the sum of its items."""
    texts = "、".join(d.item.text for d in drafts)
    return f"您说合计“{whole}”，但{texts}相加是{format_yuan(lowest(drafts))}，以哪个为准？"


def _may_contain(draft: Draft, amount: Amount) -> bool:
    """Whether an amount may be inside another of the same applicant.

    A plan of no matter (明年的预算是2100万) holds nothing that is of one.
    """
    if draft.item.role is Role.PLANNED and draft.item.topic is None and amount.topic:
        return draft.amount.segment == amount.segment
    return draft.item.actor == amount.actor or amount.actor.startswith("~")


def _is_of_another_year(book: Book, amount: Amount, whole: Item) -> bool:
    words = (*amount.before, *amount.after)
    if not any(t.has("year", "ordinal", "date", "nth") for t in words):
        return False
    return (book.years.of(amount), book.years.ordinal(amount)) != (whole.year, whole.ordinal)


def _divide(book: Book, amount: Amount, whole: Draft) -> None:
    """两年共投500万，其中去年300万: the part is an item of its year, the rest one of another."""
    item = whole.item
    book.drafts.remove(whole)
    book.set_aside(item.text, "几年的总数")
    book.count(replace(amount, role=item.role, topic=item.topic))
    year = _year_of_the_rest(book, amount) or item.year
    if book.years.ordinal(amount) is not None:
        return  # 三年累计1000万，其中第三年260万: the part alone is of a year that pays
    if year is None or item.high is None:
        book.ask(f"“{item.text}”里除了“{amount.token.text}”，其余是哪一年的？")
        return
    value = amount.quantity.amount
    left = replace(item.minus(value, value, amount.token.text), year=year)
    book.drafts.append(Draft(left, amount, joined=False, total=False))


def _year_of_the_rest(book: Book, amount: Amount) -> int | None:
    """剩下的都在去年: the year that a later clause gives the rest."""
    for later in book.parts[amount.segment + 1 : amount.segment + 3]:
        if later.has("operator.remainder", "link.remaining"):
            years = (book.years.value(token) for token in later.tokens)
            return next((year for year in years if year is not None), None)
    return None
