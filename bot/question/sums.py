"""Sums: items of one place are added only where the words join them; else it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from bot.question.account import Item, agree, unclear_amount, what_it_is
from bot.question.amounts import SAID, Amount, Role
from bot.question.book import Book, Draft, is_listed
from bot.question.segments import Segment
from bot.question.token import Token
from bot.question.units import years_spoken_of
from bot.question.wholes import lowest, mismatch, with_other_costs
from corpus.numerals import format_yuan

# 去年比前年多投了50万: what tells a change names two years and is of one.
_MOVING: Final = frozenset({"compare", "raise_by", "raise_to", "cut_by", "cut_to", "replace"})

_DATING: Final = ("year", "date", "month", "span", "filler", "mark")


def prefer_spent(book: Book) -> None:
    """What was planned, signed or invoiced counts only where nothing is said to be spent."""
    for draft in [d for d in book.drafts if d.item.role is not Role.SPENT]:
        if any(_is_rival(other, draft) for other in book.drafts):
            book.drop(draft, f"{SAID[draft.item.role]}，按实际投入计")
    if len({d.item.role for d in book.drafts} - {Role.SPENT}) > 1:
        texts = "、".join(f"{SAID[d.item.role]}{d.item.text}" for d in book.drafts)
        book.ask(f"{texts}里，实际投入是多少？")


def ask_of_sources(book: Book) -> None:
    """自己掏了150万，另外200万是借的: whether what was borrowed lies inside what is counted."""
    borrowed = [a for a in book.found if a.role is Role.FINANCING]
    for draft in book.drafts if borrowed else ():
        item = draft.item
        words = pairwise(draft.amount.before)
        own = any(t.text.endswith("自己") and after.has("verb.spent") for t, after in words)
        for amount in borrowed:
            if (own or "add" in amount.operators) and amount.actor == item.actor:
                question = f"“{amount.token.text}”已经包含在“{item.text}”里，还是另外的投入？"
                book.ask(question, f"包含在{item.text}里", "是另外的投入")
                return


def _is_rival(spent: Draft, draft: Draft) -> bool:
    """第一年投380万，第二年打算投500万: of another year of a sequence is no rival."""
    paid = any(t.pays or t.has("verb.received") for t in draft.amount.after)  # 想把200万拿满
    which = ("topic",) if paid else ("topic", "ordinal")
    return spent.item.role is Role.SPENT and agree(spent.item, draft.item, *which)


def add_up(book: Book) -> None:
    """One item a place: applicant, matter, year, ordinal and label."""
    if (all_of_them := _whole_of_dated(book.drafts)) is not None:
        book.drop(all_of_them, "等于各年之和")
    groups: dict[object, list[Draft]] = {}
    for draft in book.drafts:
        groups.setdefault(draft.item.place, []).append(draft)
    _ask_of_the_ownerless(book)
    _ask_of_the_undated(book)
    _ask_of_several_years(book)
    book.drafts = [draft for group in groups.values() for draft in _settled(book, group)]
    if book.excluded and book.drafts:
        waiting, book.excluded = book.excluded, []
        for amount in waiting:
            whole = book.drafts[0].item.text
            question = f"“{amount.token.text}”要从“{whole}”中扣除吗？"
            book.ask(question, "要扣除", "已经扣除过了")


def _ask_of_the_ownerless(book: Book) -> None:
    """560万写进现金流，技改2800万: money of no matter beside that of one is not added to it."""
    topics = {d.item.topic for d in book.drafts}
    for draft in [d for d in book.drafts if d.item.topic is None]:
        if len(topics) > 1 and not draft.joined:
            book.ask(unclear_amount(draft.item.text).question, *what_it_is(draft.item.text))


def _whole_of_dated(drafts: Sequence[Draft]) -> Draft | None:
    """1000万，去年付了620万，今年380万: the amount without a year that those with one add up to."""
    dated = [d for d in drafts if d.item.year is not None]
    others = [d for d in drafts if d.item.year is None]
    if len(dated) < 2 or len(others) != 1 or not others[0].exact:
        return None
    return others[0] if others[0].item.low == lowest(dated) else None


def _ask_of_the_undated(book: Book) -> None:
    """1000万，去年付了620万: an amount of no year before those of one may hold them."""
    dated = [d.item for d in book.drafts if d.item.year is not None]
    fees = any(t.has("input") for d in book.drafts for t in d.amount.before)
    for item in [d.item for d in book.drafts if d.item.year is None and not fees]:
        alike = [o for o in dated if o.actor == item.actor and o.topic in (None, item.topic)]
        if alike and item.ordinal is None and not item.label:
            book.ask(f"“{item.text}”是哪一年的？是否包含“{alike[0].text}”？")


def _ask_of_several_years(book: Book) -> None:
    """去年和今年技改一共投了300万: one amount of several years, each of which pays by itself."""
    for draft in book.drafts:
        amount = draft.amount
        if _is_running(book.parts[amount.segment]):
            book.ask(f"“{draft.item.text}”是截至那时的累计数：当年投了多少？")
            continue
        beside = [other for other in book.found if other.segment == amount.segment]
        if amount.operators & _MOVING or len(beside) > 1:
            continue  # 去年和前年分别是130万和95万: one of each
        told = _years_of(book, amount.before) or _years_before(book, amount)
        if len(years := sorted(told)) > 1:
            each = "、".join(f"{year}年" for year in years)
            book.ask(f"“{draft.item.text}”里，{each}各是多少？")
        elif not told and _is_of_years(draft, book.parts[amount.segment]):
            book.ask(f"“{draft.item.text}”里，每一年各是多少？")


def _is_running(part: Segment) -> bool:
    """截至去年底累计投了850万: of all years until then."""
    return part.has("link.until") and part.has("operator.total")


def _is_of_years(draft: Draft, part: Segment) -> bool:
    """近三年投了900万: no price of each year, and no year of a sequence."""
    each = draft.amount.role is Role.UNIT_PRICE or draft.item.ordinal is not None
    return not (each or draft.joined) and years_spoken_of((part,)) > 1


def _years_of(book: Book, tokens: Sequence[Token]) -> set[int]:
    return {year for t in tokens if (year := book.years.spent(t)) is not None}


def _years_before(book: Book, amount: Amount) -> set[int]:
    """从去年6月到今年3月，投了300万: the years of a clause before that tells nothing else."""
    before = book.parts[amount.segment - 1] if amount.segment else None
    if before is None or not all(t.has(*_DATING) for t in before.tokens):
        return set()
    return _years_of(book, before.tokens)


def _settled(book: Book, group: Sequence[Draft]) -> Sequence[Draft]:
    """The items of one place as one; two whose difference is asked for stay two."""
    if len(group) == 1:
        return group
    compared = any(part.has("operator.difference") for part in book.parts)
    if compared and len(group) == 2 and not any(_adds(d.amount) for d in group):
        for draft in group:
            draft.item = replace(draft.item, label=draft.item.text)
        return group
    return [_one(book, group)]


def _adds(amount: Amount) -> bool:
    """又投80万; not 300万和500万."""
    return any(t.has("operator.add") and not t.has("link.joins") for t in amount.before)


def _one(book: Book, group: Sequence[Draft]) -> Draft:
    """Several items of one place as one; where that is not clear the first, and a question."""
    first = group[0]
    if first.inside and first.item.low == first.inside + lowest(group[1:]):
        for other in group[1:]:
            book.set_aside(other.item.text, "已包含在前面的数里")
        return first
    if (whole := _sum_of_the_others(group)) is not None:
        for other in group:
            if other is not whole:
                book.set_aside(other.item.text, "已含在合计里")
        return whole
    if (whole := _with_what_others_spent(book, group)) is not None:
        book.set_aside(whole.item.text, "还包括别人出的")
        return _one(book, [d for d in group if d is not whole])
    totals = [d for d in group if d.total]
    items = [d for d in group if not d.total]
    if totals and items and with_other_costs(book, totals, items):
        book.set_aside(totals[0].item.text, "还包括其他费用的总数")
        return items[0] if len(items) == 1 else _one(book, items)
    if totals and items:
        book.ask(mismatch(totals[0].item.text, items))
        return first
    if not asks_total(book.parts) and not all(d.joined for d in group[1:]):
        _ask_whether_apart(book, group)
        return first
    first.item = _added(group)
    return first


def asks_total(parts: Sequence[Segment]) -> bool:
    """那总共呢: whether a sum is asked for, not told; 不问总的 asks for none."""
    if any(_denied(part) for part in parts):
        return False
    return any(
        part.has("operator.total", "link.sum_asked") and not part.holds_money for part in parts
    )


def _denied(part: Segment) -> bool:
    found = [i for i, t in enumerate(part.tokens) if t.has("operator.total", "link.sum_asked")]
    lead = part.tokens[: found[0]] if found else ()
    return any(t.has("link.denies") for t in lead) and not part.holds_money


def _sum_of_the_others(group: Sequence[Draft]) -> Draft | None:
    """100万、200万，合计300万: the item that is the exact sum of at least two others."""
    for draft in group:
        others = [d for d in group if d is not draft]
        listed = is_listed(draft.amount)  # 分别是500万、300万、800万: one of them by chance
        if len(others) > 1 and draft.exact and not listed and draft.item.low == lowest(others):
            return draft
    return None


def _with_what_others_spent(book: Book, group: Sequence[Draft]) -> Draft | None:
    """总盘子2000万，主办方那边出1200万，我们投入800万: the item that holds what is not ours too."""
    theirs = [a.quantity.amount for a in book.found if a.role is Role.NEIGHBOUR]
    for draft in group if theirs else ():
        ours = lowest(d for d in group if d is not draft)
        if draft.exact and ours and draft.item.low == ours + sum(theirs):
            return draft
    return None


def _ask_whether_apart(book: Book, group: Sequence[Draft]) -> None:
    texts = "和".join(f"“{d.item.text}”" for d in group)
    most = max(d.item.low for d in group)
    book.ask(
        f"{texts}是分开的几笔，还是其中一个已包含另一个？",
        f"分开的，合计{format_yuan(lowest(group))}",
        f"已包含，按{format_yuan(most)}",
    )


def _added(group: Sequence[Draft]) -> Item:
    """The sum of items, open upwards where one of them is."""
    highs = [d.item.high for d in group]
    known = [high for high in highs if high is not None]
    return replace(
        group[0].item,
        low=lowest(group),
        high=sum(known, Decimal(0)) if len(known) == len(highs) else None,
        text="＋".join(d.item.text for d in group),
        amounts=sum(d.item.amounts for d in group),
        notes=tuple(dict.fromkeys(n for d in group for n in d.item.notes)),
        inner=tuple(cost for d in group for cost in d.item.inner),
    )
