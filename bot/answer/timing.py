"""When: which year's spending an application counts, and whether the text applies by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.engine.remarks import counts_previous_year
from bot.question.account import Entry, Fate, Item
from bot.question.ask import Question
from corpus.document import Document
from corpus.rules import Rule
from corpus.versions import Period, period

_MIDYEAR: Final = (6, 30)  # a year without a day reads as its middle


@dataclass(frozen=True, slots=True)
class Timed:
    """The items whose year counts, the day to judge by, and why nothing counts ("" where it does).

    ``entries`` say of the other items why their year does not count.
    """

    items: tuple[Item, ...]
    day: date
    nothing: str = ""
    entries: tuple[Entry, ...] = field(default=())


def timed(rule: Rule, items: Sequence[Item], question: Question, document: Document) -> Timed:
    """Sort the items by the year that the rule counts."""
    day = question.as_of
    if not counts_previous_year(rule):
        return _by_period(items, question, day, document)
    applying = question.frame.applied or day.year
    dated = [item for item in items if item.year is not None]
    if not dated:
        return Timed(tuple(items), _within(applying, day))
    counted = [item for item in items if item.year in (None, applying - 1)]
    if counted:
        aside = tuple(
            Entry(i.text, Fate.SET_ASIDE, f"{i.year}年的投入，不是{applying}年申报的上一年度")
            for i in items
            if i not in counted
        )
        return Timed(tuple(counted), _within(applying, day), entries=aside)
    latest = max(item.year for item in dated if item.year is not None)
    return _other_year([i for i in items if i.year == latest], latest, question, document)


def _within(year: int, day: date) -> date:
    return day if year == day.year else date(year, *_MIDYEAR)


def _other_year(items: Sequence[Item], year: int, question: Question, document: Document) -> Timed:
    """Nothing of the year that counts was said: the spending belongs to another application."""
    day = question.as_of
    applying = question.frame.applied or day.year
    later = date(year + 1, *_MIDYEAR)
    ends = period(document, later)
    belongs = f"{year}年的投入属于{year + 1}年申报的“上一年度”"
    if ends is Period.AFTER:
        return Timed((), day, f"{belongs}，那时{document.short_title}的有效期已届满")
    if ends is Period.BEFORE:
        return Timed((), day, f"{belongs}，那时{document.short_title}尚未施行")
    if question.frame.applied is not None or year + 1 < applying:
        return Timed((), day, f"{belongs}，{applying}年申报只看{applying - 1}年的投入")
    return Timed(tuple(items), later)


def _by_period(items: Sequence[Item], question: Question, day: date, document: Document) -> Timed:
    """A rule that names no previous year: every item of a year out of the period falls away."""
    applied = question.frame.applied
    asked = tuple(item for item in items if item.year == applied)
    if applied is not None and asked and len(asked) < len(items):
        aside = tuple(
            Entry(i.text, Fate.SET_ASIDE, f"您问的是{applied}年") for i in items if i not in asked
        )
        return Timed(asked, day, entries=aside)
    years = [item.year for item in items]
    undated = tuple(item for item in items if item.year is None)
    if undated and len(undated) < len(items) and not question.frame.together:
        aside = tuple(  # 展位费26.5万，去年是21万
            Entry(i.text, Fate.SET_ASIDE, f"{i.year}年的，没有说要一起算")
            for i in items
            if i not in undated
        )
        return Timed(undated, day, entries=aside)
    if not years or undated:
        return Timed(tuple(items), day)
    states = {year: _state(year, document) for year in years if year is not None}
    if all(state is Period.AFTER for state in states.values()):
        return Timed((), day, f"{min(states)}年时{document.short_title}的有效期已届满")
    if all(state is Period.BEFORE for state in states.values()):
        return Timed((), day, f"{max(states)}年时{document.short_title}尚未施行")
    return Timed(tuple(items), day)


def _state(year: int, document: Document) -> Period:
    """How a whole year lies to the period: outside only where no day of it is inside."""
    ends = {period(document, date(year, 1, 1)), period(document, date(year, 12, 31))}
    if ends == {Period.AFTER} or (
        Period.AFTER in ends and period(document, date(year, *_MIDYEAR)) is Period.AFTER
    ):
        return Period.AFTER
    return Period.BEFORE if ends == {Period.BEFORE} else Period.WITHIN
