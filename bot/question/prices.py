"""Prices: an amount of one piece, one month or one event, times as many as are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.question.account import Item
from bot.question.amounts import COUNTED, Amount, Role
from bot.question.book import Book
from bot.question.units import (
    A_YEAR,
    MOST_YEARS,
    is_counted,
    is_told,
    left_out,
    one_of_each,
    pieces_of,
    unit_of,
    years_said,
    years_spoken_of,
)

_EVENTS: Final = ("次", "场", "届")  # each is an item by itself: a cap may be of one


def multiply(book: Book, amount: Amount) -> None:
    """每台12万, 20台: a price is worth something with exactly one count."""
    spent = replace(amount, role=Role.SPENT)
    unit = unit_of(amount)
    if _each_its_own(book, amount):
        book.count(spent)
        return
    if unit == "年" and (years := years_spoken_of(book.parts)):
        for ordinal in range(1, years + 1):
            book.count(spent, ordinal=ordinal)
        return
    if unit == "年" and len(years_said(book.parts)) > 1:
        book.ask(f"“{amount.token.text}”是每年的：哪几年各投了多少？")  # 2024年到2026年每年200万
        return
    pieces = pieces_of(amount, book.parts)
    if unit in A_YEAR and _several_periods(book, unit):
        book.ask(f"“{amount.token.text}”一共付了几个{unit}？")  # 一到六月每月25万，七到十二月40万
        return
    if pieces is not None:
        pieces -= left_out(amount, book.parts)
    if pieces is None:
        _alone(book, amount)
    elif unit in _EVENTS and pieces <= MOST_YEARS:
        _events(book, spent, (f"第{number}{unit}" for number in range(1, int(pieces) + 1)))
    else:
        total = amount.quantity.amount * pieces
        book.draft(_priced(book, amount, total, f"×{pieces}"), amount, several=False)


def _several_periods(book: Book, unit: str) -> bool:
    """Whether prices of a month are told for several spans of months that nothing counts."""
    prices = [a for a in book.found if a.role is Role.UNIT_PRICE and unit_of(a) == unit]
    return len(prices) > 1 and not all(is_told(a, unit, book.parts) for a in prices)


def _each_its_own(book: Book, amount: Amount) -> bool:
    """一条60万、一条70万, 南厂和北厂每家…: no price, but an amount of each."""
    if len(book.years.mentions(amount)) > 1:
        return True
    listed = [a for a in book.found if a.role in (Role.UNIT_PRICE, *COUNTED) and one_of_each(a)]
    if len(listed) < 2 or amount not in listed:
        return False
    return not is_counted(amount, book.parts) or pieces_of(amount, book.parts) == len(listed)


def _alone(book: Book, amount: Amount) -> None:
    """A price that nothing is counted of: of the whole said before, or to be asked about."""
    whole = book.drafts[-1] if book.drafts else None
    spent = whole is not None and whole.item.role is Role.SPENT
    if whole is not None and spent and whole.exact and whole.item.actor == amount.actor:
        price = amount.quantity.amount
        if price and whole.item.low % price == 0:
            book.set_aside(amount.token.text, "单价")
            return
    bare = amount.quantity.text.isdigit()  # 一副4999: a price, however many are bought
    if one_of_each(amount) and not bare and not is_counted(amount, book.parts):
        book.count(replace(amount, role=Role.SPENT))
        return
    book.ask(f"“{amount.token.text}”是单价：一共有几份？或请告知总额。")


def _events(book: Book, amount: Amount, labels: Iterable[str]) -> None:
    for label in labels:
        for item in book.items(amount):
            book.draft(replace(item, label=label), amount, several=True)


def _priced(book: Book, amount: Amount, total: Decimal, times: str) -> Item:
    return Item(
        total, total, amount.token.text + times, Role.SPENT, amount.topic, amount.actor,
        book.years.of(amount), multiplied=True,
    )  # fmt: skip
