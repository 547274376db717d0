"""Drafted cards that somebody of the staff has checked (核对): ``confirmed-cards.yaml``.

A checked card says what the person who looked at it found: what the matter is called, which words
of the clause state each field, and what the clause mentions without saying it. All else is as it
was drafted: the rule it belongs to, the clause it stands in. It is bound to the clause with its
sub-clauses, see `corpus.drafting.checks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from corpus.cards import FIELDS, Card, CardEntry
from corpus.clause import Clause
from corpus.document import Span
from corpus.drafting.checks import CHANGED, Check, Checks
from corpus.library import ClauseNotFoundError, Library
from corpus.problem import DataError, shown
from corpus.sheet import Sheet

CONFIRMED_CARDS: Final = "confirmed-cards.yaml"
CHECKS: Final = Checks(CONFIRMED_CARDS, "card", "经人工核对的事项卡片。")
NOT_DRAFTED: Final = "程序不再从这一条读出它"
MISQUOTED: Final = "摘录与正文对不上"
AGAIN: Final = "请重新核对"
COPY: Final = "请照条文逐字抄，一处一行；原文没有写的请清空"
FIRST: Final = "请改正后再确认"
MENTION: Final = "勾了“没有写内容”，却没有填提到它的原文；请照抄原文，或去掉勾"
_BREAK: Final = re.compile(r"[ \t　]*\n[ \t　]*")
_TELLING: Final = 4  # characters that agree, to be told of

Wrong = Mapping[str, Sequence[str]]  # field → what is wrong with it


class ConfirmedCardEntry(Check):
    """A card as it was checked, over the words of its clause."""

    card: CardEntry


def words_of(library: Library, clause: Clause) -> str:
    """What a check of a card is made over: the clause with all that stands below it."""
    return library.document(clause.document_id).text[clause.start : library.end(clause)]


def one_line(quote: str) -> str:
    """A quote without the ends of the lines that it runs over."""
    return _BREAK.sub("", quote.strip())


def entry_of(card: Card) -> CardEntry:
    """A card as an entry, as it stands."""
    stated = (field for field in FIELDS if card.stated(field))
    return CardEntry(
        id=card.id,
        clause=card.clause.id,
        name=card.name,
        names=card.names,
        fields={field: tuple(span.text for span in card.stated(field)) for field in stated},
        silent=tuple(field for field in FIELDS if field in card.silent),
    )


def examined(entry: CardEntry, drafted: Card, library: Library) -> tuple[Card, Wrong]:
    """The drafted card as an entry has it, and what the clause does not bear out, by field."""
    fields: dict[str, tuple[Span, ...]] = {}
    wrong: dict[str, list[str]] = {}
    for field, quotes in entry.fields.items():
        for number, quote in enumerate(quotes, 1):
            try:
                fields[field] = (*fields.get(field, ()), _located(quote, drafted, library))
            except DataError as error:
                wrong.setdefault(field, []).append(f"第{number}处：{error}")
    for field in entry.silent:
        if field not in entry.fields:
            wrong[field] = [MENTION]
    card = replace(
        drafted, name=entry.name, names=entry.names, fields=fields, silent=frozenset(entry.silent)
    )
    return card, wrong


def _located(quote: str, drafted: Card, library: Library) -> Span:
    """Where a quote stands; what the program read stays where it read it. Raises DataError."""
    said, clause = one_line(quote), drafted.clause
    read = (span for spans in drafted.fields.values() for span in spans)
    if found := next((span for span in read if one_line(span.text) == said), None):
        return found
    words = words_of(library, clause)
    broken = {at for match in _BREAK.finditer(words) for at in range(*match.span())}
    kept = [at for at in range(len(words)) if at not in broken]
    plain = "".join(words[at] for at in kept)
    if not said or (at := plain.find(said)) < 0:
        raise DataError(f"{clause.label}里没有{shown(said)}{_agreeing(said, plain)}", COPY)
    start, end = kept[at], kept[at + len(said) - 1] + 1
    return Span(clause.start + start, clause.start + end, words[start:end])


def _agreeing(said: str, plain: str) -> str:
    """How far a quote that stands nowhere agrees with the clause; "" where it hardly does."""
    ends = range(len(said) - 1, _TELLING - 1, -1)
    best = next((said[:end] for end in ends if said[:end] in plain), "")
    return f"，只有开头的{shown(best)}对得上" if best else ""


def read_confirmed_cards(
    drafted: Sequence[Card], entries: Iterable[ConfirmedCardEntry], sheet: Sheet, library: Library
) -> tuple[Card, ...]:
    """The drafted cards, those checked as they were; what does not hold is reported as a note."""
    cards = {card.id: card for card in drafted}
    checked: dict[str, Card] = {}
    for at, one in enumerate(entries):
        try:
            checked[one.card.id] = _checked(one, cards.get(one.card.id), sheet, library)
        except DataError as error:
            sheet.remark(one.void("事项", one.card.name, error.found), (at,))
    given_up = frozenset(
        name for id_, card in checked.items() for name in cards[id_].names if name not in card.names
    )
    return tuple(checked.get(card.id) or _without(card, given_up) for card in drafted)


def _without(card: Card, given_up: frozenset[str]) -> Card:
    """An unchecked card without the names that a checked one beside it is no more called by.

    What both were called told neither from the other; the one that is left must not win by it.
    """
    if given_up.isdisjoint(card.names):
        return card
    return replace(card, names=tuple(name for name in card.names if name not in given_up))


def _checked(one: ConfirmedCardEntry, drafted: Card | None, sheet: Sheet, library: Library) -> Card:
    """The card as it was checked. Raises DataError: why the check does not hold."""
    try:
        clause = library.clause(sheet.folder, one.card.clause)
    except ClauseNotFoundError as error:
        raise DataError(CHANGED, AGAIN) from error
    if not one.holds(words_of(library, clause)):
        raise DataError(CHANGED, AGAIN)
    if drafted is None or drafted.clause.id != clause.id:
        raise DataError(NOT_DRAFTED, AGAIN)
    card, wrong = examined(one.card, drafted, library)
    if wrong:
        raise DataError(MISQUOTED, AGAIN)
    return replace(card, checked=one.signed)


def confirm_card(
    folder: Path, library: Library, drafted: Card, entry: CardEntry, by: str, on: date
) -> Card:
    """Keep an entry as checked by somebody on a day; it takes the place of an earlier check.

    Raises:
        DataError: the clause does not bear it out, or nobody is named.
    """
    card, wrong = examined(entry, drafted, library)
    if wrong:
        raise DataError("；".join(said for lines in wrong.values() for said in lines), FIRST)
    plain = entry_of(card).model_dump(mode="json", exclude_none=True)
    CHECKS.keep(folder, plain, words_of(library, drafted.clause), by, on)
    return card
