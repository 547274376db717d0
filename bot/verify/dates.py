"""Checks of dates and years: stated by a cited clause or its document, in the same role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.verify.figures import Figure
from bot.verify.view import View
from bot.verify.violation import Violation, ViolationKind
from corpus.numerals import QuantityKind

_ENDS = re.compile(r"(?:至|到|截止|截至|到期|届满|期满|终止|结束|失效)[^，。；]{0,6}$")
_BEGINS_AFTER = re.compile(r"\s*(?:起|开始|施行|实施|生效|正式)")
_ENDS_AFTER = re.compile(r"\s*(?:初|底|末|前后)?\s*(?:止|为止|到期|届满|期满|失效|截止|终止)")


def check_dates(view: View) -> Iterator[Violation]:
    """Every date and year of the sentence is one that the cited texts or the day of asking give."""
    for figure in view.figures:
        if figure.kind is QuantityKind.DATE:
            yield from _check_day(view, figure)
        elif figure.kind is QuantityKind.YEAR:
            yield from _check_year(view, figure)


def _day(figure: Figure) -> date:
    return date.fromordinal(int(figure.low)) if figure.low >= 1 else date.min


def _check_day(view: View, figure: Figure) -> Iterator[Violation]:
    day, whole = _day(figure), figure.unit == "日"
    starts, ends, free = _known_days(view)
    before = view.text[max(0, figure.start - 8) : figure.start]
    after = view.text[figure.end : figure.end + 6]
    ends_here = bool(_ENDS.search(before) or _ENDS_AFTER.match(after))
    begins_here = bool(_BEGINS_AFTER.match(after)) and not ends_here
    allowed = free | (set() if begins_here else ends) | (set() if ends_here else starts)
    if any(day == d if whole else (day.year, day.month) == (d.year, d.month) for d in allowed):
        return
    elsewhere = any(k.same_value(figure) for s in view.others for k in s.facts.figures)
    kind = ViolationKind.WRONG_CLAUSE if elsewhere and view.cited else ViolationKind.DATE
    yield view.report(kind, figure.text, f"“{figure.text}”不是所标依据或其文件写明的日期。")


def _known_days(view: View) -> tuple[set[date], set[date], set[date]]:
    """(first days, last days, days of any role) that the sentence may name."""
    starts: set[date] = set()
    ends: set[date] = set()
    free: set[date] = {view.evidence.as_of}
    documents = [source.document for source in view.cited]
    for document in documents:
        validity = document.validity
        starts |= {d for d in (validity.effective,) if d}
        ends |= {d for d in (validity.last_day_earliest, validity.last_day_latest) if d}
        free |= {d for d in (document.dated, document.issued) if d}
    for source in (*view.cited_facts, view.known.said, *view.known.trusted):
        free |= {_day(f) for f in source.figures if f.kind is QuantityKind.DATE}
    return starts, ends, free - starts - ends


def _check_year(view: View, figure: Figure) -> Iterator[Violation]:
    starts, ends, free = _known_days(view)
    years = {day.year for day in (*starts, *ends, *free)}
    years |= {source.document.year for source in view.cited if source.document.year}
    sources = (*view.cited_facts, view.known.said, *view.known.trusted)
    years |= {int(f.low) for facts in sources for f in facts.figures if f.kind is QuantityKind.YEAR}
    years |= {int(f.low) for f in view.known.terms if f.kind is QuantityKind.YEAR}
    if int(figure.low) not in years and not _years_from(view, figure):
        reason = f"“{figure.text}”不在所标的依据里。"
        yield view.report(ViolationKind.DATE, figure.text, reason)


def _years_from(view: View, figure: Figure) -> bool:
    """Years next to the day of asking are a manner of speaking: 今年（2026年）、去年（2025年）."""
    beside = view.text[max(0, figure.start - 8) : figure.end + 8]
    near = {"今年": 0, "本年度": 0, "去年": -1, "上一年度": -1, "上年度": -1, "明年": 1}
    year = view.evidence.as_of.year
    return any(word in beside and int(figure.low) == year + by for word, by in near.items())
