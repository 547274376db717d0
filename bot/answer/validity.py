"""Validity: from when, until when, and whether a text applies on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.cite import cite_span
from bot.extract import content_grams, grams_of
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue
from bot.reply import Answer, Clarification, Refusal, Reply, Status
from corpus.document import Document
from corpus.lasting import Limit, stated_beginning, stated_limits
from corpus.repeals import Repeal
from corpus.versions import Period, period

CHOICES: Final = 8  # names of texts or places that one question offers
_MOST: Final = 4  # texts whose validity one reply says
_LEAST: Final = 4  # bigrams of a question that a provision must hold to be the one asked about
_LEAD: Final = 0.6  # of the best: another that holds as much may be meant as well
_ENDS: Final = 4  # provisions with an end of their own that one reply quotes


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
        return _undated(asked, question, knowledge)
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
    return Answer(
        status=status,
        conclusion=f"{_verdict(document, question, state)}{marker}",
        body=(f"原文：“{document.validity.span.text}”{marker}",) if document.validity.span else (),
        citations=sources.citations,
        notes=tuple(f"{title}没有写明施行日期和有效期。" for title in others),
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
    start = f"{document.short_title}自{_day(validity.effective)}起施行"
    if validity.last_day_latest is None:
        return f"{start}，未载明有效期"
    if validity.years is None:
        return f"{start}，至{ending(document)}"
    return f"{start}，有效期{validity.years}年（至{ending(document)}）"


def ending(document: Document) -> str:
    """When the validity ends, no more exactly than the counting methods agree: 2027年1月初."""
    first, last = document.validity.last_day_earliest, document.validity.last_day_latest
    if first is None or last is None:
        return "未载明"
    if first == last:
        return _day(first)
    if (first.year, first.month) != (last.year, last.month):
        return f"{_day(first)}或{_day(last)}"
    third = "初" if last.day <= 10 else "中旬" if last.day <= 20 else "底"
    return f"{last.year}年{last.month}月{third}"


def out_of_period(question: Question, document: Document) -> str | None:
    """Why a document does not apply on the day asked about; None where it does."""
    state = period(document, question.as_of)
    if state in (Period.AFTER, Period.BEFORE):
        return _verdict(document, question, state)
    return None


def _verdict(document: Document, question: Question, state: Period) -> str:
    day = question.supposed.words if question.supposed else _day(question.as_of)
    title = document.short_title
    start = _day(document.validity.effective) if document.validity.effective else ""
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


def _undated(asked: tuple[Document, ...], question: Question, knowledge: Knowledge) -> Reply:
    """No text states a validity as a whole; what single provisions state is quoted."""
    titles = "、".join(d.short_title for d in asked)
    ends = [end for d in asked for end in stated_limits(knowledge.library, d.id)]
    if not ends:
        return _unending(asked, knowledge)
    ends = _of_what_is_asked(question, ends)
    sources = Sources(knowledge.library)
    lines = [_ends(end, knowledge, sources) for end in ends[:_ENDS]]
    more = (f"另有{len(ends) - _ENDS}处写明期限。",) if len(ends) > _ENDS else ()
    over = all(end.until < question.as_of for end in ends)
    whole = any(end.whole for end in ends)
    titled = all(end.in_title for end in ends)
    if over and titled:
        head = f"没有写明有效期；到{_day(question.as_of)}题名所写的时间已过"
        more = ("是否延续，请向主管部门确认。",)
    elif over:
        head = f"到{_day(question.as_of)}{'' if whole else '写明的期限'}已经过期（届满）"
    else:
        head = "" if whole else f"{titles}没有写明整份文件的有效期；有期限的条款："
    first, *rest = lines
    return Answer(
        status=Status.EXPIRED if over else Status.ANSWERED,
        conclusion=f"{head}：{first}" if over else f"{head}{first}",
        body=tuple(rest),
        citations=sources.citations,
        notes=more,
        provision="expired" if over else "",
    )


def _ends(end: Limit, knowledge: Knowledge, sources: Sources) -> str:
    says = "题名写的是" if end.in_title else "写明"
    named = knowledge.document(end.clause).short_title if end.in_title else ""
    marker = sources.cite(end.clause, end.span)
    return f"{named or knowledge.called(end.clause)}{says}“{end.span.text}”{marker}"


def _unending(asked: tuple[Document, ...], knowledge: Knowledge) -> Reply:
    """No text says until when it applies: what it says of its beginning is quoted."""
    titles = "、".join(d.short_title for d in asked)
    begun = [one for d in asked if (one := stated_beginning(knowledge.library, d.id))]
    if not begun:
        return Refusal(
            status=Status.NOT_STATED,
            conclusion=f"{titles}没有写明施行日期、有效期；原文未载明，请以主管部门公布的正文为准。",
        )
    sources = Sources(knowledge.library)
    lines = [
        f"{knowledge.called(clause)}写的是“{span.text}”{sources.cite(clause, span)}"
        for clause, span in begun
    ]
    return Answer(
        status=Status.PARTLY,
        conclusion=f"{titles}没有写明到哪一天为止，截止日期原文未载明。{lines[0]}",
        body=tuple(lines[1:]),
        citations=sources.citations,
        notes=("现在是否适用，请向主管部门确认。",),
    )


def _of_what_is_asked(question: Question, ends: list[Limit]) -> list[Limit]:
    """Of several ends that of the provision which clearly speaks of what is asked; else all."""
    said = content_grams(question.text)
    held = [sum(said[gram] for gram in grams_of(end.clause.text) if gram in said) for end in ends]
    best = max(held)
    leading = [end for end, share in zip(ends, held, strict=True) if share == best]
    behind = max((share for share in held if share < best), default=0)
    return leading if best >= _LEAST and behind <= best * _LEAD else ends


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


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
