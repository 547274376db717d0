"""Dating: a reply from a text that is not in force says so first, and never as what applies.

A text ends by its own validity, by a day that the provision cited states, or by another held text
that repeals it. What no text states is said too: 有效期未载明.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.validity import out_of_period, repeal_of, repealed_by
from bot.cite import cite_span
from bot.question.ask import Question
from bot.reply import Answer, Citation, Clarification, Refusal, Reply, Status
from corpus.dates import day_in_words
from corpus.document import Document, DocumentKind
from corpus.lasting import Limit, limits, stated_limits

_CLAIMING: Final = (Status.ANSWERED, Status.PARTLY, Status.NEAREST, Status.CONFLICTING)
_TERM: Final = "有效期"  # a text that has the word states something of it
_NAMED: Final = 2  # texts that one note names


@dataclass(frozen=True, slots=True)
class Over:
    """Why a text, or the provision cited, does not apply on the day asked about."""

    why: str
    cited: Citation | None = None  # the words that end it, where they are another clause's


def dated(reply: Reply, question: Question, knowledge: Knowledge) -> Reply:
    """The reply; what it cites that does not apply on the day is said in its conclusion."""
    if reply.status is Status.EXPIRED or not reply.citations:
        return reply
    over = {
        citation.clause.key: found
        for citation in reply.citations
        if (found := ended(citation, question, knowledge))
    }
    # Of a text that is over by its own validity the composers know, and may still have to ask.
    known = all(found.cited is None for found in over.values())
    if isinstance(reply, Refusal) or (isinstance(reply, Clarification) and known):
        notes = dict.fromkeys(found.why for found in over.values())
        return replace(reply, notes=(*reply.notes, *notes))
    if not over:
        return _undated(reply, knowledge)
    if any(found.why in reply.conclusion for found in over.values()):
        return reply  # it was asked about, or the composer knew
    everything = all(citation.clause.key in over for citation in reply.citations)
    return _marked(reply, tuple(over.values()), everything=everything)


def ended(citation: Citation, question: Question, knowledge: Knowledge) -> Over | None:
    """Why what a citation says does not apply on the day asked about; None where it does."""
    document = knowledge.document(citation.clause)
    if why := out_of_period(question, document):
        return Over(why)
    if repeal := repeal_of(document, question.as_of, knowledge):
        words = cite_span(repeal.by, repeal.clause, repeal.span)
        return Over(repealed_by(repeal, document), words)
    own = limits(citation.clause, knowledge.library)
    whole = () if _is_dated(document) else whole_limits(document, knowledge)
    past = [limit for limit in (*own, *whole) if limit.until < question.as_of]
    if past and all(limit.until < question.as_of for limit in own):
        return _past(max(past, key=lambda limit: limit.until), document, question, knowledge)
    return None


def whole_limits(document: Document, knowledge: Knowledge) -> tuple[Limit, ...]:
    """The days that a text as a whole ends on, as a clause of it states."""
    return tuple(one for one in stated_limits(knowledge.library, document.id) if one.whole)


def _is_dated(document: Document) -> bool:
    return document.validity.last_day_latest is not None


def _past(limit: Limit, document: Document, question: Question, knowledge: Knowledge) -> Over:
    sources = Sources(knowledge.library)
    sources.cite(limit.clause, limit.span)
    title = document.short_title if limit.whole else "这一条"
    day = day_in_words(question.as_of)
    words = "".join(limit.span.text.split())
    if limit.in_title:
        why = f"{title}题名写的是“{words.strip('（()）')}”，到{day}这段时间已过"
        return Over(why, sources.citations[0])
    return Over(f"{title}写明“{words}”，到{day}已经过期", sources.citations[0])


def _marked(reply: Reply, over: Sequence[Over], *, everything: bool) -> Reply:
    """The reply with what is over said first; an amount under it is withheld."""
    reasons = "；".join(dict.fromkeys(found.why for found in over))
    ends = tuple(found.cited for found in over if found.cited is not None)
    citations = tuple(dict.fromkeys((*reply.citations, *ends)))
    if not everything:
        status = Status.PARTLY if reply.status is Status.ANSWERED else reply.status
        head = f"请注意：{reasons}。"
        return replace(
            reply, status=status, conclusion=f"{head}{reply.conclusion}", citations=citations
        )
    status = Status.EXPIRED if reply.status in _CLAIMING else reply.status
    if reply.computations or isinstance(reply, Clarification):
        quotes = "；".join(f"“{c.quote}”[{n}]" for n, c in enumerate(reply.citations, 1))
        return Answer(
            status=Status.EXPIRED,
            conclusion=f"{reasons}，不能再据此计算金额。",
            body=(f"原文当时的规定：{quotes}",),
            citations=citations,
            contact=reply.contact,
            provision="expired",
        )
    head = f"{reasons}；以下是原文当时的规定。"
    return replace(
        reply,
        status=status,
        conclusion=f"{head}{reply.conclusion}",
        citations=citations,
        provision=reply.provision or "expired",
    )


def _undated(reply: Reply, knowledge: Knowledge) -> Reply:
    """The reply with a note where a text that it rests on states no validity."""
    if reply.status not in _CLAIMING or "未载明" in reply.validity:
        return reply
    held = {c.clause.document_id: knowledge.document(c.clause) for c in reply.citations}
    lasting = {c.clause.document_id for c in reply.citations if limits(c.clause, knowledge.library)}
    silent = [
        document.short_title
        for document in held.values()
        if document.kind is not DocumentKind.NOTE  # an explanation has no validity of its own
        and not _is_dated(document)
        and document.id not in lasting
        and not whole_limits(document, knowledge)
        and _TERM not in document.text
    ]
    if not silent or "有效期" in reply.conclusion:
        return reply
    names = "、".join(silent[:_NAMED]) + ("等" if len(silent) > _NAMED else "")
    return replace(reply, notes=(*reply.notes, f"{names}有效期未载明。"))
