"""Corrections and repetitions: amounts that say again, or better, what was said before."""

from __future__ import annotations

from dataclasses import replace

from bot.question.account import agree
from bot.question.amounts import COUNTED, Amount, Role
from bot.question.book import Book
from corpus.numerals import Quantity


def said_before(book: Book, amount: Amount) -> bool:
    """Whether an amount is of an item said before; the item is then brought up to date."""
    told = (_corrects, _repeats, _is_the_result, _remains)
    return any(tells(book, amount) for tells in told)


def restates(amount: Amount) -> bool:
    """即350万元, （大写：…）, =350万: the amount before in other figures."""
    return "restate" in amount.operators or any(t.text in "（(=" for t in amount.before)


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities are the same number."""
    return one.value == other.value and not one.issue


def _corrects(book: Book, amount: Amount) -> bool:
    """150万，哦不，是250万: the one value said before is replaced."""
    if not book.drafts or book.last is None or not _replaced(book, book.last, amount):
        return False
    if amount.role not in (*COUNTED, Role.UNKNOWN, Role.TOTAL):
        return False
    if _redates(book, amount):
        return True  # 不是，180万是前年的: said again to say something of it
    same = [d for d in book.drafts if agree(d.item, amount, "topic")]
    if len({d.item.place for d in same}) != 1:
        book.ask(f"“{amount.token.text}”更正的是前面的哪一个数？")
        return True
    old = same[-1].item
    for draft in (same[-1], *same[:-1]):
        book.drop(draft, "您已更正")
    kept = replace(amount, role=old.role, topic=amount.topic or old.topic)
    book.count(kept, year=old.year)
    return True


def _replaced(book: Book, last: Amount, amount: Amount) -> bool:
    """Whether words of correction stand between an amount and the one before."""
    start, end = last.token.end, amount.token.end
    between = (t for part in book.parts for t in part.tokens if start <= t.start < end)
    return any(
        t.has("operator.replace") and not (t.has("link.confirms") and t in last.after)
        for t in (*amount.after[:2], *between)
    )  # 505000元才对；明年220万: 才对 is said of the amount before


def _redates(book: Book, amount: Amount) -> bool:
    """180万是前年的: an item of the same number, which is then of the year said here."""
    for draft in book.drafts:
        planned = draft.item.role is not Role.SPENT and "replace" in amount.operators
        if same_value(draft.amount.quantity, amount.quantity) and not planned:
            year = book.years.said(amount)
            if year is not None and year != draft.item.year:
                draft.item = replace(draft.item, year=year)
            book.set_aside(amount.token.text, "与前面是同一个数")
            return True
    return False


def _repeats(book: Book, amount: Amount) -> bool:
    """350万元整（大写：叁佰伍拾万元整）: the same number again is one amount."""
    last = book.last
    if last is None or not same_value(last.quantity, amount.quantity):
        return False
    if "settle" in amount.operators or _listed(book, amount):
        return False
    told = any(t.has("link.all_of_them") for t in amount.after[:1])  # 340万都付清了
    supposes = any(t.has("hypothesis") for t in amount.before)  # 假设这240万提前投
    points = any(t.points for t in amount.before[-1:]) and not supposes
    again = restates(amount) or points or (told and amount.role in COUNTED)
    alone = amount.role in (Role.UNKNOWN, Role.TOTAL) and "add" not in amount.operators
    if alone and _redates(book, amount):
        return True
    placed = any(t.has("actor", "year", "ordinal") for t in amount.before)
    if again or (alone and not placed):
        book.set_aside(amount.token.text, "与前面是同一个数")
        return True
    return False


def _is_the_result(book: Book, amount: Amount) -> bool:
    """自报620万，核减85万，审定535万: what is left after the amount before was taken away."""
    last = book.last
    if last is None or last.role is not Role.EXCLUDED or not book.drafts or book.excluded:
        return False
    whole = book.drafts[-1]
    left = whole.exact and whole.item.low == amount.quantity.amount
    if left and amount.role in (*COUNTED, Role.UNKNOWN, Role.TOTAL):
        book.set_aside(amount.token.text, "与前面算得的是同一个数")
        whole.item = replace(whole.item, role=Role.SPENT)
        return True
    return False


def _listed(book: Book, amount: Amount) -> bool:
    """依次花了738万、738万、820万: as many amounts as are listed, whatever they are."""
    return any("respectively" in a.operators for a in book.found) and [
        t.text for t in amount.before if not t.has("filler")
    ] == ["、"]


def _remains(book: Book, amount: Amount) -> bool:
    """扣掉40万后剩320万: what remains is said, nothing is to be taken any more."""
    if not {"remainder", "exclude"} & amount.operators or not (book.excluded or book.drafts):
        return False
    if amount.role not in (*COUNTED, Role.UNKNOWN, Role.TOTAL):
        return False
    if "exclude" in amount.operators and book.drafts:
        old = book.drafts.pop().item
        book.set_aside(old.text, "扣除以前的数")
        topic = amount.topic or old.topic
        book.count(replace(amount, role=old.role, topic=topic), year=old.year)
        return True
    if _is_left_over(book, amount):
        book.set_aside(amount.token.text, "前面两个数的差")
        return True
    if book.excluded:
        for less in book.excluded:
            book.set_aside(less.token.text, "已扣除")
        book.excluded.clear()
        book.count(replace(amount, role=Role.SPENT))
        return True
    whole = book.drafts[-1]
    if whole.exact and whole.item.low == amount.quantity.amount:
        book.set_aside(amount.token.text, "与前面算得的是同一个数")
        return True
    return False


def _is_left_over(book: Book, amount: Amount) -> bool:
    """合同520万，付了390万，剩下的130万: what is not paid yet, the difference of two of before."""
    if "remainder" not in amount.operators or not book.drafts or book.excluded:
        return False
    before = [a for a in book.found if a.token.start < amount.token.start]
    if amount.role is Role.SPENT and amount.topic not in {a.topic for a in before}:
        return False  # 80万报数字化，剩下320万报技改
    values = [a.quantity.value for a in before]
    return amount.quantity.value in {a - b for a in values for b in values if a > b}
