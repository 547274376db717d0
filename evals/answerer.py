"""Whoever answers the cases: the assistant or a baseline, behind one protocol."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from bot.engine.result import Computation, Kind
from bot.reply import Clarification, Refusal, Reply, Status
from evals.case import Cited, Row

if TYPE_CHECKING:
    from bot.answer.knowledge import Knowledge
    from bot.context import Context
    from bot.pipeline import Turn
    from corpus.library import Library

_DECLINED = (Status.NOT_STATED, Status.NOT_FOUND, Status.NOT_HELD, Status.OUT_OF_SCOPE)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Seconds on the wall and of this process's CPU; on a busy machine the second is the truth."""

    wall: float = 0.0
    cpu: float = 0.0

    @classmethod
    def now(cls) -> Elapsed:
        """Read both clocks."""
        return cls(time.perf_counter(), time.process_time())

    def until_now(self) -> Elapsed:
        """What has passed since this reading."""
        now = self.now()
        return Elapsed(now.wall - self.wall, now.cpu - self.cpu)


@dataclass(frozen=True, slots=True)
class Answered:
    """A row and how it came about.

    ``grounds`` are the texts a figure of the answer may come from, ``trace`` is for the report,
    ``elapsed`` is what the last turn took.
    """

    row: Row
    grounds: tuple[str, ...] = ()
    trace: dict[str, Any] = field(default_factory=dict)
    elapsed: Elapsed = Elapsed()


class Answerer(Protocol):
    """Answers the turns of one item in order, from a fresh start."""

    name: str

    def answer(self, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
        """Return the answer to the last turn."""


class Ask(Protocol):
    """One turn of the product: `bot.assistant.Assistant.ask`, or with a model `Chain.answer`."""

    def __call__(
        self, text: str, context: Context | None = None, /, *, as_of: date | None = None
    ) -> Turn:
        """Return the reply and the thread after it."""


class AssistantAnswerer:
    """The product, with one fresh context per item."""

    name = "assistant"

    def __init__(self, ask: Ask, knowledge: Knowledge) -> None:
        self._ask = ask
        self.knowledge = knowledge

    def answer(self, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
        """Ask turn by turn; only the last turn is timed and kept."""
        from bot.render import render_json

        context = None
        for text in turns[:-1]:
            context = self._ask(text, context, as_of=as_of).context
        started = Elapsed.now()
        reply = self._ask(turns[-1], context, as_of=as_of).reply
        elapsed = started.until_now()
        grounds = (
            *turns,
            str(as_of or datetime.now(tz=UTC).astimezone().date()),
            *_grounds(reply, self.knowledge.library),
        )
        return Answered(row_of(item_id, reply), grounds, render_json(reply), elapsed)


def row_of(item_id: str, reply: Reply) -> Row:
    """Write a reply as an answers file holds it."""
    from bot.render import render_text

    amounts = amounts_of(reply)
    cited = (Cited(c.clause.document_id, c.clause.id, c.quote) for c in reply.citations)
    return Row(
        id=item_id,
        answer_text=render_text(reply),
        citations=tuple(cited),
        amounts=amounts,
        grade=reply.grade.value if reply.grade else None,
        refused=isinstance(reply, Refusal) and reply.status in _DECLINED,
        asked=isinstance(reply, Clarification),
        status=reply.provision or None,
    )


def amounts_of(reply: Reply) -> tuple[Decimal, ...]:
    """Return the figures in 元 that a reply gives, one a matter and applicant.

    A ceiling counts as its high end and a floor as its low end. A range, a missing fact, an open
    condition, a past period or a matter left to the issuer gives none; 不符合条件 gives 0.
    """
    found = [_amount_of(each) for each in reply.due or reply.computations[:1]]
    return tuple(amount for amount in found if amount is not None)


def _amount_of(first: Computation) -> Decimal | None:
    match first.kind:
        case Kind.EXACT | Kind.AT_LEAST:
            return first.low
        case Kind.AT_MOST:
            return first.high
        case Kind.NOT_ELIGIBLE:
            return Decimal(0)
        case _:
            return None


def _grounds(reply: Reply, library: Library) -> Iterator[str]:
    """Cited clauses with their labels, what their documents say of themselves, and the traces."""
    for citation in reply.citations:
        document = library.document(citation.clause.document_id)
        validity = document.validity
        yield citation.quote
        yield citation.label
        yield library.full_text(citation.clause)
        yield f"{document.title} {document.number} {document.year} {document.dated}"
        yield f"{validity.effective} {validity.last_day_earliest} {validity.last_day_latest}"
        yield validity.span.text if validity.span else ""
    for computation in reply.computations:
        yield from _trace_words(computation)


def _trace_words(computation: Computation) -> Iterator[str]:
    """Every figure of a computation: read spans, substituted formulas, results."""
    for step in computation.steps:
        yield f"{step.span.text if step.span else ''} {step.reads_as} {step.formula} {step.ground}"
        yield f"{_yuan(step.low)} {_yuan(step.high)}"
    for condition in computation.conditions:
        yield f"{condition.span.text} {condition.ground}"
    yield from computation.assumptions
    yield from computation.caveats
    yield f"{_yuan(computation.low)} {_yuan(computation.high)}"
    for part in computation.parts:
        yield f"{part.label} {_yuan(part.low)} {_yuan(part.high)}"
    for other in computation.alternatives:
        yield from _trace_words(other)


def _yuan(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:f}元"
