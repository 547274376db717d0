"""Lasting: days that a sentence says its own provision lasts until (政策实施期限截至…).

A text may state no validity as a whole and end some of its provisions on a day. Only whole days
after a word of carrying out are read; when one may apply or until when papers are counted is no
such day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from corpus.clause import Clause, ClauseKind
from corpus.document import Span
from corpus.library import Library

_DAY: Final = r"(?P<{0}y>\d{{4}})\s?年\s?(?P<{0}m>\d{{1,2}})\s?月\s?(?P<{0}d>\d{{1,2}})\s?日"
_LASTS: Final = r"(?:实施|执行|施行|实行|有效)(?:期限|时间|年限|期)?|政策期限"
_UNTIL: Final = re.compile(
    rf"(?:政策|措施|上述|暂)?[^，。；;、\n]{{0,8}}(?:{_LASTS})(?:(?!{_LASTS})[^。；;\n]){{0,24}}?"
    rf"(?:截至|截止到?|到|至)\s?{_DAY.format('u')}"
)
_BETWEEN: Final = re.compile(rf"[自从]\s?{_DAY.format('f')}\s?起?\s?(?:至|到)\s?{_DAY.format('t')}")
_YEARS: Final = re.compile(
    r"(?:(?:实施|执行|施行|实行)(?:年限|期限|时间)为?\s?\d{4}\s?年?"
    r"|(?:自?\s?\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日起，?)?在\s?\d{4})"
    r"\s?(?:至|到|—|–|-|－)\s?(?P<y>\d{4})\s?年(?:内?有效)?"
)
_YEAR: Final = re.compile(r"\d{4}")
# Of a title, the years that a plan is made for: （2023—2025年） ｜ 2021至2024年扶持计划.
_SPANNED: Final = re.compile(
    r"[（(]\s?\d{4}\s?年?\s?(?:至|到|—|–|-|－)\s?(?P<y>\d{4})\s?年\s?[)）]"
    r"|\d{4}\s?年?\s?(?:至|到|—|–|-|－)\s?(?P<z>\d{4})\s?年(?=[^，。（）()]{0,8}(?:行动|计划|规划|方案))"
)
_TERM: Final = re.compile(r"有效期|试行期|施行期|实施期|执行期")
_BEGINS: Final = re.compile(
    r"自\s?(?:印发|公布|发布|发文|下发|签发|\d{4}\s?年[^。；;，\n]{2,8})(?:之?日)?起?"
    r"(?:正式)?(?:施行|实施|执行|生效|试行)[^。\n]*。?"
)
_FRONT: Final = (ClauseKind.TITLE, ClauseKind.PREAMBLE)
_THIS: Final = re.compile(r"本(?:政策|办法|措施|意见|通知|规定|细则|方案|配套政策|若干措施)")
_ALONE: Final = 0.8  # of a clause that are the words of its end: it says nothing else
_WINDOW: Final = re.compile(r"申报|申请|受理|报名|计算|统计|提交|缴费|参保")
_BEFORE: Final = 14  # characters before a span of days in which its purpose stands
_LONG: Final = 2500  # characters of a provision that are read for the day it ends on


@dataclass(frozen=True, slots=True)
class Limit:
    """A day that a provision lasts until, and the words of the text that say so."""

    clause: Clause
    span: Span
    until: date
    whole: bool  # of the whole text: 本政策实行年限为…, or a clause that says nothing else
    in_title: bool = False  # only the title tells it, by the years that the text is made for


def limits(clause: Clause, library: Library) -> tuple[Limit, ...]:
    """The days on which the provision that a clause belongs to ends, in reading order."""
    parts = _parts(_provision(clause, library), library)
    return tuple(limit for part in parts for limit in _of(part) if not limit.whole)


def stated_limits(library: Library, document_id: str) -> tuple[Limit, ...]:
    """Every day on which a text or a provision of it ends, in reading order.

    The years in the title (三年行动方案（2023-2025年）) tell it only where no sentence does.
    """
    clauses = library.clauses(document_id)
    stated = tuple(limit for clause in clauses for limit in _of(clause))
    titled = None if stated else _titled(library, document_id)
    if titled is None or any(_TERM.search(clause.text) for clause in clauses):
        return stated
    return (titled,)


def stated_beginning(library: Library, document_id: str) -> tuple[Clause, Span] | None:
    """The sentence by which a text takes effect (自印发之日起施行), which may say how long as well.

    The last one: what a text says of itself stands at its end.
    """
    for clause in reversed(library.clauses(document_id)):
        for match in reversed(list(_BEGINS.finditer(clause.text))):
            begin = max(clause.text.rfind(mark, 0, match.start()) for mark in "。；;\n") + 1
            said = clause.text[begin : match.end()]
            start = clause.start + begin + len(said) - len(said.lstrip())
            return clause, Span(start, start + len(said.strip()), said.strip())
    return None


def _provision(clause: Clause, library: Library) -> Clause:
    """The numbered unit a clause is a paragraph of: what its last paragraph says holds for all."""
    if clause.parent is None or clause.kind is not ClauseKind.PARAGRAPH:
        return clause
    above = library.by_key(f"{clause.document_id}#{clause.parent}")
    if above.kind is ClauseKind.TITLE:
        return clause
    return above if library.end(above) - above.start <= _LONG else clause


def _parts(clause: Clause, library: Library) -> Iterator[Clause]:
    yield clause
    for child in library.children(clause):
        yield from _parts(child, library)


def _of(clause: Clause) -> Iterator[Limit]:
    if _YEAR.search(clause.text) is None:
        return  # most clauses: every day that is read has a year
    found = [(m, _date(m, "u")) for m in _UNTIL.finditer(clause.text)]
    found += [(m, _date(m, "t")) for m in _BETWEEN.finditer(clause.text)]
    found += [(m, _year_end(m)) for m in _YEARS.finditer(clause.text)]
    end = -1
    for match, until in sorted(found, key=lambda one: one[0].start()):
        lead = clause.text[max(0, match.start() - _BEFORE) : match.start()]
        if until is None or match.start() < end or _WINDOW.search(f"{lead}{match.group()}"):
            continue
        end = match.end()
        words = match.group().strip()
        start = clause.start + clause.text.index(words, match.start())
        sentence = clause.text[: match.start()].rpartition("。")[2]
        alone = len(words) >= len(clause.text.strip()) * _ALONE
        whole = alone or _THIS.search(f"{sentence}{words}") is not None
        yield Limit(clause, Span(start, start + len(words), words), until, whole)


def _titled(library: Library, document_id: str) -> Limit | None:
    """The end of the years that a title names, where the text prints them before its clauses."""
    named = _SPANNED.search(library.document(document_id).title)
    until = _last_year(named) if named else None
    if until is None:
        return None
    for clause in library.clauses(document_id):
        match = _SPANNED.search(clause.text) if clause.kind in _FRONT else None
        if match and _last_year(match) == until:
            words = match.group().strip()
            start = clause.start + clause.text.index(words, match.start())
            span = Span(start, start + len(words), words)
            return Limit(clause, span, until, whole=True, in_title=True)
    return None


def _last_year(match: re.Match[str]) -> date | None:
    year = int(match["y"] or match["z"])
    return date(year, 12, 31) if year else None


def _year_end(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), 12, 31)
    except ValueError:
        return None  # 0000年


def _date(match: re.Match[str], group: str) -> date | None:
    try:
        return date(*(int(match[f"{group}{part}"]) for part in "ymd"))
    except ValueError:
        return None  # 2月30日: no day, so no end can be read
