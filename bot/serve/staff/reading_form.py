"""A reading (口径) as a form, and what was filled in as an entry again, each fault at its field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from corpus.clause import Clause
from corpus.excerpt import locate
from corpus.library import ClauseNotFoundError, Library
from corpus.problem import DataError
from corpus.readings import GroundEntry, ReadingEntry

GROUNDS: Final = 8  # rows for words that it rests on
LINE: Final = 200  # characters of a title, a role, an example
LONGEST: Final = 2000  # of any other field
SEVERAL: Final = 30  # groups of words, or clauses
_MARKER: Final = re.compile(r"\[\d+\]")  # would point at a citation
_BETWEEN: Final = re.compile(r"[、，,；;/|\s]+")
_ONE_LINE: Final = ("title", "question")


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in: an entry, or what is wrong with it, by field."""

    entry: ReadingEntry | None
    wrong: Mapping[str, str]


def typed_of(entry: ReadingEntry) -> dict[str, str]:
    """An entry as the fields of the form."""
    typed = {
        "title": entry.title,
        "reading": entry.reading,
        "clauses": "\n".join(entry.clauses),
        "terms": "\n".join("、".join(group) for group in entry.terms),
        "topic": entry.topic or "",
        "question": entry.question or "",
    }
    for at, ground in enumerate(entry.grounds[:GROUNDS]):
        typed[f"ground.{at}.document"] = ground.document or ""
        typed[f"ground.{at}.clause"] = ground.clause
        typed[f"ground.{at}.quote"] = ground.quote
    return typed


def filled(
    typed: Mapping[str, str], id_: str, document_id: str, library: Library, topics: Sequence[str]
) -> Filled:
    """The entry that was filled in, or everything that is wrong with it."""
    form = _Form(typed, document_id, library)
    topic = form.one("topic", needed=False)
    if topic and topic not in topics:
        form.wrong["topic"] = "没有这个事项，请从列表里选。"
    title, reading = form.one("title"), form.one("reading")
    clauses, grounds = form.clauses(), form.grounds()
    terms = form.terms(topic)
    question = form.one("question", needed=False)
    if form.wrong:
        return Filled(None, form.wrong)
    entry = ReadingEntry(
        id=id_, title=title, reading=reading, clauses=clauses, grounds=grounds, terms=terms,
        topic=topic or None, question=question or None,
    )  # fmt: skip
    return Filled(entry, {})


@dataclass
class _Form:
    typed: Mapping[str, str]
    document_id: str
    library: Library
    wrong: dict[str, str] = field(default_factory=dict)

    def one(self, name: str, *, needed: bool = True) -> str:
        """A field as one line."""
        words = " ".join(self.typed.get(name, "").split())
        longest = LINE if name in _ONE_LINE else LONGEST
        if needed and not words:
            self.wrong[name] = "请填写。"
        elif len(words) > longest:
            self.wrong[name] = f"写了{len(words)}个字，最多{longest}个字，请写短一些。"
        elif _MARKER.search(words):
            self.wrong[name] = "不能写方括号里的数字（如 [1]）：答复里那是引用的编号。请去掉。"
        return words

    def clauses(self) -> tuple[str, ...]:
        """The clauses that it is about, an address a line."""
        lines = [line.strip() for line in self.typed.get("clauses", "").splitlines()]
        given = list(dict.fromkeys(filter(None, lines)))
        if not given or len(given) > SEVERAL:
            self.wrong["clauses"] = f"请写1到{SEVERAL}条条款，每行一条，如 第4条。"
            return ()
        try:
            found = [clause_at(self.library, self.document_id, one).id for one in given]
        except DataError as error:
            self.wrong["clauses"] = f"{error}。"
            return ()
        return tuple(dict.fromkeys(found))

    def grounds(self) -> tuple[GroundEntry, ...]:
        """The words that it rests on, each found in its clause."""
        found = [ground for at in range(GROUNDS) for ground in self._ground(f"ground.{at}")]
        if not found and not any(name.startswith("ground.") for name in self.wrong):
            self.wrong["ground.0.quote"] = "请至少照抄一句依据的原文。"
        return tuple(found)

    def _ground(self, at: str) -> Iterator[GroundEntry]:
        quote = self.typed.get(f"{at}.quote", "").strip()
        address = self.typed.get(f"{at}.clause", "").strip()
        if not quote and not address:
            return
        if not quote:
            self.wrong[f"{at}.quote"] = "写了条款，没有照抄原文。请照抄，或把条款也清空。"
            return
        document = self.typed.get(f"{at}.document", "") or self.document_id
        try:
            clause = clause_at(self.library, document, address)
        except DataError as error:
            self.wrong[f"{at}.clause"] = f"{error}。"
            return
        try:
            locate(self.library, clause, quote)
        except DataError as error:
            self.wrong[f"{at}.quote"] = f"{error.found}。请从左边的条文里照抄，一字不差。"
            return
        elsewhere = None if document == self.document_id else document
        yield GroundEntry(clause=clause.id, quote=quote, document=elsewhere)

    def terms(self, topic: str) -> tuple[tuple[str, ...], ...]:
        """Groups of words; enough of them that it does not answer what is about something else."""
        lines = self.typed.get("terms", "").splitlines()
        split = (tuple(filter(None, _BETWEEN.split(line))) for line in lines)
        groups = tuple(group for group in split if group)
        if len(groups) < (1 if topic else 2):
            self.wrong["terms"] = "请写至少两组词（选定了事项的，至少一组），不然会答到别的问题上。"
        elif len(groups) > SEVERAL or sum(map(len, lines)) > LONGEST:
            self.wrong["terms"] = f"最多{SEVERAL}组，一共{LONGEST}个字。"
        return groups


def clause_at(library: Library, document_id: str, address: str) -> Clause:
    """The clause that somebody names as people cite it, or by its own address.

    Raises:
        DataError: there is none, or several can be meant.
    """
    try:
        return library.clause(document_id, address)
    except ClauseNotFoundError:
        pass
    try:
        found = library.resolve(address, document_id)
    except ClauseNotFoundError:
        raise DataError("没有收录这份文件", "请从列表里选") from None
    if len(found) == 1:
        return found[0]
    if found:
        several = "、".join(one.id for one in found[:5])
        raise DataError(f"“{address[:60]}”可以指几处：{several}", "请照其中之一写")
    raise DataError(f"找不到条款“{address[:60]}”", "请照正文的编号写，如 第4条、三（二）4")
