"""Validity: from when, until when, and whether a text applies on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.answer.change import deletions
from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.undated import answer_undated
from bot.cite import cite_span
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue
from bot.reply import Answer, Clarification, Reply, Status
from corpus.dates import day_in_words
from corpus.document import Document
from corpus.repeals import Repeal
from corpus.versions import Period, ending, period

CHOICES: Final = 8  # names of texts or places that one question offers
_MOST: Final = 4  # texts whose validity one reply says


def answer_validity(question: Question, knowledge: Knowledge) -> Reply | None:
    """Whether the texts asked about apply on the day asked about."""
    asked = _documents(question, knowledge)
    if not question.wants(AskKind.VALID) and not _supposes_another_day(question, asked):
        return None
    repealed = [one for d in asked if (one := repeal_of(d, question.as_of, knowledge))]
    if repealed:
        return _no_longer(repealed, knowledge)
    if len(asked) > _MOST:
        return which_text(asked, "您问的是哪一份文件的有效期？")
    dated = [d for d in asked if period(d, question.as_of) is not Period.UNKNOWN]
    if not dated:
        return answer_undated(asked, question, knowledge)
    document = dated[0]
    sources = Sources(knowledge.library)
    marker = _cite(document, knowledge, sources)
    state = period(document, question.as_of)
    status = Status.EXPIRED if state is Period.AFTER else Status.ANSWERED
    others = tuple(
        f"{_verdict(d, question, period(d, question.as_of))}。"
        if d in dated
        else f"{d.short_title}没有写明施行日期和有效期。"
        for d in asked
        if d is not document
    )
    span = document.validity.span
    quoted = (f"原文：“{span.text}”{marker}",) if span else ()
    return Answer(
        status=status,
        conclusion=f"{_verdict(document, question, state)}{marker}",
        body=(*quoted, *deletions(question, knowledge, sources)),
        citations=sources.citations,
        notes=others,
        validity=line(document),
        provision={Period.AFTER: "expired", Period.BEFORE: "not_yet"}.get(state, "in_force"),
    )


def _supposes_another_day(question: Question, asked: tuple[Document, ...]) -> bool:
    """Whether the question is about a day on which a text it is about does not apply."""
    if not question.supposed or question.topics or question.addresses:
        return False
    if Cue.APPLYING not in question.cues:
        return False  # 到2026年的目标: a year of the text, not the day of an application
    return any(out_of_period(question, document) for document in asked)


def line(document: Document) -> str:
    """One line on how long a document applies: 自2024年1月5日起施行，有效期3年（至2027年1月初）."""
    validity = document.validity
    if validity.effective is None and validity.last_day_latest is None:
        return f"{document.short_title}未载明施行日期和有效期"
    if validity.effective is None:
        return f"{document.short_title}有效期至{ending(document)}，未载明施行日期"
    start = f"{document.short_title}自{day_in_words(validity.effective)}起施行"
    if validity.last_day_latest is None:
        return f"{start}，未载明有效期"
    if validity.years is None:
        return f"{start}，至{ending(document)}"
    return f"{start}，有效期{validity.years}年（至{ending(document)}）"


def out_of_period(question: Question, document: Document) -> str | None:
    """Why a document does not apply on the day asked about; None where it does."""
    state = period(document, question.as_of)
    if state in (Period.AFTER, Period.BEFORE):
        return _verdict(document, question, state)
    return None


def _verdict(document: Document, question: Question, state: Period) -> str:
    day = question.supposed.words if question.supposed else day_in_words(question.as_of)
    title = document.short_title
    start = day_in_words(document.validity.effective) if document.validity.effective else ""
    if state is Period.AFTER:
        return f"{title}有效期至{ending(document)}，{day}时已届满（过期），不能再作为依据"
    if state is Period.BEFORE:
        return f"{title}自{start}起施行，{day}时尚未施行"
    if state is Period.ENDING:
        return f"{title}的有效期到{day}前后届满，具体末日取决于计算方法，请向主管部门确认"
    when = f"{day}时" if question.supposed else f"截至{day}"
    if document.validity.last_day_latest is None:
        return f"{title}自{start}起施行，未载明有效期；{when}没有看到失效的规定"
    years = f"{document.validity.years}年，" if document.validity.years else ""
    begun = f"自{start}起施行，" if start else ""
    return f"{when}{title}仍在有效期内：{begun}有效期{years}至{ending(document)}"


def repeal_of(document: Document, day: date, knowledge: Knowledge) -> Repeal | None:
    """What another held text says by which a text is no longer valid on a day."""
    for repeal in knowledge.collection.repeals:
        if repeal.repealed == document.id and repeal.applies(day):
            return repeal
    return None


def repealed_by(repeal: Repeal, document: Document) -> str:
    """A repeal in words: 《旧办法》已被《新办法》第九条宣布废止."""
    by = f"{repeal.by.short_title}{repeal.clause.label}"
    return f"{document.short_title}已被{by}宣布废止，不能再作为依据"


def _no_longer(repealed: Sequence[Repeal], knowledge: Knowledge) -> Answer:
    lines = [
        f"{repealed_by(one, knowledge.library.document(one.repealed))}：“{one.span.text}”[{at}]"
        for at, one in enumerate(repealed, 1)
    ]
    return Answer(
        status=Status.SUPERSEDED,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        citations=tuple(cite_span(one.by, one.clause, one.span) for one in repealed),
        provision="superseded",
    )


def which_text(asked: Sequence[Document], question: str) -> Clarification:
    """One of several texts is meant: which? At most eight to tap."""
    more = f"等{len(asked)}份" if len(asked) > CHOICES else ""
    names = tuple(dict.fromkeys(document.short_title for document in asked))[:CHOICES]
    return Clarification(
        status=Status.NEEDS_INPUT,
        conclusion=f"收录的文件有{'、'.join(names)}{more}，各自的规定不同。",
        question=question,
        choices=names,
    )


def _documents(question: Question, knowledge: Knowledge) -> tuple[Document, ...]:
    library = knowledge.library
    if question.documents:
        return tuple(d for d in library.documents if d.id in question.documents)
    cards = [card for topic in question.topics for card in knowledge.cards.of_topic(topic)]
    ids = {card.document_id for card in cards}
    ids.update(clause.document_id for a in question.addresses for clause in a.clauses)
    return tuple(d for d in library.documents if not ids or d.id in ids)


def _cite(document: Document, knowledge: Knowledge, sources: Sources) -> str:
    span = document.validity.span
    if span is None:
        return ""
    clause = knowledge.clause_at(document.id, span.start)
    return sources.cite(clause, span)
