"""A clause by its number: shown word for word."""

from __future__ import annotations

from typing import Final

from bot.answer.knowledge import LISTED, Knowledge
from bot.answer.lookup import ENOUGH, told
from bot.answer.sources import Sources
from bot.answer.target import Target, provision_of, targets
from bot.extract import best_sentences, sentences
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.reply import Answer, Clarification, Refusal, Reply, Status
from corpus.document import Span
from corpus.numerals import read

_SHOWN: Final = 4  # clauses that one reply shows
_WHOLE: Final = 220  # characters: a longer clause is shown by its money sentences and its first


def answer_clause(question: Question, knowledge: Knowledge) -> Reply | None:
    """The clauses whose numbers the question names."""
    wanted = targets(question, knowledge)
    shows = bool(question.addresses) or (
        bool(wanted) and (question.wants(AskKind.CLAUSE) or _asks_place(question))
    )
    if not shows:
        return None
    if (reply := _which_text(question, knowledge)) is not None:
        return reply
    if not question.wants(AskKind.CLAUSE) and (reply := told(question, knowledge)):
        return reply
    sources = Sources(knowledge.library)
    lines = []
    for target in wanted[:_SHOWN]:
        quotes = "……".join(
            f"{span.text}{sources.cite(target.clause, span)}"
            for span in _shown(target, question, knowledge)
        )
        heading = target.clause.heading
        named = f"（{heading}）" if heading and heading not in quotes else ""
        absent = _absent(question, target)
        lines.append(f"{absent}{knowledge.called(target.clause)}{named}：{quotes}")
    several = [a for a in question.addresses if len(a.clauses) > 1]
    if several:
        meant = f"“{several[0].text}”在收录的文件里不止一处，不是同一条："
        lines = [meant, *lines]
    return Answer(
        status=Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        citations=sources.citations,
        provision=provision_of(sources.citations, question, knowledge),
        contact="、".join(wanted[0].clause.responsible),
    )


def _which_text(question: Question, knowledge: Knowledge) -> Reply | None:
    """A number that more texts have than can be shown: which one is meant, with the first few."""
    for address in question.addresses:
        texts = list(dict.fromkeys(clause.document_id for clause in address.clauses))
        if len(texts) > _SHOWN:
            titles = [knowledge.library.document(text).short_title for text in texts[:LISTED]]
            return Clarification(
                status=Status.NEEDS_INPUT,
                conclusion=f"收录的文件里有{len(texts)}份有“{address.text}”，不是同一条。",
                question="您要看哪一份文件的？请写上文件名称，或点选：",
                choices=tuple(f"{title}{address.text}" for title in titles),
            )
    return None


def _absent(question: Question, target: Target) -> str:
    """The amounts and rates of the question that the clause does not have."""
    held = {q.value for q in read(target.clause.text)}
    said = [m.quantity for m in question.rates] + [
        f.token.quantity for f in question.figures if f.token.quantity
    ]
    wrong = [q.text for q in said if q.value not in held]
    return f"原文没有写“{'、'.join(wrong)}”。" if wrong else ""


def _asks_place(question: Question) -> bool:
    return any(field.name == "条款位置" for field in question.fields)


def not_held(question: Question, knowledge: Knowledge) -> Refusal:
    """A number that no held text has, or that belongs to a text that is not held."""
    asked = "、".join(dict.fromkeys(a.text for a in question.addresses if not a.clauses))
    held = knowledge.titles
    return Refusal(
        status=Status.NOT_HELD,
        conclusion=f"收录的文件（{held}）里没有“{asked}”这一条，无法提供其内容，也不作推测。",
    )


def _shown(target: Target, question: Question, knowledge: Knowledge) -> tuple[Span, ...]:
    clause = target.clause
    parts = sentences(clause)
    if not parts:
        children = knowledge.library.children(clause)
        return tuple(sentences(child)[0] for child in children[:4] if sentences(child))
    whole = clause.text.strip()
    if len(whole) <= _WHOLE:
        start = clause.start + clause.text.index(whole)
        return (Span(start, start + len(whole), whole),)
    if _asks_place(question) or any(len(a.clauses) > 1 for a in question.addresses):
        return (target.gist(),)
    if not question.wants(AskKind.CLAUSE) or not question.addresses:
        best = best_sentences(question.text, [clause], 1)
        if best and best[0].coverage >= ENOUGH:
            return (best[0].span,)
    card = target.card
    telling = (
        [span for field in ("条件", "标准", "上限") for span in card.stated(field)] if card else []
    )
    if not telling:
        return parts[:2]
    chosen = [parts[0]]
    chosen += [p for p in parts[1:] if any(p.start <= t.start < p.end for t in telling)]
    return tuple(chosen)


def answer_unheld(question: Question, knowledge: Knowledge) -> Reply | None:
    """Numbers that no held text has, where nothing else in the question can be answered."""
    if question.addresses and not any(a.clauses for a in question.addresses):
        return not_held(question, knowledge)
    return None
