"""Which clauses a question names by number, also by a range or from where the thread stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.clause import Clause
from corpus.library import Library

_FORMER: Final = "原"
_LEAD: Final = 10  # characters before a clause number in which 原 speaks of its text
_MOST: Final = 8  # clauses of a range
_DIGITS: Final = "零一二三四五六七八九十"
_N: Final = r"(?P<{}>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})"
_RANGE: Final = re.compile(
    rf"第?{_N.format('first')}条?\s*(?:到|至|-|—|~)\s*第?{_N.format('last')}条"
)
_PARAGRAPH: Final = re.compile(
    rf"(?P<clause>第(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})条)的?第{_N.format('n')}款"
)
_INSERTED: Final = re.compile(
    r"第(?:\d{1,2}|[一二三四五六七八九十]{1,3})条之[一二三四五六七八九\d]"
)
_NEXT: Final = re.compile(
    r"(?P<back>[上前]一条(?![新旧产线流自])|上面那条|前面那条)|(?P<on>[下后]一条|下面那条|后面那条|再下一条)"
)
_FROM_END: Final = re.compile(rf"倒数第{_N.format('n')}条|(?P<end>最后一条|末条)")
_ELLIPTIC: Final = re.compile(r"^(那|那么|还有)")


@dataclass(frozen=True, slots=True)
class Addressed:
    """A clause number in a question, and every clause it can mean; none: no held text has it."""

    text: str
    branch: str | None  # 原 ｜ 新增 …, where the question says so
    clauses: tuple[Clause, ...]


def addressed(
    text: str, library: Library, clauses: Sequence[str], branch: str | None
) -> tuple[Addressed, ...]:
    """The addresses of a question in order. `clauses` are the keys that the thread spoke of.

    ``branch`` is that of the address before: 原细则第九条 … 那第一条呢 means 原第一条.
    """
    inserted = _INSERTED.search(text)
    if inserted is not None:
        return (Addressed(inserted.group(), None, ()),)
    paragraph = _PARAGRAPH.search(text)
    if paragraph is not None:
        return (_of_paragraph(paragraph, library),)
    if relative := _relative(text, library, clauses):
        return relative
    text = _RANGE.sub(_spelt_out, text)
    if branch is not None and _ELLIPTIC.match(text):
        text = re.sub(r"(?=第.{1,3}条)", branch, text, count=1)
    return tuple(
        Addressed(match.text, match.address.branch or _former(text, match.text), meant)
        for match, meant in library.find_addresses(text).items()
    )


def _former(text: str, address: str) -> str | None:
    """原 where it stands a few characters before a number: 原实施细则第九条."""
    at = text.find(address)
    lead = text[max(0, at - _LEAD) : max(0, at)]
    return _FORMER if _FORMER in lead or address.startswith(_FORMER) else None


def _of_paragraph(match: re.Match[str], library: Library) -> Addressed:
    """第4条第二款: that paragraph of the clause, or that there is none."""
    number = _number(match["n"])
    meant: list[Clause] = []
    for clauses in library.find_addresses(match["clause"]).values():
        for clause in clauses:
            below = library.children(clause)
            mine = [c for c in below if c.path.levels[-1].number == number]
            meant += mine or ([clause] if number == 1 and not below else [])
    return Addressed(match.group(), None, tuple(meant))


def _spelt_out(match: re.Match[str]) -> str:
    """第四条到第六条 → 第4条、第5条、第6条."""
    first, last = _number(match["first"]), _number(match["last"])
    if not 0 < last - first < _MOST:
        return match.group()
    return "、".join(f"第{n}条" for n in range(first, last + 1))


def _number(run: str) -> int:
    if run.isdigit():
        return int(run)
    tens, ten, ones = run.rpartition("十")
    if not ten:
        return _DIGITS.index(run[-1])
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def _relative(text: str, library: Library, clauses: Sequence[str]) -> tuple[Addressed, ...]:
    """上一条, 下一条, 最后一条, counted among the clauses of the same depth."""
    end, step = _FROM_END.search(text), _NEXT.search(text)
    if end is None and step is None:
        return ()
    here = next((library.by_key(key) for key in clauses), None) or _first(library)
    if end is not None and here is not None:
        row = _row(here, library)
        number = 1 if end["end"] else _number(end["n"])
        meant = (row[-number],) if 0 < number <= len(row) else ()
        return (Addressed(end.group(), None, meant),)
    if step is not None and here is not None:
        row = _row(here, library)
        at = [clause.key for clause in row].index(here.key) + (-1 if step["back"] else 1)
        meant = (row[at],) if 0 <= at < len(row) else ()
        return (Addressed(step.group(), None, meant),)
    return ()


def _first(library: Library) -> Clause | None:
    """The first numbered clause that is called an article: where a thread begins to count."""
    meant = next(iter(library.find_addresses("第1条").values()), ())
    return meant[0] if meant else None


def _row(here: Clause, library: Library) -> list[Clause]:
    depth = len(here.path.levels)
    return [c for c in library.clauses(here.document_id) if len(c.path.levels) == depth]
