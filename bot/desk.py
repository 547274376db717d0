"""The desk a model works at during one turn: what it may rest on, growing as tools add to it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from bot.cite import cite_span
from bot.engine.result import Computation, Kind, Part
from bot.reply import Clarification, Reply
from bot.verify import Evidence, Source, link_later
from corpus.clause import Clause
from corpus.document import Document, Span
from corpus.numerals import format_yuan
from corpus.versions import Change

if TYPE_CHECKING:
    from bot.answer.knowledge import Knowledge
    from bot.reply import Citation

_SHOWN: Final = 1_200  # characters of one clause that the model sees
_CHANGES: Final = frozenset({Change.MODIFY, Change.DELETE, Change.DELETE_PART, Change.SUPERSEDE})
_WORDED: Final = {
    Kind.EXACT: "确定数",
    Kind.AT_MOST: "最高（上限，不是一定能得的数）",
    Kind.AT_LEAST: "不少于（下限）",
    Kind.RANGE: "区间",
    Kind.NEEDS_INPUT: "还缺信息，不能算",
    Kind.ELIGIBILITY_UNKNOWN: "条件成立时的数，条件尚待确认",
    Kind.NOT_ELIGIBLE: "不符合条件",
    Kind.OUT_OF_PERIOD: "不在有效期内",
    Kind.MANUAL: "由主管部门决定，原文没有可算的标准",
}


@dataclass
class Desk:
    """Evidence of one turn. Tools run in other threads, so it changes under a lock, whole."""

    knowledge: Knowledge
    evidence: Evidence
    citations: tuple[Citation, ...]
    _lock: threading.Lock

    @classmethod
    def lay(
        cls,
        knowledge: Knowledge,
        reply: Reply,
        *,
        said: Iterable[str],
        as_of: date,
        secrets: Iterable[str] = (),
    ) -> Desk:
        """The desk for a model-free reply. ``said``: the user's words, earlier turns included."""
        documents = {document.id: document for document in knowledge.library.documents}
        evidence = Evidence.from_reply(
            reply,
            question="\n".join(said),
            as_of=as_of,
            documents=documents,
            text_of=knowledge.library.full_text,
            later=lambda earlier, other: changes(knowledge, earlier, other),
            trusted=points(reply),
            secrets=secrets,
        )
        return cls(knowledge, evidence, reply.citations, threading.Lock())

    def add_clause(self, clause: Clause) -> int:
        """Show a clause; its number ``[n]``, the old one if it is on the desk already."""
        with self._lock:
            for source in self.evidence.sources:
                if source.clause.key == clause.key:
                    return source.number
            document = self.knowledge.document(clause)
            number = len(self.evidence.sources) + 1
            text = self.knowledge.library.full_text(clause)
            sources = (*self.evidence.sources, Source(number, document, clause, text))
            linked = link_later(sources, lambda a, b: changes(self.knowledge, a, b))
            self.citations = (*self.citations, _whole(document, clause))
            self.evidence = replace(self.evidence, sources=linked)
            return number

    def add_computation(self, computation: Computation) -> None:
        """Let the draft rest on a result of the engine too."""
        with self._lock:
            computations = (*self.evidence.computations, computation)
            self.evidence = replace(self.evidence, computations=computations)


def _whole(document: Document, clause: Clause) -> Citation:
    text = document.text[clause.start : clause.end]
    start = clause.start + len(text) - len(text.lstrip())
    return cite_span(document, clause, Span(start, start + len(text.strip()), text.strip()))


def changes(knowledge: Knowledge, earlier: Clause, other: Clause) -> bool:
    """Whether clause ``other`` says that what ``earlier`` provides was changed or deleted."""
    card = knowledge.cards.of_clause(earlier)
    if card is None or earlier.document_id == other.document_id:
        return False
    return any(
        item.clause.key == other.key and item.change in _CHANGES
        for item in knowledge.amendments_of(card.topic)
    )


def points(reply: Reply) -> tuple[str, ...]:
    """What code has already worked out, a line each: the lines the draft may repeat."""
    asked = (reply.question,) if isinstance(reply, Clarification) else ()
    lines = (reply.conclusion, *reply.body, *asked, *reply.notes, reply.validity, reply.contact)
    return tuple(line for line in lines if line)


def sources_text(sources: Iterable[Source]) -> str:
    """The clauses as quoted data, one block each."""
    return "\n".join(map(source_text, sources)) or "（没有相关条款）"


def source_text(source: Source) -> str:
    """One clause as quoted data; marks that could end the block are taken out of it."""
    text = re.sub(r"[<>]{2,}", "", source.text.strip())[:_SHOWN]
    return f"[{source.number}] {source.document.short_title}{source.clause.label}\n<<<\n{text}\n>>>"


def computations_text(computations: Iterable[Computation]) -> str:
    """The engine's results with their steps."""
    return "\n".join(map(computation_text, computations)) or "（没有测算）"


def computation_text(computation: Computation) -> str:
    """One result: what kind it is, the amount, its parts and steps."""
    lines = [f"性质：{_WORDED[computation.kind]}"]
    amount = _interval(Part("", computation.low, computation.high))
    if amount:
        lines.append(f"金额：{amount}")
    lines += [f"{part.label}：{_interval(part)}" for part in computation.parts]
    for step in computation.steps:
        words = "；".join(word for word in (step.reads_as, step.formula, step.ground) if word)
        lines.append(f"{step.label}：{words}")
    lines += [f"条件：{c.text}（{c.state.value}）" for c in computation.conditions]
    lines += [f"还缺：{item.ask}" for item in computation.missing]
    lines += [f"说明：{line}" for line in (*computation.assumptions, *computation.caveats)]
    return "\n".join(lines)


def _interval(part: Part) -> str:
    if part.low is None and part.high is None:
        return ""
    if part.high is None:
        return f"{format_yuan(part.low)}起" if part.low is not None else ""
    if part.low is None or part.low == part.high:
        return format_yuan(part.high)
    return f"{format_yuan(part.low)}至{format_yuan(part.high)}"
