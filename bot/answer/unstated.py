"""What the held texts do not state: said, with where it was looked for and whom to ask."""

from __future__ import annotations

from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import Target, contact
from bot.extract import grams_of, sentences
from bot.question.ask import Question
from bot.question.asks import Field
from bot.question.rest import beside
from bot.reply import Answer, Refusal, Reply, Status
from corpus.clause import Clause
from corpus.document import Span

# Fields with names of everyday use (条件, 标准): they may be meant otherwise, and are looked up.
OPEN_FIELDS: Final = frozenset({"上限口径", "标准", "上限", "条件", "对象", "程序", "基数", "年限"})


_THINGS: Final = ("thing", "sector", "cost", "role")  # kinds of words that name something
_WORD: Final = 2  # characters of the shortest name


def not_stated(wanted: tuple[Target, ...], name: str, knowledge: Knowledge) -> Refusal:
    """The clause is held and does not say it: shown, with whom it names to ask."""
    sources = Sources(knowledge.library)
    looked = []
    for target in wanted[:2]:
        span = target.gist()
        marker = sources.cite(target.clause, span)
        looked.append(f"{knowledge.called(target.clause)}{marker}")
    return Refusal(
        status=Status.NOT_STATED,
        conclusion=f"{name}：原文未载明。已查{'、'.join(looked)}，没有写这一项。",
        citations=sources.citations,
        contact=contact(wanted, knowledge),
    )


def unknown_here(question: Question, knowledge: Knowledge) -> list[str]:
    """The first thing named beside matter and field that no held text speaks of.

    Words that only ask or join (再报, 一共, 该去) name nothing.
    """
    held, left = knowledge.text.lower(), beside(question)
    for token in question.frame.tokens:
        word = token.text
        named = token.unknown or (token.has(*_THINGS) and not token.has("filler", "courtesy"))
        if not named or len(word) < _WORD or left[token.start : token.end] != word:
            continue
        if not any(pair in held for pair in grams_of(word)):
            return [word]
    return []


def anywhere(field: Field, question: Question, knowledge: Knowledge) -> Reply | None:
    """A field asked of no provision in particular: any clause that states it answers."""
    if field.card in OPEN_FIELDS or field.card in ("名额", "责任单位"):
        return None
    if len(knowledge.unmarked) == len(knowledge.library.documents):
        return None  # what no pattern finds may be said in other words: it is looked up
    searched = knowledge.titles
    found = _evidence(field, knowledge)
    if found is not None and field.card is not None:
        return None
    if found is not None:
        clause, span = found
        sources = Sources(knowledge.library)
        return Answer(
            status=Status.ANSWERED,
            conclusion=f"{knowledge.called(clause)}：“{span.text}”{sources.cite(clause, span)}",
            citations=sources.citations,
            contact=contact((Target(clause, None, question),), knowledge),
        )
    return Refusal(
        status=Status.NOT_STATED,
        conclusion=f"{field.name}：已查{searched}全文，原文未载明。",
        contact=contact((), knowledge),
        suggestions=("有哪些补贴可以申请？",),
    )


def _evidence(field: Field, knowledge: Knowledge) -> tuple[Clause, Span] | None:
    for clause in knowledge.library.clauses():
        for span in sentences(clause):
            if field.shown_in(span.text):
                return clause, span
    return None
